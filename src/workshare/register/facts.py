"""What of the record bears on promises: what was accepted, finished, signed, paid out or taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

VOID = "void"
"""The kind of an event by which another never happened."""


class FactKind(StrEnum):
    """What happened, by the record's own words; only the first three can meet a measure."""

    DELIVERED = "delivery.accepted"
    MADE = "output.accepted"
    FINISHED = "activity.finished"
    SIGNED = "agreement.signed"
    FUNDED = "fund.released"
    WITHDRAWN = "promise.withdrawn"


NAMED_BY = {
    FactKind.DELIVERED: "item",
    FactKind.MADE: "item",
    FactKind.FINISHED: "activity",
    FactKind.SIGNED: "promise",
    FactKind.FUNDED: "promise",
    FactKind.WITHDRAWN: "promise",
}
"""The key of an event's payload that says what the fact is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of the record: what happened on which day, to what, and the number of the event that says so."""

    kind: FactKind
    day: dt.date
    of: str
    quantity: Decimal = Decimal(1)
    site: str = ""
    event: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event as a log hands it over: its number, kind, days and payload, and the number of the one it corrects."""

    number: int
    kind: str
    happened: dt.datetime
    recorded: dt.datetime
    payload: Mapping[str, Any]
    corrects: int | None = None


def facts_of(events: Iterable[Recorded], as_of: dt.date) -> list[Fact]:
    """The facts that a log of events tells, as known at the end of ``as_of``: in the order of their days.

    A correction replaces the payload and the day of the event it corrects; one of kind void takes it away. Events of
    other kinds say nothing of promises. Raises ValueError, with the number of the event, for a payload without what it
    is about, or with a quantity that is none.
    """
    standing: dict[int, Recorded] = {}
    for event in events:
        if event.recorded.astimezone(dt.UTC).date() > as_of:
            continue
        at = event.number if event.corrects is None else event.corrects
        if event.kind == VOID:
            standing.pop(at, None)
        elif event.corrects is None or at in standing:
            standing[at] = event
    known = [(n, e) for n, e in standing.items() if e.kind in set(FactKind)]
    facts = [_fact(n, event) for n, event in known]
    return sorted((f for f in facts if f.day <= as_of), key=lambda f: (f.day, f.event))


def _fact(number: int, event: Recorded) -> Fact:
    kind, payload = FactKind(event.kind), event.payload
    name = payload.get(NAMED_BY[kind])
    if not isinstance(name, str) or not name:
        raise ValueError(f"event {event.number} ({kind}) does not say which {NAMED_BY[kind]}")
    try:
        quantity = Decimal(str(payload.get("quantity", 1)))
    except InvalidOperation:
        quantity = Decimal("NaN")
    if not quantity.is_finite() or quantity <= 0:
        raise ValueError(f"event {event.number} ({kind}) has the quantity {payload.get('quantity')!r}")
    day = event.happened.astimezone(dt.UTC).date()
    return Fact(kind=kind, day=day, of=name, quantity=quantity, site=str(payload.get("site", "")), event=number)
