"""The odds with monthly planning: in each future, at the first of every month, what is known then is planned again."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace

import numpy as np

from workshare.model.programme import Programme, days_from
from workshare.outcome.odds import CommitmentOdds, Odds
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.planner.decide import decide
from workshare.planner.make import draft, quiet, tell
from workshare.planner.objective import NoPlan
from workshare.planner.phases import Clock
from workshare.planner.settings import Settings
from workshare.planner.sound import Unsound
from workshare.planner.verify import verify
from workshare.risk.build import execution
from workshare.risk.chances import chances
from workshare.risk.dice import BLOCK
from workshare.risk.draws import Draws
from workshare.risk.hindsight import possible_days
from workshare.risk.intervals import wilson
from workshare.risk.jobs import Job, Work
from workshare.risk.known import Carried, known
from workshare.risk.run import run
from workshare.risk.sampling import Study
from workshare.risk.seen import as_seen, as_true, with_true_hours
from workshare.risk.tables import leads_of, tables


@dataclass(frozen=True, slots=True)
class Future:
    """A future of a study: the number of its scenario, and the promises that could be kept in it with hindsight."""

    number: int
    hopeful: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of a future: the promises that were kept, and how often was planned again."""

    kept: frozenset[str]
    plans: int


def replanned(
    found: Odds,
    plan: Plan,
    work: Work,
    futures: int,
    *,
    processes: int = 1,
    told: Callable[[int, int], None] | None = None,
) -> Odds:
    """Odds with the share of some futures in which each promise is kept if the programme is planned again every month.

    They are the first futures of the study, and their plans go by the same goals as the plan itself. ``told`` hears how
    many are through, and how many plans they took.
    """
    told = told or (lambda _count, _plans: None)
    first, last = futures_of(plan, work, futures), []
    plans = 0
    for n, lived in enumerate(_all(plan, work, first, processes)):
        last.append(lived.kept)
        plans += lived.plans
        told(n + 1, plans)
    fixed = _fixed(work, futures)
    rows = []
    for row in found.commitments:
        if row.p_kept is None:
            rows.append(row)
            continue
        kept = sum(row.id in names for names in last)
        low, high = wilson(kept, futures, found.level)
        rows.append(
            replace(
                row,
                replanned=kept / futures,
                replanned_low=low,
                replanned_high=high,
                replanned_fixed=sum(row.id in names for names in fixed) / futures,
            )
        )
    return replace(found, commitments=Table(CommitmentOdds, rows), replanned=futures)


def futures_of(plan: Plan, work: Work, count: int) -> list[Future]:
    """The first futures of a study."""
    found = []
    for block in range(-(-count // BLOCK)):
        days = possible_days(plan, work, block)
        for s in range(min(BLOCK, count - block * BLOCK)):
            hopeful = frozenset(goal.id for goal, day in days if int(day[s]) <= goal.due)
            found.append(Future(block * BLOCK + s, hopeful))
    return found


def _fixed(work: Work, count: int) -> list[frozenset[str]]:
    """The promises that the fixed policy keeps in the same futures."""
    goals, found = work.study.made.goals, []
    for block in range(-(-count // BLOCK)):
        day = work.do(Job(block)).day
        found += [
            frozenset(goal.id for g, goal in enumerate(goals) if int(day[g, s]) <= goal.due)
            for s in range(min(BLOCK, count - block * BLOCK))
        ]
    return found


def _all(plan: Plan, work: Work, futures: Sequence[Future], processes: int) -> Iterable[Lived]:
    """All futures in their order, in this process or in several."""
    seed = work.study.seed
    if processes == 1:
        yield from (live(plan, seed, future) for future in futures)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(plan, seed)) as beside:
        yield from beside.map(_live, futures)


_given: list[tuple[Plan, int]] = []
"""In a process of a pool: the plan and the seed."""


def _begin(plan: Plan, seed: int) -> None:
    _given[:] = [(plan, seed)]


def _live(future: Future) -> Lived:
    return live(*_given[0], future)


@dataclass(frozen=True, slots=True)
class _Now:
    """The plan in force, the programme as it has turned out, and the hazards that its figures have in them by now."""

    plan: Plan
    truth: Programme
    told: frozenset[str]


def live(plan: Plan, seed: int, future: Future) -> Lived:
    """One future, month by month: the plan in force is carried out, then what is known is planned again.

    It ends when no promise is open that could still be kept. Where the rules leave no plan, the old one stays.
    """
    now, plans, month = _Now(plan, plan.programme, frozenset()), 0, first_of_next_month(plan.as_of)
    while True:
        carried = _carried(now, (seed, future.number), month)
        met = {goal.id: int(day) for goal, day in zip(carried.made.goals, carried.ran.day[:, 0], strict=True)}
        if not any(g.id in future.hopeful and met[g.id] >= carried.day <= g.due for g in carried.made.goals):
            return Lived(frozenset(g.id for g in carried.made.goals if met[g.id] <= g.due), plans)
        today = carried.date(carried.day)
        month = first_of_next_month(today)
        truth, told = known(now.truth, carried, now.told)
        try:
            now = _Now(_planned(as_seen(truth, carried), today, month), truth, told)
        except NoPlan:
            continue
        plans += 1


def first_of_next_month(day: dt.date) -> dt.date:
    """The first day of the next month."""
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _planned(programme: Programme, today: dt.date, month: dt.date) -> Plan:
    """The plan of a programme by all of its goals, with a period that ends with this month; verified as any plan."""
    settings = Settings()
    decided = decide(programme, today, settings, quiet)
    cuts = decided.cuts | {days_from(programme.start, day, 0) for day in (today, month)}
    drafted = draft(
        programme, today, settings, say=quiet, clock=Clock(), decided=replace(decided, cuts=frozenset(cuts))
    )
    made = tell(programme, today, drafted)
    faults = verify(made)
    if faults:
        raise Unsound(f"{len(faults)} faults in a plan of {today}, the first: {faults[0]}")
    return made


def _carried(now: _Now, dice: tuple[int, int], month: dt.date) -> Carried:
    """The plan in force carried out in a future to its end; what counts of it are the periods before a month."""
    plan, truth, (seed, number) = now.plan, now.truth, dice
    made = with_true_hours(execution(plan), truth, plan)
    found = tuple(as_true(c, truth, plan) for c in chances(plan, made, truth) if c.name not in now.told)
    study = Study(made=made, chances=found, causes=truth.causes, seed=seed)
    draws = _one(study.draws(number // BLOCK), number % BLOCK)
    ran = run(made, tables(made, leads_of(draws)), draws, trace=True)
    until = bisect_left(plan.periods.bounds, plan.periods.day(month))
    return Carried(plan, study, number, draws, ran, min(until, len(plan.periods)))


def _one(draws: Draws, scenario: int) -> Draws:
    """The draws of one scenario."""
    return Draws(**{f.name: np.array(getattr(draws, f.name)[..., scenario : scenario + 1]) for f in fields(draws)})
