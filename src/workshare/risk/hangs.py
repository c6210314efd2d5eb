"""What a commitment hangs on: its probability with and without a group of hazards, in the same scenarios."""

from __future__ import annotations

import math

import numpy as np

from workshare.outcome.odds import Hang
from workshare.outcome.table import Table
from workshare.planner.lags import Floats
from workshare.risk.chances import Chance
from workshare.risk.dice import BLOCK
from workshare.risk.draws import Days
from workshare.risk.jobs import Done, Job, Work
from workshare.risk.sampling import Group, Study
from workshare.work import Doer

BLOCKS = 4
"""So many blocks are run again without each group."""
SCREENED = 5
"""For each commitment so many ranges are looked at: those whose draws go along with it most."""
SHOWN = 5
"""So many groups are named for each commitment at most."""
CLEAR = 2.0
"""A change is named where it exceeds so many standard errors."""


def hangs(work: Work, day: Days, do: Doer[Job, Done]) -> Table[Hang]:
    """For each commitment the groups that change its probability most, with the noise of each change."""
    blocks = min(BLOCKS, day.shape[1] // BLOCK)
    if blocks == 0:
        return Table(Hang)
    goals, count = work.study.made.goals, blocks * BLOCK
    groups = _worth_a_look(work.study, day[:, :count], blocks)
    jobs = [Job(block, without=frozenset({group})) for group in groups for block in range(blocks)]
    results = list(do(jobs))
    kept = np.array([day[g, :count] <= goal.due for g, goal in enumerate(goals)], dtype=float)
    found: dict[str, list[Hang]] = {goal.id: [] for goal in goals}
    for n, group in enumerate(groups):
        new = np.concatenate([r.day for r in results[n * blocks : (n + 1) * blocks]], axis=1)
        for g, goal in enumerate(goals):
            change = (new[g] <= goal.due).astype(float) - kept[g]
            mean = float(change.sum()) / count
            noise = math.sqrt(max(0.0, float((change * change).sum()) / count - mean * mean) / count)
            if abs(mean) > CLEAR * noise and mean:
                found[goal.id].append(
                    Hang(commitment=goal.id, table=group[0], id=group[1], change=mean, noise=noise, scenarios=count)
                )
    rows = [sorted(row, key=lambda h: (-abs(h.change), h.table, h.id))[:SHOWN] for row in found.values()]
    return Table(Hang, [hang for row in rows for hang in row])


def _worth_a_look(study: Study, day: Days, blocks: int) -> list[Group]:
    """Every declared hazard and cause, and the ranges whose draws go along with some commitment's date."""
    declared: dict[Group, None] = {("causes", str(c.id)): None for c in study.causes}
    declared |= {c.group: None for c in study.chances if c.hazard or c.never}
    values = {c.name: _drawn(study, c, blocks) for c in study.chances if c.group not in declared and not c.size.fixed}
    picked: dict[Group, None] = {}
    for g in range(len(study.made.goals)):
        rank = _ranks(np.minimum(day[g], study.made.periods.horizon + 1).astype(float))
        strength: dict[Group, float] = {}
        for c in study.chances:
            if c.name in values:
                strength[c.group] = max(strength.get(c.group, 0.0), abs(float(rank @ values[c.name])))
        best = sorted(strength, key=lambda group: (-strength[group], group))[:SCREENED]
        picked |= {group: None for group in best if strength[group] > 0}
    return [*declared, *sorted(picked)]


def _drawn(study: Study, chance: Chance, blocks: int) -> Floats:
    return _ranks(np.concatenate([study.sizes(chance, block) for block in range(blocks)]))


def _ranks(values: Floats) -> Floats:
    """Ranks around 0 with length 1, so that the product of two is Spearman's correlation; 0 where all are equal."""
    _, first, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts + 1) / 2
    rank = middle[first] - middle[first].mean()
    length = float(np.sqrt((rank * rank).sum()))
    return np.asarray(rank / length if length > 0 else rank)
