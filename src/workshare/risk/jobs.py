"""The work of a study in jobs, a block of scenarios each, that any process may do and that come back in order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from workshare.planner.lags import Floats
from workshare.risk.draws import Days
from workshare.risk.run import run
from workshare.risk.sampling import Group, Study
from workshare.risk.tables import Tables


@dataclass(frozen=True, slots=True)
class Job:
    """A block of scenarios, without some groups of hazards, and with what is uncertain as in one scenario (or None).

    ``fan`` asks for the amounts in every period too.
    """

    block: int
    without: frozenset[Group] = frozenset()
    known: int | None = None
    fan: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: [goal, scenario] the day on which each goal is met, and [goal, period, scenario] amounts."""

    day: Days
    counted: Floats | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A study with its tables: all that a process needs for any of its jobs."""

    study: Study
    tables: Tables

    def do(self, job: Job) -> Done:
        """Do a job."""
        study = replace(self.study, without=job.without, known=job.known)
        ran = run(study.made, self.tables, study.draws(job.block))
        return Done(ran.day, np.cumsum(ran.counted, axis=1) if job.fan else None)
