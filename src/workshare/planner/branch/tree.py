"""Branch and bound: linear problems solved from the last basis, branches on what has been seen to matter.

A general search spends most of its time before the first branch, in cuts for which the rows of a plan give little.
Here a node is one linear problem, solved by the dual simplex method from its parent's basis in a fraction of a second,
and given up as soon as its bound says that it holds nothing better.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

import highspy
import numpy as np
import numpy.typing as npt

from workshare.planner.lags import Floats, Ints

WHOLE = 1e-6
"""So far from a whole number a value still counts as one."""
TRIES = 5
"""So many candidates of which nothing is known yet are tried at a node."""
STEPS = 100
"""So many simplex steps a candidate is tried with."""
DEVEX = 1
"""The solver's number for weights that begin at 1: exact ones cost more than a few steps from a given basis."""
MOST_STEPS = 1_000
"""After so many simplex steps a node is solved anew by interior point."""
UNLIMITED = 2**31 - 1
"""The solver's own limit of simplex steps."""
CLEANING = 5_000
"""So many simplex steps may follow interior point, where it was not exact."""
INTERIOR = 150
"""So many steps interior point may take: more are only taken where there is no plan."""
LOST = 0.05
"""A side without plans counts as if it made the goal worse by this share of itself."""
EVERY = 8
"""Every so many nodes decisions are rounded, and at each node until there is a plan."""

Round = Callable[[Floats, Floats, Floats], Floats | None]
"""From columns and the bounds on decisions to whole decisions within them."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A linear problem, its columns that are to be whole, and sums of them that are 0 or 1 (positions in ``whole``).

    ``constant`` belongs to the value of the goal, but not to the linear problem.
    """

    highs: highspy.Highs
    whole: npt.NDArray[np.int32]
    groups: tuple[tuple[int, ...], ...] = ()
    constant: float = 0.0


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop: the relative gap, and the most nodes."""

    gap: float
    nodes: int


Bounds = tuple[Floats, Floats]
"""Lower and upper bounds of all columns that are to be whole, then of all sums."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of all decisions, and what the linear problem within it comes to."""

    value: float
    bounds: Bounds
    basis: highspy.HighsBasis
    x: Floats


class Asked(NamedTuple):
    """A part of all decisions to be solved: from which basis, in how many steps, by which of the two solvers."""

    bounds: Bounds
    basis: highspy.HighsBasis | None
    steps: int = MOST_STEPS
    side: int = 0


class Solved(NamedTuple):
    """What came of it (None: no plan, or none worth finding), and how the solver ended."""

    node: Node | None
    ended: highspy.HighsModelStatus


@dataclass(slots=True)
class Found:
    """The best plan, what it comes to, what no plan can beat, and the nodes that were branched on."""

    value: float = np.inf
    x: Floats | None = None
    bound: float = -np.inf
    nodes: int = 0


@dataclass(slots=True)
class Gains:
    """What branches on each candidate have brought, per unit of distance: [side, candidate]."""

    total: Floats
    count: Floats

    def learn(self, candidate: int, side: int, gain: float, distance: float) -> None:
        """One more branch was seen."""
        self.total[side, candidate] += max(gain, 0.0) / max(distance, WHOLE)
        self.count[side, candidate] += 1

    def expected(self) -> Floats:
        """The mean of each candidate; that of all where nothing is known."""
        overall = self.total.sum() / max(1.0, self.count.sum())
        return np.asarray(np.where(self.count > 0, self.total / np.maximum(self.count, 1), overall))

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """The candidates of which both sides have been seen."""
        return np.asarray(self.count.min(axis=0) > 0)


