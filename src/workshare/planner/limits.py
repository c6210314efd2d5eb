"""The most that a flow can be in a period, by its capacity and by all that anybody can want of it."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from workshare.model.network import Operation, Supply
from workshare.model.programme import by_id
from workshare.planner.hours import hours_available
from workshare.planner.lags import Floats
from workshare.planner.model import Model
from workshare.planner.network import FlowKind
from workshare.planner.project import added_hours
from workshare.planner.shrink import made_stocks
from workshare.planner.stocks import Stock

ROUNDS = 60
"""So often need is passed on from product to part; rings of recipes may never settle."""
PLENTY = 1e6
"""What a flow may be where neither capacity nor need limits it."""


def most_runs(model: Model) -> Floats:
    """For each flow cell the most that it can be of use for, given hours, rates and need."""
    grid, shrunk = model.columns.flow, model.shrunk
    wanted, beyond = needs(model), beyond_need(model)
    names = tuple(r.id for r in model.programme.resources)
    have = hours_at_most(model, names)
    row: dict[str, int] = {name: n for n, name in enumerate(names)}
    lengths = np.diff(np.asarray(shrunk.periods.bounds))
    found = np.full(grid.size, PLENTY)
    for n, flow in enumerate(shrunk.flows):
        cells = slice(int(grid.begin[n]), int(grid.begin[n + 1]))
        periods = grid.period[cells]
        offers = [wanted[s] / v for s, v in flow.gives if v > 0]
        if offers:
            found[cells] = np.minimum(found[cells], max(offers) + beyond[flow.kind, flow.id])
        for resource, hours in flow.hours:
            if hours > 0:
                found[cells] = np.minimum(found[cells], have[row[resource]][periods] / hours / model.stretch[cells])
        if np.isfinite(flow.rate):
            found[cells] = np.minimum(found[cells], flow.rate * lengths[periods] / model.stretch[cells])
        found[cells] = np.minimum(found[cells], flow.total)
    return found


def hours_at_most(model: Model, names: tuple[str, ...]) -> Floats:
    """The hours of some resources with all that may be added to them."""
    return hours_available(model, names) + _hours_that_may_be_added(model, names)


def _hours_that_may_be_added(model: Model, names: tuple[str, ...]) -> Floats:
    """The most that investments still to be decided can add."""
    row: dict[str, int] = {name: n for n, name in enumerate(names)}
    investments = by_id(model.programme.investments)
    extra = np.zeros((len(names), len(model.shrunk.periods)))
    for step in model.deciding.steps:
        if not step.mode:
            investment = investments[step.id]
            added = added_hours(investment, step.days[0] + step.lasts, model.shrunk.periods)
            if investment.resource not in row:
                continue
            extra[row[investment.resource]] += step.most * np.maximum.accumulate(np.array(added))
    return extra


def needs(model: Model) -> dict[Stock, float]:
    """All that can ever be wanted of each stock: asked for, promised, kept, and taken by what makes such things."""
    own, beyond = _wanted_itself(model), beyond_need(model)
    if any(item.shelf_life for item in model.programme.items):  # what spoils may have to be made again and again
        return defaultdict(lambda: PLENTY)
    need = own
    flows = [f for f in model.shrunk.flows if f.kind is not FlowKind.BUY]
    for _ in range(ROUNDS):
        further = defaultdict(float, own)
        for flow in flows:
            runs = max((need[s] / v for s, v in flow.gives if v > 0), default=0.0) + beyond[flow.kind, flow.id]
            for s, v in flow.takes:
                further[s] = min(PLENTY, further[s] + v * runs)
        if all(abs(further[s] - need[s]) <= 1e-9 * max(1.0, need[s]) for s in {*further, *need}):
            return further
        need = further
    return defaultdict(lambda: PLENTY)


def beyond_need(model: Model) -> defaultdict[tuple[FlowKind, str], float]:
    """By how much what is begun, or arrives, may exceed the need: a lot, what is ordered and what is sustained."""
    programme = model.programme
    days = model.shrunk.periods.horizon + 1
    beyond: defaultdict[tuple[FlowKind, str], float] = defaultdict(float)
    for o in programme.operations:
        beyond[FlowKind.MAKE, o.id] = least_lot(o) + (o.minimum_rate.per_day * days if o.minimum_rate else 0.0)
    for s in programme.supplies:
        beyond[FlowKind.BUY, s.id] = least_lot(s)
    for order in programme.orders:
        key = (FlowKind.BUY, str(order.supply)) if order.supply else (FlowKind.MAKE, str(order.operation))
        beyond[key] += order.quantity.value
    return beyond


def least_lot(row: Operation | Supply) -> float:
    """The least that a lot may be: its minimum in whole multiples (0: anything)."""
    least, multiple = (figure.value if figure else 0.0 for figure in (row.size_minimum, row.size_multiple))
    return math.ceil(least / multiple - 1e-9) * multiple if least and multiple else max(least, multiple)


def _wanted_itself(model: Model) -> defaultdict[Stock, float]:
    """What is wanted of each stock for its own sake."""
    own: defaultdict[Stock, float] = defaultdict(float)
    for d, first, last in model.shrunk.demands:
        if d.quantity and first <= last:
            own[Stock(d.item, d.site)] += d.quantity.value
    for b in model.shrunk.backlogs:
        own[b.stock] += float(b.due.sum())
    for r in model.programme.stock:
        if r.minimum is not None:
            own[Stock(r.item, r.site)] += r.minimum.value
    for c in model.commitments:
        for stock in made_stocks(c, model.shrunk.earliest.stock):
            own[stock] += c.measure.amount if c.measure else 0.0
    for fleet in model.programme.fleets:
        own[Stock(fleet.item, fleet.site)] += PLENTY
    return own
