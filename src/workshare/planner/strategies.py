"""Strategies: on which network a plan is solved, and how hard; each gives the full plan, and a bound that holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from workshare.gates import Schedule
from workshare.model.programme import Programme
from workshare.outcome.last import Last
from workshare.outcome.rows import GoalValue
from workshare.planner.contract import contract, may_contract
from workshare.planner.contract.expand import expand
from workshare.planner.fast import Found, fast, suits
from workshare.planner.goals import GoalKind
from workshare.planner.lexico import Scope, Solution, solve
from workshare.planner.lp import Solver
from workshare.planner.model import Model, Problem, formulate, layout
from workshare.planner.objective import OutOfTime
from workshare.planner.phases import Clock
from workshare.planner.rules import FAMILIES, RULES
from workshare.planner.settings import Settings, Strategy
from workshare.planner.shrink import Shrunk

SOON = 100_000
"""Columns of the contracted problem beyond which a plan by weight is made soon rather than exactly."""


class _ByWeight(Solver):
    """A problem with one goal, contracted: the simplex method is the quicker one for longer."""

    simplex_up_to: ClassVar[int] = 30_000


@dataclass(frozen=True, slots=True)
class Solved:
    """A solved model: ``model`` has all columns of the solution, ``small`` and ``problem`` are what was solved."""

    model: Model
    small: Model
    problem: Problem
    solution: Solution
    strategy: Strategy


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be solved: a programme on its shrunk network with the project's dates settled."""

    programme: Programme
    shrunk: Shrunk
    project: Schedule
    last: Last | None
    scope: Scope
    polish: bool = True


def solve_by(strategy: Strategy, task: Task, settings: Settings, say: Callable[[str], None], clock: Clock) -> Solved:
    """Solve a task by a strategy; raises NoPlan."""
    if strategy is Strategy.PLAIN:
        return _plain(task, settings, say, clock)
    return _contracted(strategy, task, settings, say, clock)


def chosen(task: Task, settings: Settings) -> Strategy:
    """The strategy that is asked for, or the one that suits the task's size."""
    merging = may_contract(task.programme, early=_early(task, settings), last=task.last is not None)
    if not merging:
        return Strategy.PLAIN
    return settings.strategy


def _early(task: Task, settings: Settings) -> bool:
    """Whether stock that waits is a goal."""
    return settings.weights is None and GoalKind.EARLY not in task.scope.leave_out


def _plain(task: Task, settings: Settings, say: Callable[[str], None], clock: Clock) -> Solved:
    with clock("build"):
        model = layout(task.programme, task.shrunk, task.project, FAMILIES, last=task.last)
        problem = formulate(model, RULES)
    with clock("solve"):
        solution = solve(model, problem, settings, say, task.scope, polish=task.polish)
    return Solved(model, model, problem, solution, Strategy.PLAIN)


def _contracted(strategy: Strategy, task: Task, settings: Settings, say: Callable[[str], None], clock: Clock) -> Solved:
    priced = settings.weights is None and GoalKind.COST not in task.scope.leave_out
    with clock("contract"):
        contracted = contract(task.programme, task.shrunk, priced=priced, weights=settings.weights)
    with clock("build"):
        small = layout(task.programme, contracted.shrunk, task.project, FAMILIES)
        problem = formulate(small, RULES)
    with clock("solve"):
        strategy, solution = _sought(strategy, task, settings, say, (small, problem))
    with clock("expand"):
        full = layout(task.programme, task.shrunk, task.project, FAMILIES)
        whole = replace(solution, x=expand(contracted, small, solution.x, full))
    return Solved(full, small, problem, whole, strategy)


def _sought(
    strategy: Strategy, task: Task, settings: Settings, say: Callable[[str], None], what: tuple[Model, Problem]
) -> tuple[Strategy, Solution]:
    """A solution by the strategy, or by the one that suits the model; with patience a fast one first, then a better."""
    small, problem = what
    quick: Solution | None = None
    soon = strategy is Strategy.FAST or (strategy is Strategy.AUTO and len(problem.lower) > SOON)
    if settings.weights is not None and (soon or settings.patience) and suits(small, problem):
        say(str(GoalKind.WEIGHTED))
        quick = _told(fast(small, problem, settings.weights))
        if settings.patience is None or quick.optimal:
            return Strategy.FAST, quick
        say(f"{GoalKind.WEIGHTED}: {quick.values[0].value:,.0f}, at most {quick.values[0].gap:.1%} from the best")
    scope = replace(task.scope, solver=_ByWeight) if settings.weights is not None else task.scope
    try:
        exact = solve(small, problem, settings, say, scope, polish=task.polish)
    except OutOfTime:
        if quick is None:
            raise
        return Strategy.FAST, quick
    if quick is not None and quick.values[0].value <= exact.values[0].value:
        return Strategy.FAST, quick
    return Strategy.EXACT, exact


def _told(found: Found) -> Solution:
    """A plan that was found soon, as a solution of its one goal."""
    gap = max(0.0, (found.value - found.bound) / max(abs(found.value), 1e-9))
    value = GoalValue(name=str(GoalKind.WEIGHTED), value=found.value, bound=found.bound, gap=gap)
    return Solution(found.x, [value], optimal=gap == 0.0)
