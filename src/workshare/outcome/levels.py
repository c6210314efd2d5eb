"""Levels of spare parts: how many each site should own, and what users would wait for. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workshare.outcome.table import Table


class Echelon(StrEnum):
    """Whether a site sends spares to others or uses them itself."""

    DEPOT = "depot"
    BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How many spares of an item a site should own: on the shelf, in repair, and on their way to it.

    ``good`` and ``bad`` are the levels with every range at its good or bad end, ``cost`` what the stock is worth.
    ``under_way`` are units that it waits for on average, ``backorders`` those that its users (of a depot: its bases)
    wait for, ``filled`` the share of requests that find a spare on the shelf, and ``availability`` the share of the
    fleet at a base that this item does not hold up (None at a depot, or where no fleet is given). These are exact;
    VARI-METRIC's and METRIC's stand beside them.
    """

    spare: str
    item: str
    site: str
    echelon: Echelon
    stock: int
    good: int
    bad: int
    cost: float
    under_way: float
    backorders: float
    filled: float
    availability: float | None
    vari_metric_backorders: float
    vari_metric_availability: float | None
    metric_backorders: float
    metric_availability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a group of spares aims at and comes to: an availability of its fleet, or what a budget buys.

    ``availability`` is the mean over all units of the fleet; ``reached`` says whether the aim is met.
    """

    id: str
    spares: tuple[str, ...]
    target: float | None
    budget: float | None
    reached: bool
    units: int
    cost: float
    backorders: float
    availability: float | None
    vari_metric_availability: float | None
    metric_availability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpareLevels:
    """The levels of all spares of a programme, and what each group comes to."""

    aims: Table[Aim]
    levels: Table[Level]
