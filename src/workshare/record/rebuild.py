"""Makes all that follows from the events anew: the tree's nodes, and what stands by the record."""

from __future__ import annotations

from dataclasses import dataclass

from workshare.record.event import canonical, read, stamp
from workshare.record.log import BAND, Record
from workshare.record.merkle import Edge, leaf_hash
from workshare.record.refusal import Reason, Refused
from workshare.record.world import World


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many events were folded, and which parts stood otherwise before: ``tree``, or a projection's name."""

    size: int
    differed: tuple[str, ...]


def rebuild(record: Record) -> Rebuilt:
    """Fold everything again from the first event, and keep that; raises Refused where events are missing."""
    before = record.world().copied()
    fresh, edge, last = World(record.projections), Edge(), ""
    rows = []
    with record.store.write() as writer:
        head = writer.lock()
        for row in writer.rows(0):
            if row.n != edge.size:
                raise Refused(Reason.NO_EVENT, index=edge.size)
            event = read(row.body)
            rows += [
                {"level": y, "n": i, "hash": x} for y, i, x in edge.add(leaf_hash(row.body)) if y and y % BAND == 0
            ]
            fresh.fold(row.n, event)
            last = max(last, stamp(event.when))
        kept = {(y, n): x for y, n, x in writer.all_nodes()}
        differed = [name for name in fresh.states if canonical(before.states[name]) != canonical(fresh.states[name])]
        if kept != {(r["level"], r["n"]): r["hash"] for r in rows} or (head.edge, head.recorded) != (edge, last):
            differed.insert(0, "tree")
        writer.replace_derived(rows, edge, last)
        writer.put_snapshot(fresh.name, fresh.size, fresh.text())
    record.forget()
    return Rebuilt(edge.size, tuple(differed))
