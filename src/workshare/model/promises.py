"""What is asked for, what was promised, and who said so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Better, Day, Dimension, Figure, Kind, Reads, Words, read_list
from workshare.model.ids import (
    ActivityId,
    AgreementId,
    CommitmentId,
    DemandId,
    ItemId,
    PartnerId,
    SiteId,
)


class DemandStatus(StrEnum):
    """Whether a demand is planned for: an inquiry is a need that is noted but not in scope."""

    OPEN = "open"
    INQUIRY = "inquiry"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """So much of an item at a site by a date; a lower ``priority`` is served first.

    Deliveries are taken from ``earliest`` on (default: at any time), none later than
    ``max_lateness`` after ``due``, each of at least ``min_shipment``. A plan that delivers less than ``minimum`` in
    all is no plan.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: DemandId
    item: ItemId
    site: SiteId
    quantity: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW)] | None = None
    due: Day
    priority: int = 1
    earliest: Day | None = None
    max_lateness: Annotated[Figure, Kind(Dimension.DURATION, bare=False)] | None = None
    minimum: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW)] | None = None
    min_shipment: Annotated[Figure, Kind(Dimension.QUANTITY)] | None = None
    status: DemandStatus = DemandStatus.OPEN
    source: str = ""
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What decides a commitment: so much delivered, so much made, or an activity done.

    ``delivered`` counts deliveries of that item to demands, ``made`` counts output of operations,
    both over the sites of ``at`` (none: all sites).
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    delivered: ItemId | None = None
    made: ItemId | None = None
    done: ActivityId | None = None
    at: Annotated[tuple[SiteId, ...], Reads(read_list, "string")] = ()
    quantity: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW, positive=True)] | None = None

    @property
    def amount(self) -> float:
        """The quantity that counts as kept: 1 where none is given."""
        return self.quantity.value if self.quantity else 1.0

    @property
    def item(self) -> ItemId | None:
        """The item that is counted, or None where an activity decides."""
        return self.delivered or self.made


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise: who said what by when, and the measure that decides it.

    ``due`` is the last day on which it still counts as kept.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: CommitmentId
    by: str
    says: Words
    due: Day
    measure: Measure | None = None
    priority: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An instrument that the partners signed or announced; a fact, which plans nothing by itself."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: AgreementId
    parties: Annotated[tuple[PartnerId, ...], Reads(read_list, "string")] = ()
    signed: Day | None = None
    status: str = ""
    source: str = ""
    name: Words | None = None
