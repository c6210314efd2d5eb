"""Made-up people for tests: four organisations, one of them a subsidiary, and a key for each person."""

import datetime as dt
from hashlib import sha256
from typing import Any

from tests.record.conftest import NOW
from tests.record.grounds import Ground, put

from workshare.record.approvals import APPROVALS, approval_message
from workshare.record.event import Draft, Event
from workshare.record.note import SecretKey, Use
from workshare.record.parties import PARTIES, key_message
from workshare.record.world import World

HOME = {"ann": "works", "bob": "works", "cyd": "plant", "dan": "plant-branch", "eve": "bureau", "fox": "ministry"}
"""Ann and Bob are of one organisation, Dan's is a part of Cyd's."""
PARTIES_OF = {"works": None, "plant": None, "plant-branch": "plant", "bureau": None, "ministry": None}
THING = sha256(b"a thing").hexdigest()
OTHER = sha256(b"another").hexdigest()


def key_of(person: str, version: int = 0) -> SecretKey:
    """A person's key; rotated ones have higher versions."""
    return SecretKey.from_seed(person, Use.NOTE, sha256(f"{person} {version}".encode()).digest())


def line(person: str, version: int = 0) -> str:
    """Her public key as a line."""
    return str(key_of(person, version).public)


def hash_of(payload: dict[str, Any]) -> str:
    """Tells payloads apart, those too that no record takes."""
    return sha256(repr(payload).encode("utf-8", "replace")).hexdigest()[:16]


def event(kind: str, who: str, payload: dict[str, Any], when: dt.datetime = NOW, party: str | None = None) -> Event:
    """An event by somebody for her own organisation."""
    home = party or HOME.get(who, "nowhere")
    draft = Draft(
        kind=kind, who=who, party=home, happened=when, key=f"{kind} {who} {when} {hash_of(payload)}", payload=payload
    )
    return Event(draft=draft, when=when)


def founding() -> dict[str, Any]:
    """The founding event's payload: everybody is there from the start."""
    return {
        "parties": [{"party": p, "country": "UA", "part_of": above} for p, above in PARTIES_OF.items()],
        "persons": [{"person": p, "party": party, "key": line(p)} for p, party in HOME.items()],
    }


def founded() -> World:
    """A world with everybody in it."""
    world = World([PARTIES, APPROVALS])
    assert put(world, event("record.founded", "fox", founding())) is None
    return world


def why(world: Ground | World, what: Event) -> str | None:
    """The reason why an event may not be; None if it was added."""
    refusal = put(world, what)
    return refusal.reason if refusal else None


def asked(who: str, persons: int, organisations: int | None = None, **more: object) -> Event:
    """A request for approval of the thing."""
    said: dict[str, Any] = {"request": "r1", "object": THING, "persons": persons, **more}
    return event("approval.requested", who, said if organisations is None else {**said, "organisations": organisations})


def approval(
    who: str,
    *,
    thing: str = THING,
    signer: SecretKey | None = None,
    key: str | None = None,
    when: dt.datetime = NOW,
    request: str = "r1",
) -> Event:
    """Somebody's approval; by default with her own key."""
    signer = signer or key_of(who)
    signature = signer.sign_bytes(approval_message(request, thing, who)).hex()
    said = {"request": request, "object": thing, "key": key or str(signer.public), "signature": signature}
    return event("approval.given", who, said, when)


def confirmed(who: str, person: str, version: int) -> Event:
    """Somebody's confirmation of another's key."""
    signature = key_of(who).sign_bytes(key_message("confirm", person, line(person, version))).hex()
    said = {"person": person, "key": line(person, version), "by_key": line(who), "signature": signature}
    return event("key.confirmed", who, said)


def rotated(who: str, old: int, new: int, when: dt.datetime = NOW) -> Event:
    """Somebody's new key in the place of her old one."""
    signature = key_of(who, old).sign_bytes(key_message("rotate", who, line(who, new))).hex()
    return event(
        "key.rotated",
        who,
        {"person": who, "key": line(who, new), "by_key": line(who, old), "signature": signature},
        when,
    )
