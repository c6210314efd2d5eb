"""Families of general programmes of any size, and their plans measured: python benchmarks/families.py [--help]

A programme has several levels of items under its products, sites in three countries, a customer in each, resources
loaded by 70 to 120 % of what they have, and lanes between sites. The families add to that one by one: products made at
a second site, lanes with limits and costs, supplies with rates, whole units, gates of a transfer project, funds that
pay for everything. The same family, size and seed is the same programme. ``large`` is one of 3,000 items, 40 sites,
156 weeks and 20,000 demands.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import random
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from running import Measured, apart, peak_mib, printed, where

from workshare.model import ids
from workshare.model.calendar import Calendar
from workshare.model.check import check
from workshare.model.figure import Text, plain
from workshare.model.money import Fund, PaysFor
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
from workshare.model.promises import Demand
from workshare.planner.make import make_plan
from workshare.planner.settings import Settings, Strategy
from workshare.results.score import WEIGHTS
from workshare.units import Per

START = dt.date(2024, 1, 1)
COUNTRIES = ("A", "B", "C")
LEADS = (3, 7, 7, 10, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What programmes of a family have; shares are from 0 to 1.

    Of the ``items`` a fifth are products, three tenths are bought, the rest are made in ``levels`` - 1 levels between.
    """

    items: int = 60
    sites: int = 6
    weeks: int = 52
    demands: int = 300
    levels: int = 3
    alternates: float = 0.0
    limited_lanes: float = 0.0
    limited_supplies: float = 0.0
    whole: float = 0.0
    gated: float = 0.0
    funds: int = 0
    calendar: Calendar | None = None

    def at(self, factor: float) -> Family:
        """The family at another size: items, sites and demands grow together, the calendar stays."""
        return replace(
            self,
            items=round(self.items * factor),
            sites=max(4, round(self.sites * math.sqrt(factor))),
            demands=round(self.demands * factor),
        )


FAMILIES = {
    "sites": Family(),
    "alternates": Family(alternates=0.6),
    "lanes": Family(alternates=0.6, limited_lanes=0.6),
    "supplies": Family(alternates=0.6, limited_supplies=0.6),
    "whole": Family(alternates=0.4, whole=0.1, demands=120, weeks=26),
    "gates": Family(alternates=0.6, gated=0.3),
    "funds": Family(alternates=0.4, limited_supplies=0.4, funds=3),
    "everything": Family(alternates=0.6, limited_lanes=0.4, limited_supplies=0.4, gated=0.2, funds=3),
    "telescoped": Family(alternates=0.6, weeks=156, demands=900, calendar=Calendar(weeks=26, months=12)),
    "large": Family(items=3000, sites=40, weeks=156, demands=20_000, alternates=0.5, limited_supplies=0.1),
}


