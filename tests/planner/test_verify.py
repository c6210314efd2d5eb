"""The verifier finds nothing in sound plans, and every alteration of one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import os
import random
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.planner import by_hand

from workshare.files.folder import load
from workshare.model.figure import Figure, plain
from workshare.model.programme import by_id
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Outlook, StockLevel, Verdict
from workshare.outcome.table import Table
from workshare.planner.make import make_plan
from workshare.planner.verify import Fault, Rule, verify
from workshare.planner.verify.books import Books
from workshare.units import Per

FULL = os.environ.get("WORKSHARE_FULL") == "1"
ROWS = 1_000_000 if FULL else 6
"""How many rows of each table are altered: all of them in a full run, else a sample."""
ROUNDING = 1e-4
"""Quantities below this, and changes by less, are no alterations: the verifier allows for rounding."""

PUMPS = """\
format: 1
programme: Pumps for the water utilities
start: 2024-01-01
until: 2025-12-31
calendar: {weeks: 26, months: 12}
currency: EUR
partners:
  UA: {name: {en: Ukraine, uk: Україна}}
  PL: {name: Poland}
sites:
  kharkiv: {country: UA, kind: plant}
  lublin:  {country: PL, kind: plant}
  hub:     {country: UA, kind: customer}
items:
  pump:  {family: pumps, discrete: true, cost: 3000}
  motor: {family: parts, cost: 900}
  valve: {family: parts, cost: 50}
resources:
  line-k: {site: kharkiv, hours: 80 per week}
  line-l: {site: lublin, hours: {low: 60, mode: 80, high: 90, per: week, basis: assumed}}
operations:
  build-k: {site: kharkiv, kind: assemble, makes: {pump: 1}, uses: {motor: 1}, time: {line-k: 6 h},
      lead_time: 10 days, needs: [drawings-released]}
  build-l: {site: lublin, kind: assemble, makes: {pump: 1}, uses: {motor: 1}, time: {line-l: 5 h},
      lead_time: 10 days, needs: [drawings-released]}
  build-v: {site: lublin, makes: {valve: 2}, uses: {motor: 0.5}, lead_time: 30 days,
      effective_start: 2025-12-10}
supplies:
  motors: {item: motor, site: lublin, effective_start: 2024-02-01, quantity: {low: 10, mode: 15, high: 20,
      per: week, basis: assumed, note: one shift}, price: 900}
lanes:
  lublin-kharkiv: {origin: lublin, destination: kharkiv, lead_time: 4 days, items: [motor]}
  to-hub: {origin: [kharkiv, lublin], destination: hub, lead_time: 3 days, items: pump}
activities:
  agreement: {days: 30}
  drawings:  {days: {low: 20, mode: 30, high: 60}, after: [agreement]}
gates:
  drawings-released: {needs: [drawings]}
demands:
  winter: {item: pump, site: hub, quantity: 120, due: 2024-06-01, priority: 1}
  later: {item: pump, site: hub, quantity: 400, due: 2024-10-15, priority: 2}
commitments:
  first-pumps: {by: Minister, says: first pumps by summer, due: 2024-04-30, measure: {delivered: pump, at: hub,
      quantity: 1}}
  hundred: {by: Minister, says: 130 pumps by summer, due: 2024-06-30, measure: {delivered: pump, at: hub,
      quantity: 130}, priority: 2}
  thousand: {by: Minister, says: a thousand, due: 2025-03-31, measure: {delivered: pump, quantity: 1000},
      priority: 3}
  early: {by: Minister, says: pumps in winter, due: 2024-03-05, measure: {made: pump, quantity: 5}, priority: 1}
  valves: {by: Minister, says: and valves, due: 2025-06-30, measure: {made: valve, at: lublin}, priority: 3}
"""
"""Whole units, a gate, weeks and then months; promises kept, late, short and missed, from a later day on."""

WORKSHOP = """\
format: 1
programme: Everything at once
start: 2024-01-10
until: 2025-06-30
calendar: {days: 3, weeks: 6, months: 9}
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
sites:
  kyiv: {country: UA}
  lodz: {country: PL}
  depot: {country: UA, kind: depot}
