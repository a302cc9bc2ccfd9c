"""The categories of final demand: their names, and which of a table's a word stands for."""

from data.errors import InputError
from data.tables import IoTable
from data.text import Text, join
from data.vocabulary import fold

EXPORTS = "exports"

LABELS: dict[str, Text] = {
    "FU101": Text(zh="农村居民消费", en="rural household consumption"),
    "FU102": Text(zh="城镇居民消费", en="urban household consumption"),
    "FU103": Text(zh="政府消费", en="government consumption"),
    "TC": Text(zh="消费合计", en="total consumption"),
    "FU201": Text(zh="固定资本形成", en="fixed capital formation"),
    "FU202": Text(zh="存货变动", en="change of inventories"),
    EXPORTS: Text(zh="出口", en="exports"),
}

CONSUMPTION = ("FU101", "FU102", "FU103", "TC")

_WORDS: dict[str, tuple[str, ...]] = {
    "households": (
        "居民消费",
        "居民",
        "households",
        "household consumption",
        "private consumption",
    ),
    "FU101": ("农村居民", "农村消费", "rural households", "rural"),
    "FU102": ("城镇居民", "城市居民", "城镇消费", "urban households", "urban"),
    "FU103": ("政府", "government"),
    "consumption": ("消费", "最终消费", "消费需求", "final consumption"),
    "FU201": ("投资", "固定资产投资", "资本形成", "investment", "capital formation"),
    "FU202": ("存货", "库存", "inventories", "stocks"),
    EXPORTS: ("出口", "export"),
}

_MEMBERS = {"households": ("FU101", "FU102"), "consumption": CONSUMPTION}


def category_label(category: str) -> Text:
    """Return the name of a category of a table; one of a user's own table stands for itself."""
    return LABELS.get(category, Text(zh=category, en=category))


def find_categories(table: IoTable, name: str) -> tuple[str, ...]:
    """Return the categories of a table, or ``exports``, that a word stands for.

    Raises:
        InputError: The table has no such category; the message lists those it has.
    """
    held = (*table.final_demand, EXPORTS)
    wanted = fold(name)
    for key in dict.fromkeys((*held, *_WORDS)):
        label = category_label(key)
        words = (key, label.zh, label.en, *_WORDS.get(key, ()))
        found = tuple(c for c in _MEMBERS.get(key, (key,)) if c in held)
        if wanted in map(fold, words) and found:
            return found
    listed = join(category_label(c) for c in held)
    raise InputError(
        Text(
            zh=f"没有名为“{name}”的最终需求类别；{table.year}年表有：{listed.zh}。",
            en=f"There is no category of final demand named “{name}”; the table of {table.year} has"
            f" {listed.en}.",
        )
    )
