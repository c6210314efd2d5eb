"""Agreements: two sides move one through its states in turn, and both must hold the same state and the same terms.

The states have the names of the Dataspace Protocol's contract negotiation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from workshare.exchange.reasons import Why
from workshare.record.event import Event
from workshare.record.parties import NAME as PARTIES_NAME
from workshare.record.parties import acts_for
from workshare.record.refusal import Reason, Refusal
from workshare.record.world import Projection, State, States, need_texts

NAME = "agreements"
MOVED = "agreement.moved"
_HASH = re.compile(r"[0-9a-f]{64}")


class Step(StrEnum):
    """The states of an agreement; ``none`` is that of one that nobody has spoken of."""

    NONE = "none"
    REQUESTED = "requested"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    AGREED = "agreed"
    VERIFIED = "verified"
    FINALIZED = "finalized"
    TERMINATED = "terminated"


class Side(StrEnum):
    """The two sides."""

    PROVIDER = "provider"
    CONSUMER = "consumer"


MOVES: Mapping[Step, Mapping[Step, frozenset[Side]]] = {
    Step.NONE: {Step.REQUESTED: frozenset({Side.CONSUMER}), Step.OFFERED: frozenset({Side.PROVIDER})},
    Step.REQUESTED: {
        Step.OFFERED: frozenset({Side.PROVIDER}),
        Step.AGREED: frozenset({Side.PROVIDER}),
        Step.TERMINATED: frozenset(Side),
    },
    Step.OFFERED: {
        Step.REQUESTED: frozenset({Side.CONSUMER}),
        Step.ACCEPTED: frozenset({Side.CONSUMER}),
        Step.TERMINATED: frozenset(Side),
    },
    Step.ACCEPTED: {Step.AGREED: frozenset({Side.PROVIDER}), Step.TERMINATED: frozenset(Side)},
    Step.AGREED: {Step.VERIFIED: frozenset({Side.CONSUMER}), Step.TERMINATED: frozenset(Side)},
    Step.VERIFIED: {Step.FINALIZED: frozenset({Side.PROVIDER}), Step.TERMINATED: frozenset(Side)},
    Step.FINALIZED: {},
    Step.TERMINATED: {},
}
"""From which state to which, and which side may."""

NEW_TERMS = frozenset({Step.REQUESTED, Step.OFFERED})
"""The states in which a side may name other terms; every later one is of the terms that stand."""


def start() -> State:
    """No agreement yet."""
    return {"agreements": {}}


def _check(states: States, event: Event) -> Refusal | None:
    said = event.payload
    need_texts(said, ("agreement", "from", "to", "terms"))
    held = states[NAME]["agreements"].get(said["agreement"])
    step = Step(held["state"]) if held else Step.NONE
    if not held:
        need_texts(said, ("provider", "consumer"))
    sides = held or said
    if not _HASH.fullmatch(said["terms"]):
        raise ValueError("terms is the SHA-256 of the text, in hexadecimal")
    for side in Side:
        if sides[side] not in states[PARTIES_NAME]["parties"]:
            return Refusal(Reason.UNKNOWN_PARTY, {"party": sides[side]})
    if Step(said["from"]) is not step:
        return Refusal(Why.OTHER_STATE, {"name": said["agreement"], "state": step, "said": said["from"]})
    to = Step(said["to"])
    mine = {side for side in Side if sides[side] == event.draft.party}
    if to not in MOVES[step]:
        return Refusal(Why.BAD_MOVE, {"name": said["agreement"], "state": step, "to": to})
    if not mine & MOVES[step][to]:
        return Refusal(Why.NOT_YOUR_MOVE, {"name": said["agreement"], "party": event.draft.party, "to": to})
    if held and to not in NEW_TERMS and said["terms"] != held["terms"]:
        return Refusal(Why.OTHER_TERMS, {"name": said["agreement"]})
    return acts_for(states, event)


def _apply(state: State, n: int, event: Event) -> None:
    said = event.payload
    held = state["agreements"].setdefault(
        said["agreement"], {side.value: said.get(side) for side in Side} | {"events": []}
    )
    held |= {"state": said["to"], "terms": said["terms"]}
    held["events"].append(n)


AGREEMENTS = Projection(
    name=NAME, version=1, kinds=frozenset({MOVED}), start=start, check=_check, apply=_apply, final=True
)
