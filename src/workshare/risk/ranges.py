"""Two ranges that must not be taken for one another: what chance does, and what is not known beforehand.

What is uncertain is drawn once for a study, and every study sees the same chances: the spread of their probabilities is
what better knowledge could move.
"""

from __future__ import annotations

import math

import numpy as np

from workshare.model.hazards import Drawn
from workshare.risk.jobs import Done, Job, Work
from workshare.work import Doer

STUDIES = 40
"""So many studies are made, each of one block."""
MIDDLE = (0.1, 0.9)
"""The middle of all studies that is told."""


def known_ranges(work: Work, do: Doer[Job, Done]) -> dict[str, tuple[float, float]]:
    """For each goal the middle 80 % of its probability over what is uncertain; nothing where nothing is."""
    made = work.study.made
    if not any(c.drawn is Drawn.UNCERTAIN or c.strikes is not None for c in work.study.chances):
        return {}
    jobs = [Job(0, known=study) for study in range(STUDIES)]
    kept = np.array(
        [[float((day <= goal.due).mean()) for goal, day in zip(made.goals, done.day, strict=True)] for done in do(jobs)]
    )
    ends = [np.sort(kept, axis=0)[math.ceil(share * STUDIES) - 1] for share in MIDDLE]
    return {goal.id: (float(ends[0][g]), float(ends[1][g])) for g, goal in enumerate(made.goals)}
