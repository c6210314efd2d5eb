"""A witness: what a partner runs so that a log cannot shrink or fork unseen (C2SP tlog-witness, add-checkpoint).

Her folder holds the public keys of the logs that she watches, one in a file, and every checkpoint that she cosigned.
The checkpoint that follows size N lies in a file named for N, which only one request can make: so two requests at once
cannot both be the next.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from workshare.record.checkpoint import Checkpoint, Opened, is_number, open_checkpoint, unchecked
from workshare.record.keys import public_key, read_key, write_key
from workshare.record.merkle import EMPTY, SIZE, grew
from workshare.record.note import PublicKey, SecretKey, Use, unbase64
from workshare.record.refusal import Reason, Refused
from workshare.record.sealing import CONFLICT, OK, UNPROVED, Answer

BAD, FORBIDDEN, UNKNOWN = 400, 403, 404
MOST_STEPS = 63
LOG_FILE = "log.key"


@dataclass(frozen=True, slots=True)
class Request:
    """What a log asks: the size it thinks she saw last, the proof from there, and the new checkpoint's note."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    @classmethod
    def parse(cls, text: str) -> Request:
        """A request from its text; raises ValueError for what is none."""
        head, gap, note = text.partition("\n\n")
        first, *steps = head.split("\n")
        number = first.removeprefix("old ")
        if not gap or not first.startswith("old ") or not is_number(number) or len(steps) > MOST_STEPS:
            raise ValueError("a request is: old SIZE, a proof, an empty line, a checkpoint")
        proof = tuple(map(unbase64, steps))
        if any(len(step) != SIZE for step in proof):
            raise ValueError("a step of the proof is no hash")
        return cls(int(number), proof, note)


class Witness:
    """A witness with her key and her folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = read_key(folder / "witness.key")

    @classmethod
    def create(cls, folder: Path, name: str, seed: bytes) -> Witness:
        """A new witness; her key lies in her folder."""
        write_key(folder / "witness.key", SecretKey.from_seed(name, Use.COSIGNATURE, seed))
        return cls(folder)

    def trust(self, log: PublicKey) -> None:
        """Watch a log from now on."""
        home = self._home(log.name)
        home.mkdir(parents=True, exist_ok=True)
        if not _put(home / LOG_FILE, f"{log}\n") and self._log(log.name) != log:
            raise Refused(Reason.OTHER_KEY, name=log.name, wanted=self._log(log.name))

    def kept(self, origin: str) -> list[str]:
        """The notes of all that she cosigned of a log, smallest first."""
        return [path.read_text(encoding="utf-8") for path in sorted(self._home(origin).glob("after-*"))]

    def answer(self, text: str, now: int) -> Answer:
        """What she says to a request at a time in seconds of POSIX; what she cosigns she has kept before."""
        try:
            asked = Request.parse(text)
            origin = unchecked(asked.note).origin
        except (ValueError, Refused) as bad:
            return Answer(BAD, f"{bad}\n")
        log = self._log(origin)
        if log is None:
            return Answer(UNKNOWN, "this log is not watched here\n")
        try:
            opened = open_checkpoint(asked.note, log)
        except Refused:
            return Answer(FORBIDDEN, "the log's signature is not good\n")
        return self._judged(asked, opened, now)

    def _judged(self, asked: Request, opened: Opened, now: int) -> Answer:
        new, last = opened.checkpoint, self._latest(opened.checkpoint.origin)
        fault = _fault(asked, new, last)
        if fault is not None:
            return fault
        if new.size > last.size and not _put(self._home(new.origin) / f"after-{last.size:020d}", opened.note):
            return Answer(CONFLICT, f"{self._latest(new.origin).size}\n")
        return Answer(OK, self.key.sign(new.text, now))

    def _latest(self, origin: str) -> Checkpoint:
        """The newest checkpoint that she cosigned of a log; the empty one before all."""
        newest = max(self._home(origin).glob("after-*"), default=None)
        return unchecked(newest.read_text(encoding="utf-8")) if newest else Checkpoint(origin, 0, EMPTY)

    def _home(self, origin: str) -> Path:
        """The folder of a log; a name may hold what a path may not, so its hash stands for it."""
        return self.folder / sha256(origin.encode()).hexdigest()[:32]

    def _log(self, origin: str) -> PublicKey | None:
        path = self._home(origin) / LOG_FILE
        return public_key(path.read_text(encoding="utf-8"), str(path)) if path.is_file() else None


def _fault(asked: Request, new: Checkpoint, last: Checkpoint) -> Answer | None:
    """Why a checkpoint of the log does not continue the last one; None if it does."""
    if asked.old > new.size:
        return Answer(BAD, "the old size is above the new one\n")
    if asked.old != last.size:
        return Answer(CONFLICT, f"{last.size}\n")
    if asked.old == new.size and not asked.proof:
        return Answer(CONFLICT, f"{last.size}\n") if new.root != last.root else None
    if not grew(last.size, new.size, (last.root, new.root), asked.proof):
        return Answer(UNPROVED, "the proof does not hold\n")
    return None


def _put(path: Path, text: str) -> bool:
    """Make a file with its whole text at once and for good; not where there is one, and then it says no."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return False
    finally:
        Path(draft).unlink()
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return True
