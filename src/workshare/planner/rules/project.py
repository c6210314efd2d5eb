"""Rules of the project's decisions: starts in order, one mode, what waits for what, and gates that open by choice.

Names: y[s,j] how often step s starts on its candidate day j, z[s,j] how often it has started by then, u[a,i] whether
activity a is not done by the i-th day on which it may be; done[a](t) = sum over modes s of a of z[s, last j with
day j + duration <= t].
"""

from __future__ import annotations

import numpy as np

from workshare.model.programme import by_id
from workshare.outcome.terms import Purpose
from workshare.planner.blocks import Entries, Grid, carried, diagonal
from workshare.planner.limits import most_runs
from workshare.planner.model import Family, Model, Rows, single_entries, single_rows
from workshare.planner.project import added_hours

STARTED, STARTS, UNDONE = "started", "starts", "undone"


def started(model: Model) -> Family:
    """How often each step has started by each of its candidate days."""
    steps = model.deciding.steps
    grid = Grid([0] * len(steps), [len(s.days) - 1 for s in steps])
    most = np.array([s.most for s in steps], dtype=float)
    whole = np.array([s.whole for s in steps], dtype=bool)
    none = np.zeros(0)
    return Family(
        tuple(s.id for s in steps), grid.first, grid.last,
        upper=most[grid.owner] if grid.size else none,
        integer=whole[grid.owner] if grid.size else np.zeros(0, dtype=bool),
    )  # fmt: skip


def starts(model: Model) -> Family:
    """How often each step starts on each of its candidate days."""
    steps = model.deciding.steps
    return Family(
        tuple(s.id for s in steps),
        np.zeros(len(steps), dtype=int),
        np.array([len(s.days) - 1 for s in steps], dtype=int),
    )


def undone(model: Model) -> Family:
    """Whether each free activity is not done on each day on which it may be."""
    finishes = model.deciding.finishes
    last = np.array([len(days) - 1 for days in finishes.values()], dtype=int)
    return Family(tuple(finishes), np.zeros(len(finishes), dtype=int), last)


def starts_in_order(model: Model) -> Rows:
    """What has started by a day is what had started before, and what starts on it:  z[s,j] = z[s,j-1] + y[s,j]."""
    z, y = model.columns.further[STARTED], model.columns.further[STARTS]
    rows = Grid(z.first, z.last)
    nothing = np.zeros(rows.size)
    entries = (diagonal(rows, z), carried(rows, z, -1.0), diagonal(rows, y, -1.0))
    return Rows(rows, entries, nothing, nothing, model.families[STARTED].things)


def one_mode(model: Model) -> Rows:
    """An activity is done in one of its modes:  sum over modes s of z[s, last] <= 1."""
    z = model.columns.further[STARTED]
    several = [a for a, steps in model.deciding.modes.items() if len(steps) > 1]
    cells = [(n, int(z.of(s).stop) - 1, 1.0) for n, a in enumerate(several) for s in model.deciding.modes[a]]
    return single_rows(cells, np.full(len(several), -np.inf), np.ones(len(several)), tuple(several))


def order_of_steps(model: Model) -> Rows:
    """A step starts only when what it waits for is done:  sum over modes of z[s,j] <= most · done[b](day j)."""
    deciding, programme = model.deciding, model.programme
    z = model.columns.further[STARTED]
    after = {(Purpose.ACTIVITY, str(a.id)): a.after for a in programme.activities}
    after |= {(Purpose.INVESTMENT, str(v.id)): v.after for v in programme.investments}
    cells: list[tuple[int, int, float]] = []
    count = 0
    things = [*deciding.modes.values(), *((n,) for n, s in enumerate(deciding.steps) if not s.mode)]
    for numbers in filter(None, things):
        step = deciding.steps[numbers[0]]
        for b in after[step.purpose, step.id]:
            for j, day in enumerate(step.days) if b in deciding.free else ():
                cells += [(count, int(z.at(n, j)), 1.0) for n in numbers]
                cells += [(count, int(z.at(n, i)), -float(step.most)) for n, i in deciding.done_by(b, day)]
                count += 1
    return single_rows(cells, np.full(count, -np.inf), np.zeros(count))


def not_done(model: Model) -> Rows:
    """An activity is done by a day or it is not:  u[a,i] + done[a](day i) >= 1."""
    u, z = model.columns.further[UNDONE], model.columns.further[STARTED]
    rows = Grid(u.first, u.last)
    cells = []
    for n, (a, days) in enumerate(model.deciding.finishes.items()):
        for i, day in enumerate(days):
            cells += [(int(rows.at(n, i)), int(z.at(s, j)), 1.0) for s, j in model.deciding.done_by(a, day)]
    entries = (diagonal(rows, u), single_entries(cells))
    return Rows(rows, entries, np.ones(rows.size), np.full(rows.size, np.inf), model.families[UNDONE].things)


def gates_by_choice(model: Model) -> Rows:
    """A flow runs in a period only if what it waits for is done by its first day, less the notice it takes.

    x[f,p] <= most[f,p] · done[a](first day of p - notice),  most being what capacity and need allow at all
    """
    flow, z, periods = model.columns.flow, model.columns.further[STARTED], model.shrunk.periods
    most = most_runs(model) if model.deciding.free else np.zeros(0)
    cells: list[tuple[int, int, float]] = []
    count = 0
    for n, f in enumerate(model.shrunk.flows if model.deciding.free else ()):
        for a, notice in f.way.waits:
            for p in range(int(flow.first[n]), int(flow.last[n]) + 1) if a in model.deciding.free else ():
                column = int(flow.at(n, p))
                cells.append((count, column, 1.0))
                done = model.deciding.done_by(a, periods.first(p) - notice)
                cells += [(count, int(z.at(s, j)), -float(most[column - flow.base])) for s, j in done]
                count += 1
    return single_rows(cells, np.full(count, -np.inf), np.zeros(count))


def added_capacity(model: Model, rows: Grid, resources: dict[str, int]) -> Entries:
    """What decided investments add to the capacity rows:  - sum over v, j of added[v,j,p] · y[v,j]."""
    y = model.columns.further.get(STARTS)
    investments = by_id(model.programme.investments)
    cells = []
    for n, step in enumerate(model.deciding.steps):
        investment = investments.get(step.id) if not step.mode else None
        if y is None or investment is None or investment.resource not in resources:
            continue
        for j, day in enumerate(step.days):
            for p, hours in enumerate(added_hours(investment, day + step.lasts, model.shrunk.periods)):
                if hours:
                    cells.append((int(rows.at(resources[investment.resource], p)), int(y.at(n, j)), -hours))
    return single_entries(cells)
