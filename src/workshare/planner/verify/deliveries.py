"""Rules of service: what is handed over to whom, and the account that each demand gives of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workshare.model.promises import Demand
from workshare.outcome.rows import Delivery, DemandAccount
from workshare.planner.verify.books import Books
from workshare.planner.verify.fault import Fault, Rule, at_most, near
from workshare.planner.verify.project import once


def asked(demand: Demand) -> float:
    """The quantity of a demand; an open one has it."""
    return demand.quantity.value if demand.quantity else 0.0


def deliveries(books: Books) -> Iterator[Fault]:
    """A delivery goes to an open demand, with its item, at its site, within its dates.

    earliest <= date = last day of p <= due + max lateness;  days late = max(0, date - due).
    """
    for row in books.planned.deliveries:
        where, demand = f"delivery to {row.demand}, period {row.period}", books.demands.get(row.demand)
        if demand is None:
            yield Fault(Rule.DELIVERIES, where, "the demand is not open")
            continue
        if (row.item, row.site) != (demand.item, demand.site):
            yield Fault(Rule.DELIVERIES, where, f"it asks for {demand.item} at {demand.site}")
        if row.date != books.ends[row.period]:
            yield Fault(Rule.DELIVERIES, where, f"it counts on {books.ends[row.period]}, not {row.date}")
        late = (books.ends[row.period] - demand.due).days
        if row.days_late != max(0, late):
            yield Fault(Rule.DELIVERIES, where, f"it is {max(0, late)} days late, not {row.days_late}")
        if demand.earliest and books.ends[row.period] < demand.earliest:
            yield Fault(Rule.DELIVERIES, where, f"nothing is taken before {demand.earliest}")
        if demand.max_lateness and late > demand.max_lateness.value:
            yield Fault(Rule.DELIVERIES, where, f"it may be {demand.max_lateness.value:g} days late, not {late}")


def quantities(books: Books) -> Iterator[Fault]:
    """Each delivery is at least the least shipment, or all that is still asked; together they are no more.

    quantity >= min(least shipment, asked - delivered before);  sum over p of quantity <= asked
    """
    served: dict[str, float] = defaultdict(float)
    for done in books.happened.deliveries:
        served[done.demand] += done.quantity
    had = dict(served)
    for row in books.planned.deliveries:
        demand = books.demands.get(row.demand)
        if demand is None:
            continue
        served[row.demand] += row.quantity
        left = asked(demand) - had.get(row.demand, 0.0)
        least = min(demand.min_shipment.value, left) if demand.min_shipment else 0.0
        if not at_most(least, row.quantity, least):
            where = f"delivery to {row.demand}, period {row.period}"
            yield Fault(Rule.DELIVERIES, where, f"{row.quantity:g} is less than the least of {least:g}")
    for name, quantity in served.items():
        if name in books.demands and not at_most(quantity, asked(books.demands[name])):
            message = f"{quantity:g} are delivered, but {asked(books.demands[name]):g} asked for"
            yield Fault(Rule.DELIVERIES, f"demand {name}", message)


def demands(books: Books) -> Iterator[Fault]:
    """Each open demand has one account, and it says what the deliveries come to.

    on time = sum with no day late;  late = sum of the others;  short = asked - on time - late;
    late quantity-days = sum of quantity · days late + short · max(0, last day of the plan - due).
    """
    received: dict[str, list[Delivery]] = defaultdict(list)
    for row in books.flows.deliveries:
        received[row.demand].append(row)
    yield from once(Rule.DEMANDS, "demand", books.demands, [row.id for row in books.plan.demands])
    for account in books.plan.demands:
        if account.id in books.demands:
            yield from _account(books, account, received[account.id])


def _account(books: Books, account: DemandAccount, rows: list[Delivery]) -> Iterator[Fault]:
    """One demand's account."""
    demand, where = books.demands[account.id], f"demand {account.id}"
    told = (account.item, account.site, account.due, account.priority)
    if told != (demand.item, demand.site, demand.due, demand.priority):
        yield Fault(Rule.DEMANDS, where, f"{told} is not what it asks for")
    late = {id(row): max(0, (books.counts_on(row) - demand.due).days) for row in rows}
    on_time = sum(row.quantity for row in rows if not late[id(row)])
    too_late = sum(row.quantity for row in rows if late[id(row)])
    short = asked(demand) - on_time - too_late
    waiting = max(0, (books.ends[-1] - demand.due).days)
    waited = sum(row.quantity * late[id(row)] for row in rows) + account.short * waiting
    for name, value in (("asked", asked(demand)), ("on_time", on_time), ("late", too_late), ("short", short)):
        if not near(getattr(account, name), value, asked(demand)):
            yield Fault(Rule.DEMANDS, where, f"{name} is {value:g}, not {getattr(account, name):g}")
    if not near(account.late_quantity_days, waited):
        yield Fault(Rule.DEMANDS, where, f"late quantity-days are {waited:g}, not {account.late_quantity_days:g}")
    dates = [books.counts_on(row) for row in rows]
    if (account.first, account.last) != (min(dates, default=None), max(dates, default=None)):
        yield Fault(Rule.DEMANDS, where, f"deliveries do not run from {account.first} to {account.last}")