items:
  unit: {family: units, discrete: true, cost: 900}
  oldunit: {family: units, discrete: true, cost: 700}
  board: {family: parts, cost: 100}
  boardb: {family: parts, cost: 110}
  resin: {family: parts, cost: 3}
  scrap: {cost: 1}
resources:
  bench: {site: kyiv, hours: [{hours: 30 per week, effective_end: 2024-05-19}, {hours: 48 per week,
      effective_start: 2024-05-20}]}
  press: {site: lodz, hours: 60 per week}
operations:
  assemble: {site: kyiv, makes: {unit: 1}, uses: {board: 2, resin: 1.5}, time: {bench: 9 h},
      lead_time: 12 days, cost: 40, needs: [cleared], in_progress: [{quantity: 2, ready: 2024-02-02}]}
  press: {site: lodz, makes: {board: 4, scrap: 0.5}, uses: {resin: 2}, time: {press: 3 h}, lead_time: 16 days,
      cost: 5, effective_start: 2024-01-25, effective_end: 2025-04-20}
  mend: {site: kyiv, kind: repair, makes: {unit: 1}, uses: {oldunit: 1, board: 1}, time: {bench: 4 h},
      lead_time: 20 days, cost: 15}
supplies:
  resin-pl: {item: resin, site: lodz, country: UA, quantity: 70 per week, total: 1500, lead_time: 9 days,
      price: 3, effective_start: 2024-01-12}
  resin-ua: {item: resin, site: kyiv, quantity: 5 per day, price: 6, needs: [cleared], lead_time: 4 days}
  boardb: {item: boardb, site: kyiv, total: 60, price: 130, effective_end: 2024-10-10}
lanes:
  road: {origin: lodz, destination: [kyiv], items: [board, resin, scrap], lead_time: 11 days,
      limit: 14 per week, cost: 0.5}
  home: {origin: kyiv, destination: depot, items: [unit], lead_time: 2 days, cost: 2}
stock:
  - {item: oldunit, site: kyiv, quantity: 9}
  - {item: board, site: kyiv, quantity: 11, minimum: 8}
  - {item: resin, site: lodz, quantity: 100, minimum: 120}
substitutes:
  - {item: boardb, instead_of: board}
activities:
  talks: {days: 12, done: 2024-01-06, country: UA}
  permit: {days: 16, after: [talks], country: PL}
  audit: {days: 5, after: [talks], not_before: 2024-01-20}
gates:
  cleared: {needs: [permit, audit]}
demands:
  first: {item: unit, site: depot, quantity: 14, due: 2024-04-15, priority: 1, min_shipment: 4}
  front: {item: unit, site: depot, quantity: 20, due: 2024-06-10, priority: 1}
  bulk: {item: unit, site: depot, quantity: 30, due: 2024-06-15, priority: 2}
  strict: {item: unit, site: kyiv, quantity: 8, due: 2024-08-05, priority: 2, max_lateness: 20 days,
      earliest: 2024-06-20}
  scraps: {item: scrap, site: kyiv, quantity: 90, due: 2024-05-31, priority: 3}
  later: {item: unit, site: depot, due: 2025-03-01, status: inquiry}
commitments:
  spring: {by: Minister, says: ten by spring, due: 2024-04-20, measure: {delivered: unit, at: depot,
      quantity: 10}}
  many: {by: Minister, says: sixty by June, due: 2024-05-31, measure: {delivered: unit, quantity: 60},
      priority: 2}
  made: {by: Minister, says: two hundred are made, due: 2025-02-28, measure: {made: unit, quantity: 200},
      priority: 3}
  cleared: {by: Ministry, says: cleared in January, due: 2024-01-31, measure: {done: permit}}
  friends: {by: Minister, says: we remain friends, due: 2024-12-31}
"""
"""Whole units from two operations, substitutes, work in progress, limits of every kind."""

BAKERY = """\
format: 1
programme: Volumes by the month
start: 2024-01-01
until: 2026-03-31
calendar: {weeks: 2, months: 14}
partners: {UA: {name: Ukraine}, PL: {name: Poland}, RO: {name: Romania}}
sites: {farm: {country: RO}, mill: {country: UA}, works: {country: PL}, shop: {country: UA, kind: customer}}
items:
  grain: {family: food, cost: 2, unit: t}
  flour: {family: food, cost: 5, unit: t}
  bran: {family: feed, cost: 1, unit: t}
  bread: {family: food, cost: 9, unit: t}
