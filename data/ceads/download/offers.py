"""What CEADs publishes that this software imports, and how each thing is had."""

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import InputError
from data.text import Text

ALL_OPEN = "io"
"""What stands for everything that needs no account."""


@dataclass(frozen=True)
class Offer:
    """One thing to get; ``article`` is None where it takes an account of CEADs."""

    id: str
    title: Text
    years: str
    page: str
    doi: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    article: int | None = None
    year: int | None = None

    @property
    def label(self) -> Text:
        """Title and years."""
        return Text(zh=f"{self.title.zh}（{self.years}）", en=f"{self.title.en} ({self.years})")


@cache
def all_offers() -> tuple[Offer, ...]:
    """Read every offer, those without an account first."""
    text = Path(__file__).with_name("offers.toml").read_text(encoding="utf-8")
    return tuple(_offer(row) for row in tomllib.loads(text)["offer"])


def _offer(row: dict[str, Any]) -> Offer:
    return Offer(
        id=row["id"],
        title=Text(zh=row["zh"], en=row["en"]),
        years=row["years"],
        page=row["page"],
        doi=tuple(row["doi"]),
        aliases=tuple(row.get("aliases", ())),
        article=row.get("article"),
        year=row.get("year"),
    )


def find_offers(names: Iterable[str]) -> list[Offer]:
    """Return what some names stand for, each thing once; ``io`` is all that needs no account.

    >>> [o.id for o in find_offers(["IO-2018", "county", "2018"])]
    ['io_2018', 'counties']

    Raises:
        InputError: A name is unknown; the message names the nearest and all there are.
    """
    found: dict[str, Offer] = {}
    for name in names:
        found |= {offer.id: offer for offer in _named(name)}
    return list(found.values())


def _named(name: str) -> list[Offer]:
    key = name.strip().lower().replace("-", "_")
    if key == ALL_OPEN:
        return [o for o in all_offers() if o.article]
    by_name = {n: o for o in all_offers() for n in (o.id, *o.aliases)}
    if key in by_name:
        return [by_name[key]]
    near = difflib.get_close_matches(key, by_name, n=1)
    ids = [ALL_OPEN, *(o.id for o in all_offers())]
    hint = (
        Text(zh=f"您是指 {near[0]} 吗？", en=f" Did you mean {near[0]}?")
        if near
        else Text(zh="", en="")
    )
    raise InputError(
        Text(
            zh=f"没有名为“{name}”的下载项。{hint.zh}可用：{'、'.join(ids)}。",
            en=f"There is no “{name}” to download.{hint.en} There is: {', '.join(ids)}.",
        ),
        near,
    )
