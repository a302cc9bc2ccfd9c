"""Uploads: what is taken, where it lies, and that nothing stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page.uploads import LONGEST_NAME, Uploads, safe_name
from data.errors import InputError


@pytest.fixture
def uploads():
    held = Uploads(most_bytes=100, most_files=2)
    yield held
    held.clear()


def test_a_file_comes_in_parts_and_goes_without_trace(uploads):
    uploads.begin("a", "2019.xlsx", 6)
    assert uploads.add("a", b"abc") == 0.5
    assert uploads.paths() == []
    assert uploads.add("a", b"def") == 1.0
    (path,) = uploads.paths()
    assert (path.name, path.read_bytes()) == ("2019.xlsx", b"abcdef")
    uploads.clear()
    assert not path.parent.parent.exists()


def test_files_of_one_name_stay_apart(uploads):
    for key, part in (("a", b"1"), ("b", b"2")):
        uploads.begin(key, "same.csv", 1)
        uploads.add(key, part)
    assert [p.read_bytes() for p in uploads.paths()] == [b"1", b"2"]
    assert {p.name for p in uploads.paths()} == {"same.csv"}


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("notes.docx", 1, "cannot be imported"),
        ("big.zip", 101, "too large"),
        ("odd.zip", -1, "too large"),
    ],
)
def test_what_is_not_taken_is_told(uploads, name, size, said):
    with pytest.raises(InputError, match=said) as told:
        uploads.begin("a", name, size)
    assert name in told.value.text.zh
    assert uploads.paths() == []


def test_the_total_and_the_number_are_limited(uploads):
    uploads.begin("a", "a.csv", 60)
    with pytest.raises(InputError, match="come to more than"):
        uploads.begin("b", "b.csv", 60)
    uploads.begin("b", "b.csv", 1)
    with pytest.raises(InputError, match="At most 2 files"):
        uploads.begin("c", "c.csv", 1)


def test_a_file_longer_than_it_said_is_dropped(uploads):
    uploads.begin("a", "a.csv", 2)
    with pytest.raises(InputError, match="too large"):
        uploads.add("a", b"abc")
    with pytest.raises(InputError, match="interrupted"):
        uploads.add("a", b"a")


@given(st.text())
def test_no_name_leaves_its_folder(name):
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set('/\\\0<>:"|?*')
    assert safe.strip(". ") == safe
    assert len(safe) <= LONGEST_NAME
