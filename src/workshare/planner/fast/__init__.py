"""The fast strategy: nearly the best plan soon, and a bound that holds.

1. A first-order method finds columns and prices that are nearly the best, coarse periods first (``levels``).
2. A compiled pass begins every flow when those columns say, as far as goods and hours allow: a plan that keeps every
   row (``follow``), each stock handed to its backlogs with exchanges between them (``hand_out``).
3. The prices of rows give a bound: what everything would cost at them, each unit on its own (``bound``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workshare.planner.backlogs import OWED, Backlog, layers
from workshare.planner.fast.bound import least_cost
from workshare.planner.fast.kernels import follow, hand_out
from workshare.planner.fast.levels import arrays, near_best
from workshare.planner.fast.network import Case, network, suits
from workshare.planner.goals import goals
from workshare.planner.lags import Floats
from workshare.planner.model import Model, Problem
from workshare.planner.stocks import Stock

__all__ = ["Found", "fast", "suits"]

AHEAD = 0
"""How many periods the second pass looks ahead: what is begun sooner than the columns say takes from others."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plan's columns, what its goal comes to, and a bound that no plan beats."""

    x: Floats
    value: float
    bound: float


def fast(model: Model, problem: Problem, weights: Mapping[int, float]) -> Found:
    """A plan for late quantity-days by weight, of a model that the fast strategy suits."""
    (goal,) = goals(model, weights)
    cost = np.zeros(len(problem.lower))
    np.add.at(cost, goal.objective.columns, goal.objective.weights)
    x, y = near_best(model, problem, cost)
    matrix, _, _ = arrays(problem, cost)
    case = Case(model, problem, weights, network(model, problem, matrix))
    plan = _carried_out(case, x)
    value = goal.objective.value(plan)
    bound = goal.objective.constant + max(0.0, least_cost(case, y))
    return Found(plan, value, min(bound, value))


def _carried_out(case: Case, x: Floats) -> Floats:
    """All columns of the plan that follows the flows of x."""
    model, problem, room = case.model, case.problem, case.beginning()
    flow, hold = model.columns.flow, model.columns.hold
    target = np.zeros((len(case.net.first), len(model.shrunk.periods)))
    target[flow.owner, flow.period] = x[flow.cells]
    begun = follow(case.net, np.cumsum(target, axis=1), room, AHEAD)
    found = np.zeros(len(problem.lower))
    found[flow.cells] = begun[flow.owner, flow.period]
    _fill_owed(model, _handed_out(model, room.level, case.weights), found)
    found[hold.cells] = np.maximum(room.level[hold.owner, hold.period], 0.0)
    return found


def _handed_out(model: Model, level: Floats, weights: Mapping[int, float]) -> dict[Backlog, Floats]:
    """What each backlog is owed at the end of each period; what it is handed leaves its stock."""
    lengths = model.shrunk.lengths
    days = np.append(lengths[1:], lengths[-1])
    of_stock: dict[Stock, list[Backlog]] = {}
    for b in model.shrunk.backlogs:
        of_stock.setdefault(b.stock, []).append(b)
    owed: dict[Backlog, Floats] = {}
    for stock, backlogs in of_stock.items():
        backlogs.sort(key=lambda b: -weights.get(b.priority, 0.0))
        asked = np.array([b.asked for b in backlogs])
        weight = np.array([weights.get(b.priority, 0.0) for b in backlogs])
        given = hand_out(level[model.stock_number[stock]], asked, weight, days)
        level[model.stock_number[stock]] -= given.sum(axis=0)
        owed.update((b, asked[k] - given[k]) for k, b in enumerate(backlogs))
    return owed


def _fill_owed(model: Model, owed: dict[Backlog, Floats], found: Floats) -> None:
    """The columns of what is owed: of what is owed in a period first what falls due last in it."""
    grid, backlogs = model.columns.further[OWED], model.shrunk.backlogs
    owner = layers(backlogs, model.shrunk.lengths).backlog
    over = np.flatnonzero(np.diff(owner, prepend=-1))
    for b, layer in zip(backlogs, over.tolist(), strict=True):
        rest = np.maximum(owed[b], 0.0)
        for k in range(len(b.fresh) - 1, -1, -1):
            p, _, quantity = b.fresh[k]
            part = min(quantity, float(rest[p]))
            found[grid.of(layer + 1 + k)] = part
            rest[p] -= part
        found[grid.of(layer)] = rest[b.first :]
