"""The order in which an execution tries its lines: what others wait for first, then by the demand they end in."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import replace

import numpy as np

from workshare.model import ids
from workshare.model.programme import Programme, by_id
from workshare.model.promises import Commitment
from workshare.planner.lags import Floats
from workshare.planner.network import FlowKind
from workshare.risk.lines import DELIVER, Execution, Line, Source, lag_of

LEAST_KEY = (10**9, 10**9)
"""The key of what ends in no demand."""
FIRST_KEY = (-1, 0)
"""The key of what nobody decides: units in service fail."""
OURS = 1e-4
"""A plan may use so much more of anything than there is through rounding, as a share of it."""
ROUNDS = 50
"""So often keys are handed up from product to part at most."""


def keyed(made: Execution, programme: Programme) -> Execution:
    """Each line with the priority and due day of the foremost demand or commitment that it ends in."""
    demands, commitments = by_id(programme.demands), by_id(programme.commitments)
    known = [commitments.get(ids.CommitmentId(g.id)) for g in made.goals]
    goal = [_of(c, made) if c else LEAST_KEY for c in known]  # what is only watched asks for nothing
    keys = [LEAST_KEY] * len(made.lines)
    wanted: dict[int, tuple[int, int]] = {}
    for _ in range(ROUNDS):
        before = list(keys)
        for n, line in enumerate(made.lines):
            if line.kind == DELIVER:
                demand = demands[line.id]
                offers = [(demand.priority, made.periods.day(demand.due))]
            elif line.kind == FlowKind.FAIL:
                offers = [FIRST_KEY]
            else:
                offers = [wanted.get(g.stock, LEAST_KEY) for g in line.gives]
                offers += [goal[c] for g in line.gives for c in g.counted]
            keys[n] = min([keys[n], *offers])
            for stock, _ in line.takes:
                wanted[stock] = min(wanted.get(stock, LEAST_KEY), keys[n])
        if keys == before:
            break
    return replace(made, lines=tuple(replace(line, key=key) for line, key in zip(made.lines, keys, strict=True)))


def _of(commitment: Commitment, made: Execution) -> tuple[int, int]:
    return commitment.priority, made.periods.day(commitment.due)


def planned_open(made: Execution, line: Line, finish: list[int]) -> int:
    """The first day on which a line may begin in the plan."""
    ordered = [made.today, *(finish[t] for t in line.ordered)] if line.notice else [0]
    waits = [finish[t] + days for t, days in line.waits]
    return max([line.dated, max(ordered) + (line.lead if line.notice else 0), *waits])


def planned_finish(made: Execution) -> list[int]:
    """The day on which each task is done in the plan."""
    found: list[int] = []
    for task in made.tasks:
        if task.done is not None:
            found.append(task.done)
        elif task.begun is not None:
            found.append(max(made.today, task.begun + task.days))
        else:
            found.append(max([task.earliest, *(found[b] for b in task.after)]) + task.days)
    return found


def share_open(made: Execution, p: int, opens: int, closes: int) -> float:
    """The share of a period's days on which something may begin that may from one day to another."""
    first, last = made.periods.first(p), made.periods.last(p)
    return max(0, min(last, closes) - max(first, opens) + 1) / (last - first + 1)


def lag_in_plan(line: Line) -> tuple[int, int]:
    """The lead of a line and the first day from which it is spread; what is ordered comes on time."""
    return (0, -1) if line.notice else (line.lead, line.coarse)


def with_grain(made: Execution) -> Execution:
    """The plan's own rounding given back to it, so that it can be carried out to the last digit.

    Raises ValueError where more than rounding is lacking: then the tables do not belong to the programme.
    """
    level = made.coming.copy()
    if len(made.opening):
        level[:, 0] += made.opening
    used = np.zeros((len(made.limits), len(made.periods)))
    finish, size = planned_finish(made), level.copy()
    for line in made.lines:
        _move(made, line, level, size)
        _use(made, line, used, planned_open(made, line, finish))
    lacking = np.maximum(0.0, -np.minimum.accumulate(np.cumsum(level, axis=1), axis=1))
    grain = np.diff(np.concatenate([np.zeros((len(level), 1)), lacking], axis=1), axis=1)
    short = np.flatnonzero(lacking.max(axis=1, initial=0.0) > OURS * np.maximum(1.0, size.sum(axis=1)))
    if len(short):
        raise ValueError(f"the plan takes more {made.stocks[short[0]]} than there is")
    have = np.zeros_like(used)
    for source in made.sources:
        have[source.limit] += source.amount
    for build in made.builds:
        have[build.limit] += build.hours[min(build.decided + build.days, len(build.hours) - 1)]
    stops = {source.limit: source.stops for source in made.sources}
    extra = [
        Source(n, np.maximum(0.0, row), stops=stops.get(n, ()))
        for n, row in enumerate(used * (1 + 1e-12) - have)
        if (row > 0).any()
    ]
    totals = [0.0] * len(made.caps)
    for line in made.lines:
        for cap, per in line.caps:
            totals[cap] += per * float(line.plan.sum())
    caps = [replace(c, most=max(c.most, c.drawn + n * (1 + 1e-12))) for c, n in zip(made.caps, totals, strict=True)]
    return replace(made, grain=grain * (1 + 1e-12), sources=(*made.sources, *extra), caps=tuple(caps))


