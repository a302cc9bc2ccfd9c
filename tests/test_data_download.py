"""Downloading over the wire, from a server on this computer that speaks figshare's interface."""

import hashlib
from dataclasses import dataclass, field

import pytest

from data.ceads.download.fetching import UNFINISHED, fetch_offers
from data.ceads.download.offers import find_offers
from data.ceads.download.trouble import DownloadError
from data.ceads.download.web import Patience
from data.errors import StoppedError
from tests.figshare_server import pattern, serve

NAME = "China MRIO Table 2018.xlsx"
OTHER = "China MRIO Table 2020.xlsx"
CONTENT = pattern(1_500_000)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server():
    with serve({NAME: CONTENT, OTHER: pattern(1000, 2), "Readme.txt": b"x" * 9}) as running:
        yield running


@dataclass
class Client:
    """Downloads into a folder, counting seconds it would have waited."""

    server: object
    folder: object
    waited: list = field(default_factory=list)
    shares: list = field(default_factory=list)

    def fetch(self, *names, stop_at=2.0, read_s=5.0):
        def progress(share, _text):
            self.shares.append(share)
            if share >= stop_at:
                raise StoppedError

        patience = Patience(read_s=read_s, connect_s=5.0, sleep=self.waited.append)
        return fetch_offers(
            find_offers(names or ["io_2018"]),
            self.folder,
            progress,
            api=self.server.base,
            patience=patience,
        )

    def parts(self):
        return sorted(p for p in (self.folder / UNFINISHED).iterdir() if p.suffix == ".part")

    @property
    def ranges(self):
        return [r for _, r in self.server.requests]


@pytest.fixture
def client(server, tmp_path):
    return Client(server, tmp_path / "downloads")


def error_of(client, *names, **options):
    with pytest.raises(DownloadError) as caught:
        client.fetch(*names, **options)
    assert caught.value.text.zh != caught.value.text.en
    assert "29927291" in caught.value.text.zh
    return caught.value.text.en


def test_a_file_is_fetched_whole_and_checked(client):
    fetched = client.fetch()
    assert [p.name for p in fetched.paths] == [NAME]
    assert fetched.paths[0].read_bytes() == CONTENT
    assert client.ranges == [None]
    assert client.parts() == []
    assert "CC BY 4.0" in fetched.remarks[0].en
    assert client.shares == sorted(client.shares)
    assert client.shares[-1] == 1.0


def test_a_file_already_here_is_not_fetched_again(client):
    client.fetch()
    fetched = client.fetch()
    assert fetched.held_before == fetched.paths
    assert len(client.ranges) == 1


def test_a_damaged_copy_is_fetched_again(client):
    path = client.fetch().paths[0]
    path.write_bytes(b"damaged")
    assert client.fetch().paths[0].read_bytes() == CONTENT


def test_all_open_tables_come_by_their_year(client):
    assert [p.name for p in client.fetch("io").paths] == [NAME, OTHER]


def test_a_cut_is_resumed_within_one_run(client):
    client.server.faults = [("cut", 400_000), ("reset", 300_000)]
    assert client.fetch().paths[0].read_bytes() == CONTENT
    first, second, third = client.ranges
    assert (first, second) == (None, "bytes=400000-")
    assert 400_000 <= int(third[6:-1]) <= 700_000
    assert sum(client.waited) == 2.0


def test_a_stopped_download_is_kept_and_resumed_next_time(client):
    with pytest.raises(StoppedError):
        client.fetch(stop_at=0.3)
    (part,) = client.parts()
    held = part.stat().st_size
    assert 0 < held < len(CONTENT)
    assert not (client.folder / NAME).exists()
    client.server.requests.clear()
    assert client.fetch().paths[0].read_bytes() == CONTENT
    assert client.ranges == [f"bytes={held}-"]


def test_another_download_leaves_an_unfinished_one_alone(client):
    with pytest.raises(StoppedError):
        client.fetch(stop_at=0.3)
    client.fetch("io_2020")
    assert len(client.parts()) == 1


def test_a_changed_file_is_not_continued(client):
    with pytest.raises(StoppedError):
        client.fetch(stop_at=0.3)
    changed = pattern(1_200_000, 7)
    client.server.files[NAME] = changed
    client.server.requests.clear()
    assert client.fetch().paths[0].read_bytes() == changed
    assert client.ranges == [None]
    assert client.parts() == []


def test_a_server_without_ranges_starts_again(client):
    with pytest.raises(StoppedError):
        client.fetch(stop_at=0.3)
    client.server.ranges = False
    assert client.fetch().paths[0].read_bytes() == CONTENT


