"""Where the linear problems of a plan ended, so that a later plan of nearly the same programme can begin there.

A basis is kept by families of columns and by rules: where one of them has as many cells as before, it is taken over;
where it has not, it begins anew. A basis is only where a search for the best begins, so nothing hangs on it but time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt

from workshare.outcome.last import Bases
from workshare.planner.model import Model, Problem

FROM = 10_000
"""From so many columns on bases are kept; smaller problems are solved before they are read."""
SIZES = "sizes"


@dataclass(frozen=True, slots=True)
class Memory:
    """The bases of the last plan, and those that this plan finds."""

    known: Bases = field(default_factory=dict)
    found: dict[str, npt.NDArray[np.int32]] = field(default_factory=dict)

    def of(self, phase: str, model: Model, problem: Problem) -> Place | None:
        """The part of one model; None where it is small."""
        if problem.matrix.shape[1] <= FROM:
            return None
        place = Place(self, phase, _sizes(model, problem), problem)
        self.found[f"{phase} {SIZES}"] = place.sizes
        return place


@dataclass(frozen=True, slots=True)
class Place:
    """Bases of one model: columns family by family, then rows rule by rule."""

    memory: Memory
    phase: str
    sizes: npt.NDArray[np.int32]
    problem: Problem

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return self.problem.matrix.shape[1]

    def given(self, what: str, rows: int) -> highspy.HighsBasis | None:
        """The basis with which a problem of as many rows may begin; None where the last plan has none."""
        known, sizes = self.memory.known, self.memory.known.get(f"{self.phase} {SIZES}")
        old = known.get(f"{self.phase} {what}")
        if old is None or sizes is None or len(sizes) != len(self.sizes) or sizes.sum() != len(old):
            return None
        basic, lower = (int(s) for s in (highspy.HighsBasisStatus.kBasic, highspy.HighsBasisStatus.kLower))
        total = int(self.sizes.sum())
        new = np.full(total, basic, dtype=np.int32)
        new[: self.columns] = lower
        begin, before = np.cumsum([0, *self.sizes]), np.cumsum([0, *sizes])
        for n in np.flatnonzero(sizes == self.sizes):
            new[begin[n] : begin[n + 1]] = old[before[n] : before[n + 1]]
        self._at_bounds_that_are(new)
        status = [highspy.HighsBasisStatus(n) for n in range(max(basic, int(new.max())) + 1)]
        basis = highspy.HighsBasis()
        basis.col_status = [status[n] for n in new[: self.columns].tolist()]
        basis.row_status = [
            status[n] for n in [*new[self.columns :].tolist(), *[basic] * (rows + self.columns - total)]
        ]
        basis.valid, basis.alien = True, True  # it may have too few or too many basic rows: the solver puts that right
        return basis

    def _at_bounds_that_are(self, status: npt.NDArray[np.int32]) -> None:
        """What stood at a bound that a goal held had narrowed stands at the one that the problem has."""
        p = self.problem
        lower, upper = np.concatenate([p.lower, p.row_lower]), np.concatenate([p.upper, p.row_upper])
        at_lower, at_upper = (int(s) for s in (highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kUpper))
        up, down = (status == at_lower) & np.isinf(lower), (status == at_upper) & np.isinf(upper)
        status[up], status[down] = at_upper, at_lower

    def keep(self, what: str, basis: highspy.HighsBasis) -> None:
        """The basis with which a problem ended; rows of goals are left out."""
        status = [int(s) for s in basis.col_status] + [int(s) for s in basis.row_status]
        self.memory.found[f"{self.phase} {what}"] = np.array(status[: int(self.sizes.sum())], dtype=np.int32)


def _sizes(model: Model, problem: Problem) -> npt.NDArray[np.int32]:
    c = model.columns
    grids = [c.flow, c.hold, c.serve, c.left, c.short, c.below, c.ships, *c.further.values()]
    return np.array([*(g.size for g in grids), *(rows.grid.size for _, rows in problem.rows.values())], dtype=np.int32)
