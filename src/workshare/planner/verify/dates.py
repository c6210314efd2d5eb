"""Days that follow from the programme alone: of activities, gates and windows, of every item at a site."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from workshare.model.network import InProgress, Lane, Operation, Supply
from workshare.model.programme import Programme, by_id, days_from

NEVER = 10**9
"""A day that never comes."""

Place = tuple[str, str]
"""An item at a site."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which something may begin: from ``opens`` to ``closes``, both included."""

    opens: int
    closes: int

    @property
    def empty(self) -> bool:
        """Whether there is no such day."""
        return self.opens > self.closes or self.opens >= NEVER

    def days(self, first: int, last: int) -> int:
        """How many of its days lie from ``first`` to ``last``."""
        return max(0, min(last, self.closes) - max(first, self.opens) + 1)

    def after(self, day: int) -> Window:
        """The same window, not open before ``day``."""
        return Window(max(self.opens, day), self.closes)


@dataclass(frozen=True, slots=True)
class Times:
    """An activity's start, finish and slack in days."""

    start: int
    finish: int
    slack: int


def whole_days(days: float) -> int:
    """A duration in whole days: what is begun counts."""
    return math.ceil(days - 1e-9)


def project_times(programme: Programme, as_of: int) -> dict[str, Times]:
    """Every activity as early as possible, and by how much it may slip without moving the project's end.

    start[a] = max(as_of, not_before[a], finish of each a waits for);  finish[a] = start[a] + days[a];
    a done one finished on its day, and holds back nothing but what comes after it.
    latest[a] = min(end, latest[b] - days[b] over b after a, not done);  slack[a] = latest[a] - finish[a].
    """
    table = by_id(programme.activities)
    order = [table[n] for n in TopologicalSorter({a.id: set(a.after) for a in programme.activities}).static_order()]
    start: dict[str, int] = {}
    finish: dict[str, int] = {}
    for a in order:
        days = whole_days(a.days.value)
        begin = max([as_of, days_from(programme.start, a.not_before, as_of), *(finish[b] for b in a.after)])
        finish[a.id] = days_from(programme.start, a.done, begin + days)
        start[a.id] = finish[a.id] - days
    latest = dict.fromkeys(table, max(finish.values(), default=0))
    for a in reversed(order):
        for b in a.after if a.done is None else ():
            latest[b] = min(latest[b], latest[a.id] - whole_days(a.days.value))
    return {n: Times(start[n], finish[n], latest[n] - finish[n]) for n in table}


def gate_days(programme: Programme, times: Mapping[str, Times]) -> dict[str, int]:
    """The day on which each gate opens: the last finish of its activities, or day 0 if it has none."""
    return {g.id: max((times[a].finish for a in g.needs), default=0) for g in programme.gates}


class Windows:
    """When anything may begin by its own dates, its gates and the day of the plan; inputs left aside."""

    def __init__(self, programme: Programme, today: int, gates: Mapping[str, int]) -> None:
        self.start, self.today, self.gates = programme.start, today, gates

    def of(self, row: Operation | Lane) -> Window:
        """Of an operation or a lane:  opens = max(today, effective start, gates)."""
        opens = max(self.released(row.needs), days_from(self.start, row.effective_start, 0))
        return Window(opens, days_from(self.start, row.effective_end, NEVER))

    def supply(self, row: Supply) -> Window:
        """Of a supply's arrivals:  opens = max(effective start, max(today, gates) + lead time)."""
        lead = whole_days(row.lead_time.value) if row.lead_time else 0
        opens = max(self.released(row.needs) + lead, days_from(self.start, row.effective_start, 0))
        return Window(opens, days_from(self.start, row.effective_end, NEVER))

    def comes_in(self, begun: InProgress) -> int:
        """When work in progress comes in: on the day when it is ready, but not before the day of the plan."""
        return max(self.today, days_from(self.start, begun.ready, 0))

    def released(self, needs: Iterable[str]) -> int:
        """The first day on which work behind some gates may begin:  max(today, gates)."""
        return max([self.today, *(self.gates[g] for g in needs)])


def first_days(programme: Programme, windows: Windows) -> dict[Place, int]:
    """The first day on which each item can be at each site; places that it never reaches are left out.

    E[s] = min over what brings s of its first start + lead,  first start = max(opens, E of all it takes).
    What lies there at the start, or comes back from a fleet, is there on the day of the plan. Found by
    lowering dates until nothing changes, so that no ring of recipes can bring itself about.
    """
    sweep = _Sweep(programme, windows)
    for stock in programme.stock:
        if stock.quantity.value > 0:
            sweep.offer(stock.item, stock.site, windows.today)
    for supply in programme.supplies:
        window = windows.supply(supply)
        if not window.empty:
            sweep.offer(supply.item, supply.site, window.opens)
    for fleet in programme.fleets:
        if fleet.returns and fleet.come_back:
            sweep.offer(fleet.returns, fleet.site, windows.today)
    for operation in programme.operations:
        for begun in operation.in_progress:
            for item in operation.makes:
                sweep.offer(item, operation.site, windows.comes_in(begun))
        sweep.run(operation)
    sweep.settle()
    return sweep.there


class _Sweep:
    """Lowers the dates of places until all of them hold."""

    def __init__(self, programme: Programme, windows: Windows) -> None:
        self.there: dict[Place, int] = {}
        self.changed: deque[Place] = deque()
        self.windows = windows
        self.users: dict[Place, list[Operation]] = defaultdict(list)
        self.lanes: dict[str, list[Lane]] = defaultdict(list)
        self.instead: dict[str, list[str]] = defaultdict(list)
        for operation in programme.operations:
            for item in operation.uses:
                self.users[item, operation.site].append(operation)
        for lane in programme.lanes:
            for site in lane.origin:
                self.lanes[site].append(lane)
        for pair in programme.substitutes:
            self.instead[pair.item].append(pair.instead_of)

    def offer(self, item: str, site: str, day: int) -> None:
        """The item can be at the site on a day."""
        if day < self.there.get((item, site), NEVER):
            self.there[item, site] = day
            self.changed.append((item, site))

    def run(self, operation: Operation) -> None:
        """An operation brings its outputs as early as its inputs allow."""
        window = ready(self.windows.of(operation), operation, self.there)
        if not window.empty:
            for item in operation.makes:
                self.offer(item, operation.site, window.opens + whole_days(operation.lead_time.value))

    def settle(self) -> None:
        """Pass every change on until there is none."""
        while self.changed:
            item, site = self.changed.popleft()
            day = self.there[item, site]
            for operation in self.users[item, site]:
                self.run(operation)
            for other in self.instead[item]:
                self.offer(other, site, day)
            for lane in self.lanes[site]:
                window = self.windows.of(lane).after(day)
                if (not lane.items or item in lane.items) and not window.empty:
                    for there in lane.destination:
                        self.offer(item, there, window.opens + whole_days(lane.lead_time.value))


def ready(window: Window, operation: Operation, there: Mapping[Place, int]) -> Window:
    """An operation's window once its inputs can be there."""
    return window.after(max((there.get((item, operation.site), NEVER) for item in operation.uses), default=0))