class _Maker:
    """Draws one programme: first its items, sites and recipes, then what is asked for, then the tables."""

    def __init__(self, family: Family, seed: int) -> None:
        self.family, self.dice = family, random.Random(seed)
        count, between = family.items, family.levels - 1
        products, bought = max(1, count // 5), max(2, 3 * count // 10)
        each = max(1, (count - products - bought) // between)
        self.tiers = [[f"product-{n}" for n in range(products)]]
        self.tiers += [[f"part-{level}-{n}" for n in range(each)] for level in range(1, family.levels)]
        self.tiers.append([f"bought-{n}" for n in range(bought)])
        self.plants = [f"plant-{n}" for n in range(max(2, family.sites - len(COUNTRIES)))]
        self.hubs = [f"hub-{c}" for c in COUNTRIES]
        self.recipe: dict[str, dict[str, int]] = {}
        self.homes: dict[str, list[str]] = {}
        for above, below in pairwise(self.tiers):
            for item in above:
                uses = {self.dice.choice(self.tiers[-1]): 1}
                uses |= {i: self.dice.randint(1, 3) for i in self.dice.sample(below, min(len(below), 3))[: self.two()]}
                second = above is self.tiers[0] and self.chance(family.alternates)
                self.recipe[item], self.homes[item] = uses, self.dice.sample(self.plants, 2 if second else 1)
        self.demands = self.drawn_demands()
        self.wanted = self.needs()
        self.machine = {(i, s): f"cell-{s}-{self.dice.randrange(4)}" for i in self.recipe for s in self.homes[i]}
        self.hours = {i: self.dice.choice([1, 2, 4]) for i in self.recipe}

    def two(self) -> int:
        """One, two or three."""
        return self.dice.randint(1, 3)

    def chance(self, share: float) -> bool:
        """Whether something that happens in this share of cases happens."""
        return self.dice.random() < share

    def drawn_demands(self) -> tuple[Demand, ...]:
        """Demands of products at the customers, from an eighth of the horizon to five sixths of it."""
        weeks = self.family.weeks
        return tuple(
            Demand(
                id=ids.DemandId(f"demand-{n}"),
                item=ids.ItemId(self.dice.choice(self.tiers[0])),
                site=ids.SiteId(self.dice.choice(self.hubs)),
                quantity=plain(self.dice.randint(1, 40)),
                due=START + dt.timedelta(days=7 * self.dice.randint(weeks // 8 + 1, 5 * weeks // 6) - 1),
                priority=self.dice.randint(1, 3),
            )
            for n in range(self.family.demands)
        )

    def needs(self) -> dict[str, float]:
        """How much of every item the demands need in all."""
        wanted: dict[str, float] = defaultdict(float)
        for demand in self.demands:
            wanted[demand.item] += demand.quantity.value if demand.quantity else 0.0
        for tier in self.tiers[:-1]:
            for item in tier:
                for part, n in self.recipe[item].items():
                    wanted[part] += n * wanted[item]
        return wanted

    def users(self) -> dict[str, list[str]]:
        """The sites at which every item is drawn, by the items that are made there or asked for."""
        found: dict[str, set[str]] = defaultdict(set)
        for item, uses in self.recipe.items():
            for part in uses:
                found[part] |= set(self.homes[item])
        for item in self.tiers[0]:
            found[item] |= set(self.hubs)
        return {item: sorted(sites) for item, sites in found.items()}

    def operations(self) -> tuple[Operation, ...]:
        """One for each item that is made and each of its sites."""
        costs = self.family.funds > 0
        return tuple(
            Operation(
                id=ids.OperationId(f"make-{i}-at-{s}"),
                site=ids.SiteId(s),
                makes={ids.ItemId(i): plain(1)},
                uses={ids.ItemId(j): plain(n) for j, n in self.recipe[i].items()},
                time={ids.ResourceId(name): plain(self.hours[i])},
                lead_time=plain(self.dice.choice(LEADS)),
                cost=plain(self.dice.randint(1, 9)) if costs else None,
                needs=(ids.GateId(f"gate-{self.dice.randrange(4)}"),) if self.chance(self.family.gated) else (),
            )
            for (i, s), name in self.machine.items()
        )

    def resources(self) -> tuple[Resource, ...]:
        """Cells whose mean use over the time in which goods are made is from 70 to 120 %."""
        work: dict[str, float] = defaultdict(float)
        for (i, _), name in self.machine.items():
            work[name] += self.hours[i] * self.wanted.get(i, 0.0) / len(self.homes[i])
        weeks = 0.75 * self.family.weeks
        return tuple(
            Resource(
                id=ids.ResourceId(name),
                site=ids.SiteId("-".join(name.split("-")[1:3])),
                hours=(CapacityStep(hours=plain(max(8.0, w / weeks / self.dice.uniform(0.7, 1.2)), Per.WEEK)),),
            )
            for name, w in sorted(work.items())
        )

    def supplies(self) -> tuple[Supply, ...]:
        """Every bought item wherever it is used; the scarce ones at 80 to 150 % of what is needed."""
        found, users = [], self.users()
        for item in self.tiers[-1]:
            for site in users.get(item, []):
                share = self.wanted[item] / len(users[item]) / (0.75 * self.family.weeks)
                scarce = self.chance(self.family.limited_supplies)
                rate = share * (self.dice.uniform(0.8, 1.5) if scarce else 20)
                found.append(
                    Supply(
                        id=ids.SupplyId(f"buy-{item}-at-{site}"),
                        item=ids.ItemId(item),
                        site=ids.SiteId(site),
                        quantity=plain(max(1.0, rate), Per.WEEK),
                        lead_time=plain(self.dice.randint(5, 40)),
                        price=plain(self.dice.randint(1, 5)) if self.family.funds else None,
                    )
                )
        return tuple(found)

    def lanes(self) -> tuple[Lane, ...]:
        """From every site at which an item is made to every other at which it is used, one for all their items."""
        carried: dict[tuple[str, str], list[str]] = defaultdict(list)
        users = self.users()
        for item in self.recipe:
            for origin in self.homes[item]:
                for site in users.get(item, []):
                    if site != origin:
                        carried[origin, site].append(item)
        found = []
        for (origin, site), items in sorted(carried.items()):
            moved = sum(self.wanted.get(i, 0.0) for i in items) / (0.75 * self.family.weeks)
            limited = self.chance(self.family.limited_lanes)
            found.append(
                Lane(
                    id=ids.LaneId(f"{origin}-to-{site}"),
                    origin=(ids.SiteId(origin),),
                    destination=(ids.SiteId(site),),
                    items=tuple(map(ids.ItemId, items)),
                    lead_time=plain(self.dice.choice(LEADS)),
                    limit=plain(max(5.0, moved * self.dice.uniform(0.3, 1.2)), Per.WEEK) if limited else None,
                    cost=plain(1) if limited else None,
                )
            )
        return tuple(found)

    def stock(self) -> tuple[Stock, ...]:
        """Something of most bought items where they are used."""
        return tuple(
            Stock(item=ids.ItemId(i), site=ids.SiteId(s), quantity=plain(self.dice.randint(1, 100)))
            for i, sites in self.users().items()
            for s in sites
            if i.startswith("bought") and self.chance(0.7)
        )

    def funds(self) -> tuple[Fund, ...]:
        """The first pays for one country, the second begins after a quarter of the time, the last pays for anything."""
        count = self.family.funds
        begin = START + dt.timedelta(days=7 * self.family.weeks // 4)
        return tuple(
            Fund(
                id=ids.FundId(f"fund-{n}"),
                amount=plain(sum(self.wanted.values()) * 4) if n < count - 1 else None,
                effective_start=begin if n == 1 else None,
                pays_for=PaysFor(partners=(ids.PartnerId(COUNTRIES[0]),)) if n == 0 else PaysFor(),
            )
            for n in range(count)
        )


def programme(family: Family, seed: int) -> Programme:
    """The programme of a family and a seed."""
    make, gated = _Maker(family, seed), family.gated > 0
    whole = {i for i in make.tiers[0] if make.chance(family.whole)}
    items = [i for tier in make.tiers for i in tier]
    sites = [*make.plants, *make.hubs]
    return Programme(
        format=1,
        programme=Text(en=f"Random programme {seed}"),
        start=START,
        until=START + dt.timedelta(days=7 * family.weeks - 1),
        calendar=family.calendar or Calendar(weeks=family.weeks),
        partners=tuple(Partner(id=ids.PartnerId(c), name=Text(en=c)) for c in COUNTRIES),
        sites=tuple(
            Site(
                id=ids.SiteId(s),
                country=ids.PartnerId(s[-1] if s in make.hubs else COUNTRIES[n % len(COUNTRIES)]),
                kind=SiteKind.CUSTOMER if s in make.hubs else SiteKind.PLANT,
            )
            for n, s in enumerate(sites)
        ),
        items=tuple(Item(id=ids.ItemId(i), discrete=i in whole, cost=plain(1 + n % 9)) for n, i in enumerate(items)),
        resources=make.resources(),
        operations=make.operations(),
        supplies=make.supplies(),
        lanes=make.lanes(),
        stock=make.stock(),
        activities=tuple(
            Activity(id=ids.ActivityId(f"release-{n}"), days=plain(20 + 15 * n)) for n in range(4) if gated
        ),
        gates=tuple(
            Gate(id=ids.GateId(f"gate-{n}"), needs=(ids.ActivityId(f"release-{n}"),)) for n in range(4) if gated
        ),
        funds=make.funds(),
        demands=make.demands,
    )


def planned(family: Family, seed: int, strategy: str) -> Measured:
    """The plan of a programme, its quality and what it took."""
    document = programme(family, seed)
    problems = check(document)
    if problems:
        raise SystemExit(f"the programme has problems: {problems[0]}")
    tiny = programme(replace(family, items=12, sites=5, demands=12, weeks=20, calendar=None), seed)
    settings = Settings(weights=WEIGHTS, strategy=Strategy(strategy))
    make_plan(tiny, settings=settings, outlook=False)  # imports and compilation
    wall = time.perf_counter()
    plan = make_plan(document, settings=settings, outlook=False)
    (goal,) = plan.goals
    return {
        "strategy": plan.strategy,
        "cpu": dict(plan.cpu_seconds),
        "counted": sum(plan.cpu_seconds.get(phase, 0.0) for phase in COUNTED),
        "all": sum(plan.cpu_seconds.values()),
        "wall": time.perf_counter() - wall,
        "peak_mib": peak_mib(),
        "value": goal.value,
        "bound": goal.bound,
        "gap": goal.gap,
        "asked": sum(a.asked for a in plan.demands),
        "on_time": sum(a.on_time for a in plan.demands),
        "late_quantity_days": sum(a.late_quantity_days for a in plan.demands),
        "operations": len(document.operations),
        "periods": len(plan.periods),
    }


COUNTED = ("network", "contract", "build", "solve", "expand")
"""The phases from the programme to a plan of all its flows."""


def row(name: str, seed: int, found: Measured) -> dict[str, str]:
    """A measurement as a row of the table."""
    if "failed" in found:
        return {"family": name, "seed": str(seed), "strategy": found["failed"]}
    return {
        "family": name,
        "seed": str(seed),
        "strategy": found["strategy"],
        "counted": f"{found['counted']:.2f}",
        "solve": f"{found['cpu'].get('solve', 0.0):.2f}",
        "tables": f"{found['cpu'].get('tables', 0.0):.2f}",
        "verify": f"{found['cpu'].get('verify', 0.0):.2f}",
        "wall, all": f"{found['wall']:.1f}",
        "peak MiB": f"{found['peak_mib']:.0f}",
        "on time": f"{found['on_time'] / found['asked']:.1%}",
        "weighted": f"{found['value']:,.0f}",
        "gap": f"{found['gap']:.2%}",
    }


def main() -> None:
    """Measure the families named, or print one measurement as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--families", default=",".join(f for f in FAMILIES if f != "large"), help="default: all but large"
    )
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--strategies", default="auto")
    parser.add_argument("--factor", type=float, default=1.0, help="so many times the items and demands")
    parser.add_argument("--seconds", type=float, default=600, help="after so many a plan is given up")
    parser.add_argument("--out", type=Path, help="keep the figures as JSON")
    parser.add_argument("--plan", nargs=3, metavar=("FAMILY", "SEED", "STRATEGY"), help="measure one, print it as JSON")
    chosen = parser.parse_args()
    if chosen.plan:
        name, seed, strategy = chosen.plan
        print(json.dumps(planned(FAMILIES[name].at(chosen.factor), int(seed), strategy)))
        return
    rows, results = [], []
    for name in chosen.families.split(","):
        for seed in chosen.seeds.split(","):
            for strategy in chosen.strategies.split(","):
                arguments = ["--plan", name, seed, strategy, "--factor", str(chosen.factor)]
                found = apart(__file__, arguments, chosen.seconds)
                rows.append(row(name, int(seed), found))
                asked = {"family": name, "seed": int(seed), "asked_strategy": strategy}
                results.append({**asked, **asdict(FAMILIES[name].at(chosen.factor)), **found})
    print("\n".join(printed(rows)))
    if chosen.out:
        kept: Any = {**where(), "results": results}
        chosen.out.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
