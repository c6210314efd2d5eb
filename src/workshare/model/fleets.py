"""What is in service and has to stay so; firm orders; and what has happened already."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Better, Day, Dimension, Figure, Kind, Reads, Words, read_list
from workshare.model.ids import (
    DemandId,
    FleetId,
    FundId,
    ItemId,
    LaneId,
    LicenceId,
    OperationId,
    OrderId,
    SiteId,
    SupplyId,
)
from workshare.model.money import Portion


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Units of an item in service at a site, which fail and are to be kept available.

    ``in_service`` are there at the start (default: ``quantity``). Of every unit in service ``failures`` fail per
    period; ``lost`` of these are beyond repair, the others come back as ``returns`` at the same site. Units of ``item``
    that lie at the site go into service, up to ``quantity``. At least ``availability`` of ``quantity`` units is wanted
    in service, from ``effective_start`` to ``effective_end``, at ``priority``.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: FleetId
    item: ItemId
    site: SiteId
    quantity: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW, positive=True)]
    in_service: Annotated[Figure, Kind(Dimension.QUANTITY, Better.HIGH)] | None = None
    availability: Portion | None = None
    failures: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW, rate=True)]
    returns: ItemId | None = None
    lost: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW)] | None = None
    priority: int = 1
    effective_start: Day | None = None
    effective_end: Day | None = None
    source: str = ""
    name: Words | None = None

    @property
    def at_start(self) -> float:
        """The units in service at the start: all of them where nothing is said."""
        return (self.in_service or self.quantity).value

    @property
    def come_back(self) -> float:
        """The share of failed units that come back."""
        return 1.0 - (self.lost.value if self.lost else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A firm order: so much of a supply, or so many runs of an operation, on a day; no plan changes it."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: OrderId
    supply: SupplyId | None = None
    operation: OperationId | None = None
    date: Day
    quantity: Annotated[Figure, Kind(Dimension.QUANTITY, positive=True)]
    source: str = ""
    name: Words | None = None


class Happened(StrEnum):
    """What an actual is about."""

    PRODUCED = "produced"
    RECEIVED = "received"
    SHIPPED = "shipped"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """What happened on a day before the plan's: runs begun, a supply received, a shipment sent, a demand served.

    Runs take what they use on ``date`` and bring what they make after their lead time; a shipment arrives after its
    lane's. ``item`` is what was shipped, or what was handed over where it served instead of what was asked for.
    ``licences`` are those under which it ran and ``fund`` is what paid for it, where the programme leaves a choice.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    what: Happened
    date: Day
    operation: OperationId | None = None
    supply: SupplyId | None = None
    lane: LaneId | None = None
    item: ItemId | None = None
    origin: SiteId | None = None
    destination: SiteId | None = None
    demand: DemandId | None = None
    quantity: Annotated[Figure, Kind(Dimension.QUANTITY, positive=True)]
    licences: Annotated[tuple[LicenceId, ...], Reads(read_list, "string")] = ()
    fund: FundId | None = None
    source: str = ""
