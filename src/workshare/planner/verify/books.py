"""What every rule looks up: the rows that can be read, and what follows from the programme beside them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from workshare.model.fleets import Fleet
from workshare.model.ids import ModeId
from workshare.model.network import Item, Operation
from workshare.model.programme import by_id, days_from
from workshare.model.project import Activity
from workshare.model.promises import Demand, DemandStatus
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Production, Purchase, Shipment
from workshare.outcome.terms import Built
from workshare.planner.verify.dates import (
    NEVER,
    NO_DAY,
    Place,
    Ways,
    Window,
    Windows,
    closed_places,
    first_days,
    ready,
    whole_days,
)
from workshare.planner.verify.facts import Facts
from workshare.planner.verify.instalments import Instalments, Money
from workshare.planner.verify.rows import Dated, parted, readable
from workshare.planner.verify.schedule import decided, gate_days, project_times

Floats = npt.NDArray[np.float64]

SHORT_PERIOD = 7
"""Days up to which a period rounds every lead time up; a longer one spreads it."""


class Books:
    """A plan's readable rows, and what its programme and date say without them."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.programme, self.periods = plan, plan.programme, plan.periods
        programme, bounds = plan.programme, plan.periods.bounds
        self.first, self.last = bounds[:-1], tuple(b - 1 for b in bounds[1:])
        self.length = tuple(b - a + 1 for a, b in zip(self.first, self.last, strict=True))
        self.ends = tuple(plan.periods.date(day) for day in self.last)
        self.country: dict[str, str] = {s.id: str(s.country) for s in programme.sites}
        self.operations, self.supplies = by_id(programme.operations), by_id(programme.supplies)
        self.fleets: dict[str, Fleet] = {f.id: f for f in programme.fleets}
        self.lanes = by_id(programme.lanes)
        self.items: dict[str, Item] = {i.id: i for i in programme.items}
        self.demands: dict[str, Demand] = {
            d.id: d for d in programme.demands if d.status is DemandStatus.OPEN and d.quantity is not None
        }
        self.as_of = days_from(programme.start, plan.as_of, 0)
        self.decided = decided(programme)
        self.times = project_times(programme, self.as_of, plan.activities)
        self.gates = gate_days(programme, self.times)
        self.today = max(0, self.as_of)
        grants = {name: times.finish for name, times in self.times.items()}
        self.windows = Windows(programme, self.today, self.gates, grants)
        self.facts = Facts(programme, self.today, self.in_units, plan.periods)
        self.there = first_days(programme, self.windows, self.facts, closed_places(programme, plan.as_of))
        self.flows = readable(plan)
        self.planned, self.happened = parted(self.flows, plan.as_of)
        self.investments = by_id(programme.investments)
        self.money = Money(programme, self.today)
        self._arrivals: dict[tuple[int, int, bool], tuple[int, Floats]] = {}

    @cached_property
    def begin_on(self) -> dict[dt.date, int]:
        """The period that begins on a date."""
        return {self.periods.date(day): p for p, day in enumerate(self.first)}

    @cached_property
    def measured(self) -> frozenset[str]:
        """Items that a commitment measures."""
        return frozenset(c.measure.item for c in self.programme.commitments if c.measure and c.measure.item)

    @cached_property
    def in_units(self) -> frozenset[str]:
        """Items that leave operations in whole runs: discrete ones that are demanded or measured."""
        wanted = self.measured | {d.item for d in self.demands.values()}
        return frozenset(i.id for i in self.programme.items if i.discrete and i.id in wanted)

    @cached_property
    def starts(self) -> dict[str, Ways]:
        """The days on which each operation may start: its windows, once its inputs can be there."""
        return {n: ready(self.windows.of(o), o, self.there) for n, o in self.operations.items()}

    def worth(self, item: str) -> float:
        """An item's standard cost, 0 where none is given."""
        cost = self.items[item].cost
        return cost.value if cost else 0.0

    def gain(self, operation: Operation) -> float:
        """What a run adds at standard costs:  max(0, accepted · cost - uses · cost)."""
        made = sum(self.worth(i) * n for i, n in operation.accepted.items())
        return max(0.0, made - sum(self.worth(i) * n.value for i, n in operation.uses.items()))

    def begins(self, row: Production) -> Window:
        """The days on which runs may start under the licences that they name."""
        return self.starts[row.operation].get(row.licence, NO_DAY)

    def leaves(self, row: Shipment) -> Window:
        """The days on which an item may leave its origin on a lane under the licences that are named."""
        window = self.windows.leg(self.lanes[row.lane], row.destination).get(row.licence, NO_DAY)
        return window.after(self.there.get((row.item, row.origin), NEVER))

    def arrives(self, row: Purchase) -> Window:
        """The days on which a purchase may arrive under the licences that it names."""
        return self.windows.supply(self.supplies[row.supply]).get(row.licence, NO_DAY)

    def owed(self, activity: Activity) -> Instalments:
        """What is paid for an activity of the plan from its day on: nothing where it is done already."""
        times = self.times.get(activity.id)
        if times is None or activity.done is not None:
            return []
        price = activity.ways[ModeId(times.mode)].cost
        paid = self.money.instalments(price, 1.0, activity.payments, times.start)
        return [(day, money) for day, money in paid if day >= self.today]

    @cached_property
    def built(self) -> dict[str, list[Built]]:
        """The investments that a plan makes, by the resource to which they add."""
        found: dict[str, list[Built]] = defaultdict(list)
        for row in self.plan.investments:
            if row.investment in self.investments:
                found[self.investments[row.investment].resource].append(row)
        return found

    def counted_in(self, day: int) -> int:
        """The first period that ends on a day or after it; the number of periods if none does."""
        return int(np.searchsorted(self.last, day))

    def rounds(self, items: Iterable[str]) -> bool:
        """Whether lots of these items arrive all at once: one is discrete, measured by a commitment, or spoils."""
        return any(self.items[i].discrete or i in self.measured or self.items[i].shelf_life for i in items)

    def arrival(self, period: int, lead: int, opens: int, *, rounded: bool) -> tuple[int, Floats]:
        """What share of what begins in a period arrives when: the first period, and shares from there on.

        Rounded up, all arrives in the first q with last[q] >= last[p] + lead; spread, what has arrived by the
        end of q is the share of the days d of p with d + lead <= last[q]. Short periods round up, and those on
        whose first day the flow is not yet open.
        """
        rounded |= self.length[period] <= SHORT_PERIOD or opens > self.first[period]
        key = (period, lead, rounded)
        if key not in self._arrivals:
            if rounded:
                q = self.counted_in(self.last[period] + lead)
                found = (q, np.ones(1 if q < len(self.last) else 0))
            else:
                q = self.counted_in(self.first[period] + lead)
                days = np.clip(np.asarray(self.last[q:]) - lead - self.first[period] + 1, 0, self.length[period])
                until = int(np.searchsorted(days, self.length[period])) + 1
                found = (q, np.diff(days[:until], prepend=0) / self.length[period])
            self._arrivals[key] = found
        return self._arrivals[key]

    def arrived(self, row: Production | Shipment, lead: int, opens: int, *, rounded: bool) -> tuple[int, Floats]:
        """The same for a row; what has happened arrives to the day."""
        if row.date >= self.plan.as_of:
            return self.arrival(row.period, lead, opens, rounded=rounded)
        q = self.counted_in(self.day(row) + lead)
        return q, np.ones(1 if q < len(self.last) else 0)

    def day(self, row: Dated) -> int:
        """The day on which a row counts: its own if it has happened, else its period's last."""
        return self.periods.day(row.date) if row.date < self.plan.as_of else self.last[row.period]

    def counts_on(self, row: Dated) -> dt.date:
        """The date on which a row counts."""
        return self.periods.date(self.day(row))

    def receipts(self, operation: Operation) -> Iterable[tuple[str, int, float]]:
        """What work in progress brings: item, period and quantity."""
        for begun in operation.in_progress:
            p = self.counted_in(self.windows.comes_in(begun))
            if p < len(self.last):
                for item, n in operation.accepted.items():
                    yield item, p, begun.quantity.value * n

    def comes_out(self, operation: Operation) -> Iterable[tuple[str, int, float]]:
        """What comes out by itself from the plan's day on, of work in progress and of runs that had been begun."""
        if not self.facts.actuals:
            yield from self.receipts(operation)
        for (name, (item, _), day), quantity in self.facts.brought.items():
            p = self.counted_in(day)
            if name == operation.id and day >= self.today and p < len(self.last):
                yield item, p, quantity

    @cached_property
    def arrived_runs(self) -> dict[str, Floats]:
        """Runs of each operation that have arrived by the end of each period."""
        runs: dict[str, Floats] = defaultdict(self.nothing)
        for row in self.flows.production:
            operation = self.operations[row.operation]
            lead = whole_days(operation.lead_time.value)
            q, shares = self.arrived(row, lead, self.begins(row).opens, rounded=self.rounds(operation.makes))
            runs[row.operation][q : q + len(shares)] += row.runs * shares
        return {name: np.cumsum(change) for name, change in runs.items()}

    def nothing(self) -> Floats:
        """A zero for every period."""
        return np.zeros(len(self.last))

    @cached_property
    def events(self) -> dict[tuple[str, str], list[tuple[dt.date, str, float]]]:
        """What commitments may count, delivered or made, by item: date, site and quantity, in order of time."""
        found: dict[tuple[str, str], list[tuple[dt.date, str, float]]] = defaultdict(list)
        for served in self.flows.deliveries:
            found["delivered", served.item].append((self.counts_on(served), served.site, served.quantity))
        for made in self.flows.outputs:
            found["made", made.item].append((self.counts_on(made), made.site, made.quantity))
        return {key: sorted(rows) for key, rows in found.items()}

    @cached_property
    def levels(self) -> dict[Place, tuple[Floats, Floats]]:
        """What lies at each place at the end of each period, and all that had come in by then."""
        come: dict[Place, Floats] = defaultdict(self.nothing)
        gone: dict[Place, Floats] = defaultdict(self.nothing)
        for stock in self.programme.stock:
            come[stock.item, stock.site][0] += stock.quantity.value
        self._add_works(come, gone)
        self._add_moves(come, gone)
        self._add_fleets(come, gone)
        totals = {place: np.cumsum(come[place]) for place in {**come, **gone}}
        return {place: (total - np.cumsum(gone[place]), total) for place, total in totals.items()}

    @cached_property
    def service(self) -> dict[tuple[str, int], tuple[float, float, float]]:
        """Of each fleet and period the units in service at its end, put into service in it, and failed in it."""
        rows = {(row.fleet, row.period): row for row in self.plan.fleets}
        found = {}
        for (name, p), row in rows.items():
            if name in self.fleets and 0 <= p < len(self.last):
                before = rows[name, p - 1].in_service if (name, p - 1) in rows else self.fleets[name].at_start
                found[name, p] = (row.in_service, row.in_service - before + row.failed, row.failed)
        return found

    def sent(self, row: Shipment) -> tuple[int, Floats]:
        """When a shipment arrives: the first period, and shares from there on."""
        lead, rounded = whole_days(self.lanes[row.lane].lead_time.value), self.rounds((row.item,))
        return self.arrived(row, lead, self.leaves(row).opens, rounded=rounded)

    def _add_fleets(self, come: dict[Place, Floats], gone: dict[Place, Floats]) -> None:
        """Units that go into service go; those that fail and are not lost come as what is returned."""
        for (name, p), (_, put, failed) in self.service.items():
            fleet = self.fleets[name]
            if put:
                gone[fleet.item, fleet.site][p] += put
            if fleet.returns and failed and fleet.come_back:
                come[fleet.returns, fleet.site][p] += failed * fleet.come_back

    def _add_works(self, come: dict[Place, Floats], gone: dict[Place, Floats]) -> None:
        """Outputs come, inputs of production, deliveries and waste go."""
        for made in self.flows.outputs:
            come[made.item, made.site][made.period] += made.quantity
        for begun in self.flows.production:
            operation = self.operations[begun.operation]
            for item, n in operation.uses.items():
                gone[item, operation.site][begun.period] += begun.runs * n.value
        for served in self.flows.deliveries:
            gone[served.item, served.site][served.period] += served.quantity
        for thrown in self.flows.waste:
            gone[thrown.item, thrown.site][thrown.period] += thrown.quantity

    def _add_moves(self, come: dict[Place, Floats], gone: dict[Place, Floats]) -> None:
        """Purchases come; shipments and substitutions go as one place's and come as another's."""
        for bought in self.flows.purchases:
            come[bought.item, bought.site][bought.period] += bought.quantity
        for swapped in self.flows.substitutions:
            gone[swapped.item, swapped.site][swapped.period] += swapped.quantity
            come[swapped.instead_of, swapped.site][swapped.period] += swapped.quantity
        for sent in self.flows.shipments:
            q, shares = self.sent(sent)
            gone[sent.item, sent.origin][sent.period] += sent.quantity
            come[sent.item, sent.destination][q : q + len(shares)] += sent.quantity * shares
