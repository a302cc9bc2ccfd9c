"""Numbers as people write them, read exactly or refused: nothing is guessed."""

import re
import unicodedata
from decimal import Decimal

from data.errors import InputError
from data.text import Text

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_YEAR = re.compile(r"(\d{4})年?")
FIRST_YEAR, LAST_YEAR = 1949, 2100
LARGEST = Decimal("1e30")


def read_number(text: str) -> Decimal:
    """Read a figure exactly; thousands may be set off by commas, digits may be full-width.

    Raises:
        InputError: It is empty or no number; a decimal comma and a % sign are named.

    >>> read_number("１，２３４．５"), read_number("-3.9e1"), read_number("12,345,678")
    (Decimal('1234.5'), Decimal('-39'), Decimal('12345678'))
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if _PLAIN.fullmatch(plain) and abs(Decimal(plain)) <= LARGEST:
        return Decimal(plain)
    raise InputError(_reason(text, plain))


def read_year(text: str) -> int:
    """Read a year.

    Raises:
        InputError: It is no year between 1949 and 2100.

    >>> read_year("2019"), read_year("２０１９年")
    (2019, 2019)
    """
    found = _YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return int(found[1])
    raise InputError(
        Text(
            zh=f"“{text}”不是 {FIRST_YEAR}–{LAST_YEAR} 之间的年份。",
            en=f"“{text}” is no year between {FIRST_YEAR} and {LAST_YEAR}.",
        )
    )


def _reason(text: str, plain: str) -> Text:
    if not plain:
        return Text(
            zh="缺少数值；没有数据的年份请删去整行，不要留空。",
            en="the value is missing; leave out the row of a year without a figure.",
        )
    if plain.endswith("%"):
        return Text(
            zh=f"数值“{text}”带有百分号；请把 % 写在单位列。",
            en=f"the value “{text}” carries a per cent sign; write % in the unit column.",
        )
    if re.fullmatch(r"[+-]?\d+(,\d+)+(\.\d+)?", plain):
        return Text(
            zh=f"数值“{text}”中的逗号有歧义；小数请用点，千位分隔须每三位一个逗号。",
            en=f"the comma in “{text}” is ambiguous; write decimals with a point, and thousands"
            " in groups of three.",
        )
    return Text(zh=f"“{text}”不是数值。", en=f"“{text}” is no number.")
