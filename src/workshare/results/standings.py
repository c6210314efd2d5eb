"""Commitments held against a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from workshare.model.calendar import Periods
from workshare.model.promises import Commitment, Measure
from workshare.outcome.plan import Flows
from workshare.outcome.rows import CommitmentAccount, Verdict

DUST = 2e-6
"""What may be missing of a commitment's amount through rounding."""


def standing(
    commitment: Commitment, periods: Periods, flows: Flows, finished: Mapping[str, dt.date]
) -> CommitmentAccount:
    """The verdict on a commitment: kept by its due date, late by so many days, short, missed, or unmeasured.

    ``finished`` are the dates on which activities are done.
    """
    measure = commitment.measure
    if measure is None:
        return _account(commitment, Verdict.UNMEASURED, None, by_due=0.0, total=0.0)
    amount = measure.amount
    counted = _counted(flows, measure, finished, periods)
    by_due = sum(q for day, q in counted if day <= commitment.due)
    total = sum(q for _, q in counted)
    date, running = None, 0.0
    for day, quantity in counted:
        running += quantity
        if running >= amount - DUST - 1e-10 * amount:
            date = day
            break
    if date is None:
        verdict = Verdict.SHORT if total > DUST else Verdict.MISSED
    else:
        verdict = Verdict.KEPT if date <= commitment.due else Verdict.LATE
    return _account(commitment, verdict, date, by_due=by_due, total=total)


def _counted(
    flows: Flows, measure: Measure, finished: Mapping[str, dt.date], periods: Periods
) -> list[tuple[dt.date, float]]:
    """What counts towards a measure, by date."""
    end = periods.date(periods.horizon)
    if measure.done is not None:
        day = finished.get(measure.done)
        return [(day, 1.0)] if day and day <= end else []
    rows: list[tuple[dt.date, float]]
    if measure.delivered is not None:
        rows = [(d.date, d.quantity) for d in flows.deliveries if d.item == measure.delivered and _at(d.site, measure)]
    else:
        rows = [(o.date, o.quantity) for o in flows.outputs if o.item == measure.made and _at(o.site, measure)]
    return sorted(rows)


def _at(site: str, measure: Measure) -> bool:
    return not measure.at or site in measure.at


def in_words(measure: Measure | None) -> str:
    """A measure in a few words, for tables and JSON."""
    if measure is None:
        return ""
    where = f" at {', '.join(measure.at)}" if measure.at else ""
    if measure.done is not None:
        return f"activity {measure.done} done"
    verb = "delivered" if measure.delivered else "made"
    return f"{measure.amount:g} {measure.item} {verb}{where}"


def _account(
    commitment: Commitment, verdict: Verdict, date: dt.date | None, *, by_due: float, total: float
) -> CommitmentAccount:
    return CommitmentAccount(
        id=commitment.id,
        text=commitment.says.en,
        by=commitment.by,
        due=commitment.due,
        measure=in_words(commitment.measure),
        verdict=verdict,
        date=date,
        days_late=max(0, (date - commitment.due).days) if date else 0,
        quantity=commitment.measure.amount if commitment.measure else 0.0,
        by_due=by_due,
        in_the_end=total,
    )
