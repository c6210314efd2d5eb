"""Spare parts that several bases share with one depot: what fails, how it is mended or replaced, what is aimed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Better, Dimension, Figure, Kind, Words
from workshare.model.ids import ItemId, SiteId, SpareId
from workshare.model.network import Lead

Failures = Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW, rate=True, positive=True)]
Part = Annotated[Figure, Kind(Dimension.QUANTITY)]
Lost = Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW)]
Served = Annotated[Figure, Kind(Dimension.QUANTITY, positive=True)]
Price = Annotated[Figure, Kind(Dimension.MONEY, Better.LOW, positive=True)]
Money = Annotated[Figure, Kind(Dimension.MONEY, Better.HIGH)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """An item kept as a spare at bases and, behind them, at a depot; its stock levels are to be found.

    ``bases`` are the sites where it fails, each with its rate of failures; it ``serves`` so many units in service
    there. Of the failures ``base_share`` are mended at their base in ``base_repair``. The others go to the depot,
    which sends another in ``order_and_ship`` as soon as it has one; there ``lost`` of them are beyond repair and
    replaced by new ones in ``procurement``, and the rest mended in ``depot_repair``, the way to the depot included.
    The aim is an ``availability`` of what it serves (from 0 to 1) or what a ``budget`` buys. Spares of one ``group``
    serve the same units and have one aim. Without a ``price`` the item's standard cost is taken.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: SpareId
    item: ItemId
    depot: SiteId
    bases: Mapping[SiteId, Failures]
    serves: Mapping[SiteId, Served] = field(default_factory=dict)
    base_share: Part | None = None
    base_repair: Lead | None = None
    depot_repair: Lead | None = None
    lost: Lost | None = None
    procurement: Lead | None = None
    order_and_ship: Lead
    availability: Part | None = None
    budget: Money | None = None
    price: Price | None = None
    group: str = ""
    name: Words | None = None

    @property
    def aim(self) -> str:
        """The group whose aim it shares, or its own id."""
        return self.group or self.id
