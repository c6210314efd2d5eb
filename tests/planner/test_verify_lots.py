"""The verifier on yields, lots, orders, fleets and what spoils: nothing in sound plans, and every alteration."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.planner.test_verify import FLOWS, alterations, held_against, rows_of, rules, with_rows

from workshare.files.folder import load
from workshare.model.figure import Figure, plain
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.planner.verify import Rule, verify
from workshare.units import Per

FOUNDRY = """\
format: 1
programme: Batches
start: 2024-01-01
until: 2024-06-30
calendar: {weeks: 8, months: 4}
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
sites: {works: {country: UA}, hub: {country: UA, kind: customer}}
items:
  ore: {family: raw, cost: 1}
  billet: {family: parts, cost: 8}
  slag: {family: raw, cost: 1}
  shell: {family: shells, discrete: true, cost: 40}
resources:
  furnace: {site: works, hours: 50 per week}
  press: {site: works, hours: 60 per week}
operations:
  smelt: {site: works, makes: {billet: 1, slag: 0.3}, uses: {ore: 3}, time: {furnace: 1.5 h}, lead_time: 2 days,
      cost: 2, yield_share: 0.9, size_minimum: 10, setup: {furnace: 6 h}, setup_cost: 30,
      in_progress: [{quantity: 4, ready: 2024-01-03}]}
  form: {site: works, makes: {shell: 1}, uses: {billet: 2}, time: {press: 4 h}, lead_time: 5 days, cost: 3,
      yield_share: 0.8, size_multiple: 2, setup: {press: 3 h}}
supplies:
  ore: {item: ore, site: works, quantity: 120 per week, price: 1, size_minimum: 50, size_multiple: 20}
lanes:
  vans: {origin: works, destination: hub, lead_time: 1 day, cost: 0.5}
demands:
  early: {item: shell, site: hub, quantity: 12, due: 2024-02-04}
  late: {item: shell, site: hub, quantity: 30, due: 2024-03-31, priority: 2}
  slag: {item: slag, site: works, quantity: 20, due: 2024-04-30, priority: 3}
"""
"""Yields, least lots, multiples and set-ups, in weeks and months."""

REFINERY = """\
format: 1
programme: What has to run
start: 2024-01-01
until: 2024-06-30
calendar: {weeks: 8, months: 4}
partners: {UA: {name: Ukraine}}
sites: {field: {country: UA}, works: {country: UA}}
items: {oil: {cost: 2}, fuel: {cost: 5}, tar: {cost: 1}}
operations:
  crack: {site: works, makes: {fuel: 0.6, tar: 0.3}, uses: {oil: 1}, lead_time: 3 days, cost: 1,
      minimum_rate: 4 per day, needs: [permit], effective_end: 2024-05-20}
  boil: {site: works, makes: {tar: 0.5}, uses: {oil: 1}, lead_time: 20 days, cost: 1}
supplies:
  oil: {item: oil, site: field, quantity: 70 per week, price: 2}
  tar: {item: tar, site: works, total: 60, price: 3}
lanes:
  pipe: {origin: field, destination: works, items: [oil], lead_time: 9 days, cost: 0.1}
activities: {permit: {days: 18}}
gates: {permit: {needs: [permit]}}
orders:
  march: {supply: tar, date: 2024-03-10, quantity: 6}
  again: {supply: tar, date: 2024-03-11, quantity: 4}
  trial: {operation: boil, date: 2024-02-01, quantity: 7}
demands:
  spring: {item: fuel, site: works, quantity: 100, due: 2024-03-31}
  tar: {item: tar, site: works, quantity: 80, due: 2024-05-31}
"""
"""Firm orders of a supply and an operation, and a line that must not run too slowly."""

GARRISON = """\
format: 1
programme: Kept up
start: 2024-01-01
until: 2024-08-31
calendar: {weeks: 6, months: 6}
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
sites: {base: {country: UA}, camp: {country: UA}, depot: {country: PL}}
items: {radio: {cost: 50}, broken: {cost: 20}, part: {cost: 4}}
resources: {bench: {site: depot, hours: 30 per week}}
operations:
  mend: {site: depot, kind: repair, makes: {radio: 1}, uses: {broken: 1, part: 2}, time: {bench: 6 h},
      lead_time: 9 days, cost: 3, yield_share: 0.9}
supplies: {parts: {item: part, site: depot, quantity: 11 per week, price: 4}}
lanes:
  back: {origin: [base, camp], destination: depot, items: [broken], lead_time: 6 days, cost: 0.2}
  out: {origin: depot, destination: [base, camp], items: [radio], lead_time: 5 days, cost: 0.3}
