"""Looking back: the odds as they stood on a day, scored against what happened then."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from workshare.model.programme import Programme
from workshare.model.promises import Commitment
from workshare.outcome.happened import Outcome
from workshare.outcome.hindcast import Event, Hindcast, Judged
from workshare.planner.lags import Floats
from workshare.risk.scores import brier, coverage, scored

DUST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A study of the past: the day from which it looks ahead, its scenarios, and how safely was planned."""

    as_of: dt.date
    seed: int = 1
    scenarios: int = 0
    plan_at: float | None = None


class Forecast(Protocol):
    """What a study of chance says of every run, in the order of its runs."""

    def delivered(self, item: str, site: str, by: dt.date) -> Floats:
        """How much of an item was handed over by the end of a day, at a site ("": at all); item units."""

    def done(self, activity: str) -> Floats:
        """On which day, counted from the programme's start, an activity was done; infinite where never."""

    def p_kept(self, commitment: str) -> float:
        """The probability that a commitment is kept."""


def look_back(programme: Programme, forecast: Forecast, happened: Sequence[Outcome], study: Looked) -> Hindcast:
    """Score a forecast against what happened after the day of a study."""
    found = {c.id: _kept(c, programme, happened) for c in programme.commitments}
    judged = [
        Judged(commitment=c, p_kept=forecast.p_kept(c), kept=kept) for c, kept in found.items() if kept is not None
    ]
    events = tuple(_events(programme, forecast, happened))
    return Hindcast(
        as_of=study.as_of,
        seed=study.seed,
        scenarios=study.scenarios,
        plan_at=study.plan_at,
        events=events,
        judged=tuple(judged),
        undecided=tuple(str(name) for name, kept in found.items() if kept is None),
        brier=brier([j.p_kept for j in judged], [j.kept for j in judged]) if judged else None,
        coverage=coverage([event.scores for event in events]) if events else (),
    )


def _events(programme: Programme, forecast: Forecast, happened: Sequence[Outcome]) -> Iterator[Event]:
    """Quantities are held against each other as running totals, since what comes late still comes.

    What is never done counts as done on the programme's last day, lest a score be infinite.
    """
    activities = {str(a.id) for a in programme.activities}
    for row in _in_time(happened):
        if row.item in activities:
            observed = float((row.date - programme.start).days)
            sample = np.minimum(forecast.done(row.item), (programme.until - programme.start).days)
        else:
            observed = total(happened, row.item, row.site, row.date)
            sample = forecast.delivered(row.item, row.site, row.date)
        yield Event(date=row.date, item=row.item, site=row.site, source=row.source, scores=scored(sample, observed))


def _in_time(happened: Sequence[Outcome]) -> list[Outcome]:
    return sorted(happened, key=lambda row: row.date)


def total(happened: Sequence[Outcome], item: str, site: str, by: dt.date) -> float:
    """How much of an item was handed over at a site ("": at all) by a day."""
    return sum(
        row.quantity.value
        for row in happened
        if row.item == item and row.quantity and row.date <= by and site in {"", row.site}
    )


def _kept(commitment: Commitment, programme: Programme, happened: Sequence[Outcome]) -> bool | None:
    """Whether what happened shows that a commitment was kept or broken; None where it shows neither.

    It shows that one was broken only where rows reach to its due date or beyond without enough having come.
    """
    measure = commitment.measure
    if measure is None or measure.made is not None:
        return None
    if measure.done is not None:
        days = [row.date for row in _in_time(happened) if row.item == measure.done]
        return days[0] <= commitment.due if days else None
    at = measure.at
    rows = [row for row in _in_time(happened) if row.item == measure.delivered and (not at or row.site in at)]
    so_far = list(itertools.accumulate(row.quantity.value if row.quantity else 0.0 for row in rows))
    by_due = max((n for row, n in zip(rows, so_far, strict=True) if row.date <= commitment.due), default=0.0)
    if by_due >= measure.amount - DUST:
        return True
    told_until = max((row.date for row in rows), default=programme.start)
    return False if told_until >= commitment.due else None
