"""The programme on which deciding and re-planning are measured: ten transfers, dates that wait for money."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections import defaultdict

from programmes import SMALL, START, programme

from workshare.model import ids
from workshare.model.calendar import Calendar
from workshare.model.figure import plain
from workshare.model.money import Fund, PaysFor
from workshare.model.network import CapacityStep, Operation, Resource
from workshare.model.programme import Programme
from workshare.model.project import Activity, Gate, Investment, Mode, Ramp
from workshare.units import Per

FAMILIES = 10
TRANCHES, APART = 7, 61
"""So many tranches of money, so many days apart."""
COVERS = 1.2
"""What all tranches come to, over the price of every tooling in normal mode and every investment."""
LINE_LOAD, CELL_LOAD = 0.9, 0.6
CALENDAR = Calendar(weeks=4, months=8)
"""Then quarters."""


def with_transfers(seed: int, calendar: Calendar = CALENDAR) -> Programme:
    """60 items over 104 weeks, of which ten families of products may be made at a second site as well.

    Each family waits for its licence, its data, its tooling (in normal or crash mode) and its qualification; tooling
    gives it a line of its own. Three cells may be enlarged. The money comes in seven tranches over a year.
    """
    p = programme(dataclasses.replace(SMALL, calendar=calendar, load=CELL_LOAD), seed)
    dice = random.Random(seed)
    activities: list[Activity] = []
    gates: list[Gate] = []
    resources = {r.id: r for r in p.resources}
    moved: dict[ids.OperationId, Operation] = {}
    for n, family in enumerate(_families(p)):
        steps = _steps(n, dice)
        gate = Gate(id=ids.GateId(f"line-{n}"), needs=(steps[-1].id,))
        line = _line(p, n, family, resources)
        resources[line.id] = line
        for o in family:
            moved[o.id] = dataclasses.replace(o, time={line.id: next(iter(o.time.values()))}, needs=(*o.needs, gate.id))
        activities += steps
        gates.append(gate)
    operations = tuple(moved.get(o.id, o) for o in p.operations)
    used = {r for o in operations for r in o.time}
    kept = tuple(r for r in resources.values() if r.id in used)
    investments = _investments([r for r in kept if r.id.startswith("cell")], dice)
    funds = _funds(p, operations, activities, investments)
    return dataclasses.replace(
        p, activities=(*p.activities, *activities), gates=(*p.gates, *gates), operations=operations, resources=kept,
        investments=investments, funds=funds,
    )  # fmt: skip


def _families(p: Programme) -> list[list[Operation]]:
    """The second sites of products, neighbours at one plant together: ten families in all."""
    seen: set[str] = set()
    second: list[Operation] = []
    for o in p.operations:
        item = next(iter(o.makes))
        if item.startswith("product") and item in seen:
            second.append(o)
        seen.add(item)
    second.sort(key=lambda o: (o.site, o.id))
    found: list[list[Operation]] = []
    for site in sorted({o.site for o in second}):
        mine = [o for o in second if o.site == site]
        count = max(1, round(FAMILIES * len(mine) / len(second)))
        found += [mine[k::count] for k in range(count)]
    return found


def _steps(n: int, dice: random.Random) -> list[Activity]:
    price, long = 100 * dice.randint(16, 28), dice.randint(60, 84)
    names = [ids.ActivityId(f"{stage}-{n}") for stage in ("licence", "data", "tooling", "qualification")]
    crash = Mode(days=plain(long * 2 // 3), cost=plain(1.4 * price))
    return [
        Activity(id=names[0], days=plain(dice.randint(20, 50))),
        Activity(id=names[1], days=plain(dice.randint(30, 60)), after=(names[0],)),
        Activity(
            id=names[2], days=plain(long), cost=plain(price), after=(names[1],), modes={ids.ModeId("crash"): crash}
        ),
        Activity(id=names[3], days=plain(dice.randint(21, 35)), after=(names[2],)),
    ]


def _line(p: Programme, n: int, family: list[Operation], resources: dict[ids.ResourceId, Resource]) -> Resource:
    """A family's own line; its hours are taken from the cells that would have done the work."""
    wanted: dict[str, float] = defaultdict(float)
    for d in p.demands:
        wanted[d.item] += d.quantity.value if d.quantity else 0.0
    weeks = ((p.until - p.start).days + 1) // 7
    total = 0.0
    for o in family:
        ((cell, time),) = o.time.items()
        hours = time.value * wanted[next(iter(o.makes))] / 2 / (weeks - 16) / LINE_LOAD
        left = max(10.0, round(resources[cell].hours[0].hours.value - hours))
        resources[cell] = dataclasses.replace(resources[cell], hours=(CapacityStep(hours=plain(left, Per.WEEK)),))
        total += hours
    hours_a_week = plain(max(5.0, round(total)), Per.WEEK)
    return Resource(id=ids.ResourceId(f"line-{n}"), site=family[0].site, hours=(CapacityStep(hours=hours_a_week),))


def _investments(cells: list[Resource], dice: random.Random) -> tuple[Investment, ...]:
    ramp = (Ramp(weeks=0, share=plain(0.4)), Ramp(weeks=6, share=plain(0.8)), Ramp(weeks=12, share=plain(1)))
    return tuple(
        Investment(
            id=ids.InvestmentId(f"more-{r.id}"), resource=r.id, hours=plain(0.3 * r.hours[0].hours.value, Per.WEEK),
            cost=plain(100 * dice.randint(8, 15)), days=plain(dice.randint(40, 90)), ramp=ramp,
        )
        for r in dice.sample(cells, 3)
    )  # fmt: skip


def _funds(
    p: Programme, operations: tuple[Operation, ...], activities: list[Activity], investments: tuple[Investment, ...]
) -> tuple[Fund, ...]:
    price = sum(x.cost.value for x in (*activities, *investments) if x.cost)
    project = PaysFor(activities=tuple(a.id for a in activities), investments=tuple(v.id for v in investments))
    own = PaysFor(
        operations=tuple(o.id for o in operations),
        supplies=tuple(s.id for s in p.supplies),
        lanes=tuple(x.id for x in p.lanes),
    )
    return (
        *(
            Fund(
                id=ids.FundId(f"tranche-{n}"), amount=plain(round(COVERS * price / TRANCHES, -2)), pays_for=project,
                effective_start=START + dt.timedelta(days=APART * n),
            )
            for n in range(TRANCHES)
        ),
        Fund(id=ids.FundId("own means"), pays_for=own),
    )  # fmt: skip
