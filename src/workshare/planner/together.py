"""Several futures of one programme as one linear problem: the plan that all of them follow, never ahead of it.

Block 0 is the programme as planned, each further block the same programme with other figures. Names: x0[w,p] what the
plan has of way w in period p, x[f,w,p] what comes of it in future f.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from workshare.gates import Choices, Schedule, schedule
from workshare.model.calendar import Periods
from workshare.model.happened import whole_units
from workshare.model.programme import Programme, days_from
from workshare.planner.blocks import Links
from workshare.planner.decide import calendar_of
from workshare.planner.goals import Goal, GoalKind, goals, period_due
from workshare.planner.lags import Floats
from workshare.planner.model import Model, Problem, formulate, layout
from workshare.planner.network import Network
from workshare.planner.objective import Objective, fresh
from workshare.planner.prices import Rates
from workshare.planner.project import NOTHING_TO_DECIDE, Deciding, cuts, deciding, fastest
from workshare.planner.rules import FAMILIES, RULES
from workshare.planner.rules.change import columns_of_ways
from workshare.planner.rules.project import STARTED
from workshare.planner.shrink import shrink
from workshare.planner.transfer import allowed

Cell = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Future:
    """A programme, its project by some choices, its network, and what is still to be decided."""

    programme: Programme
    project: Schedule
    reached: Network
    calendar: Periods
    decisions: Deciding


def undecided(programme: Programme, as_of: dt.date) -> Future:
    """A programme whose project is still to be decided."""
    quickest = schedule(programme, as_of, fastest(programme))
    today = max(0, days_from(programme.start, as_of, 0))
    horizon = days_from(programme.start, programme.until, 0)
    decisions = deciding(programme, quickest, Rates(programme, today), horizon)
    reached = allowed(programme, quickest, as_of)
    extra = cuts(programme, decisions, {wait for flow in reached.flows for wait in flow.way.waits})
    return Future(programme, quickest, reached, calendar_of(programme, quickest, extra, as_of), decisions)


def decided(programme: Programme, as_of: dt.date, choices: Choices) -> Future:
    """A programme whose project goes by choices; an investment waits for the activities that it comes after."""
    first = schedule(programme, as_of, choices)
    after = {str(v.id): first.done(v.after)[0] for v in programme.investments}
    days = {v: tuple(max(day, after[v]) for day in taken) for v, taken in choices.investments.items()}
    project = schedule(programme, as_of, replace(choices, investments=days))
    reached = allowed(programme, project, as_of)
    return Future(programme, project, reached, calendar_of(programme, project, (), as_of), NOTHING_TO_DECIDE)


def size(programme: Programme, as_of: dt.date, futures: int) -> tuple[int, bool]:
    """How many columns a programme and so many futures of it have side by side, and whether units are counted in it."""
    future = undecided(programme, as_of)
    shrunk = shrink(future.programme, future.reached, future.calendar)
    model = layout(future.programme, shrunk, future.project, FAMILIES, deciding=future.decisions)
    counted = bool(whole_units(programme) & {str(item) for o in programme.operations for item in o.makes})
    return model.columns.count * (1 + futures), counted


@dataclass(frozen=True, slots=True)
class Together:
    """The stacked problem; ``models`` are its blocks, ``begins`` their first columns."""

    models: tuple[Model, ...]
    problems: tuple[Problem, ...]
    begins: tuple[int, ...]
    problem: Problem
    goals: tuple[tuple[Goal, Objective], ...]
    """The plan's own goals, each with what it comes to over the futures: mean and worst share, weighted."""

    def own(self, x: Floats) -> Floats:
        """The plan's columns."""
        return x[: self.models[0].columns.count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """How much the worst futures count: ``weight`` times the mean of the worst ``share``, beside the mean of all."""

    share: float = 0.1
    weight: float = 1.0


def stack(futures: Sequence[Future], worst: Worst) -> Together:
    """The futures over the periods of all of them, with the rows that bind each to the plan.

    The first future is the plan's own. Whole numbers stay whole in the plan only; what futures may divide makes the
    problem easier and their goals no worse than they would come to.
    """
    days = sorted({day for future in futures for day in future.calendar.bounds[1:-1]})
    models = []
    for f in futures:
        shrunk = shrink(f.programme, f.reached, f.calendar.cut(days))
        models.append(layout(f.programme, shrunk, f.project, FAMILIES, deciding=f.decisions))
    problems = [formulate(model, RULES) for model in models]
    rows = _Rows([model.columns.count for model in models])
    for number in range(1, len(models)):
        _never_ahead(rows, models, number)
        _decided_alike(rows, models, number)
    found = tuple((goal, _over_futures(rows, models, goal, worst)) for goal in _followed(models[0]))
    return Together(tuple(models), tuple(problems), tuple(rows.begins), rows.problem(problems), found)


class _Rows:
    """Columns and rows beside the blocks."""

    def __init__(self, counts: Sequence[int]) -> None:
        self.begins = [0, *np.cumsum(counts).tolist()][:-1]
        self.columns = self.blocks = int(sum(counts))
        self.cells: list[Cell] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def column(self) -> int:
        """A new column, 0 or more."""
        self.columns += 1
        return self.columns - 1

    def row(self, cells: Iterable[tuple[int, float]], lower: float, upper: float) -> None:
        """A new row from its columns and values."""
        self.cells += [(len(self.lower), column, value) for column, value in cells]
        self.lower.append(lower)
        self.upper.append(upper)

    def problem(self, blocks: Sequence[Problem]) -> Problem:
        """All blocks, with these columns and rows."""
        more = self.columns - self.blocks
        links = Links.of(self.cells)
        beside = sp.coo_array((links.value, (links.row, links.column)), shape=(len(self.lower), self.columns))
        first = sp.block_diag([block.matrix for block in blocks], format="coo")
        wide = sp.coo_array((first.data, first.coords), shape=(first.shape[0], self.columns))
        whole = [blocks[0].integer, *(np.zeros_like(block.integer) for block in blocks[1:]), np.zeros(more, dtype=bool)]
        return Problem(
            matrix=sp.csc_array(sp.vstack([wide, beside], format="csc")),
            lower=np.concatenate([*(block.lower for block in blocks), np.zeros(more)]),
            upper=np.concatenate([*(block.upper for block in blocks), np.full(more, np.inf)]),
            row_lower=np.concatenate([*(block.row_lower for block in blocks), self.lower]),
            row_upper=np.concatenate([*(block.row_upper for block in blocks), self.upper]),
            integer=np.concatenate(whole),
        )


def _never_ahead(rows: _Rows, models: Sequence[Model], number: int) -> None:
    """What comes of a way so far never exceeds what the plan has of it so far.

    behind[f,w,p] = behind[f,w,p-1] + x0[w,p] - x[f,w,p] >= 0
    """
    planned, comes, at = columns_of_ways(models[0]), columns_of_ways(models[number]), rows.begins[number]
    periods = len(models[0].shrunk.periods)
    for way in dict.fromkeys(way for way, _ in comes):
        behind: int | None = None
        for p in range(periods):
            cells = [(column, -1.0) for column in planned.get((way, p), ())]
            cells += [(at + column, 1.0) for column in comes.get((way, p), ())]
            if cells or behind is not None:
                cells += [(behind, -1.0)] if behind is not None else []
                behind = rows.column()
                rows.row([*cells, (behind, 1.0)], 0.0, 0.0)


def _decided_alike(rows: _Rows, models: Sequence[Model], number: int) -> None:
    """Modes, options and investments are the plan's: z[f,s] = z0[s] on the last candidate day; days may differ."""
    first, other = models[0], models[number]
    numbers = {(s.id, s.mode): n for n, s in enumerate(other.deciding.steps)}
    for n, step in enumerate(first.deciding.steps):
        m = numbers.get((step.id, step.mode))
        if m is not None and step.whole:
            mine = int(first.columns.further[STARTED].of(n).stop) - 1
            theirs = rows.begins[number] + int(other.columns.further[STARTED].of(m).stop) - 1
            rows.row([(mine, 1.0), (theirs, -1.0)], 0.0, 0.0)


FOLLOWED = frozenset(
    {
        GoalKind.LATE,
        GoalKind.SHORT,
        GoalKind.LACKING,
        GoalKind.COMMITMENT,
        GoalKind.MILESTONE,
        GoalKind.BELOW,
        GoalKind.NOT_DONE,
        GoalKind.PROJECT,
        GoalKind.PROMPT,
        GoalKind.AHEAD,
        GoalKind.COST,
    }
)
"""The kinds of goal that are looked at over all futures."""
MEAN = frozenset({GoalKind.PROJECT, GoalKind.PROMPT, GoalKind.AHEAD, GoalKind.COST})
"""Those of which only the mean counts."""


def _followed(model: Model) -> list[Goal]:
    return [goal for goal in goals(model) if goal.kind in FOLLOWED]


def own_objective(model: Model, goal: Goal) -> Objective:
    """What a goal minimises in one block; of a commitment the days after its due date, each by what then lacks."""
    if goal.kind is not GoalKind.COMMITMENT:
        return goal.objective
    commitment, grid, periods = model.commitments[goal.commitment], model.columns.short, model.shrunk.periods
    amount = commitment.measure.amount if commitment.measure else 1.0
    first = max(0, period_due(model, commitment))
    due = periods.day(commitment.due)
    ends = [max(due, periods.last(p)) for p in range(first, len(periods))]
    days = np.diff([*ends, max(due, periods.horizon) + 1]).astype(float)
    columns = np.arange(int(grid.at(goal.commitment, first)), int(grid.of(goal.commitment).stop))
    return fresh(columns, days / amount)


def _over_futures(rows: _Rows, models: Sequence[Model], goal: Goal, worst: Worst) -> Objective:
    """Mean, and the mean of the worst share, weighted (Rockafellar and Uryasev 2000).

    mean over f of L[f] + weight · (eta + sum over f of xi[f] / (share · futures)),  xi[f] >= L[f] - eta, eta >= 0
    """
    shifted = [_shifted(models, n, goal, rows.begins[n]) for n in range(1, len(models))]
    parts = [part for part in shifted if part is not None]
    count = len(parts)
    columns = [part.columns for part in parts]
    weights = [part.weights / count for part in parts]
    constant = sum(part.constant for part in parts) / max(count, 1)
    if worst.weight and goal.kind not in MEAN and count:
        eta = rows.column()
        over = [rows.column() for _ in parts]
        for part, xi in zip(parts, over, strict=True):
            cells = zip(part.columns.tolist(), (-part.weights).tolist(), strict=True)
            rows.row([*cells, (xi, 1.0), (eta, 1.0)], part.constant, np.inf)
        columns.append(np.array([eta, *over]))
        weights.append(worst.weight * np.array([1.0, *[1 / (worst.share * count)] * count]))
    return fresh(np.concatenate([[], *columns]), np.concatenate([[], *weights]), constant)


def _shifted(models: Sequence[Model], number: int, goal: Goal, begin: int) -> Objective | None:
    """A goal of the same name in another block, its columns where they stand in the whole."""
    for other in goals(models[number]):
        if other.name == goal.name:
            mine = own_objective(models[number], other)
            return Objective(mine.columns + begin, mine.weights, mine.constant)
    return None
