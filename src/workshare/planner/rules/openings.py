"""Rules that follow from the others and help the search: they say of a part of a line what holds of a whole one.

Without them, a tenth of a line costs a tenth and serves everybody a little later, each product with a tenth of all
hours; with them, linear bounds come nearer to what whole decisions can reach.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workshare.gates import NEVER
from workshare.planner.blocks import Entries, Grid, Links, same_period
from workshare.planner.hours import hours_available
from workshare.planner.model import Model, Rows, no_rows
from workshare.planner.network import Flow
from workshare.planner.project import Deciding
from workshare.planner.rules.project import STARTED, added_capacity
from workshare.planner.stocks import Stock

ROUNDS = 100
"""So often openings are passed on from part to product; where they have not settled by then, there are no rows."""
MOST = 8
"""A stock that as many activities can open is taken to be open."""

Openings = Mapping[str, int] | None
"""Activities of which one must be done before there can be any of a stock, each with the days from its finish to the
first unit; None where none need be done."""


def served_when_open(model: Model) -> Rows:
    """Nothing is delivered before one of the lines that could have made it is open.

    left[d,p] / quantity[d] + sum over activities a that open any line of d of done[a](end of p - days from a to d) >= 1
    """
    left, deciding, periods = model.columns.left, model.deciding, model.shrunk.periods
    if not deciding.free:
        return no_rows()
    found = openings(model)
    z = model.columns.further[STARTED]
    cells: list[tuple[int, int, float]] = []
    count = 0
    for n, (d, first, last) in enumerate(model.shrunk.demands):
        ways = found.get(Stock(d.item, d.site))
        if first > last or not ways or not d.quantity or d.quantity.value <= 0:
            continue
        done = [_done(deciding, ways, periods.last(p) + 1) for p in range(first, last + 1)]
        for p, (now, after) in enumerate(zip(done, [*done[1:], None], strict=True), start=first):
            if now != after:  # what is left only falls, so of equal rows the last says all
                cells.append((count, int(left.at(n, p)), 1.0 / d.quantity.value))
                cells += [(count, int(z.at(s, j)), 1.0) for s, j in now]
                count += 1
    links = Links.of(cells)
    entries = (Entries(links.row, links.column, links.value),)
    rows = Grid([0] * count, [0] * count)
    return Rows(rows, entries, np.ones(count), np.full(count, np.inf))


def capacity_when_open(model: Model) -> Rows:
    """All that waits for one activity works, on one resource, no more hours than are there once it is done.

    sum over f waiting for a of hours[f,r] · x[f,p] · days[p] / days of p in which f may start
        <= hours[r,p] · done[a](first day of p - notice) + what investments add
    """
    deciding, shrunk, flow = model.deciding, model.shrunk, model.columns.flow
    if not deciding.free:
        return no_rows()
    z = model.columns.further[STARTED]
    groups: dict[tuple[str, str, int], list[tuple[int, float]]] = {}
    for n, f in enumerate(shrunk.flows):
        for a, notice in f.way.waits:
            for r, hours in f.hours:
                if a in deciding.free and hours > 0:
                    groups.setdefault((r, a, notice), []).append((n, hours))
    keys = [key for key, flows in groups.items() if len(flows) > 1]
    rows = Grid([0] * len(keys), [len(shrunk.periods) - 1] * len(keys))
    links = [(k, n, hours) for k, key in enumerate(keys) for n, hours in groups[key]]
    have = hours_available(model, tuple(r for r, _, _ in keys)) if keys else np.zeros((0, len(shrunk.periods)))
    cells = [
        (int(rows.at(k, p)), int(z.at(s, j)), -float(have[k, p]))
        for k, (_, a, notice) in enumerate(keys)
        for p in range(len(shrunk.periods))
        for s, j in deciding.done_by(a, shrunk.periods.first(p) - notice)
    ]
    done = Links.of(cells)
    entries = [same_period(rows, flow, Links.of(links), model.stretch), Entries(done.row, done.column, done.value)]
    entries += [added_capacity(model, rows, {r: k}) for k, (r, _, _) in enumerate(keys)]
    return Rows(rows, tuple(entries), np.full(rows.size, -np.inf), np.zeros(rows.size))


def _done(deciding: Deciding, ways: Mapping[str, int], day: int) -> list[tuple[int, int]]:
    return [cell for a, delay in ways.items() for cell in deciding.done_by(a, day - delay)]


def openings(model: Model) -> dict[Stock, Openings]:
    """What must be done before there can be any of each stock; stocks that nothing ever reaches are left out.

    A stock is opened by whatever opens one of its flows; a flow by the last activity it waits for itself, or else by
    what opens the scarcest thing it takes.
    """
    network = model.shrunk.network
    coming = [*(row[0] for row in network.receipts), *(row[0] for row in network.facts.arriving)]
    there: dict[Stock, Openings] = dict.fromkeys([*network.opening, *coming])
    found = dict(there)
    for _ in range(ROUNDS):
        further: dict[Stock, Openings] = dict(there)
        for flow in model.shrunk.flows:
            if all(stock in found for stock, _ in flow.takes):
                ways = _opened_by(model, flow, found)
                for stock, _ in flow.gives:
                    further[stock] = _either(further[stock], ways) if stock in further else ways
        if further == found:
            return found
        found = further
    return {}


def _opened_by(model: Model, flow: Flow, found: Mapping[Stock, Openings]) -> Openings:
    times = model.schedule.activities
    own = [(times[a].finish + n if a in times else NEVER, a, n) for a, n in flow.way.waits if a in model.deciding.free]
    if own:
        _, last, notice = max(own)
        return {last: notice + flow.lead}
    taken = [ways for stock, _ in flow.takes if (ways := found[stock]) is not None]
    if not taken:
        return None
    return {a: delay + flow.lead for a, delay in min(taken, key=lambda ways: (len(ways), sorted(ways.items()))).items()}


def _either(one: Openings, other: Openings) -> Openings:
    if one is None or other is None:
        return None
    both = {a: min(one.get(a, NEVER), other.get(a, NEVER)) for a in (*one, *other)}
    return both if len(both) <= MOST else None
