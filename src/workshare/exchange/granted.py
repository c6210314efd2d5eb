"""Licences as facts for the programme: from which day to which day each is in force, and up to how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workshare.exchange.licences import NAME as LICENCES_NAME
from workshare.exchange.licences import Status
from workshare.exchange.terms import zone
from workshare.record.event import moment
from workshare.record.facts import Fact, FactKind
from workshare.record.world import State, States

STOPPED = frozenset({Status.SUSPENDED, Status.REVOKED})


def granted(states: States) -> Iterator[Fact]:
    """Each licence that was ever in force, by its id; the id is the same in the programme.

    It is in force from the day on which it was put in force, or from its own first day if that is later, to its last
    day; one that is suspended or revoked, to the day before. Its caps are those of its terms: what was drawn of it is
    not taken off, because what was made under it is in the programme as actuals.
    """
    for name, held in sorted(states[LICENCES_NAME]["licences"].items()):
        put_in_force = [move for move in held["moves"] if move["to"] == Status.ACTIVE]
        if put_in_force:
            yield _fact(name, held, moment(put_in_force[0]["at"]))


def _fact(name: str, held: State, active: dt.datetime) -> Fact:
    terms, moves = held["terms"], held["moves"]
    here = zone(terms.get("zone", "UTC"))
    first = max(moment(terms["effective"]), active).astimezone(here).date()
    last = (moment(terms["expires"]) - dt.timedelta(seconds=1)).astimezone(here).date()
    if held["state"] in STOPPED:
        stopped = moment(moves[-1]["at"]).astimezone(here).date() - dt.timedelta(days=1)
        last = min(last, stopped)
    fields = {"licence": name, "until": last.isoformat()}
    fields |= {unit: terms[unit] for unit in ("quantity", "value") if terms.get(unit) is not None}
    events = (held["n"], *(move["n"] for move in moves))
    return Fact(kind=FactKind.LICENCE_GRANTED, date=first, fields=fields, events=events)
