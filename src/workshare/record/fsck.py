"""Checks a whole record against itself, against what it signed, and against the checkpoints that a partner kept.

Against itself alone, whoever holds the log's key can make a false record look sound. Only checkpoints that lie with
somebody else tell; the smallest of these that no longer matches says from where on the record was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workshare.record.checkpoint import Checkpoint, open_checkpoint
from workshare.record.event import SKEW, Kind, correction_fault, read, stamp
from workshare.record.findings import Fault, Finding, Health
from workshare.record.log import BAND, Record
from workshare.record.merkle import EMPTY, Edge, leaf_hash
from workshare.record.personal import ERASED, Sealed, sealed_in
from workshare.record.refusal import Refused
from workshare.record.store import Reader, Row
from workshare.record.world import World


def fsck(record: Record, kept: Iterable[str] = ()) -> Health:
    """Check a record; ``kept`` are notes of its checkpoints that lie elsewhere."""
    kept_ones, findings = _opened(record, kept)
    with record.store.read() as reader:
        signed, bad = _opened(record, [note for _, note in reader.checkpoints()])
        world = World(record.projections)
        snapshot = reader.snapshot(world.name)
        walk = _Walk(world, {c.size for c in (*kept_ones, *signed)}, snapshot[0] if snapshot else 0)
        walk.all(reader.rows(0))
        findings += [*bad, *walk.findings, *_derived(reader, walk), *_personal(reader, walk)]
    if snapshot and snapshot[1] != walk.text:
        findings.append(Finding(Fault.STATE_DIFFERS, {"size": str(snapshot[0])}))
    findings += _compared(signed, walk, Fault.SIGNED_DIFFERS)
    differing = _compared(kept_ones, walk, Fault.KEPT_DIFFERS)
    sizes = {int(f.values["size"]) for f in differing}
    matching = [c.size for c in kept_ones if not sizes or c.size < min(sizes)]
    return Health(
        size=walk.edge.size,
        root=walk.edge.root,
        kept=len(kept_ones),
        findings=(*findings, *differing),
        diverges=min(sizes, default=None),
        matches=max(matching, default=None),
    )


def _opened(record: Record, notes: Iterable[str]) -> tuple[list[Checkpoint], list[Finding]]:
    """Checkpoints that the log signed, smallest first, and what of the notes is none of these."""
    good, bad = [], []
    for note in notes:
        try:
            good.append(open_checkpoint(note, record.log).checkpoint)
        except Refused as refused:
            bad.append(Finding(Fault.NOT_GOOD, {"why": str(refused)}))
    return sorted(good, key=lambda c: c.size), bad


class _Walk:
    """One pass over all events: their own soundness, the tree over them, the roots at some sizes, the world."""

    def __init__(self, world: World, sizes: set[int], kept: int) -> None:
        self.world, self.sizes, self.kept, self.text = world, sizes, kept, ""
        self.edge = Edge()
        self.roots = {0: EMPTY}
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.findings: list[Finding] = []
        self.sealed: set[str] = set()
        self.erased: set[str] = set()
        self.last = ""
        self.kinds: list[Kind] = []

    def all(self, rows: Iterator[Row]) -> None:
        """Walk over the events in order."""
        for row in rows:
            n = self.edge.size
            if row.n != n:
                self._found(Fault.EVENTS_MISSING, index=n, next=row.n)
                return
            leaf = leaf_hash(row.body)
            if leaf != row.leaf:
                self._found(Fault.WRONG_HASH, index=n)
            self.nodes.update(((y, i), x) for y, i, x in self.edge.add([leaf], BAND))
            if self.edge.size in self.sizes:
                self.roots[self.edge.size] = self.edge.root
            self._event(n, row)
            if self.edge.size == self.kept:
                self.text = self.world.text()
        for n, refusal in self.world.passed_over:
            self._found(Fault.PASSED_OVER, index=n, reason=refusal.reason)

    def _event(self, n: int, row: Row) -> None:
        try:
            event = read(row.body)
        except Refused as bad:
            self._found(Fault.BROKEN_EVENT, index=n, why=bad)
            self.kinds.append(Kind("", corrects=True))
            return
        draft = event.draft
        if draft.key != row.key:
            self._found(Fault.WRONG_KEY, index=n)
        recorded, happened = stamp(event.when), stamp(draft.happened)
        if recorded < self.last or draft.happened > event.when + SKEW:
            self._found(Fault.WRONG_TIME, index=n, recorded=recorded, before=self.last, happened=happened)
        self.last = max(self.last, recorded)
        target = self.kinds[draft.corrects] if draft.corrects is not None and draft.corrects < n else None
        if correction_fault(event, n, target) is not None:
            self._found(Fault.WRONG_CORRECTION, index=n, target=draft.corrects)
        self.kinds.append(Kind.of(event))
        self.world.fold(n, event)
        self.sealed |= set(sealed_in(event.payload))
        if draft.kind == ERASED:
            self.erased.add(str(event.payload.get("hash")))

    def _found(self, fault: Fault, **values: object) -> None:
        self.findings.append(Finding(fault, {k: str(v) for k, v in values.items()}))


def _derived(reader: Reader, walk: _Walk) -> Iterator[Finding]:
    """Where the nodes and the head are not those of the events."""
    head = reader.head()
    if {(y, n): x for y, n, x in reader.all_nodes()} != walk.nodes or head.edge != walk.edge:
        yield Finding(Fault.TREE_DIFFERS, {"size": str(head.edge.size), "events": str(walk.edge.size)})
    if head.recorded != walk.last:
        yield Finding(
            Fault.WRONG_TIME, {"index": "head", "recorded": head.recorded, "before": walk.last, "happened": ""}
        )


def _personal(reader: Reader, walk: _Walk) -> Iterator[Finding]:
    """Where personal texts are not those whose hashes are recorded, or are gone without a word."""
    there = reader.personal()
    for name, (salt, text) in sorted(there.items()):
        if Sealed(salt, text).hash != name or name not in walk.sealed or name in walk.erased:
            yield Finding(Fault.PERSONAL_DIFFERS, {"hash": name})
    for name in sorted(walk.sealed - walk.erased - there.keys()):
        yield Finding(Fault.PERSONAL_MISSING, {"hash": name})


def _compared(checkpoints: Iterable[Checkpoint], walk: _Walk, fault: Fault) -> list[Finding]:
    """The checkpoints whose size the record does not reach, or has another root at."""
    return [Finding(fault, {"size": str(c.size)}) for c in checkpoints if walk.roots.get(c.size) != c.root]
