"""Workshare: planning and accounting for joint production programmes.

import workshare as ws
plan = ws.plan(ws.load("programmes/ukraine-us-2023"))
print(plan.commitments.to_pandas())
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workshare.files.folder import load
    from workshare.levers.best import levers as find_levers
    from workshare.levers.needs import needs
    from workshare.levers.pegging import hurt
    from workshare.levers.why import why
    from workshare.planner.make import make_plan as plan
    from workshare.planner.objective import NoPlan
    from workshare.planner.verify import verify
    from workshare.problems import BadInput

__all__ = ["BadInput", "NoPlan", "find_levers", "hurt", "load", "needs", "plan", "verify", "why"]

_HOMES = {
    "BadInput": ("workshare.problems", "BadInput"),
    "NoPlan": ("workshare.planner.lp", "NoPlan"),
    "find_levers": ("workshare.levers.best", "levers"),
    "hurt": ("workshare.levers.pegging", "hurt"),
    "load": ("workshare.files.folder", "load"),
    "needs": ("workshare.levers.needs", "needs"),
    "plan": ("workshare.planner.make", "make_plan"),
    "verify": ("workshare.planner.verify", "verify"),
    "why": ("workshare.levers.why", "why"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Fetch a public name when it is first asked for, so that the command line starts without the planner."""
    if name not in _HOMES:
        raise AttributeError(f"module 'workshare' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
