"""Programmes planned again to find something out, several at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from workshare.model.check import check
from workshare.model.programme import Programme
from workshare.outcome.rows import CommitmentAccount, DemandAccount
from workshare.planner.make import make_plan
from workshare.planner.objective import NoPlan
from workshare.problems import Code
from workshare.work import Processes, Told, Workers, collected

PROCESSES = Processes(2)
"""Two programmes are planned at a time."""

SHORT = frozenset({Code.UNSUPPLIED_ITEM, Code.UNREACHABLE, Code.EMPTY_MEASURE, Code.CANNOT_START})
"""Problems that a trial may have: what is no longer supplied is simply short, and what counts nothing is missed."""


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


def outcomes(trials: Sequence[Trial], *, workers: Workers = PROCESSES, progress: Told | None = None) -> list[Outcome]:
    """Plan many programmes, each by one of the workers."""
    if progress:
        progress(0, len(trials))
    with workers(outcome) as do:
        return collected(do, trials, progress)
