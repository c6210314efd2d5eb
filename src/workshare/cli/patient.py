"""Planning that can be told to stop: after some seconds, or by Ctrl-C, with the best plan so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from workshare.outcome.plan import Plan
from workshare.planner.objective import OutOfTime
from workshare.planner.patience import Patience
from workshare.planner.settings import Settings, Strategy
from workshare.problems import BadInput, Code, Problem

OFTEN = 0.1
"""Seconds between two looks whether somebody has pressed Ctrl-C."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How a plan is sought: for how many seconds at most, by which weights of priorities, by which strategy."""

    seconds: float | None = None
    weights: Mapping[int, float] | None = None
    strategy: Strategy = Strategy.AUTO

    def settings(self) -> Settings:
        """The planner's settings; the seconds begin to count now."""
        patience = None if self.seconds is None else Patience(self.seconds, time.monotonic)
        return Settings(weights=self.weights, strategy=self.strategy, patience=patience)


def patiently(plan: Callable[[Settings], Plan], effort: Effort, say: Callable[[str], None]) -> Plan:
    """The plan made with some effort; Ctrl-C ends the search, not the plan. Raises BadInput if there was no time."""
    settings = effort.settings()
    if settings.patience is None:
        return plan(settings)
    with ThreadPoolExecutor(max_workers=1) as beside:
        future = beside.submit(plan, settings)
        while not future.done():
            try:
                time.sleep(OFTEN)
            except KeyboardInterrupt:
                settings.patience.stop()
                say("stopping with the best plan so far")
        try:
            return future.result()
        except OutOfTime:
            message = f"no plan was found within {effort.seconds:g} seconds"
            hint = "allow more --seconds; --weights 1:9,2:3,3:1 gives a first plan sooner"
            raise BadInput([Problem(code=Code.BAD_RANGE, message=message, hint=hint)]) from None
