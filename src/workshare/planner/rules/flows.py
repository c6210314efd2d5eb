"""Rules of what is made, moved and bought: stocks balance, and nothing exceeds its capacity, limit or total.

Names: x[f,p] amount of flow f begun in period p, s[i,p] stock at the end of p, Λ the lag from start to arrival.
"""

from __future__ import annotations

import numpy as np

from workshare.planner.blocks import Entries, Grid, Links, carried, diagonal, drawn, lagged, same_period
from workshare.planner.hours import hours_available
from workshare.planner.lots import setup_hours, switched
from workshare.planner.model import Model, Rows, no_rows, once
from workshare.planner.network import FlowKind
from workshare.planner.rules.owed import owed_in_balance
from workshare.planner.rules.project import added_capacity
from workshare.planner.stocks import ENTER


def balance(model: Model) -> Rows:
    """What comes into a stock goes out or stays.

    s[i,p-1] + sum over f of gives[f,i] · (Λ x[f])[p] + receipts[i,p] + what was on its way[i,p]
        = sum over f of takes[f,i] · x[f,p] + sum over d at i of serve[d,p] + s[i,p]

    Where the network is contracted, some flows draw in an earlier period, and what is owed is stock below nothing.
    """
    columns, shrunk, number = model.columns, model.shrunk, model.stock_number
    rows = Grid(columns.hold.first, columns.hold.last)
    gives = ((number[s], n, v) for n, f in enumerate(shrunk.flows) for s, v in f.gives if s in number)
    taken = ((n, s, v) for n, f in enumerate(shrunk.flows) for s, v in f.takes if s in number)
    takes = ((number[s], n, -v) for n, s, v in taken if (n, s) not in shrunk.draws)
    earlier = [(n, s, v) for n, s in shrunk.draws for t, v in shrunk.flows[n].takes if t == s and s in number]
    draws = Links.of((number[s], n, -v) for n, s, v in earlier)
    before = np.array([shrunk.draws[n, s] for n, s, _ in earlier], dtype=np.int64)
    place = {(s.item, s.site): n for s, n in number.items() if not s.stage}
    serves = ((place[d.item, d.site], n, -1.0) for n, (d, first, last) in enumerate(shrunk.demands) if first <= last)
    entries = (
        lagged(rows, columns.flow, Links.of(gives), model.lag, model.table),
        same_period(rows, columns.flow, Links.of(takes)),
        drawn(rows, columns.flow, draws, before, model.table),
        same_period(rows, columns.serve, Links.of(serves)),
        diagonal(rows, columns.hold, -1.0),
        _kept(model, carried(rows, columns.hold)),
        *owed_in_balance(model, rows),
    )
    right = np.zeros(rows.size)
    for backlog in shrunk.backlogs:
        falls_due = np.flatnonzero(backlog.due)
        right[rows.at(number[backlog.stock], falls_due)] += backlog.due[falls_due]
    lies = [(number[stock], quantity) for stock, quantity in shrunk.network.opening.items() if stock in number]
    right[rows.begin[[n for n, _ in lies]]] -= [quantity for _, quantity in lies]
    coming = [(stock, day, quantity) for stock, _, day, quantity in shrunk.network.receipts]
    for stock, day, quantity in (*coming, *shrunk.network.facts.arriving):
        p = shrunk.periods.counted_by(day) if day <= shrunk.periods.horizon else len(shrunk.periods)
        if stock in number and p <= rows.last[number[stock]]:
            right[rows.at(number[stock], p)] -= quantity
    return Rows(rows, entries, right, right)


def _kept(model: Model, carry: Entries) -> Entries:
    """What is carried into the next period; nothing stays at the entrance of what spoils."""
    enters = np.array([stock.stage == ENTER for stock in model.stocks], dtype=bool)
    if not enters.any():
        return carry
    stays = ~enters[model.columns.hold.owner[carry.column - model.columns.hold.base]]
    return Entries(carry.row[stays], carry.column[stays], carry.value[stays])


