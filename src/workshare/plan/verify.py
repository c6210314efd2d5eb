"""Stub while the planner is brought up."""

from workshare.outcome.plan import Plan


def verify(plan: Plan) -> None:
    """Nothing yet."""
