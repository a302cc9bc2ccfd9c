"""``visceads download`` from the command line, against a server on this computer."""

import pytest
from click.testing import CliRunner

from assistant import cli as command_line
from assistant.command_line import downloading
from data.ceads import formats
from data.ceads.download import figshare
from data.ceads.download.offers import all_offers
from data.ceads.io_tables import read_io
from data.store import Store, home
from tests.figshare_server import pattern, serve
from tests.io_workbooks import lay_out, make_numbers, write_workbook

REGIONS = ("CN-BJ", "CN-NM", "CN-XZ")


def workbook(year):
    sheets = {f"Table_{year}": lay_out(make_numbers(3, seed=year), REGIONS, title="MRIO")}
    return write_workbook(sheets)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server(monkeypatch):
    files = {"MRIO 2020.xlsx": workbook(2020), "MRIO 2018.xlsx": workbook(2018)}
    with serve(files) as running:
        monkeypatch.setattr(figshare, "API", running.base)
        monkeypatch.setattr(formats, "read_io", lambda book: read_io(book, REGIONS))
        yield running


def run(*arguments, lang="en"):
    return CliRunner().invoke(
        command_line.cli, ["download", *arguments], env={"VISCEADS_LANGUAGE": lang}
    )


def test_tables_are_downloaded_and_imported(server):
    result = run("io")
    assert result.exit_code == 0, result.output
    assert "MRIO 2018.xlsx" in result.output
    assert "10.1038/s41597-025-06543-y" in result.output
    tables = Store().open("ceads").manifest.tables
    assert {y for t in tables.values() for y in t.years} == {2018, 2020}
    assert sorted(p.name for p in (home() / "downloads").glob("*.xlsx")) == [
        "MRIO 2018.xlsx",
        "MRIO 2020.xlsx",
    ]


def test_a_second_run_changes_nothing(server):
    run("io_2018")
    result = run("io-2018")
    assert result.exit_code == 0
    assert "downloaded before" in result.output
    assert len(server.requests) == 1


def test_without_import_it_says_what_to_run(server, tmp_path):
    result = run("2018", "--no-import", "--folder", str(tmp_path / "in"), "--dataset", "mine")
    assert result.exit_code == 0
    assert (tmp_path / "in" / "MRIO 2018.xlsx").is_file()
    assert f'visceads import "{tmp_path / "in" / "MRIO 2018.xlsx"}" --dataset mine' in result.output
    assert Store().ids() == ["demonstration"]


def test_a_file_that_is_no_workbook_is_refused_by_the_import(server):
    server.files["MRIO 2018.xlsx"] = pattern(900)
    result = run("io_2018")
    assert result.exit_code == 1
    assert Store().ids() == ["demonstration"]


def test_trouble_is_one_message_in_the_readers_language(server):
    server.faults = [("status", 404)]
    result = run("io_2018", lang="zh")
    assert result.exit_code == 2
    assert "找不到该文件（404）" in result.output
    assert "visceads import" in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_stopping_says_how_to_go_on(server, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(downloading, "_fetch", stopped)
    result = run("io_2018")
    assert result.exit_code == downloading.INTERRUPTED
    assert "run the same command to go on" in result.output


@pytest.mark.parametrize("offer", [o for o in all_offers() if not o.article], ids=lambda o: o.id)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_needs_an_account_is_explained_without_a_request(offer, lang):
    result = run(offer.id, "--dataset", "mine", lang=lang)
    assert result.exit_code == 0
    assert offer.page in result.output
    assert offer.doi[0] in result.output
    assert "visceads import" in result.output
    assert "--dataset mine" in result.output
    assert ("账号" in result.output) == (lang == "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_name_everything_is_listed(lang):
    result = run(lang=lang)
    assert result.exit_code == 0
    for offer in all_offers():
        assert f"{offer.id}: {offer.title.get(lang)}" in result.output
        assert offer.years in result.output


def test_an_unknown_name_is_one_message():
    result = run("countis")
    assert result.exit_code == 2
    assert "counties" in result.output
