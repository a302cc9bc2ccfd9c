"""A saved chart is one file: offline, safe, named after the chart."""

import json
import re
import subprocess
import sys
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from data.errors import DataMissingError
from data.text import same
from viz import file
from viz.option import option

CHARTS = SimpleNamespace(**run_path(str(Path(__file__).with_name("samples_charts.py"))))

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("kind", sorted(CHARTS.ALL))
def test_the_file_holds_the_option(kind, tmp_path):
    chart = CHARTS.ALL[kind]()
    text = file.save(chart, tmp_path / "charts", "zh").read_text(encoding="utf-8")
    held = re.search(r'id="option">(.*?)</script>', text, re.DOTALL)
    assert json.loads(held[1]) == option(chart, "zh")


def test_the_file_names_no_outside_address(tmp_path):
    text = file.save(CHARTS.pathway(), tmp_path, "en").read_text(encoding="utf-8")
    own = text.replace(file.library(), "")
    assert "http:" not in own
    assert "https:" not in own
    assert "default-src 'none'" in own
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=", own)
    assert "demonstration data (synthetic)" in own
    assert '<html lang="en">' in own


def test_the_name_is_stable_and_one_a_language(tmp_path):
    first, again = (file.save(CHARTS.trend(), tmp_path, "zh") for _ in range(2))
    assert first == again == tmp_path / "trend-CN-GD-CN-JS.zh.html"
    assert file.save(CHARTS.trend(), tmp_path, "en") != first


@pytest.mark.parametrize("chart_id", ["../../etc/passwd", "a/b", "路径", "", "a" * 300, "a:b"])
def test_odd_ids_stay_inside_the_folder(chart_id, tmp_path):
    path = file.save(CHARTS.trend().model_copy(update={"id": chart_id}), tmp_path, "zh")
    assert path.parent == tmp_path
    assert path.exists()


def test_ids_that_clean_up_alike_keep_apart():
    assert file.file_stem("a/b") != file.file_stem("a:b")


def test_a_title_cannot_leave_its_place(tmp_path):
    chart = CHARTS.trend().model_copy(
        update={"title": same("</script><script>alert(1)</script>"), "notes": [same("<b>x</b>")]}
    )
    text = file.save(chart, tmp_path, "zh").read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "<b>x</b>" not in text


def test_a_missing_library_says_what_to_do(monkeypatch):
    monkeypatch.setattr(file, "find_spec", lambda _name: None)
    with pytest.raises(DataMissingError, match="install panel again"):
        file.library()


def test_no_plotting_library_is_loaded(tmp_path):
    code = (
        "import sys; from pathlib import Path; from runpy import run_path;"
        "from viz.file import save;"
        "chart = run_path('tests/samples_charts.py')['trend']();"
        f"save(chart, Path({str(tmp_path)!r}), 'zh');"
        "held = {'panel', 'holoviews', 'bokeh', 'matplotlib', 'pandas'} & set(sys.modules);"
        "sys.exit(repr(held) if held else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
