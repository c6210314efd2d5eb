"""The execution policy over blocks of scenarios, compiled: scenario by scenario what ``oracle`` does.

Scenarios lie in the inner axis, so that every step is a loop over neighbouring numbers. The order of operations is the
oracle's, so that both come to the same to the last digit but for the sums of what arrives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numba
import numpy as np

from workshare.planner.lags import Floats
from workshare.risk.oracle import NEARLY, TINY
from workshare.risk.tables import Chance, Tables

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def compiled(function: F) -> F:
    """Compile a function when it is first called, and keep the result on disk."""
    done: F = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return done


@compiled
def carry_out(t: Tables, c: Chance, began: Floats, counted: Floats) -> None:
    """Carry out a plan in all scenarios of a block.

    ``counted`` [goal, period, scenario] takes what counts towards each goal, ``began`` [line, period, scenario] what
    began, unless it is empty.
    """
    scenarios, periods, lines = c.want.shape[1], len(t.bounds) - 1, t.plan.shape[0]
    for g in range(counted.shape[0]):
        for p in range(periods):
            counted[g, p, :] = t.before[g, p]
    level = np.zeros((len(t.opening), scenarios))
    coming = np.zeros((len(t.opening), t.ring, scenarios))
    for i in range(len(t.opening)):
        for s in range(scenarios):
            level[i, s] = t.opening[i] * c.opening[i, s]
        for q in range(min(t.ring, periods)):
            coming[i, q, :] = t.coming[i, q]
    done, left = np.zeros((lines, scenarios)), np.zeros((t.limits, scenarios))
    room, balance, bespoken, marked = _funds(t, c)
    set_up = np.zeros((t.lots, scenarios), dtype=np.bool_)
    x, want, share = np.zeros(scenarios), np.zeros(scenarios), np.zeros(scenarios)
    for p in range(periods):
        _begin(t, c, p, level, coming, left)
        set_up[:] = False
        for _ in range(t.passes[p]):
            for j in range(t.order.begin[p], t.order.begin[p + 1]):
                n = t.order.to[j]
                if not _wanted(t, c, n, p, done, want, share):
                    continue
                _possible(t, c, n, p, want, share, level, left, room, set_up, x)
                if t.money.purse[n] >= 0:
                    _affordable(t, c, n, p, x, balance, bespoken, marked)
                _in_lots(t, n, want, x)
                if t.money.purse[n] >= 0:
                    _pay(t, c, n, p, x, balance, bespoken, marked)
                _take(t, c, n, p, x, share, done, level, left, room, set_up, counted)
                if began.shape[0]:
                    for s in range(scenarios):
                        began[n, p, s] += x[s]
                _give(t, c, n, p, x, level, coming, counted)


@compiled
def _funds(t: Tables, c: Chance) -> tuple[Floats, Floats, Floats, Floats]:
    """Room under caps, balances, what of them is bespoken, and earmarks, at the start."""
    scenarios = c.want.shape[1]
    room = np.zeros((len(t.most), scenarios))
    for n in range(len(t.most)):
        for s in range(scenarios):
            room[n, s] = t.most[n] * c.cap[n, s] - t.drawn[n]
    m = t.money
    balance, bespoken = np.zeros((len(m.amount), scenarios)), np.zeros((len(m.amount), scenarios))
    marked = np.zeros((len(m.when), scenarios))
    for k in range(len(m.amount)):
        for s in range(scenarios):
            balance[k, s] = m.amount[k] * c.amount[k, s] - m.spent[k]
    for j in range(len(m.when)):
        marked[j, :] = m.marks.per[j]
        bespoken[m.marks.to[j], :] += m.marks.per[j] / m.rate[m.marks.to[j], m.when[j]]
    return room, balance, bespoken, marked


@compiled
def _begin(t: Tables, c: Chance, p: int, level: Floats, coming: Floats, left: Floats) -> None:
    """What arrives is there, and limits have what they have in the period."""
    scenarios, slot = c.want.shape[1], p % t.ring
    for i in range(level.shape[0]):
        for s in range(scenarios):
            level[i, s] += coming[i, slot, s] + t.grain[i, p]
        coming[i, slot, :] = t.coming[i, p + t.ring] if p + t.ring < t.coming.shape[1] else 0.0
    left[:] = 0.0
    for k in range(len(t.source_limit)):
        limit, amount = t.source_limit[k], t.source[k, p]
        first, end = t.source_stops.begin[k], t.source_stops.begin[k + 1]
        for s in range(scenarios):
            have = amount * c.supply[k, s]
            for j in range(first, end):
                have *= c.runs[t.source_stops.to[j], p, s]
            left[limit, s] += have
    for n in range(len(t.build_limit)):
        for s in range(scenarios):
            if c.ready[n, s] < t.build_hours.shape[1]:
                left[t.build_limit[n], s] += t.build_hours[n, c.ready[n, s], p]


@compiled
def _wanted(t: Tables, c: Chance, n: int, p: int, done: Floats, want: Floats, share: Floats) -> bool:
    """What should have begun by now and has not, and on what share of the days it may begin; whether there is any."""
    if p > t.last[n]:
        return False
    first, last, anything = t.bounds[p], t.bounds[p + 1] - 1, False
    for s in range(len(want)):
        planned = t.plan[n, p]
        if c.late[n, s] > 0:
            q = p
            while q >= 0 and t.bounds[q + 1] - 1 > last - c.late[n, s]:
                q -= 1
            planned = t.plan[n, q] if q >= 0 else 0.0
        want[s] = planned * c.want[n, s] - done[n, s]
        anything |= want[s] > TINY
    if not anything:
        return False
    anything = False
    for s in range(len(want)):
        days = min(last, t.closes[n] + c.late[n, s]) - max(first, c.opens[n, s]) + 1
        share[s] = max(0, days) / (last - first + 1)
        if want[s] <= TINY or share[s] <= 0.0:
            want[s] = 0.0
        anything |= want[s] > 0.0
    return anything


@compiled
def _possible(
    t: Tables, c: Chance, n: int, p: int, want: Floats, share: Floats, level: Floats, left: Floats, room: Floats,
    set_up: Floats, x: Floats,
) -> None:  # fmt: skip
    """What goods, limits, caps and outages allow."""
    scenarios, lot = len(x), t.lot[n]
    x[:] = want
    for j in range(t.stops.begin[n], t.stops.begin[n + 1]):
        for s in range(scenarios):
            x[s] = min(x[s], want[s] * c.runs[t.stops.to[j], p, s])
    for j in range(t.takes.begin[n], t.takes.begin[n + 1]):
        stock, per = t.takes.to[j], t.takes.per[j]
        for s in range(scenarios):
            x[s] = min(x[s], level[stock, s] / per)
    for j in range(t.uses.begin[n], t.uses.begin[n + 1]):
        limit, per, setup = t.uses.to[j], t.uses.per[j], 0.0
        for i in range(t.setup.begin[n], t.setup.begin[n + 1]):
            if t.setup.to[i] == limit:
                setup += t.setup.per[i]
        for s in range(scenarios):
            more = setup if setup > 0.0 and not set_up[lot, s] else 0.0
            x[s] = min(x[s], (left[limit, s] * share[s] - more) / (per * c.hours[j, s]))
    for j in range(t.caps.begin[n], t.caps.begin[n + 1]):
        cap, per = t.caps.to[j], t.caps.per[j]
        for s in range(scenarios):
            x[s] = min(x[s], room[cap, s] / per)
    for s in range(scenarios):
        x[s] = max(0.0, x[s])


@compiled
def _in_lots(t: Tables, n: int, want: Floats, x: Floats) -> None:
    """Whole units, and whole lots where less than all is possible; nothing where there is as good as nothing."""
    whole, least, multiple = t.whole[n], t.least[n], t.multiple[n]
    for s in range(len(x)):
        if whole:
            x[s] = np.floor(x[s] + NEARLY)
        elif (least > 0.0 or multiple > 0.0) and x[s] < want[s] * (1 - TINY):
            if multiple > 0.0:
                x[s] = multiple * np.floor(x[s] / multiple + NEARLY)
            if x[s] < least * (1 - TINY):
                x[s] = 0.0
        if x[s] <= TINY:
            x[s] = 0.0


@compiled
def _take(
    t: Tables, c: Chance, n: int, p: int, x: Floats, share: Floats, done: Floats, level: Floats, left: Floats,
    room: Floats, set_up: Floats, counted: Floats,
) -> None:  # fmt: skip
    """Take goods, hours and room under caps for what begins, and count what is handed over."""
    scenarios, lot = len(x), t.lot[n]
    for s in range(scenarios):
        done[n, s] += x[s]
    for j in range(t.takes.begin[n], t.takes.begin[n + 1]):
        stock, per = t.takes.to[j], t.takes.per[j]
        for s in range(scenarios):
            level[stock, s] -= per * x[s]
    for j in range(t.uses.begin[n], t.uses.begin[n + 1]):
        limit, per = t.uses.to[j], t.uses.per[j]
        for s in range(scenarios):
            if x[s] > 0.0:
                left[limit, s] -= per * c.hours[j, s] * x[s] / share[s]
    if lot >= 0:
        for s in range(scenarios):
            if x[s] > 0.0 and not set_up[lot, s]:
                for j in range(t.setup.begin[n], t.setup.begin[n + 1]):
                    left[t.setup.to[j], s] -= t.setup.per[j] / share[s]
                set_up[lot, s] = True
    for j in range(t.caps.begin[n], t.caps.begin[n + 1]):
        cap, per = t.caps.to[j], t.caps.per[j]
        for s in range(scenarios):
            room[cap, s] -= per * x[s]
    for j in range(t.counted.begin[n], t.counted.begin[n + 1]):
        for s in range(scenarios):
            counted[t.counted.to[j], p, s] += x[s]


@compiled
def _give(t: Tables, c: Chance, n: int, p: int, x: Floats, level: Floats, coming: Floats, counted: Floats) -> None:
    """Bring what begins to where it arrives, and when: scenarios with the same lag together."""
    lags = t.lags
    if t.gives.begin[n] == t.gives.begin[n + 1]:
        return
    begin, varies = 0, lags.of.shape[1] > 1 or lags.spread[n]
    if not varies:
        _arrive(t, c, n, p, lags.of[n, 0], 0, len(x), x, level, coming, counted)
        return
    while begin < len(x):
        k = _lag(t, c, n, p, begin)
        end = begin + 1
        while end < len(x) and _lag(t, c, n, p, end) == k:
            end += 1
        _arrive(t, c, n, p, k, begin, end, x, level, coming, counted)
        begin = end


@compiled
def _lag(t: Tables, c: Chance, n: int, p: int, s: int) -> int:
    """The number of a line's lag in a scenario: rounded up in the period in which it opens."""
    j = c.lead[n, s] - t.lags.low[n]
    return t.lags.rounded[n, j] if c.opens[n, s] > t.bounds[p] else t.lags.of[n, j]  # type: ignore[no-any-return]


