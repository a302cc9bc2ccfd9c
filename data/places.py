"""Cities and counties as a data set keeps them: one row a place, in a small CSV beside its table."""

import csv
import io
from collections.abc import Iterable

from data.tables import Place
from data.text import Text

COLUMNS = ("id", "zh", "en", "province", "city", "aliases")


def write_places(places: Iterable[Place]) -> str:
    """Write places as CSV.

    >>> print(write_places([Place("city:CN-GD:深圳", Text(zh="深圳", en="Shenzhen"), "CN-GD")]))
    id,zh,en,province,city,aliases
    city:CN-GD:深圳,深圳,Shenzhen,CN-GD,,
    <BLANKLINE>
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for p in places:
        writer.writerow((p.id, p.label.zh, p.label.en, p.province, p.city, "|".join(p.aliases)))
    return file.getvalue()


def read_places(text: str) -> tuple[Place, ...]:
    """Read the places that ``write_places`` wrote.

    Raises:
        KeyError: A column is missing, as in a file that was emptied.
    """
    reader = csv.reader(io.StringIO(text))
    header, rows = next(reader, []), list(reader)
    if missing := [c for c in COLUMNS if c not in header]:
        raise KeyError(missing[0])
    order = [header.index(c) for c in COLUMNS]
    return tuple(_place([row[i] for i in order]) for row in rows)


def _place(row: list[str]) -> Place:
    place, zh, en, province, city, aliases = row
    # Thousands of counties are opened at once; what comes out of a CSV is text without a check.
    label = Text.model_construct(zh=zh, en=en)
    return Place(place, label, province, city, tuple(aliases.split("|")) if aliases else ())
