"""Figures in words: what states a quantity without a digit, in Chinese and in English."""

import re

_ZH_DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_ZH_TENS = "十百千万亿拾佰仟"
_ZH_ANY = f"{_ZH_DIGITS}{_ZH_TENS}"
_ZH_FIRST = "[一二两三四五六七八九十百千几数壹贰叁肆伍陆柒捌玖拾佰仟]"
_ZH_UNIT = (
    r"(?:成(?!不变|为|立|本|果|效|员|分|就|因|长|熟|都|功|品|套|型|倍|了|千上万)|倍|个百分点|百分点"
    r"|亿吨|百万吨|万吨|千吨|吨|亿元|万元|亿|Mt|Gt|%)"
)
_ZH = (
    rf"百分之(?!几(?!十))[{_ZH_ANY}点几]+|[{_ZH_ANY}几]+分之(?!几(?!十))[{_ZH_ANY}几点]+"
    rf"|[{_ZH_ANY}几数点]*{_ZH_FIRST}[{_ZH_ANY}点]*(?:多|余|来)?\s?{_ZH_UNIT}半?"
    rf"|(?<![第初])[一二两三四五六七八九][{_ZH_TENS}][{_ZH_ANY}]+(?!分)"
    rf"|[{_ZH_DIGITS}]点[{_ZH_DIGITS}]+|二[〇零][{_ZH_DIGITS}]{{2}}(?:年|$)"
    r"|十几|几十|数十|上百|数百|几百|上千|数千|成百上千|上亿|两位数"
    rf"|(?<![同环对相占之正反可])[一二三四五六七八九十百]+比[一二三四五六七八九十百]+(?![较起例])"
    rf"|每[{_ZH_ANY}]+[吨元个][\u4e00-\u9fff]{{0,8}}?[就便]?有[{_ZH_ANY}]+[吨元个]"
    r"|一半|过半|大半|多半|小半|半数|半个百分点|减半|腰斩|对半|翻番|翻了?[一两二三几]番|翻倍|加倍|成倍"
    r"|倍增"
)
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_EN_NUMBER = rf"(?:{_ONES}|{_TEENS}|{_TENS}|hundred|thousand|million|billion)"
_EN_UNIT = (
    r"(?:per ?cent|percent\w*|%|Mt|Gt|(?:mega|giga)?tonnes?|tons?|times(?! that)|fold|million"
    r"|billion|yuan)"
)
_PARTS = "half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?"
_EN = (
    rf"\b{_EN_NUMBER}(?:(?:[- ]| and | point ){_EN_NUMBER})*[- ]?{_EN_UNIT}\b"
    rf"|\b(?:{_ONES}) point (?:zero|{_ONES})\b"
    rf"|\b(?:{_TENS})-(?:{_ONES})\b|\btwenty[- ](?:{_TENS})\b"
    rf"|\b(?:one|two|three|four|five|seven|nine)[- ](?:{_PARTS})\b"
    r"|\ba (?:third|quarter|fifth|sixth|tenth) of\b|\bby (?:about |nearly |almost |over |roughly )?"
    r"a (?:third|quarter|fifth|tenth)\b|(?<!first )(?<!second )(?<!latter )\bhalf\b(?!-)"
    rf"|\b(?:{_ONES}|{_TENS}) (?:in|out of)(?: every)? (?:{_ONES}|{_TENS}|a hundred)\b"
    rf"|\b(?:{_ONES}) to one\b|\bdouble[- ]digits?\b|\bsingle[- ]digits?\b"
    r"|\b(?:doubl|tripl|quadrupl|halv|trebl)(?:e|ed|es|ing)\b(?![- ](?:count|carbon|digit))"
    r"|(?<!counted )(?<!count )(?<!counting )\btwice\b|\bthrice\b"
    r"|\b(?:a few|several|some) (?:per ?cent|percent|hundred|thousand|million|billion|tonnes)\b"
    r"|\b(?:a )?dozens?\b|\b(?:tens|hundreds|thousands|millions|billions) of\b"
    r"|\ba (?:hundred|thousand|million|billion) (?:tonnes?|tons?|yuan|Mt|people)\b"
    r"|\b[IVXLC]{2,}\s?(?:per ?cent|percent|%|Mt)|\bper ?cent:?\s+(?:" + _TENS + r")\b"
)
_WORDS = re.compile(f"{_ZH}|{_EN}", re.IGNORECASE)


def find_number_words(text: str) -> list[str]:
    """List the quantities that a text states in words.

    >>> find_number_words("约三成来自电力，下降了一半；emissions doubled")
    ['三成', '一半', 'doubled']
    >>> find_number_words("十四五规划一成不变；double-counted once")
    []
    >>> find_number_words("一亿二千万吨，千分之五，三比一；one in five, twelve million")
    ['一亿二千万吨', '千分之五', '三比一', 'one in five', 'twelve million']
    """
    return [found.group() for found in _WORDS.finditer(text)]
