"""Rules of what is delivered: whose value it is, where it was made, and how much of it there is at least.

The columns are those of ``rules.delivered``: only what ends in a delivery in the rule's scope counts, and once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workshare.model.programme import by_id
from workshare.model.rules import Rule, RuleKind
from workshare.planner.blocks import Entries, Grid
from workshare.planner.delivered import in_force, in_scope
from workshare.planner.lags import Floats, Ints
from workshare.planner.model import Model, Rows
from workshare.planner.network import FlowKind
from workshare.planner.rules.delivered import GIVEN, STRAND
from workshare.planner.stocks import ENTER
from workshare.results.accounts import value_added

MOVED = frozenset({FlowKind.SHIP, FlowKind.SWAP, FlowKind.AGE})
"""Flows that neither make nor bring anything new."""

LEAST_SHARE = 0.01
"""Rows of smaller shares are not written any larger."""


@dataclass(frozen=True, slots=True)
class Content:
    """Columns of which each unit adds so much to what is delivered, for somebody: a country, a site, or nobody."""

    cells: Ints
    each: float
    whose: str


def value_content(model: Model, number: int) -> Iterator[Content]:
    """The value in the deliveries that a rule of shares of value looks at.

    A run adds what it adds at standard costs where it stands (for local content: but for the runs that make the
    rule's item), a purchase the item's standard cost in the country that it comes from. What was there at the
    start, or in work, counts at its standard cost for nobody.
    """
    rule, found, programme = model.delivered.rules[number], model.delivered, model.programme
    worth: dict[str, float] = {i.id: i.cost.value if i.cost else 0.0 for i in programme.items}
    country: dict[str, str] = {s.id: s.country for s in programme.sites}
    operations, supplies = by_id(programme.operations), by_id(programme.supplies)
    classes, grid = found.looks_at(number), model.columns.further[STRAND]
    for n, (k, strand) in enumerate(found.strands):
        flow = model.shrunk.flows[strand.flow]
        if k not in classes or flow.kind is FlowKind.FINISH or flow.kind in MOVED:
            continue
        if flow.kind is FlowKind.MAKE:
            operation = operations[flow.id]
            if rule.kind is RuleKind.LOCAL_CONTENT and rule.item in operation.makes:
                continue
            each, whose = strand.weight * value_added(operation, worth), country[operation.site]
        elif flow.kind is FlowKind.BUY:
            each = strand.per * worth[strand.into.item]
            whose = supplies[flow.id].country or country[strand.into.site]
        else:
            each, whose = strand.per * worth.get(strand.into.item, 0.0), ""
        yield Content(_cells(grid, n), each, whose)
    for n, (k, stock, _, _) in enumerate(found.given):
        if k in classes:
            yield Content(_cells(model.columns.further[GIVEN], n), worth.get(stock.item, 0.0), "")


def unit_content(model: Model, number: int) -> Iterator[Content]:
    """The units in the deliveries that a rule on single sites looks at, by the site that makes or receives them.

    An item that may serve for the rule's item counts as one.
    """
    rule, found = model.delivered.rules[number], model.delivered
    items, classes = alike(model, rule), found.looks_at(number)
    for n, (k, strand) in enumerate(found.strands):
        kind = model.shrunk.flows[strand.flow].kind
        if k in classes and kind not in MOVED and strand.into.stage in {"", ENTER} and strand.into.item in items:
            yield Content(_cells(model.columns.further[STRAND], n), strand.per, strand.into.site)


def alike(model: Model, rule: Rule) -> set[str]:
    """The rule's item and all that may serve for it."""
    items: set[str] = {rule.item} if rule.item else set()
    for _ in model.programme.substitutes:
        items |= {s.item for s in model.programme.substitutes if s.instead_of in items}
    return items


def _cells(grid: Grid, thing: int) -> Ints:
    cells = grid.of(thing)
    return np.arange(cells.start, cells.stop)


def scope(model: Model, number: int) -> Ints:
    """The columns of the deliveries in the scope of a rule."""
    serve, sink = model.columns.serve, model.delivered.sink
    return np.asarray(np.flatnonzero(np.isin(sink, list(model.delivered.looks_at(number)))) + serve.base)


def value_shares(model: Model) -> Rows:
    """A country has at least its share of the value of what is delivered (workshare), or of its inputs (local content).

    sum over content of c of value · X - share · sum over all content of value · (X, U) >= 0
    """
    rows, lower = _Lines(), []
    for n, rule in enumerate(model.delivered.rules):
        if rule.kind in {RuleKind.WORKSHARE, RuleKind.LOCAL_CONTENT} and rule.share:
            size = _size(model, rule) * max(rule.share.value, LEAST_SHARE)
            for part in value_content(model, n):
                rows.add(part.cells, part.each / size * ((part.whose == rule.country) - rule.share.value))
            rows.close(rule.id)
            lower.append(0.0)
    return rows.rows(lower, [np.inf] * len(lower))


def _size(model: Model, rule: Rule) -> float:
    """The least value that a delivered unit has in the eyes of a rule: rows are written in it.

    The solver lets every row go wrong by a fixed little, which is to be little of a unit.
    """
    worth: dict[str, float] = {i.id: i.cost.value if i.cost else 0.0 for i in model.programme.items}
    values = [worth[i.id] for i in model.programme.items if in_scope(rule, i.id, i.family)]
    if rule.kind is RuleKind.LOCAL_CONTENT:
        makers = [o for o in model.programme.operations if rule.item in o.makes]
        values = [sum(worth[i] * n.value for i, n in o.uses.items()) for o in makers] + values
    return min((value for value in values if value > 0), default=1.0)


def single_sites(model: Model) -> Rows:
    """No site gives more than its share of the units that are delivered.

    sum over what site s gives of units · X <= share · sum over d, p in scope of serve[d,p]   for each site s, or one
    """
    rows, upper = _Lines(), []
    for n, rule in enumerate(model.delivered.rules):
        if rule.kind is RuleKind.SINGLE_SITE and rule.share:
            content = list(unit_content(model, n))
            served = scope(model, n)
            for site in sorted({c.whose for c in content if rule.site in {None, c.whose}}):
                size = max(rule.share.value, LEAST_SHARE)
                for part in content:
                    if part.whose == site:
                        rows.add(part.cells, part.each / size)
                rows.add(served, -rule.share.value / size)
                rows.close(rule.id)
                upper.append(0.0)
    return rows.rows([-np.inf] * len(upper), upper)


def rule_minimums(model: Model) -> Rows:
    """So much is delivered under a rule of shares at least:  sum over d, p in scope of serve[d,p] >= minimum.

    What was delivered under it before the plan's day counts too.
    """
    rows, lower = _Lines(), []
    for n, rule in enumerate(model.delivered.rules):
        if rule.minimum:
            rows.add(scope(model, n), 1.0)
            rows.close(rule.id)
            lower.append(max(0.0, rule.minimum.value - _delivered_before(model, rule)))
    return rows.rows(lower, [np.inf] * len(lower))


def _delivered_before(model: Model, rule: Rule) -> float:
    """What was delivered under a rule before the plan's day."""
    demands, items = by_id(model.programme.demands), by_id(model.programme.items)
    total = 0.0
    for actual in model.shrunk.network.facts.actuals:
        demand = demands[actual.demand] if actual.demand else None
        if demand and in_scope(rule, demand.item, items[demand.item].family) and in_force(rule, actual.date):
            total += actual.quantity.value
    return total


def demand_minimums(model: Model) -> Rows:
    """So much of a demand is delivered at least:  sum over p of serve[d,p] >= minimum[d]."""
    rows, lower = _Lines(), []
    for n, (demand, _, _) in enumerate(model.shrunk.demands):
        if demand.minimum:
            rows.add(_cells(model.columns.serve, n), 1.0)
            rows.close(demand.id)
            lower.append(demand.minimum.value)
    return rows.rows(lower, [np.inf] * len(lower))


class _Lines:
    """Rows written one by one."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.entries: list[Entries] = []

    def add(self, columns: Ints, value: float) -> None:
        """Entries of the row that is being written."""
        at = np.full(len(columns), len(self.names), dtype=np.int32)
        self.entries.append(Entries(at, columns, np.full(len(columns), value)))

    def close(self, name: str) -> None:
        """The row is about this thing."""
        self.names.append(name)

    def rows(self, lower: list[float], upper: list[float]) -> Rows:
        """All of them."""
        grid = Grid([0] * len(self.names), [0] * len(self.names))
        return Rows(grid, tuple(self.entries), np.array(lower, float), np.array(upper, float), tuple(self.names))


def amount(x: Floats, content: list[Content], whose: str | None = None) -> float:
    """What content comes to in a solution: somebody's, or all of it."""
    return sum(c.each * float(x[c.cells].sum()) for c in content if whose in {None, c.whose})
