"""Whatever a server answers, nothing but a clear error or the listed file comes of it."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from data.ceads.download.fetching import UNFINISHED, fetch_offers
from data.ceads.download.offers import find_offers
from data.ceads.download.trouble import DownloadError
from data.ceads.download.web import Patience
from tests.figshare_server import pattern, serve

CONTENT = pattern(5_000)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**65), 2**65),
    st.text(max_size=20),
    st.lists(st.none(), max_size=2),
    st.sampled_from(["http://127.0.0.1:1/", "MRIO 2018.xlsx", "..", "0" * 32, "MRIO 2018\x00.zip"]),
)
FIELDS = (*("id", "name", "size", "download_url", "computed_md5", "supplied_md5", "is_link_only"),)
FAULTS = st.one_of(
    st.sampled_from([("html",), ("waf",), ("more",), ("location", ""), ("location", "\t//")]),
    st.tuples(st.just("status"), st.integers(200, 599).filter(lambda s: s not in (204, 304))),
    st.tuples(st.sampled_from(["cut", "reset"]), st.integers(0, 5_000)),
    st.tuples(st.just("bytes"), st.binary(max_size=40)),
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=3), st.lists(FAULTS, max_size=4))
def test_a_strange_server_gives_a_clear_error_or_the_file(changes, faults):
    patience = Patience(read_s=5.0, connect_s=5.0, sleep=lambda _s: None)
    with serve({"MRIO 2018.xlsx": CONTENT}) as server, tempfile.TemporaryDirectory() as place:
        server.changes, server.faults = changes, faults
        folder = Path(place, "in")
        paths, told = [], None
        try:
            paths = fetch_offers(
                find_offers(["io_2018"]),
                folder,
                lambda _share, _text: None,
                api=server.base,
                patience=patience,
            ).paths
        except DownloadError as error:
            told = error.text
        if told:
            assert "visceads import" in told.en
            assert "visceads import" in told.zh
        else:
            assert [p.read_bytes() for p in paths] == [CONTENT]
            assert paths[0].parent == folder
        assert [p.name for p in Path(place).iterdir()] == ["in"]
        visible = [p for p in folder.iterdir() if p.name != UNFINISHED]
        assert all(p.read_bytes() == CONTENT for p in visible)
