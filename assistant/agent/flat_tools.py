"""Tools as models read them: whole schemas, or flat ones in few words for small models."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from data.knowledge.questions import QuestionStore
from data.text import Lang
from data.vocabulary import FUELS, REGIONS, SECTORS
from tools.registry import MODULES, get_tool

CHOICES = {
    "region": REGIONS,
    "regions": REGIONS,
    "province": REGIONS,
    "sectors": SECTORS,
    "fuels": FUELS,
}
MOST = 5
"""So many tools a small model is given."""

ALWAYS = "search_manual"
SIMPLE = {"string", "integer", "number", "boolean"}


def nearest_tools(question: str, most: int = MOST) -> list[str]:
    """Choose the tools that the questions nearest to this one are answered with.

    >>> nearest_tools("2019年广东碳排放总量是多少？")[0]
    'query_emissions'
    """
    near = QuestionStore.load().nearest(question, most=20)
    found = dict.fromkeys(c["tool"] for _, q in near for c in q.calls if c["tool"] in MODULES)
    return list(dict.fromkeys([*list(found)[: most - 1], ALWAYS]))


@cache
def whole_schema(name: str) -> dict[str, Any]:
    """Describe a tool with every argument, as providers take it."""
    held = get_tool(name)
    parameters = _lean(held.params.model_json_schema())
    described = {"name": name, "description": held.description, "parameters": parameters}
    return {"type": "function", "function": described}


@cache
def flat_schema(name: str, lang: Lang, *, choices: bool = True) -> dict[str, Any]:
    """Describe a tool by one sentence and the arguments that questions are answered with.

    Args:
        name: Of the tool.
        lang: Of the choices, where they are names of places.
        choices: Whether provinces, sectors and fuels are listed; where not, only short lists are.
    """
    held = get_tool(name)
    schema = held.params.model_json_schema()
    required = schema.get("required", [])
    used = _used().get(name, set()) | set(required)
    properties = {
        key: _flat(key, value, lang, choices)
        for key, value in schema["properties"].items()
        if key in used or not used
    }
    return {
        "type": "function",
        "function": {
            "name": name,
            "description": " ".join(held.description.split("\n\n")[0].split()),
            "parameters": {
                "type": "object",
                "properties": {k: v for k, v in properties.items() if v},
                "required": required,
            },
        },
    }


def one_line(schema: dict[str, Any]) -> str:
    """Write a flat tool as one line of a prompt: name, what for, arguments with their types."""
    function = schema["function"]
    required = function["parameters"]["required"]
    arguments = [
        f"{key}{'' if key in required else '?'}: {_type_words(value)}"
        for key, value in function["parameters"]["properties"].items()
    ]
    return f"- {function['name']}({', '.join(arguments)}): {function['description']}"


@cache
def _used() -> dict[str, set[str]]:
    """Return the arguments that the calls of the question store make use of, by tool."""
    used: dict[str, set[str]] = {}
    for question in QuestionStore.load().questions:
        for call in question.calls:
            used.setdefault(call["tool"], set()).update(call["arguments"])
    return used


def _lean(schema: Any) -> Any:
    """Leave out what says nothing to a model: titles, and that an argument may be null."""
    if isinstance(schema, list):
        return [_lean(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {k: v for k, v in schema.items() if k != "title" or not isinstance(v, str)}
    options = [o for o in kept.get("anyOf", []) if o.get("type") != "null"]
    if len(options) == 1:
        kept = {k: v for k, v in kept.items() if k not in ("anyOf", "default")} | options[0]
        kept.pop("title", None)
    return {k: _lean(v) for k, v in kept.items()}


def _flat(key: str, value: dict[str, Any], lang: Lang, choices: bool) -> dict[str, Any]:
    chosen = next((a for a in value.get("anyOf", []) if a.get("type") != "null"), value)
    kind = chosen.get("type", "")
    flat: dict[str, Any] = {"description": value.get("description", "")}
    listed = _choices(key, lang) if choices else []
    if kind == "array":
        inner = chosen.get("items", {})
        if inner.get("type") not in SIMPLE:
            return {}
        item = {k: inner[k] for k in ("type", "enum") if k in inner}
        return {**flat, "type": "array", "items": {**item, **({"enum": listed} if listed else {})}}
    if kind not in SIMPLE:
        return {}
    flat["type"] = kind
    enum = chosen.get("enum") or listed
    return {**flat, **({"enum": enum} if enum else {})}


def _choices(key: str, lang: Lang) -> list[str]:
    held = CHOICES.get(key)
    return [term.label.get(lang) for term in held] if held else []


def _type_words(value: dict[str, Any]) -> str:
    if value["type"] == "array":
        return f"list of {_type_words(value['items'])}"
    enum: Sequence[Any] = value.get("enum", [])
    return "|".join(map(str, enum)) if enum else str(value["type"])
