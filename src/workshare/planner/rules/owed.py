"""Rules of backlogs: what is owed to many demands at once, and that nothing handed over is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workshare.planner.backlogs import OWED, Backlog, layers
from workshare.planner.blocks import Entries, Grid, together
from workshare.planner.model import Family, Model, Rows


def owed(model: Model) -> Family:
    """What is owed at the end of a period: of each layer never more than has fallen due."""
    found = layers(model.shrunk.backlogs, model.shrunk.lengths)
    return Family(tuple(_names(model.shrunk.backlogs)), found.first, found.last, found.upper)


def _names(backlogs: tuple[Backlog, ...]) -> Iterator[str]:
    for b in backlogs:
        whose = f"{b.stock.item} at {b.stock.site}, priority {b.priority}"
        yield whose
        yield from (f"{whose}, due {after} days after" for _, after, _ in b.fresh)


def owed_in_balance(model: Model, rows: Grid) -> tuple[Entries, Entries]:
    """Owed goods as stock below nothing:  + owed[b,p] - owed[b,p-1]  in the balance of each backlog's stock.

    What falls due is drawn in its period, so the balance reads
        hold[i,p] - owed[i,p] = hold[i,p-1] - owed[i,p-1] + what comes - what goes - due[i,p].
    """
    grid = model.columns.further[OWED]
    backlogs = model.shrunk.backlogs
    stock = np.array([model.stock_number[b.stock] for b in backlogs], dtype=np.int32)
    owner = layers(backlogs, model.shrunk.lengths).backlog
    row = stock[owner][grid.owner] if grid.size else np.zeros(0, dtype=np.int32)
    column = np.arange(grid.base, grid.end, dtype=np.int32)
    now = Entries(rows.at(row, grid.period), column, np.ones(grid.size))
    later = grid.period < rows.last[row]
    then = Entries(rows.at(row[later], grid.period[later] + 1), column[later], np.full(int(later.sum()), -1.0))
    return now, then


def nothing_taken_back(model: Model) -> Rows:
    """What was handed over stays so: what is owed grows by no more than what falls due.

    overdue[b,p] <= overdue[b,p-1] + sum of fresh[b,p-1] + due[b,p] - what of it falls due after the period's end

    Where deliveries are the only way out of a stock, its most urgent backlog needs no such row: whatever it gave back
    would go to somebody less urgent.
    """
    grid, backlogs = model.columns.further[OWED], model.shrunk.backlogs
    owner = layers(backlogs, model.shrunk.lengths).backlog
    over = np.flatnonzero(np.diff(owner, prepend=-1))
    horizon = len(model.shrunk.periods) - 1
    guarded = [(b, int(layer)) for b, layer in zip(backlogs, over, strict=True) if b.guarded and b.first < horizon]
    rows = Grid([b.first + 1 for b, _ in guarded], [horizon] * len(guarded))
    parts: list[Entries] = []
    most = []
    for k, (b, layer) in enumerate(guarded):
        row = np.arange(rows.of(k).start, rows.of(k).stop)
        column = np.arange(grid.of(layer).start, grid.of(layer).stop)
        parts.append(Entries(row, column[1:], np.ones(len(row))))
        parts.append(Entries(row, column[:-1], np.full(len(row), -1.0)))
        due = b.due[b.first :].copy()
        for m, (p, _, quantity) in enumerate(b.fresh, start=layer + 1):
            due[p - b.first] -= quantity
            if p < horizon:
                parts.append(Entries(row[[p - b.first]], np.array([grid.of(m).start]), np.array([-1.0])))
        most.append(due[1:])
    things = tuple(f"{b.stock.item} at {b.stock.site}, priority {b.priority}" for b, _ in guarded)
    return Rows(rows, (together(parts),), np.full(rows.size, -np.inf), np.concatenate([np.zeros(0), *most]), things)
