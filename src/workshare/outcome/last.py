"""What of an earlier plan a new one is held against: its flows by date, and what it decided about the project."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workshare.model.programme import Programme
from workshare.outcome.rows import Production, Purchase, Shipment, Step
from workshare.outcome.terms import Built, Purpose

Bases = Mapping[str, npt.NDArray[np.int32]]
"""Where linear problems ended, by name: how each column and row stands, as the solver counts it."""


class Way(NamedTuple):
    """A way in which something is made, bought or moved; for a shipment with what goes from where to where."""

    purpose: Purpose
    id: str
    item: str = ""
    origin: str = ""
    destination: str = ""


@dataclass(frozen=True, slots=True)
class Last:
    """The last plan: for each way its amounts by date, modes and starts of activities, decisions on investments."""

    amounts: Mapping[Way, Mapping[dt.date, float]] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, dt.date] = field(default_factory=dict)
    investments: Mapping[str, tuple[dt.date, ...]] = field(default_factory=dict)
    bases: Bases = field(default_factory=dict, compare=False)
    """Where its linear problems ended."""


def last_plan(
    production: Iterable[Production],
    purchases: Iterable[Purchase],
    shipments: Iterable[Shipment],
    activities: Iterable[Step],
    investments: Iterable[Built],
) -> Last:
    """What counts of a plan's tables when the next plan is held against it."""
    amounts: dict[Way, dict[dt.date, float]] = defaultdict(lambda: defaultdict(float))
    for made in production:
        amounts[Way(Purpose.OPERATION, made.operation)][made.date] += made.runs
    for bought in purchases:
        amounts[Way(Purpose.SUPPLY, bought.supply)][bought.date] += bought.quantity
    for sent in shipments:
        way = Way(Purpose.LANE, sent.lane, sent.item, sent.origin, sent.destination)
        amounts[way][sent.date] += sent.quantity
    steps = [step for step in activities if not step.done]
    decided: dict[str, list[dt.date]] = defaultdict(list)
    for built in investments:
        decided[built.investment].append(built.decided)
    return Last(
        amounts={way: dict(by_date) for way, by_date in amounts.items()},
        modes={step.activity: step.mode for step in steps},
        starts={step.activity: step.start for step in steps},
        investments={name: tuple(sorted(days)) for name, days in decided.items()},
    )


def still_there(last: Last, programme: Programme) -> Last:
    """The last plan without what the programme does not have any more: that can neither be kept nor changed."""
    items, sites = {str(i.id) for i in programme.items}, {str(s.id) for s in programme.sites}
    known = {
        Purpose.OPERATION: {str(o.id) for o in programme.operations},
        Purpose.SUPPLY: {str(s.id) for s in programme.supplies},
        Purpose.LANE: {str(lane.id) for lane in programme.lanes},
    }
    ends = {"", *sites}
    kept = {
        way: by_date
        for way, by_date in last.amounts.items()
        if way.id in known[way.purpose] and way.item in {"", *items} and {way.origin, way.destination} <= ends
    }
    activities, investments = {str(a.id) for a in programme.activities}, {str(v.id) for v in programme.investments}
    return Last(
        amounts=kept,
        modes={a: mode for a, mode in last.modes.items() if a in activities},
        starts={a: day for a, day in last.starts.items() if a in activities},
        investments={v: days for v, days in last.investments.items() if v in investments},
        bases=last.bases,
    )


def change_value(programme: Programme, way: Way) -> float:
    """The value at standard costs of one run, unit bought or unit moved (1 for an item without a standard cost)."""
    worth = {str(i.id): i.cost.value if i.cost and i.cost.value > 0 else 1.0 for i in programme.items}
    if way.purpose is Purpose.OPERATION:
        operation = next(o for o in programme.operations if o.id == way.id)
        return sum(worth[i] * n.value for i, n in operation.makes.items())
    if way.purpose is Purpose.SUPPLY:
        return worth[next(s.item for s in programme.supplies if s.id == way.id)]
    return worth[way.item]
