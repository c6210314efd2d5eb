"""From a solved plan to its tables of payments, cash, investments and licences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workshare.model.programme import by_id
from workshare.outcome.plan import Flows
from workshare.outcome.table import Table
from workshare.outcome.terms import Built, Cash, LicenceUse, Payment, Purpose
from workshare.planner.fact_tables import paid_before
from workshare.planner.lags import Floats
from workshare.planner.model import Model
from workshare.planner.prices import period_of
from workshare.planner.rules.funds import PAY, money_unit, paying
from workshare.planner.spending import Thing, Things, fact_payments, project_payments, released

DUST = 1e-9
"""Payments below this share of the dearest thing's price are rounding."""
SAME = 1e-6
"""Amounts that differ by less than this share are the same but for rounding."""

Spent = dict[tuple[Thing, int], float]
"""What is paid for each thing in each period."""


@dataclass(frozen=True, slots=True)
class MoneyTables:
    """The tables of a plan that are about money and licences."""

    payments: Table[Payment]
    cash: Table[Cash]
    investments: Table[Built]
    licences: Table[LicenceUse]


def money_tables(model: Model, x: Floats, flows: Flows) -> MoneyTables:
    """What is paid from which fund, what is left in it, what is invested, and what runs under licences."""
    payments = list(_payments(model, x, flows))
    return MoneyTables(
        payments=Table(Payment, payments),
        cash=Table(Cash, list(_cash(model, payments))),
        investments=Table(Built, list(_built(model))),
        licences=Table(LicenceUse, list(_uses(model, flows))),
    )


def _spent(model: Model, flows: Flows) -> Spent:
    """What the rows of a plan pay for from its day to the horizon."""
    things, periods, rates = Things(model.programme), model.shrunk.periods, model.shrunk.network.rates
    operations, supplies = by_id(model.programme.operations), by_id(model.programme.supplies)
    lanes = by_id(model.programme.lanes)
    events: list[tuple[Thing, int, float]] = []
    begins = periods.date(rates.today)
    priced = {o.id for o in operations.values() if o.cost or o.setup_cost}
    for made in (row for row in flows.production if row.operation in priced and row.date >= begins):
        o = operations[made.operation]
        price = rates.price(o.cost, o.payments)
        for day, amount in rates.paid(price, periods.last(made.period)):
            events.append((things.known[Purpose.OPERATION, o.id], day, amount * made.runs))
        setup = rates.price(o.setup_cost, o.payments)
        for day, amount in rates.paid(setup, periods.last(made.period)) if made.setup else ():
            events.append((things.known[Purpose.OPERATION, o.id], day, amount))
    for bought in (row for row in flows.purchases if supplies[row.supply].price and row.date >= begins):
        s = supplies[bought.supply]
        price = rates.price(s.price, s.payments)
        for day, amount in rates.paid(price, periods.last(bought.period)):
            events.append((things.known[Purpose.SUPPLY, s.id], day, amount * bought.quantity))
    for sent in (row for row in flows.shipments if lanes[row.lane].cost and row.date >= begins):
        thing = things.leg(sent.lane, sent.destination, sent.item)
        for day, amount in rates.paid(rates.price(lanes[sent.lane].cost), periods.last(sent.period)):
            events.append((thing, day, amount * sent.quantity))
    events += [(thing, day, amount) for _, thing, day, amount in fact_payments(model, things) if day >= rates.today]
    spent: Spent = defaultdict(float)
    for thing, day, amount in (*events, *project_payments(model, things)):
        p = period_of(periods, day)
        if p is not None and amount > 0:
            spent[thing, p] += amount
    return spent


def _payments(model: Model, x: Floats, flows: Flows) -> Iterator[Payment]:
    """What was paid before; then each thing's spending, in the shares in which funds pay for its class and period."""
    things, periods = Things(model.programme), model.shrunk.periods
    for (fund, thing, day), amount in paid_before(model).items():
        yield Payment(
            fund=fund, purpose=thing.purpose, id=thing.id, country=thing.country, site=thing.site,
            family=thing.family, period=periods.counted_by(max(0, day)), date=periods.date(day), amount=amount,
        )  # fmt: skip
    queues = _queues(model, x)
    order = sorted(_spent(model, flows).items(), key=lambda pair: (pair[0][1], pair[0][0]))
    for (thing, p), amount in order:
        for fund, part in _drawn(queues.get((things.payers(thing), p), []), amount):
            yield Payment(
                fund=fund, purpose=thing.purpose, id=thing.id, country=thing.country, site=thing.site,
                family=thing.family, period=p, date=periods.ends(p), amount=part,
            )  # fmt: skip


