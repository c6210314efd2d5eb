"""What actuals did: the stocks they took from and brought to, day by day, and the licences they ran under."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workshare.model.fleets import Actual, Happened
from workshare.model.ids import DemandId, LaneId, LicenceId, OperationId, SupplyId
from workshare.model.network import Lane, Operation, Supply
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.promises import Demand, DemandStatus

ROUNDING = 1e-6
"""Quantities below this are the rounding of whoever wrote them down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A quantity that came to a place on a day, or, below 0, that left it; ``by`` numbers the actual that did it.

    ``operation`` is what brought it, if one did. With ``work`` it is no item yet but so many accepted runs of the
    operation, which wait there until they make a whole one.
    """

    day: int
    item: str
    site: str
    quantity: float
    by: int
    operation: str = ""
    work: bool = False


def whole_units(programme: Programme) -> frozenset[str]:
    """Items that leave operations in whole runs: discrete ones that are asked for or measured."""
    wanted = {d.item for d in programme.demands if d.status is DemandStatus.OPEN and d.quantity is not None}
    wanted |= {c.measure.item for c in programme.commitments if c.measure and c.measure.item}
    return frozenset(i.id for i in programme.items if i.discrete and i.id in wanted)


def before(programme: Programme, day: dt.date) -> tuple[Actual, ...]:
    """The actuals of the days before one, in order of time; later ones are no facts yet."""
    return tuple(sorted((a for a in programme.actuals if a.date < day), key=lambda a: a.date))


def moves(programme: Programme, actuals: Sequence[Actual]) -> Iterator[Move]:
    """All that actuals took and brought, in their order; what leaves in whole runs is ``work``, see ``whole``."""
    rows = _Rows(programme)
    for n, actual in enumerate(actuals):
        day, quantity = days_from(programme.start, actual.date, 0), actual.quantity.value
        match actual.what:
            case Happened.PRODUCED:
                yield from rows.run(rows.operation(actual), day, quantity, n)
            case Happened.RECEIVED:
                supply = rows.supply(actual)
                yield Move(day=day, item=supply.item, site=supply.site, quantity=quantity, by=n)
            case Happened.SHIPPED:
                lead, item = int(rows.lane(actual).lead_time.value), str(actual.item)
                yield Move(day=day, item=item, site=str(actual.origin), quantity=-quantity, by=n)
                yield Move(day=day + lead, item=item, site=str(actual.destination), quantity=quantity, by=n)
            case Happened.DELIVERED:
                demand = rows.demand(actual)
                yield Move(day=day, item=actual.item or demand.item, site=demand.site, quantity=-quantity, by=n)


class _Rows:
    """Finds the rows of a programme that actuals name."""

    def __init__(self, programme: Programme) -> None:
        self.units = whole_units(programme)
        self.operations, self.supplies = by_id(programme.operations), by_id(programme.supplies)
        self.lanes, self.demands = by_id(programme.lanes), by_id(programme.demands)

    def operation(self, actual: Actual) -> Operation:
        return self.operations[actual.operation or OperationId("")]

    def supply(self, actual: Actual) -> Supply:
        return self.supplies[actual.supply or SupplyId("")]

    def lane(self, actual: Actual) -> Lane:
        return self.lanes[actual.lane or LaneId("")]

    def demand(self, actual: Actual) -> Demand:
        return self.demands[actual.demand or DemandId("")]

    def run(self, o: Operation, day: int, runs: float, by: int) -> Iterator[Move]:
        """Runs take their inputs at once and bring their outputs after the lead time."""
        for item, n in o.uses.items():
            yield Move(day=day, item=item, site=o.site, quantity=-n.value * runs, by=by)
        day += int(o.lead_time.value)
        if not self.units.isdisjoint(o.makes):
            runs *= o.yield_share.value if o.yield_share else 1.0
            yield Move(day=day, item=o.id, site=o.site, quantity=runs, by=by, operation=o.id, work=True)
            return
        for item, accepted in o.accepted.items():
            yield Move(day=day, item=item, site=o.site, quantity=accepted * runs, by=by, operation=o.id)


def whole(programme: Programme, work: Iterable[Move]) -> Iterator[Move]:
    """What comes of runs that wait to make whole ones, in order of time: as many whole runs as there are by then."""
    operations = by_id(programme.operations)
    there: dict[str, float] = {}
    for move in sorted(work, key=lambda move: move.day):
        o = operations[OperationId(move.operation)]
        waiting = there.get(o.id, 0.0) + move.quantity
        runs = math.floor(waiting + ROUNDING)
        there[o.id] = max(0.0, waiting - runs)
        for item, n in o.makes.items() if runs else ():
            yield Move(day=move.day, item=item, site=o.site, quantity=n.value * runs, by=move.by, operation=o.id)


def licences_of(programme: Programme, actual: Actual) -> Iterator[tuple[str, tuple[LicenceId, ...]]]:
    """For each licensed gate of what happened, the licences under which it may have run: one, where that is clear.

    They cover the site (of a shipment: its destination) or its country; those that the actual names come before others.
    """
    rows = _Rows(programme)
    row: Operation | Supply | Lane | None = None
    site = str(actual.destination)
    match actual.what:
        case Happened.PRODUCED:
            row = rows.operation(actual)
            site = row.site
        case Happened.RECEIVED:
            row = rows.supply(actual)
            site = row.site
        case Happened.SHIPPED:
            row = rows.lane(actual)
        case Happened.DELIVERED:
            pass
    country = next((s.country for s in programme.sites if s.id == site), "")
    for gate in row.needs if row else ():
        opening = [licence for licence in programme.licences if gate in licence.gates]
        covering = [x.id for x in opening if site in x.sites or country in x.parties]
        named = [name for name in covering if name in actual.licences]
        if opening:
            yield str(gate), tuple(named or covering)
