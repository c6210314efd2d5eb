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
    from workshare.planner.lp import NoPlan
    from workshare.planner.make import make_plan as plan
    from workshare.planner.verify import verify
    from workshare.problems import BadInput

__all__ = ["BadInput", "NoPlan", "load", "plan", "verify"]

_HOMES = {
    "BadInput": ("workshare.problems", "BadInput"),
    "NoPlan": ("workshare.planner.lp", "NoPlan"),
    "load": ("workshare.files.folder", "load"),
    "plan": ("workshare.planner.make", "make_plan"),
    "verify": ("workshare.planner.verify", "verify"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Fetch a public name when it is first asked for, so that the command line starts without the planner."""
    if name not in _HOMES:
        raise AttributeError(f"module 'workshare' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
