"""The odds of a plan: many scenarios, in blocks, until the intervals are narrow enough or all have been run."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from workshare.gates import NEVER
from workshare.model.programme import Programme
from workshare.model.promises import Commitment
from workshare.outcome.odds import CommitmentOdds, DateShare, FanPoint, Odds
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.planner.lags import Floats
from workshare.risk.asking import worth_asking
from workshare.risk.build import execution
from workshare.risk.chances import chances, longest_leads
from workshare.risk.dice import BLOCK
from workshare.risk.draws import Days, as_planned
from workshare.risk.hangs import hangs
from workshare.risk.hindsight import hindsight
from workshare.risk.intervals import sequence, wilson
from workshare.risk.jobs import Done, Job, Work
from workshare.risk.lines import Execution, Goal
from workshare.risk.ranges import known_ranges
from workshare.risk.run import run
from workshare.risk.sampling import Study
from workshare.risk.tables import Leads, tables
from workshare.work import Doer, each

LEVEL = 0.9
"""The level of every interval."""
MOST = 10_000
"""So many scenarios are run at most, unless a number is asked for."""
WAVE = 4
"""After so many blocks it is asked whether the intervals are narrow enough."""
NARROW = 0.02
"""Half of the width at which an interval is narrow enough."""
FAN_BLOCKS = 8
"""The fan is drawn from so many blocks."""

Told = Callable[[int, Sequence[tuple[str, float]]], None]
"""Is told how many scenarios are run, and the share of each commitment that is kept so far."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What came of all scenarios that count."""

    day: Days
    counted: Floats
    sequential: bool

    @property
    def count(self) -> int:
        """The number of scenarios."""
        return int(self.day.shape[1])


def work_of(plan: Plan, seed: int, *, truth: Programme | None = None, watched: Sequence[Commitment] = ()) -> Work:
    """All that the odds of a plan need: its execution, its chances, and both as arrays.

    ``truth`` is the programme whose ranges are drawn, where the plan was made with other values of its figures.
    ``watched`` are further goals that are looked at, though nobody promised them.
    """
    made = execution(plan, watched)
    found = chances(plan, made, truth)
    study = Study(made=made, chances=found, causes=plan.programme.causes, seed=seed)
    return Work(study, tables(made, Leads(*longest_leads(made, found))))


def odds(
    plan: Plan, work: Work, *, scenarios: int | None = None, do: Doer[Job, Done] | None = None, told: Told | None = None
) -> Odds:
    """The odds of every commitment of a plan.

    With a number of ``scenarios`` just so many are run; without, until every interval is narrow enough. ``do`` does the
    jobs (default: this process), ``told`` hears of the progress.
    """
    do, told = do or each(work.do), told or (lambda _count, _shares: None)
    made = work.study.made
    sample = draw_sample(work, scenarios, do, told)
    rows = _rows(plan, made, sample)
    planned = {c.id: c.date for c in plan.commitments}
    gained, known = hindsight(plan, work, sample.day), known_ranges(work, do)
    rows = [
        replace(
            row,
            planned=planned[row.id],
            hindsight=None if row.p_kept is None else min(1.0, row.p_kept + gained[row.id]),
            from_known=known.get(row.id, (None, None))[0],
            to_known=known.get(row.id, (None, None))[1],
        )
        for row in rows
    ]
    return Odds(
        seed=work.study.seed,
        scenarios=sample.count,
        level=LEVEL,
        sequential=sample.sequential,
        commitments=Table(CommitmentOdds, rows),
        hangs=hangs(work, sample.day, do),
        asks=worth_asking(plan.programme, work, sample.day),
        fan=Table(FanPoint, _fan(work, sample)),
        dates=Table(DateShare, _dates(made, sample)),
    )


def plain_odds(plan: Plan, seed: int, scenarios: int) -> list[CommitmentOdds]:
    """What becomes of every commitment in just so many scenarios, and nothing else about it."""
    work = work_of(plan, seed)
    return _rows(plan, work.study.made, draw_sample(work, scenarios, each(work.do), lambda _count, _shares: None))


