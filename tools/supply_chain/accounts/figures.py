"""Figures of an input-output table as claims, with the table's year, kind and sources."""

from collections.abc import Mapping, Sequence

from data.citations import cite_computed
from data.fields import FIELDS
from data.result import Claim, Scalar, make_claim
from data.text import Text
from tools.supply_chain.accounts.accounts import Accounts


class TableFigures:
    """Mints the claims of one tool call about one province; each is kept once, in order.

    Args:
        dataset: Id of the data set.
        accounts: The accounts of the table the figures are drawn from.
        region: The region they speak of; several are written with spaces between their ids.
        later: Assumptions behind the figures of other years than the table's.
    """

    def __init__(
        self,
        dataset: str,
        accounts: Accounts,
        region: str,
        later: Mapping[str, Scalar] | None = None,
    ) -> None:
        self.dataset = dataset
        self.accounts = accounts
        self.region = region
        self.later: dict[str, Scalar] = dict(later or {})
        self.claims: dict[str, Claim] = {}

    def mint(
        self,
        metric: str,
        value: float,
        *,
        formula: str = "",
        year: int | None = None,
        entity: Mapping[str, str] | None = None,
        params: Mapping[str, Scalar] | None = None,
        parents: Sequence[Claim] = (),
        names: Mapping[str, Text] | None = None,
    ) -> Claim:
        """Mint a figure of the province, by default in the table's year."""
        table_year = self.accounts.table.year
        when = table_year if year is None else year
        source = self.accounts.citation
        assumed = {} if when == table_year else self.later
        claim = make_claim(
            metric,
            value,
            unit=FIELDS[metric].unit,
            kind=self.accounts.kind,
            dataset=self.dataset,
            source=source if when == table_year else cite_computed("pathway", source),
            year=when,
            entity={"regions" if " " in self.region else "region": self.region, **(entity or {})},
            formula=formula,
            params={"table": self.accounts.table.id, **assumed, **(params or {})},
            parents=parents,
            names=names,
        )
        return self.claims.setdefault(claim.id, claim)