Queue = list[tuple[str, float]]
"""Funds with what each still pays for a class in a period."""


def _queues(model: Model, x: Floats) -> dict[tuple[tuple[int, ...], int], Queue]:
    """What each fund pays for each class in each period."""
    found: dict[tuple[tuple[int, ...], int], Queue] = {}
    grid, unit = model.columns.further[PAY], money_unit(model)
    for n, (fund, payers) in enumerate(paying(model)):
        for p in range(int(grid.first[n]), int(grid.last[n]) + 1):
            amount = float(x[int(grid.at(n, p))]) * unit
            if amount > DUST * unit:
                found.setdefault((payers, p), []).append((str(model.programme.funds[fund].id), amount))
    return found


def _drawn(queue: Queue, amount: float) -> Iterator[tuple[str, float]]:
    """An amount drawn from the head of a queue; what rounding leaves over falls to the last fund."""
    if not queue:
        yield "", amount
    while queue and amount > 0:
        fund, there = queue[0]
        if there > amount * (1 + SAME) or len(queue) == 1:
            queue[0] = (fund, max(0.0, there - amount))
            yield fund, amount
            return
        queue.pop(0)
        yield fund, min(there, amount)
        amount = amount - there if there < amount * (1 - SAME) else 0.0


def _cash(model: Model, payments: list[Payment]) -> Iterator[Cash]:
    """Every fund with a limit at the end of every period, in its own currency."""
    periods, rates = model.shrunk.periods, model.shrunk.network.rates
    for fund in model.programme.funds:
        if fund.amount is None:
            continue
        paid = np.zeros(len(periods))
        for row in payments:
            if row.fund == fund.id:
                paid[row.period] += row.amount / rates.at(str(fund.currency or ""), periods.last(row.period))
        first, end = released(model, fund)
        for p, spent in enumerate(np.cumsum(paid)):
            has = fund.amount.value if periods.last(p) >= first else 0.0
            left = max(0.0, has - spent) if periods.last(p) <= end else 0.0
            yield Cash(fund=fund.id, period=p, date=periods.ends(p), released=has, spent=float(spent), left=float(left))


def _built(model: Model) -> Iterator[Built]:
    """The investments that are made."""
    table, rates, date = by_id(model.programme.investments), model.shrunk.network.rates, model.shrunk.periods.date
    for v in model.programme.investments:
        price = rates.price(table[v.id].cost, table[v.id].payments)
        for n, day in enumerate(sorted(model.schedule.choices.investments.get(v.id, ()))):
            ready, cost = date(day + int(v.days.value)), rates.cost(price, day)
            yield Built(investment=v.id, number=n + 1, decided=date(day), ready=ready, cost=cost)


def _uses(model: Model, flows: Flows) -> Iterator[LicenceUse]:
    """What runs under each licence in each period in which anything does."""
    items = by_id(model.programme.items)
    operations = by_id(model.programme.operations)
    worth = {name: item.cost.value if item.cost else 0.0 for name, item in items.items()}
    used: dict[tuple[str, int], list[float]] = {}

    def count(licences: str, p: int, item: str, quantity: float) -> None:
        for licence in dict.fromkeys(licences.split("; ")) if licences else ():
            total = used.setdefault((licence, p), [0.0, 0.0])
            total[0] += quantity
            total[1] += quantity * worth[item]

    for made in flows.production:
        item, n = next(iter(operations[made.operation].makes.items()))
        count(made.licence, made.period, item, made.runs * n.value)
    for sent in flows.shipments:
        count(sent.licence, sent.period, sent.item, sent.quantity)
    for bought in flows.purchases:
        count(bought.licence, bought.period, bought.item, bought.quantity)
    for licence in model.programme.licences:
        drawn = licence.drawn.value if licence.drawn else 0.0
        for (name, p), (quantity, value) in sorted(used.items()):
            if name == licence.id:
                drawn += quantity
                left = max(0.0, licence.quantity.value - drawn) if licence.quantity else None
                yield LicenceUse(
                    licence=name, period=p, date=model.shrunk.periods.ends(p), quantity=quantity, value=value,
                    drawn=drawn, left=left,
                )  # fmt: skip
