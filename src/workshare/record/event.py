"""Events: who did what, for whom and when, in bytes that are always the same (RFC 8785)."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any

import orjson
import rfc8785

from workshare.record.refusal import Reason, Refusal, Refused

FORMAT = 1
VOID = "void"
"""The kind that says of the event it corrects that it never happened."""
LARGEST = 256 * 1024
"""The most bytes of an event; what is larger is kept elsewhere and recorded by its hash."""
DEEPEST = 32
SKEW = dt.timedelta(minutes=2)
"""So far may clocks differ: an event that happened later after its recording than this is refused."""

_QUICK = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
_BEYOND = re.compile(rb"[\xf0-\xf4]")
"""The first byte of a character beyond U+FFFF: where keys have one, RFC 8785 sorts otherwise than by code points."""
_KIND = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_FIELDS = {"corrects", "event", "for", "happened", "key", "kind", "payload", "recorded", "who"}


def canonical(value: object) -> bytes:
    """JSON in its one canonical form (RFC 8785); raises Refused for what a record does not carry."""
    check_plain(value)
    return _encode(value)


def _encode(value: object) -> bytes:
    """Plain values in canonical form: rfc8785 says it, and where no character is rare orjson says the same sooner.

    On JSON alone went more than half of the time that adding an event took.
    """
    try:
        text = orjson.dumps(value, option=_QUICK)[:-1]  # a copy of its own size: orjson's has a kilobyte at least
        if text.isascii() or not _BEYOND.search(text):
            return text
        return rfc8785.dumps(value)  # type: ignore[arg-type] # it checks the types itself
    except (orjson.JSONEncodeError, rfc8785.CanonicalizationError, UnicodeError) as bad:
        raise Refused(Reason.BAD_EVENT, what=str(bad).splitlines()[0]) from None


def check_plain(value: object, level: int = 0) -> None:
    """Raise Refused for anything but texts, whole numbers, yes and no, nothing, lists and maps of these.

    A number with a fraction is written as a text: no two programs agree on all of its digits.
    """
    if level > DEEPEST:
        raise Refused(Reason.BAD_EVENT, what="it is nested too deeply")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise Refused(Reason.BAD_EVENT, what=f"the key {key!r} is no text")
            if type(inner) is not str:
                check_plain(inner, level + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            check_plain(inner, level + 1)
    elif isinstance(value, float) or not isinstance(value, str | int | None):
        raise Refused(Reason.BAD_EVENT, what=f"{value!r} is no text, whole number, yes or no")
    elif isinstance(value, int) and abs(value) >= 1 << 53:
        raise Refused(Reason.BAD_EVENT, what=f"{value} is too large for JSON: write it as a text")


def digest(value: object) -> str:
    """The SHA-256 of a value's canonical JSON, in hexadecimal: what an approval is bound to."""
    return sha256(canonical(value)).hexdigest()


@lru_cache(maxsize=256)
def stamp(moment: dt.datetime) -> str:
    """A moment in UTC, to the second; raises Refused for one without a time zone or with a part of a second."""
    if moment.tzinfo is None or moment.microsecond:
        raise Refused(Reason.BAD_TIME, time=moment.isoformat())
    return moment.astimezone(dt.UTC).isoformat()[:19] + "Z"


