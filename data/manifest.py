"""What a data set says of itself: its tables, the files they came from, what the import noticed."""

from pydantic import BaseModel

from data.result import Kind, Source
from data.text import Text

MANIFEST = "dataset.json"


class ImportFinding(BaseModel):
    """What an import noticed about one place of a file, kept with the data for good.

    ``level`` is ``info`` (worth knowing), ``caution`` (an oddity, the value stands) or
    ``missing`` (the value is no measurement; tools treat the region and year as a gap). ``rule``
    names what saw it. ``years`` serves a finding on several years at once, and ``about`` the
    sectors and fuels it concerns alone; both are empty where it speaks of the whole. ``table``
    names the table it is about, and ``region`` then may be the id of a city or county; a finding
    on inventories has none.
    """

    level: str
    file: str
    rule: str = ""
    years: list[int] = []
    about: list[str] = []
    table: str = ""
    sheet: str = ""
    cell: str = ""
    region: str = ""
    year: int | None = None
    text: Text


class TableInfo(BaseModel):
    """One table of a data set: what it is, which file holds it, and where it comes from.

    ``axes`` names the axes of an array in order (``region``, ``year``, ``sector``, ``fuel``) with
    their ids, ``units`` the unit of each product where they differ; ``years`` and ``regions`` are
    the coverage, and ``sha256`` holds the checksum of each file by its name.
    """

    id: str
    title: Text
    kind: Kind
    unit: str
    source: Source
    files: dict[str, str] = {}
    axes: dict[str, list[str | int]] = {}
    units: dict[str, str] = {}
    years: list[int] = []
    regions: list[str] = []
    note: Text | None = None
    sha256: dict[str, str] = {}


class Manifest(BaseModel):
    """``dataset.json``: what the folder holds."""

    id: str
    title: Text
    created: str = ""
    tables: dict[str, TableInfo] = {}
    files: list[dict[str, str]] = []
    findings: list[ImportFinding] = []
