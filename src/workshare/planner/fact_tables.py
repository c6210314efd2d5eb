"""What had happened before a plan, as rows of its tables: on their own days, in the periods that contain them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from workshare.model.fleets import Actual, Happened
from workshare.model.ids import FundId, LaneId, OperationId, SupplyId
from workshare.model.programme import by_id
from workshare.outcome.rows import Delivery, Output, Production, Purchase, Shipment, Substitution
from workshare.planner.facts import ran_under
from workshare.planner.model import Model
from workshare.planner.spending import Thing, Things, fact_payments, released


@dataclass(frozen=True, slots=True)
class FactRows:
    """The rows of what had happened, table by table, in order of time."""

    production: list[Production] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)
    purchases: list[Purchase] = field(default_factory=list)
    substitutions: list[Substitution] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)


def fact_rows(model: Model) -> FactRows:
    """All that had happened before the plan's day, as rows."""
    found, known, periods = FactRows(), model.shrunk.network.facts, model.shrunk.periods
    rows = _Rows(model)
    for stock, operation, day, quantity in known.outputs:
        found.outputs.append(
            Output(operation=operation, item=stock.item, site=stock.site, period=periods.counted_by(day),
                   date=periods.date(day), quantity=quantity)
        )  # fmt: skip
    for n, actual in enumerate(known.actuals):
        match actual.what:
            case Happened.PRODUCED:
                found.production.append(rows.production(n, actual))
            case Happened.RECEIVED:
                found.purchases.append(rows.purchase(n, actual))
            case Happened.SHIPPED:
                found.shipments.append(rows.shipment(n, actual))
            case Happened.DELIVERED:
                delivery = rows.delivery(actual)
                found.deliveries.append(delivery)
                if actual.item and actual.item != delivery.item:
                    found.substitutions.append(rows.substitution(actual, delivery))
    return found


class _Rows:
    """Makes the rows of actuals."""

    def __init__(self, model: Model) -> None:
        self.programme, self.periods = model.programme, model.shrunk.periods
        self.country = {s.id: str(s.country) for s in model.programme.sites}
        self.operations, self.supplies = by_id(model.programme.operations), by_id(model.programme.supplies)
        self.lanes, self.demands = by_id(model.programme.lanes), by_id(model.programme.demands)
        self.costs: dict[int, float] = defaultdict(float)
        number = {id(actual): n for n, actual in enumerate(model.shrunk.network.facts.actuals)}
        for actual, _, _, amount in fact_payments(model, Things(model.programme)):
            self.costs[number[id(actual)]] += amount

    def period(self, actual: Actual) -> int:
        return self.periods.counted_by(self.periods.day(actual.date))

    def under(self, actual: Actual) -> str:
        return "; ".join(ran_under(self.programme, actual))

    def production(self, n: int, actual: Actual) -> Production:
        o = self.operations[actual.operation or OperationId("")]
        return Production(
            operation=o.id, site=o.site, country=self.country[o.site], period=self.period(actual), first=actual.date,
            date=actual.date, runs=actual.quantity.value, cost=self.costs[n], licence=self.under(actual),
        )  # fmt: skip

    def purchase(self, n: int, actual: Actual) -> Purchase:
        s = self.supplies[actual.supply or SupplyId("")]
        lead = int(s.lead_time.value) if s.lead_time else 0
        return Purchase(
            supply=s.id, item=s.item, site=s.site, country=s.country or self.country[s.site],
            period=self.period(actual), order_by=actual.date - dt.timedelta(days=lead), date=actual.date,
            quantity=actual.quantity.value, cost=self.costs[n], licence=self.under(actual),
        )  # fmt: skip

    def shipment(self, n: int, actual: Actual) -> Shipment:
        lane = self.lanes[actual.lane or LaneId("")]
        return Shipment(
            lane=lane.id, item=str(actual.item), origin=str(actual.origin), destination=str(actual.destination),
            period=self.period(actual), date=actual.date,
            arrives=actual.date + dt.timedelta(days=int(lane.lead_time.value)), quantity=actual.quantity.value,
            cost=self.costs[n], licence=self.under(actual),
        )  # fmt: skip

    def delivery(self, actual: Actual) -> Delivery:
        demand = self.demands[actual.demand]  # type: ignore[index]
        return Delivery(
            demand=demand.id, item=demand.item, site=demand.site, period=self.period(actual), date=actual.date,
            quantity=actual.quantity.value, days_late=max(0, (actual.date - demand.due).days),
        )  # fmt: skip

    def substitution(self, actual: Actual, delivery: Delivery) -> Substitution:
        return Substitution(
            item=str(actual.item), instead_of=delivery.item, site=delivery.site, period=delivery.period,
            date=delivery.date, quantity=delivery.quantity,
        )  # fmt: skip


Paid = dict[tuple[str, Thing, int], float]
"""What funds paid for things on days; "" where no fund did."""


def paid_before(model: Model) -> Paid:
    """What was paid before the plan's day, and from which funds.

    The fund that an actual names pays, else those that may pay for it in their order, each from its release to its
    expiry and while it has any; what none of them has is paid by nobody, as where there are no funds.
    """
    programme, things = model.programme, Things(model.programme)
    periods, rates = model.shrunk.periods, model.shrunk.network.rates
    has = {f.id: f.amount.value if f.amount else float("inf") for f in programme.funds}
    open_on = {f.id: released(model, f) for f in programme.funds}
    currency = {f.id: str(f.currency or "") for f in programme.funds}
    bills = [b for b in fact_payments(model, things) if b[2] < rates.today]
    found: Paid = defaultdict(float)
    for actual, thing, day, amount in sorted(bills, key=lambda bill: bill[2]):
        payers = [programme.funds[n].id for n in things.payers(thing)]
        left = amount
        for fund in _first(payers, actual.fund):
            first, last = open_on[fund]
            rate = rates.at(currency[fund], periods.last(periods.counted_by(max(0, day))))
            part = min(left, has[fund] * rate) if first <= day <= last else 0.0
            if part > 0:
                has[fund] -= part / rate
                found[fund, thing, day] += part
                left -= part
        if left > 1e-9 * amount:
            found["", thing, day] += left
    return found


def _first(payers: list[FundId], named: FundId | None) -> Iterator[FundId]:
    """The fund that is named, if any, before the others."""
    yield from (fund for fund in payers if fund == named)
    yield from (fund for fund in payers if fund != named)


def drawn_before(model: Model) -> dict[str, float]:
    """What each fund had paid before the plan's day, in its own currency at the rates of the periods."""
    periods, rates = model.shrunk.periods, model.shrunk.network.rates
    currency = {str(f.id): str(f.currency or "") for f in model.programme.funds}
    found: dict[str, float] = defaultdict(float)
    for (fund, _, day), amount in paid_before(model).items():
        if fund:
            found[fund] += amount / rates.at(currency[fund], periods.last(periods.counted_by(max(0, day))))
    return found
