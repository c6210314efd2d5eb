"""Where a plan's money goes, and what a delivered unit costs; each total is added up here and nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from workshare.model.programme import by_id
from workshare.outcome.costs import By, FundAccount, Outlay, UnitCost
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.outcome.terms import Payment
from workshare.results.accounts import cost, project_cost

PARTS = ("make", "buy", "move")


def outlays(payments: Iterable[Payment]) -> Table[Outlay]:
    """All payments by fund, by purpose, by country, by site and by family, period by period.

    Every breakdown comes to the same total in every period.
    """
    found: dict[tuple[By, str, int], float] = defaultdict(float)
    dates = {}
    for row in payments:
        dates[row.period] = row.date
        for by in By:
            found[by, str(getattr(row, by.value)), row.period] += row.amount
    order = {by: n for n, by in enumerate(By)}
    keys = sorted(found, key=lambda key: (order[key[0]], *key[1:]))
    return Table(Outlay, [Outlay(by=b, key=k, period=p, date=dates[p], amount=found[b, k, p]) for b, k, p in keys])


def totals(rows: Iterable[Outlay], by: By) -> dict[str, float]:
    """What is paid in all, for each key of a breakdown."""
    found: dict[str, float] = defaultdict(float)
    for row in rows:
        if row.by is by:
            found[row.key] += row.amount
    return dict(found)


def crossed(payments: Iterable[Payment], one: By, other: By) -> dict[tuple[str, str], float]:
    """What is paid in all, by the keys of two breakdowns together."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for row in payments:
        found[str(getattr(row, one.value)), str(getattr(row, other.value))] += row.amount
    return dict(found)


def fund_accounts(plan: Plan) -> Table[FundAccount]:
    """What becomes of every fund by the horizon; what one without a limit has spent is in the programme's currency."""
    last = {row.fund: row for row in plan.cash}
    spent = totals(plan.costs, By.FUND)
    rows = []
    for fund in plan.programme.funds:
        currency, amount = str(fund.currency or plan.programme.currency), fund.amount.value if fund.amount else None
        if amount is None or fund.id not in last:
            account = FundAccount(
                fund=fund.id, currency=plan.programme.currency, amount=None, spent=spent.get(fund.id, 0.0),
                left=None, lapsed=0.0, held=0.0,
            )  # fmt: skip
        else:
            end = last[fund.id]
            account = FundAccount(
                fund=fund.id, currency=currency, amount=amount, spent=end.spent, left=end.left,
                lapsed=max(0.0, end.released - end.spent - end.left), held=max(0.0, amount - end.released),
            )  # fmt: skip
        rows.append(account)
    return Table(FundAccount, rows)


def paid(plan: Plan) -> float:
    """All that is paid within the horizon."""
    return sum(row.amount for row in plan.payments)


def paid_later(plan: Plan) -> float:
    """What of a plan's cost is paid after the horizon."""
    return max(0.0, cost(plan) - paid(plan))


def unit_costs(plan: Plan) -> Table[UnitCost]:
    """What a unit of each delivered item costs on average, with its parts.

    Every item has one mean cost u over the whole plan (process costing by weighted averages): with d what is paid to
    make, buy and move the item itself, n the amounts of others that go into it, and q all of it that there ever is
    (stock and work in progress from before cost nothing),

        q[i] · u[i] = d[i] + sum over j of n[i,j] · u[j]

    What several outputs share is divided by their value at standard costs, and so are steps and investments among
    what is delivered. With them it is what 10 U.S.C. 4351(a) calls program acquisition unit cost, without them its
    procurement unit cost, for what this plan delivers.
    """
    delivered: dict[str, float] = defaultdict(float)
    for served in plan.deliveries:
        delivered[served.item] += served.quantity
    if not delivered or cost(plan) <= 0:
        return Table(UnitCost)
    worth = {str(i.id): i.cost.value if i.cost and i.cost.value > 0 else 1.0 for i in plan.programme.items}
    means = _means(_book(plan, worth), delivered)
    value = sum(worth[item] * quantity for item, quantity in delivered.items())
    share = project_cost(plan) / value
    rows = []
    for item, quantity in sorted(delivered.items()):
        make, buy, move = (means[part][item] for part in PARTS)
        project = share * worth[item]
        rows.append(
            UnitCost(
                item=item, quantity=quantity, make=make, buy=buy, move=move, project=project,
                unit=make + buy + move + project,
            )
        )  # fmt: skip
    return Table(UnitCost, rows)


@dataclass(slots=True)
class _Book:
    """For each item what there is of it, what is paid for it by part, and what goes into it."""

    items: tuple[str, ...]
    there: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    paid: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    into: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))


def _book(plan: Plan, worth: Mapping[str, float]) -> _Book:
    programme, flows = plan.programme, plan.flows
    book, operations = _Book(tuple(worth)), by_id(programme.operations)
    for stock in programme.stock:
        book.there[stock.item] += stock.quantity.value
    for operation in programme.operations:
        begun = sum(row.quantity.value for row in operation.in_progress)
        for item, n in operation.makes.items():
            book.there[item] += begun * n.value
    for made in flows.production:
        operation = operations[made.operation]
        good = operation.yield_share.value if operation.yield_share else 1.0
        value = sum(worth[item] * n.value for item, n in operation.makes.items())
        for item, n in operation.makes.items():
            part = worth[item] * n.value / value
            book.there[item] += made.runs * n.value * good
            book.paid["make", item] += made.cost * part
            for used, amount in operation.uses.items():
                book.into[item, used] += made.runs * amount.value * part
    for bought in flows.purchases:
        book.there[bought.item] += bought.quantity
        book.paid["buy", bought.item] += bought.cost
    for sent in flows.shipments:
        book.paid["move", sent.item] += sent.cost
    for swapped in flows.substitutions:
        book.there[swapped.instead_of] += swapped.quantity
        book.into[swapped.instead_of, swapped.item] += swapped.quantity
    return book


def _means(book: _Book, delivered: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """The mean cost of every item by part: the equations of ``unit_costs``, all at once."""
    number = {item: n for n, item in enumerate(book.items)}
    gone = np.zeros(len(number))
    inputs = np.zeros((len(number), len(number)))
    for (item, used), amount in book.into.items():
        inputs[number[item], number[used]] += amount
        gone[number[used]] += amount
    for item, amount in delivered.items():
        gone[number[item]] += amount
    there = np.maximum(np.array([book.there.get(item, 0.0) for item in book.items]), gone)
    there[there <= 0] = 1.0
    spent = np.array([[book.paid.get((part, item), 0.0) for part in PARTS] for item in book.items])
    solved, *_ = np.linalg.lstsq(np.eye(len(number)) - inputs / there[:, None], spent / there[:, None], rcond=None)
    return {part: {item: float(solved[number[item], n]) for item in book.items} for n, part in enumerate(PARTS)}
