"""What had happened before a plan, from the programme's actuals alone: the rows it must have, and what they left."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from workshare.model.calendar import Periods
from workshare.model.fleets import Actual, Happened
from workshare.model.ids import SiteId
from workshare.model.network import Lane, Operation, Supply
from workshare.model.programme import Programme, by_id, days_from
from workshare.planner.verify.dates import BOTH, Place, whole_days
from workshare.planner.verify.fault import SLACK
from workshare.planner.verify.instalments import Money

Key = tuple[object, ...]
"""A table and all that a row of it says but for its amounts."""
Amounts = Mapping[Key, tuple[float, float]]
"""Rows that agree in all else: their quantity and their cost."""


class Facts:
    """The actuals before the plan's day, and what they brought about.

    ``rows`` are those that the plan must have. ``there`` are the places where something lies or will come by itself,
    with the first day from the plan's day on; ``runs`` the same for operations of which runs are to be made whole.
    ``lies`` says how much lies where on the plan's day, or arrives there on a lane and when, ``work`` how many accepted
    runs of each operation are there on which day.
    """

    def __init__(self, programme: Programme, today: int, units: frozenset[str], periods: Periods) -> None:
        self.programme, self.today, self.units, self.periods = programme, today, units, periods
        self.actuals = [a for a in programme.actuals if days_from(programme.start, a.date, 0) < today]
        self.operations, self.supplies = by_id(programme.operations), by_id(programme.supplies)
        self.lanes, self.demands = by_id(programme.lanes), by_id(programme.demands)
        self.money = Money(programme, today)
        self.country = {site.id: str(site.country) for site in programme.sites}
        self.brought: dict[tuple[str, Place, int], float] = defaultdict(float)
        self.landing: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self.changes: list[tuple[Place, int, float]] = []
        for stock in programme.stock:
            self.changes.append(((stock.item, stock.site), 0, stock.quantity.value))
        if self.actuals:
            self._work_in_progress()
        for actual in self.actuals:
            self._happen(actual)
        waiting = {name: self._finish(name, runs) for name, runs in self.landing.items()}
        self.lies = self._lies()
        self.changes += [(place, day, quantity) for (_, place, day), quantity in self.brought.items()]
        self.there = self._there()
        self.work = self._work(waiting)
        self.runs = {name: min(day for day, _ in runs) for name, runs in self.work.items()}

    def _day(self, actual: Actual) -> int:
        return days_from(self.programme.start, actual.date, 0)

    def _work_in_progress(self) -> None:
        """Where anything is on record, work in progress was ready on its day."""
        for operation in self.operations.values():
            for begun in operation.in_progress:
                ready = max(0, days_from(self.programme.start, begun.ready, 0))
                for item, n in operation.accepted.items():
                    self.brought[operation.id, (item, operation.site), ready] += begun.quantity.value * n

    def _happen(self, actual: Actual) -> None:
        """What one actual took and brought."""
        day, amount = self._day(actual), actual.quantity.value
        row = self._row(actual)
        if isinstance(row, Operation):
            self.changes += [((item, row.site), day, -amount * n.value) for item, n in row.uses.items()]
            done = day + whole_days(row.lead_time.value)
            if self.units.isdisjoint(row.makes):
                for item, n in row.accepted.items():
                    self.brought[row.id, (item, row.site), done] += amount * n
            else:
                self.landing[row.id][done] += amount * (row.yield_share.value if row.yield_share else 1.0)
        elif isinstance(row, Supply):
            self.changes.append(((row.item, row.site), day, amount))
        elif isinstance(row, Lane):
            arrives = day + whole_days(row.lead_time.value)
            self.changes.append(((str(actual.item), str(actual.origin)), day, -amount))
            self.changes.append(((str(actual.item), str(actual.destination)), arrives, amount))
        elif actual.demand in self.demands:
            demand = self.demands[actual.demand]
            self.changes.append(((actual.item or demand.item, demand.site), day, -amount))

    def _row(self, actual: Actual) -> Operation | Supply | Lane | None:
        """What of the programme ran, but for a delivery."""
        rows: dict[Happened, Operation | Supply | Lane | None] = {
            Happened.PRODUCED: self.operations.get(actual.operation) if actual.operation else None,
            Happened.RECEIVED: self.supplies.get(actual.supply) if actual.supply else None,
            Happened.SHIPPED: self.lanes.get(actual.lane) if actual.lane else None,
        }
        return rows.get(actual.what)

    def _finish(self, name: str, runs: Mapping[int, float]) -> float:
        """Runs that must be whole come out as soon as they are; how many are left over on the plan's day."""
        operation, waiting = by_id(self.programme.operations)[name], 0.0
        for day in sorted(day for day in runs if day < self.today):
            waiting += runs[day]
            out = math.floor(waiting + SLACK)
            waiting -= out
            for item, n in operation.makes.items() if out else ():
                self.brought[name, (item, operation.site), day] += out * n.value
        return waiting

    def _there(self) -> dict[Place, int]:
        """From which day of the plan on anything is at a place."""
        level: dict[Place, float] = defaultdict(float)
        coming: dict[Place, int] = {}
        for place, day, quantity in self.changes:
            if day < max(1, self.today):
                level[place] += quantity
            elif quantity > 0:
                coming[place] = min(day, coming.get(place, day))
        least = SLACK if self.actuals else 0.0
        return coming | {place: self.today for place, quantity in level.items() if quantity > least}

    def _work(self, waiting: Mapping[str, float]) -> dict[str, list[tuple[int, float]]]:
        """From which day of the plan on how many runs of an operation are there that are to be made whole."""
        found: dict[str, list[tuple[int, float]]] = {}
        for name, runs in self.landing.items():
            there = [(self.today, waiting[name])] if waiting[name] > SLACK else []
            there += [(day, n) for day, n in sorted(runs.items()) if day >= self.today]
            if there:
                found[name] = there
        return found

    def _lies(self) -> list[tuple[Place, int, float]]:
        """What lies where on the plan's day, and what arrives later but for what operations bring."""
        level: dict[Place, float] = defaultdict(float)
        done = [(place, day, quantity) for (_, place, day), quantity in self.brought.items()]
        for place, day, quantity in (*self.changes, *done):
            if day < max(1, self.today):
                level[place] += quantity
        later = [change for change in self.changes if change[1] >= max(1, self.today)]
        least = SLACK if self.actuals else 0.0
        return [(place, self.today, quantity) for place, quantity in level.items() if quantity > least] + later

    def coming(self, operation: str) -> Iterator[int]:
        """The days from the plan's on, on which runs that are under way come out."""
        yield from (day for name, _, day in self.brought if name == operation and day >= self.today)

    @property
    def rows(self) -> Amounts:
        """The rows that the plan must have of what happened."""
        found: dict[Key, tuple[float, float]] = {}
        for actual in self.actuals:
            for key, cost in self._rows_of(actual):
                before = found.get(key, (0.0, 0.0))
                found[key] = before[0] + actual.quantity.value, before[1] + cost
        for (operation, (item, site), day), quantity in self.brought.items():
            if day < self.today:
                key = ("outputs", operation, item, site, self._period(day), self.periods.date(day))
                found[key] = quantity, 0.0
        return found

    def _period(self, day: int) -> int:
        """The period that contains a day."""
        return next(p for p in range(len(self.periods)) if self.periods.first(p) <= day <= self.periods.last(p))

    def _rows_of(self, actual: Actual) -> Iterator[tuple[Key, float]]:
        """The rows of one actual but for outputs, each with its cost."""
        day, amount, date = self._day(actual), actual.quantity.value, actual.date
        p, row, paid = self._period(day), self._row(actual), self.money.paid
        if isinstance(row, Operation):
            cost = paid(row.cost, amount, row.payments, day)
            here = (row.site, self.country[row.site])
            yield ("production", row.id, *here, p, date, date, self.under(actual, row.needs, row.site), False), cost
        elif isinstance(row, Supply):
            lead = whole_days(row.lead_time.value) if row.lead_time else 0
            here = (row.site, row.country or self.country[row.site])
            ordered, under = self.periods.date(day - lead), self.under(actual, row.needs, row.site)
            cost = paid(row.price, amount, row.payments, day)
            yield ("purchases", row.id, row.item, *here, p, ordered, date, under), cost
        elif isinstance(row, Lane):
            arrives = self.periods.date(day + whole_days(row.lead_time.value))
            leg = (str(actual.item), str(actual.origin), str(actual.destination))
            under = self.under(actual, row.needs, str(actual.destination))
            yield ("shipments", row.id, *leg, p, date, arrives, under, None), paid(row.cost, amount, (), day)
        elif actual.demand in self.demands:
            demand = self.demands[actual.demand]
            late = max(0, (date - demand.due).days)
            yield ("deliveries", demand.id, demand.item, demand.site, p, date, late), 0.0
            if actual.item and actual.item != demand.item:
                yield ("substitutions", actual.item, demand.item, demand.site, p, date, None), 0.0

    def under(self, actual: Actual, needs: Iterable[str], site: str) -> str:
        """For each licensed gate the licence that is named, or else the only one that covers the site."""
        found = []
        for gate in needs:
            here = [lic for lic in self.programme.licences if gate in lic.gates]
            here = [lic for lic in here if site in lic.sites or self.country[SiteId(site)] in lic.parties]
            here = [lic for lic in here if lic.id in actual.licences] or here
            found += [here[0].id] if len(here) == 1 else []
        return BOTH.join(found)
