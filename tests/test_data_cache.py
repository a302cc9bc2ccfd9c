"""The cache of arrays: whole or absent, bounded, and never in the way."""

import os
import time

import numpy as np
import pytest

from data.cache import ABANDONED_SECONDS, ArrayCache, digest_files


@pytest.fixture
def cache(tmp_path):
    return ArrayCache(tmp_path / "cache")


def test_what_is_kept_is_found_again_and_cannot_be_changed(cache):
    array = np.arange(6.0).reshape(2, 3)
    assert cache.write("a", array)
    found = cache.read("a", (2, 3))
    assert found.tolist() == array.tolist()
    assert type(found) is np.ndarray
    with pytest.raises(ValueError, match="read-only"):
        found[0, 0] = 1


def test_nothing_of_another_shape_is_given(cache):
    cache.write("a", np.zeros((2, 3)))
    assert cache.read("a", (3, 2)) is None
    assert cache.read("b", (2, 3)) is None


@pytest.mark.parametrize("content", [b"", b"no array at all", b"\x93NUMPY\x01\x00"])
def test_a_damaged_file_is_passed_over(cache, content):
    cache.write("a", np.zeros(3))
    (cache.folder / "a.npy").write_bytes(content)
    assert cache.read("a", (3,)) is None


def test_a_file_cut_short_is_passed_over(cache):
    cache.write("a", np.zeros(3000))
    path = cache.folder / "a.npy"
    path.write_bytes(path.read_bytes()[:-8])
    assert cache.read("a", (3000,)) is None


def test_the_ones_unused_for_longest_go_first(tmp_path):
    cache = ArrayCache(tmp_path, most_bytes=4000)
    for age, name in enumerate("abc"):
        cache.write(name, np.zeros(125))
        os.utime(tmp_path / f"{name}.npy", (1000 + age, 1000 + age))
    assert cache.read("a", (125,)) is not None
    cache.write("d", np.zeros(125))
    held = {p.stem for p in tmp_path.glob("*.npy")}
    assert held == {"a", "c", "d"}


def test_an_array_above_half_of_the_room_is_not_kept(tmp_path):
    cache = ArrayCache(tmp_path, most_bytes=1000)
    assert not cache.write("a", np.zeros(100))
    assert list(tmp_path.iterdir()) == []


def test_files_left_half_written_are_cleared_once_old(cache):
    cache.write("a", np.zeros(3))
    old, fresh = cache.folder / ".b.1.2.new", cache.folder / ".c.1.2.new"
    old.write_bytes(b"x")
    fresh.write_bytes(b"x")
    then = time.time() - ABANDONED_SECONDS - 60
    os.utime(old, (then, then))
    cache.write("d", np.zeros(3))
    assert not old.exists()
    assert fresh.exists()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = ArrayCache(tmp_path / "file" / "cache")
    assert not cache.write("a", np.zeros(3))
    assert cache.read("a", (3,)) is None


def test_a_file_is_told_by_its_content(tmp_path):
    for name, text in (("a", "1"), ("b", "1"), ("c", "2")):
        (tmp_path / name).write_text(text)
    a, b, c = digest_files(tmp_path / name for name in "abc")
    assert a == b != c