def capacity(model: Model) -> Rows:
    """A resource works no more hours in a period than it has; each operation runs evenly over the days it may.

    (sum over f of hours[f,r] · x[f,p] + setup[f,r] · begun[f,p]) · days[p] / days of p in which f may start
        <= hours[r,p] + what investments add
    """
    shrunk = model.shrunk
    setups = {r for one in switched(model) for r in one.setup}
    used = sorted({r for f in shrunk.flows for r, _ in f.hours} | setups)
    number = {r: n for n, r in enumerate(used)}
    rows = Grid([0] * len(used), [len(shrunk.periods) - 1] * len(used))
    links = ((number[r], n, h) for n, f in enumerate(shrunk.flows) for r, h in f.hours)
    entries = same_period(rows, model.columns.flow, Links.of(links), model.stretch)
    setting_up = setup_hours(model, rows, number)
    have = hours_available(model, tuple(used))
    added = added_capacity(model, rows, number)
    return Rows(rows, (entries, setting_up, added), np.full(rows.size, -np.inf), have.ravel(), tuple(used))


def lane_limit(model: Model) -> Rows:
    """A lane carries no more in a period than its limit, over all its legs and items.

    sum over legs f of lane l of x[f,p] · days[p] / days of p in which f may start <= limit[l] · days[p]
    """
    shrunk = model.shrunk
    limits: dict[str, float] = {lane.id: lane.limit.per_day for lane in model.programme.lanes if lane.limit}
    if not limits:
        return no_rows()
    ships = [(n, f) for n, f in enumerate(shrunk.flows) if f.kind is FlowKind.SHIP and f.id in limits]
    used = sorted({f.id for _, f in ships})
    rows = Grid([0] * len(used), [len(shrunk.periods) - 1] * len(used))
    links = [(used.index(f.id), n, 1.0) for n, f in ships]
    entries = same_period(rows, model.columns.flow, Links.of(links), model.stretch)
    days = np.diff(np.asarray(shrunk.periods.bounds))
    most = np.concatenate([np.zeros(0), *(limits[name] * days for name in used)])
    return Rows(rows, (entries,), np.full(rows.size, -np.inf), most, tuple(used))


def supply_total(model: Model) -> Rows:
    """A supply gives no more in all than its total:  sum over flows f of the supply, p, of x[f,p] <= total."""
    flow = model.columns.flow
    ways = _ways_of_supplies(model)
    capped = {name: numbers for name, numbers in ways.items() if np.isfinite(model.shrunk.flows[numbers[0]].total)}
    cells = [(row, flow.of(n)) for row, numbers in enumerate(capped.values()) for n in numbers]
    if not capped:
        return no_rows()
    column = np.concatenate([np.arange(flow.size)[cut] for _, cut in cells])
    row = np.repeat([row for row, _ in cells], [cut.stop - cut.start for _, cut in cells])
    most = np.array([model.shrunk.flows[numbers[0]].total for numbers in capped.values()])
    rows = Grid([0] * len(capped), [0] * len(capped))
    entries = Entries(row.astype(np.int64), column, np.ones(len(column)))
    return Rows(rows, (entries,), np.full(len(capped), -np.inf), most, tuple(capped))


def supply_rate(model: Model) -> Rows:
    """A supply that may come under several licences gives no more at a time under all of them than its rate.

    sum over flows f of the supply of x[f,p] <= rate · days of p on which any of them may come
    """
    shrunk = model.shrunk
    several = {
        name: numbers
        for name, numbers in _ways_of_supplies(model).items()
        if len(numbers) > 1 and np.isfinite(shrunk.flows[numbers[0]].rate)
    }
    if not several:
        return no_rows()
    rows = Grid([0] * len(several), [len(shrunk.periods) - 1] * len(several))
    links = [(row, n, 1.0) for row, numbers in enumerate(several.values()) for n in numbers]
    most = np.zeros(rows.size)
    for row, numbers in enumerate(several.values()):
        for p in range(len(shrunk.periods)):
            days = {
                day
                for n in numbers
                for day in range(
                    max(shrunk.windows[n].opens, shrunk.periods.first(p)),
                    min(shrunk.windows[n].closes, shrunk.periods.last(p)) + 1,
                )
            }
            most[rows.at(row, p)] = shrunk.flows[numbers[0]].rate * len(days)
    entries = same_period(rows, model.columns.flow, Links.of(links))
    return Rows(rows, (entries,), np.full(rows.size, -np.inf), most, tuple(several))


@once
def _ways_of_supplies(model: Model) -> dict[str, list[int]]:
    """The numbers of the flows by which each supply may come."""
    found: dict[str, list[int]] = {}
    for n, flow in enumerate(model.shrunk.flows):
        if flow.kind is FlowKind.BUY:
            found.setdefault(flow.id, []).append(n)
    return found