resources:
  stones: {site: mill, hours: 50 per week}
  ovens: {site: works, hours: [{hours: 200 per month, effective_end: 2024-09-14}, {hours: 380 per month,
      effective_start: 2024-09-15, effective_end: 2025-06-30}, {hours: 300 per month,
      effective_start: 2025-07-01}]}
operations:
  grind: {site: mill, makes: {flour: 0.8, bran: 0.2}, uses: {grain: 1}, time: {stones: 30 min},
      lead_time: 9 days, cost: 0.4, needs: [leased], in_progress: [{quantity: 30, ready: 2024-02-20},
      {quantity: 5, ready: 2023-12-20}]}
  bake: {site: works, makes: {bread: 1.4}, uses: {flour: 1}, time: {ovens: 90 min}, lead_time: 40 days,
      cost: 1, effective_start: 2024-03-12}
  nightshift: {site: works, makes: {bread: 1.4}, uses: {flour: 1}, time: {ovens: 80 min}, lead_time: 25 days,
      cost: 2, effective_start: 2024-11-11, effective_end: 2025-08-17}
supplies:
  harvest: {item: grain, site: farm, quantity: 160 per month, price: 2, effective_start: 2024-02-10,
      effective_end: 2025-09-20}
  import: {item: flour, site: works, total: 120, price: 7, lead_time: 33 days}
lanes:
  rail: {origin: farm, destination: mill, items: [grain], lead_time: 17 days, limit: 40 per week, cost: 0.2}
  boat: {origin: mill, destination: [works, shop], items: [flour], lead_time: 12 days}
  vans: {origin: works, destination: shop, lead_time: 3 days, limit: 6 per day, cost: 0.1,
      effective_end: 2026-02-15}
stock:
  - {item: grain, site: mill, quantity: 60, minimum: 40}
  - {item: bread, site: shop, quantity: 4, minimum: 15}
activities:
  lease: {days: 50}
  repairs: {days: 20, after: [lease], not_before: 2024-02-01}
  party: {days: 1, after: [lease]}
gates: {leased: {needs: [lease]}, ready: {needs: [repairs, lease]}}
demands:
  spring: {item: bread, site: shop, quantity: 150, due: 2024-06-20, priority: 1}
  summer: {item: bread, site: shop, quantity: 400, due: 2024-09-30, priority: 2, min_shipment: 30}
  winter: {item: bread, site: shop, quantity: 700, due: 2025-01-31, priority: 2, earliest: 2024-12-10,
      max_lateness: 45 days}
  year: {item: bread, site: shop, quantity: 2600, due: 2025-10-31, priority: 3}
  feed: {item: bran, site: mill, quantity: 500, due: 2025-03-15, priority: 2}
commitments:
  leased: {by: Mayor, says: leased by March, due: 2024-02-15, measure: {done: lease}}
