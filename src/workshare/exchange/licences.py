"""Licences: who may make or move what, where, for what, until when and up to how much."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from workshare.exchange.agreements import NAME as AGREEMENTS_NAME
from workshare.exchange.agreements import Step
from workshare.exchange.reasons import Why
from workshare.exchange.terms import LicenceKind, Proviso, amount, span, zone
from workshare.record.approvals import approved
from workshare.record.event import Event, digest, stamp
from workshare.record.parties import NAME as PARTIES_NAME
from workshare.record.parties import acts_for
from workshare.record.refusal import Reason, Refusal
from workshare.record.world import Projection, State, States, need_texts

NAME = "licences"
DRAFTED, MOVED = "licence.drafted", "licence.moved"
LISTS = ("territory", "sites", "covers", "purposes", "sublicensees", "parties", "provisos")


class Status(StrEnum):
    """The states of a licence; the last two follow from time and draws, and nobody moves it there."""

    DRAFT = "draft"
    REQUESTED = "requested"
    GRANTED = "granted"
    SIGNED = "signed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


MOVES: Mapping[Status, Mapping[Status, str]] = {
    Status.DRAFT: {Status.REQUESTED: "holder", Status.REVOKED: "grantor"},
    Status.REQUESTED: {Status.GRANTED: "grantor", Status.DRAFT: "grantor", Status.REVOKED: "grantor"},
    Status.GRANTED: {Status.SIGNED: "holder", Status.REVOKED: "grantor"},
    Status.SIGNED: {Status.ACTIVE: "grantor", Status.REVOKED: "grantor"},
    Status.ACTIVE: {Status.SUSPENDED: "grantor", Status.REVOKED: "grantor"},
    Status.SUSPENDED: {Status.ACTIVE: "grantor", Status.REVOKED: "grantor"},
}
"""From which state to which, and who may."""


def start() -> State:
    """No licence yet."""
    return {"licences": {}}


def terms_hash(terms: Mapping[str, Any]) -> str:
    """The hash of a licence's terms: what its approval is bound to."""
    return digest(dict(terms))


def _check(states: States, event: Event) -> Refusal | None:
    said = event.payload
    need_texts(said, ("licence",))
    if event.draft.kind == DRAFTED:
        _check_shape(said)
        return _check_draft(states, event)
    if said["licence"] not in states[NAME]["licences"]:
        return Refusal(Why.NO_LICENCE, {"licence": said["licence"]})
    return _check_move(states, event)


def _check_shape(said: Mapping[str, Any]) -> None:
    """Raise where a draft does not say what a licence has to say, or says what none can."""
    need_texts(said, ("grantor", "holder", "kind", "effective", "expires"))
    LicenceKind(said["kind"])
    span(said)
    zone(said.get("zone", "UTC"))
    for name in LISTS:
        listed = said.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(x, str) for x in listed):
            raise ValueError(f"{name} is a list of texts")
    for proviso in said.get("provisos", []):
        Proviso(proviso)
    for unit in ("quantity", "value"):
        if said.get(unit) is not None:
            amount(said[unit])
    if said.get("value") is not None:
        need_texts(said, ("currency",))


def _check_draft(states: States, event: Event) -> Refusal | None:
    """A draft may be written anew while it is one, by either side."""
    said = event.payload
    held = states[NAME]["licences"].get(said["licence"])
    if held and (held["state"] != Status.DRAFT or any(held["terms"][s] != said[s] for s in ("grantor", "holder"))):
        return Refusal(Reason.THERE_ALREADY, {"name": said["licence"]})
    agreement = said.get("agreement")
    if agreement is not None:
        found = states[AGREEMENTS_NAME]["agreements"].get(agreement)
        if found is None or found["state"] != Step.FINALIZED:
            return Refusal(Why.NO_AGREEMENT, {"agreement": str(agreement)})
    for side in ("grantor", "holder"):
        if said[side] not in states[PARTIES_NAME]["parties"]:
            return Refusal(Reason.UNKNOWN_PARTY, {"party": said[side]})
    if event.draft.party not in {said["grantor"], said["holder"]}:
        return Refusal(Why.NOT_YOUR_MOVE, {"name": said["licence"], "party": event.draft.party, "to": Status.DRAFT})
    return acts_for(states, event)


def _check_move(states: States, event: Event) -> Refusal | None:
    said = event.payload
    need_texts(said, ("from", "to"))
    held = states[NAME]["licences"][said["licence"]]
    values = {"name": said["licence"], "state": held["state"], "to": said["to"]}
    if said["from"] != held["state"]:
        return Refusal(Why.OTHER_STATE, {**values, "said": said["from"]})
    side = MOVES.get(Status(held["state"]), {}).get(Status(said["to"]))
    if side is None:
        return Refusal(Why.BAD_MOVE, values)
    if event.draft.party != held["terms"][side]:
        return Refusal(Why.NOT_YOUR_MOVE, {**values, "party": event.draft.party})
    if said["to"] == Status.GRANTED and held["terms"].get("approval") is not None:
        need_texts(held["terms"], ("approval",))
        fault = approved(states, held["terms"]["approval"], terms_hash(held["terms"]), stamp(event.when))
        if fault is not None:
            return fault
    return acts_for(states, event)


def _apply(state: State, n: int, event: Event) -> None:
    said = event.payload
    fresh: State = {"state": Status.DRAFT.value, "moves": []}
    held = state["licences"].setdefault(said["licence"], fresh)
    if event.draft.kind == DRAFTED:
        held |= {"terms": {k: v for k, v in said.items() if k != "licence"}, "n": n}
    else:
        held["state"] = said["to"]
        held["moves"].append({"to": said["to"], "at": stamp(event.draft.happened), "n": n})


LICENCES = Projection(
    name=NAME, version=1, kinds=frozenset({DRAFTED, MOVED}), start=start, check=_check, apply=_apply, final=True
)
