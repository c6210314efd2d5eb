"""Yields and co-products: what comes out of a run, accepted or not, wanted or not."""

from tests.cases.conftest import Planner, near


def test_yield_of_a_volume(plan: Planner) -> None:
    """Of what a run makes only the yield is accepted, and so much more is begun.

    10 t at 0.8 take 12.5 runs, 12.5 t of ore and 12.5 · 4 = 50; what is in progress yields the same, 5 · 0.8 = 4.
    With all accepted, 5 are in progress and 5 more are run.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {ore: {}, steel: {}}
        operations:
          smelt:
            {site: works, makes: {steel: 1}, uses: {ore: 1}, lead_time: 0 days, cost: 4, yield_share: 0.8,
             in_progress: [{quantity: 5, ready: 2024-01-03}]}
        stock: [{item: ore, site: works, quantity: 100}]
        demands:
          orders: {item: steel, site: works, quantity: 14, due: 2024-01-07}
    """
    told = plan()
    assert told.runs == {"smelt": {"2024-01-07": 12.5}}
    assert told.outputs == {"steel": {"2024-01-07": 4 + 10}}
    assert told.stock["ore", "works"]["2024-01-28"] == 100 - 12.5
    assert told.goals["cost"] == 50

    told = plan({"yield_share: 0.8": "yield_share: 1"})
    assert told.runs == {"smelt": {"2024-01-07": 9}}
    assert told.goals["cost"] == 36


def test_yield_of_whole_units(plan: Planner) -> None:
    """Accepted units come out whole: at 0.8 five runs give four.

    4 units take 4 / 0.8 = 5 runs of 10 h, of which 40 h fit into the first week. 4 runs would give 3.2; 3 are
    handed over, for which 3.75 runs are enough, and the fourth a week late: 7.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {shell: {discrete: true}}
        resources: {press: {site: works, hours: 40 per week}}
        operations:
          fill: {site: works, makes: {shell: 1}, time: {press: 10 h}, lead_time: 0 days, cost: 2, yield_share: 0.8}
        demands:
          orders: {item: shell, site: works, quantity: 4, due: 2024-01-07}
    """
    told = plan()
    assert told.runs == {"fill": {"2024-01-07": 3.75, "2024-01-14": 1.25}}
    assert told.outputs == {"shell": {"2024-01-07": 3, "2024-01-14": 1}}
    assert told.late() == 7
    assert told.goals["cost"] == 10

    told = plan({"yield_share: 0.8": "yield_share: 1"})
    assert told.runs == {"fill": {"2024-01-07": 4}}
    assert told.late() == 0


def test_co_product_that_nobody_wants(plan: Planner) -> None:
    """What comes out beside the wanted item costs nothing, holds nothing up, and lies there.

    10 t of oil take 20 runs, with 0.5 t of cake each: 10 t of cake.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {mill: {country: UA}}
        items: {oil: {}, cake: {}}
        operations:
          press: {site: mill, makes: {oil: 0.5, cake: 0.5}, lead_time: 0 days, cost: 1}
        demands:
          oil: {item: oil, site: mill, quantity: 10, due: 2024-01-07}
    """
    told = plan()
    assert told.runs == {"press": {"2024-01-07": 20}}
    assert told.stock == {("cake", "mill"): dict.fromkeys(told.ends, near(10))}
    assert told.goals["cost"] == 20


def test_co_products_that_are_both_wanted(plan: Planner) -> None:
    """The item that needs more runs decides how many there are; the other comes with them.

    10 t of oil take 20 runs, which also give 10 t of cake; for 15 t of cake there are 30, and 5 t of oil are left.
    Asked for apart, 20 runs are enough for 10 and 9.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {mill: {country: UA}}
        items: {oil: {}, cake: {}}
        operations:
          press: {site: mill, makes: {oil: 0.5, cake: 0.5}, lead_time: 0 days, cost: 1}
        demands:
          oil: {item: oil, site: mill, quantity: 10, due: 2024-01-07}
          cake: {item: cake, site: mill, quantity: 15, due: 2024-01-07}
    """
    told = plan()
    assert told.runs == {"press": {"2024-01-07": 30}}
    assert told.stock == {("oil", "mill"): dict.fromkeys(told.ends, near(5))}
    assert told.goals["cost"] == 30

    told = plan({"quantity: 15": "quantity: 9"})
    assert told.runs == {"press": {"2024-01-07": 20}}
    assert told.stock == {("cake", "mill"): dict.fromkeys(told.ends, near(1))}
