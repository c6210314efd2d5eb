"""Who takes part: organisations, persons, their roles and keys, as the record tells it.

A key counts once somebody of another organisation than whoever entered it has confirmed it with her own key; so nobody
can add an approver alone. Only the keys of the founding event count at once: every partner sees that event first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workshare.record.event import Event, canonical, moment, stamp
from workshare.record.note import PublicKey, Use, signed
from workshare.record.refusal import Reason, Refusal
from workshare.record.world import Projection, State, States, need_texts

NAME = "parties"
FOUNDED = "record.founded"
LONGEST_CHAIN = 20


def start() -> State:
    """Nobody yet."""
    return {"founded": False, "parties": {}, "persons": {}, "keys": {}}


def root_of(state: State, party: str) -> str:
    """The organisation that a party belongs to in the end: a subsidiary counts as its parent."""
    for _ in range(LONGEST_CHAIN):
        above = state["parties"].get(party, {}).get("part_of")
        if above is None:
            return party
        party = above
    return party


def organisation(state: State, person: str) -> str | None:
    """The organisation of a person in the end; None for nobody, or for one who left."""
    found = state["persons"].get(person)
    return root_of(state, found["party"]) if found and found["active"] else None


def key_fault(state: State, person: str, key: str, when: str) -> Refusal | None:
    """Why a key is not a person's good key at a moment (a stamp); None if it is."""
    found = state["keys"].get(_hex(key))
    if found is None or found["person"] != person:
        return Refusal(Reason.NOT_HER_KEY, {"person": person})
    if found["since"] is None or when < found["since"]:
        return Refusal(Reason.KEY_NOT_CONFIRMED, {"person": person})
    if found["until"] is not None and when >= found["until"]:
        return Refusal(Reason.KEY_REVOKED, {"person": person, "since": found["until"]})
    return None


def acts_for(states: States, event: Event) -> Refusal | None:
    """Why somebody may not act for the organisation that she names; None if it is hers."""
    person = states[NAME]["persons"].get(event.draft.who)
    if person is None or not person["active"]:
        return Refusal(Reason.UNKNOWN_PERSON, {"person": event.draft.who})
    if person["party"] != event.draft.party:
        return Refusal(Reason.NOT_HER_PARTY, {"person": event.draft.who, "party": event.draft.party})
    return None


def key_message(act: str, person: str, key: str) -> bytes:
    """What is signed to confirm a key, or to put it in the place of an older one."""
    return b"workshare key v1\n" + canonical({"act": act, "person": person, "key": key})


def is_signed(key: str, signature: str, message: bytes) -> bool:
    """Whether a message has the signature, in hexadecimal, of a public key's line."""
    return signed(PublicKey.parse(key).data, bytes.fromhex(signature), message)


def _hex(key: str) -> str:
    """The bytes of a key by which it is known: the same under every name."""
    return PublicKey.parse(key).data.hex()


def _check(states: States, event: Event) -> Refusal | None:
    fields, check = _CHECKS[event.draft.kind]
    need_texts(event.payload, fields)
    return check(states[NAME], event)


def _founded(state: State, event: Event) -> Refusal | None:
    if state["founded"] or state["parties"] or state["persons"]:
        return Refusal(Reason.FOUNDED_ALREADY)
    for party in event.payload["parties"]:
        need_texts(party, ("party", "country"))
    for person in event.payload["persons"]:
        need_texts(person, ("person", "party", "key"))
    parties = {p["party"] for p in event.payload["parties"]}
    keys = [_hex(p["key"]) for p in event.payload["persons"]]
    if len(set(keys)) != len(keys):
        return Refusal(Reason.KEY_ELSEWHERE)
    for person in event.payload["persons"]:
        if person["party"] not in parties:
            return Refusal(Reason.UNKNOWN_PARTY, {"party": person["party"]})
        if PublicKey.parse(person["key"]).name != person["person"]:
            return Refusal(Reason.NOT_HER_KEY, {"person": person["person"]})
    return None


def _party(state: State, event: Event) -> Refusal | None:
    name, above = event.payload["party"], event.payload.get("part_of")
    if name in state["parties"]:
        return Refusal(Reason.THERE_ALREADY, {"name": str(name)})
    return Refusal(Reason.UNKNOWN_PARTY, {"party": above}) if above and above not in state["parties"] else None


def _person(state: State, event: Event) -> Refusal | None:
    name, party = event.payload["person"], event.payload["party"]
    if name in state["persons"]:
        return Refusal(Reason.THERE_ALREADY, {"name": str(name)})
    return None if party in state["parties"] else Refusal(Reason.UNKNOWN_PARTY, {"party": str(party)})


def _known(state: State, event: Event) -> Refusal | None:
    person = event.payload["person"]
    return None if person in state["persons"] else Refusal(Reason.UNKNOWN_PERSON, {"person": str(person)})


def _attested(state: State, event: Event) -> Refusal | None:
    said = event.payload
    moment(said["valid_to"])
    countries = said["countries_ok"]
    if not countries or not isinstance(countries, list) or not all(isinstance(c, str) for c in countries):
        raise ValueError("countries_ok is a list of countries, and not empty")
    return _known(state, event)


def _key_added(state: State, event: Event) -> Refusal | None:
    person, key = event.payload["person"], PublicKey.parse(event.payload["key"])
    if key.name != person or key.use is not Use.NOTE:
        return Refusal(Reason.NOT_HER_KEY, {"person": str(person)})
    if key.data.hex() in state["keys"]:
        return Refusal(Reason.KEY_ELSEWHERE)
    return _known(state, event)