"""
"""Volumes whose lead times are spread over months and quarters; windows open and close inside them."""

PROGRAMMES = {"pumps": (PUMPS, "2024-01-04"), "workshop": (WORKSHOP, None), "bakery": (BAKERY, None)}
PLANS = (*PROGRAMMES, "terms")
"""The plans of these programmes, and one that was worked out by hand."""

FLOWS = ("production", "outputs", "shipments", "purchases", "substitutions", "stock", "deliveries")
ACCOUNTS = ("goals", "demands", "commitments", "activities", "gates", "resources", "workshare")
ACCOUNTS += ("payments", "cash", "investments", "licences")

EXEMPT = {
    ("resources", "shadow_price"): "a dual value, which only the solver knows",
    ("commitments", "measure"): "words for people; the measure itself is read from the programme",
    ("commitments", "hangs_on"): "explains the plan and decides nothing in it; its links come from dual values",
    ("commitments", "good"): "the verdict of another plan, which is verified as that plan",
    ("commitments", "bad"): "likewise",
}
"""Columns that may be altered without harm, and why."""


@cache
def planned(name: str) -> Plan:
    """The plan of a programme above, or the one made by hand."""
    if name == "terms":
        return by_hand.plan()
    text, as_of = PROGRAMMES[name]
    with TemporaryDirectory() as folder:
        Path(folder, "programme.yaml").write_text(text, encoding="utf-8")
        programme = load(folder)
    return make_plan(programme, as_of=dt.date.fromisoformat(as_of) if as_of else None)


def rules(plan: Plan) -> set[Rule]:
    """The rules that a plan breaks."""
    return {fault.rule for fault in verify(plan)}


def rows_of(plan: Plan, table: str) -> Table[Any]:
    """A table of a plan by its name."""
    return getattr(plan.flows if hasattr(plan.flows, table) else plan, table)


def with_rows(plan: Plan, table: str, rows: list[Any]) -> Plan:
    """The plan with other rows in one of its tables."""
    new = Table(rows_of(plan, table).record, rows)
    if hasattr(plan.flows, table):
        return dataclasses.replace(plan, flows=dataclasses.replace(plan.flows, **{table: new}))
    return dataclasses.replace(plan, **{table: new})


@pytest.mark.parametrize("name", PROGRAMMES)
def test_sound(name: str) -> None:
    """A plan of our own has no fault, and there is something in it that could have one."""
    plan = planned(name)
    assert verify(plan) == []
    assert min(len(plan.production), len(plan.shipments), len(plan.purchases), len(plan.deliveries)) > 5


def test_samples_hold_every_kind_of_row() -> None:
    """Between them the plans have rows in every table, every verdict, and lateness and shortage."""
    plans = [planned(name) for name in PLANS]
    assert all(any(len(rows_of(p, table)) for p in plans) for table in (*FLOWS, *ACCOUNTS))
    assert len({c.verdict for p in plans for c in p.commitments}) == 5
    assert all(any(getattr(d, column) > 1 for p in plans for d in p.demands) for column in ("on_time", "late", "short"))


# ---------------------------------------------------------------- one row altered


def others(value: Any, rng: random.Random, near: list[dt.date]) -> list[Any]:
    """What may stand in a field instead of its value."""
    found: list[Any]
    match value:
        case bool():
            found = [not value]
        case StrEnum():
            found = [other for other in type(value) if other is not value]
        case str():
            found = [f"{value}-x"]
        case int():
            found = [value + 1, value - 1]
        case float():
            scaled = [value * 1.37 + 1, value * 0.5, math.nan]
            found = [other for other in scaled if not abs(other - value) < ROUNDING]
        case dt.date():
            days = (-rng.randint(1, 40), -1, 1, rng.randint(1, 40))
            found = [*(value + dt.timedelta(days=n) for n in days), *near]
        case None:
            found = [dt.date(2024, 6, 1)]
        case _:
            raise AssertionError(f"nothing known that {value!r} could be altered to")
    return found


def alterations(plan: Plan, table: str, number: int, rng: random.Random) -> Iterator[tuple[str, list[Any]]]:
    """Each way to alter one row of a table, with the table's rows then."""
    rows = list(rows_of(plan, table))
    row = rows[number]
    amount = getattr(row, "runs", getattr(row, "quantity", 1.0)) if hasattr(plan.flows, table) else 1.0
    if amount < ROUNDING:
        return
    yield "left out", [*rows[:number], *rows[number + 1 :]]
    yield "said twice", [*rows, row]
    for field in dataclasses.fields(row):
        if (table, field.name) in EXEMPT:
            continue
        value, near = getattr(row, field.name), []
        if isinstance(value, dt.date) and hasattr(row, "period"):
            periods = plan.periods
            near = [periods.ends(p) for p in (row.period - 1, row.period + 1) if 0 <= p < len(periods)]
        for other in others(value, rng, near):
            if other != value:
                changed = dataclasses.replace(row, **{field.name: other})
                yield f"{field.name} {value} -> {other}", [*rows[:number], changed, *rows[number + 1 :]]


@pytest.mark.parametrize("table", [*FLOWS, *ACCOUNTS])
@pytest.mark.parametrize("name", PLANS)
def test_every_alteration_is_found(name: str, table: str) -> None:
    """Whatever is altered in any row of any table, the verifier finds a fault."""
    plan, rng = planned(name), random.Random(f"{name} {table}")  # noqa: S311 - a sample, not a secret
    count = len(rows_of(plan, table))
    missed = []
    for number in sorted(rng.sample(range(count), min(count, ROWS))):
        for what, rows in alterations(plan, table, number, rng):
            if not verify(with_rows(plan, table, rows)):
                missed.append(f"{rows_of(plan, table)[number]}: {what}")
    assert missed == []