def _rows(plan: Plan, made: Execution, sample: Sample) -> list[CommitmentOdds]:
    goals = {goal.id: n for n, goal in enumerate(made.goals)}
    rows = []
    for c in plan.commitments:
        if c.id in goals:
            rows.append(_row(made, made.goals[goals[c.id]], sample.day[goals[c.id]], sample.sequential))
        else:
            rows.append(CommitmentOdds(id=c.id, due=c.due, planned=c.date, p_kept=None))
    return rows


def draw_sample(work: Work, scenarios: int | None, do: Doer[Job, Done], told: Told) -> Sample:
    """Run blocks in waves; where no number is asked for, stop after a wave once all intervals are narrow."""
    made, asked = work.study.made, scenarios or MOST
    days: list[Days] = []
    amounts: list[Floats] = []
    done = 0
    blocks = math.ceil(asked / BLOCK)
    for first in range(0, blocks, WAVE):
        wave = range(first, min(first + WAVE, blocks))
        for found in do([Job(block, fan=block < FAN_BLOCKS) for block in wave]):
            use = min(BLOCK, asked - done)
            days.append(found.day[:, :use])
            if found.counted is not None:
                amounts.append(found.counted[:, :, :use])
            done += use
        kept = [int(sum((d[g] <= goal.due).sum() for d in days)) for g, goal in enumerate(made.goals)]
        told(done, [(goal.id, k / done) for goal, k in zip(made.goals, kept, strict=True)])
        if scenarios is None and all(_narrow(k, done) for k in kept):
            break
    return Sample(np.concatenate(days, axis=1), np.concatenate(amounts, axis=2), scenarios is None)


def _narrow(kept: int, count: int) -> bool:
    low, high = sequence(kept, count, LEVEL)
    return high - low <= 2 * NARROW


def _row(made: Execution, goal: Goal, day: Days, sequential: bool) -> CommitmentOdds:  # noqa: FBT001 - a fact of the study
    count, kept = len(day), int((day <= goal.due).sum())
    low, high = (sequence if sequential else wilson)(kept, count, LEVEL)
    late = np.maximum(0, np.minimum(day, made.periods.horizon + 1) - goal.due)
    worst = np.sort(late)[-max(1, count // 10) :]
    p10, p50, p90 = (_by(day, share) for share in (0.1, 0.5, 0.9))
    return CommitmentOdds(
        id=goal.id,
        due=made.periods.date(goal.due),
        planned=None,
        p_kept=kept / count,
        low=low,
        high=high,
        p10=made.periods.date(p10) if p10 < NEVER else None,
        p50=made.periods.date(p50) if p50 < NEVER else None,
        p90=made.periods.date(p90) if p90 < NEVER else None,
        never=int((day >= NEVER).sum()) / count,
        late_days=int(late.sum()) / count,
        worst_late_days=int(worst.sum()) / len(worst),
    )


def _by(day: Days, share: float) -> int:
    """The first day by which at least that share of scenarios has met the goal."""
    return int(np.sort(day)[math.ceil(share * len(day)) - 1])


def _fan(work: Work, sample: Sample) -> list[FanPoint]:
    """How much counts by each period's end, for goals that are amounts."""
    found, made, planned = [], work.study.made, planned_amounts(work)
    for g, goal in enumerate(made.goals):
        if goal.task < 0:
            low, middle, high = np.quantile(sample.counted[g], (0.1, 0.5, 0.9), axis=1, method="inverted_cdf")
            found += [
                FanPoint(
                    commitment=goal.id,
                    date=made.periods.ends(p),
                    p10=float(low[p]),
                    p50=float(middle[p]),
                    p90=float(high[p]),
                    planned=float(planned[g, p]),
                )
                for p in range(len(made.periods))
            ]
    return found


def planned_amounts(work: Work) -> Floats:
    """[goal, period] what counts towards each goal by then in the plan itself."""
    made = work.study.made
    return np.asarray(np.cumsum(run(made, work.tables, as_planned(made, 1)).counted, axis=1)[:, :, 0])


def _dates(made: Execution, sample: Sample) -> list[DateShare]:
    """The days on which commitments are met, each with the share of scenarios that have met it by then."""
    found = []
    for g, goal in enumerate(made.goals):
        days, counts = np.unique(sample.day[g][sample.day[g] < NEVER], return_counts=True)
        for day, share in zip(days.tolist(), (np.cumsum(counts) / sample.count).tolist(), strict=True):
            found.append(DateShare(commitment=goal.id, date=made.periods.date(day), share=share))
    return found
