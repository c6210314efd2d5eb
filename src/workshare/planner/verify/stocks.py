"""Rules of stocks: what operations bring, in whole runs or not, what lies where, nothing before its day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from workshare.planner.verify.books import Books, Floats
from workshare.planner.verify.dates import NEVER
from workshare.planner.verify.fault import SLACK, Fault, Rule


def outputs(books: Books) -> Iterator[Fault]:
    """An operation brings what is accepted of what it makes, at its site: work in progress, and runs that are ready.

    sum over q <= p of output[i,q] = receipts[i] up to p + makes[i] · yield · runs arrived by p;
    at most that where whole units are asked for, since there a run waits until it is whole.
    """
    for row in books.planned.outputs:
        operation = books.operations[row.operation]
        where = f"output of {row.operation}, {row.item}, period {row.period}"
        if row.site != operation.site or row.item not in operation.makes:
            yield Fault(Rule.OUTPUTS, where, f"it does not make {row.item} at {row.site}")
        if row.date != books.ends[row.period]:
            yield Fault(Rule.OUTPUTS, where, f"it counts on {books.ends[row.period]}, not {row.date}")
    brought = _brought(books)
    for name, operation in books.operations.items():
        arrived = books.arrived_runs.get(name, books.nothing())
        units = not books.in_units.isdisjoint(operation.makes)
        for item, n in operation.accepted.items():
            out = np.cumsum(brought[name, item])
            slack = SLACK * np.maximum(1.0, np.maximum(np.abs(out), n * arrived))
            over = out - n * arrived
            for p in np.flatnonzero((over > slack) | ((over < -slack) & (not units)))[:1]:
                message = f"{out[p]:g} have come out by then, but {n * arrived[p]:g} are accepted"
                yield Fault(Rule.OUTPUTS, f"output of {name}, {item}, period {p}", message)


def whole_runs(books: Books) -> Iterator[Fault]:
    """Where a discrete item is demanded or measured, runs come out whole, with all that they make.

    (output[i,p] - receipts[i,p]) / makes[i] is one whole number for every item i of the operation.
    """
    brought = _brought(books)
    for name, operation in books.operations.items():
        if books.in_units.isdisjoint(operation.makes):
            continue
        runs = np.array([brought[name, item] / n.value for item, n in operation.makes.items()])
        slack = SLACK * np.maximum(1.0, np.abs(runs))
        broken = (np.abs(runs - np.round(runs)) > slack) | (np.abs(runs - runs[0]) > slack) | (runs < -slack)
        for p in np.flatnonzero(broken.any(axis=0)):
            message = f"{', '.join(f'{n:g}' for n in runs[:, p])} runs come out, not one whole number of them"
            yield Fault(Rule.WHOLE_RUNS, f"output of {name}, period {p}", message)


def _brought(books: Books) -> dict[tuple[str, str], Floats]:
    """Outputs by operation and item, less what work in progress brings."""
    brought: dict[tuple[str, str], Floats] = defaultdict(books.nothing)
    for row in books.flows.outputs:
        brought[row.operation, row.item][row.period] += row.quantity
    for name, operation in books.operations.items():
        for item, p, quantity in books.receipts(operation):
            brought[name, item][p] -= quantity
    return brought


def balance(books: Books) -> Iterator[Fault]:
    """What lies at a place is what came less what went, never less than nothing, and the stock table says so.

    stock[p] = opening + sum over q <= p of (outputs + arrivals + purchases + swapped in
        - inputs - shipments - swapped out - deliveries)[q] >= 0
    Within the periods before the plan's day it is the record that says what came when, and no plan answers for it.
    """
    planned = np.array(books.last) >= books.as_of
    told: dict[tuple[str, str], Floats] = defaultdict(books.nothing)
    seen: set[tuple[str, str, int]] = set()
    for row in books.flows.stock:
        where = f"stock of {row.item} at {row.site}, period {row.period}"
        if (row.item, row.site, row.period) in seen:
            yield Fault(Rule.STOCK, where, "it stands there twice")
        seen.add((row.item, row.site, row.period))
        if row.date != books.ends[row.period]:
            yield Fault(Rule.STOCK, where, f"it counts on {books.ends[row.period]}, not {row.date}")
        told[row.item, row.site][row.period] = row.quantity
    for place in sorted({*told, *books.levels}):
        level, come = books.levels.get(place, (books.nothing(), books.nothing()))
        slack = SLACK * np.maximum(1.0, come)
        where = f"stock of {place[0]} at {place[1]}"
        for p in np.flatnonzero((level < -slack) & planned):
            yield Fault(Rule.STOCK, f"{where}, period {p}", f"{-level[p]:g} more go out than there are")
        for p in np.flatnonzero(np.abs(told[place] - level) > slack):
            yield Fault(Rule.STOCK, f"{where}, period {p}", f"{level[p]:g} lie there, not {told[place][p]:g}")


def not_too_early(books: Books) -> Iterator[Fault]:
    """Nothing counts anywhere before the first day on which it can be there at all:  date >= E[item, site].

    E is the longest path through gates, recipes and lanes, the shortest over alternatives, to the day.
    """
    flows, there = books.planned, books.there
    counts = [(row.item, row.site, row.period, "output") for row in flows.outputs]
    counts += [(row.item, row.site, row.period, "purchase") for row in flows.purchases]
    counts += [(row.item, row.site, row.period, "delivery") for row in flows.deliveries]
    counts += [(row.item, row.site, row.period, "substitution") for row in flows.substitutions]
    counts += [(row.instead_of, row.site, row.period, "substitution") for row in flows.substitutions]
    counts += [(row.item, row.origin, row.period, "shipment") for row in flows.shipments]
    for item, site, p, what in counts:
        day = there.get((item, site), NEVER)
        if books.last[p] < day:
            can = f"not before {books.periods.date(day)}" if day <= books.last[-1] else "never within the plan"
            yield Fault(Rule.EARLIEST, f"{what} of {item} at {site}, period {p}", f"it can be there {can}")
    for row in flows.shipments:
        day = there.get((row.item, row.destination), NEVER)
        if (row.arrives - books.periods.start).days < day:
            where = f"shipment of {row.item} to {row.destination}, period {row.period}"
            yield Fault(Rule.EARLIEST, where, "it arrives before it can be there")
