"""Rules of investments: how often, when and after what they are decided, and the hours that they add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from workshare.model.programme import days_from
from workshare.model.project import Investment
from workshare.outcome.terms import Built
from workshare.planner.verify.books import Books, Floats
from workshare.planner.verify.dates import NEVER, whole_days
from workshare.planner.verify.fault import Fault, Rule, near

WEEK = 7
FULL = 1.0


def investments(books: Books) -> Iterator[Fault]:
    """An investment is made no more often than it may be, in its time, after its approvals, at its price.

    number = 1, 2, … <= at most;  max(as of, not before, finish of all of ``after``) <= decided <= last day;
    ready = decided + days;  cost = sum of what is paid for it.
    """
    stand: dict[str, list[int]] = {}
    for row in books.plan.investments:
        where, investment = f"investment {row.investment}, number {row.number}", books.investments.get(row.investment)
        if investment is None:
            yield Fault(Rule.INVESTMENTS, where, "there is no such investment")
            continue
        stand.setdefault(row.investment, []).append(row.number)
        yield from (Fault(Rule.INVESTMENTS, where, why) for why in _built(books, investment, row))
    for name, numbers in stand.items():
        most = books.investments[name].at_most
        counts = Counter(numbers)
        if counts != Counter(range(1, len(numbers) + 1)) or len(numbers) > most:
            message = f"numbers {sorted(numbers)} do not count up from 1 to at most {most}"
            yield Fault(Rule.INVESTMENTS, f"investment {name}", message)


def _built(books: Books, investment: Investment, row: Built) -> Iterator[str]:
    """What is wrong with one investment's row."""
    start = books.programme.start
    decided, ready = days_from(start, row.decided, 0), days_from(start, row.ready, 0)
    lacking = [name for name in investment.after if name not in books.times]
    done = [books.times[name].finish for name in investment.after if name in books.times]
    first = max([books.as_of, days_from(start, investment.not_before, books.as_of), *done])
    if lacking:
        yield f"it waits for {lacking[0]}, which is never done"
    if not first <= decided <= books.last[-1]:
        yield f"it may be decided from day {first} to {books.last[-1]} only, not {row.decided}"
    if ready != decided + whole_days(investment.days.value):
        yield f"it is ready {whole_days(investment.days.value)} days after it is decided, not {row.ready}"
    cost = books.money.paid(investment.cost, 1.0, investment.payments, decided)
    if not near(row.cost, cost):
        yield f"it costs {cost:g}, not {row.cost:g}"


def added(books: Books, row: Built) -> Floats:
    """The hours that one investment adds to its resource in each period.

    hours[p] = sum over steps of its ramp of share · hours per day · days of p within the step;  a step lasts from
    its weeks after ready to the next one; before the first there is nothing, and without ramp all from ready on.
    """
    investment = books.investments[row.investment]
    first, last = np.array(books.first), np.array(books.last)
    ready = days_from(books.programme.start, row.ready, 0)
    steps = sorted((ready + WEEK * step.weeks, step.share.value) for step in investment.ramp) or [(ready, FULL)]
    gained = books.nothing()
    for (begin, share), (following, _) in zip(steps, [*steps[1:], (NEVER, FULL)], strict=True):
        days = np.maximum(0, np.minimum(last, following - 1) - np.maximum(first, begin) + 1)
        gained += share * investment.hours.per_day * days
    return gained
