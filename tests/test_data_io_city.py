"""The input-output table of cities from MATLAB files of both versions, or refused in one sentence."""

import io
import struct
import sys
import zlib

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.io import savemat

from data.ceads import io_city, mat_file
from data.ceads.content import PlainFile
from data.ceads.io_manifest import describe_io
from data.errors import FileRefusedError
from tests.io_workbooks import CODES

ID = "io_city_2017_unlabelled42"
NAME = "China city MRIO_2017.mat"
CITIES = 3
N = 42 * CITIES
HEADER = b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\x00\x02IM"


def make_matrices(*, exports=True, seed=0):
    """Matrices whose inputs equal their outputs."""
    random = np.random.default_rng(seed)
    Z = random.uniform(0, 9, (N, N))
    F = random.uniform(10, 90, (N, 5 * CITIES + exports))
    IM = random.uniform(0, 3, (1, N))
    rest = Z.sum(axis=1) + F.sum(axis=1) - Z.sum(axis=0) - IM[0]
    return {"Z": Z, "F": F, "VA": np.outer([0.5, 0.2, 0.2, 0.1], rest), "IM": IM}


MATRICES = make_matrices()


def as_5(matrices, *, compress=True, **beside):
    buffer = io.BytesIO()
    savemat(buffer, {"MRIO": matrices, **beside}, do_compression=compress)
    return buffer.getvalue()


def as_73(matrices, cities=(), change=None):
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", userblock_size=512) as file:
        group = file.create_group("MRIO")
        for name, matrix in matrices.items():
            held = group.create_dataset(name, data=matrix.T, compression="gzip")
            held.attrs["MATLAB_class"] = np.bytes_("double")
        if cities:
            references = file.create_dataset("City", (1, len(cities)), dtype=h5py.ref_dtype)
            references.attrs["MATLAB_class"] = np.bytes_("cell")
            for k, city in enumerate(cities):
                codes = np.frombuffer(city.encode("utf-16-le"), dtype="<u2")
                text = file.create_dataset(f"#refs#/{k}", data=codes.reshape(-1, 1))
                references[0, k] = text.ref
        if change:
            change(file)
    content = buffer.getvalue()
    return HEADER + content[len(HEADER) :]


def read(content, name=NAME):
    file = PlainFile(name, "mat", content)
    assert io_city.recognises(file)
    return io_city.read(file)


def refusal(content, name=NAME):
    with pytest.raises(FileRefusedError) as caught:
        read(content, name)
    assert caught.value.text.zh
    return caught.value.text.en


WRITERS = [as_5, lambda m: as_5(m, compress=False), as_73]


@pytest.mark.parametrize("write", WRITERS)
def test_both_versions_read_number_by_number(write):
    found = read(write(MATRICES))
    assert list(found.tables) == [ID]
    table = found.tables[ID]
    assert (table.regions, table.level) == (("city:001", "city:002", "city:003"), "cities")
    arrays = table.arrays
    np.testing.assert_array_equal(arrays["Z"], MATRICES["Z"])
    np.testing.assert_array_equal(arrays["Y"], MATRICES["F"][:, :-1])
    np.testing.assert_array_equal(arrays["ex"], MATRICES["F"][:, -1])
    np.testing.assert_array_equal(arrays["imports"], MATRICES["IM"][0])
    np.testing.assert_allclose(arrays["value_added"], MATRICES["VA"].sum(axis=0), rtol=1e-14)
    output = MATRICES["Z"].sum(axis=1) + MATRICES["F"].sum(axis=1)
    np.testing.assert_allclose(arrays["x"], output, rtol=1e-14)
    assert {f.rule for f in found.findings} == {"io_city_unnamed"}
    assert found.findings[0].years == [2017]


@pytest.mark.parametrize("write", WRITERS)
def test_matrices_beside_each_other_and_in_single_precision_read_too(write):
    single = {n: m.astype(np.float32) for n, m in MATRICES.items()} | {"VA": MATRICES["VA"].T}
    table = read(write(single)).tables[ID]
    np.testing.assert_array_equal(table.arrays["Z"], single["Z"].astype(np.float64))
    assert table.arrays["Z"].dtype == np.float64
    buffer = io.BytesIO()
    savemat(buffer, MATRICES)
    np.testing.assert_array_equal(read(buffer.getvalue()).tables[ID].arrays["Z"], MATRICES["Z"])


def test_cities_are_named_where_the_file_names_them():
    cities = ["保定", "石家庄", "唐山"]
    cells = np.array(cities, dtype=object)
    for content in (as_5(MATRICES, City=cells), as_73(MATRICES, cities)):
        found = read(content)
        assert found.tables[ID].regions == ("city:保定", "city:石家庄", "city:唐山")
        assert found.findings == []
    twice = np.array(["保定", "保定", "唐山"], dtype=object)
    assert read(as_5(MATRICES, City=twice)).tables[ID].regions[0] == "city:001"


