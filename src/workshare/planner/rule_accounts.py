"""What a plan delivers under each rule of shares."""

from __future__ import annotations

from collections.abc import Iterator

from workshare.model.rules import RuleKind
from workshare.outcome.terms import RuleAccount
from workshare.planner.lags import Floats
from workshare.planner.model import Model
from workshare.planner.rules.origin import amount, scope, unit_content, value_content


def rule_accounts(model: Model, x: Floats) -> Iterator[RuleAccount]:
    """The account of each rule of shares, by what the solution sets apart for its deliveries."""
    for n, rule in enumerate(model.delivered.rules):
        served = float(x[scope(model, n)].sum())
        if rule.kind is RuleKind.SINGLE_SITE:
            content = list(unit_content(model, n))
            sites = sorted({c.whose for c in content if rule.site in {None, c.whose}})
            of = max(sites, key=lambda site: amount(x, content, site), default=rule.site or "")
            total = served
        else:
            content, of = list(value_content(model, n)), rule.country or ""
            total = amount(x, content)
        mine = amount(x, content, of)
        yield RuleAccount(
            rule=rule.id,
            kind=str(rule.kind),
            of=of,
            delivered=served,
            content=mine,
            total=total,
            share=mine / total if total > 0 else 0.0,
            asked=rule.share.value if rule.share else 0.0,
            minimum=rule.minimum.value if rule.minimum else 0.0,
        )
