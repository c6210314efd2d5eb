"""The neutral yardstick's score of a plan, from its deliveries and demands alone."""

from __future__ import annotations

from collections.abc import Mapping

from workshare.outcome.plan import Plan
from workshare.outcome.score import Score

WEIGHTS: Mapping[int, float] = {1: 9.0, 2: 3.0, 3: 1.0}
"""What a late quantity-day weighs by priority."""


def score(plan: Plan, weights: Mapping[int, float] = WEIGHTS) -> Score:
    """What a plan comes to, in weeks from its programme's start; raises KeyError for a priority without a weight.

    A delivery in the due week or earlier is on time; what is never delivered is late to the last week.
    """
    start, last_week = plan.programme.start, (plan.programme.until - plan.programme.start).days // 7
    waiting: dict[str, float] = {}
    on_time = dict.fromkeys(weights, 0.0)
    late = dict.fromkeys(weights, 0.0)
    due: dict[str, int] = {}
    priority: dict[str, int] = {}
    for demand in plan.programme.demands:
        waiting[demand.id] = demand.quantity.value if demand.quantity else 0.0
        due[demand.id], priority[demand.id] = (demand.due - start).days // 7, demand.priority
    asked = sum(waiting.values())
    for row in plan.deliveries:
        weeks = max(0, (row.date - start).days // 7 - due[row.demand])
        waiting[row.demand] -= row.quantity
        late[priority[row.demand]] += 7 * weeks * row.quantity
        on_time[priority[row.demand]] += row.quantity if weeks == 0 else 0.0
    for name, quantity in waiting.items():
        late[priority[name]] += 7 * (last_week - due[name]) * quantity
    return Score(
        asked=asked,
        on_time=sum(on_time.values()),
        by_priority=on_time,
        late_quantity_days=sum(late.values()),
        weighted=sum(weights[p] * days for p, days in late.items()),
        short=sum(waiting.values()),
    )