def test_the_manifest_has_codes_for_sectors_and_cites_the_table():
    info = describe_io(ID, read(as_5(MATRICES)).tables[ID])
    assert info.axes["sector"] == CODES
    assert info.axes["final_demand"] == ["F1", "F2", "F3", "F4", "F5"]
    assert (info.years, len(info.regions)) == ([2017], 3)
    assert "2017" in info.title.zh
    assert "cities" in info.source.citation


def test_unknown_exports_are_said_and_inputs_that_differ_from_outputs_too():
    found = read(as_5(make_matrices(exports=False)))
    assert "io_city_no_exports" in {f.rule for f in found.findings}
    more = MATRICES["IM"].copy()
    more[0, 16] += 99
    (gap,) = (
        f for f in read(as_5(MATRICES | {"IM": more})).findings if f.rule == "io_input_is_output"
    )
    assert (gap.cell, gap.level, gap.table) == ("Z(:,17)", "caution", ID)
    negative = MATRICES["VA"].copy()
    negative[:, 4] = -1e4
    rules = {f.rule: f for f in read(as_5(MATRICES | {"VA": negative})).findings}
    assert rules["io_negative_value_added"].cell == "VA(:,5)"


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Z": MATRICES["Z"][:, 1:]}, "matrix Z should be square"),
        ({"Z": np.ones((43, 43))}, "matrix Z should be square"),
        ({"F": MATRICES["F"][1:]}, "matrix F should have 126 rows"),
        ({"F": MATRICES["F"][:, :14]}, "matrix F should have 126 rows"),
        ({"VA": np.ones((1, 7))}, "matrix VA should have 126 columns, not 1×7"),
        ({"IM": np.full((1, N), np.nan)}, "IM(1,1) is no finite number"),
        ({"Z": np.where(np.eye(N)[::-1], np.inf, 1)}, "Z(1,126) is no finite number"),
    ],
)
def test_matrices_of_other_shapes_or_with_gaps_are_refused(write, change, said):
    assert said in refusal(write(MATRICES | change))


@pytest.mark.parametrize("write", WRITERS)
def test_a_missing_matrix_is_refused_by_name(write):
    assert "missing: VA" in refusal(write({n: m for n, m in MATRICES.items() if n != "VA"}))


def test_a_file_name_without_a_year_is_refused():
    assert "the year cannot be told" in refusal(as_5(MATRICES), "mrio.mat")


def test_a_library_that_is_not_installed_is_named(monkeypatch):
    content = as_73(MATRICES)
    monkeypatch.setitem(sys.modules, "h5py", None)
    assert "visceads[mat]" in refusal(content)


def test_a_bomb_of_version_5_is_refused_before_it_is_unpacked():
    packed = zlib.compress(bytes(64 * 2**20), 9)
    head = b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM"
    assert "larger than the limit" in refusal(head + struct.pack("<II", 15, len(packed)) + packed)


def test_what_a_version_73_file_declares_but_does_not_hold_is_refused(tmp_path):
    def swell(file):
        del file["MRIO/Z"]
        file.create_dataset("MRIO/Z", (13_146, 13_146), chunks=(1, 13_146), dtype="f8")

    def elsewhere(file):
        del file["MRIO/Z"]
        file["MRIO/Z"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "/Z")

    def outside(file):
        del file["MRIO/Z"]
        file.create_dataset("MRIO/Z", (N, N), dtype="f8", external=str(tmp_path / "raw"))

    for change in (swell, elsewhere, outside):
        assert "larger than the limit" in refusal(as_73(MATRICES, change=change))


@pytest.mark.parametrize("write", WRITERS)
def test_a_truncated_file_is_refused(write):
    content = write(MATRICES)
    for share in (0.1, 0.5, 0.99):
        assert refusal(content[: int(len(content) * share)])


SMALL = {"Z": np.eye(2), "F": np.ones((2, 1)), "VA": np.ones((1, 2)), "IM": np.ones((1, 2))}
SEEDS = [as_5(SMALL), as_5(SMALL, compress=False, City=np.array(["a", "b"], dtype=object))]
SEEDS.append(as_73(SMALL, ["a", "b"]))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_damaged_files_are_refused_or_read_and_nothing_else(content, changes):
    damaged = bytearray(content)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    try:
        found = mat_file.read_mat("a.mat", bytes(damaged))
    except FileRefusedError:
        return
    assert all(m.dtype == np.float64 and m.ndim == 2 for m in found.matrices.values())
