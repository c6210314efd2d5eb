"""The programme as stocks and flows: every way in which an item at a site becomes another."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workshare.gates import NEVER, Schedule
from workshare.model.happened import whole_units
from workshare.model.network import Lane, Operation, Supply
from workshare.model.programme import Programme, days_from
from workshare.model.promises import Demand, DemandStatus
from workshare.planner.facts import NOTHING_HAPPENED, Brought, Facts, facts
from workshare.planner.prices import NOTHING, Price, Rates
from workshare.planner.stocks import DONE, SERVICE, WORK, Stock
from workshare.planner.ways import ALWAYS, Way, Ways


class FlowKind(StrEnum):
    """How a flow turns stocks into stocks."""

    MAKE = "make"
    FINISH = "finish"
    SHIP = "ship"
    BUY = "buy"
    SWAP = "swap"
    FIELD = "field"
    FAIL = "fail"
    AGE = "age"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One way from stocks to stocks: takes and gives per unit, with a lead time in days.

    It may start from day ``opens`` to day ``closes``, which follow from its ``way``: dates, gates and licences.
    What it takes is no longer good after day ``spoils``. ``rate`` is the most it carries a day, ``whole`` says that its
    lag is rounded up to whole periods.
    """

    kind: FlowKind
    id: str
    takes: tuple[tuple[Stock, float], ...] = ()
    gives: tuple[tuple[Stock, float], ...] = ()
    hours: tuple[tuple[str, float], ...] = ()
    lead: int = 0
    opens: int = 0
    closes: int = NEVER
    spoils: int = NEVER
    way: Way = ALWAYS
    rate: float = math.inf
    total: float = math.inf
    price: Price = NOTHING
    whole: bool = False

    @property
    def until(self) -> int:
        """The last day on which it may start with goods that are still good."""
        return min(self.closes, self.spoils)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Flows, what is there at the start, and what comes in by itself; nothing happens before day ``today``."""

    flows: tuple[Flow, ...]
    opening: Mapping[Stock, float]
    rates: Rates
    today: int = 0
    receipts: tuple[Brought, ...] = ()
    """Work in progress: stock, operation, day, quantity."""
    facts: Facts = NOTHING_HAPPENED
    """What had happened by ``today``."""


def network(programme: Programme, schedule: Schedule, as_of: dt.date) -> Network:
    """All flows of a programme; nothing in it begins before ``as_of``."""
    today = max(0, days_from(programme.start, as_of, 0))
    known = facts(programme, as_of)
    make = _Maker(programme, schedule, today, known)
    flows = [f for o in programme.operations for f in make.operation(o)]
    flows += [f for s in programme.supplies for f in make.supply(s)]
    flows += make.fleets()
    flows += _lanes(make, flows)
    flows += make.swaps()
    service = {Stock(fleet.id, fleet.site, SERVICE): fleet.at_start for fleet in programme.fleets}
    return Network(
        flows=tuple(flows),
        opening={**known.opening, **service},
        rates=make.rates,
        today=today,
        receipts=known.receipts,
        facts=known,
    )


def open_demands(programme: Programme) -> tuple[Demand, ...]:
    """The demands that are planned for."""
    return tuple(d for d in programme.demands if d.status is DemandStatus.OPEN and d.quantity is not None)


def counted_items(programme: Programme) -> frozenset[str]:
    """Items that a commitment measures."""
    return frozenset(c.measure.item for c in programme.commitments if c.measure and c.measure.item)


class _Maker:
    """Makes flows from rows of the programme."""

    def __init__(self, programme: Programme, schedule: Schedule, today: int, known: Facts) -> None:
        self.programme, self.today, self.known = programme, today, known
        self.rates, self.ways = Rates(programme, today), Ways(programme, schedule, today)
        self.counted = counted_items(programme)
        self.whole = {i.id for i in programme.items if i.discrete or i.shelf_life} | self.counted
        self.units = whole_units(programme)
        self.waiting = {*known.opening, *(stock for stock, _, _ in known.arriving)}

    def operation(self, o: Operation) -> Iterator[Flow]:
        """A make flow for each way; where whole units are asked for, accepted work collects until a run is finished."""
        units = any(i in self.units for i in o.makes)
        unfinished, share = Stock(o.id, o.site, WORK), o.yield_share.value if o.yield_share else 1.0
        lead = int(o.lead_time.value)
        ways = self.ways.of(o, o.site, lead)
        for way in ways:
            yield Flow(
                kind=FlowKind.MAKE,
                id=o.id,
                takes=tuple((Stock(i, o.site), n.value) for i, n in o.uses.items()),
                gives=((unfinished, share),) if units else tuple((Stock(i, o.site), n) for i, n in o.accepted.items()),
                hours=tuple((r, n.value) for r, n in o.time.items()),
                lead=lead,
                opens=way.opens,
                closes=way.closes,
                way=way,
                price=self.rates.price(o.cost, o.payments),
                whole=any(i in self.whole for i in o.makes),
            )
        if units and (ways or unfinished in self.waiting):
            yield Flow(
                kind=FlowKind.FINISH,
                id=o.id,
                takes=((unfinished, 1.0),),
                gives=(*((Stock(i, o.site), n.value) for i, n in o.makes.items()), (Stock(o.id, o.site, DONE), 1.0)),
                whole=True,
            )

    def supply(self, s: Supply) -> Iterator[Flow]:
        """A buy flow for each way: it starts when the goods arrive, so that its lead time only delays the first."""
        lead = int(s.lead_time.value) if s.lead_time else 0
        for way in self.ways.of(s, s.site, notice=lead):
            yield Flow(
                kind=FlowKind.BUY,
                id=s.id,
                gives=((Stock(s.item, s.site), 1.0),),
                opens=way.opens,
                closes=way.closes,
                way=way,
                rate=s.quantity.per_day if s.quantity else math.inf,
                total=max(0.0, s.total.value - self.known.received.get(s.id, 0.0)) if s.total else math.inf,
                price=self.rates.price(s.price, s.payments),
                whole=True,
            )

    def legs(self, lane: Lane, item: str, origin: str) -> Iterator[Flow]:
        """The ship flows of a lane for one item from one origin, to each destination, one for each way."""
        lead = int(lane.lead_time.value)
        for destination in lane.destination:
            for way in self.ways.of(lane, destination, lead):
                yield Flow(
                    kind=FlowKind.SHIP,
                    id=lane.id,
                    takes=((Stock(item, origin), 1.0),),
                    gives=((Stock(item, destination), 1.0),),
                    lead=lead,
                    opens=way.opens,
                    closes=way.closes,
                    way=way,
                    price=self.rates.price(lane.cost),
                    whole=item in self.whole,
                )

    def fleets(self) -> Iterator[Flow]:
        """Units that go into service, and those that fail there, of which some come back."""
        for f in self.programme.fleets:
            service, item = Stock(f.id, f.site, SERVICE), Stock(f.item, f.site)
            back = ((Stock(f.returns, f.site), f.come_back),) if f.returns and f.come_back else ()
            takes, gives = ((item, 1.0),), ((service, 1.0),)
            yield Flow(kind=FlowKind.FIELD, id=f.id, takes=takes, gives=gives, opens=self.today, whole=True)
            yield Flow(kind=FlowKind.FAIL, id=f.id, takes=gives, gives=back, opens=self.today, whole=True)

    def swaps(self) -> Iterator[Flow]:
        """One item serving for another, wherever there is a site."""
        for s in self.programme.substitutes:
            for site in self.programme.sites:
                yield Flow(
                    kind=FlowKind.SWAP,
                    id=f"{s.item} for {s.instead_of}",
                    takes=((Stock(s.item, site.id), 1.0),),
                    gives=((Stock(s.instead_of, site.id), 1.0),),
                    opens=self.today,
                    whole=True,
                )


def _lanes(make: _Maker, sources: list[Flow]) -> list[Flow]:
    """Ship flows of every lane, for the items that can ever be at its origin."""
    programme = make.programme
    reached = {stock for flow in sources for stock, _ in flow.gives if not stock.stage}
    reached |= {Stock(row.item, row.site) for row in programme.stock}
    if make.known.actuals:
        known = make.known
        brought = {*known.opening, *(b[0] for b in known.receipts), *(a[0] for a in known.arriving)}
        reached |= {stock for stock in brought if not stock.stage}
    items = [i.id for i in programme.items]
    found: dict[tuple[str, str, str], Iterator[Flow]] = {}
    fresh = reached
    while fresh:
        new = {Stock(swap.instead_of, s.site) for swap in programme.substitutes for s in fresh if s.item == swap.item}
        there: dict[str, set[str]] = defaultdict(set)
        for stock in fresh:
            there[stock.site].add(stock.item)
        for lane in programme.lanes:
            carried = set(lane.items or items)
            for origin in lane.origin:
                for item in carried & there[origin]:
                    found[lane.id, item, origin] = make.legs(lane, item, origin)
                    new |= {Stock(item, site) for site in lane.destination}
        fresh = new - reached
        reached |= new
    rank: dict[str, int] = {lane.id: n for n, lane in enumerate(programme.lanes)}
    order = sorted(found, key=lambda key: (rank[key[0]], key[1], key[2]))
    return [flow for key in order for flow in found[key]]
