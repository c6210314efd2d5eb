"""Where money goes and what a unit costs: plans whose accounts were worked out by hand."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from tests.cases.conftest import Planner, near

from workshare.outcome.costs import By, Outlay, UnitCost
from workshare.outcome.last import Last, Way
from workshare.outcome.terms import Purpose
from workshare.results.accounts import cost
from workshare.results.baseline import forecasts, quarter_end
from workshare.results.costs import PARTS, paid, paid_later, totals


def parts(rows: Iterable[UnitCost]) -> Any:
    """A unit's cost to make, buy and move, its part of the project, and all of it, by item."""
    return {row.item: tuple(near(getattr(row, name)) for name in (*PARTS, "project", "unit")) for row in rows}


def test_a_unit_costs_what_went_into_it(plan: Planner) -> None:
    """What is bought, moved and made goes into the unit; steps and investments are shared by value.

    10 pumps take 20 rotors: 20 · 3 = 60 to buy, 20 · 1 = 20 to move, 10 · 5 = 50 to make, so that a pump costs
    5 + 6 + 2 = 13. 10 filters are bought for 4 each. The training's 700 falls on 10 · 30 of pumps and 10 · 5 of
    filters: 700 / 350 = 2 for each unit of value, 60 for a pump and 10 for a filter. In all 130 + 40 + 700 =
    870. Where 4 rotors lie there already, 16 are bought and moved,
    and the mean rotor of 20 costs 16 · 4 / 20: 4.8 of a pump is bought, and 1.6 is moved.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}, lublin: {country: PL}}
        items: {pump: {cost: 30}, rotor: {}, filter: {cost: 5}}
        operations:
          build: {site: works, makes: {pump: 1}, uses: {rotor: 2}, lead_time: 0 days, cost: 5, needs: ready}
        supplies:
          rotors: {item: rotor, site: lublin, total: 50, price: 3}
          filters: {item: filter, site: works, total: 50, price: 4}
        lanes:
          road: {origin: lublin, destination: works, items: rotor, lead_time: 7 days, cost: 1}
        stock:
          - {item: rotor, site: works, quantity: 0}
        activities:
          training: {days: 7, cost: 700, country: UA}
        gates:
          ready: {needs: training}
        demands:
          pumps: {item: pump, site: works, quantity: 10, due: 2024-01-21}
          filters: {item: filter, site: works, quantity: 10, due: 2024-01-21}
    """
    told = plan().plan
    assert parts(told.unit_costs) == {"pump": (5, 6, 2, 60, 73), "filter": (0, 4, 0, 10, 14)}
    assert sum(row.quantity * row.unit for row in told.unit_costs) == near(870) == near(cost(told))
    there = plan({"quantity: 0}": "quantity: 4}"}).plan
    assert parts(there.unit_costs)["pump"] == (5, 4.8, 1.6, 60, 71.4)
    free = {
        "cost: 5, needs": "needs",
        ", price: 3": "",
        ", price: 4": "",
        ", cost: 1}": "}",
        "cost: 700, ": "",
    }
    assert len(plan(free).plan.unit_costs) == 0


def test_outputs_share_by_value(plan: Planner) -> None:
    """What one run makes shares its cost by value at standard costs, and so does a substitute its own.

    A run for 12 makes a pump worth 30 and 2 brackets worth 15 each: 6 for the pump, 3 for each bracket. 3 brackets
    and 5 pumps are asked for, so 5 runs; the 7 brackets left over keep their part of the cost: 5 · 6 + 3 · 3 = 39
    of 60. Where a bracket is worth nothing of its own it counts 1: 30 to 2, so the pump costs 12 · 30 / 32 = 11.25
    and a bracket 0.375.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {cost: 30}, bracket: {cost: 15}}
        operations:
          cast: {site: works, makes: {pump: 1, bracket: 2}, lead_time: 0 days, cost: 12}
        demands:
          pumps: {item: pump, site: works, quantity: 5, due: 2024-01-14}
          brackets: {item: bracket, site: works, quantity: 3, due: 2024-01-14}
    """
    assert parts(plan().plan.unit_costs) == {"pump": (6, 0, 0, 0, 6), "bracket": (3, 0, 0, 0, 3)}
    bare = plan({"bracket: {cost: 15}": "bracket: {}"}).plan
    assert parts(bare.unit_costs) == {"pump": (11.25, 0, 0, 0, 11.25), "bracket": (0.375, 0, 0, 0, 0.375)}


