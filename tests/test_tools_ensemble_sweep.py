"""Sweeps: a row a case, here and on a real Dask cluster alike; files taken up where they were left."""

import numpy as np
import pytest
from click.testing import CliRunner

from assistant.command_line.sweeping import sweep as command
from data.dataset import Dataset
from data.errors import InputError, StoppedError
from data.store import DEMONSTRATION_FOLDER
from tools.ensemble import chunks
from tools.ensemble.chunks import LocalRunner, build_frames, cut_chunks
from tools.ensemble.cluster import ClusterRunner
from tools.ensemble.sweep import COLUMNS, Case, sweep
from tools.ensemble.sweep_file import cross, read_done, write_rows
from tools.pathways.scenarios import make_options
from tools.pathways.trajectory import trace

ASKED = ("demonstration", 2026, 2060, 200, 7)


@pytest.fixture(scope="module")
def dataset():
    return Dataset(DEMONSTRATION_FOLDER)


def run(dataset, cases, **changed):
    given = {"start_year": 2026, "count": 200, "seed": 7, **changed}
    return list(sweep(dataset, cases, **given))


def test_a_row_is_the_ensemble_of_its_case(dataset):
    (row,) = run(dataset, [Case("CN-GD", "power", "fast_2c")])
    options = make_options(
        "CN-GD", start_year=2026, target_year=2060, scenario="fast_2c", series=dataset.series
    )
    held = chunks.run_ensemble(
        dataset, trace(dataset, options, ("power",)), count=200, seed=7, hold=True
    )
    assert row.residual_p50_mt == pytest.approx(np.median(np.maximum(held.net[:, -1], 0)))
    assert row.base_co2_mt == pytest.approx(held.central.gross[0])
    assert row.missing == ""


def test_a_case_without_data_says_why_and_shifts_nothing(dataset):
    together = run(dataset, [Case("CN-XZ"), Case("CN-GD"), Case("CN-XZ"), Case("CN-HE")])
    alone = run(dataset, [Case("CN-GD")]) + run(dataset, [Case("CN-HE")])
    assert [together[1], together[3]] == alone
    assert "Tibet" in together[0].missing
    assert together[0].residual_p50_mt is None


def test_cases_cross_regions_sectors_and_scenarios():
    assert len(cross(["CN-GD", "CN-HE"], ["power"], ["slow", "fast"])) == 4
    assert cross(["CN-GD"], [], []) == [Case("CN-GD")]


def test_a_stopped_file_is_taken_up_and_comes_out_the_same(dataset, tmp_path):
    cases = [Case(r) for r in ("CN-GD", "CN-XZ", "CN-HE")]
    whole, parts = tmp_path / "whole.csv", tmp_path / "parts.csv"
    write_rows(whole, iter(run(dataset, cases)))

    def stop(share, text):
        if share > 0.5:
            raise StoppedError

    with pytest.raises(StoppedError):
        write_rows(
            parts,
            sweep(dataset, cases, start_year=2026, count=200, seed=7, progress=stop),
        )
    with parts.open("a") as lines:
        lines.write("CN-HE,,,demonst")
    done = read_done(parts, ASKED)
    assert done == set(cases[:2])
    write_rows(parts, iter(run(dataset, [c for c in cases if c not in done])))
    assert parts.read_text() == whole.read_text()


def test_another_sweeps_file_is_left_alone(dataset, tmp_path):
    file = tmp_path / "rows.csv"
    write_rows(file, iter(run(dataset, [Case("CN-GD")])))
    held = file.read_text()
    with pytest.raises(InputError, match="another data set"):
        read_done(file, ("demonstration", 2026, 2060, 300, 7))
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="no file of visceads sweep"):
        read_done(other, ASKED)
    assert file.read_text() == held
    assert other.read_text() == "a,b\n1,2\n"


def test_the_command_writes_and_takes_up(tmp_path):
    file = tmp_path / "out.csv"
    asked = ["--regions", "广东,河北", "--draws", "100", "--out", str(file)]
    first = CliRunner().invoke(command, asked)
    assert first.exit_code == 0, first.output
    assert len(file.read_text().splitlines()) == 3
    assert file.read_text().splitlines()[0] == ",".join(COLUMNS)
    again = CliRunner().invoke(command, [*asked, "--scenarios", "slow"])
    assert again.exit_code == 0
    assert len(file.read_text().splitlines()) == 5
    wrong = CliRunner().invoke(command, ["--regions", "火星", "--out", str(file)])
    assert wrong.exit_code == 2


def test_a_wrong_address_is_explained(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("tools.ensemble.cluster.SECONDS", 0.5)
    with pytest.raises(InputError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        ClusterRunner("tcp://127.0.0.1:1")
    with pytest.raises(InputError, match="Check the setting cluster"):
        ClusterRunner("nonsense://here")


def test_a_cluster_gives_exactly_what_this_process_gives(dataset, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 1)
    cases = [Case("CN-GD"), Case("CN-XZ"), Case("CN-HE", "power"), Case("CN-SX", "", "slow")]
    here = run(dataset, cases, count=2500)
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
        ) as cluster,
        ClusterRunner(cluster.scheduler_address) as runner,
    ):
        assert run(dataset, cases, count=2500, runner=runner) == here
        options = make_options("CN-GD", start_year=2026, target_year=2060, series=dataset.series)
        frames = build_frames(dataset, trace(dataset, options), hold=False)
        tasks = [(frames, chunk) for chunk in cut_chunks(3000, 42, 7, hold=False)]
        for there, local in zip(runner.run(tasks), LocalRunner().run(tasks), strict=True):
            np.testing.assert_array_equal(there, local)
        parts = runner.run(tasks)
        next(parts)
        parts.close()


def test_a_cluster_without_workers_is_explained():
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None) as cluster,
        ClusterRunner(cluster.scheduler_address) as runner,
        pytest.raises(InputError, match="no workers yet"),
    ):
        list(runner.run([]))
