"""A neutral instance: a multi-site programme in weeks that any planner can load, as it stands in its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from workshare.model.figure import FORBID, Day

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
Word = Annotated[str, Field(strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A machine or crew with the same hours in every week."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    name: Word
    hours_per_week: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Makes one unit of an item at a location out of its inputs, in hours of one resource.

    Inputs and hours are drawn in the week of the start, the output is there ``lead_weeks`` later.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    name: Word
    item: Word
    location: Word
    lead_weeks: Whole
    inputs: Mapping[Word, Number]
    resource: Word
    hours: Number
    priority: Whole = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Moves any quantity of an item between two locations."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    item: Word
    origin: Word
    destination: Word
    lead_weeks: Whole
    priority: Whole = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """Brings any quantity of an item to a location, first after its lead time."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    item: Word
    location: Word
    lead_weeks: Whole
    supplier: Word = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What lies at a location at the start."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    item: Word
    location: Word
    qty: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """So much of an item at a location, on time until the end of its due week; priority 1 is the most urgent."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    name: Word
    item: Word
    location: Word
    qty: Number
    due_week: Whole
    priority: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A neutral instance: weeks from a start, and tables."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    weeks: Whole
    start: Day
    resources: tuple[Resource, ...]
    operations: tuple[Operation, ...]
    lanes: tuple[Lane, ...]
    suppliers: tuple[Supplier, ...]
    stock: tuple[Stock, ...]
    demands: tuple[Demand, ...]
