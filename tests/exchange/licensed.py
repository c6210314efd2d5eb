"""A licence to test on: the ministry grants it to the plant, for a year of 2024, a leap year."""

import datetime as dt
from typing import Any

from tests.record.grounds import put
from tests.record.people import event, founding

from workshare.exchange.agreements import AGREEMENTS
from workshare.exchange.draws import DRAWS
from workshare.exchange.licences import LICENCES
from workshare.exchange.terms import term
from workshare.record.approvals import APPROVALS
from workshare.record.event import Event, moment
from workshare.record.parties import PARTIES
from workshare.record.world import World

PROJECTIONS = (PARTIES, APPROVALS, AGREEMENTS, LICENCES, DRAWS)
EFFECTIVE, EXPIRES = term(dt.date(2024, 2, 29), dt.date(2025, 2, 28), "Europe/Kyiv")
BEGIN, END = moment(EFFECTIVE), moment(EXPIRES)
EARLY = BEGIN - dt.timedelta(days=30)
MIDDLE = BEGIN + dt.timedelta(days=100)
SECOND = dt.timedelta(seconds=1)

TERMS: dict[str, Any] = {
    "grantor": "ministry",
    "holder": "plant",
    "kind": "manufacture",
    "effective": EFFECTIVE,
    "expires": EXPIRES,
    "zone": "Europe/Kyiv",
    "covers": ["pump"],
    "sites": ["kharkiv"],
    "quantity": "100",
}
STEPS = (("requested", "cyd"), ("granted", "fox"), ("signed", "cyd"), ("active", "fox"))


def drafted(who: str = "fox", when: dt.datetime = EARLY, **more: Any) -> Event:
    """The draft of the licence."""
    return event("licence.drafted", who, {"licence": "l1", **TERMS, **more}, when)


def moved(who: str, before: str, to: str, when: dt.datetime = EARLY) -> Event:
    """The licence moves on."""
    return event("licence.moved", who, {"licence": "l1", "from": before, "to": to}, when)


def in_force(**more: Any) -> list[Event]:
    """All events up to an active licence."""
    events = [event("record.founded", "fox", founding(), EARLY), drafted(**more)]
    before = "draft"
    for to, who in STEPS:
        events.append(moved(who, before, to))
        before = to
    return events


def world(**more: Any) -> World:
    """A world with the licence in force."""
    made = World(PROJECTIONS)
    for what in in_force(**more):
        assert put(made, what) is None, what
    return made


def drawn(draw: str, quantity: str = "1", *, who: str = "cyd", when: dt.datetime = MIDDLE, **more: Any) -> Event:
    """A draw, told when it happened."""
    said = {"licence": "l1", "draw": draw, "item": "pump", "site": "kharkiv", "quantity": quantity, **more}
    return event("licence.drawn", who, said, when)
