"""Linear models of a neutral instance, written out by hand, that ours are measured against.

``plain`` has a balance for every stock, a column for every lane, supply and stock in every week, and a backlog for each
item and priority. ``contracted`` is the same plan with what moves and waits free of charge put together: a demanded
item is one stock where it is asked for, any other item one stock where it is made, bought items have no balance but a
row for what is used before they first arrive. Both minimise the yardstick's late quantity-days, weighted 9 / 3 / 1;
both are for instances of the yardstick's generator. HiGHS solves them: interior point, one thread, no crossover.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp

from workshare.files.neutral.instance import Instance
from workshare.files.neutral.programme import BEYOND
from workshare.results.score import WEIGHTS

SLACK = 1e-5
"""What an answer may miss a row by."""
Place = tuple[str, str]
"""An item at a location."""


@dataclass(frozen=True, slots=True)
class Lp:
    """Minimise cost · x where lower <= matrix · x <= upper and 0 <= x <= most."""

    cost: np.ndarray
    matrix: sp.csc_array
    lower: np.ndarray
    upper: np.ndarray
    most: np.ndarray
    serve: np.ndarray
    """The columns of what is served, [class, week]."""
    classes: list[tuple[str, str, int]]
    """Item, location and priority of each class of demands."""
    due: np.ndarray
    """What falls due, [class, week]."""


class _Writer:
    """Collects rows and columns, a whole run of weeks at a time."""

    def __init__(self, weeks: int) -> None:
        self.weeks, self.columns, self.rows = weeks, 0, 0
        self.row: list[np.ndarray] = []
        self.column: list[np.ndarray] = []
        self.value: list[np.ndarray] = []
        self.lower: list[np.ndarray] = []
        self.upper: list[np.ndarray] = []

    def new_columns(self) -> np.ndarray:
        """A column for every week."""
        self.columns += self.weeks
        return np.arange(self.columns - self.weeks, self.columns)

    def new_rows(self, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
        """A row for every bound."""
        self.rows += len(lower)
        self.lower.append(lower)
        self.upper.append(upper)
        return np.arange(self.rows - len(lower), self.rows)

    def put(self, rows: np.ndarray, columns: np.ndarray, value: float, lag: int = 0) -> None:
        """What stands in a week's column counts in the row ``lag`` weeks later."""
        some = max(0, len(rows) - lag)
        self.row.append(rows[lag : lag + some])
        self.column.append(columns[:some])
        self.value.append(np.full(some, value))

    def balance(self, opening: float, hold: np.ndarray) -> np.ndarray:
        """The rows of a stock: what comes in and what lay there, less what goes out and what lies there, is nothing."""
        right = np.zeros(self.weeks)
        right[0] = -opening
        rows = self.new_rows(right, right)
        self.put(rows, hold, -1.0)
        self.put(rows, hold, 1.0, lag=1)
        return rows

    def matrix(self) -> sp.csc_array:
        """All entries, compressed."""
        where = (np.concatenate(self.row), np.concatenate(self.column))
        return sp.coo_array((np.concatenate(self.value), where), shape=(self.rows, self.columns)).tocsc()


def plain(instance: Instance) -> Lp:
    """Every stock, lane and supply in every week as they are."""
    write = _Writer(instance.weeks + BEYOND)
    opening: dict[Place, float] = defaultdict(float)
    for lot in instance.stock:
        opening[lot.item, lot.location] += lot.qty
    places: dict[Place, None] = dict.fromkeys(opening)
    for o in instance.operations:
        places |= dict.fromkeys([(o.item, o.location), *((i, o.location) for i in o.inputs)])
    places |= dict.fromkeys((lane.item, end) for lane in instance.lanes for end in (lane.origin, lane.destination))
    rows = {place: write.balance(opening[place], write.new_columns()) for place in places}
    hours = _capacity(write, instance)
    for o in instance.operations:
        make = write.new_columns()
        write.put(rows[o.item, o.location], make, 1.0, o.lead_weeks)
        write.put(hours[o.resource], make, o.hours)
        for item, quantity in o.inputs.items():
            write.put(rows[item, o.location], make, -quantity)
    for lane in instance.lanes:
        ship = write.new_columns()
        write.put(rows[lane.item, lane.origin], ship, -1.0)
        write.put(rows[lane.item, lane.destination], ship, 1.0, lane.lead_weeks)
    for s in instance.suppliers:
        buy = write.new_columns()
        write.put(rows[s.item, s.location][s.lead_weeks :], buy[s.lead_weeks :], 1.0)
    return _with_backlog(write, instance, rows)


