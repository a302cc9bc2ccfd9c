"""How each measure of emissions is computed, as the reader is told."""

from typing import Literal

from data.text import Text

Measure = Literal["total", "per_capita", "per_gdp", "share", "growth"]

METHOD: dict[Measure, Text] = {
    "total": Text(
        zh="范围一CO2排放：能源燃烧与水泥过程，按清单各行业、各燃料单元格求和，单位Mt（百万吨）。",
        en="Scope 1 CO2 from fuel combustion and the cement process: the inventory's cells by"
        " sector and fuel added up, in Mt.",
    ),
    "per_capita": Text(
        zh="人均排放 = CO2 / 年末常住人口，单位为吨/人。",
        en="Per person: CO2 over year-end resident population, in t per person.",
    ),
    "per_gdp": Text(
        zh="单位GDP排放 = CO2 / 当年价GDP，单位为吨/万元；现价数值含物价变化，不能用来检验不变价强度目标。",
        en="Per GDP: CO2 over GDP at current prices of the same year, in t per 10⁴ CNY; price"
        " changes are in it, so it cannot check targets set at constant prices.",
    ),
    "share": Text(
        zh="占比 = 部分 / 总体 × 100；各项占比均指明以何为总体。",
        en="Share: part over whole × 100; the answer says what the whole is.",
    ),
    "growth": Text(
        zh="变化率 = 末年 / 首年 − 1；年均复合变化率 = (末年 / 首年)^(1/年数) − 1。",
        en="Change: last over first year − 1; compound annual rate: (last / first)^(1/years) − 1.",
    ),
}
