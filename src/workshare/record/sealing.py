"""Checkpoints that a record signs, what it asks of witnesses, and the receipts it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workshare.record.checkpoint import Checkpoint, Opened, is_number, open_checkpoint, unchecked
from workshare.record.log import Record, Tree
from workshare.record.note import PublicKey, SecretKey, Signature, check_signatures, enbase64, split
from workshare.record.receipt import Receipt
from workshare.record.refusal import Reason, Refused
from workshare.record.store import Reader

OK, CONFLICT, UNPROVED = 200, 409, 422


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness says to a request: a status as in HTTP, and a text."""

    status: int
    text: str


Ask = Callable[[str], Answer]
"""Brings a request to a witness."""


def sign(record: Record, key: SecretKey) -> str:
    """The note of a checkpoint of the record as it is, kept beside it.

    Raises Refused for another log's key, and where the record does not continue what was signed before.
    """
    if key.public != record.log:
        raise Refused(Reason.OTHER_KEY, name=key.name, wanted=record.log)
    with record.store.write() as writer:
        edge = writer.lock().edge
        tree = Tree(writer)
        if tree.root(0, edge.size) != edge.root:
            raise Refused(Reason.TREE_BROKEN, level=0, index=edge.size)
        last = writer.checkpoint()
        if last is not None:
            before = open_checkpoint(last, record.log).checkpoint
            if before.size > edge.size:
                raise Refused(Reason.SHRUNK, size=edge.size, kept=before.size)
            if tree.root(0, before.size) != before.root:
                raise Refused(Reason.FORKED, size=before.size)
            if before.size == edge.size:
                return last
        note = Checkpoint(record.log.name, edge.size, edge.root).sign(key)
        writer.put_checkpoint(edge.size, note)
    return note


def newest(record: Record) -> Opened | None:
    """The newest checkpoint that the record signed."""
    with record.store.read() as reader:
        note = reader.checkpoint()
    return open_checkpoint(note, record.log) if note else None


def request(record: Record, old: int) -> str:
    """What a witness is asked: to cosign the newest checkpoint, with the proof that it continues what she saw last."""
    with record.store.read() as reader:
        opened = _signed(record, reader, None)
        size = opened.checkpoint.size
        if old > size:
            raise Refused(Reason.SHRUNK, size=size, kept=old)
        proof = Tree(reader).consistency(old, size)
    return "".join(f"{line}\n" for line in (f"old {old}", *map(enbase64, proof), "")) + opened.note


def ask(record: Record, witness: PublicKey, send: Ask) -> Opened:
    """Have a witness cosign the newest checkpoint; raises Refused where she does not."""
    old = _last_seen(record, witness)
    answer = send(request(record, old))
    if answer.status == CONFLICT and is_number(answer.text.strip()) and int(answer.text) != old:
        answer = send(request(record, int(answer.text)))
    if answer.status == CONFLICT:
        raise Refused(Reason.CONFLICT, name=witness.name)
    if answer.status == UNPROVED:
        raise Refused(Reason.FORKED_FOR_WITNESS, name=witness.name)
    if answer.status != OK:
        raise Refused(Reason.WITNESS_REFUSED, name=witness.name, status=answer.status, what=answer.text.strip()[:200])
    return take(record, witness, answer.text)


def take(record: Record, witness: PublicKey, lines: str) -> Opened:
    """Put a witness's lines under the newest checkpoint; raises Refused where none of them is her good signature."""
    with record.store.write() as writer:
        writer.lock()
        opened = _signed(record, writer, None)
        text, before = split(opened.note)
        try:
            fresh = [Signature.parse(line) for line in lines.splitlines()]
        except ValueError as bad:
            raise Refused(Reason.NO_NOTE, what=bad) from None
        fresh = [s for s in fresh if s.by(witness)]
        if witness not in check_signatures(text, fresh, [witness]):
            raise Refused(Reason.NOT_SIGNED, name=witness.name)
        kept = [s for s in before if not s.by(witness)]
        note = text + "\n" + "".join(s.line for s in (*kept, *fresh))
        writer.put_checkpoint(opened.checkpoint.size, note)
    return open_checkpoint(note, record.log, [witness])


def receipt(record: Record, n: int, kept: str | None = None) -> Receipt:
    """The receipt of an event, under the newest checkpoint or under the note that a partner kept."""
    with record.store.read() as reader:
        opened = _signed(record, reader, kept)
        size = opened.checkpoint.size
        if n >= size:
            raise Refused(Reason.NOT_COVERED, index=n, size=size)
        tree = Tree(reader)
        if tree.root(0, size) != opened.checkpoint.root:
            raise Refused(Reason.FORKED, size=size)
        rows = list(reader.rows(n, n + 1))
        if not rows:
            raise Refused(Reason.NO_EVENT, index=n)
        return Receipt(rows[0].body, n, tuple(tree.inclusion(n, size)), opened.note)


def _signed(record: Record, reader: Reader, note: str | None) -> Opened:
    note = note or reader.checkpoint()
    if note is None:
        raise Refused(Reason.NOTHING_SIGNED)
    return open_checkpoint(note, record.log)


def _last_seen(record: Record, witness: PublicKey) -> int:
    """The size of the newest checkpoint that a witness cosigned here, as a first guess of what she knows."""
    with record.store.read() as reader:
        notes = [note for _, note in reader.checkpoints()]
    seen = (unchecked(note).size for note in reversed(notes) if any(s.by(witness) for s in split(note)[1]))
    return next(seen, 0)
