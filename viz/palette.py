"""Colours and fonts of every picture: a light theme that colour-blind readers can tell apart."""

from collections.abc import Sequence

INK = "#1f2933"
MUTED = "#5f6b7a"
FAINT = "#e4e7eb"
MISSING = "#cfd3d8"
PAPER = "#ffffff"
WARNING = "#b45309"

FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Hiragino Sans GB',"
    " 'WenQuanYi Micro Hei', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
)

SERIES = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#6F4E9B",
    "#8C6D31",
    "#4D4D4D",
    "#9BBF3B",
    "#A63D57",
    "#1B7F8C",
)
"""Okabe & Ito's colour-blind safe set (2008), yellow left out on white, then five more."""

TONES: dict[str, str] = {"held": "#0072B2", "gap": "#E69F00", "absent": "#E4E7EB"}
"""Classes of a coverage matrix: told apart in grey print too."""

FAMILIES: dict[str, str] = {
    "energy": "#D55E00",
    "primary": "#009E73",
    "processing": "#8C6D31",
    "manufacturing": "#E69F00",
    "equipment": "#0072B2",
    "utilities": "#56B4E9",
    "infrastructure": "#6B7785",
    "business": "#CC79A7",
    "technology": "#6F4E9B",
    "public": "#9BBF3B",
    "coal": "#4A4A4A",
    "oil": "#8C5A2B",
    "gas": "#2F9BD6",
    "process": "#A63D57",
}
"""Ten families of sectors, then the four families of fuels."""

ROLES: dict[str, str] = {
    "history": INK,
    "projection": "#5f6b7a",
    "pathway": "#0072B2",
    "benchmark": "#D55E00",
    "target": "#009E73",
    "market": "#E69F00",
}
"""What a line of a pathway stands for."""

SCALE = ("#e9f2fb", "#c6dbef", "#6baed6", "#2171b5", "#08306b")
"""Heat map, light to dark in one hue (ColorBrewer Blues)."""

CLASSES = ("#c6dbef", "#9ecae1", "#6baed6", "#2171b5", "#08306b")
"""Classes of a value, low to high in one hue (ColorBrewer Blues), all visible on white."""

DIVERGING = ("#b35806", "#f1a340", "#f7f7f7", "#92c5de", "#2166ac")
"""Heat map of values on both sides of zero (ColorBrewer orange to blue)."""

BAND_OPACITY = 0.16

RISE, FALL, TOTAL = "#D55E00", "#0072B2", "#6B7785"
"""Steps of a waterfall up and down, and its totals."""

CORNER = "#f3f7fb"
"""Ground of the corner of a quadrant where both values are high."""


def family_colour(family: str, order: int = 0) -> str:
    """Return a family's colour; an unknown family takes the series colour of its place.

    >>> family_colour("energy")
    '#D55E00'
    """
    return FAMILIES.get(family) or series_colour(order)


def series_colour(order: int) -> str:
    """Return the colour of the n-th series, starting over after the last.

    >>> series_colour(0) == series_colour(len(SERIES))
    True
    """
    return SERIES[order % len(SERIES)]


def line_colours(roles: Sequence[str]) -> list[str]:
    """Give each line the colour of its role; a role held twice takes free series colours.

    >>> line_colours(["history", "pathway", "pathway"])
    ['#1f2933', '#0072B2', '#CC79A7']
    """
    free = [c for c in SERIES if c not in ROLES.values()]
    taken: list[str] = []
    for role in roles:
        colour = ROLES.get(role, "")
        if not colour or colour in taken:
            rest = [c for c in free if c not in taken] or free
            colour = rest[0] if not all(c in taken for c in rest) else series_colour(len(taken))
        taken.append(colour)
    return taken
