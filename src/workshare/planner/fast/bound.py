"""A bound from prices: no plan is worth more than what everything would cost one by one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workshare.planner.fast.kernels import cheapest
from workshare.planner.fast.network import Case
from workshare.planner.lags import Floats
from workshare.planner.model import Model

SWEEPS = 50
"""So often prices are passed on at most; where flows without lag go round in rings, more may be needed."""


def least_cost(case: Case, prices: Floats) -> float:
    """A bound from below on late quantity-days by weight, whatever the prices; minus infinity where none was found.

    Bounds on sums of flows are bought at their ``prices`` [row], those of single flows at what is left for them, and so
    is what is there by itself; what then remains costs every unit the least way of having it (a Leontief substitution
    system), and each unit asked for waits until that and its lateness together are least:
        sum over units of min over p of (worth[p] + weight · late days[p])
        - sum of price · bound - sum of worth · coming
    Prices of rows that are no bounds on flows do not count, nor do rules that are left out: both only loosen it.
    """
    problem, start = case.problem, case.beginning()
    bounded = (case.net.packed > 0) & np.isfinite(problem.row_upper)
    mu = np.where(bounded, np.maximum(prices, 0.0), 0.0)
    rows = problem.rows["balance"][1].grid
    finite = np.isfinite(start.level)
    coming = np.diff(np.where(finite, start.level, 0.0), axis=1, prepend=0.0)
    there = finite & (coming > 0)
    worth = np.where(finite, np.inf, 0.0)
    if rows.size:
        seeds = np.full_like(worth, np.inf)
        seeds[rows.owner, rows.period] = np.maximum(-prices[: rows.size], 0.0)
        worth[there] = seeds[there]
    limited = np.isfinite(problem.upper) & (np.arange(len(problem.upper)) < case.model.columns.flow.end)
    toll = np.where(limited, np.maximum(-(problem.matrix.T @ prices), 0.0), 0.0)
    if cheapest(case.net, mu, toll, worth, SWEEPS) < 0:
        return -np.inf
    paid = float(mu[bounded] @ problem.row_upper[bounded]) + float(toll[limited] @ problem.upper[limited])
    return _served(case.model, worth, case.weights) - paid - float((coming[there] * worth[there]).sum())


def _served(model: Model, worth: Floats, weights: Mapping[int, float]) -> float:
    """What it costs to serve every backlog, each unit at its best time; never costs lateness to the end alone."""
    lengths = model.shrunk.lengths
    late = np.concatenate([[0.0], np.cumsum(np.append(lengths[1:], lengths[-1]))])
    total = 0.0
    for b in model.shrunk.backlogs:
        weight = weights.get(b.priority, 0.0)
        cost = np.append(worth[model.stock_number[b.stock]], 0.0) + weight * late
        best = np.minimum.accumulate(cost[::-1])[::-1]
        now, later = worth[model.stock_number[b.stock]], best[1:] - weight * late[:-1]
        fresh = np.zeros(len(lengths))
        for p, after, quantity in b.fresh:
            fresh[p] += quantity
            total += quantity * min(float(now[p]), float(later[p]) - weight * after)
        over = b.due - fresh
        some = over > 0
        total += float((over[some] * np.minimum(now, later)[some]).sum())
    return total