def test_money_by_every_key(plan: Planner) -> None:
    """Payments are added up by fund, purpose, country, site and family; what is paid after the end is left out.

    The training costs 100, 10 pumps are built for 10 each, a half at once and a half after 60 days: after the end. So
    150 of 200 are paid, 100 in the first week by the treasury and 50 in the week of the runs by the aid, which may
    pay for runs only. The step has no country, and no site or family either.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {family: pumps}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, cost: 10, needs: ready,
          payments: [{share: 0.5}, {share: 0.5, days: 60}]}
        activities:
          training: {days: 7, cost: 100}
        gates:
          ready: {needs: training}
        funds:
          treasury: {amount: 100, pays_for: {activities: training}}
          aid: {pays_for: {operations: build}}
        demands:
          pumps: {item: pump, site: works, quantity: 10, due: 2024-01-14}
    """
    told = plan().plan
    assert totals(told.costs, By.FUND) == {"treasury": near(100), "aid": near(50)}
    assert totals(told.costs, By.PURPOSE) == {"activity": near(100), "operation": near(50)}
    assert totals(told.costs, By.COUNTRY) == {"": near(100), "UA": near(50)}
    assert totals(told.costs, By.SITE) == {"": near(100), "works": near(50)}
    assert totals(told.costs, By.FAMILY) == {"": near(100), "pumps": near(50)}
    by_week: dict[str, float] = {}
    for row in told.costs:
        if row.by is By.FUND:
            by_week[str(row.date)] = by_week.get(str(row.date), 0.0) + row.amount
    assert by_week == {"2024-01-07": near(100), "2024-01-14": near(50)}
    assert (cost(told), paid(told), paid_later(told)) == (near(200), near(150), near(50))
    assert isinstance(told.costs[0], Outlay)
    assert paid_later(plan({", days: 60": ""}).plan) == near(0)


def test_the_last_plan_stands_beside_this_one(plan: Planner) -> None:
    """What each country makes and supplies, at standard costs, by quarter: baseline and current forecast.

    Now 10 pumps of 30 are made in Ukraine in February, from 10 motors of 8 out of Poland: 300 and 80 in the first
    quarter. The last plan made 4 of them in March and 6 in April, after this plan's end, bought all motors in January,
    and made 2 before this plan's day and 3 in an operation that is no more: 120 and 80.

        start: 2024-01-01
        until: 2024-03-31
        calendar: {weeks: 13}
        sites: {works: {country: UA}}
        items: {pump: {cost: 30}, motor: {cost: 8}}
        operations:
          build: {site: works, makes: {pump: 1}, uses: {motor: 1}, lead_time: 0 days, effective_start: 2024-02-01}
        supplies:
          motors: {item: motor, site: works, country: PL, total: 50}
        demands:
          pumps: {item: pump, site: works, quantity: 10, due: 2024-02-11}
    """
    told = plan(as_of="2024-01-08").plan
    assert len(told.forecasts) == 0
    made, bought = Way(Purpose.OPERATION, "build"), Way(Purpose.SUPPLY, "motors")
    amounts = {
        made: {dt.date(2024, 1, 7): 2.0, dt.date(2024, 3, 10): 4.0, dt.date(2024, 4, 7): 6.0},
        bought: {dt.date(2024, 1, 14): 10.0},
        Way(Purpose.OPERATION, "gone"): {dt.date(2024, 2, 4): 3.0},
    }
    told_again = forecasts(replace(told, last=Last(amounts=amounts)))
    rows = {(r.country, str(r.date)): (near(r.baseline), near(r.current)) for r in told_again}
    assert rows == {("UA", "2024-03-31"): (120, 300), ("PL", "2024-03-31"): (80, 80)}


@pytest.mark.parametrize(
    ("day", "end"), [("2024-01-01", "2024-03-31"), ("2024-09-30", "2024-09-30"), ("2024-12-05", "2024-12-31")]
)
def test_quarters_end(day: str, end: str) -> None:
    """A quarter is three calendar months."""
    assert str(quarter_end(dt.date.fromisoformat(day))) == end
