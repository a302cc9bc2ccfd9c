"""What a server names is not trusted: addresses, file names, sizes; and what breaks is explained."""

import errno
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ceads.download import transfer
from data.ceads.download.fetching import UNFINISHED, fetch_offers
from data.ceads.download.figshare import FILE_BYTES, Article, choose_files
from data.ceads.download.names import LONGEST, make_safe
from data.ceads.download.offers import all_offers, find_offers
from data.ceads.download.trouble import DownloadError, explain_network
from data.ceads.download.web import Patience, Web, wait_asked
from data.ceads.files import gather
from data.errors import FileRefusedError, InputError, StoppedError
from tests.figshare_server import pattern, serve

NAME = "MRIO_2018.xlsx"
CONTENT = pattern(700_000)
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server():
    with serve({NAME: CONTENT}) as running:
        yield running


def fetch(server, folder, *names, progress=lambda _share, _text: None):
    patience = Patience(read_s=5.0, connect_s=5.0, sleep=lambda _s: None)
    offers = find_offers(names or ["io_2018"])
    return fetch_offers(offers, folder, progress, api=server.base, patience=patience)


def refusal(server, folder):
    with pytest.raises(DownloadError) as caught:
        fetch(server, folder)
    assert caught.value.text.zh != caught.value.text.en
    return caught.value.text.en


@pytest.mark.parametrize(
    "name",
    [
        "../../MRIO 2018.xlsx",
        "..\\..\\MRIO 2018.xlsx",
        "/etc/MRIO 2018.xlsx",
        "C:\\x\\MRIO 2018.xlsx",
    ],
)
def test_a_name_cannot_leave_the_folder(tmp_path, name):
    with serve({name: CONTENT}) as server:
        (path,) = fetch(server, tmp_path / "in").paths
    assert path == tmp_path / "in" / "MRIO 2018.xlsx"
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


@given(st.text(max_size=300))
def test_any_name_is_made_safe(name):
    safe = make_safe(name, "figshare-1")
    assert safe not in ("", ".", "..")
    assert not set(safe) & set('/\\:*?"<>|\0\n')
    assert len(safe.encode()) <= LONGEST + len("figshare-1-")
    assert Path("folder", safe).parent == Path("folder")
    assert not safe.endswith((".", " "))


def test_two_files_of_one_name_do_not_overwrite_each_other(tmp_path):
    with serve({"a/MRIO 2018.xlsx": CONTENT, "b/mrio 2018.xlsx": CONTENT + b"!"}) as server:
        paths = fetch(server, tmp_path).paths
    assert [p.name for p in paths] == ["501-MRIO 2018.xlsx", "502-mrio 2018.xlsx"]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/file",
        "https://10.0.0.1/file",
        "ftp://example.org/file",
        "file:///etc/passwd",
        "https://user:secret@example.org/file",
        "https://[broken/file",
        "https:///file",
    ],
)
@pytest.mark.parametrize("by", ["listing", "redirect"])
def test_an_unsafe_address_is_refused(server, tmp_path, address, by):
    if by == "listing":
        server.changes = {"download_url": address}
    else:
        server.faults = [("location", address)]
    said = refusal(server, tmp_path)
    assert "not safe" in said
    assert "secret" not in said


def test_the_public_interface_may_not_point_at_this_computer():
    with Web("https://api.figshare.com/v2", Patience()) as web:
        assert web.check("https://ndownloader.figshare.com/files/1") == "ndownloader.figshare.com"
        for address in ("http://127.0.0.1/x", "https://localhost/x", "https://[::1]/x"):
            with pytest.raises(DownloadError, match="not safe"):
                web.check(address)


def test_redirects_are_followed_and_counted(server, tmp_path):
    target = f"http://127.0.0.1:{server.server_port}/files/501"
    server.faults = [("location", target), ("location", "/files/501")]
    assert fetch(server, tmp_path).paths[0].read_bytes() == CONTENT
    (tmp_path / NAME).unlink()
    server.faults = [("location", target)] * 9
    assert "too many redirects" in refusal(server, tmp_path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"is_link_only": True}, "link"),
        ({"size": 0}, "link"),
        ({"size": FILE_BYTES + 1}, "too large"),
        ({"computed_md5": "", "supplied_md5": None}, "checksum"),
        ({"computed_md5": "../x", "supplied_md5": ""}, "checksum"),
        ({"computed_md5": "0" * 32}, "checksum"),
        ({"size": "many"}, "not what its interface promises"),
        ({"name": "Readme.txt"}, "Readme.txt"),
        ({"name": "MRIO 2019.xlsx"}, "MRIO 2019.xlsx"),
    ],
)
def test_a_listing_that_cannot_be_followed_is_explained(server, tmp_path, changes, said):
    server.changes = changes
    assert said in refusal(server, tmp_path)
    assert server.requests == []


@pytest.mark.parametrize("changes", [{"files": None}, {"files": []}, {"files": [{}]}])
def test_an_article_without_files_is_explained(server, tmp_path, changes):
    server.article_changes = changes
    assert "visceads import" in refusal(server, tmp_path)


def test_more_files_than_an_article_shows_are_asked_for(tmp_path):
    files = {f"Note {k}.pdf": b"%d" % k for k in range(12)}
    with serve({**files, NAME: CONTENT}) as server:
        assert fetch(server, tmp_path).paths[0].read_bytes() == CONTENT


