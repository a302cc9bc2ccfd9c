"""A chart as one HTML file that opens anywhere, without a network and without Panel running."""

import hashlib
import html
import json
import re
from importlib.util import find_spec
from pathlib import Path

from data.errors import DataMissingError
from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.names import kind_line, source_line
from viz.option import height, option

BUNDLED = "dist/bundled/echarts/echarts@*/dist/echarts.min.js"
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)
LANGUAGE = {"zh": "zh-CN", "en": "en"}


def save(chart: Chart, folder: Path, lang: Lang) -> Path:
    """Write a chart to a file of its own and return the path.

    The name follows from the chart's id and the language, so a chart drawn again replaces itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file_stem(chart.id)}.{lang}.html"
    path.write_text(page(chart, lang), encoding="utf-8")
    return path


def file_stem(chart_id: str) -> str:
    """Make a file name of a chart id; characters that a file system refuses give way to a hash.

    >>> file_stem("pathway-CN-GD-2060")
    'pathway-CN-GD-2060'
    """
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", chart_id).strip("-.")[:80]
    if kept == chart_id:
        return kept
    mark = hashlib.blake2b(chart_id.encode(), digest_size=4).hexdigest()
    return f"{kept or 'chart'}-{mark}"


def page(chart: Chart, lang: Lang) -> str:
    """Return the HTML of a chart: its picture, its notes, and the library that draws it."""
    title = html.escape(chart.title.get(lang))
    notes = "".join(f"<li>{html.escape(n.get(lang))}</li>" for n in chart.notes)
    below = " · ".join(t for t in (kind_line(chart, lang), source_line(chart, lang)) if t)
    return f"""<!doctype html>
<html lang="{LANGUAGE[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{title}</title>
<style>
body {{ margin: 0; padding: 8px; background: {palette.PAPER}; color: {palette.INK};
  font: 14px/1.6 {palette.FONTS}; }}
main {{ max-width: 1280px; margin: 0 auto; }}
#chart {{ width: 100%; height: max({height(chart)}px, min(78vh, 900px)); }}
ul, noscript {{ color: {palette.MUTED}; margin: 4px 14px; padding-left: 18px; }}
</style>
</head>
<body>
<main>
<div id="chart" role="img" aria-label="{title}"></div>
<noscript>{title} · {html.escape(below)}</noscript>
{f"<ul>{notes}</ul>" if notes else ""}
</main>
<script type="application/json" id="option">{embed(option(chart, lang))}</script>
<script>{library()}</script>
<script>
const chart = echarts.init(document.getElementById("chart"));
chart.setOption(JSON.parse(document.getElementById("option").textContent));
new ResizeObserver(() => chart.resize()).observe(document.getElementById("chart"));
</script>
</body>
</html>
"""


def embed(value: object) -> str:
    r"""Write JSON that may stand inside a script element.

    >>> embed({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def library() -> str:
    """Read ECharts as the installed Panel bundles it, without importing Panel.

    Raises:
        DataMissingError: The installation does not hold it.
    """
    spec = find_spec("panel")
    roots = [Path(p) for p in (spec.submodule_search_locations or [])] if spec else []
    found = sorted(path for root in roots for path in root.glob(BUNDLED))
    if not found:
        raise DataMissingError(
            Text(
                zh="安装中缺少 ECharts 绘图库（随 panel 提供），无法保存图表；请重新安装 panel。",
                en="The installation lacks the ECharts library that comes with panel, so the chart"
                " cannot be saved; install panel again.",
            )
        )
    return found[-1].read_text(encoding="utf-8").replace("</script", r"<\/script")
