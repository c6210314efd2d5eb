"""What a plan does in each period, flow by flow, read back from its tables."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import numpy as np

from workshare.model.programme import by_id
from workshare.outcome.plan import Plan
from workshare.planner.lags import Floats
from workshare.planner.network import Flow, FlowKind, Network
from workshare.planner.stocks import SERVICE, Stock

Key = tuple[str, ...]
"""What tells the flows of a network apart: kind, id, and places and licences where they matter."""


def key_of(flow: Flow) -> Key:
    """The key of a flow."""
    match flow.kind:
        case FlowKind.SHIP:
            taken, given = flow.takes[0][0], flow.gives[0][0]
            return (flow.kind, flow.id, taken.item, taken.site, given.site, flow.way.licence)
        case FlowKind.SWAP:
            return (flow.kind, flow.takes[0][0].item, flow.gives[0][0].item, flow.takes[0][0].site)
        case FlowKind.MAKE | FlowKind.BUY:
            return (flow.kind, flow.id, flow.way.licence)
        case _:
            return (flow.kind, flow.id)


def planned_amounts(plan: Plan, network: Network) -> dict[Key, Floats]:
    """The amounts of all flows that the plan uses from its day on, by period."""
    found: dict[Key, Floats] = defaultdict(lambda: np.zeros(len(plan.periods)))
    flows, day = plan.flows, plan.as_of
    for made in flows.production:
        if made.date >= day:
            found[FlowKind.MAKE, made.operation, made.licence][made.period] += made.runs
    for sent in flows.shipments:
        if sent.date >= day:
            way: Key = (FlowKind.SHIP, sent.lane, sent.item, sent.origin, sent.destination, sent.licence)
            found[way][sent.period] += sent.quantity
    for bought in flows.purchases:
        if bought.date >= day:
            found[FlowKind.BUY, bought.supply, bought.licence][bought.period] += bought.quantity
    for swap in flows.substitutions:
        if swap.date >= day:
            found[FlowKind.SWAP, swap.item, swap.instead_of, swap.site][swap.period] += swap.quantity
    for key, amounts in (*_finished(plan, network, day), *_fleets(plan, network)):
        found[key] += amounts
    return {key: amounts for key, amounts in found.items() if amounts.any()}


def _finished(plan: Plan, network: Network, day: dt.date) -> list[tuple[Key, Floats]]:
    """Whole runs that come out of an operation: its outputs, without those of work that was in progress."""
    operations = by_id(plan.programme.operations)
    names = {flow.id for flow in network.flows if flow.kind is FlowKind.FINISH}
    found: dict[str, Floats] = {name: np.zeros(len(plan.periods)) for name in sorted(names)}
    first = {name: next(iter(operations[name].makes.items())) for name in names}
    for out in plan.flows.outputs:
        if out.operation in names and out.date >= day and out.item == first[out.operation][0]:
            found[out.operation][out.period] += out.quantity / first[out.operation][1].value
    for stock, name, ready, quantity in network.receipts:
        if name in names and ready <= plan.periods.horizon and stock.item == first[name][0]:
            found[name][plan.periods.counted_by(ready)] -= quantity / first[name][1].value
    return [((FlowKind.FINISH, name), np.round(amounts)) for name, amounts in found.items()]


def _fleets(plan: Plan, network: Network) -> list[tuple[Key, Floats]]:
    """Units that go into service and units that fail there: failed[p], and service[p] - service[p-1] + failed[p]."""
    found: list[tuple[Key, Floats]] = []
    for fleet in plan.programme.fleets:
        rows = [row for row in plan.fleets if row.fleet == fleet.id]
        failed, there = np.zeros(len(plan.periods)), np.zeros(len(plan.periods))
        for row in rows:
            failed[row.period], there[row.period] = row.failed, row.in_service
        before = np.concatenate([[network.opening.get(Stock(fleet.id, fleet.site, SERVICE), 0.0)], there[:-1]])
        found.append(((FlowKind.FAIL, str(fleet.id)), failed))
        found.append(((FlowKind.FIELD, str(fleet.id)), np.maximum(0.0, there - before + failed)))
    return found
