"""Goals in turn: each at its best while the earlier ones are held, with a bound and a gap of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from workshare.gates import NEVER
from workshare.outcome.rows import GoalValue
from workshare.planner.branch.memory import Place
from workshare.planner.facts import counted, met
from workshare.planner.goals import Goal, GoalKind, goals, period_due, shortfall
from workshare.planner.lags import Floats, Ints
from workshare.planner.lots import unused
from workshare.planner.lp import Solver
from workshare.planner.model import Model, Problem
from workshare.planner.objective import Answer, Marginals, NoPlan, Objective, fresh
from workshare.planner.settings import Settings
from workshare.planner.shrink import first_output
from workshare.planner.stocks import Stock

TIGHT = 1e-6
"""Below this a goal counts as nothing; an earlier goal is held within ε = TIGHT · max(1, value / 1000)."""
ROUNDS = 5
"""So often set-ups that are not used any more are taken out."""
TIES = frozenset({GoalKind.PROMPT, GoalKind.AHEAD, GoalKind.COST, GoalKind.EARLY})


@dataclass(slots=True)
class Solution:
    """The columns of the final plan, what each goal came to, and the duals that explain it."""

    x: Floats
    values: list[GoalValue] = field(default_factory=list)
    optimal: bool = True
    first_short: Marginals | None = None
    """At the first goal that falls short of perfect."""
    limits: dict[str, Marginals] = field(default_factory=dict)
    """For each late commitment: what limits its quantity by its due date."""
    short: dict[str, Marginals] = field(default_factory=dict)
    """At every goal that was asked to be explained and falls short of perfect, by its name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """How far the goals are followed: kinds that are left out, and when those that were solved are enough.

    ``enough`` is asked after every goal, with all values so far; what it cuts off changes none of them.
    ``explain`` names goals whose dual values are wanted. ``start`` are columns of which the whole numbers are tried
    first: those of a former plan, say. ``solver`` makes what solves the goals,
    and ``memory`` is where its linear problems may begin.
    """

    leave_out: Collection[GoalKind] = ()
    enough: Callable[[Sequence[GoalValue]], bool] = lambda _: False
    explain: Collection[str] = ()
    start: Floats | None = None
    solver: Callable[[Problem, Settings, Floats | None], Solver] = Solver
    memory: Callable[[Model, Problem], Place | None] = lambda _model, _problem: None


EVERYTHING = Scope()
"""All goals, to the end."""


def solve(
    model: Model,
    problem: Problem,
    settings: Settings,
    say: Callable[[str], None],
    scope: Scope = EVERYTHING,
    *,
    polish: bool = True,
) -> Solution:
    """The lexicographically best plan as far as ``scope`` goes; raises NoPlan where the rules leave none.

    With ``polish`` the whole numbers found are kept and all else is solved once more, exactly.
    """
    found = _in_turn(model, problem, settings, say, scope)
    if not (polish and problem.integer.any()):
        return found
    return _polished(model, problem, settings, found, scope)


def _in_turn(model: Model, problem: Problem, settings: Settings, say: Callable[[str], None], scope: Scope) -> Solution:
    solver = scope.solver(problem, settings, scope.start)
    solver.place = scope.memory(model, problem)
    search = _Search(model, solver, scope.explain)
    for goal in goals(model, settings.weights, scope.leave_out):
        say(goal.name)
        if goal.kind is GoalKind.COMMITMENT:
            search.promise(goal)
        else:
            search.plain(goal)
        if scope.enough(search.values):
            break
    return search.found()


def _polished(model: Model, problem: Problem, settings: Settings, found: Solution, scope: Scope) -> Solution:
    """The same whole numbers, and all else solved once more as a linear problem: exact values, and dual values too.

    The bounds stay those of the whole-number search. A set-up for which nothing is begun any more is taken out, and the
    rest solved again.
    """
    whole = problem.integer
    exact, at = found, np.round(unused(model, found.x))
    for _ in range(ROUNDS):
        fixed = replace(
            problem,
            lower=np.where(whole, at, problem.lower),
            upper=np.where(whole, at, problem.upper),
            integer=np.zeros_like(whole),
        )
        try:
            exact = _in_turn(model, fixed, settings, lambda _: None, replace(scope, explain=(), solver=Solver))
        except NoPlan:  # the rounding of the search was worth something: keep what it found
            return found
        before, at = at, np.round(unused(model, exact.x))
        if (at[whole] == before[whole]).all():
            break
    bounds = {value.name: value.bound for value in found.values}
    exact.values = [_goal_value(v.name, v.value, min(v.value, bounds.get(v.name, v.value))) for v in exact.values]
    exact.optimal = found.optimal
    exact.first_short, exact.limits, exact.short = found.first_short, found.limits, found.short
    return exact


