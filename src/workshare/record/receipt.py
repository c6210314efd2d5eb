"""Offline receipts (C2SP tlog-proof): that an event is in the record, for someone who has only a checkpoint and keys.

The line ``extra`` holds the event's own bytes, so that a receipt is all that is needed to know what was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workshare.record.checkpoint import Checkpoint, Opened, is_number, open_checkpoint
from workshare.record.merkle import SIZE, leaf_hash, root_from_inclusion
from workshare.record.note import PublicKey, enbase64, unbase64
from workshare.record.refusal import Reason, Refused

HEAD = "c2sp.org/tlog-proof@v1"
LONGEST_PATH = 63


@dataclass(frozen=True, slots=True)
class Receipt:
    """An event's bytes, its place, the path to the root, and the note of the checkpoint with that root."""

    body: bytes
    index: int
    path: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        """The receipt as its file has it."""
        lines = [HEAD, f"extra {enbase64(self.body)}", f"index {self.index}", *map(enbase64, self.path), ""]
        return "".join(f"{line}\n" for line in lines) + self.note

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """A receipt from its text; raises Refused for what is none."""
        head, gap, note = text.partition("\n\n")
        lines = head.split("\n")
        try:
            mark, extra, index, *path = lines
            steps = tuple(map(unbase64, path))
            body = unbase64(_after("extra ", extra))
            place = _after("index ", index)
        except ValueError as bad:
            raise Refused(Reason.BAD_RECEIPT, what=str(bad)) from None
        sound = mark == HEAD and is_number(place) and gap and len(steps) <= LONGEST_PATH
        if not sound or any(len(step) != SIZE for step in steps):
            raise Refused(Reason.BAD_RECEIPT, what="it does not read like one")
        return cls(body, int(place), steps, note)


def _after(word: str, line: str) -> str:
    if not line.startswith(word):
        raise ValueError(f"a line should begin with {word.strip()}")
    return line.removeprefix(word)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a good receipt proves: these bytes stand at this place in the log of this checkpoint."""

    body: bytes
    index: int
    opened: Opened


def verify(
    receipt: Receipt,
    log: PublicKey,
    witnesses: Iterable[PublicKey] = (),
    *,
    least: int = 0,
    kept: Sequence[Checkpoint] = (),
) -> Verified:
    """What a receipt proves; raises Refused where it proves nothing.

    ``least`` witnesses must have cosigned. ``kept`` are checkpoints that one has from elsewhere: one of them must be
    the receipt's. The size of the tree is always that of a signed checkpoint.
    """
    opened = open_checkpoint(receipt.note, log, witnesses)
    checkpoint = opened.checkpoint
    if len(opened.cosigned) < least:
        raise Refused(Reason.TOO_FEW_WITNESSES, least=least, found=len(opened.cosigned))
    ours = [k for k in kept if k.origin == checkpoint.origin]
    if any(k.size == checkpoint.size and k.root != checkpoint.root for k in ours):
        raise Refused(Reason.FORKED, size=checkpoint.size)
    if kept and not any(k.size == checkpoint.size for k in ours):
        raise Refused(Reason.OTHER_CHECKPOINT, size=checkpoint.size, kept=", ".join(str(k.size) for k in kept))
    root = root_from_inclusion(receipt.index, checkpoint.size, leaf_hash(receipt.body), receipt.path)
    if root is None or root != checkpoint.root:
        raise Refused(Reason.BAD_PROOF, index=receipt.index, size=checkpoint.size)
    return Verified(receipt.body, receipt.index, opened)
