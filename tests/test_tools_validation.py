"""Checks of a table on opening: what is refused by name, what is reported, what stays unsaid."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.dataset import Dataset
from data.errors import InputError
from data.manifest import ImportFinding
from data.text import Text
from tests.small_io import IDLE, POWER, small_table, write_world
from tools.supply_chain.algebra.validation import check_table, concerning, spectral_bounds
from tools.supply_chain.roadmap.notes import import_notes


def sound_table():
    """The small table with a fifth of its intermediate flows, so that inputs stay below output."""
    table = small_table()
    Z = 0.2 * table.Z
    x = Z.sum(axis=1) + table.Y.sum(axis=1) + table.ex + table.err
    return replace(table, Z=Z, x=x, imports=0.05 * x, value_added=0.95 * x - Z.sum(axis=0))


def with_flow(row, column, value, **parts):
    table = sound_table()
    Z = table.Z.copy()
    Z[row, column] = value
    return replace(table, Z=Z, **parts)


def test_a_sound_table_has_nothing_to_report_but_its_radius():
    report = check_table(sound_table())
    assert {c.level for c in report.checks} <= {"info"}
    assert 0 <= report.radius[0] <= report.radius[1] < 1


@pytest.mark.parametrize("part", ["Z", "Y", "ex", "err", "x"])
def test_a_gap_is_refused_with_its_place(part):
    table = sound_table()
    values = getattr(table, part).copy()
    values[POWER] = np.nan
    with pytest.raises(InputError) as error:
        check_table(replace(table, **{part: values}))
    assert "广东电力" in error.value.text.zh
    assert part in error.value.text.en


def test_numbers_that_do_not_fit_the_labels_are_refused_by_name():
    table = sound_table()
    with pytest.raises(InputError, match=r"Y .* does not fit"):
        check_table(replace(table, Y=table.Y[:, :-1]))
    with pytest.raises(InputError, match="CN-GD"):
        check_table(replace(table, regions=("CN-GD", "CN-GD", "CN-XZ")))


def test_rows_that_do_not_balance_are_told_with_what_follows():
    table = sound_table()
    report = check_table(replace(table, x=1.05 * table.x))
    found = report.find("row_balance")
    assert found.level == "caution"
    assert found.size == pytest.approx(0.05 / 1.05)
    assert found in concerning(table, report, "CN-JS")
    x = table.x.copy()
    x[POWER] += 10.0
    assert check_table(replace(table, x=x)).find("row_balance").level == "info"


def test_columns_that_do_not_balance_do_not_bear_on_accounts():
    table = sound_table()
    found = check_table(replace(table, value_added=0.9 * table.value_added)).find("column_balance")
    assert found.level == "info"


def test_a_sector_without_output_that_has_flows_concerns_its_region_alone():
    table = with_flow(POWER, IDLE, 500.0)
    report = check_table(table)
    found = report.find("idle_with_flows")
    assert found.rows == (IDLE,)
    assert concerning(table, report, "CN-GD") == [found]
    assert concerning(table, report, "CN-JS") == []


def test_negative_numbers_are_told_by_their_size():
    table = sound_table()
    below = check_table(with_flow(3, 4, -5e4))
    assert below.find("negative_inputs").level == "caution"
    assert below.radius == (0.0, np.inf)
    assert check_table(with_flow(3, 4, -1e-3)).find("negative_inputs").level == "info"
    value_added = table.value_added.copy()
    value_added[7] = -3.0
    found = check_table(replace(table, value_added=value_added)).find("negative_value_added")
    assert 7 in found.rows
    x = table.x.copy()
    x[2] = -1.0
    assert check_table(replace(table, x=x)).find("negative_output").rows == (2,)


def test_a_sector_whose_inputs_reach_its_output_is_named():
    table = sound_table()
    k = 5
    Z = table.Z.copy()
    Z[:, k] *= 1.2 * table.x[k] / Z[:, k].sum()
    report = check_table(replace(table, Z=Z))
    assert report.find("inputs_reach_output").rows == (k,)
    assert report.find("inputs_reach_output").size == pytest.approx(1.2)
    assert report.radius[0] < 1


def test_a_table_that_is_not_productive_is_refused_with_its_sectors():
    table = sound_table()
    Z = table.Z.copy()
    Z[POWER, POWER] = 1.5 * table.x[POWER]
    with pytest.raises(InputError) as error:
        check_table(replace(table, Z=Z))
    assert "广东电力" in error.value.text.zh
    assert "not productive" in error.value.text.en


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 8))
def test_the_bounds_hold_the_spectral_radius(seed, n):
    random = np.random.default_rng(seed)
    Z, x = random.gamma(0.4, 1.0, (n, n)), random.uniform(0.5, 5.0, n)
    low, high = spectral_bounds(Z, x)
    radius = np.abs(np.linalg.eigvals(Z / x)).max()
    assert low - 1e-9 <= radius <= high + 1e-9


def test_what_bears_on_an_answer_becomes_a_note_about_its_region_alone(tmp_path):
    dataset = write_world(tmp_path)
    table = dataset.io_table()
    np.save(dataset.folder / "io.x.npy", 1.05 * table.x)
    again = Dataset(dataset.folder)
    notes = {r: import_notes(again, again.io_table(), r) for r in ("CN-GD", "CN-JS")}
    assert {n.level for found in notes.values() for n in found} == {"caution"}
    assert all("不平衡" in found[0].text.zh for found in notes.values())
    told = {r: " ".join(n.text.zh for n in found[1:]) for r, found in notes.items()}
    assert "江苏" not in told["CN-GD"]
    assert "广东" not in told["CN-JS"]


def test_what_the_import_has_said_is_not_said_again(tmp_path):
    dataset = write_world(tmp_path)
    table = dataset.io_table()
    np.save(dataset.folder / "io.x.npy", 1.05 * table.x)
    again = Dataset(dataset.folder)
    said = Text(zh="行不平衡", en="unbalanced")
    finding = ImportFinding(
        level="caution", file="f", rule="io_output_of_row", table=table.id, text=said
    )
    again.manifest.findings.append(finding)
    texts = [n.text for n in import_notes(again, again.io_table(), "CN-GD")]
    assert texts[0] == said
    assert not any("Rows of the table" in t.en for t in texts)
