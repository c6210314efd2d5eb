"""What of the record bears on promises: what was delivered, made, finished, agreed, released or taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from workshare.model.figure import plain
from workshare.model.fleets import Actual, Happened
from workshare.model.happened import Move, moves, whole
from workshare.model.ids import DemandId, ItemId, OperationId
from workshare.model.programme import Programme, by_id

VOID = "void"
"""The kind of an event by which another never happened."""


class FactKind(StrEnum):
    """What happened; only the first three can meet a measure."""

    DELIVERED = "delivered"
    MADE = "made"
    FINISHED = "finished"
    AGREED = "agreed"
    FUNDED = "funded"
    WITHDRAWN = "withdrawn"


EVENTS = {
    "output.delivered": (FactKind.DELIVERED, "demand"),
    "output.produced": (FactKind.MADE, "operation"),
    "activity.finished": (FactKind.FINISHED, "activity"),
    "agreement.moved": (FactKind.AGREED, "agreement"),
    "fund.released": (FactKind.FUNDED, "fund"),
    "promise.withdrawn": (FactKind.WITHDRAWN, "promise"),
}
"""The record's kinds of event that bear on promises, and the key of the payload that says what each is about."""
BINDING = {"agreed", "verified", "finalized"}
"""The states of an agreement in which both sides hold to it."""


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

    @property
    def day(self) -> dt.date:
        """The day that it names, or else that of its moment."""
        said = self.payload.get("date")
        return dt.date.fromisoformat(said) if isinstance(said, str) else self.happened.astimezone(dt.UTC).date()


class BadEvent(ValueError):  # noqa: N818 - a fault of the record, not of ours
    """An event that says something of a promise's kind, but not what; holds its number."""

    def __init__(self, event: Recorded, what: str) -> None:
        super().__init__(f"event {event.number} ({event.kind}) {what}")
        self.number = event.number


def facts_of(events: Iterable[Recorded], as_of: dt.date, programme: Programme) -> list[Fact]:
    """The facts that a log of events tells of a programme, as known at the end of ``as_of``, in order of their days.

    A correction replaces the payload and the day of the event it corrects; one of kind void takes it away. Runs that
    were recorded bring what they make after their lead time. Events of other kinds say nothing of promises. Raises
    BadEvent where one does not say what it is about, or how much.
    """
    known = _as_corrected(events, as_of)
    found = [*_plain(known), *_delivered(known, programme), *_made(known, programme)]
    return sorted((f for f in found if f.day <= as_of), key=lambda f: (f.day, f.event, f.of))


def _as_corrected(events: Iterable[Recorded], as_of: dt.date) -> dict[int, Recorded]:
    """The events that bear on promises by their numbers, each as its last correction has it."""
    standing: dict[int, Recorded] = {}
    for event in events:
        if event.recorded.astimezone(dt.UTC).date() > as_of:
            continue
        at = event.number if event.corrects is None else event.corrects
        if event.kind == VOID:
            standing.pop(at, None)
        elif event.corrects is None or at in standing:
            standing[at] = event
    return {n: event for n, event in standing.items() if event.kind in EVENTS}


def _about(event: Recorded) -> str:
    """What an event is about."""
    _, key = EVENTS[event.kind]
    name = event.payload.get(key)
    if not isinstance(name, str) or not name:
        raise BadEvent(event, f"does not say which {key}")
    return name


def _quantity(event: Recorded) -> Decimal:
    try:
        quantity = Decimal(str(event.payload.get("quantity")))
    except InvalidOperation:
        quantity = Decimal("NaN")
    if not quantity.is_finite() or quantity <= 0:
        raise BadEvent(event, f"has the quantity {event.payload.get('quantity')!r}")
    return quantity


def _plain(known: Mapping[int, Recorded]) -> Iterator[Fact]:
    """Steps finished, money released, promises taken back; and agreements that both sides still hold to."""
    held: dict[str, Fact | None] = {}
    for n, event in known.items():
        kind, _ = EVENTS[event.kind]
        fact = Fact(kind=kind, day=event.day, of=_about(event), event=n)
        if kind is FactKind.AGREED:
            binding = event.payload.get("to") in BINDING
            held[fact.of] = (held.get(fact.of) or fact) if binding else None
        elif kind not in {FactKind.DELIVERED, FactKind.MADE}:
            yield fact
    yield from (fact for fact in held.values() if fact)


def _delivered(known: Mapping[int, Recorded], programme: Programme) -> Iterator[Fact]:
    """What was handed over to demands, at their sites."""
    demands = by_id(programme.demands)
    for n, event in known.items():
        if EVENTS[event.kind][0] is FactKind.DELIVERED:
            demand = demands.get(DemandId(_about(event)))
            if demand is None:
                raise BadEvent(event, f"names demand {_about(event)}, which is not in the programme")
            item = event.payload.get("item") or demand.item
            quantity = _quantity(event)
            yield Fact(
                kind=FactKind.DELIVERED, day=event.day, of=str(item), quantity=quantity, site=demand.site, event=n
            )


def _made(known: Mapping[int, Recorded], programme: Programme) -> Iterator[Fact]:
    """What recorded runs have brought, by the same rules by which a programme counts its actuals."""
    operations = by_id(programme.operations)
    runs = {n: event for n, event in known.items() if EVENTS[event.kind][0] is FactKind.MADE}
    actuals, numbers = [], []
    for n, event in sorted(runs.items(), key=lambda pair: (pair[1].day, pair[0])):
        if OperationId(_about(event)) not in operations:
            raise BadEvent(event, f"names operation {_about(event)}, which is not in the programme")
        quantity = plain(float(_quantity(event)))
        operation = OperationId(_about(event))
        actuals.append(Actual(what=Happened.PRODUCED, date=event.day, operation=operation, quantity=quantity))
        numbers.append(n)
    found = list(moves(programme, actuals))
    brought = [move for move in found if move.operation and not move.work and move.quantity > 0]
    brought += whole(programme, [move for move in found if move.work])
    yield from (_of_move(move, programme, numbers) for move in brought)


def _of_move(move: Move, programme: Programme, numbers: Sequence[int]) -> Fact:
    return Fact(
        kind=FactKind.MADE, day=programme.start + dt.timedelta(move.day), of=ItemId(move.item), site=move.site,
        quantity=Decimal(str(move.quantity)), event=numbers[move.by],
    )  # fmt: skip
