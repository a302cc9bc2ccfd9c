"""“SDA” has two meanings here: a question that leaves open which one is asked back."""

import re
from dataclasses import replace

from assistant.builtin.kinds import all_kinds, example
from assistant.builtin.linker import Slots
from data.knowledge.concepts import concepts
from data.knowledge.masking import mask
from data.text import Lang, Text

SDA = re.compile(r"(?<![A-Za-z])SDA(?![A-Za-z])", re.IGNORECASE)

SETTLED = re.compile(
    # One of the two by its words …
    r"部门脱碳|结构分解|sectoral decarboni[sz]ation|structural decomposition|decompos|分解"
    # … by what only one of them gives …
    r"|目标|路径|基准|减|降|达标|脱碳|target|pathway|benchmark|cut|reduc|decarboni"
    r"|变化|原因|驱动|隐含|足迹|change|drove|driver|footprint|embodied|between"
    # … or a question about the term itself, which the manual answers.
    r"|是什么|什么是|什么意思|是啥|区别|含义|指什么|何谓|what is|what does|mean|explain|difference"
    r"|stand for|解释|介绍|怎么算|公式|how (?:is|are|does)|formula",
    re.IGNORECASE,
)

TEXT = {
    "zh": "“SDA”在这里有两种意思：部门脱碳方法（Sectoral Decarbonization Approach，为行业设定到目标年的路径），"
    "或结构分解分析（Structural Decomposition Analysis，用两个年份的投入产出表解释排放为什么变化）。您问的是哪一种？",
    "en": "“SDA” has two meanings here: the Sectoral Decarbonization Approach, which sets a sector's pathway"
    " to a target year, or structural decomposition analysis, which explains by two input-output tables why"
    " emissions changed. Which one do you mean?",
}

SECTORAL = Text(
    zh="用部门脱碳方法（SDA）测算{region}{sector}到2060年的减排路径",
    en="Sectoral Decarbonization Approach (SDA): pathway for {sector} in {region} to 2060",
)


def leaves_sda_open(question: str, slots: Slots) -> bool:
    """Tell whether a question says SDA and nothing that settles which.

    >>> from assistant.builtin.linker import link
    >>> [leaves_sda_open(q, link(q)) for q in ("广东SDA分析", "SDA是什么", "山东钢铁的SDA目标")]
    [True, False, False]
    """
    if not SDA.search(question) or SETTLED.search(question):
        return False
    future = "1 target" in concepts(mask(question))
    past = len(slots.all_years) > 1 and not future
    return not (future or past)


def ask_which_sda(slots: Slots, lang: Lang) -> tuple[str, list[str]]:
    """Ask which SDA is meant; return the text and a question for each."""
    sectoral = replace(all_kinds()["sector_pathway"], example=SECTORAL)
    kinds = (sectoral, all_kinds()["structural_change"])
    return TEXT[lang], [example(kind, slots) for kind in kinds]