@pytest.mark.parametrize(("table", "column"), EXEMPT)
def test_exemptions_are_needed(table: str, column: str) -> None:
    """What is exempt may be altered without a fault."""
    plan = planned("pumps")
    rows = list(rows_of(plan, table))
    match column:
        case "shadow_price":
            other: Any = rows[0].shadow_price + 1
        case "measure":
            other = "something else"
        case "hangs_on":
            other = tuple(reversed(rows[0].hangs_on))
            assert other != rows[0].hangs_on
        case _:
            other = Outlook(verdict=Verdict.MISSED, date=None)
    rows[0] = dataclasses.replace(rows[0], **{column: other})
    assert verify(with_rows(plan, table, rows)) == []


@pytest.mark.parametrize("table", FLOWS)
def test_nonsense_is_reported_and_not_raised(table: str) -> None:
    """Rows about nothing that there is, in no period, or in no number are faults like any other."""
    plan = planned("workshop")
    rows = list(rows_of(plan, table))
    amount = "runs" if table == "production" else "quantity"
    for changes in ({"period": -1}, {"period": 10**6}, {amount: math.inf}, {amount: math.nan}, {"item": "phlogiston"}):
        known = {f.name for f in dataclasses.fields(rows[0])}
        if set(changes) <= known:
            found = rules(with_rows(plan, table, [dataclasses.replace(rows[0], **changes), *rows[1:]]))
            assert Rule.ROWS in found


# ---------------------------------------------------------------- another programme


def faster(figure: Figure, factor: float) -> Figure:
    """A figure times a factor."""
    return dataclasses.replace(figure, value=figure.value * factor)


def held_against(plan: Plan, table: str, entry: str, changes: Mapping[str, Any]) -> Plan:
    """The plan as if its programme said something else of one entry."""
    rows = getattr(plan.programme, table)
    assert entry in by_id(rows)
    new = tuple(dataclasses.replace(row, **changes) if row.id == entry else row for row in rows)
    return dataclasses.replace(plan, programme=dataclasses.replace(plan.programme, **{table: new}))