stock:
  - {item: radio, site: base, quantity: 4}
  - {item: radio, site: depot, quantity: 6, minimum: 1}
fleets:
  base: {item: radio, site: base, quantity: 60, failures: 0.3 per month, availability: 0.9, returns: broken,
      lost: 0.1, effective_start: 2024-02-10}
  camp: {item: radio, site: camp, quantity: 25, in_service: 21, failures: 0.5 per quarter, returns: broken,
      priority: 2, effective_end: 2024-07-10}
demands:
  training: {item: radio, site: depot, quantity: 5, due: 2024-05-31, priority: 2}
"""
"""Two fleets, whose units are repaired at a depot, and lack."""

DAIRY = """\
format: 1
programme: What spoils
start: 2024-01-01
until: 2024-05-31
calendar: {weeks: 9, months: 3}
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
sites: {farm: {country: UA}, works: {country: UA}, shop: {country: PL}}
items:
  milk: {cost: 1, shelf_life: 15 days}
  cheese: {cost: 6, shelf_life: 40 days}
  whey: {cost: 1, shelf_life: 20 days}
  curd: {cost: 5, shelf_life: 30 days}
  box: {cost: 1}
resources: {vat: {site: works, hours: 6 per week}}
operations:
  ripen: {site: works, makes: {cheese: 1, whey: 2}, uses: {milk: 4, box: 0.1}, time: {vat: 1 h}, lead_time: 6 days,
      cost: 1, size_multiple: 2}
supplies:
  milk: {item: milk, site: farm, quantity: 80 per week, price: 1, effective_end: 2024-03-20, size_minimum: 70}
  curd: {item: curd, site: shop, total: 30, price: 9}
lanes:
  van: {origin: farm, destination: works, items: [milk], lead_time: 2 days, cost: 0.1}
  truck: {origin: works, destination: shop, items: [cheese], lead_time: 6 days, cost: 0.2}
stock:
  - {item: milk, site: farm, quantity: 90}
  - {item: box, site: works, quantity: 50}
  - {item: cheese, site: shop, quantity: 7, minimum: 5}
substitutes: [{item: curd, instead_of: cheese}]
demands:
  spring: {item: cheese, site: shop, quantity: 60, due: 2024-03-10, earliest: 2024-02-25}
  april: {item: cheese, site: shop, quantity: 40, due: 2024-04-10, earliest: 2024-03-20}
  whey: {item: whey, site: works, quantity: 30, due: 2024-02-20}
commitments:
  cheese: {by: Mayor, says: fifty in March, due: 2024-03-15, measure: {delivered: cheese, quantity: 50}, priority: 2}
"""
"""Items that spoil, over two lanes, with a substitute, a minimum and waste."""

PROGRAMMES = {"foundry": FOUNDRY, "refinery": REFINERY, "garrison": GARRISON, "dairy": DAIRY}
AS_OF = {"garrison": dt.date(2024, 1, 5)}


@cache
def planned(name: str) -> Plan:
    """The plan of a programme above."""
    with TemporaryDirectory() as folder:
        Path(folder, "programme.yaml").write_text(PROGRAMMES[name], encoding="utf-8")
        programme = load(folder)
    return make_plan(programme, as_of=AS_OF.get(name))


@pytest.mark.parametrize("name", PROGRAMMES)
def test_sound(name: str) -> None:
    """A plan of our own has no fault."""
    assert verify(planned(name)) == []
    assert len(planned(name).stock) > 3
    assert name != "dairy" or min(len(planned(name).flows.waste), len(planned(name).flows.ages)) > 3


@pytest.mark.parametrize("table", [*FLOWS, "ages", "waste", "goals", "resources", "demands", "fleets"])
@pytest.mark.parametrize("name", PROGRAMMES)
def test_every_alteration_is_found(name: str, table: str) -> None:
    """Whatever is altered in any row of any table, the verifier finds a fault; licences are another test's."""
    plan, rng = planned(name), random.Random(f"{name} {table}")  # noqa: S311 - a sample, not a secret
    count = len(rows_of(plan, table))
    missed = []
    for number in sorted(rng.sample(range(count), min(count, 6))):
        for what, rows in alterations(plan, table, number, rng):
            if not what.startswith("licence ") and not verify(with_rows(plan, table, rows)):
                missed.append(f"{rows_of(plan, table)[number]}: {what}")
    assert missed == []


