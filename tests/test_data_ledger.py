"""The ledger keeps claims across turns, processes and damage."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

from data.ledger import Ledger
from data.result import make_claim

ROOT = Path(__file__).parent.parent

WRITER = """
import sys
from pathlib import Path
from data.ledger import Ledger
from data.result import make_claim
ledger = Ledger(Path(sys.argv[1]))
for year in range(40):
    ledger.record([make_claim("co2_mt", year, unit="Mt", kind="official", dataset=sys.argv[2],
                              source="s", year=2000 + year)])
"""


def figure(value=569.1, year=2019, **more):
    return make_claim(
        "co2_mt", value, unit="Mt", kind="official", dataset="tiny", source="s", year=year, **more
    )


def test_a_claim_comes_back_whole(tmp_path):
    parent = figure(year=2010)
    claim = figure(entity={"region": "CN-GD"}, parents=[parent], formula="a / b", params={"n": 3})
    Ledger(tmp_path).record([parent, claim])
    assert Ledger(tmp_path).get(claim.id) == claim
    assert Ledger(tmp_path).get(parent.id) == parent


def test_an_unknown_id_is_none_and_leaves_no_file(tmp_path):
    assert Ledger(tmp_path).get("nothing") is None
    assert list(tmp_path.iterdir()) == []


def test_the_newest_value_stands(tmp_path):
    ledger = Ledger(tmp_path / "new" / "folder")
    ledger.record([figure(1.0)])
    ledger.record([figure(2.0)])
    assert ledger.get(figure().id).value == 2.0


def test_only_json_is_stored(tmp_path):
    Ledger(tmp_path).record([figure()])
    connection = sqlite3.connect(tmp_path / "claims.sqlite")
    ((body,),) = connection.execute("SELECT body FROM claims").fetchall()
    connection.close()
    assert json.loads(body)["value"] == 569.1


def test_a_damaged_file_is_put_aside(tmp_path):
    (tmp_path / "claims.sqlite").write_bytes(b"this is no database, " * 100)
    ledger = Ledger(tmp_path)
    ledger.record([figure()])
    assert ledger.get(figure().id) == figure()
    assert (tmp_path / "claims.sqlite.damaged").exists()


def test_processes_write_at_once(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name], cwd=ROOT)
        for name in ("a", "b", "c")
    ]
    assert [w.wait(timeout=60) for w in writers] == [0, 0, 0]
    connection = sqlite3.connect(tmp_path / "claims.sqlite")
    ((count,),) = connection.execute("SELECT COUNT(*) FROM claims").fetchall()
    connection.close()
    assert count == 120
