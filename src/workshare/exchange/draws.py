"""Draws: what is used of a licence's quantity and value, one order line at a time.

Every draw is judged in the writer's own turn, after all draws before it: so no cap is passed, however many ask at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workshare.exchange.licences import NAME as LICENCES_NAME
from workshare.exchange.licences import Status
from workshare.exchange.reasons import Why
from workshare.exchange.terms import Proviso, add, amount, written
from workshare.record.event import VOID, Event, stamp
from workshare.record.parties import acts_for
from workshare.record.refusal import Reason, Refusal
from workshare.record.world import Projection, State, States, need_texts

NAME = "draws"
DRAWN = "licence.drawn"
UNITS = ("quantity", "value")


@dataclass(frozen=True, slots=True)
class Balance:
    """What of a licence is used and left at a moment; None where it has no cap."""

    status: Status
    quantity: Decimal
    quantity_left: Decimal | None
    value: Decimal
    value_left: Decimal | None


def start() -> State:
    """Nothing was drawn."""
    return {"drawn": {}, "draws": {}, "ids": {}}


def used(states: States, name: str) -> dict[str, Decimal]:
    """The quantity and value drawn of a licence."""
    return {unit: Decimal(states[NAME]["drawn"].get(name, {}).get(unit, "0")) for unit in UNITS}


def balance(states: States, name: str, when: str) -> Balance:
    """How a licence stands at a moment (a stamp); raises KeyError for one that is unknown."""
    held = states[LICENCES_NAME]["licences"][name]
    drawn, terms = used(states, name), held["terms"]
    left = {u: None if terms.get(u) is None else add(amount(terms[u]), -drawn[u]) for u in UNITS}
    status = Status(held["state"])
    if status in {Status.ACTIVE, Status.SUSPENDED, Status.SIGNED, Status.GRANTED} and when >= terms["expires"]:
        status = Status.EXPIRED
    elif status is Status.ACTIVE and any(rest == 0 for rest in left.values()):
        status = Status.EXHAUSTED
    return Balance(status, drawn["quantity"], left["quantity"], drawn["value"], left["value"])


def _check(states: States, event: Event) -> Refusal | None:
    if event.draft.kind == VOID:
        return None  # what never happened gives back what it drew
    said, corrects = event.payload, event.draft.corrects
    need_texts(said, ("licence", "draw", "item", "quantity"))
    name, state = said["licence"], states[NAME]
    if name not in states[LICENCES_NAME]["licences"]:
        return Refusal(Why.NO_LICENCE, {"licence": name})
    before = state["draws"].get(str(corrects)) if corrects is not None else None
    if corrects is not None and (before is None or (before["licence"], before["draw"]) != (name, said["draw"])):
        return Refusal(Reason.NOT_CORRECTABLE, {"index": str(corrects), "kind": DRAWN})
    if before is None and said["draw"] in state["ids"].get(name, {}):
        return Refusal(Why.ALREADY_DRAWN, {"licence": name, "draw": said["draw"]})
    fault = _over(states, event, before) or _too_late(states, event, before) or _outside(states, event)
    return fault or acts_for(states, event)


def _over(states: States, event: Event, before: State | None) -> Refusal | None:
    """Why a draw would pass a cap; in the place of an earlier one it needs only what it takes more."""
    said, name = event.payload, event.payload["licence"]
    terms, drawn = states[LICENCES_NAME]["licences"][name]["terms"], used(states, name)
    for unit in UNITS:
        asked = amount(said.get(unit, "0"))
        if terms.get(unit) is None:
            continue
        if unit not in said:
            raise KeyError(unit)
        left = add(amount(terms[unit]), -drawn[unit], Decimal(before[unit]) if before else Decimal(0))
        if asked > left:
            return Refusal(Why.OVER_CAP, {"licence": name, "asked": written(asked), "left": written(left)})
    return None


def _too_late(states: States, event: Event, before: State | None) -> Refusal | None:
    """Why a licence is not in force for a draw, when it happened and when it is told; less of it may be told later."""
    said, name = event.payload, event.payload["licence"]
    held = states[LICENCES_NAME]["licences"][name]
    terms, when, happened = held["terms"], stamp(event.when), stamp(event.draft.happened)
    in_force = all(terms["effective"] <= x < terms["expires"] for x in (when, happened))
    lessens = before is not None and all(amount(said.get(unit, "0")) <= Decimal(before[unit]) for unit in UNITS)
    if lessens or (held["state"] == Status.ACTIVE and in_force):
        return None
    status = balance(states, name, when).status
    times = {"effective": terms["effective"], "expires": terms["expires"], "happened": happened, "recorded": when}
    return Refusal(Why.NOT_IN_FORCE, {"licence": name, "status": status, **times})


def _outside(states: States, event: Event) -> Refusal | None:
    """Why a draw is outside of its licence's items, places, purposes or parties."""
    said, name = event.payload, event.payload["licence"]
    terms = states[LICENCES_NAME]["licences"][name]["terms"]
    for field, list_name in (("item", "covers"), ("site", "sites"), ("country", "territory"), ("purpose", "purposes")):
        if terms.get(list_name) and said.get(field) not in terms[list_name]:
            return Refusal(Why.NOT_COVERED, {"licence": name, "what": field, "said": str(said.get(field))})
    if event.draft.party not in {terms["holder"], *terms.get("sublicensees", [])}:
        return Refusal(Why.NOT_COVERED, {"licence": name, "what": "party", "said": event.draft.party})
    inside = {terms["grantor"], terms["holder"], *terms.get("sublicensees", []), *terms.get("parties", [])}
    if Proviso.NO_THIRD_PARTY in terms.get("provisos", []) and said.get("purchaser") not in inside:
        return Refusal(Why.THIRD_PARTY, {"licence": name, "party": str(said.get("purchaser"))})
    return None


def _apply(state: State, n: int, event: Event) -> None:
    """A draw is known by the number of the event that first told it."""
    said, corrects = event.payload, event.draft.corrects
    number = str(n if corrects is None else corrects)
    before = state["draws"].pop(number, None)
    if before is not None:
        _change(state, before, sign=-1)
    if event.draft.kind == VOID:
        return
    fields = ("licence", "draw", "item", "site", "country", "purpose", "purchaser")
    fresh = {f: str(said.get(f, "")) for f in fields}
    fresh |= {unit: written(amount(said.get(unit, "0"))) for unit in UNITS}
    fresh |= {"happened": stamp(event.draft.happened), "party": event.draft.party}
    state["draws"][number] = fresh
    state["ids"].setdefault(said["licence"], {})[said["draw"]] = int(number)
    _change(state, fresh, sign=1)


def _change(state: State, draw: State, *, sign: int) -> None:
    drawn = state["drawn"].setdefault(draw["licence"], dict.fromkeys(UNITS, "0"))
    for unit in UNITS:
        drawn[unit] = written(add(Decimal(drawn[unit]), sign * Decimal(draw[unit])))


DRAWS = Projection(name=NAME, version=1, kinds=frozenset({DRAWN, VOID}), start=start, check=_check, apply=_apply)
