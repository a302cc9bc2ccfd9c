"""The tables that are kept as an array for each place and year: their titles, axes, citations."""

from dataclasses import dataclass, field

from data.result import Source
from data.text import Text
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS

PROVINCIAL = "inventory_provincial"
NATIONAL = "inventory_national"
CITY = "inventory_city"
COUNTY = "inventory_county"
ENERGY = "energy_provincial"
APPARENT = "apparent_provincial"
APPARENT_NATIONAL = "apparent_national"

ENERGY_ROWS = ("total", *INVENTORY_SECTORS)
ENERGY_PRODUCTS = (*INVENTORY_FUELS[:-1], "heat", "electricity", "other_energy")
"""The 17 fuels of the inventories in file order, then the three that are no fuels."""

APPARENT_ITEMS = ("raw_coal", "crude_oil", "natural_gas", "cement")

_PAPERS = (
    "Shan et al. 2018, doi 10.1038/sdata.2017.201; Shan et al. 2020,"
    " doi 10.1038/s41597-020-0393-y; Guan et al. 2021, doi 10.1029/2021EF002241"
)


@dataclass(frozen=True)
class CellTable:
    """A table of arrays by place and year.

    ``part`` names the array, ``axes`` the axes of one cell with their ids (none for a single
    figure), ``of_places`` tells cities and counties from regions.
    """

    id: str
    title: Text
    counted: Text
    unit: str
    part: str
    citation: str
    url: str
    axes: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    of_places: bool = False

    @property
    def source(self) -> Source:
        """Where the table comes from."""
        return Source(title=self.title, citation=self.citation, kind="official", url=self.url)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one cell."""
        return tuple(len(ids) for ids in self.axes.values())

    @property
    def file(self) -> str:
        """The file of the array."""
        return f"{self.id}.npy"

    @property
    def places_file(self) -> str:
        """The file that describes the places."""
        return f"{self.id}.places.csv"


_INVENTORY = {"sector": INVENTORY_SECTORS, "fuel": INVENTORY_FUELS}
_PROVINCES = Text(zh="个省份", en="provinces")
_URL = "https://www.ceads.net"

CELL_TABLES: dict[str, CellTable] = {
    t.id: t
    for t in (
        CellTable(
            id=PROVINCIAL,
            title=Text(
                zh="CEADs 省级CO2排放清单（47行业，IPCC部门核算法）",
                en="CEADs provincial CO2 inventories (47 sectors, IPCC sectoral approach)",
            ),
            counted=_PROVINCES,
            unit="Mt",
            part="co2_mt",
            citation=f"CEADs provincial CO2 inventories: {_PAPERS};"
            " Shan et al. 2016, doi 10.1016/j.apenergy.2016.03.073",
            url=f"{_URL}/data/province/",
            axes=_INVENTORY,
        ),
        CellTable(
            id=NATIONAL,
            title=Text(
                zh="CEADs 全国CO2排放清单（47行业，IPCC部门核算法）",
                en="CEADs national CO2 inventory (47 sectors, IPCC sectoral approach)",
            ),
            counted=Text(zh="", en=""),
            unit="Mt",
            part="co2_mt",
            citation=f"CEADs national CO2 inventory: {_PAPERS}",
            url=_URL,
            axes=_INVENTORY,
        ),
        CellTable(
            id=CITY,
            title=Text(zh="CEADs 城市CO2排放量（总量）", en="CEADs city CO2 emissions (totals)"),
            counted=Text(zh="个城市", en="cities"),
            unit="Mt",
            part="co2_mt",
            citation="CEADs inventories of 290 Chinese cities: doi 10.1016/j.scib.2022.08.024",
            url=f"{_URL}/data/city/",
            of_places=True,
        ),
        CellTable(
            id=COUNTY,
            title=Text(zh="CEADs 县级CO2排放量（总量）", en="CEADs county CO2 emissions (totals)"),
            counted=Text(zh="个县级行政区", en="counties"),
            unit="Mt",
            part="co2_mt",
            citation="CEADs county-level CO2 emissions: Chen et al. 2020,"
            " doi 10.1038/s41597-020-00736-3",
            url=f"{_URL}/data/county/",
            of_places=True,
        ),
        CellTable(
            id=ENERGY,
            title=Text(
                zh="CEADs 省级能源清单（47行业）",
                en="CEADs provincial energy inventories (47 sectors)",
            ),
            counted=_PROVINCES,
            unit="",
            part="amount",
            citation=f"CEADs provincial energy inventories: {_PAPERS}",
            url=f"{_URL}/data/province/",
            axes={"row": ENERGY_ROWS, "product": ENERGY_PRODUCTS},
        ),
        CellTable(
            id=APPARENT,
            title=Text(
                zh="CEADs 省级表观CO2排放清单", en="CEADs apparent CO2 emissions of the provinces"
            ),
            counted=_PROVINCES,
            unit="Mt",
            part="co2_mt",
            citation=f"CEADs apparent CO2 emissions of the provinces: {_PAPERS}",
            url=f"{_URL}/data/province/",
            axes={"item": APPARENT_ITEMS},
        ),
        CellTable(
            id=APPARENT_NATIONAL,
            title=Text(
                zh="CEADs 全国表观CO2排放清单", en="CEADs apparent CO2 emissions of the nation"
            ),
            counted=Text(zh="", en=""),
            unit="Mt",
            part="co2_mt",
            citation=f"CEADs apparent CO2 emissions of the nation: {_PAPERS}",
            url=_URL,
            axes={"item": APPARENT_ITEMS},
        ),
    )
}
"""Every such table by id, in the order in which they are shown."""
