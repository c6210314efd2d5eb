"""Where things lie: an item at a site, or unfinished work there."""

from __future__ import annotations

from typing import NamedTuple


class Stock(NamedTuple):
    """A stock: an item at a site, or at a stage of an operation there: its unfinished work, its count of runs done.

    What spoils has a stock for each period ``since`` which it lies there.
    """

    item: str
    site: str
    stage: str = ""
    since: int = -1


WORK, DONE, SERVICE = "work", "done", "service"
"""Stages: work that collects until a whole run is finished; the number of runs finished so far, always whole; the
units of a fleet that are in service."""

ENTER, KEPT = "enter", "kept"
"""Stages of what spoils: where it comes in, and where it lies, by the period in which it came in."""
