"""Lines beneath an answer: what was verified, which model answered, and the sources."""

from html import escape

from assistant.events import Answer
from assistant.page import text as ui
from data.citations import cite
from data.result import KIND_LABEL, Result
from data.text import Lang


def verified_line(answer: Answer) -> str:
    """Write how many figures were verified, which model answered, with what effort."""
    lang = answer.lang
    parts: list[str] = []
    if answer.figures:
        text = ui.VERIFIED.get(lang).format(figures=answer.figures, verified=answer.verified)
        short = "" if answer.verified >= answer.figures else ' class="vc-short"'
        parts += [f"<b{short}>{escape(text)}</b>", escape(ui.OPEN_FIGURE.get(lang))]
    elif not answer.choices:
        parts.append(escape(ui.NO_FIGURES.get(lang)))
    if answer.demonstration and answer.figures:
        parts.append(escape(ui.DEMONSTRATION_LINE.get(lang)))
    if answer.notice:
        parts.append(escape(answer.notice.get(lang)))
    parts += [escape(p) for p in model_parts(answer)]
    return f'<div class="vc-verified">{"".join(f"<span>{p}</span>" for p in parts)}</div>'


def model_parts(answer: Answer) -> list[str]:
    """Name the model that answered, its tokens where its server counted them, and the time."""
    lang = answer.lang
    own = answer.model == "builtin" and answer.composed != "none"
    said = (ui.COMPOSED_BUILTIN if own else ui.COMPOSED[answer.composed]).get(lang)
    model = ui.model_name(answer.model, lang, answer.configured)
    parts = [f"{model} · {said}" if said else model] if model else []
    if answer.tokens_in or answer.tokens_out:
        parts.append(ui.TOKENS.get(lang).format(sent=answer.tokens_in, got=answer.tokens_out))
    return [*parts, ui.SECONDS.get(lang).format(s=answer.seconds)]


def sources_html(results: list[Result], lang: Lang) -> str:
    """List the sources of an answer, each once."""
    sources = {s.citation: s for r in results for s in r.sources}.values()
    items = "".join(
        f"<li><em>{escape(s.title.get(lang))}</em>{escape(cite(s.citation, lang))} · "
        f"{escape(KIND_LABEL[s.kind].get(lang))}{_link(s.url)}</li>"
        for s in sources
    )
    return f'<div class="vc-notes"><ul>{items}</ul></div>' if items else ""


def _link(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        return ""
    safe = escape(url)
    return f' · <a href="{safe}" target="_blank" rel="noopener noreferrer">{safe}</a>'
