"""Random multi-site programmes of a given size, the same for the same seed."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from workshare.model import ids
from workshare.model.calendar import Calendar
from workshare.model.figure import Text, plain
from workshare.model.network import (
    CapacityStep,
    Item,
    Lane,
    Operation,
    Partner,
    Resource,
    Site,
    SiteKind,
    Stock,
    Supply,
)
from workshare.model.programme import Programme
from workshare.model.project import Activity, Gate
from workshare.model.promises import Commitment, Demand, Measure
from workshare.units import Per

START = dt.date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a programme is; ``load`` is the mean use of its resources."""

    items: int
    sites: int
    weeks: int
    demands: int
    calendar: Calendar
    load: float = 0.85


SMALL = Size(60, 6, 104, 300, Calendar(weeks=104))
MEDIUM = Size(200, 6, 156, 600, Calendar(weeks=26, months=12))


def programme(size: Size, seed: int) -> Programme:
    """A three-level programme: bought parts, subassemblies made at one site, products made at two."""
    dice = random.Random(seed)
    products = [f"product-{n}" for n in range(size.items // 3)]
    parts = [f"part-{n}" for n in range(size.items // 3)]
    bought = [f"bought-{n}" for n in range(size.items - 2 * (size.items // 3))]
    plants = [f"plant-{n}" for n in range(size.sites - 1)]
    recipe = {i: {b: dice.randint(1, 4) for b in dice.sample(bought, dice.randint(1, 3))} for i in parts}
    recipe |= {
        i: {p: dice.randint(1, 2) for p in dice.sample(parts, dice.randint(1, 3))} | {dice.choice(bought): 1}
        for i in products
    }
    places = {i: [dice.choice(plants)] for i in parts} | {i: dice.sample(plants, 2) for i in products}
    hours = {i: dice.choice([1, 2, 4]) for i in recipe}
    demands = [
        Demand(
            id=ids.DemandId(f"demand-{n}"),
            item=ids.ItemId(dice.choice(products)),
            site=ids.SiteId("hub"),
            quantity=plain(dice.randint(1, 40)),
            due=START + dt.timedelta(days=7 * dice.randint(8, size.weeks - 12) - 1),
            priority=dice.randint(1, 3),
        )
        for n in range(size.demands)
    ]
    cell = {(i, s): f"cell-{s}-{dice.randrange(3)}" for i in recipe for s in places[i]}
    wanted = {i: sum(d.quantity.value for d in demands if d.item == i and d.quantity) for i in products}
    for i in products:
        for part, n in recipe[i].items():
            wanted[part] = wanted.get(part, 0.0) + n * wanted[i]
    work: dict[str, float] = {}
    for (i, _), name in cell.items():
        work[name] = work.get(name, 0.0) + hours[i] * wanted.get(i, 0.0) / len(places[i])
    return Programme(
        format=1,
        programme=Text(en=f"Random programme {seed}"),
        start=START,
        until=START + dt.timedelta(days=7 * size.weeks - 1),
        calendar=size.calendar,
        partners=(
            Partner(id=ids.PartnerId("A"), name=Text(en="A")),
            Partner(id=ids.PartnerId("B"), name=Text(en="B")),
        ),
        sites=tuple(
            Site(
                id=ids.SiteId(s),
                country=ids.PartnerId("AB"[n % 2]),
                kind=SiteKind.CUSTOMER if s == "hub" else SiteKind.PLANT,
            )
            for n, s in enumerate([*plants, "hub"])
        ),
        items=tuple(Item(id=ids.ItemId(i), cost=plain(dice.randint(1, 50))) for i in [*products, *parts, *bought]),
        resources=tuple(
            Resource(
                id=ids.ResourceId(name),
                site=ids.SiteId("-".join(name.split("-")[1:3])),
                hours=(CapacityStep(hours=plain(max(20.0, round(w / (size.weeks - 16) / size.load)), Per.WEEK)),),
            )
            for name, w in sorted(work.items())
        ),
        operations=tuple(
            Operation(
                id=ids.OperationId(f"make {i} at {s}"),
                site=ids.SiteId(s),
                makes={ids.ItemId(i): plain(1)},
                uses={ids.ItemId(j): plain(n) for j, n in recipe[i].items()},
                time={ids.ResourceId(cell[i, s]): plain(hours[i])},
                lead_time=plain(dice.choice([3, 7, 10])),
                cost=plain(dice.randint(1, 9)),
                needs=(ids.GateId("released"),) if n % 5 == 0 else (),
            )
            for n, (i, s) in enumerate(cell)
        ),
        supplies=tuple(
            Supply(
                id=ids.SupplyId(f"buy {b} at {s}"),
                item=ids.ItemId(b),
                site=ids.SiteId(s),
                quantity=plain(dice.randint(50, 400), Per.WEEK),
                lead_time=plain(dice.randint(5, 40)),
                price=plain(1),
            )
            for b in bought
            for s in sorted({s for i, s in cell if b in recipe[i]})
        ),
        lanes=(
            *(
                Lane(
                    id=ids.LaneId(f"{i} from {places[i][0]}"),
                    origin=(ids.SiteId(places[i][0]),),
                    destination=tuple(
                        ids.SiteId(s) for s in sorted({s for j, s in cell if i in recipe[j]} - {places[i][0]})
                    ),
                    items=(ids.ItemId(i),),
                    lead_time=plain(7),
                )
                for i in parts
                if {s for j, s in cell if i in recipe[j]} - {places[i][0]}
            ),
            *(
                Lane(
                    id=ids.LaneId(f"to hub from {s}"),
                    origin=(ids.SiteId(s),),
                    destination=(ids.SiteId("hub"),),
                    items=tuple(ids.ItemId(i) for i in products if s in places[i]) or (ids.ItemId(products[0]),),
                    lead_time=plain(5),
                    limit=plain(400, Per.WEEK) if n % 2 else None,
                    cost=plain(1),
                )
                for n, s in enumerate(plants)
            ),
        ),
        stock=tuple(
            Stock(item=ids.ItemId(b), site=ids.SiteId(s), quantity=plain(dice.randint(0, 100)))
            for b in bought
            for s in sorted({s for i, s in cell if b in recipe[i]})
        ),
        activities=(Activity(id=ids.ActivityId("release"), days=plain(45)),),
        gates=(Gate(id=ids.GateId("released"), needs=(ids.ActivityId("release"),)),),
        demands=tuple(demands),
        commitments=(
            Commitment(
                id=ids.CommitmentId("promise"),
                by="somebody",
                says=Text(en="something"),
                due=START + dt.timedelta(days=167),
                measure=Measure(delivered=ids.ItemId(products[0]), quantity=plain(20)),
                priority=2,
            ),
        ),
    )
