"""The value of information: which figure is worth asking about first.

Of each figure that is not known: by how much the probability of a promise would move on average if it were, that is the
standard deviation of P(kept | figure). Its square is the first-order variance of the figure (Sobol', Mathematical
Modelling and Computational Experiments 1, 1993), here found from the scenarios that have been run anyway: the figure's
draws are cut into classes of equal counts, and the variance between them is corrected for chance as in an analysis of
variance with one factor (Plischke, Borgonovo and Smith, European Journal of Operational Research 226, 2013).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workshare.model.figure import Figure
from workshare.model.hazards import Drawn
from workshare.model.programme import Programme
from workshare.outcome.odds import Ask
from workshare.outcome.table import Table
from workshare.planner.lags import Floats
from workshare.risk.chances import WHOLE, Chance
from workshare.risk.dice import BLOCK, Dice, Spread, spread
from workshare.risk.draws import Days
from workshare.risk.jobs import Work
from workshare.risk.sampling import Study

CLASSES = 32
"""The draws of a figure are cut into so many classes at most."""
FEW = 32
"""A class has so many scenarios at least."""
GROUPS = 16
"""The scenarios are left out in so many groups, in turn, to find the noise (delete-a-group jackknife)."""
CLEAR = 2.0
"""A figure is named where its variance exceeds so many standard errors."""
SHOWN = 5
"""So many figures are named for each commitment at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A figure that is not known: the row and field where it stands, how it is drawn, and the name of its draws."""

    table: str
    id: str
    field: str
    drawn: Drawn
    basis: str
    name: str
    size: Spread
    whole: bool = False


def worth_asking(programme: Programme, work: Work, day: Days) -> Table[Ask]:
    """For each commitment the figures whose knowledge would move its probability most, from a study's scenarios.

    ``day`` [goal, scenario] is when each goal was met.
    """
    count, goals = day.shape[1], work.study.made.goals
    classes = min(CLASSES, count // FEW)
    if classes < 2:  # noqa: PLR2004 - nothing to compare
        return Table(Ask)
    kept = np.array([day[g] <= goal.due for g, goal in enumerate(goals)], dtype=float).reshape(len(goals), count)
    found: dict[str, list[Ask]] = {goal.id: [] for goal in goals}
    for unknown in unknowns(programme, work.study):
        cells = _classes(_drawn(work.study, unknown, count), classes)
        for g, goal in enumerate(goals):
            variance, noise = explained(cells, kept[g], classes)
            if variance > CLEAR * noise and variance > 0:
                found[goal.id].append(_ask(goal.id, unknown, variance, noise, float(kept[g].mean())))
    rows = [sorted(row, key=lambda a: (-a.moves, a.table, a.id, a.field))[:SHOWN] for row in found.values()]
    return Table(Ask, [ask for row in rows for ask in row])


def _ask(commitment: str, unknown: Unknown, variance: float, noise: float, p_kept: float) -> Ask:
    """The noise of a root is that of what is under it, over twice the root."""
    moves = math.sqrt(variance)
    return Ask(
        commitment=commitment,
        table=unknown.table,
        id=unknown.id,
        field=unknown.field,
        drawn=unknown.drawn.value,
        basis=unknown.basis,
        moves=moves,
        noise=noise / (2 * moves),
        share=min(1.0, variance / (p_kept * (1 - p_kept))),
    )


def explained(cells: Days, kept: Floats, classes: int) -> tuple[float, float]:
    """The variance of P(kept | class), and its standard error.

    v = (1/n) sum over classes c of n_c (k_c - k)² - (C - 1)/(n - C) · (1/n) sum over c of n_c k_c (1 - k_c)
    """
    group = np.arange(len(kept)) * GROUPS // len(kept)
    shape = (classes, GROUPS)
    count = np.bincount(cells * GROUPS + group, minlength=classes * GROUPS).reshape(shape).astype(float)
    hits = np.bincount(cells * GROUPS + group, weights=kept, minlength=classes * GROUPS).reshape(shape)
    whole = _between(count.sum(axis=1, keepdims=True), hits.sum(axis=1, keepdims=True))[0]
    without = _between(count.sum(axis=1, keepdims=True) - count, hits.sum(axis=1, keepdims=True) - hits)
    spread_out = (GROUPS - 1) / GROUPS * float(((without - without.mean()) ** 2).sum())
    return float(whole), math.sqrt(spread_out)


def _between(count: Floats, hits: Floats) -> Floats:
    """The variance between classes [class, sample], corrected for chance, for each of several samples."""
    n, classes = count.sum(axis=0), (count > 0).sum(axis=0)
    share = hits / np.maximum(count, 1.0)
    between = (count * (share - hits.sum(axis=0) / n) ** 2).sum(axis=0) / n
    within = (count * share * (1 - share)).sum(axis=0) / n
    return np.asarray(between - (classes - 1) / np.maximum(n - classes, 1.0) * within)


def _classes(values: Floats, classes: int) -> Days:
    """The class of each value: so many of equal counts, by rank; equal values are in one class."""
    order = np.sort(values)
    ends = order[[len(values) * (k + 1) // classes - 1 for k in range(classes - 1)]]
    return np.searchsorted(np.unique(ends), values, side="left").astype(np.int64)


def unknowns(programme: Programme, study: Study) -> Iterator[Unknown]:
    """Every figure with a range that the study draws, those of hazards and causes too."""
    seen = set()
    for chance in study.chances:
        for unknown in _of(chance):
            if unknown.name not in seen and not unknown.size.fixed:
                seen.add(unknown.name)
                yield unknown
    for cause in programme.causes:
        size = spread(cause.probability)
        if not size.fixed:
            yield _figure("causes", str(cause.id), "probability", cause.probability, f"causes/{cause.id}/probability")


def _of(chance: Chance) -> Iterator[Unknown]:
    """The figures behind a chance: its size, its probability, and the rate of an outage."""
    table, name = chance.group
    hazard = chance.hazard
    if hazard is None:
        if not chance.never and chance.figure is not None:
            field = chance.name.removeprefix(f"{table}/{name}/")
            yield Unknown(
                table=table, id=name, field=field, drawn=chance.drawn, basis=_basis(chance.figure), name=chance.name,
                size=chance.size, whole=chance.effect in WHOLE,
            )  # fmt: skip
        if chance.never and chance.figure is not None:
            yield _figure(table, name, "never", chance.figure, f"{chance.name}/probability")
        return
    if hazard.probability is not None:
        yield _figure(table, name, "probability", hazard.probability, f"{chance.name}/probability")
    if hazard.rate is not None:
        yield _figure(table, name, "rate", hazard.rate, f"{chance.name}/rate")


def _figure(table: str, name: str, field: str, figure: Figure, draws: str) -> Unknown:
    return Unknown(
        table=table, id=name, field=field, drawn=Drawn.UNCERTAIN, basis=_basis(figure), name=draws, size=spread(figure)
    )


def _basis(figure: Figure) -> str:
    return figure.basis.value if figure.basis else ""


def _drawn(study: Study, unknown: Unknown, count: int) -> Floats:
    """What was drawn of a figure in the first scenarios, as it was used: days in whole ones."""
    dice = Dice(study.seed)
    blocks = [unknown.size.sample(dice.stream(unknown.name, block)) for block in range(-(-count // BLOCK))]
    values = np.concatenate(blocks)[:count]
    return np.rint(values) if unknown.whole else values