def article(*names):
    listed = [{"id": k, "name": n, "size": 1} for k, n in enumerate(names)]
    return Article.model_validate({"files": listed})


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["b_2020.xlsx", "a_2018.xlsx"], ["a_2018.xlsx"]),
        (["CO2 2018.xlsx", "2018年中国多区域投入产出表.xlsx"], ["2018年中国多区域投入产出表.xlsx"]),
        (["MRIO 2018-2020.zip", "Readme.pdf"], ["MRIO 2018-2020.zip"]),
        (["China_IO_tables.zip", "code.zip"], ["China_IO_tables.zip"]),
        (["MRIO_2018.pdf", "MRIO_20180101.xlsx"], ["MRIO_20180101.xlsx"]),
    ],
)
def test_files_are_chosen_by_year_and_words(names, chosen):
    (offer,) = find_offers(["io_2018"])
    assert [f.name for f in choose_files(offer, article(*names))] == chosen


def test_an_archive_of_both_years_is_fetched_once(tmp_path):
    with serve({"MRIO 2018 and 2020.zip": CONTENT}) as server:
        assert len(fetch(server, tmp_path, "io").paths) == 1
        assert len(server.requests) == 1


def test_an_unfinished_download_is_no_file_to_import(server, tmp_path):
    def stop(share, _text):
        if share > 0.2:
            raise StoppedError

    with pytest.raises(StoppedError):
        fetch(server, tmp_path, progress=stop)
    assert any(p.suffix == ".part" for p in (tmp_path / UNFINISHED).iterdir())
    (candidate,) = gather([tmp_path])
    assert candidate.name == tmp_path.name
    with pytest.raises(FileRefusedError):
        candidate.read()


KILLED = """
import sys
from pathlib import Path
from data.ceads.download.fetching import fetch_offers
from data.ceads.download.offers import find_offers
fetch_offers(find_offers(["io_2018"]), Path(sys.argv[2]), lambda *_: None, api=sys.argv[1])
"""


def test_a_killed_download_is_continued(server, tmp_path):
    server.faults = [("stall", 300_000)]
    command = [sys.executable, "-c", KILLED, server.base, str(tmp_path)]
    running = subprocess.Popen(command, cwd=ROOT)
    try:
        until = time.monotonic() + 15
        while time.monotonic() < until and _held(tmp_path) < 200_000:
            time.sleep(0.02)
    finally:
        running.kill()
        running.wait()
    held = _held(tmp_path)
    assert held >= 200_000
    assert not (tmp_path / NAME).exists()
    server.requests.clear()
    assert fetch(server, tmp_path).paths[0].read_bytes() == CONTENT
    assert [r for _, r in server.requests] == [f"bytes={held}-"]
    assert sorted(p.name for p in (tmp_path / UNFINISHED).iterdir()) in ([], ["lock"])


def _held(folder):
    parts = list((folder / UNFINISHED).glob("*.part")) if folder.exists() else []
    return parts[0].stat().st_size if parts else 0


def test_two_downloads_do_not_share_a_folder(server, tmp_path):
    def inner(_share, _text):
        with pytest.raises(DownloadError, match="Another download"):
            fetch(server, tmp_path)

    fetch(server, tmp_path, progress=inner)


Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_is_said_before(server, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _p: Usage(10**9, 10**9, 1000))
    assert "Make room" in refusal(server, tmp_path)
    assert server.requests == []


def test_a_disk_that_fills_up_is_said_and_what_came_is_kept(server, tmp_path, monkeypatch):
    def full(_held, _file):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(transfer, "_say_held", full)
        assert "is full" in refusal(server, tmp_path)
    assert _held(tmp_path) > 0
    assert fetch(server, tmp_path).paths[0].read_bytes() == CONTENT


def test_a_folder_that_cannot_be_made_is_said(server, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DownloadError, match="--folder"):
        fetch(server, tmp_path / "file")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "nonsense://x", "http://127.0.0.1:9"])
def test_a_proxy_that_does_not_work_is_said(server, tmp_path, monkeypatch, proxy):
    monkeypatch.setenv("ALL_PROXY", proxy)
    monkeypatch.setenv("NO_PROXY", "")
    assert "HTTPS_PROXY" in refusal(server, tmp_path)


@pytest.mark.parametrize(
    ("root", "said"),
    [
        (socket.gaierror(-2, "Name or service not known"), "cannot be found"),
        (ssl.SSLCertVerificationError("self-signed"), "certificate"),
        (ConnectionRefusedError(), "cannot be reached"),
    ],
)
def test_a_failed_connection_is_explained_by_its_cause(root, said):
    error = httpx2.ConnectError("failed")
    error.__cause__ = root
    assert said in explain_network(error, "api.figshare.com").text.en


def test_a_date_to_wait_for_is_understood():
    then = format_datetime(datetime.now(tz=UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < wait_asked(then) <= 90
    assert wait_asked("") is None


def test_every_offer_is_found_by_each_of_its_names():
    names = [n for o in all_offers() for n in (o.id, *o.aliases)]
    assert len(names) == len(set(names))
    assert find_offers(names) == list(all_offers())
    assert all(o.page.startswith("https://") and o.doi for o in all_offers())


def test_an_unknown_offer_names_the_nearest():
    with pytest.raises(InputError) as caught:
        find_offers(["citis"])
    assert "cities" in caught.value.text.en
    assert "cities" in caught.value.text.zh
