"""Approvals: so many persons of so many organisations say yes to exactly one thing, each with her own key.

The thing is known by the SHA-256 of its canonical JSON. The requester never approves, nor does anyone of her
organisation, nor anyone whose key she entered or confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workshare.record.event import Event, canonical, moment, stamp
from workshare.record.note import PublicKey
from workshare.record.parties import NAME as PARTIES_NAME
from workshare.record.parties import acts_for, is_signed, key_fault, organisation, root_of
from workshare.record.refusal import Reason, Refusal
from workshare.record.world import Projection, State, States, need_texts

NAME = "approvals"
_HASH = re.compile(r"[0-9a-f]{64}")


def start() -> State:
    """Nothing was asked."""
    return {"requests": {}}


def approval_message(request: str, thing: str, person: str) -> bytes:
    """What an approver signs."""
    return b"workshare approval v1\n" + canonical({"request": request, "object": thing, "person": person})


def approved(states: States, request: str, thing: str, when: str) -> Refusal | None:
    """Why a thing is not approved under a request at a moment (a stamp); None if it is.

    Approvals are counted anew each time: one by somebody who has left, or by a key that was revoked from before the
    approval on, counts no more.
    """
    found = states[NAME]["requests"].get(request)
    if found is None:
        return Refusal(Reason.NO_REQUEST, {"request": request})
    if found["object"] != thing:
        return Refusal(Reason.OBJECT_CHANGED, {"request": request})
    fault = _closed(request, found, when)
    if fault is not None:
        return fault
    parties = states[PARTIES_NAME]
    counted = {
        person: organisation(parties, person)
        for person, given in found["given"].items()
        if key_fault(parties, person, given["key"], given["at"]) is None
    }
    organisations = {o for o in counted.values() if o is not None}
    persons = [p for p, o in counted.items() if o is not None]
    if len(persons) < found["persons"] or len(organisations) < found["organisations"]:
        values = {
            "request": request,
            "persons": str(len(persons)),
            "organisations": str(len(organisations)),
            "wanted": str(found["persons"]),
            "wanted_organisations": str(found["organisations"]),
        }
        return Refusal(Reason.NOT_APPROVED, values)
    return None


def _closed(request: str, found: State, when: str) -> Refusal | None:
    if found["withdrawn"]:
        return Refusal(Reason.REQUEST_WITHDRAWN, {"request": request})
    if found["until"] is not None and when >= found["until"]:
        return Refusal(Reason.REQUEST_EXPIRED, {"request": request, "until": found["until"]})
    return None


def _check(states: States, event: Event) -> Refusal | None:
    fields, check = _CHECKS[event.draft.kind]
    need_texts(event.payload, fields)
    return check(states, event)


def _requested(states: States, event: Event) -> Refusal | None:
    said = event.payload
    if said["request"] in states[NAME]["requests"]:
        return Refusal(Reason.THERE_ALREADY, {"name": str(said["request"])})
    persons, organisations = said["persons"], said.get("organisations", said["persons"])
    if not (type(persons) is int and type(organisations) is int and 1 <= organisations <= persons):
        raise ValueError("persons and organisations are whole numbers from 1, and no more organisations than persons")
    if said.get("role") is not None:
        need_texts(said, ["role"])
    if not _HASH.fullmatch(said["object"]):
        raise ValueError("object is the SHA-256 of the thing, in hexadecimal")
    if said.get("until") is not None and moment(said["until"]) <= event.when:
        return Refusal(Reason.REQUEST_EXPIRED, {"request": said["request"], "until": said["until"]})
    return acts_for(states, event)


def _given(states: States, event: Event) -> Refusal | None:
    said, who, when = event.payload, event.draft.who, stamp(event.when)
    found = states[NAME]["requests"].get(said["request"])
    if found is None:
        return Refusal(Reason.NO_REQUEST, {"request": str(said["request"])})
    if said["object"] != found["object"]:
        return Refusal(Reason.OBJECT_CHANGED, {"request": said["request"]})
    if who in found["given"]:
        return Refusal(Reason.APPROVED_ALREADY, {"person": who})
    fault = _closed(said["request"], found, when) or acts_for(states, event) or _self(states, event, found)
    fault = fault or key_fault(states[PARTIES_NAME], who, said["key"], when)
    if fault is not None:
        return fault
    role = found["role"]
    if role is not None and role not in states[PARTIES_NAME]["persons"][who]["roles"]:
        return Refusal(Reason.NOT_HER_ROLE, {"person": who, "role": role})
    good = is_signed(said["key"], said["signature"], approval_message(said["request"], said["object"], who))
    return None if good else Refusal(Reason.BAD_SIGNATURE, {"name": who})


def _self(states: States, event: Event, found: State) -> Refusal | None:
    """Why an approval would be the requester's own, by whatever way."""
    parties, who, asked = states[PARTIES_NAME], event.draft.who, found["requester"]
    if who == asked or organisation(parties, who) == root_of(parties, found["party"]):
        return Refusal(Reason.SELF_APPROVAL, {"person": who})
    key = parties["keys"].get(PublicKey.parse(event.payload["key"]).data.hex())
    if key and not key["founding"] and asked in {key["by"], key["confirmed_by"]}:
        return Refusal(Reason.SELF_APPROVAL, {"person": who})
    return None


def _taken_back(states: States, event: Event) -> Refusal | None:
    found = states[NAME]["requests"].get(event.payload["request"])
    if found is None or event.draft.who not in found["given"]:
        return Refusal(Reason.NO_REQUEST, {"request": str(event.payload["request"])})
    return None


def _withdrawn(states: States, event: Event) -> Refusal | None:
    found = states[NAME]["requests"].get(event.payload["request"])
    if found is None or found["requester"] != event.draft.who:
        return Refusal(Reason.NO_REQUEST, {"request": str(event.payload["request"])})
    return None


def _apply(state: State, n: int, event: Event) -> None:
    said, who = event.payload, event.draft.who
    requests = state["requests"]
    match event.draft.kind:
        case "approval.requested":
            requests[said["request"]] = {
                "object": said["object"],
                "requester": who,
                "party": event.draft.party,
                "persons": said["persons"],
                "organisations": said.get("organisations", said["persons"]),
                "role": said.get("role"),
                "until": said.get("until"),
                "withdrawn": False,
                "given": {},
                "n": n,
            }
        case "approval.given":
            requests[said["request"]]["given"][who] = {"key": said["key"], "at": stamp(event.when), "n": n}
        case "approval.taken-back":
            del requests[said["request"]]["given"][who]
        case "approval.withdrawn":
            requests[said["request"]]["withdrawn"] = True


_CHECKS: dict[str, tuple[tuple[str, ...], Callable[[States, Event], Refusal | None]]] = {
    "approval.requested": (("request", "object"), _requested),
    "approval.given": (("request", "object", "key", "signature"), _given),
    "approval.taken-back": (("request",), _taken_back),
    "approval.withdrawn": (("request",), _withdrawn),
}

APPROVALS = Projection(
    name=NAME, version=1, kinds=frozenset(_CHECKS), start=start, check=_check, apply=_apply, final=True
)
