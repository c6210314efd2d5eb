"""The programme: everything the partners intend, in one immutable document."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Protocol, TypeVar, get_args, get_type_hints

from workshare.model.calendar import Calendar
from workshare.model.figure import FORBID, Day, Dimension, End, Figure, Kind, Words
from workshare.model.fleets import Actual, Fleet, Order
from workshare.model.hazards import Cause, Hazard
from workshare.model.money import Currency, Fund
from workshare.model.network import (
    Item,
    Lane,
    Operation,
    Partner,
    Resource,
    Site,
    Stock,
    Substitute,
    Supply,
)
from workshare.model.project import Activity, Gate, Investment, Licence
from workshare.model.promises import Agreement, Commitment, Demand
from workshare.model.rules import Rule
from workshare.model.spares import Spare
from workshare.model.statements import Entity, Source, Statement

FORMAT = 1
"""The version of the programme format that this release reads and writes."""


class Requirement(StrEnum):
    """Whether every figure must say what it rests on."""

    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What the partners intend: an immutable document of tables, one row per thing.

    ``frozen`` is how long from the plan's day on nothing of the last plan is changed any more. ``known_on`` is the day
    on which the figures were known that name no day of their own.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    format: int
    id: str = ""
    programme: Words
    start: Day
    until: Day
    calendar: Calendar = field(default_factory=Calendar)
    currency: str = "EUR"
    basis: Requirement = Requirement.OPTIONAL
    known_on: Day | None = None
    frozen: Annotated[Figure, Kind(Dimension.DURATION)] | None = None
    about: Words | None = None
    partners: tuple[Partner, ...] = ()
    sites: tuple[Site, ...] = ()
    items: tuple[Item, ...] = ()
    resources: tuple[Resource, ...] = ()
    operations: tuple[Operation, ...] = ()
    supplies: tuple[Supply, ...] = ()
    lanes: tuple[Lane, ...] = ()
    stock: tuple[Stock, ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    activities: tuple[Activity, ...] = ()
    gates: tuple[Gate, ...] = ()
    licences: tuple[Licence, ...] = ()
    investments: tuple[Investment, ...] = ()
    currencies: tuple[Currency, ...] = ()
    funds: tuple[Fund, ...] = ()
    rules: tuple[Rule, ...] = ()
    fleets: tuple[Fleet, ...] = ()
    orders: tuple[Order, ...] = ()
    actuals: tuple[Actual, ...] = ()
    demands: tuple[Demand, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    sources: tuple[Source, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    spares: tuple[Spare, ...] = ()
    causes: tuple[Cause, ...] = ()
    hazards: tuple[Hazard, ...] = ()

    @property
    def digest(self) -> str:
        """The sha256 of the programme's content, however it was written down."""
        text = json.dumps(dataclasses.asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """Its name in its table."""


N = TypeVar("N", bound=Named)


def by_id(entries: Iterable[N]) -> dict[str, N]:
    """The entries of a table by their ids."""
    return {entry.id: entry for entry in entries}


@cache
def _hints(record: type) -> Mapping[str, Any]:
    return get_type_hints(record, include_extras=True)


def at_end(programme: Programme, end: End) -> Programme:
    """The programme with every figure at the good or the bad end of its range."""
    return with_figures(programme, lambda figure, kind: figure.at(end, kind.better))


Move = Callable[[Figure, Kind], Figure]
"""Another figure for one of some kind."""


def with_figures(programme: Programme, move: Move) -> Programme:
    """The programme with another figure for each that has one."""
    moved: Programme = _moved(programme, move, None)
    return moved


def _moved(thing: Any, move: Move, kind: Kind | None) -> Any:
    """Another figure for a figure, or a record, table or mapping with every figure in it moved."""
    changed = thing
    if isinstance(thing, Figure):
        changed = move(thing, kind) if kind else thing
    elif isinstance(thing, Mapping):
        changed = {key: _moved(value, move, kind) for key, value in thing.items()}
    elif isinstance(thing, tuple):
        changed = tuple(_moved(value, move, kind) for value in thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        hints = _hints(type(thing))
        values = {f.name: getattr(thing, f.name) for f in dataclasses.fields(thing)}
        new = {name: _moved(value, move, _kind_in(hints[name])) for name, value in values.items()}
        moved = {name: value for name, value in new.items() if value is not values[name]}
        changed = replace(thing, **moved) if any(moved[n] != values[n] for n in moved) else thing
    return changed


def _kind_in(hint: Any) -> Kind | None:
    """The Kind inside an annotation, however deep in unions and mappings."""
    for part in (*getattr(hint, "__metadata__", ()), *get_args(hint)):
        if isinstance(part, Kind):
            return part
        inner = _kind_in(part)
        if inner is not None:
            return inner
    return None


def days_from(start: dt.date, date: dt.date | None, otherwise: int) -> int:
    """A date as a day number from ``start``, or what holds where none is given."""
    return otherwise if date is None else (date - start).days
