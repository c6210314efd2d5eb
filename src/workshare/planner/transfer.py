"""Where an item may not go: flows that would bring it into a country, make it there or use it there.

What lies there when the plan begins, or is in work there, may leave, or be handed over where it lies; what has set
out before a rule comes into force may still arrive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from workshare.gates import Schedule
from workshare.model.programme import Programme
from workshare.model.rules import Rule, RuleKind
from workshare.planner.network import Flow, FlowKind, Network, network
from workshare.planner.stocks import Stock

MADE = frozenset({FlowKind.MAKE, FlowKind.FINISH})


def transfer_rules(programme: Programme, today: dt.date) -> tuple[list[Rule], list[Rule]]:
    """The rules of no transfer: those in force from today to the end, and those for a time only."""
    rules = [r for r in programme.rules if r.kind is RuleKind.NO_TRANSFER and r.item and r.country]
    always = [
        r
        for r in rules
        if (r.effective_start is None or r.effective_start <= max(today, programme.start))
        and (r.effective_end is None or r.effective_end >= programme.until)
    ]
    return always, [r for r in rules if r not in always]


def forbidden(programme: Programme, rule: Rule) -> frozenset[Stock]:
    """The stocks into which, and out of which but by leaving, nothing may go."""
    return frozenset(Stock(str(rule.item), s.id) for s in programme.sites if s.country == rule.country)


def barred(flows: Sequence[Flow], stocks: frozenset[Stock]) -> list[bool]:
    """For each flow whether it touches these stocks otherwise than by leaving them; all of an operation or nothing."""
    touched = [_touches(flow, stocks) for flow in flows]
    operations = {f.id for f, hit in zip(flows, touched, strict=True) if hit and f.kind in MADE}
    return [hit or (flow.kind in MADE and flow.id in operations) for flow, hit in zip(flows, touched, strict=True)]


def _touches(flow: Flow, stocks: frozenset[Stock]) -> bool:
    if any(stock in stocks for stock, _ in flow.gives):
        return True
    return flow.kind is not FlowKind.SHIP and any(stock in stocks for stock, _ in flow.takes)


def allowed(programme: Programme, schedule: Schedule, as_of: dt.date) -> Network:
    """The network of a programme without the flows that a rule of no transfer, in force all the time, forbids."""
    whole = network(programme, schedule, as_of)
    always, _ = transfer_rules(programme, as_of)
    if not always:
        return whole
    stocks = frozenset().union(*(forbidden(programme, rule) for rule in always))
    hit = barred(whole.flows, stocks)
    return replace(whole, flows=tuple(f for f, bad in zip(whole.flows, hit, strict=True) if not bad))
