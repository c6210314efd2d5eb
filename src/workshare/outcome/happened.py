"""What happened after a day from which one looks back: rows of a table that stands apart from the programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Day, Dimension, Figure, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """So much of an item handed over at a site since the row before, by ``date``; or an activity that was done.

    Without a ``site`` it was handed over at any of them. ``item`` may be the id of an activity, then without quantity.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    date: Day
    item: str
    site: str = ""
    quantity: Annotated[Figure, Kind(Dimension.QUANTITY)] | None = None
    source: str
