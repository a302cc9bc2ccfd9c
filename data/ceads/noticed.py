"""What an import noticed, in few lines: the gravest first, and one line for each kind of finding."""

from collections.abc import Mapping, Sequence

from data.manifest import ImportFinding
from data.tables import span
from data.text import Lang, Text
from data.vocabulary import REGIONS

LEVEL_LABEL: dict[str, Text] = {
    "info": Text(zh="说明", en="info"),
    "caution": Text(zh="注意", en="caution"),
    "missing": Text(zh="缺失", en="missing"),
}
GRAVEST_FIRST = ("missing", "caution")
MOST_PLACES = 12
"""Places named in a line; the others are counted."""

IN_COMMON: dict[str, Text] = {
    "only_process": Text(
        zh="只有水泥工业过程排放，所有燃料均为0，按缺失处理。",
        en="The inventory holds the cement process alone and zero for every fuel: treated as"
        " missing.",
    ),
    "provinces_unlike_nation": Text(
        zh="各省清单之和与全国清单不一致，不能用各省之和代替全国总量。",
        en="The provinces do not sum to the national inventory: their sum never stands for the"
        " nation.",
    ),
    "places_beside_province": Text(
        zh="部分年份下辖市县之和高于省级清单，不能用来拆分省级总量。",
        en="In some years the cities or counties sum to more than their province and cannot serve"
        " to split it.",
    ),
    "place_exceeds_province": Text(
        zh="部分年份市县的排放高于所在省的省级清单，两套数据核算口径不同，不宜相互比较。",
        en="In some years a city or county exceeds its own province: the two were compiled"
        " differently and do not bear comparison.",
    ),
    "dip": Text(
        zh="总量比前后两年都低四分之一以上，请谨慎使用。",
        en="The total is over a quarter below those of the years before and after: use it with"
        " care.",
    ),
}
"""What findings of a rule say together; of any other rule the first is told, the rest counted."""


def noticed_lines(
    findings: Sequence[ImportFinding], lang: Lang, names: Mapping[str, Text] | None = None
) -> list[str]:
    """Write findings for the report of an import: missing, cautions, and how many are mere notes.

    Args:
        findings: Those of the whole data set.
        lang: The language of the lines.
        names: The labels of cities and counties by id.

    >>> seen = [ImportFinding(level="caution", file="", rule="dip", region=r, year=2004,
    ...     text=Text(zh="", en="")) for r in ("CN-YN", "CN-HI")]
    >>> noticed_lines(seen, "en")[0][:39]
    '  (caution) Yunnan 2004; Hainan 2004: '
    """
    groups: dict[tuple[str, str], list[ImportFinding]] = {}
    for finding in findings:
        if finding.level in GRAVEST_FIRST:
            groups.setdefault((finding.level, finding.rule or finding.text.en), []).append(finding)
    order = sorted(groups, key=lambda key: GRAVEST_FIRST.index(key[0]))
    lines = [_group_line(groups[key], lang, names or {}) for key in order]
    notes = sum(f.level not in GRAVEST_FIRST for f in findings)
    return [*lines, _closing(notes).get(lang)] if findings else []


def _group_line(group: Sequence[ImportFinding], lang: Lang, names: Mapping[str, Text]) -> str:
    shared = IN_COMMON.get(group[0].rule)
    places = _places(group, lang, names)
    if len({f.text.en for f in group}) == 1:
        said = group[0].text.get(lang)
        labels = {_label(f.region, names).get(lang) for f in group}
        places = "" if len(group) == 1 and all(label in said for label in labels) else places
    elif shared is not None:
        said = shared.get(lang)
    else:
        said, places = _first_and_count(group).get(lang), ""
    colon = "：" if lang == "zh" else ": "
    level = LEVEL_LABEL[group[0].level].get(lang)
    return f"  ({level}) {places + colon if places else ''}{said}"


def _first_and_count(group: Sequence[ImportFinding]) -> Text:
    first, rest = group[0].text, len({f.text.en for f in group}) - 1
    return Text(
        zh=f"{first.zh}（同类问题另有{rest}处。）", en=f"{first.en} ({rest} more of this kind.)"
    )


def _places(group: Sequence[ImportFinding], lang: Lang, names: Mapping[str, Text]) -> str:
    """Name every place once, with the years that are told apart."""
    years: dict[str, list[int]] = {}
    for finding in group:
        label = _label(finding.region, names).get(lang)
        years.setdefault(label, []).extend([] if finding.year is None else [finding.year])
    named = [" ".join(p for p in (label, span(set(held))) if p) for label, held in years.items()]
    named = [name for name in named if name]
    if len(named) > MOST_PLACES:
        rest = len(named) - MOST_PLACES
        named = [*named[:MOST_PLACES], Text(zh=f"另有{rest}处", en=f"{rest} more").get(lang)]
    return ("；" if lang == "zh" else "; ").join(named)


def _label(region: str, names: Mapping[str, Text]) -> Text:
    return REGIONS.text(region) if region in REGIONS else names.get(region, Text(zh="", en=""))


def _closing(notes: int) -> Text:
    zh, en = (f"另有{notes}条一般说明。", f"Mere notes: {notes}. ") if notes else ("", "")
    return Text(
        zh=f"  {zh}逐条查看：visceads data show", en=f"  {en}One by one: visceads data show"
    )
