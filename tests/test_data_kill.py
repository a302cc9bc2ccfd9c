"""A process killed in the middle of an import, and a disk that is full: the data set stays whole."""

import subprocess
import sys

import numpy as np
import pytest

from data.ceads.importing import import_paths
from data.store import Store
from tests.interrupted import kill_imports
from tests.workbooks import make_provincial

FULL_DISK = """
import resource, sys
from pathlib import Path
from data.ceads.importing import import_paths
from data.errors import VisceadsError
from data.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    import_paths([Path(sys.argv[2])], Store(Path(sys.argv[1])), replace=True)
except VisceadsError as error:
    print(error.text.zh)
    sys.exit(2)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and limits")


@pytest.fixture
def two_files(tmp_path):
    store = Store(tmp_path / "home")
    files, arrays = [], []
    for scale in (1.0, 2.0):
        file = tmp_path / f"{scale}.xlsx"
        file.write_bytes(make_provincial(scale=scale))
        import_paths([file], store, replace=True)
        files.append(file)
        arrays.append(np.array(store.open("ceads").provincial.co2_mt))
    return store, files, arrays


def test_a_killed_import_leaves_one_whole_version(two_files):
    store, files, arrays = two_files
    assert len(kill_imports(store.home, files, arrays, times=10)) == 10
    import_paths([files[0]], store, replace=True)
    np.testing.assert_array_equal(store.open("ceads").provincial.co2_mt, arrays[0])


def test_a_disk_that_takes_no_more_is_said_and_the_old_set_stays(two_files):
    store, files, arrays = two_files
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(store.home), str(files[0])],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 2, done.stderr
    assert "无法写入" in done.stdout
    assert "原有数据保持不变" in done.stdout
    assert store.verify("ceads") == []
    np.testing.assert_array_equal(store.open("ceads").provincial.co2_mt, arrays[1])
