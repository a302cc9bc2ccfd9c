"""Figures in words: what states a quantity without a digit, in Chinese and in English."""

import re

_ZH_DIGITS = "零〇一二两三四五六七八九"
_ZH_ANY = f"{_ZH_DIGITS}十百千万亿"
_ZH = (
    rf"百分之[{_ZH_DIGITS}十百点几]+|[{_ZH_DIGITS}十百几]+分之[{_ZH_DIGITS}十百几]+"
    rf"|[{_ZH_ANY}几数点]*[一二两三四五六七八九十百千几数][{_ZH_ANY}点]*\s?"
    r"(?:成(?!不变|为|立|本|果|效|员|分|就|因|长|熟|都)|倍|个百分点|亿吨|万吨|吨|亿元|万元|亿|Mt|Gt)"
    rf"|[一二两三四五六七八九][十百千万亿][{_ZH_ANY}]+"
    rf"|零点[{_ZH_DIGITS}]+|二[〇零][{_ZH_DIGITS}]{{2}}(?:年|$)"
    r"|一半|过半|大半|半数|翻番|翻了?[一两二三]番|成倍"
)
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_EN_NUMBER = rf"(?:{_ONES}|{_TEENS}|{_TENS}|hundred|thousand|million|billion)"
_EN_UNIT = r"(?:per ?cent|percent\w*|%|Mt|Gt|tonnes?|tons?|times|fold|million|billion|yuan)"
_EN = (
    rf"\b{_EN_NUMBER}(?:(?:[- ]| and ){_EN_NUMBER})*[- ]?{_EN_UNIT}\b"
    rf"|\b(?:{_TENS})-(?:{_ONES})\b|\btwenty[- ](?:{_TENS})\b"
    r"|\b(?:one|two|three|four)[- ](?:half|thirds?|quarters?|fifths?|sixths?|tenths?)\b"
    r"|\ba (?:third|quarter|fifth|sixth|tenth) of\b|\bhalf\b(?!-)"
    r"|\b(?:doubl|tripl|quadrupl|halv)(?:e|ed|es|ing)\b(?![- ]count)|\btwice\b|\bthrice\b"
    r"|\bdozens?\b|\b(?:tens|hundreds|thousands|millions|billions) of\b"
    r"|\b[IVXLC]{2,}\s?(?:per ?cent|percent|%|Mt)|\bper ?cent:?\s+(?:" + _TENS + r")\b"
)
_WORDS = re.compile(f"{_ZH}|{_EN}", re.IGNORECASE)


def find_number_words(text: str) -> list[str]:
    """List the quantities that a text states in words.

    >>> find_number_words("约三成来自电力，下降了一半；emissions doubled")
    ['三成', '一半', 'doubled']
    >>> find_number_words("十四五规划一成不变；double-counted once")
    []
    """
    return [found.group() for found in _WORDS.finditer(text)]
