"""Whether the solver and the books agree on what a plan comes to."""

from __future__ import annotations

from workshare.outcome.plan import Plan
from workshare.planner.lexico import Solution
from workshare.results.accounts import below_minimum, cost, lacking
from workshare.results.change import change


class Unsound(Exception):  # noqa: N818 - a plan that its own books contradict
    """A plan whose accounts do not agree with the solver's goals; a fault of ours, never of the input."""


def check_objective(made: Plan, solution: Solution) -> None:
    """The solver's goals equal what the accounts add up; raises Unsound."""
    for goal in solution.values:
        told = _told(made, goal.name)
        if told is not None and abs(told - goal.value) > 1e-4 * max(1.0, abs(goal.value)):
            raise Unsound(f"goal {goal.name}: the solver says {goal.value}, the accounts {told}")


def _told(made: Plan, name: str) -> float | None:
    """A goal's value from the accounts, None for goals that only settle ties."""
    kind, _, rest = name.partition(", priority ")
    told: float | None = None
    match kind:
        case "late, weighted":
            last = made.periods.horizon - made.periods.bounds[-2] + 1
            weights = made.weights or {}
            told = sum(weights.get(d.priority, 0.0) * (d.late_quantity_days + last * d.short) for d in made.demands)
        case "late":
            told = sum(d.late_quantity_days for d in made.demands if d.priority == int(rest))
        case "short":
            told = sum(d.short for d in made.demands if d.priority == int(rest))
        case "lacking":
            told = lacking(made, int(rest))
        case "cost":
            told = cost(made)
        case "change from the last plan":
            told = change(made)
        case "stock below its minimum":
            told = below_minimum(made.programme, made.periods, made.flows)
        case _ if name.startswith("commitment ") and not name.endswith(", short"):
            account = made.commitment(name.removeprefix("commitment "))
            horizon = made.periods.date(made.periods.horizon)
            told = float(account.days_late if account.date else (horizon - account.due).days)
    return told