def _move(made: Execution, line: Line, level: Floats, size: Floats) -> None:
    """What a line takes and gives in the plan, period by period; ``size`` adds both up."""
    lag = lag_of(made.periods, *lag_in_plan(line))
    for stock, per in line.takes:
        level[stock] -= per * line.plan
        size[stock] += per * line.plan
    for give in line.gives:
        for p in np.flatnonzero(line.plan) if give.stock >= 0 else ():
            for k in range(lag.begin[p], lag.begin[p + 1]):
                level[give.stock, lag.into[k]] += give.per * line.plan[p] * lag.share[k]


def _use(made: Execution, line: Line, used: Floats, opens: int) -> None:
    """The hours and the like that a line needs in the plan, at the rate at which it then runs."""
    for p in np.flatnonzero(line.plan) if line.uses or line.setup else ():
        share = share_open(made, int(p), opens, line.closes)
        if share <= 0:
            raise ValueError(f"the plan begins {line.kind} {line.id} in period {p}, when it may not")
        for limit, per in line.uses:
            used[limit, p] += per * line.plan[p] / share
        for limit, hours in line.setup:
            used[limit, p] += hours / share


def in_order(made: Execution) -> Execution:
    """An execution with the order of its lines in each period, and how often they are tried there.

    A line comes after all that give it something in the same period; of those that may be next, the one with the
    foremost key, then of the earlier row. In a ring the foremost goes first, and the ring is gone round again.
    """
    begins = [np.flatnonzero(line.plan) for line in made.lines]
    first = [int(found[0]) if len(found) else len(made.periods) for found in begins]
    order, passes = [], []
    for p in range(len(made.periods)):
        active = [n for n in range(len(made.lines)) if first[n] <= p]
        row, ring = _sorted(made, active, p)
        order.append(tuple(row))
        passes.append(MANY if ring else 1)
    return replace(made, order=tuple(order), passes=tuple(passes))


MANY = 40
"""So often the lines of a ring are tried in a period: what goes round in it becomes less every time."""


def _sorted(made: Execution, active: list[int], p: int) -> tuple[list[int], bool]:
    givers: dict[int, list[int]] = defaultdict(list)
    for n in active:
        for give in made.lines[n].gives:
            givers[give.stock].append(n)
    after: dict[int, set[int]] = defaultdict(set)
    missing = dict.fromkeys(active, 0)
    for n in active:
        for giver in {g for stock, _ in made.lines[n].takes for g in givers[stock] if g != n and _at_once(made, g, p)}:
            after[giver].add(n)
            missing[n] += 1
    ready = [(made.lines[n].key, n) for n in active if missing[n] == 0]
    waiting = {n for n in active if missing[n] > 0}
    heapq.heapify(ready)
    found, ring = [], False
    while ready or waiting:
        if not ready:
            ring = True
            n = min(waiting, key=lambda k: (made.lines[k].key, k))
            waiting.remove(n)
            ready = [(made.lines[n].key, n)]
        _, n = heapq.heappop(ready)
        found.append(n)
        for k in sorted(after[n]):
            missing[k] -= 1
            if missing[k] == 0 and k in waiting:
                waiting.remove(k)
                heapq.heappush(ready, (made.lines[k].key, k))
    return found, ring


def _at_once(made: Execution, n: int, p: int) -> bool:
    """Whether part of what a line begins in a period may arrive in it, also where its lead is shorter than planned."""
    line = made.lines[n]
    if line.notice or line.lead == 0:
        return True
    lag = lag_of(made.periods, *lag_in_plan(line))
    return bool((lag.into[lag.begin[p] : lag.begin[p + 1]] == p).any())
