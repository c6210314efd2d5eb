"""How long the matrix takes to build, beside the fastest build of the same arrays by hand: python benchmarks/build.py

The hand-written build knows this model and nothing else. Both start from the same shrunk network and end in the same
arrays: scipy's compressed columns, and the bounds of columns and rows; that they are the same is checked. Printed: the
ratio of the medians of CPU time, side by side in one run, against two floors: the whole build by hand, and the same
with all links between flows and stocks already lying in flat arrays.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from programmes import MEDIUM, SMALL, Size, programme

from workshare.gates import schedule
from workshare.planner.make import calendar_of
from workshare.planner.model import Model, Problem, formulate, layout
from workshare.planner.network import FlowKind, network
from workshare.planner.rules import FAMILIES, RULES
from workshare.planner.shrink import Shrunk, shrink
from workshare.planner.stocks import Stock

Arrays = tuple[sp.csc_array, np.ndarray, np.ndarray, np.ndarray]
"""The matrix, the upper bounds of columns, the lower and the upper bounds of rows."""
ROUNDS = 25


@dataclass(slots=True)
class Linked:
    """Every link of the network as flat arrays."""

    give: tuple[np.ndarray, ...]
    take: tuple[np.ndarray, ...]
    use: tuple[np.ndarray, ...]
    ship: tuple[np.ndarray, ...]
    served: tuple[np.ndarray, ...]
    counted: tuple[np.ndarray, ...]
    rate: np.ndarray
    quantity: np.ndarray


def prepared(size: Size) -> tuple[Shrunk, Model, Problem]:
    """A programme up to the point where its matrix is built."""
    p = programme(size, 1)
    project = schedule(p, p.start)
    shrunk = shrink(p, network(p, project, p.start), calendar_of(p, project))
    model = layout(p, shrunk, project, FAMILIES)
    return shrunk, model, formulate(model, RULES)


def spans(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All periods first … last of each thing one after another, and the thing of each."""
    count = np.maximum(last - first + 1, 0)
    owner = np.repeat(np.arange(len(first), dtype=np.int32), count)
    shift = (first - np.cumsum(count) + count).astype(np.int32)
    return np.arange(len(owner), dtype=np.int32) + shift[owner], owner


def columns_of(rows: list[tuple[float, ...]], width: int) -> tuple[np.ndarray, ...]:
    """A list of tuples as one array per place; whole numbers but for the last of more than two."""
    whole = [np.array([r[k] for r in rows], dtype=np.int32) for k in range(min(width, 2))]
    return (*whole, *(np.array([r[k] for r in rows], dtype=float) for k in range(2, width)))


def link(shrunk: Shrunk, model: Model, problem: Problem) -> Linked:
    """Read the links off the network, as directly as can be."""
    number, flows = model.stock_number, shrunk.flows
    machine = {name: n for n, name in enumerate(problem.rows["capacity"][1].things)}
    lane = {name: n for n, name in enumerate(problem.rows["lane limit"][1].things)}
    return Linked(
        columns_of([(number[s], n, v) for n, f in enumerate(flows) for s, v in f.gives if s in number], 3),
        columns_of([(number[s], n, -v) for n, f in enumerate(flows) for s, v in f.takes], 3),
        columns_of([(machine[r], n, h) for n, f in enumerate(flows) for r, h in f.hours], 3),
        columns_of([(lane[f.id], n) for n, f in enumerate(flows) if f.kind is FlowKind.SHIP and f.id in lane], 2),
        columns_of([(number[Stock(d.item, d.site)], n) for n, (d, a, b) in enumerate(shrunk.demands) if a <= b], 2),
        columns_of([
            (k, n) for k, m in enumerate(model.commitments) for n, (d, a, b) in enumerate(shrunk.demands)
            if m.measure and d.item == m.measure.delivered and a <= b
        ], 2),
        np.array([f.rate if f.kind is FlowKind.BUY else np.inf for f in flows]),
        np.array([d.quantity.value for d, _, _ in shrunk.demands if d.quantity]),
    )  # fmt: skip


