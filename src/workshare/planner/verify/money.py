"""Rules of money: everything that costs is paid, by a fund that may pay for it, while its money lasts."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from workshare.model.ids import SiteId
from workshare.model.money import Fund
from workshare.model.programme import by_id, days_from
from workshare.outcome.terms import Cash, Purpose
from workshare.outcome.terms import Payment as Paid
from workshare.planner.verify.books import Books, Floats
from workshare.planner.verify.dates import NEVER
from workshare.planner.verify.fault import SLACK, Fault, Rule, near
from workshare.planner.verify.instalments import Instalments


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """What money is paid for, with what decides which fund may pay."""

    purpose: Purpose
    id: str
    country: str
    site: str
    family: str


def _events(books: Books) -> Iterator[tuple[Thing, Instalments]]:
    """Everything in a plan that may cost money, and when how much of it is paid."""
    flows, country, paid = books.flows, books.country, books.money.instalments
    for made in flows.production:
        operation = books.operations[made.operation]
        family = books.items[next(iter(operation.makes))].family
        thing = Thing(Purpose.OPERATION, operation.id, country[operation.site], operation.site, family)
        yield thing, paid(operation.cost, made.runs, operation.payments, books.day(made))
        if made.setup:
            yield thing, paid(operation.setup_cost, 1.0, operation.payments, books.day(made))
    for sent in flows.shipments:
        to, family = SiteId(sent.destination), books.items[sent.item].family
        thing = Thing(Purpose.LANE, sent.lane, country[to], to, family)
        yield thing, paid(books.lanes[sent.lane].cost, sent.quantity, (), books.day(sent))
    for bought in flows.purchases:
        supply = books.supplies[bought.supply]
        origin, family = supply.country or country[supply.site], books.items[supply.item].family
        thing = Thing(Purpose.SUPPLY, supply.id, origin, supply.site, family)
        yield thing, paid(supply.price, bought.quantity, supply.payments, books.day(bought))
    for activity in books.programme.activities:
        yield Thing(Purpose.ACTIVITY, activity.id, activity.country or "", "", ""), books.owed(activity)
    sites = {resource.id: resource.site for resource in books.programme.resources}
    for row in (row for rows in books.built.values() for row in rows):
        investment = books.investments[row.investment]
        site = sites[investment.resource]
        thing = Thing(Purpose.INVESTMENT, investment.id, investment.country or country[site], site, "")
        decided = days_from(books.programme.start, row.decided, 0)
        yield thing, paid(investment.cost, 1.0, investment.payments, decided)


def payments(books: Books) -> Iterator[Fault]:
    """What is spent on a thing in a period is paid in it, to the last bit, and nothing else is.

    sum over funds of amount = sum over events of share · cost · rate on the day, for every day within the period on
    which a share is due; what is due after the last day is no payment of the plan. What was due before the plan's day
    is paid on its own.
    """
    spent: dict[tuple[Thing, int, dt.date], float] = defaultdict(float)
    for thing, instalments in _events(books):
        for due, money in instalments:
            if due <= books.last[-1]:
                p = books.counted_in(due)
                spent[thing, p, books.periods.date(due) if due < books.today else books.ends[p]] += money
    told: dict[tuple[Thing, int, dt.date], float] = defaultdict(float)
    for row in books.plan.payments:
        where = f"payment of {row.fund or 'no fund'} for {row.purpose} {row.id}, period {row.period}"
        if not _can_be_read(books, row):
            yield Fault(Rule.PAYMENTS, where, f"{row.amount:g} in period {row.period} is no payment")
            continue
        date = books.counts_on(row)
        if row.date != date:
            yield Fault(Rule.PAYMENTS, where, f"it counts on {date}, not {row.date}")
        told[Thing(row.purpose, row.id, row.country, row.site, row.family), row.period, date] += row.amount
    for key in sorted({*spent, *told}):
        (thing, period, _), costs, paid = key, spent[key], told[key]
        if not near(costs, paid) or (paid and not costs):
            where = f"{thing.purpose} {thing.id} ({thing.country}, {thing.site}, {thing.family}), period {period}"
            yield Fault(Rule.PAYMENTS, where, f"costs {costs:g}, but {paid:g} are paid")


def _can_be_read(books: Books, row: Paid) -> bool:
    return 0 <= row.period < len(books.last) and 0 < row.amount < math.inf


def funds(books: Books) -> Iterator[Fault]:
    """A fund pays for what it may pay for, while its money may be spent, and no more than it has.

    max(day from which all is known, effective start, gates) <= last day of p <= effective end;
    sum over q <= p of amount[q] / rate of its currency on the last day of q <= its amount.
    Where there are no funds nobody is named, nor for what was paid before the plan without any fund's money.
    """
    known = by_id(books.programme.funds)
    for row in books.plan.payments:
        where, fund = f"payment of {row.fund or 'no fund'} for {row.purpose} {row.id}", known.get(row.fund)
        if fund is None:
            if row.fund or (known and row.date >= books.plan.as_of):
                yield Fault(Rule.FUNDS, where, "there is no such fund")
        elif _can_be_read(books, row):
            if not _may_pay(fund, row):
                yield Fault(Rule.FUNDS, where, "the fund may not pay for this")
            opens, closes = _open(books, fund)
            if not opens <= books.day(row) <= closes:
                yield Fault(Rule.FUNDS, where, f"the fund's money cannot be spent in period {row.period}")
    for fund in known.values():
        if fund.amount:
            total = float(_spent(books, fund)[-1])
            if total > fund.amount.value + SLACK * max(1.0, fund.amount.value):
                message = f"pays {total:g}, more than {fund.amount.value:g}"
                yield Fault(Rule.FUNDS, f"fund {fund.id}", message)


def _may_pay(fund: Fund, row: Paid) -> bool:
    """Whether a payment agrees with every line of what a fund pays for."""
    lines = fund.pays_for
    singly: dict[Purpose, Iterable[str]] = {
        Purpose.OPERATION: lines.operations,
        Purpose.SUPPLY: lines.supplies,
        Purpose.LANE: lines.lanes,
        Purpose.ACTIVITY: lines.activities,
        Purpose.INVESTMENT: lines.investments,
    }
    wide = ((lines.families, row.family), (lines.partners, row.country), (lines.sites, row.site))
    if any(listed and value not in listed for listed, value in wide):
        return False
    return row.id in singly[row.purpose] if any(singly.values()) else True


def _open(books: Books, fund: Fund) -> tuple[int, int]:
    """The first and the last day on which a fund's money may be spent."""
    start = books.programme.start
    known = 0 if books.facts.actuals else books.today
    gates = [books.gates.get(gate, NEVER) for gate in fund.needs]
    opens = max([known, days_from(start, fund.effective_start, 0), *gates])
    return opens, days_from(start, fund.effective_end, NEVER)


