"""The store: versions side by side, a pointer, and nothing lost whatever interrupts a write."""

import json
import os
import threading

import numpy as np
import pytest

import data.store
import data.versions
from data.ceads.cell_tables import CELL_TABLES
from data.ceads.importing import import_paths
from data.dataset import Manifest, TableInfo
from data.errors import FileRefusedError, InputError
from data.store import DEMONSTRATION, Store, home
from data.text import same
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS
from tests.table_workbooks import city_book


def make(dataset_id="ceads", value=1.0):
    table = TableInfo(
        id="inventory_provincial",
        title=same("t"),
        kind="official",
        unit="Mt",
        source=CELL_TABLES["inventory_provincial"].source,
        files={"co2_mt": "inventory_provincial.npy"},
        axes={
            "region": ["CN-GD"],
            "year": [2019],
            "sector": list(INVENTORY_SECTORS),
            "fuel": list(INVENTORY_FUELS),
        },
        years=[2019],
        regions=["CN-GD"],
    )
    manifest = Manifest(id=dataset_id, title=same(dataset_id), tables={table.id: table})
    return manifest, {"inventory_provincial.npy": np.full((1, 1, 47, 18), value)}


def value_of(store, dataset_id=None):
    return float(store.open(dataset_id).provincial.co2_mt[0, 0, 0, 0])


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def test_home_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("VISCEADS_HOME", str(tmp_path / "own"))
    assert home() == tmp_path / "own"
    assert Store().home == tmp_path / "own"
    monkeypatch.delenv("VISCEADS_HOME")
    assert home().name == "visceads"


def test_an_empty_store_offers_the_demonstration_set(store):
    assert store.ids() == [DEMONSTRATION]
    assert store.active_id() == DEMONSTRATION
    (listed,) = store.list()
    assert (listed.id, listed.active) == (DEMONSTRATION, True)
    assert store.open().is_demonstration


def test_what_is_written_is_read_back_and_becomes_active(store):
    store.write(*make(value=2.5))
    assert value_of(store) == 2.5
    assert [(x.id, x.active) for x in store.list()] == [("ceads", True), (DEMONSTRATION, False)]
    assert store.verify("ceads") == []


def test_the_latest_import_is_active_until_another_is_chosen(store):
    store.write(*make("first"))
    store.write(*make("second"))
    assert store.active_id() == "second"
    store.use("first")
    assert store.active_id() == "first"
    assert Store(store.home).active_id() == "first"
    store.use(DEMONSTRATION)
    assert store.open().is_demonstration


def test_a_removed_set_is_gone_and_no_longer_chosen(store):
    store.write(*make("first"))
    store.use("first")
    store.remove("first")
    assert store.ids() == [DEMONSTRATION]
    assert store.active_id() == DEMONSTRATION
    assert not (store.folder / "first").exists()
    with pytest.raises(InputError):
        store.open("first")


def test_a_removed_set_made_again_is_not_still_chosen(store):
    store.write(*make("first"))
    store.use("first")
    store.remove("first")
    store.write(*make("first"))
    store.write(*make("second"))
    assert store.active_id() == "second"


@pytest.mark.parametrize("action", ["open", "use", "remove", "verify", "path"])
def test_an_unknown_id_offers_near_names(store, action):
    store.write(*make("ceads"))
    with pytest.raises(InputError) as caught:
        getattr(store, action)("ceds")
    assert caught.value.suggestions == ("ceads",)
    assert "ceds" in caught.value.text.zh


def test_the_demonstration_set_is_never_written_or_removed(store):
    with pytest.raises(InputError, match="demonstration"):
        store.write(*make(DEMONSTRATION))
    with pytest.raises(InputError, match="demonstration"):
        store.remove(DEMONSTRATION)


@pytest.mark.parametrize("name", ["../x", "", "A b", "x" * 41, ".hidden", "数据"])
def test_an_id_that_is_no_folder_name_is_refused(store, name):
    with pytest.raises(InputError, match="lower-case"):
        store.write(*make(name))
    assert not (store.home / "datasets").exists()


