"""Which rules bind in a plan: where more of something, or a looser rule, could have changed it.

A rule binds where what it limits stands at the limit. All of it is read off the plan's tables and its programme.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from workshare.model.network import Lane, Operation, Supply
from workshare.model.programme import by_id
from workshare.model.promises import Demand
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Verdict

NEAR = 1e-6


def same(a: float, b: float) -> bool:
    return abs(a - b) <= NEAR * max(1.0, abs(b))


@dataclass(frozen=True)
class Bound:
    """A plan, asked rule by rule whether it bound."""

    plan: Plan

    # ---------------------------------------------------------------- what the tables say

    @cached_property
    def demands(self) -> dict[str, Demand]:
        return by_id(self.plan.programme.demands)

    @cached_property
    def level(self) -> Mapping[tuple[str, str, int], float]:
        return {(s.item, s.site, s.period): s.quantity for s in self.plan.stock}

    @cached_property
    def waiting(self) -> Mapping[str, list[float]]:
        """For each demand what is asked for and not delivered at the end of each period that ends after it is due."""
        periods = self.plan.periods
        given: dict[tuple[str, int], float] = defaultdict(float)
        for d in self.plan.deliveries:
            given[d.demand, d.period] += d.quantity
        left = {}
        for account in self.plan.demands:
            rest, row = account.asked, []
            for p in range(len(periods)):
                rest -= given[account.id, p]
                row.append(rest if periods.ends(p) >= account.due and rest > 1e-5 else 0.0)
            left[account.id] = row
        return left

    @cached_property
    def opens(self) -> Mapping[str, dt.date]:
        """The first day of each operation, supply and lane that has gates or dates."""
        gates = {g.gate: g.date for g in self.plan.gates}
        programme, first = self.plan.programme, self.plan.as_of
        rows: tuple[Operation | Supply | Lane, ...] = (
            *programme.operations, *programme.supplies, *programme.lanes,
        )  # fmt: skip
        return {
            row.id: max([row.effective_start or first, *(gates[g] for g in row.needs)])
            for row in rows
            if row.effective_start or row.needs
        }

    @cached_property
    def ways(self) -> Mapping[str, set[str]]:
        """For each item the items, operations' resources and supplies that it can come from."""
        programme = self.plan.programme
        reach: dict[str, set[str]] = {i.id: {i.id} for i in programme.items}
        for _ in programme.items:
            for o in programme.operations:
                for made in o.makes:
                    reach[made] |= set(o.time).union(*(reach[i] for i in o.uses))
            for s in programme.substitutes:
                reach[s.instead_of] |= reach[s.item]
        return reach

    # ---------------------------------------------------------------- the rules

    def capacity(self) -> bool:
        return any(r.capacity > 0 and same(r.hours, r.capacity) for r in self.plan.resources)

    def lane_limit(self) -> bool:
        limits = {x.id: x.limit.per_day for x in self.plan.programme.lanes if x.limit}
        moved: dict[tuple[str, int], float] = defaultdict(float)
        for s in self.plan.shipments:
            moved[s.lane, s.period] += s.quantity
        return any(n in limits and same(q, limits[n] * self.days(p)) for (n, p), q in moved.items())

    def supply_rate(self) -> bool:
        rates = {x.id: x.quantity.per_day for x in self.plan.programme.supplies if x.quantity}
        rows = (b for b in self.plan.purchases if b.supply in rates)
        return any(same(b.quantity, rates[b.supply] * self.days(b.period)) for b in rows)

    def supply_total(self) -> bool:
        totals = {x.id: x.total.value for x in self.plan.programme.supplies if x.total}
        taken: dict[str, float] = defaultdict(float)
        for b in self.plan.purchases:
            taken[b.supply] += b.quantity
        return any(same(taken[n], total) for n, total in totals.items() if total > 0)

    def stock_out(self) -> bool:
        """A stock is at nothing while somebody waits for what is made from it."""
        programme = self.plan.programme
        inputs = [(i, o.site, next(iter(o.makes))) for o in programme.operations for i in o.uses]
        for name, row in self.waiting.items():
            demand = self.demands[name]
            empty = [(i, s) for i, s, made in inputs if made in self.ways[demand.item]]
            for p, left in enumerate(row):
                if left and any((i, s, p) not in self.level for i, s in empty):
                    return True
        return False

    def gate_or_date(self) -> bool:
        """Something starts in the first period in which its gates and dates allow it."""
        periods = self.plan.periods
        began = [(x.operation, x.period) for x in self.plan.production]
        began += [(x.supply, x.period) for x in self.plan.purchases]
        began += [(x.lane, x.period) for x in self.plan.shipments]
        first = {name: periods.day(day) for name, day in self.opens.items()}
        today = periods.day(self.plan.as_of)
        return any(name in first and first[name] > today and periods.counted_by(first[name]) == p for name, p in began)

    def minimum_stock(self) -> bool:
        rows = [r for r in self.plan.programme.stock if r.minimum and r.minimum.value > 0]
        return any(
            self.level.get((r.item, r.site, p), 0.0) <= r.minimum.value + NEAR
            for r in rows
            if r.minimum
            for p in range(len(self.plan.periods))
        )

    def max_lateness(self) -> bool:
        """What is not delivered would still have come, had the demand taken it later."""
        for account in self.plan.demands:
            late = self.demands[account.id].max_lateness
            if late is not None and account.short > 1e-5:
                end = self.plan.periods.day(account.due) + int(late.value)
                if end < self.plan.periods.horizon:
                    return True
        return False

    def least_shipment(self) -> bool:
        """A delivery is just as large as it must be, or what is there is too little to be delivered."""
        for d in self.plan.deliveries:
            least = self.least(self.demands[d.demand])
            if least is not None and same(d.quantity, least):
                return True
        for name, row in self.waiting.items():
            demand = self.demands[name]
            least = self.least(demand)
            there = [self.level.get((demand.item, demand.site, p), 0.0) for p in range(len(row))]
            if least and any(left and 1e-5 < have < least for left, have in zip(row, there, strict=True)):
                return True
        return False

    def whole_units(self) -> bool:
        """Work for a unit is begun that is not finished in the same period: it waits for the rest of it."""
        discrete = {i.id for i in self.plan.programme.items if i.discrete}
        whole = {o.id for o in self.plan.programme.operations if discrete & set(o.makes)}
        return any(x.operation in whole and abs(x.runs - round(x.runs)) > NEAR for x in self.plan.production)

    def priority(self) -> bool:
        """Somebody of less importance waits, while one of more is served from what both can be served from."""
        for name, row in self.waiting.items():
            low = self.demands[name]
            for d in self.plan.deliveries:
                high = self.demands[d.demand]
                if high.priority < low.priority and self.ways[high.item] & self.ways[low.item] and row[d.period]:
                    return True
        return False

    def substitute(self) -> bool:
        return len(self.plan.flows.substitutions) > 0

    def late(self) -> bool:
        return any(d.late > 1e-5 for d in self.plan.demands)

    def short(self) -> bool:
        return any(d.short > 1e-5 for d in self.plan.demands)

    def commitment_late(self) -> bool:
        return any(c.verdict is Verdict.LATE for c in self.plan.commitments)

    def commitment_lost(self) -> bool:
        return any(c.verdict in {Verdict.SHORT, Verdict.MISSED} for c in self.plan.commitments)

    # ---------------------------------------------------------------- helpers

    def days(self, period: int) -> int:
        return self.plan.periods.bounds[period + 1] - self.plan.periods.bounds[period]

    @staticmethod
    def least(demand: Demand) -> float | None:
        if demand.min_shipment is None or demand.quantity is None:
            return None
        return min(demand.min_shipment.value, demand.quantity.value)


RULES: Mapping[str, Callable[[Bound], bool]] = {
    "capacity": Bound.capacity,
    "lane limit": Bound.lane_limit,
    "supply rate": Bound.supply_rate,
    "supply total": Bound.supply_total,
    "stock out": Bound.stock_out,
    "gate or date": Bound.gate_or_date,
    "minimum stock": Bound.minimum_stock,
    "max lateness": Bound.max_lateness,
    "least shipment": Bound.least_shipment,
    "whole units": Bound.whole_units,
    "priority": Bound.priority,
    "substitute": Bound.substitute,
    "late": Bound.late,
    "short": Bound.short,
    "commitment late": Bound.commitment_late,
    "commitment lost": Bound.commitment_lost,
}
