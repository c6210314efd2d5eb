"""Facts of the programme that the record knows: steps finished, money released, what was made, sent and delivered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workshare.record.event import VOID, Event
from workshare.record.refusal import Reason, Refusal
from workshare.record.world import Projection, State, States, need_texts

NAME = "facts"
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")


class FactKind(StrEnum):
    """The kinds of fact that a programme can take up."""

    ACTIVITY_STARTED = "activity.started"
    ACTIVITY_FINISHED = "activity.finished"
    FUND_RELEASED = "fund.released"
    LICENCE_GRANTED = "licence.granted"
    DELIVERED = "output.delivered"
    PRODUCED = "output.produced"
    RECEIVED = "output.received"
    SHIPPED = "output.shipped"


NEEDS: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.ACTIVITY_STARTED: ("activity",),
    FactKind.ACTIVITY_FINISHED: ("activity",),
    FactKind.FUND_RELEASED: ("fund",),
    FactKind.DELIVERED: ("demand", "quantity"),
    FactKind.PRODUCED: ("operation", "quantity"),
    FactKind.RECEIVED: ("supply", "quantity"),
    FactKind.SHIPPED: ("lane", "item", "origin", "destination", "quantity"),
}
"""What an event of each kind says besides its date. That a licence is granted is told by events of its own."""

MAY: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.FUND_RELEASED: ("amount", "status"),
    FactKind.DELIVERED: ("item", "fund"),
    FactKind.PRODUCED: ("licences", "fund"),
    FactKind.RECEIVED: ("licences", "fund"),
    FactKind.SHIPPED: ("licences", "fund"),
}
"""What it may say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact with the numbers of the events that it comes from, oldest first."""

    kind: FactKind
    date: dt.date
    fields: Mapping[str, Any]
    events: tuple[int, ...]


def start() -> State:
    """Nothing happened yet."""
    return {"facts": {}}


def facts(state: State) -> tuple[Fact, ...]:
    """What happened, as corrected, by date and then in the order in which it was recorded."""
    found = [
        Fact(
            kind=FactKind(held["kind"]),
            date=dt.date.fromisoformat(held["date"]),
            fields=held["fields"],
            events=tuple(held["events"]),
        )
        for _, held in sorted(state["facts"].items(), key=lambda pair: int(pair[0]))
    ]
    return tuple(sorted(found, key=lambda fact: fact.date))


def _check(states: States, event: Event) -> Refusal | None:
    said, kind, corrects = event.payload, event.draft.kind, event.draft.corrects
    if kind == VOID:
        return None
    needs, may = NEEDS[FactKind(kind)], MAY.get(FactKind(kind), ())
    need_texts(said, ("date", *needs))
    strange = sorted(set(said) - {"date", "note", *needs, *may})
    if strange:
        raise ValueError(f"{', '.join(strange)} is nothing that {kind} says")
    for name in {"quantity", "amount"} & said.keys():
        if not isinstance(said[name], str) or not _NUMBER.fullmatch(said[name]):
            raise ValueError(f"{name} is no amount: write a text such as 120 or 0.5")
    if "licences" in said and not (
        isinstance(said["licences"], list) and all(isinstance(x, str) for x in said["licences"])
    ):
        raise ValueError("licences is a list of texts")
    need_texts(said, [name for name in ("item", "fund", "status") if name in said])
    date = dt.date.fromisoformat(said["date"])
    if date.isoformat() != said["date"] or abs((event.draft.happened.date() - date).days) > 1:
        raise ValueError("date is the day on which it happened, where it happened: YYYY-MM-DD")
    if corrects is not None and str(corrects) not in states[NAME]["facts"]:
        return Refusal(Reason.NOT_CORRECTABLE, {"index": str(corrects), "kind": kind})
    return None


def _apply(state: State, n: int, event: Event) -> None:
    said, corrects = event.payload, event.draft.corrects
    number = str(n if corrects is None else corrects)
    before = state["facts"].pop(number, None)
    if event.draft.kind == VOID:
        return
    state["facts"][number] = {
        "kind": event.draft.kind,
        "date": said["date"],
        "fields": {k: v for k, v in said.items() if k not in {"date", "note"}},
        "events": [*(before["events"] if before else []), n],
    }


FACTS = Projection(
    name=NAME, version=1, kinds=frozenset({*map(str, NEEDS), VOID}), start=start, check=_check, apply=_apply
)
