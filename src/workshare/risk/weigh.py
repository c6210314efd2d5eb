"""Holds a plan for many futures against the plain plan, on scenarios that neither was made for."""

from __future__ import annotations

from workshare.outcome.plan import Plan
from workshare.outcome.robust import Stand, Weighed, WeighedRow
from workshare.planner.robust import Robust
from workshare.results.accounts import cost
from workshare.risk.odds import plain_odds


def weigh(plain: Plan, robust: Robust, futures: int, seed: int, scenarios: int) -> Weighed:
    """Both plans carried out in the same scenarios."""
    before, after = _stands(plain, seed, scenarios), _stands(robust.plan, seed, scenarios)
    rows = [WeighedRow(commitment=name, plain=before[name], robust=after[name]) for name in before]
    return Weighed(
        futures=futures,
        seed=seed,
        scenarios=scenarios,
        plain_cost=cost(plain),
        robust_cost=cost(robust.plan),
        rows=tuple(rows),
    )


def _stands(plan: Plan, seed: int, scenarios: int) -> dict[str, Stand]:
    return {
        row.id: Stand(p_kept=row.p_kept, late_days=row.late_days, worst=row.worst_late_days)
        for row in plain_odds(plan, seed, scenarios)
        if row.p_kept is not None
    }
