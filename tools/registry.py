"""The register of tools: a typed function becomes a tool with a schema, run by name.

A tool is a function of a context and keyword arguments whose docstring is what a model reads;
``Annotated[..., Field(description=...)]`` documents each argument.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from data.dataset import Dataset
from data.errors import InputError
from data.result import Claim, Result
from data.text import Text
from tools.own_figures import tell_own

if TYPE_CHECKING:
    from collections.abc import Mapping


class ClaimLookup(Protocol):
    """Finds a claim minted in an earlier call."""

    def get(self, claim_id: str) -> Claim | None:
        """Return the claim, or None."""
        ...


class ManualSearch(Protocol):
    """Finds passages of the manual."""

    def search(self, query: str, most: int = 5) -> list[dict[str, str]]:
        """Return passages, best first: ``title``, ``text``, ``lang``, ``page``."""
        ...


@dataclass(frozen=True)
class Context:
    """What a tool may use besides its arguments.

    Attributes:
        dataset: The data set of the conversation.
        this_year: The current year, the default start of a pathway.
        claims: Claims of earlier calls, for ``calculate``.
        manual: Search over the manual, for ``search_manual``.
        progress: Called with a share in 0..1 and a text by tools that take over a second.
    """

    dataset: Dataset
    this_year: int
    claims: ClaimLookup | None = None
    manual: ManualSearch | None = None
    progress: Callable[[float, Text], None] = field(default=lambda _share, _text: None)


@dataclass(frozen=True)
class Tool:
    """A registered tool: its name, what the model reads, and the schema of its arguments."""

    name: str
    description: str
    params: type[BaseModel]
    function: Callable[..., Result]

    def run(self, context: Context, arguments: "Mapping[str, Any]") -> Result:
        """Check the arguments and run the tool.

        Raises:
            InputError: An argument is unknown, missing or of the wrong type; the text names it.
        """
        try:
            checked = self.params.model_validate(dict(arguments))
        except ValidationError as error:
            raise InputError(_explain(self, error)) from error
        result = self.function(context, **dict(checked))
        result = tell_own(context.dataset, result)
        sent = checked.model_dump(mode="json", exclude_none=True)
        return result.model_copy(update={"tool": self.name, "arguments": sent})


MODULES: dict[str, str] = {
    "coverage": "tools.coverage",
    "query_emissions": "tools.inventory.emissions",
    "compare": "tools.inventory.compare",
    "rank": "tools.inventory.rank",
    "draw_trend": "tools.inventory.trend",
    "draw_sankey": "tools.inventory.sankey",
    "decompose_change": "tools.inventory.decomposition",
    "place_emissions": "tools.places.emissions",
    "draw_network": "tools.supply_chain.network.network",
    "linkages": "tools.supply_chain.linkages.linkages",
    "key_links": "tools.supply_chain.key_links.key_links",
    "structural_change": "tools.supply_chain.change.structural_change",
    "footprint": "tools.supply_chain.footprint.footprint",
    "transfers": "tools.supply_chain.footprint.transfers",
    "what_if": "tools.supply_chain.what_if.what_if",
    "supply_chain_paths": "tools.supply_chain.paths.supply_chain_paths",
    "sda_pathway": "tools.sda.sda_pathway",
    "net_zero_roadmap": "tools.roadmap.net_zero",
    "ensemble": "tools.ensemble.ensemble",
    "compare_scenarios": "tools.scenarios.compare_scenarios",
    "sector_benchmark": "tools.scenarios.sector_benchmark",
    "grid_factors": "tools.scenarios.grid_factors",
    "gap_to_target": "tools.gap.gap_to_target",
    "industry_roadmap": "tools.gap.industry_roadmap",
    "policy_targets": "tools.policy.policy_targets",
    "query_table": "tools.tabular.query_table",
    "search_manual": "tools.manual",
    "calculate": "tools.calculate",
}
"""Which file holds which tool; a file is imported when its tool is first used."""

_registered: dict[str, Tool] = {}


def tool(function: Callable[..., Result]) -> Callable[..., Result]:
    """Register a function as a tool under its own name."""
    signature = inspect.signature(function)
    fields: dict[str, Any] = {}
    for name, parameter in list(signature.parameters.items())[1:]:
        default = ... if parameter.default is inspect.Parameter.empty else parameter.default
        fields[name] = (parameter.annotation, default)
    params = create_model(
        f"{function.__name__}_arguments", __config__=ConfigDict(extra="forbid"), **fields
    )
    _registered[function.__name__] = Tool(
        name=function.__name__,
        description=inspect.getdoc(function) or "",
        params=params,
        function=function,
    )
    return function


def get_tool(name: str) -> Tool:
    """Return a tool by name, importing its file on first use.

    Raises:
        InputError: There is no such tool; the message lists those there are.
    """
    if name not in MODULES:
        held = ", ".join(MODULES)
        raise InputError(
            Text(
                zh=f"没有名为“{name}”的工具；可用：{held}。",
                en=f"No tool named “{name}”; use: {held}.",
            )
        )
    if name not in _registered:
        import_module(MODULES[name])
    return _registered[name]


def all_tools() -> list[Tool]:
    """Return every tool in the order of ``MODULES``."""
    return [get_tool(name) for name in MODULES]


def _explain(held: Tool, error: ValidationError) -> Text:
    known = ", ".join(held.params.model_fields)
    parts = [f"{'.'.join(map(str, e['loc'])) or held.name}: {e['msg']}" for e in error.errors()]
    what = "; ".join(parts)
    return Text(
        zh=f"工具 {held.name} 的参数有误：{what}。可用参数：{known}。",
        en=f"Wrong arguments for {held.name}: {what}. Arguments: {known}.",
    )