@compiled
def _arrive(
    t: Tables, c: Chance, n: int, p: int, k: int, begin: int, end: int, x: Floats, level: Floats, coming: Floats,
    counted: Floats,
) -> None:  # fmt: skip
    """What begins in some neighbouring scenarios arrives under one lag."""
    for i in range(t.lags.begin[k, p], t.lags.begin[k, p + 1]):
        q, share = t.lags.into[i], t.lags.share[i]
        for j in range(t.gives.begin[n], t.gives.begin[n + 1]):
            stock, per, slot = t.gives.to[j], t.gives.per[j], q % t.ring
            if stock >= 0 and q == p:
                for s in range(begin, end):
                    level[stock, s] += per * (x[s] * c.give[n, s] * share)
            elif stock >= 0:
                for s in range(begin, end):
                    coming[stock, slot, s] += per * (x[s] * c.give[n, s] * share)
            for g in range(t.given.begin[j], t.given.begin[j + 1]):
                for s in range(begin, end):
                    counted[t.given.to[g], q, s] += per * (x[s] * c.give[n, s] * share)


@compiled
def _offer(
    t: Tables, c: Chance, n: int, k: int, q: int, s: int, balance: Floats, bespoken: Floats, marked: Floats
) -> float:
    """What a fund can pay for a line in a period, at planned prices."""
    m, last = t.money, t.bounds[q + 1] - 1
    if c.release[k, s] > last or last > m.closes[k]:
        return 0.0
    there, purse = 0.0, m.purse[n]
    for j in range(m.marks.begin[purse], m.marks.begin[purse + 1]):
        if m.marks.to[j] == k and m.when[j] <= q:
            there += marked[j, s]
    rate, dearer = m.rate[k, q], c.cost[n, s]
    free = max(0.0, balance[k, s] - bespoken[k, s])
    return max(0.0, min(balance[k, s] * rate / dearer, there + free * rate / dearer))


