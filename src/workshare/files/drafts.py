"""Events as people and programs write them down to be recorded: one JSON object in a line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from workshare.problems import Code, Problem, brief, did_you_mean
from workshare.record.event import Draft, digest
from workshare.record.refusal import Refused

FIELDS = {"kind": str, "who": str, "for": str, "happened": str, "key": str, "payload": dict, "corrects": int}
NEEDED = ("kind", "who", "for", "happened")


def read_drafts(text: str, file: str, defaults: dict[str, Any]) -> tuple[list[Draft], list[Problem]]:
    """The drafts of a text, and every problem in it; ``defaults`` are fields that a line may leave out.

    A draft without a key gets one from what it says, so that the same line is recorded once however often it is given.
    """
    drafts, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = list(_line(line, defaults))
        problems += [p.at(file, number) for p in found if isinstance(p, Problem)]
        drafts += [d for d in found if isinstance(d, Draft)]
    return drafts, problems


def _line(line: str, defaults: dict[str, Any]) -> Iterator[Draft | Problem]:
    """The draft of a line, or its problems."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as bad:
        yield Problem(code=Code.WRONG_TYPE, message=f"this line is no JSON: {bad}", hint="write one object in a line")
        return
    if not isinstance(raw, dict):
        yield Problem(code=Code.WRONG_TYPE, message=f"this line is {brief(raw)}", hint='write {"kind": …, …}')
        return
    fields = {**defaults, **raw}
    faults = list(_faults(fields))
    yield from faults
    if not faults:
        yield draft_of(fields)


def _faults(fields: dict[str, Any]) -> Iterator[Problem]:
    for name in fields:
        if name not in FIELDS:
            yield Problem(code=Code.UNKNOWN_KEY, message=f"unknown key {name}", hint=did_you_mean(name, FIELDS))
    for name in NEEDED:
        if name not in fields:
            yield Problem(code=Code.MISSING_KEY, message=f"{name} is missing", hint=f"write {name}")
    for name, kind in FIELDS.items():
        value = fields.get(name)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            hint = {str: "write a text", dict: "write {…}", int: "write a number"}[kind]
            yield Problem(code=Code.WRONG_TYPE, message=f"{name} is {brief(value)}", hint=hint)
    yield from _unfit(fields)


def _unfit(fields: dict[str, Any]) -> Iterator[Problem]:
    """What no draft can be made of, though each field is of its type."""
    if any(not isinstance(fields.get(name), str) for name in NEEDED):
        return  # told already
    if _moment(fields["happened"]) is None:
        message = f"happened {brief(fields['happened'])} is no moment"
        yield Problem(code=Code.BAD_DATE, message=message, hint="write 2026-03-02T10:00:00Z, with its time zone")
        return
    with suppress(TypeError, AttributeError):
        try:
            draft_of(fields)
        except Refused as bad:
            what = bad.refusal.values.get("what", str(bad))
            yield Problem(code=Code.WRONG_TYPE, message=what, hint="see docs/record.md")


def draft_of(fields: dict[str, Any]) -> Draft:
    """A draft from sound fields; raises Refused where they cannot be one."""
    happened = _moment(fields["happened"])
    if happened is None:
        raise TypeError("happened is no moment")
    payload = fields.get("payload") or {}
    said = {**{k: fields[k] for k in NEEDED}, "payload": payload, "corrects": fields.get("corrects")}
    return Draft(
        kind=fields["kind"],
        who=fields["who"],
        party=fields["for"],
        happened=happened,
        key=fields.get("key") or f"said-{digest(said)[:32]}",
        payload=payload,
        corrects=fields.get("corrects"),
    )


def _moment(text: str) -> dt.datetime | None:
    """A moment to the second with a time zone; None for anything else."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None and not found.microsecond else None
