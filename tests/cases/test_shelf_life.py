"""What spoils: units are used or handed over within their life, wherever they have been."""

from tests.cases.conftest import Planner, Told, by_date


def waste(told: Told) -> object:
    """What is wasted, by item and site and then by date."""
    return by_date(told.plan.flows.waste, "item", "site")


def test_what_lies_too_long_is_wasted(plan: Planner) -> None:
    """A unit is used within its life, counted from the first day of the period in which it came in.

    Of 10 there at the start 4 are handed over in the second week, whose last day is 13 days later; at the end of the
    third 20 days have passed, more than 14, and 6 are wasted. The 4 of the last week are never served. With 27 days
    they are, and 2 are left.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {serum: {shelf_life: 14 days}}
        stock: [{item: serum, site: depot, quantity: 10}]
        demands:
          first: {item: serum, site: depot, quantity: 4, earliest: 2024-01-08, due: 2024-01-14}
          second: {item: serum, site: depot, quantity: 4, earliest: 2024-01-22, due: 2024-01-28}
    """
    told = plan()
    assert told.deliveries == {"first": {"2024-01-14": 4}}
    assert told.short == {"first": 0, "second": 4}
    assert told.stock == {("serum", "depot"): {"2024-01-07": 10, "2024-01-14": 6}}
    assert waste(told) == {("serum", "depot"): {"2024-01-21": 6}}

    told = plan({"14 days": "27 days"})
    assert told.short == {"first": 0, "second": 0}
    assert told.stock["serum", "depot"]["2024-01-28"] == 2
    assert waste(told) == {}

    told = plan({"{shelf_life: 14 days}": "{}"})
    assert told.short == {"first": 0, "second": 0}


def test_nothing_grows_young_on_the_road(plan: Planner) -> None:
    """A shipment keeps the age of what it carries.

    What leaves in the first week is there at the end of the second, and good until the 21st, 20 days after the 1st;
    on the 28th it is 27 days old. Nothing is handed over then, and 5 are short. Taken until the 21st, it is good.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: PL}, hub: {country: UA}}
        items: {serum: {shelf_life: 20 days}}
        stock: [{item: serum, site: works, quantity: 5}]
        lanes:
          road: {origin: works, destination: hub, lead_time: 7 days}
        demands:
          orders: {item: serum, site: hub, quantity: 5, earliest: 2024-01-22, due: 2024-01-28}
    """
    told = plan()
    assert told.short == {"orders": 5}
    assert told.shipments == {}
    assert waste(told) == {("serum", "works"): {"2024-01-28": 5}}

    told = plan({"earliest: 2024-01-22": "earliest: 2024-01-15"})
    assert told.deliveries == {"orders": {"2024-01-21": 5}}
    assert {str(row.since) for row in told.plan.shipments} == {"2024-01-01"}


def test_made_no_sooner_than_it_keeps(plan: Planner) -> None:
    """What is made ahead must keep until it is used.

    8 are taken in the last week only, and 4 a week are made. What is made in the third week is 13 days old on the last
    day of the fourth: with a life of 12 days 4 are served, with 13 all 8. In a life of 2 days too what is made in the
    last week is used in it.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {serum: {shelf_life: 12 days}}
        resources: {still: {site: works, hours: 40 per week}}
        operations:
          brew: {site: works, makes: {serum: 1}, time: {still: 10 h}, lead_time: 0 days, cost: 1}
        demands:
          orders: {item: serum, site: works, quantity: 8, earliest: 2024-01-22, due: 2024-01-28}
    """
    told = plan()
    assert told.runs == {"brew": {"2024-01-28": 4}}
    assert told.short == {"orders": 4}

    told = plan({"12 days": "13 days"})
    assert told.runs == {"brew": {"2024-01-21": 4, "2024-01-28": 4}}
    assert told.short == {"orders": 0}

    told = plan({"12 days": "2 days"})
    assert told.deliveries == {"orders": {"2024-01-28": 4}}


def test_deliveries_do_not_wait_for_their_due_date(plan: Planner) -> None:
    """What would spoil before the due date is handed over before.

    5 are there at the start and keep 10 days: they go in the first week, for a demand that is due in the fourth. Where
    nothing is taken before the second week, they are lost.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {serum: {shelf_life: 10 days}}
        stock: [{item: serum, site: depot, quantity: 5}]
        demands:
          orders: {item: serum, site: depot, quantity: 5, due: 2024-01-28}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-07": 5}}

    told = plan({"quantity: 5, due": "quantity: 5, earliest: 2024-01-08, due"})
    assert told.short == {"orders": 5}


def test_a_stock_that_is_renewed(plan: Planner) -> None:
    """A minimum counts units of any age, as long as they are good.

    5 are to lie there. Those of the first week are good in it and the second, at 14 days; 5 more come in the third
    and are good to the end: 10 are bought. With 28 days the first 5 are enough.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {serum: {shelf_life: 14 days}}
        supplies:
          serum: {item: serum, site: depot, quantity: 9 per week, price: 10}
        stock: [{item: serum, site: depot, quantity: 0, minimum: 5}]
        demands: {}
    """
    told = plan()
    assert told.purchases == {"serum": {"2024-01-07": 5, "2024-01-21": 5}}
    assert told.goals["stock below its minimum"] == 0
    assert waste(told) == {("serum", "depot"): {"2024-01-21": 5}}

    told = plan({"14 days": "28 days"})
    assert told.purchases == {"serum": {"2024-01-07": 5}}
