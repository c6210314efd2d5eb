"""Decides the project: which modes, options, starts and investments serve the goals best, in their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from workshare.gates import NOTHING_CHOSEN, Choices, Schedule, schedule
from workshare.model.calendar import Periods, periods
from workshare.model.programme import Programme, days_from
from workshare.outcome.last import Last
from workshare.outcome.rows import GoalValue
from workshare.planner.branch import solver as branch
from workshare.planner.branch.decisions import decisions_of
from workshare.planner.branch.memory import Memory
from workshare.planner.goals import CHANGED_DECISIONS, GoalKind, goals
from workshare.planner.lags import Floats
from workshare.planner.lexico import EVERYTHING, Scope, Solution, solve
from workshare.planner.lp import Solver
from workshare.planner.model import Model, Problem, formulate, layout
from workshare.planner.prices import Rates
from workshare.planner.project import cuts, deciding, fastest
from workshare.planner.rules import FAMILIES, RULES
from workshare.planner.rules.project import STARTED, STARTS, UNDONE
from workshare.planner.settings import Settings
from workshare.planner.shrink import shrink
from workshare.planner.transfer import allowed

SETTLED = frozenset({GoalKind.MILESTONE, GoalKind.NOT_DONE, GoalKind.PROJECT, GoalKind.PROMPT})
"""Goals that the project's dates settle by themselves."""
ROUNDING = 1e-4
"""By such a share of itself a goal may be rounded in the search."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, the days that became bounds of periods for it, and what the goals came to."""

    choices: Choices = NOTHING_CHOSEN
    cuts: frozenset[int] = frozenset()
    values: tuple[GoalValue, ...] = ()
    optimal: bool = True


def decide(
    programme: Programme,
    as_of: dt.date,
    settings: Settings,
    say: Callable[[str], None],
    leave_out: Collection[GoalKind] = (),
    *,
    last: Last | None = None,
    start: Choices | None = None,
    memory: Memory | None = None,
) -> Decided:
    """The best choices about a programme's project; nothing is solved where there is nothing to decide.

    The whole plan is solved with the starts of steps as whole numbers; every gate opens on the day that follows from
    them. Only the choices are kept: the plan is then made with the project's dates fixed. The choices of ``start``, or
    else those of the last plan, are tried first; linear problems begin where ``memory`` has it that they ended.
    """
    found = prepared(programme, as_of, last)
    if found is None:
        return Decided()
    start = choices_of(programme, last) if start is None and last is not None else start
    model, problem, extra = found
    problem = _with_few_counts(model, problem)
    again = last is not None and not leave_out
    scope = Scope(
        leave_out={*leave_out, GoalKind.CHANGE, GoalKind.EARLY},
        start=None if start is None else columns_of(model, start),
        solver=solver_for(model, problem),
        memory=partial((memory or Memory()).of, "decide"),
        enough=_nothing_changed if again else EVERYTHING.enough,
    )
    solution = solve(model, problem, settings, lambda what: say(f"the project: {what}"), scope, polish=False)
    choices = chosen(model, solution.x)
    exact = settled(model, schedule(programme, as_of, choices))
    values = [_exactly(value, exact.get(value.name, value.value)) for value in solution.values]
    solved = {value.name for value in values}
    rest = [GoalValue(name=g, value=v, bound=v, gap=0.0) for g, v in exact.items() if g not in solved]
    values += rest if again else []
    return Decided(choices, extra, tuple(values), solution.optimal)


def _nothing_changed(values: Sequence[GoalValue]) -> bool:
    """Whether all is decided as in the last plan: then later goals decide nothing any more."""
    return bool(values) and values[-1].name == CHANGED_DECISIONS and values[-1].value == 0


def solver_for(model: Model, problem: Problem) -> Callable[[Problem, Settings, Floats | None], Solver]:
    """What solves the goals of deciding: a search of our own where the problem is large and nothing else is whole."""
    found = decisions_of(model, problem) if problem.matrix.shape[1] > branch.FROM else None
    return Solver if found is None else partial(branch.Deciding, decisions=found)


def choices_of(programme: Programme, last: Last) -> Choices:
    """What the last plan had decided."""
    day = {name: days_from(programme.start, date, 0) for name, date in last.starts.items()}
    built = {v: tuple(days_from(programme.start, d, 0) for d in days) for v, days in last.investments.items()}
    out = {str(a.id) for a in programme.activities if a.done is None} - last.modes.keys()
    return Choices(modes=last.modes, starts=day, left_out=frozenset(out), investments=built)


COUNTS = 50
"""So many counts of finished units are kept whole while the project is decided; of more, units may be divided then."""


def _with_few_counts(model: Model, problem: Problem) -> Problem:
    """The problem, its counts of units divisible where there are many: a relaxation, whose bounds hold all the same."""
    decisions = np.zeros_like(problem.integer)
    decisions[model.columns.further[STARTED].cells] = True
    counts = problem.integer & ~decisions
    return problem if counts.sum() <= COUNTS else replace(problem, integer=problem.integer & decisions)


def prepared(
    programme: Programme, as_of: dt.date, last: Last | None = None
) -> tuple[Model, Problem, frozenset[int]] | None:
    """The model in which a project is decided, and the days that become bounds of periods for it; None without need."""
    quickest = schedule(programme, as_of, fastest(programme))
    today = max(0, days_from(programme.start, as_of, 0))
    horizon = days_from(programme.start, programme.until, 0)
    decisions = deciding(programme, quickest, Rates(programme, today), horizon)
    if not decisions.anything:
        return None
    reached = allowed(programme, quickest, as_of)
    extra = frozenset(cuts(programme, decisions, {wait for flow in reached.flows for wait in flow.way.waits}))
    shrunk = shrink(programme, reached, calendar_of(programme, quickest, extra, as_of))
    if last is not None and not programme.frozen:
        last = replace(last, amounts={})  # how much differs does not count here, only what is decided otherwise
    model = layout(programme, shrunk, quickest, FAMILIES, deciding=decisions, last=last)
    return model, formulate(model, RULES), extra