STRICTER = [
    ("foundry", "operations", "smelt", {"yield_share": plain(0.8)}, Rule.OUTPUTS),
    ("foundry", "operations", "smelt", {"yield_share": None}, Rule.OUTPUTS),
    ("foundry", "operations", "form", {"yield_share": plain(0.5)}, Rule.OUTPUTS),
    ("foundry", "operations", "smelt", {"yield_share": plain(0.8)}, Rule.WORKSHARE),
    ("foundry", "operations", "smelt", {"size_minimum": plain(29)}, Rule.LOTS),
    ("foundry", "operations", "form", {"size_multiple": plain(3.7)}, Rule.LOTS),
    ("foundry", "supplies", "ore", {"size_minimum": plain(100)}, Rule.LOTS),
    ("foundry", "supplies", "ore", {"size_multiple": plain(37)}, Rule.LOTS),
    ("foundry", "operations", "smelt", {"setup": {}, "setup_cost": None}, Rule.LOTS),
    ("foundry", "operations", "smelt", {"setup": {"furnace": plain(30)}}, Rule.CAPACITY),
    ("foundry", "operations", "smelt", {"setup": {"furnace": plain(5)}}, Rule.RESOURCES),
    ("foundry", "operations", "smelt", {"setup_cost": plain(31)}, Rule.PRODUCTION),
    ("foundry", "operations", "form", {"setup": {}}, Rule.LOTS),
    ("garrison", "fleets", "base", {"failures": Figure(value=0.31, per=Per.MONTH)}, Rule.FLEETS),
    ("garrison", "fleets", "base", {"quantity": plain(59)}, Rule.FLEETS),
    ("garrison", "fleets", "base", {"availability": plain(0.89)}, Rule.GOALS),
    ("garrison", "fleets", "base", {"lost": plain(0.2)}, Rule.STOCK),
    ("garrison", "fleets", "base", {"returns": None}, Rule.STOCK),
    ("garrison", "fleets", "base", {"effective_start": dt.date(2024, 2, 1)}, Rule.GOALS),
    ("garrison", "fleets", "camp", {"in_service": plain(20)}, Rule.FLEETS),
    ("garrison", "fleets", "camp", {"effective_end": dt.date(2024, 7, 20)}, Rule.GOALS),
    ("garrison", "fleets", "camp", {"priority": 3}, Rule.GOALS),
    ("garrison", "operations", "mend", {"yield_share": plain(0.8)}, Rule.OUTPUTS),
    ("dairy", "items", "milk", {"shelf_life": plain(7)}, Rule.SHELF_LIFE),
    ("dairy", "items", "milk", {"shelf_life": None}, Rule.SHELF_LIFE),
    ("dairy", "items", "cheese", {"shelf_life": plain(20)}, Rule.SHELF_LIFE),
    ("dairy", "items", "cheese", {"shelf_life": plain(60)}, Rule.SHELF_LIFE),
    ("dairy", "items", "box", {"shelf_life": plain(60)}, Rule.SHELF_LIFE),
    ("refinery", "orders", "march", {"quantity": plain(6.5)}, Rule.ORDERS),
    ("refinery", "orders", "march", {"date": dt.date(2024, 4, 2)}, Rule.ORDERS),
    ("refinery", "orders", "trial", {"quantity": plain(8)}, Rule.ORDERS),
    ("refinery", "operations", "crack", {"minimum_rate": Figure(value=4.1, per=Per.DAY)}, Rule.SUSTAINED),
    ("refinery", "operations", "crack", {"effective_end": None}, Rule.SUSTAINED),
    ("refinery", "operations", "boil", {"minimum_rate": Figure(value=1, per=Per.MONTH)}, Rule.SUSTAINED),
]
"""Programme, table, entry, what it says instead, and a rule that the plan then breaks."""


@pytest.mark.parametrize(("name", "table", "entry", "changes", "rule"), STRICTER)
def test_held_against_another_programme(
    name: str, table: str, entry: str, changes: Mapping[str, Any], rule: Rule
) -> None:
    """A plan that was sound breaks a rule once its programme says otherwise."""
    assert rule in rules(held_against(planned(name), table, entry, changes))


def test_set_up_twice() -> None:
    """A period's runs are set up for once, also where they stand in two rows."""
    plan = planned("foundry")
    n, row = next((n, row) for n, row in enumerate(plan.production) if row.setup and row.cost > 60)
    halves = [
        dataclasses.replace(row, runs=row.runs / 2, cost=(row.cost - 30) / 2 + 30 * k, setup=k == 1) for k in (1, 0)
    ]
    rest = [other for k, other in enumerate(plan.production) if k != n]
    assert verify(with_rows(plan, "production", [*rest, *halves])) == []
    twice = [dataclasses.replace(half, setup=True) for half in halves]
    assert Rule.LOTS in rules(with_rows(plan, "production", [*rest, *twice]))