@compiled
def _affordable(
    t: Tables, c: Chance, n: int, p: int, x: Floats, balance: Floats, bespoken: Floats, marked: Floats
) -> None:
    """As much of what may begin as can be paid, every payment by itself."""
    m, row = t.money, n * (len(t.bounds) - 1) + p
    first, end = m.funds.begin[m.purse[n]], m.funds.begin[m.purse[n] + 1]
    for i in range(m.bills.begin[row], m.bills.begin[row + 1]):
        for s in range(len(x)):
            if x[s] > TINY:
                total = 0.0
                for f in range(first, end):
                    total += _offer(t, c, n, m.funds.to[f], m.bills.to[i], s, balance, bespoken, marked)
                x[s] = min(x[s], total / m.bills.per[i])


@compiled
def _pay(
    t: Tables, c: Chance, n: int, p: int, x: Floats, balance: Floats, bespoken: Floats, marked: Floats
) -> None:
    """Pay for what begins, fund by fund: what is bespoken first, the latest of it before what was left over."""
    m, row = t.money, n * (len(t.bounds) - 1) + p
    purse = m.purse[n]
    for i in range(m.bills.begin[row], m.bills.begin[row + 1]):
        q = m.bills.to[i]
        for s in range(len(x)):
            rest = m.bills.per[i] * x[s]
            for f in range(m.funds.begin[purse], m.funds.begin[purse + 1]):
                if rest <= 0.0:
                    break
                k = m.funds.to[f]
                part = min(rest, _offer(t, c, n, k, q, s, balance, bespoken, marked))
                rest -= part
                if part <= 0.0 or np.isinf(m.amount[k]):
                    continue
                balance[k, s] -= part * c.cost[n, s] / m.rate[k, q]
                for j in range(m.marks.begin[purse], m.marks.begin[purse + 1]):
                    if m.marks.to[j] == k and m.when[j] <= q and part > 0.0:
                        drawn = min(part, marked[j, s])
                        marked[j, s] -= drawn
                        bespoken[k, s] -= drawn / m.rate[k, m.when[j]]
                        part -= drawn
