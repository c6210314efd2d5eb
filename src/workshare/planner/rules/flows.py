"""Rules of what is made, moved and bought: stocks balance, and nothing exceeds its capacity, limit or total.

Names: x[f,p] amount of flow f begun in period p, s[i,p] stock at the end of p, Λ the lag from start to arrival.
"""

from __future__ import annotations

import numpy as np

from workshare.planner.blocks import Entries, Grid, Links, carried, diagonal, lagged, same_period
from workshare.planner.hours import hours_available
from workshare.planner.lots import setup_hours, switched
from workshare.planner.model import Model, Rows
from workshare.planner.network import ENTER, FlowKind, Stock
from workshare.planner.rules.project import added_capacity


def balance(model: Model) -> Rows:
    """What comes into a stock goes out or stays.

    s[i,p-1] + sum over f of gives[f,i] · (Λ x[f])[p] + receipts[i,p]
        = sum over f of takes[f,i] · x[f,p] + sum over d at i of serve[d,p] + s[i,p]
    """
    columns, shrunk, number = model.columns, model.shrunk, model.stock_number
    rows = Grid(columns.hold.first, columns.hold.last)
    gives = [(number[s], n, v) for n, f in enumerate(shrunk.flows) for s, v in f.gives if s in number]
    takes = [(number[s], n, -v) for n, f in enumerate(shrunk.flows) for s, v in f.takes]
    serves = [
        (number[Stock(d.item, d.site)], n, -1.0) for n, (d, first, last) in enumerate(shrunk.demands) if first <= last
    ]
    entries = (
        lagged(rows, columns.flow, Links.of(gives), model.lag, model.table),
        same_period(rows, columns.flow, Links.of(takes)),
        same_period(rows, columns.serve, Links.of(serves)),
        diagonal(rows, columns.hold, -1.0),
        _kept(model, carried(rows, columns.hold)),
    )
    right = np.zeros(rows.size)
    for stock, quantity in shrunk.network.opening.items():
        if stock in number:
            n = number[stock]
            right[rows.at(n, int(rows.first[n]))] -= quantity
    for stock, _, day, quantity in shrunk.network.receipts:
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
    links = [(number[r], n, h) for n, f in enumerate(shrunk.flows) for r, h in f.hours]
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
    ships = [(n, f) for n, f in enumerate(shrunk.flows) if f.kind is FlowKind.SHIP and f.id in limits]
    used = sorted({f.id for _, f in ships})
    rows = Grid([0] * len(used), [len(shrunk.periods) - 1] * len(used))
    links = [(used.index(f.id), n, 1.0) for n, f in ships]
    entries = same_period(rows, model.columns.flow, Links.of(links), model.stretch)
    days = np.diff(np.asarray(shrunk.periods.bounds))
    most = np.concatenate([np.zeros(0), *(limits[name] * days for name in used)])
    return Rows(rows, (entries,), np.full(rows.size, -np.inf), most, tuple(used))


def supply_total(model: Model) -> Rows:
    """A supply gives no more in all than its total:  sum over p of x[f,p] <= total[f]."""
    flow = model.columns.flow
    capped = [n for n, f in enumerate(model.shrunk.flows) if f.kind is FlowKind.BUY and np.isfinite(f.total)]
    rows = Grid([0] * len(capped), [0] * len(capped))
    column = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(flow.size)[flow.of(n)] for n in capped)])
    row = np.repeat(np.arange(len(capped)), [flow.of(n).stop - flow.of(n).start for n in capped])
    most = np.array([model.shrunk.flows[n].total for n in capped])
    entries = Entries(row.astype(np.int64), column, np.ones(len(column)))
    names = tuple(model.shrunk.flows[n].id for n in capped)
    return Rows(rows, (entries,), np.full(len(capped), -np.inf), most, names)
