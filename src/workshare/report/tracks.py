"""Running totals against what may be had or is wanted: funds, licences and fleets, each a panel with its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workshare.model.project import Licence
from workshare.outcome.plan import Plan
from workshare.outcome.terms import LicenceUse
from workshare.report.facts import in_force
from workshare.report.language import tongue
from workshare.report.names import Names
from workshare.report.panels import OutputPanel, Steps
from workshare.results.costs import fund_accounts

MOST = 12
"""The most panels of a sort; the tables have all of them."""


@dataclass(frozen=True, slots=True)
class Track:
    """A panel, and its end in words."""

    panel: OutputPanel
    told: str


def funds(plan: Plan, language: str) -> list[Track]:
    """What each fund that is released has spent so far, against what may be spent of it so far.

    What may be spent is there from the first day of its period on, what is spent from the last.
    """
    speech = tongue(language)
    names = Names(plan.programme, speech)
    found = []
    for account in fund_accounts(plan):
        rows = [row for row in plan.cash if row.fund == account.fund]
        if account.amount is not None and any(row.released for row in rows):
            begins = [plan.periods.date(plan.periods.first(row.period)) for row in rows]
            told = speech.say(
                "{spent} of {amount} {currency} spent", spent=speech.number(account.spent),
                amount=speech.number(account.amount), currency=account.currency,
            )  # fmt: skip
            panel = _panel(
                plan, names.of("funds", account.fund), [(r.date, r.spent) for r in rows],
                [(begin, r.spent + r.left) for begin, r in zip(begins, rows, strict=True)],
            )  # fmt: skip
            found.append(Track(panel, told))
    return found[:MOST]


def licences(plan: Plan, language: str) -> list[Track]:
    """What is drawn so far under each licence that has a cap, against the cap while it is in force."""
    names = Names(plan.programme, tongue(language))
    capped = [licence for licence in plan.programme.licences if licence.quantity or licence.value]
    tracks = (_licence(plan, names, licence) for licence in capped)
    return [track for track in tracks if track][:MOST]


def _licence(plan: Plan, names: Names, licence: Licence) -> Track | None:
    span, speech = in_force(plan, licence), names.speech
    rows = [row for row in plan.licences if row.licence == licence.id]
    if span is None or not rows:
        return None
    if licence.quantity:
        cap, unit, there = licence.quantity.value, "", [(row.date, row.drawn) for row in rows]
    else:
        cap, unit, there = licence.value.value if licence.value else 0.0, plan.programme.currency, _summed(rows)
    drawn = speech.say("{drawn} of {cap} drawn", drawn=speech.number(there[-1][1]), cap=speech.number(cap))
    asked = [(span[0], cap), *([(span[1], there[-1][1])] if licence.effective_end else [])]
    told = f"{drawn}\u00a0{unit}" if unit else drawn
    return Track(_panel(plan, names.of("licences", licence.id), there, asked), told)


def _summed(rows: Iterable[LicenceUse]) -> list[tuple[dt.date, float]]:
    total, found = 0.0, []
    for row in rows:
        total += row.value
        found.append((row.date, total))
    return found


def fleets(plan: Plan, language: str) -> list[Track]:
    """The units in service of each fleet, against those wanted."""
    speech = tongue(language)
    names = Names(plan.programme, speech)
    found = []
    for fleet in plan.programme.fleets:
        rows = [row for row in plan.fleets if row.fleet == fleet.id]
        if rows:
            end = rows[-1]
            told = speech.say(
                "{there} in service, {wanted} wanted", there=speech.number(end.in_service),
                wanted=speech.number(end.wanted),
            )  # fmt: skip
            there, wanted = [(r.date, r.in_service) for r in rows], [(r.date, r.wanted) for r in rows]
            found.append(Track(_panel(plan, names.of("fleets", fleet.id), there, wanted), told))
    return found[:MOST]


def _panel(
    plan: Plan, title: str, there: Iterable[tuple[dt.date, float]], asked: Iterable[tuple[dt.date, float]]
) -> OutputPanel:
    """A panel over the whole plan."""
    return OutputPanel(
        title=title, made=False, there=_changes(there), asked=_changes(asked), promises=(),
        first=plan.as_of, last=plan.periods.date(plan.periods.horizon),
    )  # fmt: skip


def _changes(rows: Iterable[tuple[dt.date, float]]) -> Steps:
    """The rows in which anything changes."""

    def different() -> Iterator[tuple[dt.date, float]]:
        before = 0.0
        for date, value in rows:
            if value != before:
                yield date, value
            before = value

    return tuple(different())
