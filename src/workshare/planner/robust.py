"""A plan for several futures at once: what is decided here and now stands up to all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from workshare.gates import NOTHING_CHOSEN, schedule
from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.outcome.rows import CommitmentAccount, GoalValue
from workshare.outcome.table import Table
from workshare.planner.decide import Decided, chosen, decide, settled
from workshare.planner.goals import GoalKind, goals
from workshare.planner.lags import Floats
from workshare.planner.lexico import TIGHT, Solution
from workshare.planner.lp import Solver
from workshare.planner.make import Draft, finished, quiet, tell
from workshare.planner.objective import Objective
from workshare.planner.settings import Settings
from workshare.planner.sound import Unsound, check_objective
from workshare.planner.together import Together, Worst, decided, own_objective, stack, undecided
from workshare.planner.verify import verify

MOST_COLUMNS = 30_000
"""Up to so many columns in all, decisions are searched for with all futures in view."""
HELD = 1e-6
"""An earlier goal is held within HELD · max(1, value / 1000), as in any plan."""


@dataclass(frozen=True, slots=True)
class Robust:
    """A plan, and what its goals come to over the futures that it was made for."""

    plan: Plan
    over: tuple[GoalValue, ...]
    decided_together: bool = True
    """Whether modes, options and investments are the futures' too; of large programmes they are the plain plan's."""


def robust_plan(
    programme: Programme,
    futures: Sequence[Programme],
    *,
    as_of: dt.date | None = None,
    settings: Settings | None = None,
    worst: Worst | None = None,
    say: Callable[[str], None] = quiet,
) -> Robust:
    """The plan whose goals are best over many futures: their mean, and the mean of the worst share of them.

    ``futures`` are the programme with other figures. Each follows the plan and never runs ahead of it; modes, options
    and investments are decided once for all; where that is too large a search, the plain plan's are taken. Of two plans
    that the futures do not tell apart, the programme's own goals take the better. Raises ValueError without futures,
    NoPlan where the rules leave no plan at all, and Unsound if verification finds a fault.
    """
    if not futures:
        raise ValueError("a robust plan needs futures")
    as_of, settings, worst = as_of or programme.start, settings or Settings(), worst or Worst()
    choices, project = NOTHING_CHOSEN, {}
    first = [undecided(p, as_of) for p in (programme, *futures)]
    together = True
    if first[0].decisions.anything:
        say("deciding for all futures")
        both = stack(first, worst)
        together = both.problem.matrix.shape[1] <= MOST_COLUMNS
        if together:
            x, _ = _in_turn(both, settings, say)
            choices = chosen(both.models[0], both.own(x))
        else:
            choices = decide(programme, as_of, settings, say).choices
        project = settled(both.models[0], schedule(programme, as_of, choices))
    say("planning for all futures")
    both = stack([decided(p, as_of, choices) for p in (programme, *futures)], worst)
    x, over = _in_turn(both, settings, say)
    model, own = both.models[0], both.own(x)
    worth = project | {g.name: g.objective.value(own) for g in goals(model) if g.kind is not GoalKind.COMMITMENT}
    solution = Solution(own, [unbounded(name, value) for name, value in worth.items()])
    made = tell(programme, as_of, Draft(model, both.problems[0], model.schedule, solution, Decided(choices)))
    promised = [row for c in model.commitments for row in _promise(made, made.commitment(c.id))]
    made = replace(made, goals=Table(GoalValue, [*solution.values, *promised]))
    check_objective(made, solution)
    faults = verify(made)
    if faults:
        raise Unsound(f"{len(faults)} faults in the robust plan, the first: {faults[0]}")
    return Robust(finished(made), tuple(over), together)


def unbounded(name: str, value: float) -> GoalValue:
    """One of the plan's own goals: it was not what was sought, so no bound is known but that none is below nothing."""
    value = value if abs(value) > TIGHT else 0.0
    return GoalValue(name=name, value=value, bound=0.0, gap=1.0 if value else 0.0)


def _promise(made: Plan, account: CommitmentAccount) -> Iterator[GoalValue]:
    """A commitment as one of the plan's own goals: days late, and what is lacking where it is never met."""
    end = made.periods.date(made.periods.horizon)
    late = account.days_late if account.date else (end - account.due).days
    yield unbounded(f"commitment {account.id}", float(late))
    if account.date is None:
        yield unbounded(f"commitment {account.id}, short", account.quantity - account.in_the_end)


def _in_turn(together: Together, settings: Settings, say: Callable[[str], None]) -> tuple[Floats, list[GoalValue]]:
    """Every goal over the futures, then as the plan's own, each at its best while those before it are held."""
    solver, model = Solver(together.problem, settings), together.models[0]
    values: list[GoalValue] = []
    for goal, objective in together.goals:
        say(goal.name)
        value, bound = _held(solver, objective, f"{goal.name}, over all futures")
        gap = max(0.0, (value - bound) / max(abs(value), 1e-9))
        values.append(GoalValue(name=goal.name, value=value, bound=bound, gap=gap))
        _held(solver, own_objective(model, goal), goal.name)
    waiting = next(goal for goal in goals(model) if goal.kind is GoalKind.EARLY)
    return solver.minimise(waiting.objective, tie=True).x, values


def _held(solver: Solver, objective: Objective, name: str) -> tuple[float, float]:
    """A goal at its best, which is held from now on, and its bound."""
    if not len(objective.columns):
        return objective.constant, objective.constant
    answer = solver.minimise(objective)
    solver.hold(objective, answer.value + HELD * max(1.0, abs(answer.value) / 1000), name)
    return answer.value, answer.bound