DAY = dt.date.fromisoformat
STRICTER = [
    ("workshop", "activities", "audit", {"days": plain(6)}, Rule.ACTIVITIES),
    ("workshop", "activities", "talks", {"done": DAY("2024-01-08")}, Rule.ACTIVITIES),
    ("workshop", "activities", "permit", {"days": plain(17)}, Rule.GATES),
    ("workshop", "activities", "permit", {"days": plain(18)}, Rule.PERIODS),
    ("workshop", "commitments", "spring", {"due": DAY("2024-04-18")}, Rule.PERIODS),
    ("workshop", "operations", "press", {"effective_start": DAY("2024-04-01")}, Rule.PRODUCTION),
    ("workshop", "operations", "press", {"effective_end": DAY("2024-03-15")}, Rule.PRODUCTION),
    ("workshop", "operations", "mend", {"needs": ("cleared",)}, Rule.PRODUCTION),
    ("workshop", "operations", "mend", {"cost": plain(16)}, Rule.PRODUCTION),
    ("workshop", "operations", "press", {"makes": {"board": plain(3.9), "scrap": plain(0.5)}}, Rule.OUTPUTS),
    ("workshop", "operations", "press", {"lead_time": plain(20)}, Rule.OUTPUTS),
    ("bakery", "operations", "grind", {"lead_time": plain(10)}, Rule.OUTPUTS),
    ("bakery", "operations", "bake", {"lead_time": plain(39)}, Rule.OUTPUTS),
    ("workshop", "operations", "assemble", {"in_progress": ()}, Rule.OUTPUTS),
    ("workshop", "operations", "assemble", {"makes": {"unit": plain(1.5)}}, Rule.WHOLE_RUNS),
    ("bakery", "items", "bread", {"discrete": True}, Rule.WHOLE_RUNS),
    ("workshop", "operations", "assemble", {"uses": {"board": plain(2.2)}}, Rule.STOCK),
    ("workshop", "operations", "assemble", {"time": {"bench": plain(10)}}, Rule.CAPACITY),
    ("workshop", "operations", "assemble", {"time": {"bench": plain(8)}}, Rule.RESOURCES),
    ("bakery", "resources", "ovens", {"site": "mill"}, Rule.RESOURCES),
    ("workshop", "lanes", "road", {"limit": Figure(value=7, per=Per.WEEK)}, Rule.LANE_LIMIT),
    ("workshop", "lanes", "road", {"lead_time": plain(12)}, Rule.SHIPMENTS),
    ("workshop", "lanes", "road", {"items": ("board",)}, Rule.SHIPMENTS),
    ("workshop", "lanes", "home", {"destination": ("lodz",)}, Rule.SHIPMENTS),
    ("workshop", "lanes", "home", {"effective_end": DAY("2024-02-20")}, Rule.SHIPMENTS),
    ("workshop", "lanes", "home", {"cost": plain(3)}, Rule.SHIPMENTS),
    ("bakery", "lanes", "rail", {"lead_time": plain(16)}, Rule.STOCK),
    ("workshop", "supplies", "resin-ua", {"lead_time": plain(5)}, Rule.PURCHASES),
    ("workshop", "supplies", "resin-pl", {"effective_end": DAY("2024-03-10")}, Rule.PURCHASES),
    ("workshop", "supplies", "resin-pl", {"lead_time": plain(11)}, Rule.PURCHASES),
    ("workshop", "supplies", "resin-pl", {"country": "PL"}, Rule.PURCHASES),
    ("bakery", "supplies", "harvest", {"quantity": Figure(value=120, per=Per.MONTH)}, Rule.SUPPLY_LIMIT),
    ("bakery", "supplies", "import", {"total": plain(119)}, Rule.SUPPLY_LIMIT),
    ("bakery", "demands", "feed", {"min_shipment": plain(300)}, Rule.DELIVERIES),
    ("workshop", "demands", "bulk", {"max_lateness": plain(10)}, Rule.DELIVERIES),
    ("workshop", "demands", "strict", {"earliest": DAY("2024-08-01")}, Rule.DELIVERIES),
    ("workshop", "demands", "front", {"site": "kyiv"}, Rule.DELIVERIES),
    ("workshop", "demands", "front", {"quantity": plain(19)}, Rule.DELIVERIES),
    ("workshop", "demands", "front", {"quantity": plain(21)}, Rule.DEMANDS),
    ("workshop", "demands", "front", {"priority": 2}, Rule.DEMANDS),
    ("workshop", "demands", "front", {"priority": 4}, Rule.GOALS),
    ("workshop", "items", "board", {"cost": plain(90)}, Rule.WORKSHARE),
    ("workshop", "items", "board", {"family": "boards"}, Rule.WORKSHARE),
    ("workshop", "sites", "lodz", {"country": "UA"}, Rule.WORKSHARE),
]
"""Programme, table, entry, what it says instead, and a rule that the plan then breaks."""


@pytest.mark.parametrize(("name", "table", "entry", "changes", "rule"), STRICTER)
def test_held_against_another_programme(
    name: str, table: str, entry: str, changes: Mapping[str, Any], rule: Rule
) -> None:
    """A plan that was sound breaks a rule once its programme says otherwise."""
    assert rule in rules(held_against(planned(name), table, entry, changes))


def test_without_substitutes() -> None:
    """An item serves for no other unless the programme says so."""
    plan = planned("workshop")
    bare = dataclasses.replace(plan, programme=dataclasses.replace(plan.programme, substitutes=()))
    assert Rule.SUBSTITUTIONS in rules(bare)


def test_less_opening_stock() -> None:
    """What is not there at the start cannot be used, and what only it made possible comes too early."""
    plan = planned("workshop")
    rows = tuple(dataclasses.replace(row, quantity=plain(0)) for row in plan.programme.stock)
    bare = dataclasses.replace(plan, programme=dataclasses.replace(plan.programme, stock=rows))
    assert {Rule.STOCK, Rule.EARLIEST} <= rules(bare)


