"""Looking back: the odds as they stood on a day, scored against what happened then."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from workshare.model.programme import Programme
from workshare.model.promises import Commitment
from workshare.outcome.happened import Outcome
from workshare.risk.scores import ENOUGH, Floats, Scored, brier, coverage, scored

DUST = 1e-9


class Forecast(Protocol):
    """What a study of chance says of every run, in the order of its runs."""

    def delivered(self, item: str, site: str, by: dt.date) -> Floats:
        """How much of an item was handed over by the end of a day, at a site ("": at all); item units."""

    def done(self, activity: str) -> Floats:
        """On which day, counted from the programme's start, an activity was done; infinite where never."""

    def p_kept(self, commitment: str) -> float:
        """The probability that a commitment is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, with the scores of what had been expected.

    ``scores`` are in item units, handed over so far, or, of an activity, in days from the programme's start.
    """

    date: dt.date
    item: str
    site: str
    source: str
    scores: Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A commitment of which it is known whether it was kept."""

    commitment: str
    p_kept: float
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindcast:
    """What a look back came to."""

    as_of: dt.date
    events: tuple[Event, ...]
    judged: tuple[Judged, ...]
    open: tuple[str, ...]
    """Commitments of which what happened does not tell whether they were kept."""

    @property
    def brier(self) -> float:
        """Of the commitments judged; NaN without any."""
        return brier([j.p_kept for j in self.judged], [j.kept for j in self.judged])

    @property
    def coverage(self) -> tuple[float, ...]:
        """The share of events inside each central interval."""
        return coverage([event.scores for event in self.events])

    @property
    def calibrated(self) -> bool:
        """Whether there are events enough to speak of calibration at all."""
        return len(self.events) >= ENOUGH


def look_back(programme: Programme, forecast: Forecast, happened: Sequence[Outcome], as_of: dt.date) -> Hindcast:
    """Score a forecast against what happened after ``as_of``."""
    judged = {c.id: _kept(c, programme, happened) for c in programme.commitments}
    return Hindcast(
        as_of=as_of,
        events=tuple(_events(programme, forecast, happened)),
        judged=tuple(
            Judged(commitment=name, p_kept=forecast.p_kept(name), kept=kept)
            for name, kept in judged.items()
            if kept is not None
        ),
        open=tuple(str(name) for name, kept in judged.items() if kept is None),
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


def as_json(hindcast: Hindcast, seed: int, scenarios: int) -> Mapping[str, object]:
    """The look back as plain data."""
    return {
        "as_of": hindcast.as_of.isoformat(),
        "seed": seed,
        "scenarios": scenarios,
        "events": [
            {
                "date": e.date.isoformat(), "item": e.item, "site": e.site, "source": e.source,
                "observed": e.scores.observed, "median": e.scores.median, "crps": e.scores.crps, "rank": e.scores.rank,
                "intervals": [list(pair) for pair in e.scores.intervals],
            }
            for e in hindcast.events
        ],
        "commitments": [{"id": j.commitment, "p_kept": j.p_kept, "kept": j.kept} for j in hindcast.judged],
        "open": list(hindcast.open),
        "brier": hindcast.brier if hindcast.judged else None,
        "coverage": list(hindcast.coverage) if hindcast.events else [],
        "calibrated": hindcast.calibrated,
    }  # fmt: skip
