"""Totals of a plan, each added up here and nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from workshare.model.calendar import Periods
from workshare.model.ids import FleetId
from workshare.model.network import Operation
from workshare.model.programme import Programme, by_id
from workshare.model.promises import DemandStatus
from workshare.outcome.plan import Flows, Plan
from workshare.outcome.rows import Delivery, DemandAccount, ValueShare
from workshare.outcome.table import Table

DUST = 1e-6
"""A shortage below this is rounding."""


def demand_accounts(programme: Programme, periods: Periods, deliveries: Iterable[Delivery]) -> Table[DemandAccount]:
    """How each open demand is served; what is never served counts as late to the horizon's end."""
    received: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        received[delivery.demand].append(delivery)
    rows = []
    for d in programme.demands:
        if d.status is not DemandStatus.OPEN or d.quantity is None:
            continue
        mine = received[d.id]
        on_time = sum(x.quantity for x in mine if x.days_late == 0)
        late = sum(x.quantity for x in mine if x.days_late > 0)
        short = d.quantity.value - on_time - late
        short = 0.0 if abs(short) < DUST + 1e-10 * d.quantity.value else short
        waiting = max(0, periods.horizon - periods.day(d.due))
        rows.append(
            DemandAccount(
                id=d.id,
                item=d.item,
                site=d.site,
                due=d.due,
                priority=d.priority,
                asked=d.quantity.value,
                on_time=on_time,
                late=late,
                short=short,
                late_quantity_days=sum(x.quantity * x.days_late for x in mine) + short * waiting,
                first=min((x.date for x in mine), default=None),
                last=max((x.date for x in mine), default=None),
            )
        )
    return Table(DemandAccount, rows)


def cost(plan: Plan) -> float:
    """All money for runs, shipments and purchases, for activities still to be done, and for investments."""
    flows = plan.flows
    rows = sum(row.cost for table in (flows.production, flows.shipments, flows.purchases) for row in table)
    return rows + project_cost(plan)


def project_cost(plan: Plan) -> float:
    """The money for activities still to be done, and for investments."""
    return sum(step.cost for step in plan.activities) + sum(row.cost for row in plan.investments)


def value_added(operation: Operation, worth: Mapping[str, float]) -> float:
    """What a run adds at standard costs: its accepted outputs' less its inputs', and never less than nothing."""
    gain = sum(worth[i] * n for i, n in operation.accepted.items())
    gain -= sum(worth[i] * n.value for i, n in operation.uses.items())
    return max(0.0, gain)


def lacking(plan: Plan, priority: int) -> float:
    """Unit-days that the fleets of a priority lack to what is wanted, on the days from the plan's on."""
    periods, total = plan.periods, 0.0
    fleets = by_id(plan.programme.fleets)
    for row in plan.fleets:
        fleet = fleets[FleetId(row.fleet)]
        if fleet.priority == priority:
            first = max(periods.first(row.period), periods.day(max(plan.as_of, fleet.effective_start or plan.as_of)))
            last = min(periods.last(row.period), periods.day(fleet.effective_end or plan.programme.until))
            total += max(0, last - first + 1) * max(0.0, row.wanted - row.in_service)
    return total


def value_shares(programme: Programme, flows: Flows) -> Table[ValueShare]:
    """The value that each country adds to each family, at the items' standard costs.

    An operation adds the standard cost of its outputs less that of its inputs where it stands (none if negative);
    a supply adds the standard cost of its item where it comes from.
    """
    items = by_id(programme.items)
    operations = by_id(programme.operations)
    worth = {name: item.cost.value if item.cost else 0.0 for name, item in items.items()}
    added: dict[tuple[str, str], float] = defaultdict(float)
    for made in flows.production:
        operation = operations[made.operation]
        main = items[next(iter(operation.makes))]
        added[main.family, made.country] += value_added(operation, worth) * made.runs
    for bought in flows.purchases:
        added[items[bought.item].family, bought.country] += worth[bought.item] * bought.quantity
    total: dict[str, float] = defaultdict(float)
    for (family, _), value in added.items():
        total[family] += value
    return Table(
        ValueShare,
        [
            ValueShare(family=family, country=country, value=value, share=value / total[family])
            for (family, country), value in sorted(added.items())
            if total[family] > 0
        ],
    )


def below_minimum(programme: Programme, periods: Periods, flows: Flows) -> float:
    """Quantity-days by which stocks lie below their minimum."""
    level = {(row.item, row.site, row.period): row.quantity for row in flows.stock}
    total = 0.0
    for row in programme.stock:
        if row.minimum is not None:
            for p in range(len(periods)):
                days = periods.bounds[p + 1] - periods.bounds[p]
                total += days * max(0.0, row.minimum.value - level.get((row.item, row.site, p), 0.0))
    return total