def test_from_a_later_day() -> None:
    """Nothing begins before the day of the plan."""
    late = dataclasses.replace(planned("pumps"), as_of=DAY("2024-01-11"))
    assert {Rule.ACTIVITIES, Rule.GATES, Rule.PRODUCTION} <= rules(late)


def test_a_higher_minimum_is_another_goal() -> None:
    """What lacks to the minimum stock is added up afresh."""
    plan = planned("bakery")
    rows = tuple(
        dataclasses.replace(row, minimum=faster(row.minimum, 1.1)) for row in plan.programme.stock if row.minimum
    )
    assert rules(dataclasses.replace(plan, programme=dataclasses.replace(plan.programme, stock=rows))) == {Rule.GOALS}


@pytest.mark.parametrize(
    ("entry", "measure"),
    [
        ("spring", {"quantity": plain(28)}),
        ("many", {"at": ("kyiv",)}),
        ("made", {"made": "board"}),
        ("cleared", {"done": "audit"}),
    ],
)
def test_another_measure(entry: str, measure: Mapping[str, Any]) -> None:
    """A commitment's account follows from its own measure."""
    plan = planned("workshop")
    old = by_id(plan.programme.commitments)[entry].measure
    assert old is not None
    new = {"measure": dataclasses.replace(old, **measure)}
    assert Rule.COMMITMENTS in rules(held_against(plan, "commitments", entry, new))


# ---------------------------------------------------------------- time


@pytest.mark.parametrize("name", PLANS)
def test_bounds_of_periods(name: str) -> None:
    """No bound of the periods can be left out or moved, nor their start."""
    plan = planned(name)
    bounds = plan.periods.bounds
    for n in range(len(bounds)):
        for changed in ((*bounds[:n], *bounds[n + 1 :]), (*bounds[:n], bounds[n] + 1, *bounds[n + 1 :])):
            periods = dataclasses.replace(plan.periods, bounds=changed)
            assert rules(dataclasses.replace(plan, periods=periods)) == {Rule.PERIODS}
    later = dataclasses.replace(plan.periods, start=plan.periods.start + dt.timedelta(days=1))
    assert Rule.PERIODS in rules(dataclasses.replace(plan, periods=later))


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("lead", [0, 1, 7, 16, 30, 33, 200])
def test_arrivals_day_by_day(name: str, lead: int) -> None:
    """The shares that arrive are those of the days, counted one by one."""
    books = Books(planned(name))
    for p in range(len(books.last)):
        for opens, rounded in ((0, True), (0, False), (books.first[p] + 1, False)):
            first, shares = books.arrival(p, lead, opens, rounded=rounded)
            whole = rounded or opens > books.first[p] or books.length[p] <= 7
            begun = [books.last[p]] if whole else range(books.first[p], books.last[p] + 1)
            arrived = [sum(d + lead <= last for d in begun) / len(begun) for last in books.last]
            told = [sum(shares[: max(0, q - first + 1)]) for q in range(len(books.last))]
            assert told == pytest.approx(arrived)


# ---------------------------------------------------------------- words


def test_fault_in_words() -> None:
    """A fault says where it is, what is wrong and which rule that breaks."""
    fault = Fault(Rule.STOCK, "stock of pump at hub, period 3", "2 more go out than there are")
    assert str(fault) == "stock of pump at hub, period 3: 2 more go out than there are [stock]"


def test_a_hole_in_the_stock() -> None:
    """A stock that falls below nothing is told with its place, its period and by how much."""
    plan = planned("pumps")
    rows = [row for row in plan.flows.outputs if (row.item, row.period) != ("pump", plan.flows.outputs[0].period)]
    found = [str(fault) for fault in verify(with_rows(plan, "outputs", rows)) if fault.rule is Rule.STOCK]
    assert any("more go out than there are [stock]" in text for text in found)


def test_stock_that_is_nothing_needs_no_row() -> None:
    """The stock table may say that nothing lies somewhere, or say nothing."""
    plan = planned("pumps")
    there = {(row.item, row.site, row.period) for row in plan.stock}
    empty = next(p for p in range(len(plan.periods)) if ("pump", "hub", p) not in there)
    row = StockLevel(item="pump", site="hub", period=empty, date=plan.periods.ends(empty), quantity=0.0)
    assert verify(with_rows(plan, "stock", [*plan.stock, row])) == []
