"""What chance does in a block of scenarios: an array for each thing that it may touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workshare.planner.lags import Floats
from workshare.risk.lines import Execution

Days = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Draws of S scenarios, the last axis of every array; without chance all is as planned.

    ``days`` of each task (NEVER: it is never done) and ``build`` of each investment; ``lead`` of each line and the
    days by which it is ``late``; factors on what a line may do in all (``want``), on what it ``give``s and on its
    ``cost``, on the ``hours`` of each use of a limit, on each source of a limit (``supply``), on each ``cap``, on each
    stock's ``opening`` and each fund's ``amount``; and [stop, period] the share that ``runs`` under outages.
    """

    days: Days
    build: Days
    lead: Days
    late: Days
    want: Floats
    give: Floats
    cost: Floats
    hours: Floats
    supply: Floats
    cap: Floats
    opening: Floats
    amount: Floats
    runs: Floats

    @property
    def count(self) -> int:
        """The number of scenarios."""
        return int(self.days.shape[-1])


def as_planned(made: Execution, count: int) -> Draws:
    """Draws of so many scenarios in which all is as planned."""

    def whole(values: list[int]) -> Days:
        return np.repeat(np.array(values, dtype=np.int64).reshape(-1, 1), count, axis=1)

    def ones(number: int) -> Floats:
        return np.ones((number, count))

    lines = made.lines
    return Draws(
        days=whole([t.days for t in made.tasks]),
        build=whole([b.days for b in made.builds]),
        lead=whole([line.lead for line in lines]),
        late=whole([0] * len(lines)),
        want=ones(len(lines)),
        give=ones(len(lines)),
        cost=ones(len(lines)),
        hours=ones(sum(len(line.uses) for line in lines)),
        supply=ones(len(made.sources)),
        cap=ones(len(made.caps)),
        opening=ones(len(made.stocks)),
        amount=ones(len(made.funds)),
        runs=np.ones((len(made.stops), len(made.periods), count)),
    )


def first_uses(made: Execution) -> list[int]:
    """For each line the number of its first use of a limit, counted over all lines."""
    found, n = [], 0
    for line in made.lines:
        found.append(n)
        n += len(line.uses)
    return found
