"""Rules of licences: what runs under one stays within its caps. Its dates and sites are in the flows' ways."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workshare.model.programme import by_id
from workshare.planner.blocks import Entries, Grid
from workshare.planner.model import Model, Rows
from workshare.planner.network import Flow, FlowKind


def licence_caps(model: Model) -> Rows:
    """No more runs under a licence than its caps allow, in units and in value.

    sum over f under l, p of units[f] · x[f,p] <= quantity[l] - drawn[l] - what ran under it already;
    sum over f under l, p of units[f] · standard cost · x[f,p] <= value[l] - the same at standard cost
    """
    flow = model.columns.flow
    worth: dict[str, float] = {i.id: i.cost.value if i.cost else 0.0 for i in model.programme.items}
    row, column, value = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    most: list[float] = []
    names: list[str] = []
    for licence in model.programme.licences:
        ran, worth_ran = model.shrunk.network.facts.drawn.get(licence.id, (0.0, 0.0))
        drawn = ran + (licence.drawn.value if licence.drawn else 0.0)
        caps = [(licence.quantity.value - drawn, False)] if licence.quantity else []
        caps += [(licence.value.value - worth_ran, True)] if licence.value else []
        for limit, in_value in caps:
            for n, f in enumerate(model.shrunk.flows):
                if licence.id in f.way.licences:
                    item, units = counted_units(model, f)
                    cells = np.arange(flow.of(n).start, flow.of(n).stop)
                    row.append(np.full(len(cells), len(most)))
                    column.append(cells)
                    value.append(np.full(len(cells), units * (worth[item] if in_value else 1.0)))
            most.append(max(0.0, limit))
            names.append(licence.id)
    entries = (Entries(np.concatenate(row), np.concatenate(column), np.concatenate(value)),)
    rows = Grid([0] * len(most), [0] * len(most))
    return Rows(rows, entries, np.full(len(most), -np.inf), np.array(most), tuple(names))


def counted_units(model: Model, flow: Flow) -> tuple[str, float]:
    """The item and the units of it for which a unit of a flow counts under a licence."""
    if flow.kind is FlowKind.MAKE:
        item, n = next(iter(by_id(model.programme.operations)[flow.id].makes.items()))
        return item, n.value
    return flow.gives[0][0].item, flow.gives[0][1]


def under(model: Model) -> Iterator[tuple[int, str]]:
    """Each flow that runs under a licence, with the licence."""
    for n, f in enumerate(model.shrunk.flows):
        yield from ((n, licence) for licence in dict.fromkeys(f.way.licences))