def chosen(model: Model, x: Floats) -> Choices:
    """The choices that a solution has made."""
    started, starts = model.columns.further[STARTED], model.columns.further[STARTS]
    modes: dict[str, str] = {}
    first: dict[str, int] = {}
    investments: dict[str, tuple[int, ...]] = {}
    for n, step in enumerate(model.deciding.steps):
        counts = x[started.of(n)].round().astype(int)
        days = [day for day, count in zip(step.days, _increments(counts), strict=True) for _ in range(count)]
        if not step.mode and days:
            investments[step.id] = tuple(days)
        elif step.mode and days and step.whole:
            modes[step.id], first[step.id] = step.mode, days[0]
    whole = {s.id for s in model.deciding.steps if s.mode and s.whole}
    too_late = model.deciding.free - {s.id for s in model.deciding.steps}
    assert starts.size == started.size
    return Choices(modes, first, frozenset((whole - modes.keys()) | too_late), investments)


def settled(model: Model, project: Schedule) -> dict[str, float]:
    """What the goals that dates settle come to by a schedule: exactly, where a search leaves its rounding."""
    families, deciding = model.columns.further, model.deciding
    x = np.zeros(model.columns.count)
    for n, step in enumerate(deciding.steps):
        times = project.activities.get(step.id)
        mine = project.choices.investments.get(step.id, ()) if not step.mode else ()
        if times is not None and times.mode == step.mode:
            mine = (times.start,)
        counts = np.searchsorted(np.sort(mine), step.days, side="right")
        x[families[STARTED].of(n)] = counts
        x[families[STARTS].of(n)] = np.diff(counts, prepend=0)
    for n, (a, days) in enumerate(deciding.finishes.items()):
        finish, _ = project.done((a,))
        x[families[UNDONE].of(n)] = finish > np.array(days)
    return {goal.name: goal.objective.value(x) for goal in goals(model) if goal.kind in SETTLED}


def _exactly(found: GoalValue, value: float) -> GoalValue:
    """A goal with its exact value; a bound that the search had reached but for rounding stays reached."""
    reached = found.gap == 0 and value <= found.value + ROUNDING * max(1.0, abs(value))
    bound = value if reached else min(found.bound, value)
    return replace(found, value=value, bound=bound, gap=(value - bound) / max(abs(value), 1e-9))


def columns_of(model: Model, choices: Choices) -> Floats:
    """Columns with the starts that were chosen; a start that is no candidate any more is the next one that is."""
    x = np.zeros(model.columns.count)
    z = model.columns.further[STARTED]
    for n, step in enumerate(model.deciding.steps):
        days = np.array(step.days)
        if not step.mode:
            starts: tuple[int, ...] = choices.investments.get(step.id, ())
        elif step.id in choices.left_out or choices.modes.get(step.id) != step.mode:
            starts = ()
        else:
            starts = (choices.starts.get(step.id, 0),)
        for day in starts:
            x[z.of(n)] += days >= min(max(day, int(days[0])), int(days[-1]))
    return x


def _increments(counts: Floats) -> list[int]:
    return [max(0, int(b) - int(a)) for a, b in zip([0, *counts[:-1]], counts, strict=True)]


def calendar_of(
    programme: Programme, project: Schedule, extra: Collection[int] = (), as_of: dt.date | None = None
) -> Periods:
    """The programme's periods, cut at due dates, and where a gate, licence, fund, capacity, rule or rate changes."""
    base = periods(programme.start, programme.until, programme.calendar)
    days = [base.day(c.due) + 1 for c in programme.commitments]
    days += [day for day, _ in project.gates.values()]
    for resource in programme.resources:
        days += [base.day(s.effective_start) for s in resource.hours if s.effective_start]
        days += [base.day(s.effective_end) + 1 for s in resource.hours if s.effective_end]
    for licence in programme.licences:
        days.append(project.done(licence.needs)[0])
        days += [base.day(licence.effective_start)] if licence.effective_start else []
        days += [base.day(licence.effective_end) + 1] if licence.effective_end else []
    for fund in programme.funds:
        days += [base.day(fund.effective_start)] if fund.effective_start else []
        days += [base.day(fund.effective_end) + 1] if fund.effective_end else []
    if programme.frozen and as_of:
        days.append(base.day(as_of) + int(programme.frozen.value))
    days += [base.day(rule.effective_start) for rule in programme.rules if rule.effective_start]
    days += [base.day(rule.effective_end) + 1 for rule in programme.rules if rule.effective_end]
    held = {fund.currency for fund in programme.funds}
    for currency in programme.currencies:
        if currency.id in held:
            days += [base.day(rate.effective_start) for rate in currency.rates if rate.effective_start]
    return base.cut([*days, *extra])


def merged(decided: Decided, solution: Solution) -> list[GoalValue]:
    """The goals of the plan in their order: its own values, and the bounds that hold whatever is decided."""
    own = {value.name: value for value in solution.values}
    if not decided.values:
        return solution.values
    found = []
    for value in decided.values:
        if value.name in own:
            mine = own.pop(value.name)
            bound = min(mine.value, value.bound)
            gap = (mine.value - bound) / max(abs(mine.value), 1e-9)
            found.append(replace(mine, bound=bound, gap=gap))
        else:
            found.append(value)
    return [*found, *own.values()]
