"""The goals, in their order, each as a linear function of the columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from workshare.model.programme import by_id
from workshare.model.promises import Commitment
from workshare.planner.blocks import Grid
from workshare.planner.lags import Floats
from workshare.planner.lp import Objective, fresh
from workshare.planner.model import Model
from workshare.planner.network import WORK, Stock


class GoalKind(StrEnum):
    """The kinds of goal."""

    LATE = "late"
    SHORT = "short"
    COMMITMENT = "commitment"
    BELOW = "below minimum stock"
    AHEAD = "promises early"
    COST = "cost"
    EARLY = "early stock"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its name and what it minimises; for a commitment the objective is built while solving."""

    kind: GoalKind
    name: str
    objective: Objective
    commitment: int = -1


def goals(model: Model) -> Iterator[Goal]:
    """All goals of a model, most important first.

    For each priority: late quantity-days of its demands, then what is never delivered, then the date of each of its
    commitments; then stock below its minimum, promises earlier than due, cost, and stock that waits.
    """
    demands = model.shrunk.demands
    priorities = {d.priority for d, _, _ in demands} | {c.priority for c in model.commitments}
    for priority in sorted(priorities):
        mine = [n for n, (d, _, _) in enumerate(demands) if d.priority == priority]
        if mine:
            yield Goal(GoalKind.LATE, f"late, priority {priority}", _late(model, mine))
            yield Goal(GoalKind.SHORT, f"short, priority {priority}", _never(model, mine))
        promised = [n for n, c in enumerate(model.commitments) if c.priority == priority]
        for n in sorted(promised, key=lambda n: (model.commitments[n].due, model.commitments[n].id)):
            yield Goal(GoalKind.COMMITMENT, f"commitment {model.commitments[n].id}", fresh([], []), n)
    if any(row.minimum is not None for row in model.programme.stock):
        yield Goal(GoalKind.BELOW, "stock below its minimum", _below(model))
    if model.commitments:
        yield Goal(GoalKind.AHEAD, "promises before they are due", _ahead(model))
    yield Goal(GoalKind.COST, "cost", _cost(model))
    yield Goal(GoalKind.EARLY, "stock that waits", _waiting(model))


def lateness(model: Model, day: int) -> Floats:
    """For each period the days by which a delivery in it comes after ``day``."""
    last = np.asarray(model.shrunk.periods.bounds[1:], dtype=float) - 1
    return np.asarray(np.maximum(last - day, 0.0))


def _late(model: Model, mine: list[int]) -> Objective:
    """Late quantity-days: what is left after a period waits for the next one's end; what is never served, to the end.

    sum over d, p of left[d,p] · (lateness[d,p+1] - lateness[d,p]),  with lateness at the horizon after the last
    """
    left, demands = model.columns.left, model.shrunk.demands
    columns, weights, constant = [], [], 0.0
    for n in mine:
        demand, first, last = demands[n]
        days = lateness(model, model.shrunk.periods.day(demand.due))
        quantity = demand.quantity.value if demand.quantity else 0.0
        if first > last:
            constant += quantity * float(days[-1])
            continue
        constant += quantity * float(days[first])
        steps = np.append(np.diff(days[first : last + 1]), days[-1] - days[last])
        some = np.flatnonzero(steps)
        columns.append(left.at(n, first + some))
        weights.append(steps[some])
    return fresh(np.concatenate([[], *columns]), np.concatenate([[], *weights]), constant)


def _never(model: Model, mine: list[int]) -> Objective:
    left, demands = model.columns.left, model.shrunk.demands
    served = [n for n in mine if demands[n][1] <= demands[n][2]]
    lost = sum(d.quantity.value for n in mine for d, a, b in [demands[n]] if a > b and d.quantity)
    last = [int(left.at(n, demands[n][2])) for n in served]
    return fresh(last, np.ones(len(last)), lost)