def contracted(instance: Instance) -> Lp:
    """What waits and moves free of charge put together; raises KeyError for an instance of another form."""
    write = _Writer(instance.weeks + BEYOND)
    lag = {(lane.item, lane.origin, lane.destination): lane.lead_weeks for lane in instance.lanes}
    asked = {d.item: d.location for d in instance.demands}
    made = {o.item: o.location for o in instance.operations if o.item not in asked}
    pool = {item: write.balance(0.0, write.new_columns()) for item in {**asked, **made}}
    hours = _capacity(write, instance)
    used: dict[Place, list[tuple[np.ndarray, float]]] = defaultdict(list)
    closed = [np.zeros(0, dtype=int)]
    for o in instance.operations:
        make = write.new_columns()
        write.put(hours[o.resource], make, o.hours)
        if o.item in asked or o.item in made:
            way = lag[o.item, o.location, asked[o.item]] if o.item in asked else 0
            write.put(pool[o.item], make, 1.0, o.lead_weeks + way)
        for item, quantity in o.inputs.items():
            if item in made:
                way = 0 if made[item] == o.location else lag[item, made[item], o.location]
                write.put(pool[item][: len(make) - way], make[way:], -quantity)
                closed.append(make[:way])  # nothing can be there so soon
            else:
                used[item, o.location].append((make, quantity))
    opening: dict[Place, float] = defaultdict(float)
    for lot in instance.stock:
        opening[lot.item, lot.location] += lot.qty
    for s in instance.suppliers:
        before = write.new_rows(np.full(1, -np.inf), np.full(1, opening[s.item, s.location]))
        for make, quantity in used[s.item, s.location]:
            write.put(np.repeat(before, s.lead_weeks), make[: s.lead_weeks], quantity)
    lp = _with_backlog(write, instance, {(item, asked[item]): pool[item] for item in asked})
    lp.most[np.concatenate(closed)] = 0.0
    return lp


def _capacity(write: _Writer, instance: Instance) -> dict[str, np.ndarray]:
    """Hours used in a week are no more than there are."""
    none, full = np.full(write.weeks, -np.inf), np.ones(write.weeks)
    return {r.name: write.new_rows(none, r.hours_per_week * full) for r in instance.resources}


def _with_backlog(write: _Writer, instance: Instance, pools: dict[Place, np.ndarray]) -> Lp:
    """What falls due and was left before, less what is served, is left; what is left at a week's end is late."""
    classes = sorted({(d.item, d.location, d.priority) for d in instance.demands})
    number = {c: n for n, c in enumerate(classes)}
    due = np.zeros((len(classes), write.weeks))
    for d in instance.demands:
        due[number[d.item, d.location, d.priority], d.due_week] += d.qty
    serve, left = [], []
    for n, (item, location, _) in enumerate(classes):
        serve.append(write.new_columns())
        left.append(write.new_columns())
        rows = write.new_rows(due[n], due[n])
        write.put(rows, left[n], 1.0)
        write.put(rows, left[n], -1.0, lag=1)
        write.put(rows, serve[n], 1.0)
        write.put(pools[item, location], serve[n], -1.0)
    cost = np.zeros(write.columns)
    for n, (_, _, priority) in enumerate(classes):
        cost[left[n][:-1]] = 7 * WEIGHTS[priority]
    return Lp(
        cost=cost,
        matrix=write.matrix(),
        lower=np.concatenate(write.lower),
        upper=np.concatenate(write.upper),
        most=np.full(write.columns, np.inf),
        serve=np.array(serve),
        classes=classes,
        due=due,
    )


def solved(lp: Lp) -> tuple[float, np.ndarray, float]:
    """The least cost, the columns, and the CPU seconds from handing the arrays over to the answer."""
    begin = time.process_time()
    highs = highspy.Highs()
    for option, value in {"output_flag": False, "threads": 1, "solver": "ipm", "run_crossover": "off"}.items():
        highs.setOptionValue(option, value)
    rows, columns = lp.matrix.shape
    highs.passModel(
        columns,
        rows,
        lp.matrix.nnz,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        lp.cost,
        np.zeros(columns),
        lp.most,
        lp.lower,
        lp.upper,
        lp.matrix.indptr.astype(np.int32),
        lp.matrix.indices.astype(np.int32),
        lp.matrix.data,
        np.zeros(columns, dtype=np.int32),
    )
    highs.run()
    x = np.array(highs.getSolution().col_value)
    taken = time.process_time() - begin
    if not len(x) or _miss(lp, x) > SLACK:
        raise SystemExit(f"the reference LP was not solved: {highs.modelStatusToString(highs.getModelStatus())}")
    return float(lp.cost @ x), x, taken


def _miss(lp: Lp, x: np.ndarray) -> float:
    """By how much an answer misses its rows and bounds.

    The solver's own status is not asked: without crossover it calls an optimal interior point "unknown" where its dual
    values, put back through presolve, miss a tolerance.
    """
    y = lp.matrix @ x
    return float(max((lp.lower - y).max(), (y - lp.upper).max(), -x.min(), (x - lp.most).max()))


def scored(lp: Lp, x: np.ndarray) -> dict[str, float]:
    """On-time quantity by priority and late quantity-days of an answer, oldest demands first."""
    left = np.cumsum(lp.due - np.maximum(x[lp.serve], 0.0), axis=1)
    on_time = dict.fromkeys(WEIGHTS, 0.0)
    for n, (_, _, priority) in enumerate(lp.classes):
        before = np.maximum(np.append(0.0, left[n][:-1]), 0.0)
        served = np.maximum(x[lp.serve[n]], 0.0)
        on_time[priority] += float(np.minimum(np.maximum(served - before, 0.0), lp.due[n]).sum())
    return {
        "on_time": sum(on_time.values()),
        **{f"on_time_{p}": quantity for p, quantity in on_time.items()},
        "late_quantity_days": float(7 * np.maximum(left[:, :-1], 0.0).sum()),
    }
