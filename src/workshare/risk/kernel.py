"""The execution policy over blocks of scenarios, compiled: scenario by scenario what ``oracle`` does.

Scenarios lie in the inner axis, so that every step is a loop over neighbouring numbers. The order of operations is the
oracle's, so that both come to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np

from workshare.planner.lags import Floats
from workshare.risk.oracle import NEARLY, TINY
from workshare.risk.tables import Chance, Flags, Tables

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function, with all that it calls, when it is first called, and keep the result on disk."""
    return cast("F", numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inlined(function: F) -> F:
    """A part of a compiled function, put in its place there: calls with so many arrays compile slowly."""
    return cast("F", numba.njit(inline="always", error_model="numpy")(function))


class State(NamedTuple):
    """Where all scenarios of a block stand, the last axis of every array; ``x``, ``want`` and ``share`` are of a line.

    ``coming`` is a ring of periods; ``left`` is what limits have in a period, ``room`` what caps have in all.
    """

    level: Floats
    coming: Floats
    done: Floats
    left: Floats
    room: Floats
    balance: Floats
    bespoken: Floats
    marked: Floats
    counted: Floats
    set_up: Flags
    x: Floats
    want: Floats
    share: Floats


def carry_out(t: Tables, c: Chance, began: Floats, counted: Floats) -> None:
    """Carry out a plan in all scenarios of a block.

    ``counted`` [goal, period, scenario] takes what counts towards each goal, ``began`` [line, period, scenario] what
    began, unless it is empty.
    """
    stocks, funds, count = len(t.opening), len(t.money.amount), c.want.shape[1]
    state = State(
        level=t.opening[:, None] * c.opening,
        coming=np.zeros((stocks, t.ring, count)),
        done=np.zeros((len(t.plan), count)),
        left=np.zeros((t.limits, count)),
        room=t.most[:, None] * c.cap - t.drawn[:, None],
        balance=t.money.amount[:, None] * c.amount - t.money.spent[:, None],
        bespoken=np.zeros((funds, count)),
        marked=np.repeat(t.money.marks.per[:, None], count, axis=1),
        counted=counted,
        set_up=np.zeros((t.lots, count), dtype=np.bool_),
        x=np.zeros(count),
        want=np.zeros(count),
        share=np.zeros(count),
    )
    for j, fund in enumerate(t.money.marks.to.tolist()):
        state.bespoken[fund] += t.money.marks.per[j] / t.money.rate[fund, t.money.when[j]]
    first = min(t.ring, t.coming.shape[1])
    state.coming[:, :first] = t.coming[:, :first, None]
    counted[:] = t.before[:, :, None]
    _periods(t, c, state, began)


@compiled
def _periods(t: Tables, c: Chance, now: State, began: Floats) -> None:
    """Go through the periods, and in each through the lines in their order."""
    for p in range(len(t.bounds) - 1):
        _begin(t, c, now, p)
        for _ in range(t.passes[p]):
            anything = False
            for j in range(t.order.begin[p], t.order.begin[p + 1]):
                n = t.order.to[j]
                if not _wanted(t, c, now, n, p):
                    continue
                _possible(t, c, now, n, p)
                _affordable(t, c, now, n, p)
                if not _in_lots(t, now, n):
                    continue
                anything = True
                _pay(t, c, now, n, p)
                _take(t, c, now, n)
                _set_up(t, now, n)
                _count(t, now, n, p)
                _give(t, c, now, n, p)
                if began.shape[0]:
                    for s in range(len(now.x)):
                        began[n, p, s] += now.x[s]
            if not anything:
                break


@inlined
def _begin(t: Tables, c: Chance, now: State, p: int) -> None:
    """What arrives is there, and limits have what they have in the period."""
    scenarios, slot, left = len(now.x), p % t.ring, now.left
    for i in range(now.level.shape[0]):
        for s in range(scenarios):
            now.level[i, s] += now.coming[i, slot, s] + t.grain[i, p]
        now.coming[i, slot, :] = t.coming[i, p + t.ring] if p + t.ring < t.coming.shape[1] else 0.0
    left[:] = 0.0
    now.set_up[:] = False
    for k in range(len(t.source_limit)):
        limit, amount = t.source_limit[k], t.source[k, p]
        for s in range(scenarios):
            have = amount * c.supply[k, s]
            for j in range(t.source_stops.begin[k], t.source_stops.begin[k + 1]):
                have *= c.runs[t.source_stops.to[j], p, s]
            left[limit, s] += have
    for n in range(len(t.build_limit)):
        for s in range(scenarios):
            if c.ready[n, s] < t.build_hours.shape[1]:
                left[t.build_limit[n], s] += t.build_hours[n, c.ready[n, s], p]


@inlined
def _wanted(t: Tables, c: Chance, now: State, n: int, p: int) -> bool:
    """What should have begun by now and has not, and on what share of the days it may begin; whether there is any."""
    if p > t.last[n]:
        return False
    first, last, want, anything = t.bounds[p], t.bounds[p + 1] - 1, now.want, False
    for s in range(len(want)):
        planned = t.plan[n, p]
        if c.late[n, s] > 0:
            q = p
            while q >= 0 and t.bounds[q + 1] - 1 > last - c.late[n, s]:
                q -= 1
            planned = t.plan[n, q] if q >= 0 else 0.0
        want[s] = planned * c.want[n, s] - now.done[n, s]
        anything |= want[s] > TINY
    if not anything:
        return False
    anything = False
    for s in range(len(want)):
        days = min(last, t.closes[n] + c.late[n, s]) - max(first, c.opens[n, s]) + 1
        now.share[s] = max(0, days) / (last - first + 1)
        if want[s] <= TINY or now.share[s] <= 0.0:
            want[s] = 0.0
        anything |= want[s] > 0.0
    return anything


@inlined
def _possible(t: Tables, c: Chance, now: State, n: int, p: int) -> None:
    """What goods, limits, caps and outages allow."""
    x, want, scenarios = now.x, now.want, len(now.x)
    x[:] = want
    for j in range(t.stops.begin[n], t.stops.begin[n + 1]):
        for s in range(scenarios):
            x[s] = min(x[s], want[s] * c.runs[t.stops.to[j], p, s])
    for j in range(t.takes.begin[n], t.takes.begin[n + 1]):
        stock, per = t.takes.to[j], t.takes.per[j]
        for s in range(scenarios):
            x[s] = min(x[s], now.level[stock, s] / per)
    for j in range(t.uses.begin[n], t.uses.begin[n + 1]):
        limit, per, setup = t.uses.to[j], t.uses.per[j], _setup(t, n, t.uses.to[j])
        for s in range(scenarios):
            more = setup if setup > 0.0 and not now.set_up[t.lot[n], s] else 0.0
            x[s] = min(x[s], (now.left[limit, s] * now.share[s] - more) / (per * c.hours[j, s]))
    for j in range(t.caps.begin[n], t.caps.begin[n + 1]):
        for s in range(scenarios):
            x[s] = min(x[s], now.room[t.caps.to[j], s] / t.caps.per[j])
    for s in range(scenarios):
        x[s] = max(0.0, x[s])


@inlined
def _setup(t: Tables, n: int, limit: int) -> float:
    """The hours of a limit that setting up for a line takes."""
    total = 0.0
    for i in range(t.setup.begin[n], t.setup.begin[n + 1]):
        if t.setup.to[i] == limit:
            total += t.setup.per[i]
    return total


@inlined
def _in_lots(t: Tables, now: State, n: int) -> bool:
    """Whole units, and whole lots where less than all is possible; nothing where there is as good as nothing.

    Says whether anything begins in any scenario.
    """
    whole, least, multiple, x, anything = t.whole[n], t.least[n], t.multiple[n], now.x, False
    for s in range(len(x)):
        if whole:
            x[s] = np.floor(x[s] + NEARLY)
        elif (least > 0.0 or multiple > 0.0) and x[s] < now.want[s] * (1 - TINY):
            if multiple > 0.0:
                x[s] = multiple * np.floor(x[s] / multiple + NEARLY)
            if x[s] < least * (1 - TINY):
                x[s] = 0.0
        if x[s] <= TINY:
            x[s] = 0.0
        anything |= x[s] > 0.0
    return anything


@inlined
def _take(t: Tables, c: Chance, now: State, n: int) -> None:
    """Take goods, hours and room under caps for what begins."""
    x, scenarios = now.x, len(now.x)
    for s in range(scenarios):
        now.done[n, s] += x[s]
    for j in range(t.takes.begin[n], t.takes.begin[n + 1]):
        for s in range(scenarios):
            now.level[t.takes.to[j], s] -= t.takes.per[j] * x[s]
    for j in range(t.uses.begin[n], t.uses.begin[n + 1]):
        for s in range(scenarios):
            if x[s] > 0.0:
                now.left[t.uses.to[j], s] -= t.uses.per[j] * c.hours[j, s] * x[s] / now.share[s]
    for j in range(t.caps.begin[n], t.caps.begin[n + 1]):
        for s in range(scenarios):
            now.room[t.caps.to[j], s] -= t.caps.per[j] * x[s]


@inlined
def _set_up(t: Tables, now: State, n: int) -> None:
    """Take the hours of setting up, once in a period."""
    lot = t.lot[n]
    for s in range(len(now.x) if lot >= 0 else 0):
        if now.x[s] > 0.0 and not now.set_up[lot, s]:
            for j in range(t.setup.begin[n], t.setup.begin[n + 1]):
                now.left[t.setup.to[j], s] -= t.setup.per[j] / now.share[s]
            now.set_up[lot, s] = True


@inlined
def _count(t: Tables, now: State, n: int, p: int) -> None:
    """Count what is handed over."""
    for j in range(t.counted.begin[n], t.counted.begin[n + 1]):
        for s in range(len(now.x)):
            now.counted[t.counted.to[j], p, s] += now.x[s]


@inlined
def _give(t: Tables, c: Chance, now: State, n: int, p: int) -> None:
    """Bring what begins to where it arrives, and when: neighbouring scenarios with the same lag together."""
    scenarios = len(now.x)
    if t.gives.begin[n] == t.gives.begin[n + 1]:
        return
    if t.lags.low[n] == t.lags.high[n] and not t.lags.spread[n]:
        _arrive(t, c, now, (n, p, t.lags.of[n, 0]), (0, scenarios))
        return
    begin = 0
    while begin < scenarios:
        k, end = _lag(t, c, n, p, begin), begin + 1
        while end < scenarios and _lag(t, c, n, p, end) == k:
            end += 1
        _arrive(t, c, now, (n, p, k), (begin, end))
        begin = end


@inlined
def _lag(t: Tables, c: Chance, n: int, p: int, s: int) -> int:
    """The number of a line's lag in a scenario: rounded up in the period in which it opens."""
    j = c.lead[n, s] - t.lags.low[n]
    return int(t.lags.rounded[n, j] if c.opens[n, s] > t.bounds[p] else t.lags.of[n, j])


@inlined
def _arrive(t: Tables, c: Chance, now: State, at: tuple[int, int, int], span: tuple[int, int]) -> None:
    """What begins of a line in a period arrives under a lag, in some neighbouring scenarios."""
    (n, p, k), (begin, end) = at, span
    for i in range(t.lags.begin[k, p], t.lags.begin[k, p + 1]):
        q, share = t.lags.into[i], t.lags.share[i]
        for j in range(t.gives.begin[n], t.gives.begin[n + 1]):
            stock, per, slot = t.gives.to[j], t.gives.per[j], q % t.ring
            if stock >= 0 and q == p:
                for s in range(begin, end):
                    now.level[stock, s] += per * (now.x[s] * c.give[n, s] * share)
            elif stock >= 0:
                for s in range(begin, end):
                    now.coming[stock, slot, s] += per * (now.x[s] * c.give[n, s] * share)
            for g in range(t.given.begin[j], t.given.begin[j + 1]):
                for s in range(begin, end):
                    now.counted[t.given.to[g], q, s] += per * (now.x[s] * c.give[n, s] * share)


@inlined
def _offer(t: Tables, c: Chance, now: State, at: tuple[int, int, int, int]) -> float:
    """What a fund can pay for a line in a period and a scenario, at planned prices."""
    n, k, q, s = at
    m, last = t.money, t.bounds[q + 1] - 1
    if c.release[k, s] > last or last > m.closes[k]:
        return 0.0
    there, purse = 0.0, m.purse[n]
    for j in range(m.marks.begin[purse], m.marks.begin[purse + 1]):
        if m.marks.to[j] == k and m.when[j] <= q:
            there += now.marked[j, s]
    rate, dearer = m.rate[k, q], c.cost[n, s]
    free = max(0.0, now.balance[k, s] - now.bespoken[k, s])
    return float(max(0.0, min(now.balance[k, s] * rate / dearer, there + free * rate / dearer)))


@inlined
def _affordable(t: Tables, c: Chance, now: State, n: int, p: int) -> None:
    """As much of what may begin as can be paid, every payment by itself."""
    m, row, purse, x = t.money, n * (len(t.bounds) - 1) + p, t.money.purse[n], now.x
    for i in range(m.bills.begin[row], m.bills.begin[row + 1]):
        for s in range(len(x)):
            if x[s] > TINY:
                total = 0.0
                for f in range(m.funds.begin[purse], m.funds.begin[purse + 1]):
                    total += _offer(t, c, now, (n, m.funds.to[f], m.bills.to[i], s))
                x[s] = min(x[s], total / m.bills.per[i])


@inlined
def _pay(t: Tables, c: Chance, now: State, n: int, p: int) -> None:
    """Pay for what begins, fund by fund: what is bespoken first, the latest of it before what was left over."""
    m, row, purse = t.money, n * (len(t.bounds) - 1) + p, t.money.purse[n]
    for i in range(m.bills.begin[row], m.bills.begin[row + 1]):
        q = m.bills.to[i]
        for s in range(len(now.x)):
            rest = m.bills.per[i] * now.x[s]
            for f in range(m.funds.begin[purse], m.funds.begin[purse + 1]):
                if rest > 0.0:
                    k = m.funds.to[f]
                    part = min(rest, _offer(t, c, now, (n, k, q, s)))
                    rest -= part
                    if part > 0.0 and not np.isinf(m.amount[k]):
                        now.balance[k, s] -= part * c.cost[n, s] / m.rate[k, q]
                        _draw(t, now, (purse, k, q, s), part)


@inlined
def _draw(t: Tables, now: State, at: tuple[int, int, int, int], part: float) -> None:
    """Take from what is bespoken of a fund for a purse by a period, in a scenario."""
    (purse, k, q, s), m = at, t.money
    for j in range(m.marks.begin[purse], m.marks.begin[purse + 1]):
        if m.marks.to[j] == k and m.when[j] <= q and part > 0.0:
            drawn = min(part, now.marked[j, s])
            now.marked[j, s] -= drawn
            now.bespoken[k, s] -= drawn / m.rate[k, m.when[j]]
            part -= drawn