def interrupt_save(monkeypatch):
    def fail(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(data.versions.np, "save", fail)


def interrupt_replace(times):
    def arrange(monkeypatch):
        real, seen = os.replace, []

        def fail(source, target):
            seen.append(target)
            if len(seen) == times:
                raise KeyboardInterrupt
            real(source, target)

        monkeypatch.setattr(os, "replace", fail)

    return arrange


def interrupt_fsync(times):
    def arrange(monkeypatch):
        real, seen = os.fsync, []

        def fail(number):
            seen.append(number)
            if len(seen) == times:
                raise KeyboardInterrupt
            real(number)

        monkeypatch.setattr(os, "fsync", fail)

    return arrange


INTERRUPTIONS = {
    "while an array is written": interrupt_save,
    "before the array is on disk": interrupt_fsync(1),
    "before the manifest is on disk": interrupt_fsync(2),
    "before the folder is on disk": interrupt_fsync(3),
    "before the version is in place": interrupt_replace(1),
    "before the pointer is on disk": interrupt_fsync(4),
    "before the pointer is swapped": interrupt_replace(2),
}


@pytest.mark.parametrize("when", INTERRUPTIONS)
def test_an_interrupted_write_leaves_the_old_version_whole(store, monkeypatch, when):
    store.write(*make(value=1.0))
    with monkeypatch.context() as patch:
        INTERRUPTIONS[when](patch)
        with pytest.raises(KeyboardInterrupt):
            store.write(*make(value=2.0))
    assert value_of(store) == 1.0
    assert store.verify("ceads") == []
    store.write(*make(value=3.0))
    assert value_of(store) == 3.0
    left = sorted(p.name for p in (store.folder / "ceads").iterdir() if p.is_dir())
    assert len(left) == 2
    assert not [name for name in left if name.startswith(".")]


@pytest.mark.parametrize("when", INTERRUPTIONS)
def test_an_interrupted_first_write_leaves_no_set(store, monkeypatch, when):
    with monkeypatch.context() as patch:
        INTERRUPTIONS[when](patch)
        with pytest.raises(KeyboardInterrupt):
            store.write(*make())
    assert store.ids() == [DEMONSTRATION]


def test_a_set_opened_before_a_write_stays_readable(store):
    before = store.write(*make(value=1.0))
    store.write(*make(value=2.0))
    assert float(before.provincial.co2_mt[0, 0, 0, 0]) == 1.0


def test_a_full_disk_is_said_and_changes_nothing(store, monkeypatch):
    store.write(*make(value=1.0))

    def fail(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(data.versions.np, "save", fail)
        with pytest.raises(InputError, match="No space left"):
            store.write(*make(value=2.0))
    assert value_of(store) == 1.0


def test_verify_names_the_file_that_changed_or_is_gone(store):
    folder = store.write(*make()).folder
    array = folder / "inventory_provincial.npy"
    content = bytearray(array.read_bytes())
    content[-1] ^= 1
    array.write_bytes(content)
    (problem,) = store.verify("ceads")
    assert "inventory_provincial.npy" in problem.en
    assert "checksum" in problem.en
    array.unlink()
    (problem,) = store.verify("ceads")
    assert "missing" in problem.en


@pytest.mark.parametrize("content", ["", "v999999\n", "../../etc\n"])
def test_a_pointer_to_nowhere_is_damage_that_is_listed(store, content):
    store.write(*make())
    (store.folder / "ceads" / "current").write_text(content)
    with pytest.raises(FileRefusedError):
        store.open("ceads")
    listed = store.list()[0]
    assert listed.manifest is None
    assert listed.problem is not None
    assert store.active_id() == DEMONSTRATION
    assert len(store.verify("ceads")) == 1


def test_the_demonstration_set_is_whole(store):
    assert store.verify(DEMONSTRATION) == []


def test_writers_wait_for_each_other(store, monkeypatch):
    monkeypatch.setattr(data.store, "LOCK_SECONDS", 0.05)
    entered, leave = threading.Event(), threading.Event()

    def hold():
        with store.lock("ceads"):
            entered.set()
            leave.wait(5)

    thread = threading.Thread(target=hold)
    thread.start()
    assert entered.wait(5)
    with pytest.raises(InputError, match="Another process"):
        store.write(*make())
    leave.set()
    thread.join()
    store.write(*make())
    assert store.active_id() == "ceads"


def test_the_manifest_says_when_and_with_which_checksums(store):
    folder = store.write(*make()).folder
    held = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    assert held["created"].endswith("+00:00")
    assert len(held["tables"]["inventory_provincial"]["sha256"]["inventory_provincial.npy"]) == 64


@pytest.mark.parametrize("text", ["", "id,zh\nx,y\n", "series,region,year\ngdp,CN,x\n", '"open'])
def test_a_damaged_list_of_places_or_rows_is_refused_by_name(tmp_path, text):
    (tmp_path / "cities.xlsx").write_bytes(city_book())
    (tmp_path / "own.csv").write_text(
        "series,region,year,value,unit,source\ngdp_cny_1e8,CN-GD,2024,1,cny_1e8,s\n",
        encoding="utf-8",
    )
    store = Store(tmp_path / "home")
    assert import_paths([tmp_path / "cities.xlsx", tmp_path / "own.csv"], store).ok
    held = store.open("ceads")
    for table, part, read in (
        ("inventory_city", "places", lambda d: d.cities),
        ("own_series", "rows", lambda d: d.own_series),
    ):
        file = held.manifest.tables[table].files[part]
        (held.folder / file).write_text(text, encoding="utf-8")
        if table == "own_series" and text in ("", '"open'):
            continue  # no row is a table without rows
        with pytest.raises(FileRefusedError, match=file):
            read(store.open("ceads"))
