"""Programmes planned again to find something out, several at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

from workshare.model.check import check
from workshare.model.programme import Programme
from workshare.outcome.rows import CommitmentAccount, DemandAccount
from workshare.planner.make import make_plan
from workshare.planner.objective import NoPlan
from workshare.problems import Code

WORKERS = 2
"""So many programmes are planned at a time."""

SHORT = frozenset({Code.UNSUPPLIED_ITEM, Code.UNREACHABLE, Code.EMPTY_MEASURE, Code.CANNOT_START})
"""Problems that a trial may have: what is no longer supplied is simply short, and what counts nothing is missed."""

Progress = Callable[[int, int], None]
"""Told how many trials are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A programme to be planned as of a day."""

    programme: Programme
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial: the accounts of its plan, or the reason why there is none."""

    commitments: tuple[CommitmentAccount, ...] = ()
    demands: tuple[DemandAccount, ...] = ()
    reason: str = ""

    def commitment(self, name: str) -> CommitmentAccount | None:
        """The account of one commitment, or None."""
        return next((account for account in self.commitments if account.id == name), None)


def outcome(trial: Trial) -> Outcome:
    """Plan one programme; a programme with other problems than shortages is not planned, and says why."""
    problems = [p for p in check(trial.programme) if p.code not in SHORT]
    if problems:
        return Outcome(reason=str(problems[0]))
    try:
        plan = make_plan(trial.programme, as_of=trial.as_of, outlook=False)
    except NoPlan as none:
        return Outcome(reason=f"no plan meets the rules: {none}")
    return Outcome(plan.commitments.rows, plan.demands.rows)


def outcomes(trials: Sequence[Trial], *, workers: int = WORKERS, progress: Progress | None = None) -> list[Outcome]:
    """Plan many programmes, each in one of so many processes; with one worker, here and in turn."""
    tell, count = progress or _quiet, len(trials)
    tell(0, count)
    if workers == 1 or count < 2:  # noqa: PLR2004 - a process for one is not worth its start
        found = []
        for trial in trials:
            found.append(outcome(trial))
            tell(len(found), count)
        return found
    with ProcessPoolExecutor(min(workers, count), mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(outcome, trial) for trial in trials]
        for done, _ in enumerate(as_completed(futures), 1):
            tell(done, count)
        return [future.result() for future in futures]


def _quiet(_done: int, _count: int) -> None:
    """Tell nobody."""
