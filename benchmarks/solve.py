"""What planning costs beyond the bare solver: python benchmarks/solve.py [small|medium]

A programme is planned from its rows to the verified plan, and every call to the solver is written down. Then the bare
solver is given the same calls, arrays and options again, with nothing around them. Printed: CPU seconds of both, side
by side in one run, and their ratio.
"""

from __future__ import annotations

import sys
import time
from typing import Any, ClassVar

import highspy
import numpy as np
from programmes import MEDIUM, SMALL, programme

from workshare.planner import lp
from workshare.planner.make import make_plan

Call = tuple[str, tuple[Any, ...]]


class Recorder:
    """Stands in for the solver: passes every call on and keeps it."""

    calls: ClassVar[list[Call]] = []

    def __init__(self) -> None:
        self._real = highspy._core._Highs()  # noqa: SLF001 - the bare solver, without its Python conveniences

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)

        def call(*arguments: Any) -> Any:
            kept = tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)
            Recorder.calls.append((name, kept))
            return method(*arguments)

        return call


def replay(calls: list[Call]) -> float:
    """CPU seconds that the bare solver takes for the same calls."""
    begin = time.process_time()
    bare = highspy._core._Highs()  # noqa: SLF001
    for name, arguments in calls:
        getattr(bare, name)(*arguments)
    return time.process_time() - begin


def main() -> None:
    """Print the ratio for the sizes named, or for both."""
    sizes = {"small": SMALL, "medium": MEDIUM}
    for name in sys.argv[1:] or sizes:
        p = programme(sizes[name], 1)
        Recorder.calls = []
        lp.highspy.Highs = Recorder  # type: ignore[assignment,misc]
        begin = time.process_time()
        plan = make_plan(p)
        ours = time.process_time() - begin
        bare = replay(Recorder.calls)
        runs = sum(what == "run" for what, _ in Recorder.calls)
        phases = ", ".join(f"{phase} {seconds:.2f}" for phase, seconds in plan.seconds.items())
        print(f"{name}: {runs} goals solved; plan {ours:.1f} s, bare solver {bare:.1f} s, ratio {ours / bare:.2f}")
        print(f"  wall seconds by phase: {phases}")


if __name__ == "__main__":
    main()