def by_hand(shrunk: Shrunk, model: Model, problem: Problem) -> Callable[[Linked], Arrays]:
    """A function that writes the same arrays for this model alone."""
    start = {name: at for name, (at, _) in problem.rows.items()}
    periods = len(shrunk.periods)
    bounds = np.asarray(shrunk.periods.bounds, dtype=np.int32)
    days = np.diff(bounds)
    lags = np.array(shrunk.lags, dtype=np.int32)
    opens, closes = (np.array([getattr(w, k) for w in shrunk.windows]) for k in ("opens", "closes"))
    span = {n: (g.first, g.last, g.begin[:-1] - g.first + g.base) for n, g in
            (("flow", model.columns.flow), ("hold", model.columns.hold), ("serve", model.columns.serve))}  # fmt: skip
    first, last, flow_at = span["flow"]
    hold_first, hold_last, hold_column = span["hold"]
    hold_at = hold_column - model.columns.hold.base
    serve_first, serve_last, serve_at = span["serve"]
    left, short, hold = model.columns.left, model.columns.short, model.columns.hold
    capacity, lanes = problem.rows["capacity"][1], problem.rows["lane limit"][1]
    begin = np.array([lag.begin for lag in shrunk.tables], dtype=np.int32)
    begin += np.cumsum([0, *(len(lag.into) for lag in shrunk.tables[:-1])])[:, None].astype(np.int32)
    into = np.concatenate([lag.into for lag in shrunk.tables]).astype(np.int32)
    share = np.concatenate([lag.share for lag in shrunk.tables])
    starts = np.concatenate([np.repeat(np.arange(periods), np.diff(lag.begin)) for lag in shrunk.tables]).astype(
        np.int32
    )
    one = np.ones(max(problem.matrix.shape))
    opening = [(model.stock_number[s], q) for s, q in shrunk.network.opening.items() if s in model.stock_number]

    def build(linked: Linked) -> Arrays:
        p, k = spans(first, last)
        stretch = days[p] / (np.minimum(bounds[p + 1], closes[k] + 1) - np.maximum(bounds[p], opens[k]))
        upper = np.full(problem.matrix.shape[1], np.inf)
        upper[: len(p)] = linked.rate[k] * days[p] / stretch
        rows, columns, values = [], [], []

        def put(row: np.ndarray, column: np.ndarray, value: np.ndarray) -> None:
            rows.append(row)
            columns.append(column)
            values.append(value)

        a, n, v = linked.give
        e, k = spans(begin[lags[n], first[n]], begin[lags[n], last[n] + 1] - 1)
        q, s = into[e], a[k]
        ok = (q >= hold_first[s]) & (q <= hold_last[s])
        e, k, q, s = e[ok], k[ok], q[ok], s[ok]
        put(hold_at[s] + q, flow_at[n[k]] + starts[e], v[k] * share[e])
        a, n, v = linked.take
        p, k = spans(first[n], last[n])
        put(hold_at[a[k]] + p, flow_at[n[k]] + p, v[k])
        a, n = linked.served
        p, k = spans(serve_first[n], serve_last[n])
        column = serve_at[n[k]] + p
        put(hold_at[a[k]] + p, column, -one[: len(p)])
        upper[column] = linked.quantity[n[k]]
        upper[column + left.base - model.columns.serve.base] = linked.quantity[n[k]]
        cells = np.arange(hold.size, dtype=np.int32)
        put(cells, cells + hold.base, -one[: hold.size])
        cells = np.delete(cells, hold.begin[:-1])
        put(cells, cells + (hold.base - 1), one[: len(cells)])
        a, n, v = linked.use
        p, k = spans(first[n], last[n])
        column = flow_at[n[k]] + p
        put(start["capacity"] + a[k] * periods + p, column, v[k] * stretch[column])
        a, n = linked.ship
        p, k = spans(first[n], last[n])
        column = flow_at[n[k]] + p
        put(start["lane limit"] + a[k] * periods + p, column, stretch[column])
        cells = np.arange(left.size, dtype=np.int32)
        put(start["backlog"] + cells, left.base + cells, one[: left.size])
        put(start["backlog"] + cells, model.columns.serve.base + cells, one[: left.size])
        some = left.last >= left.first
        cells = np.delete(cells, left.begin[:-1][some])
        put(start["backlog"] + cells, cells + (left.base - 1), -one[: len(cells)])
        cells = np.arange(short.size, dtype=np.int32)
        put(start["promised"] + cells, short.base + cells, one[: short.size])
        cells = np.delete(cells, short.begin[:-1])
        put(start["promised"] + cells, cells + (short.base - 1), -one[: len(cells)])
        a, n = linked.counted
        p, k = spans(serve_first[n], serve_last[n])
        put(start["promised"] + a[k] * periods + p, serve_at[n[k]] + p, one[: len(p)])
        low, high = np.zeros((2, problem.matrix.shape[0]))
        for s, quantity in opening:
            low[hold.begin[s]] = high[hold.begin[s]] = -quantity
        low[start["capacity"] : start["supply total"]] = -np.inf
        high[start["capacity"] : start["supply total"]] = np.concatenate([capacity.upper, lanes.upper])
        at = start["backlog"] + left.begin[:-1][some]
        low[at] = high[at] = linked.quantity[some]
        low[start["promised"] + short.begin[:-1]] = [m.measure.amount for m in model.commitments if m.measure]
        high[start["promised"] :] = np.inf
        where = (np.concatenate(rows, dtype=np.int32), np.concatenate(columns, dtype=np.int32))
        matrix = sp.coo_array((np.concatenate(values), where), shape=problem.matrix.shape).tocsc()
        return matrix, upper, low, high

    return build


