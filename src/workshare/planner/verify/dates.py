"""Days that follow from the programme and its gates: of windows, and of every item at a site."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from workshare.model.ids import SiteId
from workshare.model.network import InProgress, Lane, Operation, Supply
from workshare.model.programme import Programme, days_from
from workshare.model.project import Counts, Licence
from workshare.model.rules import Rule, RuleKind

NEVER = 10**9
"""A day that never comes."""
BOTH = "; "
"""What stands between the licences of one row, one for each licensed gate in order."""

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


NO_DAY = Window(NEVER, -1)
"""No day at all."""


def whole_days(days: float) -> int:
    """A duration in whole days: what is begun counts."""
    return math.ceil(days - 1e-9)


Ways = Mapping[str, Window]
"""When something may begin under each choice of licences; under "" where it needs none."""


class Windows:
    """When anything may begin by its own dates, gates, licences and the day of the plan; inputs left aside."""

    def __init__(self, programme: Programme, today: int, gates: Mapping[str, int], grants: Mapping[str, int]) -> None:
        self.start, self.today, self.gates = programme.start, today, gates
        self.recorded = any(days_from(self.start, a.date, 0) < today for a in programme.actuals)
        self.licences, self.grants = programme.licences, grants
        self.country = {site.id: site.country for site in programme.sites}
        self.licensed = frozenset(gate for licence in programme.licences for gate in licence.gates)
        self._known: dict[tuple[str, str], Ways] = {}

    def of(self, operation: Operation) -> Ways:
        """Of an operation:  opens = max(today, effective start, gates), within the dates of its licences."""
        if (operation.id, "") not in self._known:
            lead = whole_days(operation.lead_time.value)
            ways = self._under(operation.needs, operation.site, self._own(operation), lead)
            self._known[operation.id, ""] = ways
        return self._known[operation.id, ""]

    def leg(self, lane: Lane, destination: str) -> Ways:
        """Of a lane to one of its destinations, likewise: licences are those of the destination."""
        if (lane.id, destination) not in self._known:
            lead = whole_days(lane.lead_time.value)
            self._known[lane.id, destination] = self._under(lane.needs, destination, self._own(lane), lead)
        return self._known[lane.id, destination]

    def supply(self, row: Supply) -> Ways:
        """Of a supply's arrivals:  opens = max(effective start, max(today, gates) + lead time).

        The licences are those of its site, and it is the day of arrival that lies within their dates.
        """
        if ("", row.id) not in self._known:
            lead = whole_days(row.lead_time.value) if row.lead_time else 0
            opens = max(self.released(row.needs) + lead, days_from(self.start, row.effective_start, 0))
            own = Window(opens, days_from(self.start, row.effective_end, NEVER))
            self._known["", row.id] = self._under(row.needs, row.site, own, 0)
        return self._known["", row.id]

    def _own(self, row: Operation | Lane) -> Window:
        opens = max(self.released(row.needs), days_from(self.start, row.effective_start, 0))
        return Window(opens, days_from(self.start, row.effective_end, NEVER))

    def _under(self, needs: Iterable[str], site: str, own: Window, lead: int) -> Ways:
        """A window within the dates of one licence for each gate that any licence names.

        A licence counts what is begun, or what is completed ``lead`` days later.
        """
        options = [self._covering(gate, site) for gate in needs if gate in self.licensed]
        ways: dict[str, Window] = {}
        for chosen in product(*options):
            spans = [self._span(licence, lead) for licence in chosen]
            opens = max([own.opens, *(span.opens for span in spans)])
            closes = min([own.closes, *(span.closes for span in spans)])
            ways[BOTH.join(licence.id for licence in chosen)] = Window(opens, closes)
        return ways

    def _covering(self, gate: str, site: str) -> list[Licence]:
        """The licences that open a gate for a site, or for its country."""
        here = [lic for lic in self.licences if gate in lic.gates]
        return [lic for lic in here if site in lic.sites or self.country[SiteId(site)] in lic.parties]

    def _span(self, licence: Licence, lead: int) -> Window:
        """From the day on which a licence is granted, and in force, to its last; for what is begun."""
        granted = [self.grants.get(a, NEVER) for a in licence.needs]
        opens = max([days_from(self.start, licence.effective_start, 0), *granted])
        closes = days_from(self.start, licence.effective_end, NEVER)
        early = lead if licence.counts is Counts.COMPLETION else 0
        return Window(opens if opens >= NEVER else opens - early, closes - early)

    def comes_in(self, begun: InProgress) -> int:
        """When work in progress comes in: on the day when it is ready, but not before the day of the plan.

        Where anything is on record of the days before, it came in on its own day.
        """
        return max(0 if self.recorded else self.today, days_from(self.start, begun.ready, 0))

    def released(self, needs: Iterable[str]) -> int:
        """The first day on which work behind some gates may begin:  max(today, gates); never if one never opens."""
        return max([self.today, *(self.gates.get(g, NEVER) for g in needs)])


def in_force(rule: Rule, date: dt.date) -> bool:
    """Whether a rule is in force on a day, both its ends included."""
    return (rule.effective_start or date) <= date <= (rule.effective_end or date)


def closed_places(programme: Programme, as_of: dt.date) -> frozenset[Place]:
    """Places that an item may never come to: those of rules in force from the day of the plan to its end."""
    today = max(as_of, programme.start)
    found: set[Place] = set()
    for rule in programme.rules:
        if rule.kind is RuleKind.NO_TRANSFER and in_force(rule, today) and in_force(rule, programme.until):
            found |= {(str(rule.item), s.id) for s in programme.sites if s.country == rule.country}
    return frozenset(found)


class Lies(Protocol):
    """What lies at places or comes to them by itself."""

    @property
    def there(self) -> Mapping[Place, int]:
        """From which day on anything is at a place."""
        ...

    @property
    def runs(self) -> Mapping[str, int]:
        """From which day on runs of an operation are there that are to be made whole."""
        ...


def first_days(
    programme: Programme, windows: Windows, lies: Lies, closed: frozenset[Place] = frozenset()
) -> dict[Place, int]:
    """The first day on which each item can be at each site; places that it never reaches are left out.

    E[s] = min over what brings s of its first start + lead,  first start = max(opens, E of all it takes).
    What ``lies`` there does so from its day on, and what comes back from a fleet from the day of the plan. Nothing
    comes to a closed place. Found by lowering dates until nothing changes, so that no ring of recipes can bring itself
    about.
    """
    sweep = _Sweep(programme, windows, closed)
    for item, site, day in from_outside(programme, windows, lies, closed):
        sweep.offer(item, site, day)
    for operation in programme.operations:
        sweep.run(operation)
    sweep.settle()
    return sweep.there


def from_outside(
    programme: Programme, windows: Windows, lies: Lies, closed: frozenset[Place] = frozenset()
) -> Iterator[tuple[str, str, int]]:
    """What comes without being made or moved, first: item, site and day; no supply comes to a closed place."""
    yield from ((item, site, day) for (item, site), day in lies.there.items())
    for supply in programme.supplies:
        days = [window.opens for window in windows.supply(supply).values() if not window.empty]
        yield from ((supply.item, supply.site, day) for day in days if (supply.item, supply.site) not in closed)
    for fleet in programme.fleets:
        if fleet.returns and fleet.come_back:
            yield fleet.returns, fleet.site, windows.today
    for operation in programme.operations:
        if operation.id in lies.runs:
            yield from ((item, operation.site, lies.runs[operation.id]) for item in operation.makes)
        for begun in operation.in_progress if not windows.recorded else ():
            yield from ((item, operation.site, windows.comes_in(begun)) for item in operation.makes)


class _Sweep:
    """Lowers the dates of places until all of them hold."""

    def __init__(self, programme: Programme, windows: Windows, closed: frozenset[Place]) -> None:
        self.closed = closed
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
        if any((item, operation.site) in self.closed for item in {**operation.makes, **operation.uses}):
            return
        for window in ready(self.windows.of(operation), operation, self.there).values():
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
                if self.closed.isdisjoint({(item, site), (other, site)}):
                    self.offer(other, site, day)
            for lane in self.lanes[site]:
                if not lane.items or item in lane.items:
                    self.send(lane, item, day)

    def send(self, lane: Lane, item: str, day: int) -> None:
        """A lane brings an item that can leave on a day to wherever it leads."""
        for there in lane.destination:
            ways = self.windows.leg(lane, there) if (item, there) not in self.closed else {}
            for way in ways.values():
                window = way.after(day)
                if not window.empty:
                    self.offer(item, there, window.opens + whole_days(lane.lead_time.value))


def ready(ways: Ways, operation: Operation, there: Mapping[Place, int]) -> Ways:
    """An operation's windows once its inputs can be there."""
    day = max((there.get((item, operation.site), NEVER) for item in operation.uses), default=0)
    return {licences: window.after(day) for licences, window in ways.items()}
