"""Makes all that follows from the events anew: the tree's nodes, and what stands by the record."""

from __future__ import annotations

from dataclasses import dataclass

from workshare.record.event import canonical, read, stamp
from workshare.record.log import BAND, Record
from workshare.record.merkle import Edge, Node, leaf_hash
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
    nodes: list[Node] = []
    with record.store.write() as writer:
        head = writer.lock()
        for row in writer.rows(0):
            if row.n != edge.size:
                raise Refused(Reason.NO_EVENT, index=edge.size)
            event = read(row.body)
            nodes += edge.add([leaf_hash(row.body)], BAND)
            fresh.fold(row.n, event)
            last = max(last, stamp(event.when))
        differed = [name for name in fresh.states if canonical(before.states[name]) != canonical(fresh.states[name])]
        if sorted(writer.all_nodes()) != sorted(nodes) or (head.edge, head.recorded) != (edge, last):
            differed.insert(0, "tree")
        writer.replace_derived(nodes, edge, last)
        writer.put_snapshot(fresh.name, fresh.size, fresh.text())
    record.forget()
    return Rebuilt(edge.size, tuple(differed))
