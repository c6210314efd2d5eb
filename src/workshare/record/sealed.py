"""Events that speak of people: their personal texts are kept beside the record, and can be erased from there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from workshare.record.event import Draft
from workshare.record.log import Appended, Record
from workshare.record.personal import ERASED, Sealed, seal, sealed_in
from workshare.record.refusal import Reason, Refused

Dice = Callable[[int], bytes]


def seal_draft(record: Record, draft: Draft, dice: Dice) -> tuple[Draft, list[Sealed]]:
    """A draft in which each {"seal": TEXT} is {"sealed": HASH}, and the texts to keep.

    A draft whose event is there already takes that event's hashes, if the texts are the same: so a retry is one.
    """
    if not _has_seal(draft.payload):
        return draft, []
    with record.store.read() as reader:
        n = reader.numbers([draft.key]).get(draft.key)
    if n is not None:
        there = record.event(n).draft
        if _same(draft.payload, there.payload, opened(record, list(sealed_in(there.payload)))):
            return replace(draft, payload=there.payload), []
    texts: list[Sealed] = []
    return replace(draft, payload=_sealed(draft.payload, texts, dice)), texts


def opened(record: Record, hashes: list[str]) -> dict[str, str]:
    """The personal texts behind hashes, as far as they are not erased."""
    with record.store.read() as reader:
        return {name: text for name, (_, text) in reader.personal(hashes).items()}


def erase(record: Record, name: str, who: tuple[str, str], now: dt.datetime, why: str) -> Appended:
    """Erase a personal text for good, and record that it was; raises Refused where there is none."""
    if name not in opened(record, [name]):
        raise Refused(Reason.NO_TEXT, hash=name)
    draft = Draft(
        kind=ERASED, who=who[0], party=who[1], happened=now, key=f"erased-{name}", payload={"hash": name, "why": why}
    )
    [done] = record.append([draft], now, erase=[name])
    record.store.scrub()
    return done


def _has_seal(value: object) -> bool:
    if isinstance(value, Mapping):
        return ("seal" in value and len(value) == 1) or any(map(_has_seal, value.values()))
    return isinstance(value, list) and any(map(_has_seal, value))


def _sealed(value: Any, texts: list[Sealed], dice: Dice) -> Any:  # noqa: ANN401 - a payload
    if isinstance(value, Mapping):
        text = value.get("seal")
        if isinstance(text, str) and len(value) == 1:
            texts.append(seal(text, dice))
            return {"sealed": texts[-1].hash}
        return {key: _sealed(inner, texts, dice) for key, inner in value.items()}
    return [_sealed(inner, texts, dice) for inner in value] if isinstance(value, list) else value


def _same(new: object, old: object, texts: Mapping[str, str]) -> bool:
    """Whether a payload with texts says what one with hashes says."""
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        if set(new) == {"seal"} and set(old) == {"sealed"}:
            return bool(texts.get(old["sealed"]) == new["seal"])
        return new.keys() == old.keys() and all(_same(new[k], old[k], texts) for k in new)
    if isinstance(new, list) and isinstance(old, list):
        return len(new) == len(old) and all(_same(a, b, texts) for a, b in zip(new, old, strict=True))
    return new == old
