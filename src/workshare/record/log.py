"""The record: an append-only log of events, safe with many writers, whose every state can be proved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple, TypeVar

from workshare.record.event import SKEW, Draft, Event, Kind, body_of, correction_fault, moment, read, same, stamp
from workshare.record.merkle import EMPTY, Subtree, consistency, inclusion, leaf_hash, node_hash, subtree
from workshare.record.note import PublicKey
from workshare.record.personal import Sealed
from workshare.record.refusal import Reason, Refused
from workshare.record.store import KeyTaken, Reader, Store, Writer
from workshare.record.world import Projection, World

T = TypeVar("T")

BAND = 4
"""Complete subtrees are kept at every so many levels; one between is hashed anew from 2**(BAND - 1) others at most."""
OFTEN = 500
"""A world that is so many events ahead of the kept one is kept."""


class Appended(NamedTuple):
    """Where an event stands; not ``fresh`` if it stood there already, under its key."""

    n: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class _Beside:
    """Personal texts to keep, and hashes of those to erase, together with some events."""

    texts: tuple[Sealed, ...] = ()
    erase: tuple[str, ...] = ()


class Record:
    """A record that is there; ``projections`` are the rules that hold for what is added to it."""

    def __init__(self, place: str | Path, projections: Iterable[Projection] = ()) -> None:
        self.store = Store(place)
        self.store.check_revision()
        with self.store.read() as reader:
            self.log = PublicKey.parse(reader.head().log)
        self.projections = tuple(projections)
        self._world = World(self.projections)

    @property
    def size(self) -> int:
        """How many events there are."""
        with self.store.read() as reader:
            return reader.head().edge.size

    def append(
        self, drafts: Sequence[Draft], now: dt.datetime, texts: Sequence[Sealed] = (), *, erase: Sequence[str] = ()
    ) -> list[Appended]:
        """Add events, all or none, keep personal texts beside them, or erase some; answers once they are safe.

        An event whose key is there already is not added again. Raises Refused for another event under a taken key, and
        for whatever the rules do not allow.
        """
        beside = _Beside(tuple(texts), tuple(erase))
        if not any(self._world.minds(kind) for kind in {d.kind for d in drafts}):
            # most often all are new, and where one is not the store says so
            with suppress(KeyTaken):
                return self._append(drafts, now, beside, look=False)
        try:
            return self._append(drafts, now, beside, look=True)
        except KeyTaken:  # it is none of ours: somebody wrote events in beyond the head
            raise Refused(Reason.TREE_BROKEN, level=0, index=self.size) from None

    def _append(self, drafts: Sequence[Draft], now: dt.datetime, beside: _Beside, *, look: bool) -> list[Appended]:
        turn = None
        try:
            with self.store.write() as writer:
                turn = _Turn(writer, now, self._world, [d.key for d in drafts] if look else [])
                answer = [turn.take(draft) for draft in drafts]
                turn.finish(beside)
        except BaseException:
            if turn and turn.folded:
                self.forget()  # it holds what was not kept after all
            raise
        return answer

    def events(self, first: int = 0, last: int | None = None) -> Iterator[tuple[int, Event]]:
        """Events by their numbers, in order, up to and without ``last``."""
        with self.store.read() as reader:
            for row in reader.rows(first, last):
                yield row.n, read(row.body)

    def event(self, n: int) -> Event:
        """One event; raises Refused where there is none."""
        for _, event in self.events(n, n + 1):
            return event
        raise Refused(Reason.NO_EVENT, index=n)

    def world(self) -> World:
        """What stands by the record as it is now. It is the record's own: who changes it copies it first."""
        with self.store.read() as reader:
            behind = catch_up(self._world, reader, reader.head().edge.size)
        if behind >= OFTEN:
            with self.store.write() as writer:
                keep(self._world, writer)
        return self._world

    def forget(self) -> None:
        """Read what stands by the record anew when it is next asked for."""
        self._world = World(self.projections)


