"""The two years that a decomposition compares, and the held years between them."""

from dataclasses import dataclass

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Note
from data.series import population
from data.tables import span
from data.text import Text
from tools.inventory.caveats import span_zh
from tools.inventory.phrases import region_label


@dataclass(frozen=True)
class Span:
    """The years of a decomposition.

    Attributes:
        held: The usable years from first to last, both among them.
        notes: What was decided about the years and what is missing between them.
    """

    held: tuple[int, ...]
    notes: tuple[Note, ...]

    @property
    def first(self) -> int:
        """The year that the change counts from."""
        return self.held[0]

    @property
    def last(self) -> int:
        """The year that the change counts to."""
        return self.held[-1]


def has_drivers(dataset: Dataset, region: str, year: int) -> bool:
    """Tell whether the population and the real GDP of a region's year are known."""
    held = dataset.series
    return None not in (held.population.get(region, year), held.gdp_index.get(region, year))


def years_with_energy(dataset: Dataset, region: str, span: Span) -> tuple[int, ...]:
    """Return the years of a span whose energy consumed is known; none unless both ends are."""
    energy = dataset.series.energy
    held = tuple(year for year in span.held if (energy.get(region, year) or 0) > 0)
    return held if {span.first, span.last} <= set(held) else ()


def find_span(
    dataset: Dataset,
    region: str,
    year_from: int | None,
    year_to: int | None,
    last_years: int | None,
    needs_series: bool,
) -> Span:
    """Settle the years of a change; years not named are the first and the last usable.

    Args:
        dataset: The data set.
        region: Region id.
        year_from: First year asked for.
        year_to: Last year asked for.
        last_years: So many years up to the latest, where no year is named.
        needs_series: Whether the change is followed through the years between, with population
            and real GDP known in each.

    Raises:
        DataMissingError: The region has no inventory, or fewer than two usable years.
        InputError: A year is not held or lacks population or GDP, or both years are the same.
    """
    inventory = dataset.inventory_of(region)
    inventory.place(region, inventory.years[-1])
    measured = inventory.years_of(region)
    usable = tuple(y for y in measured if not needs_series or has_drivers(dataset, region, y))
    if len(usable) < 2:
        raise _too_few(region, measured, usable)
    for year in (year_from, year_to):
        if year is not None:
            _check_year(region, year, measured, usable)
    if last_years and year_from is None and year_to is None:
        year_from = next(y for y in usable if y > usable[-1] - last_years)
    asked = (year_from or usable[0], year_to or usable[-1])
    if asked[0] == asked[1]:
        raise _same_year(asked[0], usable)
    first, last = sorted(asked)
    held = tuple(y for y in usable if first <= y <= last)
    notes = [_swapped(first, last)] if asked[0] > asked[1] else []
    if year_from is None or year_to is None:
        notes.append(_chosen(region, first, last, measured, usable))
    absent = [y for y in range(first, last + 1) if y not in held] if needs_series else []
    return Span(held, (*notes, *([_absent(region, absent)] if absent else [])))


def _check_year(region: str, year: int, measured: tuple[int, ...], usable: tuple[int, ...]) -> None:
    if year in usable:
        return
    label, near = region_label(region), min(usable, key=lambda y: abs(y - year))
    if year in measured:
        raise InputError(_no_series(region, year, usable), suggestions=[str(near)])
    raise InputError(
        Text(
            zh=f"没有{label.zh}{year}年的可用清单；可用年份：{span_zh(usable)}。",
            en=f"There is no usable inventory of {label.en} for {year};"
            f" usable years: {span(usable)}.",
        ),
        suggestions=[str(near)],
    )


def _no_series(region: str, year: int, usable: tuple[int, ...]) -> Text:
    label = region_label(region)
    since = population().years(region)[0]
    why = Text(
        zh=f"参考表中的{label.zh}年末人口从{since}年起才有，无法对{year}年做三因素分解。",
        en=f"The reference table holds the population of {label.en} only from {since},"
        f" so {year} cannot be split into the three factors.",
    )
    if since <= year:
        why = Text(
            zh=f"参考表没有{label.zh}{year}年的人口或GDP指数，无法做三因素分解。",
            en=f"The reference tables lack the population or the real GDP of {label.en} for {year},"
            " so the three factors are not known.",
        )
    return why + Text(
        zh=f"可用年份：{span_zh(usable)}；也可以改为按行业和燃料分解，不需要人口和GDP。",
        en=f" Usable years: {span(usable)}. The split by sector and fuel needs neither.",
    )


def _too_few(region: str, measured: tuple[int, ...], usable: tuple[int, ...]) -> DataMissingError:
    label = region_label(region)
    if len(measured) >= 2:
        return DataMissingError(_no_series(region, measured[0], usable))
    return DataMissingError(
        Text(
            zh=f"分解变化需要两个年份，数据集中{label.zh}的可用年份只有：{span_zh(measured) or '无'}。",
            en=f"A change needs two years; usable years of {label.en} in the data set:"
            f" {span(measured) or 'none'}.",
        )
    )


def _same_year(year: int, usable: tuple[int, ...]) -> InputError:
    others = [str(y) for y in usable if y != year]
    return InputError(
        Text(
            zh=f"首年和末年都是{year}年，没有变化可分解；请给出两个不同的年份，"
            f"可用年份：{span_zh(usable)}。",
            en=f"First and last year are both {year}, so there is no change to split; name two"
            f" different years of: {span(usable)}.",
        ),
        suggestions=[others[0], others[-1]],
    )


def _swapped(first: int, last: int) -> Note:
    text = Text(
        zh=f"所给年份先后颠倒，已按{first}年到{last}年计算。",
        en=f"The years were given in reverse; the change runs from {first} to {last}.",
    )
    return Note(text=text)


def _chosen(
    region: str, first: int, last: int, measured: tuple[int, ...], usable: tuple[int, ...]
) -> Note:
    text = Text(
        zh=f"问题没有写明首末两年，采用{first}年和{last}年。",
        en=f"First and last year were not both named; {first} and {last} are used.",
    )
    shortened = first == usable[0] and first > measured[0]
    if shortened:
        label, since = region_label(region), usable[0]
        text += Text(
            zh=f"{label.zh}的清单始于{measured[0]}年，但参考表中的人口从{since}年起才有，"
            "更早的年份不能做三因素分解。",
            en=f" The inventory of {label.en} begins in {measured[0]}, but its population is held"
            f" only from {since}, so earlier years cannot be split into the three factors.",
        )
    return Note(level="caution" if shortened else "info", text=text)


def _absent(region: str, years: list[int]) -> Note:
    label = region_label(region)
    text = Text(
        zh=f"期间没有{label.zh}{span_zh(years)}年的可用数据（视为缺失，未作插补）；"
        "跨越这些年份的区段按首尾两年计算。",
        en=f"{label.en} has no usable data for {span(years)} in between (missing, not filled in);"
        " an interval across them compares its two ends.",
    )
    return Note(level="missing", text=text)
