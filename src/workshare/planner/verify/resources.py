"""Rules of working time: no resource works longer than it can, and its account says how long it works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from workshare.model.network import Resource
from workshare.model.programme import by_id, days_from
from workshare.outcome.rows import Production
from workshare.planner.verify.books import Books, Floats
from workshare.planner.verify.dates import NEVER
from workshare.planner.verify.fault import Fault, Rule, at_most, near
from workshare.planner.verify.investments import added


def capacity(books: Books) -> Iterator[Fault]:
    """A resource works no more than its hours, each operation at an even pace over the days it may start.

    sum over o of (hours[o,r] · runs[o,p] + setup[o,r] if it is set up for) · days[p] / days of p on which o may start
        <= hours[r,p]
    """
    load: dict[str, Floats] = defaultdict(books.nothing)
    for row in books.planned.production:
        p = row.period
        days = books.begins(row).days(books.first[p], books.last[p])
        for resource, hours in _hours(books, row):
            load[resource][p] += hours * books.length[p] / max(days, 1)
    resources = by_id(books.programme.resources)
    for name, worked in load.items():
        have = available(books, resources[name])
        for at in np.flatnonzero(worked > have):
            if not at_most(float(worked[at]), float(have[at])):
                message = f"{worked[at]:g} hours are worked, but there are {have[at]:g}"
                yield Fault(Rule.CAPACITY, f"resource {name}, period {at}", message)


def _hours(books: Books, row: Production) -> Iterator[tuple[str, float]]:
    """The hours that runs take of each resource, with those of setting up."""
    operation = books.operations[row.operation]
    yield from ((resource, hours.value * row.runs) for resource, hours in operation.time.items())
    if row.setup:
        yield from ((resource, hours.value) for resource, hours in operation.setup.items())


def available(books: Books, resource: Resource) -> Floats:
    """The hours of a resource in each period, with those of investments.

    A step lasts from its start to its end, to the day before the next step, or for ever:
    hours[p] = sum over steps of hours per day · days of p within the step + what investments add.
    """
    start = books.programme.start
    first = np.array(books.first)
    last = np.array(books.last)
    steps = sorted(resource.hours, key=lambda step: days_from(start, step.effective_start, 0))
    begins = [days_from(start, step.effective_start, 0) for step in steps]
    have = books.nothing()
    for step, begin, following in zip(steps, begins, [*begins[1:], NEVER], strict=False):
        end = min(days_from(start, step.effective_end, NEVER), following - 1)
        have += step.hours.per_day * np.maximum(0, np.minimum(last, end) - np.maximum(first, begin) + 1)
    return have + sum((added(books, row) for row in books.built.get(resource.id, ())), books.nothing())


def loads(books: Books) -> Iterator[Fault]:
    """Each resource has one row for each period, with its dates, the hours worked and the hours there are.

    hours = sum over o of hours[o,r] · runs[o,p] + setup[o,r] if it is set up for.  The shadow price is the solver's
    word and not checked.
    """
    worked: dict[str, Floats] = defaultdict(books.nothing)
    for row in books.flows.production:
        for resource, hours in _hours(books, row):
            worked[resource][row.period] += hours
    resources = by_id(books.programme.resources)
    have = {name: available(books, resource) for name, resource in resources.items()}
    missing = {(name, p) for name in resources for p in range(len(books.last))}
    for load in books.plan.resources:
        key, where = (load.resource, load.period), f"resource {load.resource}, period {load.period}"
        if key not in missing:
            yield Fault(Rule.RESOURCES, where, "there is no such row, or it stands twice")
            continue
        missing.discard(key)
        p = load.period
        dates = (books.periods.date(books.first[p]), books.ends[p])
        if (load.site, load.first, load.date) != (resources[load.resource].site, *dates):
            yield Fault(Rule.RESOURCES, where, f"it stands at {load.site} from {load.first} to {load.date}")
        if not near(load.hours, float(worked[load.resource][p])):
            yield Fault(Rule.RESOURCES, where, f"works {worked[load.resource][p]:g} hours, not {load.hours:g}")
        if not near(load.capacity, float(have[load.resource][p])):
            yield Fault(Rule.RESOURCES, where, f"has {have[load.resource][p]:g} hours, not {load.capacity:g}")
    for name, p in sorted(missing):
        yield Fault(Rule.RESOURCES, f"resource {name}, period {p}", "its row is missing")