def same(ours: Problem, arrays: Arrays) -> bool:
    """Whether two builds came to the same arrays."""
    matrix, upper, low, high = arrays
    pairs = [
        (upper, ours.upper),
        (low, ours.row_lower),
        (high, ours.row_upper),
        (matrix.indptr, ours.matrix.indptr),
    ]
    pairs += [(matrix.indices, ours.matrix.indices), (matrix.data, ours.matrix.data)]
    return all(a.shape == b.shape and np.allclose(a, b, rtol=1e-12, atol=1e-12) for a, b in pairs)


def seconds(call: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    begin = time.process_time()
    call()
    return time.process_time() - begin


def main() -> None:
    """Print the ratios for both sizes."""
    for name, size in (
        ("60 items, 104 weeks, 300 demands", SMALL),
        ("200 items, 26 weeks + months + quarters", MEDIUM),
    ):
        shrunk, model, problem = prepared(size)
        hand = by_hand(shrunk, model, problem)
        linked = link(shrunk, model, problem)
        if not same(problem, hand(linked)):
            raise SystemExit("the two builds differ")
        calls: dict[str, Callable[[], object]] = {
            "by hand, links lying ready": lambda h=hand, x=linked: h(x),
            "by hand": lambda h=hand, a=(shrunk, model, problem): h(link(*a)),
            "ours": lambda m=model, s=shrunk: formulate(layout(m.programme, s, m.schedule, FAMILIES), RULES),
        }
        spent: dict[str, list[float]] = {what: [] for what in calls}
        for _ in range(ROUNDS):
            for what, call in calls.items():
                spent[what].append(seconds(call))
        rows, columns = problem.matrix.shape
        print(f"{name}: {rows:,} rows, {columns:,} columns, {problem.matrix.nnz:,} entries")
        median = {what: statistics.median(times) for what, times in spent.items()}
        for what, value in median.items():
            print(f"  {what:28s}{1e3 * value:7.1f} ms   ours is {median['ours'] / value:.2f} times that")


if __name__ == "__main__":
    main()
