"""Words for the cities and counties of a table, beside the provinces they lie in."""

from data.text import Text

COUNTED: dict[str, Text] = {
    "inventory_city": Text(zh="城市", en="cities"),
    "inventory_county": Text(zh="区县", en="counties"),
}
"""Tables of places that lie in the provinces, with what they count."""


def say_places(table: str, places: str, provinces: str) -> Text:
    """Say how many places there are in how many provinces; the numbers come as marks.

    >>> say_places("inventory_city", "290", "30").en
    'cities: 290, provinces: 30'
    """
    counted = COUNTED[table]
    return Text(
        zh=f"{provinces}个省份的{places}个{counted.zh}",
        en=f"{counted.en}: {places}, provinces: {provinces}",
    )
