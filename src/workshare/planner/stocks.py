"""Where things lie: an item at a site, or unfinished work there."""

from __future__ import annotations

from typing import NamedTuple


class Stock(NamedTuple):
    """A stock: an item at a site, or at a stage of an operation there: its unfinished work, its count of runs done."""

    item: str
    site: str
    stage: str = ""


WORK, DONE = "work", "done"
"""Stages: work that collects until a whole run is finished; the number of runs finished so far, always whole."""