def _goal_value(name: str, value: float, bound: float) -> GoalValue:
    value = 0.0 if abs(value) < TIGHT else value
    bound = value if abs(value - bound) <= TIGHT * max(1.0, abs(value)) else bound
    gap = 0.0 if value == bound else (value - bound) / max(abs(value), 1e-9)
    return GoalValue(name=name, value=value, bound=bound, gap=gap)


class _Search:
    """The state between goals: the solver with its held goals and the last plan that keeps them."""

    def __init__(self, model: Model, solver: Solver, explain: Collection[str] = ()) -> None:
        self.model, self.solver, self.explain = model, solver, explain
        self.x: Floats | None = None
        self.values: list[GoalValue] = []
        self.optimal = True
        self.first_short: Marginals | None = None
        self.limits: dict[str, Marginals] = {}
        self.short: dict[str, Marginals] = {}

    def found(self) -> Solution:
        if self.x is None:
            raise NoPlan("no goal was solved")
        return Solution(self.x, self.values, self.optimal, self.first_short, self.limits, self.short)

    def minimise(self, objective: Objective, *, tie: bool = False, idle: Ints | None = None) -> Answer:
        answer = self.solver.minimise(objective, tie=tie, idle=idle)
        self.optimal &= answer.optimal or tie
        return answer

    def record(self, name: str, value: float, bound: float) -> None:
        self.values.append(_goal_value(name, value, bound))

    def plain(self, goal: Goal) -> None:
        """A linear goal: solved unless the last plan has it at its least already, then held."""
        objective = goal.objective
        value = bound = objective.constant
        if self.x is None and not len(objective.columns):
            self.x = self.minimise(objective).x
        if self.x is not None and objective.value(self.x) - objective.constant <= TIGHT:
            self.solver.hold_at_best(objective, goal.name)
        else:
            idle = not_asked_for(self.model, goal.priority) if goal.kind in {GoalKind.LATE, GoalKind.SHORT} else None
            answer = self.minimise(objective, tie=goal.kind in TIES, idle=idle)
            self.x, value, bound = answer.x, answer.value, answer.bound
            self._explain(goal, value)
            self.solver.hold(objective, value + TIGHT * max(1.0, abs(value) / 1000), goal.name)
        self.record(goal.name, value, bound)

    def _explain(self, goal: Goal, value: float) -> None:
        if value <= TIGHT or goal.kind not in {GoalKind.LATE, GoalKind.SHORT, GoalKind.WEIGHTED}:
            return
        if self.first_short is None or goal.name in self.explain:
            self.short[goal.name] = self.solver.marginals(goal.objective)
            self.first_short = self.first_short or self.short[goal.name]

    def promise(self, goal: Goal) -> None:
        """A commitment: the first period by whose end its measure can be met, found by asking period by period."""
        model, c = self.model, goal.commitment
        commitment = model.commitments[c]
        periods = model.shrunk.periods
        met_on = met(model.programme, model.shrunk.network.facts, commitment.measure) if commitment.measure else None
        if met_on is not None:
            days = float(max(0, met_on - periods.day(commitment.due)))
            self.record(goal.name, days, days)
            return
        last = len(periods) - 1
        due = period_due(model, commitment)
        first = self._first_possible(c)
        if self.x is None:
            self.x = self.minimise(fresh([], [])).x
        if first <= due and self._met(c, due):
            self._keep(goal, due)
            self.record(goal.name, 0.0, 0.0)
            return
        if first <= due:
            self.limits[commitment.id] = self.solver.marginals(shortfall(model, c, due))
            self.first_short = self.first_short or self.limits[commitment.id]
        late_at_end = float(periods.horizon - periods.day(commitment.due))
        if first > last or not self._met(c, last):
            self._fall_short(goal, late_at_end, possible=first <= last)
            return
        when = self._earliest_met(c, max(due + 1, first), last)
        self._keep(goal, when)
        days = float(periods.last(when) - periods.day(commitment.due))
        self.record(goal.name, days, days)

    def _first_possible(self, c: int) -> int:
        """The first period in which anything that the commitment counts can exist."""
        shrunk = self.model.shrunk
        day = first_day(self.model, c)
        return shrunk.periods.counted_by(day) if day <= shrunk.periods.horizon else len(shrunk.periods)

    def _lack(self, c: int, period: int) -> Answer:
        return self.minimise(shortfall(self.model, c, period))

    def _met(self, c: int, period: int) -> bool:
        """Whether a plan that keeps the earlier goals meets the commitment by the end of a period."""
        assert self.x is not None
        goal = shortfall(self.model, c, period)
        if goal.value(self.x) <= TIGHT:
            return True
        answer = self._lack(c, period)
        if answer.value <= TIGHT:
            self.x = answer.x
            return True
        return False

    def _earliest_met(self, c: int, low: int, high: int) -> int:
        """The first period in low … high in which it can be met, given that it can in ``high``."""
        grid = self.model.columns.short
        columns = range(int(grid.at(c, low)), int(grid.at(c, high)) + 1)
        area = self.minimise(fresh(list(columns), [1.0] * len(columns)))
        met = [p for p in range(low, high + 1) if area.x[int(grid.at(c, p))] <= TIGHT]
        if met and met[0] < high:
            high, self.x = met[0], area.x
        if low < high and not self._met(c, high - 1):
            return high
        while low < high:
            middle = (low + high) // 2
            if self._met(c, middle):
                high = middle
            else:
                low = middle + 1
        return high

    def _keep(self, goal: Goal, period: int) -> None:
        self.solver.keep_below(int(self.model.columns.short.at(goal.commitment, period)), 0.0, goal.name)

    def _fall_short(self, goal: Goal, days: float, *, possible: bool) -> None:
        """Not within the horizon: the least that is lacking at its end is held instead."""
        c = goal.commitment
        amount = self.model.commitments[c].measure.amount  # type: ignore[union-attr]
        end = len(self.model.shrunk.periods) - 1
        lacking = shortfall(self.model, c, end)
        value = bound = amount
        if possible:
            answer = self.minimise(lacking)
            self.x, value, bound = answer.x, answer.value, answer.bound
        self.solver.keep_below(int(self.model.columns.short.at(c, end)), value + TIGHT, goal.name)
        self.record(goal.name, days, days)
        self.record(f"{goal.name}, short", value, bound)