def _key_confirmed(state: State, event: Event) -> Refusal | None:
    said, who = event.payload, event.draft.who
    found = state["keys"].get(_hex(said["key"]))
    if found is None or found["person"] != said["person"] or found["since"] is not None:
        return Refusal(Reason.NOT_HER_KEY, {"person": str(said["person"])})
    mine, other = organisation(state, who), organisation(state, found["by"])
    if who in {found["by"], said["person"]} or mine is None or mine == other:
        return Refusal(Reason.NOT_ANOTHER, {"person": who})
    message = key_message("confirm", said["person"], said["key"])
    return key_fault(state, who, said["by_key"], stamp(event.when)) or _unsigned(who, said, message)


def _key_rotated(state: State, event: Event) -> Refusal | None:
    said, who = event.payload, event.draft.who
    if who != said["person"]:
        return Refusal(Reason.NOT_ANOTHER, {"person": who})
    message = key_message("rotate", said["person"], said["key"])
    fault = _key_added(state, event) or key_fault(state, who, said["by_key"], stamp(event.when))
    return fault or _unsigned(who, said, message)


def _key_revoked(state: State, event: Event) -> Refusal | None:
    said, who = event.payload, event.draft.who
    found = state["keys"].get(_hex(said["key"]))
    if found is None or found["person"] != said["person"]:
        return Refusal(Reason.NOT_HER_KEY, {"person": str(said["person"])})
    if said.get("since") is not None and moment(said["since"]) > event.when:
        return Refusal(Reason.BAD_TIME, {"time": said["since"]})
    hers = root_of(state, state["persons"][said["person"]]["party"])
    may = organisation(state, who) is not None and (
        organisation(state, who) == hers or who in {found["by"], found["confirmed_by"]}
    )
    return None if may else Refusal(Reason.NOT_ANOTHER, {"person": who})


def _unsigned(who: str, said: Mapping[str, Any], message: bytes) -> Refusal | None:
    good = is_signed(said["by_key"], said["signature"], message)
    return None if good else Refusal(Reason.BAD_SIGNATURE, {"name": who})


def _apply(state: State, _n: int, event: Event) -> None:
    said, kind = event.payload, event.draft.kind
    match kind:
        case "record.founded":
            state["founded"] = True
            for party in said["parties"]:
                _add_party(state, party)
            for person in said["persons"]:
                _add_person(state, person)
                _add_key(state, person, event, stamp(event.when))
        case "party.added":
            _add_party(state, said)
        case "person.added":
            _add_person(state, said)
        case "person.left":
            state["persons"][said["person"]]["active"] = False
        case "person.attested":
            fields = ("agreement", "basis", "countries_ok", "valid_to")
            state["persons"][said["person"]]["attested"].append({f: said[f] for f in fields})
        case "role.given" | "role.taken":
            person = state["persons"][said["person"]]
            roles = {*person["roles"], said["role"]} if kind == "role.given" else {*person["roles"]} - {said["role"]}
            person["roles"] = sorted(roles)
        case _:
            _apply_key(state, event)


def _apply_key(state: State, event: Event) -> None:
    said, when = event.payload, stamp(event.when)
    match event.draft.kind:
        case "key.added":
            _add_key(state, said, event, None)
        case "key.confirmed":
            state["keys"][_hex(said["key"])] |= {"since": when, "confirmed_by": event.draft.who}
        case "key.rotated":
            old = state["keys"][_hex(said["by_key"])]
            old["until"] = when
            _add_key(state, said, event, when)
            state["keys"][_hex(said["key"])] |= {"founding": old["founding"], "confirmed_by": old["confirmed_by"]}
            state["keys"][_hex(said["key"])]["by"] = old["by"]
        case "key.revoked":
            found = state["keys"][_hex(said["key"])]
            found["until"] = min(filter(None, (found["until"], said.get("since") or when)))


def _add_party(state: State, said: Mapping[str, Any]) -> None:
    state["parties"][said["party"]] = {"country": said["country"], "part_of": said.get("part_of")}


def _add_person(state: State, said: Mapping[str, Any]) -> None:
    fresh = {"party": said["party"], "active": True, "roles": [], "attested": []}
    state["persons"][said["person"]] = fresh


def _add_key(state: State, said: Mapping[str, Any], event: Event, since: str | None) -> None:
    state["keys"][_hex(said["key"])] = {
        "person": said["person"],
        "by": event.draft.who,
        "founding": event.draft.kind == FOUNDED,
        "since": since,
        "until": None,
        "confirmed_by": None,
    }


_KEY, _SIGNED = ("person", "key"), ("person", "key", "by_key", "signature")
_CHECKS: dict[str, tuple[tuple[str, ...], Callable[[State, Event], Refusal | None]]] = {
    FOUNDED: ((), _founded),
    "party.added": (("party", "country"), _party),
    "person.added": (("person", "party"), _person),
    "person.left": (("person",), _known),
    "person.attested": (("person", "agreement", "basis", "valid_to"), _attested),
    "role.given": (("person", "role"), _known),
    "role.taken": (("person", "role"), _known),
    "key.added": (_KEY, _key_added),
    "key.confirmed": (_SIGNED, _key_confirmed),
    "key.rotated": (_SIGNED, _key_rotated),
    "key.revoked": (_KEY, _key_revoked),
}

PARTIES = Projection(
    name=NAME, version=1, kinds=frozenset(_CHECKS), start=start, check=_check, apply=_apply, final=True
)
