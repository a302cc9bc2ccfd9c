"""What an import noticed of one sheet is said in the answers that rest on it, and nowhere else."""

from data.ceads.importing import import_paths
from data.store import Store
from tests.workbooks import NOTE, make_cell, make_rows, make_workbook
from tools.registry import Context, get_tool


def test_a_sheet_in_another_dialect_is_said_where_it_is_used(tmp_path):
    sheets = {
        f"{name}2017": make_rows(make_cell(scale), dialect)
        for name, scale, dialect in (
            ("Guangdong", 1, "spaced"), ("Jiangsu", 2, "spaced"), ("Hunan", 3, "mixed"),
        )
    }  # fmt: skip
    file = tmp_path / "2017.xlsx"
    file.write_bytes(make_workbook(sheets, NOTE["inventory_provincial"], 2017))
    import_paths([file], Store())
    context = Context(dataset=Store().open("ceads"), this_year=2026)

    def notes(region):
        asked = {"regions": [region], "years": [2017]}
        return get_tool("query_emissions").run(context, asked).notes

    (said,) = [n for n in notes("CN-HN") if "Hunan for 2017" in n.text.en]
    assert said.level == "info"
    assert "湖南2017年的清单" in said.text.zh
    assert not any("2017年的清单" in n.text.zh for n in notes("CN-GD"))
