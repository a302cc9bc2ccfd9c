"""Quantities that only make sense beside certain words, and variants that must be named as such."""

import re

from assistant.checking.agreement import Why
from data.result import Claim

_METRICS: dict[str, str] = {
    "co2_gap_pct": r"远|far|furthest|差|超|偏|高|低|距|缺口|趋势|gap|above|below|over|short|distan|off\b|far|trend|exceed",
    "co2_gap_mt": r"远|furthest|差|超|偏|高|低|距|缺口|趋势|多|少|gap|above|below|over|short|distan|off\b|far|trend|exceed",
    "required_change_pct_per_year": r"需|须|要求|降|减|路径|requir|need|must|pathway|fall|cut|declin",
    "cut_rate_pct_per_year": r"减|降|削|速|cut|reduc|fall|declin|rate|fast|per year|pathway",
    "co2_per_real_gdp_decline_pct": r"目标|target|强度|单位|每|intens|\bper\b",
    "co2_per_real_gdp_change_pct": r"强度|单位|每|intens|\bper\b",
    "overshoot_share_pct": r"超|预算|overshoot|above|over\b|budget",
    "variance_share_pct": r"方差|解释|不确定|来自|variance|explain|uncertain|spread",
    "intensity_gap_pct": r"强度|差|高|低|intens|gap|above|below|higher|lower",
    "probability_pct": r"概率|可能|机会|抽样|次|常见|common|probab|chance|likel|draw|runs?\b",
}
METRICS = {metric: re.compile(words, re.IGNORECASE) for metric, words in _METRICS.items()}
"""Quantities by the words one of which their sentence, heading or question must hold."""

_VARIANTS: dict[str, str] = {
    "moved": r"若|如|假设|敏感|变化|变动|上调|下调|改|移|取|每年[高低]|if\b|assum|sensitiv|chang|shift|mov"
    r"|vary|varied|case|low|high|最|端|带|range|between|from",
    "path": r"路径|链|→|>|经|层|上游|下游|供应|沿|追|path|chain|\bvia\b|through|tier|upstream|downstream"
    r"|suppl|trac|rout",
    "percentile": r"分位|中位|中间|区间|范围|抽样|模拟|概率|不确定|之间|带|percentile|median|middle|range|between"
    r"|draw|simul|uncertain|band|interval|fan|half|likel",
}
VARIANTS = {param: re.compile(words, re.IGNORECASE) for param, words in _VARIANTS.items()}
"""Parameters that make a figure one of many, by the words that say so."""

PERCENTILE = re.compile(
    r"(?:百分位|\bpercentiles?\b)[^，,。;；\x00]{0,12}(?:\x00+(?:至|到|和| to | and ))?$",
    re.IGNORECASE,
)
PERCENTILE_BEHIND = re.compile(r"\s*\([^()]*\bpercentile\)")
VARIANCE = re.compile(r"\s*of the variance\b|\s*的(?:总)?方差")


DRAWN = {"probability_pct", "count", "difference", "share_of_draws_pct"}
"""Quantities that speak of all draws, or of the width between two percentiles."""


def off_qualifier(claim: Claim, before: str, behind: str, around: str) -> Why:
    """Tell whether a figure lacks the words without which it is another one.

    Args:
        claim: The claim of a mark.
        before: The sentence up to the mark, its other marks blank.
        behind: The sentence from the mark on.
        around: The sentence, its headings and the question.
    """
    needed = METRICS.get(claim.metric)
    if needed and not needed.search(around):
        return "quantity", ""
    for param, words in VARIANTS.items():
        if param in claim.params and not words.search(around):
            return "quantity", ""
    band = PERCENTILE.search(before) or PERCENTILE_BEHIND.match(behind)
    if band and "percentile" not in claim.params and claim.metric not in DRAWN:
        return "quantity", band.group().strip(" \x00")
    if VARIANCE.match(behind) and claim.unit != "percent":
        return "quantity", behind[:16].strip()
    return None
