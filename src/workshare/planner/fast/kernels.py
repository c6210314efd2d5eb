"""The loops of the fast strategy, compiled: descent, following a target, handing out, and prices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np

from workshare.planner.lags import Floats, Ints

F = TypeVar("F", bound=Callable[..., Any])
NOTHING = 1e-9
"""Amounts below this are rounding."""
MOST_EXCHANGES = 400
"""So often one backlog may be served in the place of another."""


def compiled(function: F) -> F:
    """Compile a function when it is first called, and keep the result on disk."""
    return cast("F", numba.njit(cache=True, nogil=True, error_model="numpy")(function))


class Matrix(NamedTuple):
    """A sparse matrix by columns and by rows."""

    begin: Ints
    row: Ints
    value: Floats
    row_begin: Ints
    column: Ints
    row_value: Floats


class Box(NamedTuple):
    """Costs and bounds: lower <= x <= upper, row_lower <= A x <= row_upper, every bound finite."""

    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats


class Steps(NamedTuple):
    """The step of each column and each row."""

    column: Floats
    row: Floats


class Point(NamedTuple):
    """Where a descent stands: columns and prices of rows, which change in place."""

    x: Floats
    y: Floats


@compiled
def descend(a: Matrix, box: Box, steps: Steps, at: Point, pace: tuple[float, int, int]) -> float:
    """Move x and y, in place, towards a saddle point of  cost·x + y·A x; returns the new weight of rows.

    ``pace`` are the weight of rows, the rounds, and the steps of each.

    Primal-dual hybrid gradient with a step of its own for every column and row (Chambolle and Pock 2011; Pock and
    Chambolle 2011), restarted after every round at its mean, where the weight between columns and rows is
    set anew (Applegate and others 2021, there with other rules of when).
    """
    columns, rows = len(box.cost), len(box.row_lower)
    x, y, (weight, rounds, length) = at.x, at.y, pace
    beyond, sum_x, sum_y = np.zeros(columns), np.zeros(columns), np.zeros(rows)
    for _ in range(rounds):
        begin_x, begin_y = x.copy(), y.copy()
        sum_x[:] = 0.0
        sum_y[:] = 0.0
        step_x, step_y = steps.column / weight, steps.row * weight
        per_y = 1.0 / step_y
        for _ in range(length):
            k = a.begin[0]
            for j in range(columns):
                slope, end = box.cost[j], a.begin[j + 1]
                while k < end:
                    slope += a.value[k] * y[a.row[k]]
                    k += 1
                old = x[j]
                new = min(max(old - step_x[j] * slope, box.lower[j]), box.upper[j])
                beyond[j] = 2.0 * new - old
                x[j] = new
                sum_x[j] += new
            k = a.row_begin[0]
            for i in range(rows):
                there, end = 0.0, a.row_begin[i + 1]
                while k < end:
                    there += a.row_value[k] * beyond[a.column[k]]
                    k += 1
                moved = y[i] + step_y[i] * there
                new = moved - step_y[i] * min(max(moved * per_y[i], box.row_lower[i]), box.row_upper[i])
                y[i] = new
                sum_y[i] += new
        far_x, far_y = 0.0, 0.0
        for j in range(columns):
            x[j] = sum_x[j] / length
            far_x += (x[j] - begin_x[j]) ** 2 / steps.column[j]
        for i in range(rows):
            y[i] = sum_y[i] / length
            far_y += (y[i] - begin_y[i]) ** 2 / steps.row[i]
        if far_x > 0.0 and far_y > 0.0:
            wanted = np.sqrt(weight * np.sqrt(far_y / far_x))
            weight = min(max(wanted, weight / 1.3), weight * 1.3)
    return weight


class Net(NamedTuple):
    """A contracted network in arrays: flows in the order in which they are begun, and what each takes and gives.

    ``origin`` is the number that a flow's cell in period 0 would have among the columns. ``maps`` lead from the period
    of a start to the period of drawing or arrival (-1: never). ``packed`` says which rows are bounds on sums of flows.
    """

    order: Ints
    first: Ints
    last: Ints
    origin: Ints
    take_begin: Ints
    take_stock: Ints
    take_quantity: Floats
    take_map: Ints
    give_begin: Ints
    give_stock: Ints
    give_quantity: Floats
    give_map: Ints
    maps: Ints
    packed: Ints
    matrix: Matrix


class Room(NamedTuple):
    """What is free: of each stock [stock, period] and of each row; both change in place. ``most`` bounds columns."""

    level: Floats
    left: Floats
    most: Floats


@compiled
def follow(net: Net, target: Floats, room: Room, ahead: int) -> Floats:
    """Begin flows period by period so that each comes to its target so far, as goods and rows allow.

    ``target`` [flow, period] is what should have begun by each period. In a first pass all that want the same get the
    same share of what they want; in a second what is left goes to those who still want, up to their target of
    ``ahead`` periods later. Returns what is begun [flow, period].
    """
    flows, periods = target.shape
    begun, done = np.zeros((flows, periods)), np.zeros(flows)
    need = np.zeros(len(room.left))
    for p in range(periods):
        for late in range(2):
            until = min(periods - 1, p + ahead) if late else p
            need[:] = 0.0
            for n in range(flows):
                wanted = target[n, until] - done[n]
                if wanted > NOTHING and net.first[n] <= p <= net.last[n]:
                    _ask(net, need, net.origin[n] + p, wanted)
            for n in net.order:
                wanted = target[n, until] - done[n]
                if wanted > NOTHING and net.first[n] <= p <= net.last[n]:
                    column = net.origin[n] + p
                    amount = min(room.most[column] - begun[n, p], _share(net, need, room.left, column, wanted))
                    _ask(net, need, column, -wanted)
                    amount = min(amount, _goods(net, room.level, n, p))
                    if amount > NOTHING:
                        done[n] += amount
                        begun[n, p] += amount
                        _ask(net, room.left, column, -amount)
                        _move(net, room.level, n, p, amount)
    return begun


@compiled
def _ask(net: Net, rows: Floats, column: int, amount: float) -> None:
    """Add to rows what an amount of a column takes of them."""
    a = net.matrix
    for k in range(a.begin[column], a.begin[column + 1]):
        if net.packed[a.row[k]]:
            rows[a.row[k]] += amount * a.value[k]


@compiled
def _share(net: Net, need: Floats, left: Floats, column: int, wanted: float) -> float:
    """How much of what a column wants its rows allow, if all that want the same get the same share."""
    a = net.matrix
    amount, share = wanted, 1.0
    for k in range(a.begin[column], a.begin[column + 1]):
        r = a.row[k]
        if net.packed[r] and a.value[k] > 0.0:
            if need[r] > left[r]:
                share = min(share, left[r] / need[r])
            amount = min(amount, left[r] / a.value[k])
    return min(amount, wanted * share)


@compiled
def _goods(net: Net, level: Floats, n: int, p: int) -> float:
    """For how much of a flow begun in a period there are goods, none of which is needed by what was begun before."""
    amount = np.inf
    for k in range(net.take_begin[n], net.take_begin[n + 1]):
        drawn = net.maps[net.take_map[k], p]
        if drawn < 0:
            return 0.0
        free = level[net.take_stock[k], drawn]
        for q in range(drawn + 1, level.shape[1]):
            free = min(free, level[net.take_stock[k], q])
        amount = min(amount, free / net.take_quantity[k])
    return amount


@compiled
def _move(net: Net, level: Floats, n: int, p: int, amount: float) -> None:
    """Take what a flow takes, and give what it gives, from the periods on in which that is so."""
    for k in range(net.take_begin[n], net.take_begin[n + 1]):
        for q in range(net.maps[net.take_map[k], p], level.shape[1]):
            level[net.take_stock[k], q] -= amount * net.take_quantity[k]
    for k in range(net.give_begin[n], net.give_begin[n + 1]):
        arrives = net.maps[net.give_map[k], p]
        if arrives >= 0:
            for q in range(arrives, level.shape[1]):
                level[net.give_stock[k], q] += amount * net.give_quantity[k]


@compiled
def hand_out(there: Floats, asked: Floats, weight: Floats, days: Floats) -> Floats:
    """Hand one stock to its backlogs, most urgent first, then let less urgent ones have what would only wait.

    ``there`` [period] has arrived so far, ``asked`` [backlog, period] fallen due so far, ``days`` [period] is what a
    unit owed at its end costs times the backlog's ``weight``. Whoever is served stays served. An exchange serves a less
    urgent backlog with stock kept for a more urgent one, which then is served when the other would have been; the best
    one is made, again and again, while any is worth it. Returns what each has been handed so far [backlog, period].
    """
    backlogs, periods = asked.shape
    given, free = np.zeros((backlogs, periods)), there.copy()
    for b in range(backlogs):
        _as_much_as_stays(asked[b], free, given[b])
    cost = np.zeros(periods + 1)
    for p in range(periods):
        cost[p + 1] = cost[p] + days[p]
    for _ in range(MOST_EXCHANGES):
        best = Exchange(0.0, 0, 0, 0, 0, 0, 0.0)
        for b in range(1, backlogs):
            p = 0
            while p < periods:
                if free[p] > NOTHING and asked[b, p] - given[b, p] > NOTHING:
                    found = _exchange(given, free, asked[b, p] - given[b, p], b, p)
                    if found.ends == periods:
                        break
                    best = _better(best, found, given, weight, cost)
                    p = found.ends
                else:
                    p += 1
        if best.gain <= NOTHING:
            break
        given[best.gets, best.begins : best.again] += best.amount
        given[best.waits, best.ends : best.again] -= best.amount
        free[best.begins : best.ends] -= best.amount
    return given


class Exchange(NamedTuple):
    """One backlog is served from ``begins``, with stock that another waits for from ``ends`` to ``again``."""

    gain: float
    gets: int
    waits: int
    begins: int
    ends: int
    again: int
    amount: float


@compiled
def _as_much_as_stays(asked: Floats, free: Floats, given: Floats) -> None:
    """Serve a backlog with all that no later period needs for it, and take that from what is free."""
    least = np.inf
    for p in range(len(free) - 1, -1, -1):
        least = min(least, free[p])
        given[p] = max(0.0, min(asked[p], least))
    for p in range(len(free)):
        if p:
            given[p] = max(given[p], given[p - 1])
        free[p] -= given[p]


@compiled
def _exchange(given: Floats, free: Floats, owed: float, b: int, p: int) -> Exchange:
    """What a backlog can have of the stock that lies there from a period on, and when it would be served otherwise."""
    periods = len(free)
    end, much = p, min(free[p], owed)
    while end < periods and free[end] > NOTHING:
        much = min(much, free[end])
        end += 1
    served = p + 1
    while served < periods and given[b, served] <= given[b, p] + NOTHING:
        served += 1
    if served < periods:
        much = min(much, given[b, served] - given[b, p])
    return Exchange(0.0, b, b, p, end, served, much)


@compiled
def _better(best: Exchange, found: Exchange, given: Floats, weight: Floats, cost: Floats) -> Exchange:
    """The better of the best exchange so far and this one with any more urgent backlog."""
    if found.again <= found.ends:
        return best
    b, end = found.gets, found.ends
    for other in range(b):
        gain = weight[b] * (cost[found.again] - cost[found.begins]) - weight[other] * (cost[found.again] - cost[end])
        some = min(found.amount, given[other, end] - (given[other, end - 1] if end else 0.0))
        if some > NOTHING and gain * some > best.gain:
            best = Exchange(gain * some, b, other, found.begins, end, found.again, some)
    return best


@compiled
def cheapest(net: Net, price: Floats, toll: Floats, worth: Floats, sweeps: int) -> int:
    """Lower the price of a unit of each stock in each period to the least cost of having one, rows having prices.

    ``price`` [row] is what a unit of a row's bound costs, ``toll`` [column] that of a flow's own bound. ``worth``
    [stock, period] begins with what is there by itself (infinite: nothing) and changes in place. What is there in a
    period is there in the next one. Sweeps are repeated until nothing changes; returns how many were made, -1 if they
    were not enough.
    """
    stocks, periods = worth.shape
    for sweep in range(sweeps):
        changed = False
        for p in range(periods):
            if p:
                for s in range(stocks):
                    if worth[s, p - 1] < worth[s, p]:
                        worth[s, p] = worth[s, p - 1]
                        changed = True
            for n in net.order:
                if net.first[n] <= p <= net.last[n]:
                    changed = (
                        _lower(net, worth, n, p, toll[net.origin[n] + p] + _cost(net, price, worth, n, p)) or changed
                    )
        if not changed:
            return sweep + 1
    return -1


@compiled
def _cost(net: Net, price: Floats, worth: Floats, n: int, p: int) -> float:
    """What a unit of a flow begun in a period costs, in rows and in goods."""
    a = net.matrix
    total, column = 0.0, net.origin[n] + p
    for k in range(a.begin[column], a.begin[column + 1]):
        if net.packed[a.row[k]]:
            total += a.value[k] * price[a.row[k]]
    for k in range(net.take_begin[n], net.take_begin[n + 1]):
        drawn = net.maps[net.take_map[k], p]
        total += worth[net.take_stock[k], drawn] * net.take_quantity[k] if drawn >= 0 else np.inf
    return total


@compiled
def _lower(net: Net, worth: Floats, n: int, p: int, cost: float) -> bool:
    """Lower the price of what a flow gives to what it costs, shared evenly; whether any was higher."""
    changed, share = False, max(1, net.give_begin[n + 1] - net.give_begin[n])
    for k in range(net.give_begin[n], net.give_begin[n + 1]):
        arrives = net.maps[net.give_map[k], p]
        each = cost / share / net.give_quantity[k]
        if arrives >= 0 and each < worth[net.give_stock[k], arrives]:
            worth[net.give_stock[k], arrives] = each
            changed = True
    return changed