def test_a_range_other_than_asked_for_is_not_used(client):
    with pytest.raises(StoppedError):
        client.fetch(stop_at=0.3)
    client.server.faults = [("shift",)]
    assert client.fetch().paths[0].read_bytes() == CONTENT
    assert client.ranges[-1] is None


def test_a_range_the_server_cannot_serve_starts_again(client):
    with pytest.raises(StoppedError):
        client.fetch(stop_at=0.3)
    client.server.faults = [("status", 416)]
    assert client.fetch().paths[0].read_bytes() == CONTENT


def test_a_damaged_part_is_found_out_by_its_checksum(client):
    with pytest.raises(StoppedError):
        client.fetch(stop_at=0.3)
    (part,) = client.parts()
    part.write_bytes(b"?" * part.stat().st_size)
    fetched = client.fetch()
    assert fetched.paths[0].read_bytes() == CONTENT
    assert any("wrong checksum" in r.en for r in fetched.remarks)


def test_a_part_larger_than_the_file_is_dropped(client):
    work = client.folder / UNFINISHED
    work.mkdir(parents=True)
    md5 = hashlib.md5(CONTENT).hexdigest()  # noqa: S324
    (work / f"{md5}.part").write_bytes(CONTENT + b"more")
    assert client.fetch().paths[0].read_bytes() == CONTENT
    assert client.ranges == [None]


def test_a_wrong_checksum_twice_is_refused_and_nothing_stays(client):
    wrong = b"?" * len(CONTENT)
    client.server.faults = [("bytes", wrong), ("bytes", wrong)]
    assert "checksum" in error_of(client)
    assert [p.name for p in client.folder.rglob("*") if p.is_file() and p.name != "lock"] == []
    assert len(client.ranges) == 2


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), (None, 1.0)])
def test_a_server_that_asks_to_wait_is_waited_for(client, header, seconds):
    client.server.faults = [("status", 429, {"Retry-After": header} if header else {})]
    assert client.fetch().paths[0].read_bytes() == CONTENT
    assert sum(client.waited) == seconds


def test_a_long_wait_is_left_to_the_reader(client):
    client.server.faults = [("status", 429, {"Retry-After": "900"})]
    assert "asks to wait 900 s" in error_of(client)
    assert client.waited == []


@pytest.mark.parametrize("status", [500, 503])
def test_trouble_of_the_server_passes_or_is_said(client, status):
    client.server.faults = [("status", status)] * 2
    assert client.fetch().paths[0].read_bytes() == CONTENT
    (client.folder / NAME).unlink()
    client.server.faults = [("status", status)] * 9
    assert f"trouble of its own ({status})" in error_of(client)


def test_trouble_of_the_listing_passes(client):
    client.server.listing_faults = [("status", 500), ("cut", 1)]
    assert client.fetch().paths[0].read_bytes() == CONTENT


def test_a_silent_server_is_given_up(client):
    client.server.faults = [("hang",)] * 4
    assert "did not answer in time" in error_of(client, read_s=0.2)


def test_a_server_that_stops_midway_is_continued(client):
    client.server.faults = [("stall", 500_000)]
    assert client.fetch(read_s=0.3).paths[0].read_bytes() == CONTENT
    assert client.ranges == [None, "bytes=500000-"]


@pytest.mark.parametrize(("status", "said"), [(404, "does not have"), (418, "not understood")])
def test_other_answers_are_explained_at_once(client, status, said):
    client.server.faults = [("status", status)]
    assert said in error_of(client)
    assert len(client.ranges) == 1


def test_where_a_browser_is_wanted_the_interface_serves_the_file(client):
    client.server.block_downloader = True
    assert client.fetch().paths[0].read_bytes() == CONTENT
    assert [p for p, _ in client.server.requests] == ["/files/501", "/v2/file/download/501"]


@pytest.mark.parametrize(
    ("fault", "said"), [(("status", 403), "(403)"), (("html",), "web page"), (("waf",), "(202)")]
)
def test_a_refusal_at_every_address_is_explained(client, fault, said):
    client.server.faults = [fault, fault]
    assert said in error_of(client)


def test_more_bytes_than_announced_are_dropped(client):
    client.server.faults = [("more",)]
    assert "more than the" in error_of(client)
    assert client.parts() == []


def test_a_server_that_is_gone_is_said(client):
    client.server.shutdown()
    client.server.server_close()
    assert "cannot be reached" in error_of(client)
