"""Where a demand or a commitment stands in the plan of a programme, with no more solving than that takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TypeVar

from workshare.gates import NEVER, schedule
from workshare.levers.answers import Position
from workshare.levers.upstream import Subject, SubjectKind, commitment_or_demand
from workshare.model.programme import Programme
from workshare.model.promises import Commitment
from workshare.outcome.last import Last
from workshare.outcome.plan import Flows, Plan
from workshare.outcome.rows import (
    CommitmentAccount,
    Delivery,
    DemandAccount,
    GoalValue,
    Output,
    Production,
    Purchase,
    Shipment,
    StockLevel,
    Substitution,
    Verdict,
)
from workshare.outcome.table import Table
from workshare.planner.decide import calendar_of, decide
from workshare.planner.lexico import Scope
from workshare.planner.make import Draft, draft, quiet, tell
from workshare.planner.phases import Clock
from workshare.planner.settings import Settings
from workshare.results.standings import standing

A = TypeVar("A")
B = TypeVar("B")
Tell = Callable[[int, int], None]
"""Told how many of how many are done."""

NO_FLOWS = Flows(
    production=Table(Production),
    outputs=Table(Output),
    shipments=Table(Shipment),
    purchases=Table(Purchase),
    substitutions=Table(Substitution),
    stock=Table(StockLevel),
    deliveries=Table(Delivery),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A programme as planned on a day, from the last plan if there is one, and how hard to try."""

    programme: Programme
    as_of: dt.date
    settings: Settings = field(default_factory=Settings)
    last: Last | None = None

    def drafted(self, programme: Programme, scope: Scope) -> Draft:
        """A programme solved in this case's place, its goals as far as ``scope`` goes; raises NoPlan."""
        return draft(programme, self.as_of, self.settings, say=quiet, clock=Clock(), scope=scope, last=self.last)


def case_of(asked: Plan | Programme, as_of: dt.date | None = None, settings: Settings | None = None) -> Case:
    """The case of a plan (as of its day), or of a programme (as of its start, or as said)."""
    if isinstance(asked, Plan):
        return Case(asked.programme, as_of or asked.as_of, settings or Settings(), asked.last)
    return Case(asked, as_of or asked.start, settings or Settings())


def judged(case: Case, subject: Subject, programme: Programme) -> Position:
    """Where a subject stands once ``programme`` is planned instead; raises NoPlan where that has no plan.

    The goals are followed until it is settled: a commitment that is late keeps its date whatever comes after its own
    goal; one that is kept moves with the goals that follow, so that all are solved. The date of a step is settled as
    soon as the project is decided.
    """
    entry = commitment_or_demand(programme, subject)
    if isinstance(entry, Commitment) and entry.measure is not None and entry.measure.done is not None:
        return _by_schedule(case, entry, programme)
    drafted = case.drafted(programme, Scope(enough=_settles(subject)))
    return stands(tell(programme, case.as_of, drafted), subject)


def decides_about_steps(programme: Programme) -> bool:
    """Whether a plan has a say in when activities are done; otherwise their schedule alone decides."""
    choice = any(a.modes or a.optional for a in programme.activities)
    return choice or bool(programme.funds) or bool(programme.investments)


def _by_schedule(case: Case, commitment: Commitment, programme: Programme) -> Position:
    decided = decide(programme, case.as_of, case.settings, quiet, last=case.last)
    project = schedule(programme, case.as_of, decided.choices)
    calendar = calendar_of(programme, project, decided.cuts, case.as_of)
    finished = {a: calendar.date(t.finish) for a, t in project.activities.items() if t.finish < NEVER}
    account = standing(commitment, calendar, NO_FLOWS, finished)
    return _commitment(account, calendar.date(calendar.horizon))


def _settles(subject: Subject) -> Callable[[Sequence[GoalValue]], bool]:
    """Whether a late commitment's own goal is reached."""
    goal = f"commitment {subject.id}" if subject.kind is SubjectKind.COMMITMENT else ""
    return lambda values: bool(goal) and any(v.name == goal and v.value > 0 for v in values)


def stands(plan: Plan, subject: Subject) -> Position:
    """Where a subject stands in a plan."""
    end = plan.periods.date(plan.periods.horizon)
    if subject.kind is SubjectKind.COMMITMENT:
        return _commitment(plan.commitment(subject.id), end)
    return _demand(next(d for d in plan.demands if d.id == subject.id))


def _commitment(account: CommitmentAccount, end: dt.date) -> Position:
    if account.verdict is Verdict.UNMEASURED:
        return Position(verdict=account.verdict, date=None, days=0.0, lack=0.0)
    lack = 0.0 if account.date else max(0.0, account.quantity - account.in_the_end)
    days = float(((account.date or end) - account.due).days)
    return Position(verdict=account.verdict, date=account.date, days=days, lack=lack)


def _demand(account: DemandAccount) -> Position:
    days = account.late_quantity_days / account.asked if account.asked else 0.0
    verdict = Verdict.KEPT
    if account.short > 0:
        verdict = Verdict.SHORT if account.short < account.asked else Verdict.MISSED
    elif account.late > 0:
        verdict = Verdict.LATE
    date = None if account.short > 0 else account.last
    return Position(verdict=verdict, date=date, days=days, lack=account.short)


def explained(case: Case, subject: Subject) -> Draft:
    """The case's own plan, solved to the end, with the dual values of the subject's goals."""
    names = [f"{kind}, priority {subject.priority}" for kind in ("late", "short")]
    scope = Scope(explain=names if subject.kind is SubjectKind.DEMAND else ())
    return case.drafted(case.programme, scope)


def in_parallel(function: Callable[[A], B], asked: Iterable[A], told: Tell | None = None, workers: int = 2) -> list[B]:
    """A function of many things, two at a time, in their order; the solver works outside Python's lock."""
    things = list(asked)
    with ThreadPoolExecutor(max_workers=workers) as beside:
        futures = [beside.submit(function, thing) for thing in things]
        try:
            for n, done in enumerate(as_completed(futures), 1):
                done.result()
                if told:
                    told(n, len(things))
        except BaseException:
            beside.shutdown(cancel_futures=True)
            raise
    return [future.result() for future in futures]