def first_day(model: Model, c: int) -> int:
    """The first day on which anything that a commitment counts can exist (NEVER: not at all)."""
    commitment, shrunk = model.commitments[c], model.shrunk
    measure = commitment.measure
    assert measure is not None
    day, _ = first_output(shrunk, commitment)
    days = [day, *(day for day, _ in counted(model.programme, shrunk.network.facts, measure)[:1])]
    for demand, first, last in shrunk.demands:
        if demand.item == measure.delivered and (not measure.at or demand.site in measure.at) and first <= last:
            there = shrunk.earliest.stock.get(Stock(demand.item, demand.site), NEVER)
            opens = shrunk.periods.first(first)
            days.append(max(there, opens if demand.earliest is None else shrunk.periods.day(demand.earliest)))
    return min(days, default=NEVER)


def not_asked_for(model: Model, priority: int) -> Ints | None:
    """The deliveries that no goal down to a priority is about; None where something else may ask for them.

    Whoever comes later may get nothing while those before are served: a plan stays a plan without these deliveries,
    unless a rule, a frozen window or a least quantity wants them, or a commitment counts them.
    """
    programme = model.programme
    held = programme.rules or (programme.frozen and model.last)
    if held or any(d.minimum is not None for d in programme.demands):
        return None
    counted = {c.measure.delivered for c in programme.commitments if c.measure}
    serve = model.columns.serve
    later = [
        np.arange(serve.of(n).start, serve.of(n).stop)
        for n, (d, first, last) in enumerate(model.shrunk.demands)
        if d.priority > priority and d.item not in counted and first <= last
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *later])
