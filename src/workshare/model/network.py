"""Who can make, hold, buy and move what: the physical side of a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Better, Day, Dimension, Figure, Kind, Reads, Text, Words, read_list
from workshare.model.ids import (
    Family,
    GateId,
    ItemId,
    LaneId,
    OperationId,
    PartnerId,
    ResourceId,
    SiteId,
    SupplyId,
)
from workshare.model.money import Cost, Payment, Portion

Lead = Annotated[Figure, Kind(Dimension.DURATION, Better.LOW, bare=False)]
Share = Annotated[Figure, Kind(Dimension.QUANTITY, positive=True)]
Hours = Annotated[Figure, Kind(Dimension.HOURS, Better.LOW, bare=False)]
Plenty = Annotated[Figure, Kind(Dimension.QUANTITY, Better.HIGH)]
Flowing = Annotated[Figure, Kind(Dimension.QUANTITY, Better.HIGH, rate=True)]
LotSize = Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW, positive=True)]

NO_FAMILY = Family("")
LANE_ENDS = Reads(read_list, "string")


class OperationKind(StrEnum):
    """What an operation does, in the field's words."""

    MAKE = "make"
    ASSEMBLE = "assemble"
    INTEGRATE = "integrate"
    REPAIR = "repair"
    TEST = "test"


class SiteKind(StrEnum):
    """What a site is for."""

    PLANT = "plant"
    DEPOT = "depot"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A country that takes part, under its code."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: PartnerId
    name: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where things are made, kept or asked for; it lies in one country."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: SiteId
    country: PartnerId
    kind: SiteKind = SiteKind.PLANT
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Anything made, moved, bought, kept or asked for; ``cost`` is the standard value of one unit.

    With a ``shelf_life`` a unit is used or handed over within so many days of being made or received.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: ItemId
    family: Family = NO_FAMILY
    unit: str = "unit"
    discrete: bool = False
    cost: Annotated[Figure, Kind(Dimension.MONEY)] | None = None
    shelf_life: Annotated[Figure, Kind(Dimension.DURATION, Better.HIGH, bare=False, positive=True)] | None = None
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityStep:
    """Hours per period from a day on, until a day (inclusive) or the next step."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    hours: Annotated[Figure, Kind(Dimension.QUANTITY, Better.HIGH, rate=True)]
    effective_start: Day | None = None
    effective_end: Day | None = None


def _read_capacity(raw: object) -> object:
    """A single rate is a calendar of one step."""
    one = isinstance(raw, str | int | float) or (isinstance(raw, Mapping) and "hours" not in raw)
    return [{"hours": raw}] if one else raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A machine, crew, cell or test stand at a site, with its hours by date."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: ResourceId
    site: SiteId
    hours: Annotated[tuple[CapacityStep, ...], Reads(_read_capacity, "string")]
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InProgress:
    """Runs of an operation that began before the programme and are ready on a day; their inputs are spent."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    quantity: Plenty
    ready: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Turns inputs into outputs at one site, in hours of its resources and some days of lead time.

    ``makes`` and ``uses`` are per run, ``time`` is hours per run, ``needs`` are gates,
    and runs may start from ``effective_start`` to ``effective_end``, both included.
    Of what a run makes, ``yield_share`` is accepted; where whole units come out, they are accepted units: at 0.8 five
    runs begun give four. What is begun in a period is nothing, or at least
    ``size_minimum`` runs, in multiples of ``size_multiple``; then it takes ``setup`` hours and ``setup_cost`` once.
    From the first day on which it may run it sustains ``minimum_rate`` runs.
    ``payments`` say when its cost is paid (default: with the run).
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: OperationId
    site: SiteId
    kind: OperationKind = OperationKind.MAKE
    makes: Mapping[ItemId, Share]
    uses: Mapping[ItemId, Share] = field(default_factory=dict)
    time: Mapping[ResourceId, Hours] = field(default_factory=dict)
    lead_time: Lead
    cost: Cost | None = None
    payments: tuple[Payment, ...] = ()
    yield_share: Portion | None = None
    size_minimum: LotSize | None = None
    size_multiple: LotSize | None = None
    setup: Mapping[ResourceId, Hours] = field(default_factory=dict)
    setup_cost: Cost | None = None
    minimum_rate: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW, rate=True)] | None = None
    needs: Annotated[tuple[GateId, ...], Reads(read_list, "string")] = ()
    effective_start: Day | None = None
    effective_end: Day | None = None
    in_progress: tuple[InProgress, ...] = ()
    name: Words | None = None

    @property
    def accepted(self) -> Mapping[ItemId, float]:
        """What is accepted of a run, by item: what it makes times its yield."""
        share = self.yield_share.value if self.yield_share else 1.0
        return {item: n.value * share for item, n in self.makes.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """A supplier's or donor's offer of an item at a site.

    ``quantity`` is the rate at which it arrives between the effective dates (what is not taken lapses),
    ``total`` the most that is ever given, ``lead_time`` the days from order to arrival,
    ``country`` where it comes from. What arrives in a period is nothing, or at least ``size_minimum``, in multiples
    of ``size_multiple``. ``payments`` say when its price is paid (default: on arrival).
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: SupplyId
    item: ItemId
    site: SiteId
    country: PartnerId | None = None
    quantity: Flowing | None = None
    total: Plenty | None = None
    lead_time: Lead | None = None
    price: Cost | None = None
    payments: tuple[Payment, ...] = ()
    size_minimum: LotSize | None = None
    size_multiple: LotSize | None = None
    needs: Annotated[tuple[GateId, ...], Reads(read_list, "string")] = ()
    effective_start: Day | None = None
    effective_end: Day | None = None
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Moves items from each origin to each destination; no ``items`` means every item.

    ``limit`` is what the lane carries per period, over all its legs and items together.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: LaneId
    origin: Annotated[tuple[SiteId, ...], LANE_ENDS]
    destination: Annotated[tuple[SiteId, ...], LANE_ENDS]
    items: Annotated[tuple[ItemId, ...], LANE_ENDS] = ()
    lead_time: Lead
    limit: Flowing | None = None
    cost: Cost | None = None
    needs: Annotated[tuple[GateId, ...], Reads(read_list, "string")] = ()
    effective_start: Day | None = None
    effective_end: Day | None = None
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What lies at a site when the programme starts, and the least that should stay there."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    item: ItemId
    site: SiteId
    quantity: Plenty
    minimum: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """An item that may serve for another, one for one, wherever both are known."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    item: ItemId
    instead_of: ItemId


def title(entry: object, language: str = "en") -> str:
    """The name of an entry in a language, or its id."""
    name: Text | None = getattr(entry, "name", None)
    return name.in_(language) if name else str(getattr(entry, "id", entry))
