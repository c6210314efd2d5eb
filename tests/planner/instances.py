"""Random small instances of the yardstick's kind, as programmes."""

from __future__ import annotations

import datetime as dt
import random

from workshare.files.neutral.instance import (
    Demand,
    Instance,
    Lane,
    Operation,
    Resource,
    Stock,
    Supplier,
)
from workshare.files.neutral.programme import programme_of
from workshare.model.programme import Programme

WEIGHTS = {1: 9.0, 2: 3.0, 3: 1.0}
SITES = ("home", "partner", "third")


def random_instance(rng: random.Random) -> Programme:
    """A small programme of two levels over three sites, whose lines are loaded from half to one and a half."""
    weeks = rng.randint(6, 16)
    products, parts = [f"p{n}" for n in range(rng.randint(1, 4))], [f"s{n}" for n in range(rng.randint(1, 3))]
    home = {s: rng.choice(SITES) for s in parts}
    recipe = {p: {s: rng.randint(1, 2) for s in rng.sample(parts, rng.randint(1, len(parts)))} for p in products}
    made = [(p, site) for p in products for site in rng.sample(SITES, rng.randint(1, 2))]
    demands = [
        Demand(
            name=f"d{n}",
            item=rng.choice(products),
            location="hub",
            qty=rng.randint(1, 20),
            due_week=rng.randint(1, weeks - 1),
            priority=rng.randint(1, 3),
        )
        for n in range(rng.randint(3, 20))
    ]
    hours = sum(d.qty for d in demands) * rng.choice((0.5, 1.0, 1.5, 2.5)) / weeks
    lines = [f"line {site}" for site in SITES] + [f"cell {site}" for site in SITES]
    operations = [
        Operation(
            name=f"{p} at {site}", item=p, location=site, lead_weeks=rng.randint(0, 2), inputs=recipe[p],
            resource=f"line {site}", hours=rng.choice((1, 2)), priority=1,
        )
        for p, site in made
    ]  # fmt: skip
    operations += [
        Operation(
            name=s, item=s, location=home[s], lead_weeks=rng.randint(0, 2), inputs={"raw": 1},
            resource=f"cell {home[s]}", hours=1, priority=1,
        )
        for s in parts
    ]  # fmt: skip
    wanted = {(s, site) for p, site in made for s in recipe[p] if home[s] != site}
    lanes = [Lane(item=p, origin=site, destination="hub", lead_weeks=rng.randint(0, 2), priority=1) for p, site in made]
    lanes += [
        Lane(item=s, origin=home[s], destination=site, lead_weeks=rng.randint(0, 1), priority=1)
        for s, site in sorted(wanted)
    ]
    places = sorted({home[s] for s in parts})
    return programme_of(
        Instance(
            weeks=weeks,
            start=dt.date(2024, 1, 1),
            resources=tuple(Resource(name=line, hours_per_week=max(1.0, round(hours))) for line in lines),
            operations=tuple(operations),
            lanes=tuple(lanes),
            suppliers=tuple(Supplier(item="raw", location=site, lead_weeks=rng.randint(0, 3)) for site in places),
            stock=tuple(Stock(item="raw", location=site, qty=rng.randint(0, 30)) for site in places),
            demands=tuple(demands),
        )
    )
