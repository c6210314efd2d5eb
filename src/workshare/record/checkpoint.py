"""Checkpoints (C2SP tlog-checkpoint): how large a log was and what its root was, signed by the log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workshare.record.merkle import SIZE
from workshare.record.note import PublicKey, SecretKey, check, enbase64, split, unbase64
from workshare.record.refusal import Reason, Refused

LARGEST = 1 << 62
"""No log has more entries."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log at one size; ``more`` are lines that others may add and nobody checks."""

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, enbase64(self.root), *self.more))

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """A checkpoint from a note's text; raises Refused for what is none."""
        try:
            origin, size, root, *more, end = text.split("\n")
            data = unbase64(root)
        except ValueError:
            raise Refused(Reason.NO_CHECKPOINT) from None
        if not all((origin, is_number(size), len(data) == SIZE, all(more), not end)):
            raise Refused(Reason.NO_CHECKPOINT)
        return cls(origin, int(size), data, tuple(more))

    def sign(self, key: SecretKey) -> str:
        """The checkpoint as a note with the log's signature."""
        return f"{self.text}\n{key.sign(self.text)}"


def is_number(text: str) -> bool:
    """Whether a text is a number from 0 on as checkpoints and proofs write it."""
    return bool(re.fullmatch(r"0|[1-9][0-9]{0,18}", text)) and int(text) < LARGEST


@dataclass(frozen=True, slots=True)
class Opened:
    """A checkpoint whose log's signature is good, with the witnesses who cosigned it and when (POSIX seconds)."""

    checkpoint: Checkpoint
    note: str
    cosigned: dict[str, int]


def unchecked(note: str) -> Checkpoint:
    """The checkpoint of a note whose signatures nobody has looked at; raises Refused for what is none."""
    try:
        return Checkpoint.parse(split(note)[0])
    except ValueError as bad:
        raise Refused(Reason.NO_NOTE, what=str(bad)) from None


def open_checkpoint(note: str, log: PublicKey, witnesses: Iterable[PublicKey] = ()) -> Opened:
    """The checkpoint of a note that the log signed; raises Refused otherwise. The log's key is named as its origin."""
    trusted = tuple(witnesses)
    text, good = check(note, (log, *trusted))
    if log not in good:
        raise Refused(Reason.NOT_SIGNED, name=log.name)
    checkpoint = Checkpoint.parse(text)
    if checkpoint.origin != log.name:
        raise Refused(Reason.UNKNOWN_LOG, origin=checkpoint.origin)
    return Opened(checkpoint, note, {key.name: when for key, when in good.items() if key in trusted})