def shortfall(model: Model, commitment: int, period: int) -> Objective:
    """What a commitment lacks at the end of a period."""
    return fresh([int(model.columns.short.at(commitment, period))], [1.0])


def period_due(model: Model, commitment: Commitment) -> int:
    """The last period that ends on or before a commitment's due date (-1: none does)."""
    periods = model.shrunk.periods
    due = periods.day(commitment.due)
    p = periods.counted_by(min(due, periods.horizon))
    return p - (periods.last(p) > due)


def _below(model: Model) -> Objective:
    """Quantity-days below the minimum; before anything can be there at all, the whole minimum lacks."""
    grid, bounds = model.columns.below, model.shrunk.periods.bounds
    days = np.diff(np.asarray(bounds))[grid.period]
    constant = 0.0
    for row in model.programme.stock:
        if row.minimum is not None:
            number = model.stock_number.get(Stock(row.item, row.site))
            first = bounds[-1] if number is None else bounds[int(grid.first[number])]
            constant += max(0.0, row.minimum.value - row.quantity.value) * first
    return fresh(np.arange(grid.base, grid.end), days, constant)


def _ahead(model: Model) -> Objective:
    """What promises lack, day by day from the start, each in proportion to its amount."""
    grid = model.columns.short
    days = np.diff(np.asarray(model.shrunk.periods.bounds))[grid.period]
    amount = np.array([c.measure.amount for c in model.commitments if c.measure])
    return fresh(np.arange(grid.base, grid.end), days / amount[grid.owner])


def _cost(model: Model) -> Objective:
    """Money for runs, shipments and purchases, in the programme's currency."""
    grid = model.columns.flow
    cost = np.array([f.cost for f in model.shrunk.flows])
    return _sparse(grid, cost[grid.owner] if grid.size else np.zeros(0))


def _waiting(model: Model) -> Objective:
    """Value-days of stock, of goods on the way, and of deliveries before they are due, at relative standard costs."""
    hold, serve, flow = model.columns.hold, model.columns.serve, model.columns.flow
    bounds = np.asarray(model.shrunk.periods.bounds)
    worth = stock_values(model)
    items = unit_values(model)
    parts = [_sparse(hold, worth[hold.owner] * np.diff(bounds)[hold.period])]
    due = np.array([model.shrunk.periods.day(d.due) for d, _, _ in model.shrunk.demands], dtype=np.int64)
    value = np.array([items[d.item] for d, _, _ in model.shrunk.demands])
    parts.append(_sparse(serve, np.maximum(due[serve.owner] - (bounds[1:] - 1)[serve.period], 0) * value[serve.owner]))
    taken = [f.lead * sum(v * worth[model.stock_number[s]] for s, v in f.takes) for f in model.shrunk.flows]
    parts.append(_sparse(flow, np.array(taken)[flow.owner] if flow.size else np.zeros(0)))
    return fresh(np.concatenate([p.columns for p in parts]), np.concatenate([p.weights for p in parts]))


def unit_values(model: Model) -> dict[str, float]:
    """Standard costs relative to the dearest item's, 1 where none is given."""
    costs = {i.id: i.cost.value for i in model.programme.items if i.cost and i.cost.value > 0}
    dearest = max(costs.values(), default=1.0)
    return {i.id: costs.get(i.id, dearest) / dearest for i in model.programme.items}


def stock_values(model: Model) -> Floats:
    """The relative value of a unit of each stock; unfinished work is worth its output."""
    items = unit_values(model)
    makes = by_id(model.programme.operations)
    runs = {o: sum(items[i] * n.value for i, n in makes[o].makes.items()) for o in makes}
    worth = {"": items, WORK: runs}
    return np.array([worth[s.stage][s.item] if s.stage in worth else 0.0 for s in model.stocks])


def _sparse(grid: Grid, weights: Floats) -> Objective:
    some = np.flatnonzero(weights)
    return fresh(grid.base + some, weights[some])
