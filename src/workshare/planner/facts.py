"""What is so on the day of a plan: the stocks that actuals left, what is on its way, and what they used up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from workshare.model.fleets import Actual, Happened
from workshare.model.happened import ROUNDING, Move, before, licences_of, moves, whole
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.promises import Demand, Measure
from workshare.planner.stocks import WORK, Stock

Brought = tuple[Stock, str, int, float]
"""What an operation brings: stock, operation, day and quantity."""
Change = tuple[Stock, int, float]
"""A stock, the day on which it changes, and by how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What had happened before the day of a plan, and what is there and on its way because of it.

    ``stock`` lay there when the programme started, ``opening`` lies there on the plan's day; ``moves`` are all
    changes between the two, of which ``outputs`` came out of operations. ``receipts`` are still to come out, and
    ``arriving`` are goods on the way and runs that wait to be whole. ``received`` is counted by supply,
    ``delivered`` by demand, ``drawn`` by licence in units and at standard costs.
    """

    actuals: tuple[Actual, ...] = ()
    stock: Mapping[Stock, float] = field(default_factory=dict)
    opening: Mapping[Stock, float] = field(default_factory=dict)
    moves: tuple[Change, ...] = ()
    outputs: tuple[Brought, ...] = ()
    receipts: tuple[Brought, ...] = ()
    arriving: tuple[Change, ...] = ()
    received: Mapping[str, float] = field(default_factory=dict)
    delivered: Mapping[str, float] = field(default_factory=dict)
    drawn: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def still_asked(self, demand: Demand) -> Demand:
        """A demand for what is not delivered yet."""
        asked, given = demand.quantity, self.delivered.get(demand.id, 0.0)
        if asked is None or not given:
            return demand
        left, least = asked.value - given, demand.minimum
        left = left if left > ROUNDING + 1e-10 * asked.value else 0.0
        least = replace(least, value=min(left, max(0.0, least.value - given))) if least else None
        return replace(demand, quantity=replace(asked, value=left), minimum=least)

    def late_days(self, demand: Demand) -> float:
        """Late quantity-days of what is delivered already."""
        if not self.actuals:
            return 0.0
        mine = (a for a in self.actuals if a.demand == demand.id)
        return sum(a.quantity.value * max(0, (a.date - demand.due).days) for a in mine)

    def level(self, stock: Stock, day: int) -> float:
        """What lay in a stock at the end of a day before the plan's."""
        return self.stock.get(stock, 0.0) + sum(n for place, on, n in self.moves if place == stock and on <= day)


NOTHING_HAPPENED = Facts()
"""The programme begins on the day of the plan."""


def facts(programme: Programme, as_of: dt.date) -> Facts:
    """What had happened by the day of a plan, by its actuals before that day.

    Without any, whatever lay there at the start does so still, and work in progress that should be ready is so on the
    plan's day; with some the record is believed, and it was ready on its own day.
    """
    today = max(0, days_from(programme.start, as_of, 0))
    actuals = before(programme, as_of)
    begun = list(_in_progress(programme))
    stock = {Stock(row.item, row.site): row.quantity.value for row in programme.stock if row.quantity.value}
    if not actuals:
        coming = tuple((s, o, max(today, day), quantity) for s, o, day, quantity in begun)
        return Facts(stock=stock, opening=stock, receipts=coming)
    changes = [*moves(programme, actuals)]
    items = [m for m in changes if not m.work]
    done = [m for m in changes if m.work and m.day < today]
    finished = [*whole(programme, done)]
    brought = [*begun, *(_brought(m) for m in (*items, *finished) if m.operation)]
    landed = [(s, day, quantity) for s, _, day, quantity in brought if day < today]
    landed += [_change(m) for m in items if not m.operation and m.day < today]
    arriving = [_change(m) for m in items if not m.operation and m.day >= today]
    arriving += [_change(m) for m in changes if m.work and m.day >= today]
    return Facts(
        actuals=actuals,
        stock=stock,
        opening=_opening(stock, landed) | _unfinished(programme, done, finished),
        moves=tuple(landed),
        outputs=tuple(b for b in brought if b[2] < today),
        receipts=tuple(b for b in brought if b[2] >= today),
        arriving=tuple(arriving),
        received=_sums((str(a.supply), a.quantity.value) for a in actuals if a.what is Happened.RECEIVED),
        delivered=_sums((str(a.demand), a.quantity.value) for a in actuals if a.what is Happened.DELIVERED),
        drawn=_drawn(programme, actuals),
    )


