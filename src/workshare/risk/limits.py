"""What holds the lines of an execution back: hours, what lanes carry and supplies give, caps, and outages."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from workshare.model.hazards import HazardKind
from workshare.model.network import Operation
from workshare.model.programme import by_id
from workshare.outcome.plan import Plan
from workshare.planner.facts import Facts
from workshare.planner.hours import step_hours
from workshare.planner.network import Flow, FlowKind
from workshare.risk.lines import Cap, Source

RESOURCES, LANES, SUPPLIES, SITES = "resources", "lanes", "supplies", "sites"


class Limits:
    """Numbers the limits, caps and outages that the flows of a plan meet."""

    def __init__(self, plan: Plan, known: Facts) -> None:
        self.plan, self.programme, self.known = plan, plan.programme, known
        self.days = np.diff(np.asarray(plan.periods.bounds)).astype(float)
        struck = [h.targets for h in self.programme.hazards if h.kind is HazardKind.OUTAGE]
        self.stops: tuple[tuple[str, str], ...] = tuple(dict.fromkeys(t for targets in struck for t in targets))
        self.number: dict[tuple[str, str], int] = {}
        self.sources: list[Source] = []
        self.caps: list[Cap] = []
        self.cap: dict[tuple[str, str, str], int] = {}
        self.operations: Mapping[str, Operation] = by_id(self.programme.operations)

    def stop(self, *things: tuple[str, str]) -> tuple[int, ...]:
        """The numbers of the outages that strike any of some things, given by table and id."""
        return tuple(self.stops.index(thing) for thing in things if thing in self.stops)

    def resource(self, name: str) -> int:
        """The limit of a resource's hours, with a source for each step of its calendar."""
        key = (RESOURCES, name)
        if key not in self.number:
            n = self.number[key] = len(self.number)
            row = next(r for r in self.programme.resources if r.id == name)
            stops = self.stop(key, (SITES, row.site))
            for k, hours in enumerate(step_hours(row, self.programme.start, self.plan.periods)):
                self.sources.append(Source(n, hours, (RESOURCES, name, k), stops))
        return self.number[key]

    def _rate(self, table: str, name: str, per_day: float) -> int:
        key = (table, name)
        if key not in self.number:
            n = self.number[key] = len(self.number)
            self.sources.append(Source(n, self.days * per_day, (table, name, 0), self.stop(key)))
        return self.number[key]

    def uses(self, flow: Flow) -> tuple[tuple[int, float], ...]:
        """What a unit of a flow takes of each limit that it meets."""
        match flow.kind:
            case FlowKind.MAKE:
                return tuple((self.resource(r), hours) for r, hours in flow.hours if hours > 0)
            case FlowKind.SHIP:
                lane = next(lane for lane in self.programme.lanes if lane.id == flow.id)
                return ((self._rate(LANES, flow.id, lane.limit.per_day), 1.0),) if lane.limit else ()
            case FlowKind.BUY:
                return ((self._rate(SUPPLIES, flow.id, flow.rate), 1.0),) if math.isfinite(flow.rate) else ()
            case _:
                return ()

    def setup(self, flow: Flow) -> tuple[tuple[int, float], ...]:
        """The hours that a flow takes once in a period in which it is begun."""
        row = self.operations.get(flow.id) if flow.kind is FlowKind.MAKE else None
        return tuple((self.resource(r), h.value) for r, h in row.setup.items()) if row else ()

    def direct(self, flow: Flow) -> tuple[int, ...]:
        """The outages that slow a flow down which has no hours, or no limit, that they could take from."""
        if flow.kind is FlowKind.MAKE and not flow.hours:
            return self.stop((SITES, self.operations[flow.id].site))
        if flow.kind is FlowKind.SHIP and not self.uses(flow):
            return self.stop((LANES, flow.id))
        return ()

    def under(self, flow: Flow) -> tuple[tuple[int, float], ...]:
        """The caps under which a flow runs, each with how much a unit counts there."""
        found: list[tuple[int, float]] = []
        for licence in self.programme.licences:
            if licence.id in flow.way.licences:
                units, worth = self._counted(flow)
                ran, worth_ran = self.known.drawn.get(licence.id, (0.0, 0.0))
                drawn = ran + (licence.drawn.value if licence.drawn else 0.0)
                if licence.quantity:
                    found.append((self._cap("licences", licence.id, "quantity", licence.quantity.value, drawn), units))
                if licence.value:
                    found.append((self._cap("licences", licence.id, "value", licence.value.value, worth_ran), worth))
        supply = next((s for s in self.programme.supplies if s.id == flow.id), None)
        if flow.kind is FlowKind.BUY and supply and supply.total:
            drawn = self.known.received.get(flow.id, 0.0)
            found.append((self._cap(SUPPLIES, flow.id, "total", supply.total.value, drawn), 1.0))
        return tuple(found)

    def _cap(self, table: str, name: str, field: str, most: float, drawn: float) -> int:
        key = (table, name, field)
        if key not in self.cap:
            self.cap[key] = len(self.caps)
            self.caps.append(Cap(most, drawn, key))
        return self.cap[key]

    def _counted(self, flow: Flow) -> tuple[float, float]:
        """The units, and their value at standard costs, for which a unit of a flow counts under a licence."""
        if flow.kind is FlowKind.MAKE:
            name, share = next(iter(self.operations[flow.id].makes.items()))
            item, units = str(name), share.value
        else:
            item, units = flow.gives[0][0].item, flow.gives[0][1]
        cost = next(i.cost for i in self.programme.items if i.id == item)
        return units, units * (cost.value if cost else 0.0)
