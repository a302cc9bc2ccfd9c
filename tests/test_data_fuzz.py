"""A short run of the fuzzer; `python -m benchmarks.fuzz_import` runs it as long as wanted."""

import pytest

from tests.fuzzing import fuzz, read_figures
from tests.specimens import SPECIMENS, specimen


@pytest.mark.parametrize("kind", SPECIMENS)
def test_damaged_files_are_refused_or_read_exactly(kind):
    cases = {"mrio": 8, "nation": 15}.get(kind, 40)
    counted = fuzz(kind, cases, seed=1)
    assert counted.total() == cases
    assert counted["refused"] > 0


@pytest.mark.parametrize("kind", SPECIMENS)
def test_the_figures_of_a_specimen_can_be_told_apart(kind):
    sound = specimen(kind)
    figures = [v for v in read_figures(sound, sound.pack(sound.sheets)).values() if v]
    assert len(set(figures)) > 0.97 * len(figures)