class _Turn:
    """One writer's turn: nobody else adds anything until it ends."""

    def __init__(self, writer: Writer, now: dt.datetime, world: World, keys: Sequence[str]) -> None:
        head = writer.lock()
        self.writer, self.world, self.edge, self.began = writer, world, head.edge, head.edge.size
        self.when = _when(head.recorded, now)
        self.stamp = stamp(self.when)
        self.there = writer.numbers(keys)
        self.drafts: list[Draft] = []
        self.folded = False

    def take(self, draft: Draft) -> Appended:
        """Put a draft at the end, unless it is there."""
        n = self.there.get(draft.key)
        if n is not None:
            if not same(self._event(n).draft, draft):
                raise Refused(Reason.KEY_TAKEN, key=draft.key, index=n)
            return Appended(n, fresh=False)
        draft.check_past(self.when)
        n = self.began + len(self.drafts)
        if draft.corrects is not None or self.folded or self.world.minds(draft.kind):
            self._check(n, Event(draft=draft, when=self.when))
        self.drafts.append(draft)
        self.there[draft.key] = n
        return Appended(n, fresh=True)

    def _check(self, n: int, event: Event) -> None:
        """Raise Refused for an event that cannot come next; fold it where the rules mind it."""
        corrects = event.draft.corrects
        if corrects is not None:
            fault = correction_fault(event, n, Kind.of(self._event(corrects)) if corrects < n else None)
            if fault is not None:
                raise Refused.of(fault)
        if not self.folded and not self.world.minds(event.draft.kind):
            return
        if not self.folded:
            catch_up(self.world, self.writer, self.began)
            for m, earlier in enumerate(self.drafts, self.began):
                self.folded = True
                self.world.apply(m, Event(draft=earlier, when=self.when))
        refusal = self.world.judge(event)
        if refusal is not None:
            raise Refused.of(refusal)
        self.folded = True
        self.world.apply(n, event)

    def _event(self, n: int) -> Event:
        if n >= self.began:
            return Event(draft=self.drafts[n - self.began], when=self.when)
        for row in self.writer.rows(n, n + 1):
            return read(row.body)
        raise Refused(Reason.NO_EVENT, index=n)

    def finish(self, beside: _Beside) -> None:
        """Write what was taken."""
        for found in beside.erase:
            self.writer.erase(found)
        if self.drafts:
            self.writer.put_personal([t.row for t in beside.texts])
            bodies = [body_of(draft, self.stamp) for draft in self.drafts]
            leaves = [leaf_hash(body) for body in bodies]
            nodes = self.edge.add(leaves, BAND)
            rows = zip(count(self.began), [draft.key for draft in self.drafts], leaves, bodies, strict=False)
            self.writer.add(rows, len(bodies), nodes)
            self.writer.move_head(self.edge, self.stamp)


def _when(last: str, now: dt.datetime) -> dt.datetime:
    """The moment of recording: never before that of the last event; a clock that is far behind is refused."""
    now = now.astimezone(dt.UTC).replace(microsecond=0)
    latest = moment(last) if last else now
    if latest > now + SKEW:
        raise Refused(Reason.CLOCK_BEHIND, now=stamp(now), last=last)
    return max(now, latest)


def catch_up(world: World, reader: Reader, size: int) -> int:
    """Fold what a world does not know yet, up to a size; says how many events the kept world was behind."""
    kept = 0
    if world.size == 0 and size:
        found = reader.snapshot(world.name)
        if found is not None and found[0] <= size:
            world.load(found[1])
            kept = world.size
    for row in reader.rows(world.size, size):
        world.fold(row.n, read(row.body))
    return size - kept


def keep(world: World, writer: Writer) -> None:
    """Keep a world, so that the next one who asks folds less."""
    found = writer.snapshot(world.name)
    if found is None or found[0] < world.size:
        writer.put_snapshot(world.name, world.size, world.text())


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree of a log's hashes as a store keeps them."""

    reader: Reader

    def root(self, first: int, last: int) -> bytes:
        """The root of the entries from a first to a last."""
        return self._answered(lambda root: root(first, last))

    def inclusion(self, n: int, size: int) -> list[bytes]:
        """The proof that entry ``n`` is in the log of a size."""
        return self._answered(lambda root: inclusion(n, size, root))

    def consistency(self, old: int, size: int) -> list[bytes]:
        """The proof that the log of a size begins with that of an older one."""
        return self._answered(lambda root: consistency(old, size, root))

    def _answered(self, question: Callable[[Subtree], T]) -> T:
        """What a question about subtrees comes to: it is asked once to see what it needs, then with all of that."""
        needed: set[tuple[int, int]] = set()

        def note(level: int, n: int) -> bytes:
            needed.update(_kept(level, n))
            return EMPTY

        question(lambda first, last: subtree(first, last, note))
        there = self.reader.nodes(needed)

        def node(level: int, n: int) -> bytes:
            hashes = [there.get(place, b"") for place in _kept(level, n)]
            if not all(hashes):
                raise Refused(Reason.TREE_BROKEN, level=level, index=n)
            while len(hashes) > 1:
                hashes = [node_hash(a, b) for a, b in zip(hashes[::2], hashes[1::2], strict=True)]
            return hashes[0]

        return question(lambda first, last: subtree(first, last, node))


def _kept(level: int, n: int) -> list[tuple[int, int]]:
    """The kept nodes that make up a complete subtree."""
    low = level % BAND
    return [(level - low, (n << low) + i) for i in range(1 << low)]
