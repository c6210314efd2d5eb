"""Checks a plan against its programme, without the solver and without the planner's code."""

from __future__ import annotations

from workshare.outcome.plan import Plan
from workshare.planner.verify import (
    accounts,
    change,
    deliveries,
    firm,
    fleets,
    flows,
    investments,
    licences,
    lots,
    money,
    origin,
    project,
    promises,
    record,
    resources,
    shelf,
    stocks,
    transfer,
)
from workshare.planner.verify.books import Books
from workshare.planner.verify.fault import Fault, Rule

__all__ = ["Fault", "Rule", "verify"]

RULES = (
    project.activities,
    project.gates,
    flows.sound,
    record.recorded,
    licences.named,
    licences.limits,
    licences.uses,
    investments.investments,
    flows.production,
    flows.shipments,
    flows.lane_limits,
    flows.purchases,
    flows.supply_limits,
    flows.substitutions,
    stocks.outputs,
    stocks.whole_runs,
    stocks.balance,
    stocks.not_too_early,
    resources.capacity,
    resources.loads,
    lots.lots,
    lots.setups,
    firm.orders,
    firm.sustained,
    fleets.fleets,
    shelf.moves,
    shelf.told,
    shelf.ages,
    deliveries.deliveries,
    deliveries.quantities,
    deliveries.demands,
    promises.commitments,
    money.payments,
    money.funds,
    money.cash,
    change.frozen,
    change.changes,
    accounts.goals_present,
    accounts.goal_values,
    accounts.gaps,
    accounts.workshare,
    transfer.no_transfer,
    origin.minimums,
    origin.shares,
    origin.accounts,
)
"""Every rule but that of the periods, without which none of these can be asked."""


def verify(plan: Plan) -> list[Fault]:
    """Every fault of a plan, rule by rule; none means that its tables follow from its programme and agree."""
    faults = list(project.periods(plan))
    if faults:
        return faults
    books = Books(plan)
    return [fault for rule in RULES for fault in rule(books)]
