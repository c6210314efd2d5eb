"""How much a plan differs from the last one."""

from __future__ import annotations

from collections import defaultdict

from workshare.outcome.last import Way, change_value, last_plan
from workshare.outcome.plan import Plan


def change(plan: Plan) -> float:
    """The value, at standard costs, of all runs, purchases and shipments that are not as in the last plan.

    Amounts are compared period by period from the plan's day on; 0 where there is no last plan.
    """
    if plan.last is None:
        return 0.0
    new = last_plan(plan.production, plan.purchases, plan.shipments, (), ())
    difference: dict[tuple[Way, int], float] = defaultdict(float)
    for amounts, sign in ((new.amounts, 1.0), (plan.last.amounts, -1.0)):
        for way, by_date in amounts.items():
            for date, amount in by_date.items():
                day = plan.periods.day(date)
                if plan.as_of <= date and day <= plan.periods.horizon:
                    difference[way, plan.periods.counted_by(day)] += sign * amount
    return sum(abs(amount) * change_value(plan.programme, way) for (way, _), amount in difference.items())