def _in_progress(programme: Programme) -> Iterator[Brought]:
    """What work in progress brings, on the days on which it is ready."""
    for o in programme.operations:
        for wip in o.in_progress:
            for item, n in o.accepted.items():
                ready = max(0, days_from(programme.start, wip.ready, 0))
                yield Stock(item, o.site), o.id, ready, wip.quantity.value * n


def _brought(move: Move) -> Brought:
    return Stock(move.item, move.site), move.operation, move.day, move.quantity


def _change(move: Move) -> Change:
    return Stock(move.item, move.site, WORK if move.work else ""), move.day, move.quantity


def _opening(stock: Mapping[Stock, float], landed: Iterable[Change]) -> dict[Stock, float]:
    """What lies where on the plan's day; less than rounding is nothing."""
    level = defaultdict(float, stock)
    for place, _, quantity in landed:
        level[place] += quantity
    return {place: quantity for place, quantity in level.items() if quantity > ROUNDING}


def _unfinished(programme: Programme, work: list[Move], finished: list[Move]) -> dict[Stock, float]:
    """The runs of each operation that are through but do not make a whole one."""
    operations, left = by_id(programme.operations), dict[Stock, float]()
    for move in work:
        place = Stock(move.item, move.site, WORK)
        left[place] = left.get(place, 0.0) + move.quantity
    for move in finished:
        item, n = next(iter(operations[move.operation].makes.items()))
        if move.item == item:
            left[Stock(move.operation, move.site, WORK)] -= move.quantity / n.value
    return {place: runs for place, runs in left.items() if runs > ROUNDING}


def _sums(amounts: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, amount in amounts:
        found[name] = found.get(name, 0.0) + amount
    return found


def _drawn(programme: Programme, actuals: Iterable[Actual]) -> dict[str, tuple[float, float]]:
    """What ran under each licence, in units and at standard costs."""
    worth: dict[str, float] = {i.id: i.cost.value if i.cost else 0.0 for i in programme.items}
    operations, supplies = by_id(programme.operations), by_id(programme.supplies)
    found: dict[str, tuple[float, float]] = {}
    for actual in actuals:
        item, units = str(actual.item), actual.quantity.value
        if actual.operation:
            item, share = next(iter(operations[actual.operation].makes.items()))
            units *= share.value
        elif actual.supply:
            item = supplies[actual.supply].item
        for name in dict.fromkeys(ran_under(programme, actual)):
            quantity, value = found.get(name, (0.0, 0.0))
            found[name] = quantity + units, value + units * worth[item]
    return found


def ran_under(programme: Programme, actual: Actual) -> tuple[str, ...]:
    """The licences under which something ran, one for each licensed gate, as far as that is clear."""
    return tuple(str(names[0]) for _, names in licences_of(programme, actual) if len(names) == 1)


def counted(programme: Programme, known: Facts, measure: Measure) -> list[tuple[int, float]]:
    """What has happened that a measure counts: days and quantities, in order of time."""
    demands = by_id(programme.demands)
    found: list[tuple[int, float]] = []
    if measure.delivered:
        for actual in known.actuals:
            demand = demands[actual.demand] if actual.demand else None
            if demand and demand.item == measure.delivered and (not measure.at or demand.site in measure.at):
                found.append((days_from(programme.start, actual.date, 0), actual.quantity.value))
    elif measure.made:
        for stock, _, day, quantity in known.outputs:
            if stock.item == measure.made and (not measure.at or stock.site in measure.at):
                found.append((day, quantity))
    return sorted(found)


def met(programme: Programme, known: Facts, measure: Measure) -> int | None:
    """The day on which what happened met a measure; None where something is lacking yet."""
    running = 0.0
    for day, quantity in counted(programme, known, measure):
        running += quantity
        if running >= measure.amount - 2 * ROUNDING - 1e-10 * measure.amount:
            return day
    return None
