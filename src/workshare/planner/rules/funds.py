"""Rules of money: what is spent is paid, and no fund pays more than it has, or out of its time.

Names: pay[f,c,p] what fund f pays for class c in period p; a class is everything that the same funds may pay for.
Money is counted in units of the dearest thing, so that no number of the matrix is large.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workshare.planner.blocks import Entries, Grid, Links, same_period
from workshare.planner.fact_tables import drawn_before
from workshare.planner.lots import switched
from workshare.planner.model import Family, Model, Rows, no_rows
from workshare.planner.prices import period_of
from workshare.planner.rules.project import STARTED, STARTS
from workshare.planner.spending import (
    Spend,
    Things,
    fact_payments,
    flow_spending,
    project_payments,
    released,
    setup_spending,
)

PAY = "pay"


def pay(model: Model) -> Family:
    """What each fund pays for each class in each period, from its release to its expiry."""
    things: list[str] = []
    spans: list[tuple[int, int]] = []
    periods = model.shrunk.periods
    for fund, _ in _pairs(model):
        first, end = released(model, model.programme.funds[fund])
        last = len(periods) - 1
        begins = periods.counted_by(first) if first <= periods.horizon else last + 1
        while last >= begins and periods.last(last) > end:
            last -= 1
        spans.append((begins, last))
        things.append(model.programme.funds[fund].id)
    first_last = np.array(spans, dtype=int).reshape(len(spans), 2)
    return Family(tuple(things), first_last[:, 0], first_last[:, 1])


def _classes(model: Model) -> list[tuple[int, ...]]:
    """The sets of funds that may pay for the same things; the empty one for what nobody pays for."""
    if not model.programme.funds:
        return []
    things = Things(model.programme)
    return sorted({things.payers(thing) for thing in things.every()})


def _pairs(model: Model) -> list[tuple[int, int]]:
    """The number of each fund with the number of each class that it may pay for."""
    return [(fund, c) for c, payers in enumerate(_classes(model)) for fund in payers]


def paying(model: Model) -> list[tuple[int, tuple[int, ...]]]:
    """The number of each fund with each class that it may pay for, as the funds that may; the things of ``pay``."""
    return [(fund, payers) for payers in _classes(model) for fund in payers]


def spending_is_paid(model: Model) -> Rows:
    """What is spent on a class in a period, funds pay:  sum over f of pay[f,c,p] = spending[c,p] / unit of money."""
    classes = _classes(model)
    if not classes:
        return no_rows()
    things, unit = Things(model.programme), money_unit(model)
    number = {payers: n for n, payers in enumerate(classes)}
    rows = Grid([0] * len(classes), [len(model.shrunk.periods) - 1] * len(classes))
    cells = []
    for spend in _spending(model, things):
        c = number[things.payers(spend.thing)]
        cells.append((int(rows.at(c, spend.period)), spend.column, -spend.amount / unit))
    right = np.zeros(rows.size)
    fixed = [*project_payments(model, things)]
    fixed += [bill[1:] for bill in fact_payments(model, things) if bill[2] >= model.shrunk.network.today]
    for thing, day, amount in fixed:
        p = period_of(model.shrunk.periods, day)
        if p is not None:
            right[rows.at(number[things.payers(thing)], p)] += amount / unit
    pairs = [(c, n, 1.0) for n, (_, c) in enumerate(_pairs(model))]
    links = Links.of(cells)
    entries = (
        same_period(rows, model.columns.further[PAY], Links.of(pairs)),
        Entries(links.row, links.column, links.value),
    )
    return Rows(rows, entries, right, right, tuple("; ".join(_names(model, c)) for c in classes))


def _names(model: Model, payers: tuple[int, ...]) -> Iterator[str]:
    return (str(model.programme.funds[n].id) for n in payers)


def _spending(model: Model, things: Things) -> Iterator[Spend]:
    """What every column spends within the horizon."""
    yield from flow_spending(model, things)
    yield from setup_spending(model, things)
    y, rates = model.columns.further.get(STARTS), model.shrunk.network.rates
    for n, step in enumerate(model.deciding.steps if y is not None else ()):
        thing = things.known[step.purpose, step.id]
        for j, start in enumerate(step.days):
            for day, amount in rates.paid(step.price, start) if step.price.value else ():
                p = period_of(model.shrunk.periods, day)
                if p is not None and y is not None:
                    yield Spend(thing, int(y.at(n, j)), p, amount)


def fund_limit(model: Model) -> Rows:
    """A fund pays no more in all than its amount, at the rates of the periods in which it pays.

    sum over c, p of pay[f,c,p] / rate[f,p] <= (amount[f] - what it had paid) / unit of money
    """
    funds = model.programme.funds
    limited = [n for n, f in enumerate(funds) if f.amount is not None]
    if not limited:
        return no_rows()
    row = {n: k for k, n in enumerate(limited)}
    grid, periods, rates = model.columns.further[PAY], model.shrunk.periods, model.shrunk.network.rates
    unit = money_unit(model)
    cells = []
    for n, (fund, _) in enumerate(_pairs(model)):
        if fund in row:
            currency = str(funds[fund].currency or "")
            cells += [
                (row[fund], int(grid.at(n, p)), 1.0 / rates.at(currency, periods.last(p)))
                for p in range(int(grid.first[n]), int(grid.last[n]) + 1)
            ]
    links = Links.of(cells)
    paid = drawn_before(model)
    most = np.array([max(0.0, f.amount.value - paid.get(f.id, 0.0)) / unit for f in funds if f.amount is not None])
    rows = Grid([0] * len(limited), [0] * len(limited))
    entries = (Entries(links.row, links.column, links.value),)
    return Rows(rows, entries, np.full(len(limited), -np.inf), most, tuple(funds[n].id for n in limited))


def money_when_voted(model: Model) -> Rows:
    """A fund whose gate opens by choice pays in a period only if the gate is open by its last day.

    pay[f,c,p] <= most[f] · done[a](last day of p)
    """
    if not model.deciding.free or not model.programme.funds:
        return no_rows()
    gates = {g.id: g.needs for g in model.programme.gates}
    grid, periods, free = model.columns.further[PAY], model.shrunk.periods, model.deciding.free
    cells: list[tuple[int, int, float]] = []
    count = 0
    for n, (fund, _) in enumerate(_pairs(model)):
        row = model.programme.funds[fund]
        most = (row.amount.value if row.amount else PLENTY_OF_MONEY) / money_unit(model)
        waits = sorted({a for g in row.needs for a in gates[g]} & free)
        for p in range(int(grid.first[n]), int(grid.last[n]) + 1) if waits else ():
            for a in waits:
                cells.append((count, int(grid.at(n, p)), 1.0))
                done = model.deciding.done_by(a, periods.last(p))
                cells += [(count, int(model.columns.further[STARTED].at(s, j)), -most) for s, j in done]
                count += 1
    links = Links.of(cells)
    rows = Grid([0] * count, [0] * count)
    entries = (Entries(links.row, links.column, links.value),)
    return Rows(rows, entries, np.full(count, -np.inf), np.zeros(count))


PLENTY_OF_MONEY = 1e12
"""What a fund without limit may pay in a period."""


def money_unit(model: Model) -> float:
    """The unit in which money is counted in the matrix: the price of the dearest thing."""
    rates = model.shrunk.network.rates
    prices = [f.price.value * rates.at(f.price.currency, 0) for f in model.shrunk.flows]
    prices += [one.setup_price.value * rates.at(one.setup_price.currency, 0) for one in switched(model)]
    prices += [s.price.value * rates.at(s.price.currency, 0) for s in model.deciding.steps]
    return max([1.0, *prices])
