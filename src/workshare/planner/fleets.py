"""Fleets: units go into service, fail and come back; flows, columns and tables of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workshare.model.calendar import Periods
from workshare.model.fleets import Fleet
from workshare.model.programme import Programme
from workshare.outcome.terms import Service
from workshare.planner.lags import Floats
from workshare.planner.model import Model
from workshare.planner.network import FlowKind
from workshare.planner.stocks import SERVICE, Stock

LACKING = "lacking"
"""The family of columns of what fleets lack."""


def in_service(fleet: Fleet) -> Stock:
    """The stock of a fleet's units in service."""
    return Stock(fleet.id, fleet.site, SERVICE)


def failing(fleet: Fleet, periods: Periods, today: int) -> Floats:
    """The share of units in service that fail in each period, from the plan's day on: rate · days, at most all."""
    bounds = np.maximum(np.asarray(periods.bounds), today)
    return np.asarray(np.minimum(1.0, fleet.failures.per_day * np.diff(bounds)), dtype=float)


def wanted(programme: Programme, fleet: Fleet, periods: Periods, today: int) -> tuple[float, Floats]:
    """The units wanted in service, and the days of each period on which they are, from the plan's day on."""
    availability = fleet.availability.value if fleet.availability else 1.0
    first = max(today, periods.day(fleet.effective_start or programme.start))
    end = periods.day(fleet.effective_end or programme.until) + 1
    bounds = np.asarray(periods.bounds)
    days = np.clip(bounds[1:], first, max(end, first)) - np.clip(bounds[:-1], first, max(end, first))
    return availability * fleet.quantity.value, days.astype(float)


def service_rows(model: Model, x: Floats) -> Iterator[Service]:
    """Each fleet at the end of each period."""
    programme, shrunk = model.programme, model.shrunk
    periods, today = shrunk.periods, shrunk.network.today
    hold, flow = model.columns.hold, model.columns.flow
    for fleet in programme.fleets:
        n = model.stock_number[in_service(fleet)]
        failed, there = np.zeros(len(periods)), np.full(len(periods), fleet.at_start)
        there[int(hold.first[n]) : int(hold.last[n]) + 1] = np.maximum(0.0, x[hold.of(n)])
        for k, f in enumerate(shrunk.flows):
            if (f.kind, f.id) == (FlowKind.FAIL, fleet.id):
                failed[int(flow.first[k]) : int(flow.last[k]) + 1] = np.maximum(0.0, x[flow.of(k)])
        units, days = wanted(programme, fleet, periods, today)
        for p in range(len(periods)):
            yield Service(
                fleet=fleet.id, period=p, date=periods.ends(p), in_service=float(there[p]),
                wanted=units if days[p] else 0.0, failed=float(failed[p]),
            )  # fmt: skip