def _spent(books: Books, fund: Fund) -> Floats:
    """What a fund has paid by the end of each period, in its own currency."""
    paid = books.nothing()
    for row in books.plan.payments:
        if row.fund == fund.id and _can_be_read(books, row):
            paid[row.period] += row.amount / books.money.rate(fund.currency or "", books.last[row.period])
    return np.cumsum(paid)


def cash(books: Books) -> Iterator[Fault]:
    """Each fund that has an amount has a row for each period, in its own currency.

    released = amount from the day of its release on, else 0;  spent = sum over q <= p of what it paid;
    left = amount - spent from its release to its last day, else 0.
    """
    limited: dict[str, Fund] = {fund.id: fund for fund in books.programme.funds if fund.amount}
    spent = {name: _spent(books, fund) for name, fund in limited.items()}
    missing = {(name, p) for name in limited for p in range(len(books.last))}
    for row in books.plan.cash:
        key, where = (row.fund, row.period), f"cash of {row.fund}, period {row.period}"
        if key not in missing:
            yield Fault(Rule.CASH, where, "there is no such row, or it stands twice")
            continue
        missing.discard(key)
        paid = float(spent[row.fund][row.period])
        yield from (Fault(Rule.CASH, where, why) for why in _position(books, limited[row.fund], paid, row))
    for name, p in sorted(missing):
        yield Fault(Rule.CASH, f"cash of {name}, period {p}", "its row is missing")


def _position(books: Books, fund: Fund, spent: float, row: Cash) -> Iterator[str]:
    """What is wrong with a fund's row at the end of a period."""
    amount = fund.amount.value if fund.amount else 0.0
    opens, closes = _open(books, fund)
    day = books.last[row.period]
    released = amount if opens <= day else 0.0
    left = amount - spent if opens <= day <= closes else 0.0
    if row.date != books.ends[row.period]:
        yield f"it counts on {books.ends[row.period]}, not {row.date}"
    for name, value in (("released", released), ("spent", spent), ("left", left)):
        if not near(getattr(row, name), value, amount):
            yield f"{name} is {value:g}, not {getattr(row, name):g}"
