"""The commands about people."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import typer

from workshare.answers.record import ADDED, APPROVED, ERASED_TEXT
from workshare.cli.parts import PROJECTIONS
from workshare.cli.record_run import now
from workshare.cli.record_shared import one_key, read_text, told
from workshare.problems import BadInput, Code, Problem
from workshare.record.approvals import approval_message, approved
from workshare.record.event import Draft, digest, stamp
from workshare.record.keys import read_key, write_key
from workshare.record.log import Record
from workshare.record.note import KEY_BYTES, SecretKey, Use
from workshare.record.parties import key_message
from workshare.record.refusal import Reason, Refused
from workshare.record.sealed import erase

Actor = tuple[str, str]
"""Who acts, and for which organisation."""


def run_key(file: Path, who: str, language: str) -> None:
    """Make a personal key."""
    with told(language):
        try:
            key = SecretKey.from_seed(who, Use.NOTE, os.urandom(KEY_BYTES))
        except ValueError as bad:
            raise Refused(Reason.BAD_KEY, path=who, what=bad) from None
        write_key(file, key)
        typer.echo(str(key.public))


def run_confirm(place: str, subject: tuple[str, str], key: Path, actor: Actor, language: str) -> None:
    """Confirm another's key."""
    with told(language) as teller:
        mine, hers = read_key(key), str(one_key(subject[1]))
        signature = mine.sign_bytes(key_message("confirm", subject[0], hers)).hex()
        said = {"person": subject[0], "key": hers, "by_key": str(mine.public), "signature": signature}
        typer.echo(teller.say(ADDED, n=_put(place, "key.confirmed", said, actor)[1], kind="key.confirmed"))


def run_request(place: str, name: str, thing: Path, terms: Mapping[str, Any], actor: Actor, *, language: str) -> None:
    """Ask for approval."""
    with told(language) as teller:
        said = {"request": name, "object": thing_hash(thing), **{k: v for k, v in terms.items() if v is not None}}
        typer.echo(teller.say(ADDED, n=_put(place, "approval.requested", said, actor)[1], kind="approval.requested"))


def run_approve(place: str, name: str, thing: Path, key: Path, actor: Actor, *, language: str) -> None:
    """Approve, and say how the request stands."""
    with told(language) as teller:
        mine, found = read_key(key), thing_hash(thing)
        signature = mine.sign_bytes(approval_message(name, found, actor[0])).hex()
        said = {"request": name, "object": found, "key": str(mine.public), "signature": signature}
        record, n = _put(place, "approval.given", said, actor)
        typer.echo(teller.say(ADDED, n=n, kind="approval.given"))
        missing = approved(record.world().states, name, found, stamp(now()))
        typer.echo(teller.refusal(missing) if missing else teller.say(APPROVED, request=name))


def run_erase(place: str, name: str, why: str, actor: Actor, language: str) -> None:
    """Erase a personal text."""
    with told(language) as teller:
        done = erase(Record(place, PROJECTIONS), name, actor, now(), why)
        typer.echo(teller.say(ERASED_TEXT, n=done.n))


def thing_hash(path: Path) -> str:
    """The hash of what a file says: of its canonical JSON; raises BadInput for what is no JSON."""
    try:
        return digest(json.loads(read_text(path)))
    except ValueError as bad:
        problem = Problem(code=Code.WRONG_TYPE, message=f"it is no JSON: {bad}", hint="put what is approved into JSON")
        raise BadInput([problem.at(str(path), getattr(bad, "lineno", 1))]) from None


def _put(place: str, kind: str, said: dict[str, Any], actor: Actor) -> tuple[Record, int]:
    """Record an act; the same act again is recorded once."""
    moment = now()
    name = sha256(f"{kind} {actor} {digest(said)}".encode()).hexdigest()[:32]
    draft = Draft(kind=kind, who=actor[0], party=actor[1], happened=moment, key=f"said-{name}", payload=said)
    record = Record(place, PROJECTIONS)
    with record.store.read() as reader:
        there = reader.numbers([draft.key]).get(draft.key)
    if there is not None:
        return record, there
    return record, record.append([draft], moment)[0].n
