"""From levels of spares to the least stock that a plan should keep."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import replace

from workshare.model.figure import Basis, Figure
from workshare.model.ids import ItemId, SiteId
from workshare.model.network import Stock
from workshare.model.programme import Programme
from workshare.outcome.levels import SpareLevels

NOTE = "spares level: exact two-echelon method on stationary assumptions"
PARTS = ("low", "mode", "high", "basis", "source", "note")


def with_floors(programme: Programme, levels: SpareLevels) -> Programme:
    """The programme whose stocks should never fall below the levels of its spares.

    A level counts all that a site owns, what is in repair or on its way included, so that as a floor for what lies on
    the shelf it is on the safe side. A minimum that the author wrote stays where it is the higher one.
    """
    return replace(programme, stock=tuple(_stock(programme, levels)))


def floor_rows(programme: Programme, levels: SpareLevels) -> str:
    """The stock rows that the levels change, as CSV: they take the place of rows for the same item and site."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    keys = ("quantity", "minimum")
    writer.writerow(["item", "site", *(f"{key}.{part}" for key in keys for part in PARTS)])
    floors = _floors(levels)
    for row in with_floors(programme, levels).stock:
        if (row.item, row.site) in floors:
            writer.writerow([row.item, row.site, *_cells(row.quantity), *_cells(row.minimum)])
    return text.getvalue()


def _floors(levels: SpareLevels) -> dict[tuple[str, str], int]:
    """Spares of each item at each site; an item may be kept there under several names."""
    floors: dict[tuple[str, str], int] = defaultdict(int)
    for level in levels.levels:
        if level.stock:
            floors[level.item, level.site] += level.stock
    return floors


def _stock(programme: Programme, levels: SpareLevels) -> list[Stock]:
    floors = _floors(levels)
    rows = [_raised(row, floors.pop((row.item, row.site), 0)) for row in programme.stock]
    nothing = Figure(value=0.0, basis=Basis.DERIVED, note="no stock is given there")
    new = [Stock(item=ItemId(item), site=SiteId(site), quantity=nothing) for item, site in floors]
    return rows + [_raised(row, floors[row.item, row.site]) for row in new]


def _raised(row: Stock, floor: int) -> Stock:
    if not floor or (row.minimum is not None and row.minimum.value >= floor):
        return row
    return replace(row, minimum=Figure(value=float(floor), basis=Basis.DERIVED, note=NOTE))


def _cells(figure: Figure | None) -> list[str]:
    """A figure in the columns of a table."""
    if figure is None:
        return [""] * len(PARTS)
    numbers = ("" if end is None else f"{end:.15g}" for end in (figure.low, figure.value, figure.high))
    return [*numbers, figure.basis or "", figure.source, figure.note]
