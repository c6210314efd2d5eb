"""Rules of re-planning: what differs from the last plan, and what may not.

Names: last[w,p] what the last plan has of way w in period p; x[w,p] the sum of the flows of that way.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from workshare.model.programme import days_from
from workshare.outcome.last import Way
from workshare.outcome.terms import Purpose
from workshare.planner.model import Family, Model, Rows, single_rows
from workshare.planner.network import Flow, FlowKind
from workshare.planner.rules.project import STARTS

CHANGED, OTHERWISE = "changed", "otherwise"
SAME = 1e-6
"""By so much, in proportion, an amount that is frozen may differ through rounding."""

Cell = tuple[Way, int]
"""A way in a period."""


def way_of(flow: Flow) -> Way | None:
    """The way that a flow is, None for flows within a site."""
    match flow.kind:
        case FlowKind.MAKE:
            return Way(Purpose.OPERATION, flow.id)
        case FlowKind.BUY:
            return Way(Purpose.SUPPLY, flow.id)
        case FlowKind.SHIP:
            (taken, _), (given, _) = flow.takes[0], flow.gives[0]
            return Way(Purpose.LANE, flow.id, taken.item, taken.site, given.site)
        case _:
            return None


def last_amounts(model: Model) -> dict[Cell, float]:
    """What the last plan has of each way in each period of this one, from the plan's day on."""
    found: dict[Cell, float] = defaultdict(float)
    periods, today = model.shrunk.periods, model.shrunk.network.today
    for way, amounts in model.last.amounts.items() if model.last else ():
        for date, amount in amounts.items():
            day = periods.day(date)
            if today <= day <= periods.horizon:
                found[way, periods.counted_by(day)] += amount
    return found


def columns_of_ways(model: Model) -> dict[Cell, list[int]]:
    """The flow columns of each way in each period."""
    found: dict[Cell, list[int]] = defaultdict(list)
    grid = model.columns.flow
    for n, flow in enumerate(model.shrunk.flows):
        way = way_of(flow)
        for p in range(int(grid.first[n]), int(grid.last[n]) + 1) if way else ():
            if way:
                found[way, p].append(int(grid.at(n, p)))
    return found


def changed(model: Model) -> Family:
    """By how much each amount of the last plan is another now."""
    things = tuple(way.id for way, _ in last_amounts(model))
    return Family(things, np.zeros(len(things), dtype=int), np.zeros(len(things), dtype=int))


def otherwise(model: Model) -> Family:
    """Whether each step that the last plan took is taken otherwise, or not at all."""
    steps = _last_steps(model)
    things = tuple(model.deciding.steps[n].id for n, _ in steps)
    return Family(things, np.zeros(len(things), dtype=int), np.zeros(len(things), dtype=int))


def change(model: Model) -> Rows:
    """An amount that is not what it was has changed.

    c[w,p] >= x[w,p] - last[w,p];  c[w,p] >= last[w,p] - x[w,p]
    """
    last = last_amounts(model)
    columns = columns_of_ways(model) if last else {}
    grid = model.columns.further[CHANGED]
    cells: list[tuple[int, int, float]] = []
    for n, cell in enumerate(last):
        cells += [(2 * n, grid.base + n, 1.0), (2 * n + 1, grid.base + n, 1.0)]
        cells += [(2 * n, column, -1.0) for column in columns.get(cell, ())]
        cells += [(2 * n + 1, column, 1.0) for column in columns.get(cell, ())]
    right = np.array([sign * amount for amount in last.values() for sign in (-1.0, 1.0)])
    return single_rows(cells, right, np.full(len(right), np.inf), ())


def frozen(model: Model) -> Rows:
    """Nothing of the last plan changes in the frozen time:  x[w,p] = last[w,p] for p that ends within it."""
    window = model.programme.frozen
    periods, today = model.shrunk.periods, model.shrunk.network.today
    if window is None or model.last is None:
        return single_rows([], np.zeros(0), np.zeros(0), ())
    until = today + int(window.value)
    inside = {p for p in range(len(periods)) if periods.first(p) >= today and periods.last(p) < until}
    last, columns = last_amounts(model), columns_of_ways(model)
    ways = sorted(cell for cell in {*last, *columns} if cell[1] in inside)
    cells = [(n, column, 1.0) for n, cell in enumerate(ways) for column in columns.get(cell, ())]
    amount = np.array([last.get(cell, 0.0) for cell in ways])
    slack = SAME * np.maximum(1.0, amount)
    return single_rows(cells, np.maximum(0.0, amount - slack), amount + slack, tuple(way.id for way, _ in ways))


def other_decisions(model: Model) -> Rows:
    """A step of the last plan that does not start on its day is taken otherwise:  o[s] + y[s, that day] >= 1."""
    steps = _last_steps(model)
    grid, y = model.columns.further[OTHERWISE], model.columns.further[STARTS]
    cells = [(n, grid.base + n, 1.0) for n in range(len(steps))]
    cells += [(n, int(y.at(step, j)), 1.0) for n, (step, j) in enumerate(steps) if j is not None]
    return single_rows(cells, np.ones(len(steps)), np.full(len(steps), np.inf), model.families[OTHERWISE].things)


def _last_steps(model: Model) -> list[tuple[int, int | None]]:
    """The steps that the last plan took, each with its candidate day (None: it is no candidate any more)."""
    if model.last is None:
        return []
    start, found = model.programme.start, []
    for n, step in enumerate(model.deciding.steps):
        days = [days_from(start, day, 0) for day in model.last.investments.get(step.id, ())] if not step.mode else []
        if step.mode and step.whole and model.last.modes.get(step.id) == step.mode:
            days = [days_from(start, model.last.starts[step.id], 0)]
        found += [(n, step.days.index(day) if day in step.days else None) for day in days]
    return found


def unlike_last(model: Model) -> list[int]:
    """The columns of starts that the last plan does not have."""
    y, taken = model.columns.further[STARTS], set(_last_steps(model))
    return [
        int(y.at(n, j))
        for n, step in enumerate(model.deciding.steps)
        for j in range(len(step.days))
        if step.whole and (n, j) not in taken
    ]