@dataclass(slots=True)
class Tree:
    """The search for the least value of one linear goal.

    ``found`` may hold a value to begin with, which is then to be beaten.
    """

    relaxed: Relaxed
    effort: Effort
    rounded: Round
    found: Found = field(default_factory=Found)
    rows: npt.NDArray[np.int32] = field(init=False)
    gains: Gains = field(init=False)
    two: tuple[highspy.Highs, highspy.Highs] = field(init=False)
    """Each side of a branch has a solver of its own: they work at once, and neither hears of the other."""
    beside: ThreadPoolExecutor = field(init=False)
    tried: set[bytes] = field(default_factory=set)
    given_up: float = np.inf
    """What parts that were given up may come to at best."""

    def __post_init__(self) -> None:
        """Sums of columns become rows, so that their bounds can be branches."""
        highs, whole = self.relaxed.highs, self.relaxed.whole
        first = highs.getNumRow()
        for group in self.relaxed.groups:
            highs.addRow(-highspy.kHighsInf, highspy.kHighsInf, len(group), whole[list(group)], np.ones(len(group)))
        self.rows = np.arange(first, first + len(self.relaxed.groups), dtype=np.int32)
        other = highspy.Highs()
        other.passOptions(highs.getOptions())
        other.passModel(highs.getLp())
        self.two = highs, other
        candidates = len(whole) + len(self.rows)
        self.gains = Gains(np.zeros((2, candidates)), np.zeros((2, candidates)))

    def search(self) -> Found:
        """The best plan within the gap, as far as the effort goes."""
        with ThreadPoolExecutor(max_workers=len(self.two)) as self.beside:
            return self._search()

    def _search(self) -> Found:
        found, root = self.found, self._root()
        if root is None:
            return found
        order = itertools.count()
        pending = [(root.value, next(order), root)]
        while pending and pending[0][0] < self.enough and found.nodes < self.effort.nodes:
            node = heapq.heappop(pending)[2]
            if found.nodes % EVERY == 0 or not np.isfinite(found.value):
                self._round(node)
            for kid in self._branch(node) if node.value < self.enough else [node]:
                heapq.heappush(pending, (kid.value, next(order), kid))
        left = min((value for value, *_ in pending), default=np.inf)
        found.bound = min(left, self.given_up, found.value)
        return found

    @property
    def enough(self) -> float:
        """The bound from which on a node holds nothing that is worth finding."""
        best = self.found.value
        return best - max(1e-9, self.effort.gap * abs(best + self.relaxed.constant)) if np.isfinite(best) else best

    def _root(self) -> Node | None:
        lp, whole = self.relaxed.highs.getLp(), self.relaxed.whole
        free = np.full(len(self.rows), np.inf)
        lower = np.concatenate([np.array(lp.col_lower_)[whole], -free])
        upper = np.concatenate([np.array(lp.col_upper_)[whole], free])
        return self._solved(Asked((lower, upper), None, UNLIMITED)).node

    def _solved(self, asked: Asked) -> Solved:
        """The linear problem within bounds; None where there is no plan, or none worth finding.

        From a basis it is solved by the simplex method; by interior point where there is none, or where that method
        comes to no end within ``MOST_STEPS``. With fewer steps it is as far as these lead.
        """
        highs, whole, steps = self.two[asked.side], self.relaxed.whole, asked.steps
        (lower, upper), count, status = asked.bounds, len(whole), highspy.HighsModelStatus
        highs.changeColsBounds(count, whole, lower[:count], upper[:count])
        if len(self.rows):
            highs.changeRowsBounds(len(self.rows), self.rows, lower[count:], upper[count:])  # type: ignore[attr-defined]
        if asked.basis is not None:
            _run(highs, asked.basis, solver="simplex", presolve="off", steps=steps, worth=self.enough)
            ended = {status.kOptimal, status.kInfeasible, status.kObjectiveBound}
        if asked.basis is None or (steps >= MOST_STEPS and highs.getModelStatus() not in ended):
            _run(highs, None, solver="ipm", presolve="on", steps=max(steps, CLEANING), worth=np.inf)
        good = {status.kOptimal} if steps >= MOST_STEPS else {status.kOptimal, status.kIterationLimit}
        if highs.getModelStatus() not in good:
            return Solved(None, highs.getModelStatus())
        x = np.array(highs.getSolution().col_value)
        node = Node(highs.getInfo().objective_function_value, asked.bounds, highs.getBasis(), x)
        return Solved(node, highs.getModelStatus())

    def _sides(self, node: Node, candidate: int, value: float, steps: int) -> Iterator[tuple[int, float, Solved]]:
        """Both parts of a node on the sides of a value: number, distance to it, and what it comes to."""
        sides = list(_sides(node, candidate, value))
        solved = self.beside.map(self._solved, [Asked(b, node.basis, steps, side) for side, _, b in sides])
        yield from ((side, distance, found) for (side, distance, _), found in zip(sides, solved, strict=True))

    def _round(self, node: Node) -> None:
        count, (lower, upper) = len(self.relaxed.whole), node.bounds
        whole = self.rounded(node.x, lower[:count], upper[:count])
        if whole is not None:
            self._try(whole, node.basis)

    def _try(self, whole: Floats, basis: highspy.HighsBasis) -> None:
        """What whole decisions come to."""
        if whole.tobytes() in self.tried:
            return
        self.tried.add(whole.tobytes())
        free = np.full(len(self.rows), np.inf)
        bounds = np.concatenate([whole, -free]), np.concatenate([whole, free])
        self._keep(self._solved(Asked(bounds, basis)).node)

    def _keep(self, node: Node | None) -> None:
        if node is not None and node.value < self.found.value:
            self.found.value, self.found.x = node.value, node.x

    def _branch(self, node: Node) -> list[Node]:
        z = node.x[self.relaxed.whole]
        values = np.concatenate([z, [z[list(group)].sum() for group in self.relaxed.groups]])
        part = values - np.floor(values)
        split = np.flatnonzero((part > WHOLE) & (part < 1 - WHOLE))
        if not len(split):
            self._keep(node)
            return []
        self.found.nodes += 1
        chosen = self._choose(node, values, split)
        kids = []
        for side, distance, (kid, ended) in self._sides(node, chosen, values[chosen], MOST_STEPS):
            gain = LOST * abs(node.value) if kid is None else kid.value - node.value
            self.gains.learn(chosen, side, gain, distance)
            if kid is None:
                self._give_up(node, ended)
            else:
                kids.append(Node(max(kid.value, node.value), kid.bounds, kid.basis, kid.x))
        return kids

    def _give_up(self, node: Node, ended: highspy.HighsModelStatus) -> None:
        """A side of a node is not looked at any more: there is no plan, none worth finding, or it cannot be solved."""
        status = highspy.HighsModelStatus
        if ended != status.kInfeasible:
            worth = self.enough if ended == status.kObjectiveBound else node.value
            self.given_up = min(self.given_up, worth)

    def _choose(self, node: Node, values: Floats, split: Ints) -> int:
        """The candidate whose sides gain most, by what was seen of it, or by trying it."""
        part = values - np.floor(values)
        distance = np.array([part, 1 - part])
        least = WHOLE * max(1.0, abs(node.value))
        score = np.maximum(self.gains.expected() * distance, least).prod(axis=0)
        known = self.gains.known
        ranked = sorted(split.tolist(), key=lambda c: (-score[c], -min(part[c], 1 - part[c]), c))
        for candidate in [c for c in ranked if not known[c]][:TRIES]:
            seen = self._tried(node, candidate, values[candidate])
            score[candidate] = np.prod(np.maximum(seen, least))
            known[candidate] = True
        best: int = max((c for c in ranked if known[c]), key=lambda c: float(score[c]))
        return best

    def _tried(self, node: Node, candidate: int, value: float) -> list[float]:
        """What the sides of a candidate gain, as far as a few steps show."""
        gains = []
        for side, distance, (kid, _) in self._sides(node, candidate, value, STEPS):
            gains.append(LOST * abs(node.value) if kid is None else kid.value - node.value)
            self.gains.learn(candidate, side, gains[-1], distance)
        return gains


def _run(
    highs: highspy.Highs, basis: highspy.HighsBasis | None, *, solver: str, presolve: str, steps: int, worth: float
) -> None:
    options: dict[str, str | float] = {
        "solver": solver, "presolve": presolve, "simplex_iteration_limit": steps, "objective_bound": float(worth),
        "simplex_dual_edge_weight_strategy": DEVEX, "ipm_iteration_limit": INTERIOR,
    }  # fmt: skip
    for name, value in options.items():
        highs.setOptionValue(name, value)
    if basis is None:
        highs.clearSolver()
    else:
        highs.setBasis(basis)
    highs.run()


def _sides(node: Node, candidate: int, value: float) -> Iterator[tuple[int, float, Bounds]]:
    """The two parts of a node on both sides of a value: number, distance to it, bounds."""
    lower, upper = node.bounds
    below, above = lower.copy(), upper.copy()
    above[candidate], below[candidate] = np.floor(value), np.ceil(value)
    yield 0, value - float(np.floor(value)), (lower, above)
    yield 1, float(np.ceil(value)) - value, (below, upper)