def moment(text: str) -> dt.datetime:
    """The moment of a stamp; raises Refused for any other writing."""
    try:
        if _STAMP.fullmatch(text):
            return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    raise Refused(Reason.BAD_TIME, time=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be recorded.

    ``who`` is a person and ``party`` the organisation for which she acts, by their ids; ``key`` names the act, so that
    recording it again after a lost answer does not record it twice. ``corrects`` is the number of an earlier event of
    the same kind, whose payload this one replaces; with the kind ``void`` that event never happened.
    """

    kind: str
    who: str
    party: str
    happened: dt.datetime
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    corrects: int | None = None

    def __post_init__(self) -> None:
        stamp(self.happened)
        for name, text in (("who", self.who), ("for", self.party), ("key", self.key)):
            if not text or len(text) > 200 or not text.isprintable():  # noqa: PLR2004 - a name, not a text
                raise Refused(Reason.BAD_EVENT, what=f"{name} is {text!r}")
        if not _KIND.fullmatch(self.kind):
            raise Refused(Reason.BAD_EVENT, what=f"kind is {self.kind!r}")
        if self.corrects is not None and self.corrects < 0:
            raise Refused(Reason.NO_EVENT, index=self.corrects)
        if self.kind == VOID and self.corrects is None:
            raise Refused(Reason.BAD_EVENT, what="void corrects nothing")
        check_plain(self.payload)

    def check_past(self, when: dt.datetime) -> None:
        """Raise Refused where it happened after its recording."""
        if self.happened > when and self.happened > when + SKEW:
            raise Refused(Reason.FROM_THE_FUTURE, happened=stamp(self.happened), recorded=stamp(when))


def body_of(draft: Draft, recorded: str) -> bytes:
    """The bytes that are kept and hashed; raises Refused for a payload that JSON cannot carry."""
    fields: dict[str, object] = {
        "event": FORMAT,
        "kind": draft.kind,
        "who": draft.who,
        "for": draft.party,
        "happened": stamp(draft.happened),
        "recorded": recorded,
        "key": draft.key,
        "payload": draft.payload,
    }
    if draft.corrects is not None:
        fields["corrects"] = draft.corrects
    body = _encode(fields)
    if len(body) > LARGEST:
        raise Refused(Reason.BAD_EVENT, what=f"{len(body)} bytes are more than {LARGEST}")
    return body


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A draft with the moment at which it was recorded."""

    draft: Draft
    when: dt.datetime

    @property
    def body(self) -> bytes:
        """The bytes that are kept and hashed; raises Refused for a payload that JSON cannot carry."""
        return body_of(self.draft, stamp(self.when))

    @property
    def payload(self) -> Mapping[str, Any]:
        """What is said of it."""
        return self.draft.payload


def read(body: bytes) -> Event:
    """The event that bytes say; raises Refused for bytes that no event has, canonical ones alone are one."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(Reason.BAD_EVENT, what="it is not JSON") from None
    if not isinstance(raw, dict) or not _FIELDS - {"corrects"} <= raw.keys() <= _FIELDS or raw["event"] != FORMAT:
        raise Refused(Reason.BAD_EVENT, what="it has other fields")
    texts = [raw[name] for name in ("kind", "who", "for", "happened", "recorded", "key")]
    corrects = raw.get("corrects")
    if not all(isinstance(t, str) for t in texts) or not isinstance(raw["payload"], dict):
        raise Refused(Reason.BAD_EVENT, what="its fields are of other types")
    if type(corrects) not in {int, type(None)}:
        raise Refused(Reason.BAD_EVENT, what="it corrects what has no number")
    draft = Draft(
        kind=raw["kind"],
        who=raw["who"],
        party=raw["for"],
        happened=moment(raw["happened"]),
        key=raw["key"],
        payload=raw["payload"],
        corrects=corrects,
    )
    event = Event(draft=draft, when=moment(raw["recorded"]))
    if event.body != body:
        raise Refused(Reason.BAD_EVENT, what="its bytes are not canonical")
    return event


def same(one: Draft, other: Draft) -> bool:
    """Whether two drafts say the same, to the byte."""
    then = max(one.happened, other.happened)
    return Event(draft=one, when=then).body == Event(draft=other, when=then).body


@dataclass(frozen=True, slots=True)
class Kind:
    """What matters of an event to those that would correct it."""

    kind: str
    corrects: bool

    @classmethod
    def of(cls, event: Event) -> Kind:
        """That of an event."""
        return cls(event.draft.kind, event.draft.corrects is not None)


def correction_fault(event: Event, n: int, target: Kind | None) -> Refusal | None:
    """Why event ``n`` cannot correct what it says; None if it can, or corrects nothing. No correction is corrected."""
    corrects = event.draft.corrects
    if corrects is None:
        return None
    values = {"index": str(corrects)}
    if corrects >= n or target is None:
        return Refusal(Reason.NO_EVENT, values)
    if event.draft.kind not in {VOID, target.kind} or target.corrects:
        return Refusal(Reason.NOT_CORRECTABLE, {**values, "kind": target.kind})
    return None
