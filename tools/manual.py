"""Tool: search the manual for how things are done, what they mean and how figures come about."""

from typing import Annotated

from pydantic import Field

from data.knowledge.passages import Passage, language_of, the_manual
from data.result import Column, Finding, Note, Result, Source, Table
from data.text import Lang, Text
from tools.registry import Context, tool

MOST = 3
EXTRACT = 400
"""Characters of the best passage that are quoted beside its title."""

TITLE = Text(zh="手册", en="Manual")
NOTHING = Text(
    zh="手册中没有找到相关内容。可以换个说法，例如“什么是SDA”“怎么导入数据”“数字怎么核对”。",
    en="The manual holds nothing on this. Try other words, such as “what is SDA”, “how to import"
    " data” or “how are figures checked”.",
)
FOLLOWUPS = [
    Text(zh="你有哪些数据？", en="Which data do you have?"),
    Text(zh="数字是怎么核对的？", en="How are figures checked?"),
]


@tool
def search_manual(
    context: Context,
    query: Annotated[str, Field(description="Question or key words, Chinese or English")],
    lang: Annotated[
        Lang | None, Field(description="Language of the passages; default that of the query")
    ] = None,
) -> Result:
    """Search the manual: how to ask, import, configure; definitions, methods, sources, limits.

    Use for questions on what something means or how it is done (什么是SDA, 怎么导入数据, how are figures
    verified), never for figures of emissions.
    """
    wanted = lang or language_of(query)
    passages = _search(context, query, wanted)
    if not passages:
        return Result(
            tool="search_manual",
            title=TITLE,
            notes=[Note(level="missing", text=NOTHING)],
            followups=FOLLOWUPS,
        )
    return Result(
        tool="search_manual",
        title=TITLE,
        findings=[Finding(text=_quote(passages[0])), *_further(passages[1:])],
        tables=[_tabulate(passages)],
        sources=[Source(title=TITLE, citation="VisCEADs manual", kind="reference")],
        followups=FOLLOWUPS,
    )


def _search(context: Context, query: str, lang: Lang) -> list[Passage]:
    """Search the index at hand; without one, or for passages it alone knows, the manual itself."""
    manual = the_manual()
    if not query.strip():
        return []
    if context.manual is None:
        found = manual.search(query, MOST, lang)
    else:
        found = context.manual.search(query, MOST)
    held = (manual.find(f["title"], lang) for f in found)
    return [p for p in held if p is not None]


def _both(passage: Passage) -> tuple[Passage, Passage]:
    manual = the_manual()
    return manual.twin(passage, "zh"), manual.twin(passage, "en")


def _quote(passage: Passage) -> Text:
    zh, en = _both(passage)
    return Text(
        zh=f"手册“{zh.title}”：\n\n{shorten(zh.text)}",
        en=f"Manual, “{en.title}”:\n\n{shorten(en.text)}",
    )


def _further(passages: list[Passage]) -> list[Finding]:
    """Name the other pages that may help."""
    if not passages:
        return []
    pairs = [_both(p) for p in passages]
    zh = "、".join(f"“{zh.title}”" for zh, _ in pairs)
    en = ", ".join(f"“{en.title}”" for _, en in pairs)
    return [Finding(section="further", text=Text(zh=f"另见：{zh}。", en=f"See also {en}."))]


def _tabulate(passages: list[Passage]) -> Table:
    rows: list[list[str | int | float | bool | Text | None]] = []
    for zh, en in map(_both, passages):
        rows.append([Text(zh=zh.title, en=en.title), Text(zh=zh.text, en=en.text)])
    return Table(
        id="passages",
        title=Text(zh="手册段落", en="Passages of the manual"),
        columns=[
            Column(id="title", label=Text(zh="标题", en="Title")),
            Column(id="text", label=Text(zh="内容", en="Text")),
        ],
        rows=rows,
        kind="reference",
        source="VisCEADs manual",
    )


def shorten(text: str, most: int = EXTRACT) -> str:
    """Cut a passage at the end of a line or sentence, an ellipsis marking what is left out.

    >>> shorten("One. Two is long.", 8)
    'One. …'
    """
    if len(text) <= most:
        return text
    cut = max(text.rfind(end, 0, most) for end in ("\n", "。", ". ", "；"))
    return text[: cut + 1 if cut > 0 else most].rstrip() + " …"
