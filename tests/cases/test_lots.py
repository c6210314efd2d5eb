"""Lots: least sizes, multiples, and what it takes to set up for them."""

from tests.cases.conftest import Planner


def test_least_lot(plan: Planner) -> None:
    """What is begun in a period is nothing, or at least the least lot.

    3 are due on the 7th and 3 on the 14th. In lots of 5 or more, of 8 hours of which the week has 48: 5 in the
    first week, and then not 1 but 5 again, 80; or all 6 in the first week, 48 h and 60. Without the least lot 3 and
    3 are made, so that nothing waits.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {fuze: {}}
        resources: {bench: {site: works, hours: 48 per week}}
        operations:
          mix: {site: works, makes: {fuze: 1}, time: {bench: 8 h}, lead_time: 0 days, cost: 10, size_minimum: 5}
        demands:
          first: {item: fuze, site: works, quantity: 3, due: 2024-01-07}
          second: {item: fuze, site: works, quantity: 3, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"mix": {"2024-01-07": 6}}
    assert told.goals["cost"] == 60
    assert told.late() == 0

    told = plan({", size_minimum: 5": ""})
    assert told.runs == {"mix": {"2024-01-07": 3, "2024-01-14": 3}}


def test_a_least_lot_that_does_not_fit(plan: Planner) -> None:
    """A lot that takes more hours than a period has is never begun.

    5 runs of 8 h take 40 h, and a week has 39: 6 are never delivered, 3 · 21 + 3 · 14 = 105 quantity-days. In 40 h
    they are: 5 in each of two weeks.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {fuze: {}}
        resources: {bench: {site: works, hours: 39 per week}}
        operations:
          mix: {site: works, makes: {fuze: 1}, time: {bench: 8 h}, lead_time: 0 days, cost: 10, size_minimum: 5}
        demands:
          first: {item: fuze, site: works, quantity: 3, due: 2024-01-07}
          second: {item: fuze, site: works, quantity: 3, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {}
    assert told.late() == 105

    told = plan({"39 per week": "40 per week"})
    assert told.runs == {"mix": {"2024-01-07": 5, "2024-01-14": 5}}
    assert told.late() == 0


def test_multiples_of_an_operation(plan: Planner) -> None:
    """What is begun comes in whole multiples.

    10 kg of paint take 3 batches of 4 kg, or 2 of 5 kg.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {paint: {unit: kg}, pigment: {unit: kg}}
        operations:
          mix: {site: works, makes: {paint: 1}, uses: {pigment: 0.5}, lead_time: 0 days, cost: 1, size_multiple: 4}
        stock: [{item: pigment, site: works, quantity: 20}]
        demands:
          orders: {item: paint, site: works, quantity: 10, due: 2024-01-07}
    """
    told = plan()
    assert told.runs == {"mix": {"2024-01-07": 12}}
    assert told.stock["paint", "works"]["2024-01-28"] == 2
    assert told.stock["pigment", "works"]["2024-01-28"] == 14

    told = plan({"size_multiple: 4": "size_multiple: 5"})
    assert told.runs == {"mix": {"2024-01-07": 10}}


def test_multiples_of_a_supply(plan: Planner) -> None:
    """What arrives comes in whole pallets, and of a least number of them.

    Of 7 motors one is there: 6 are 2 pallets of 4, 8 in all. At least 9 are 3 pallets. A rate of 7 a week lets one
    pallet through in a week: 4 in the first, 4 in the second, a week late: 2 · 7 = 14.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}}
        supplies:
          motors: {item: motor, site: works, quantity: 70 per week, price: 10, size_multiple: 4}
        stock: [{item: motor, site: works, quantity: 1}]
        demands:
          orders: {item: motor, site: works, quantity: 7, due: 2024-01-07}
    """
    told = plan()
    assert told.purchases == {"motors": {"2024-01-07": 8}}
    assert told.goals["cost"] == 80

    told = plan({"size_multiple: 4": "size_multiple: 4, size_minimum: 9"})
    assert told.purchases == {"motors": {"2024-01-07": 12}}

    told = plan({"70 per week": "7 per week"})
    assert told.purchases == {"motors": {"2024-01-07": 4, "2024-01-14": 4}}
    assert told.late() == 2 * 7

    told = plan({", size_multiple: 4": ""})
    assert told.purchases == {"motors": {"2024-01-07": 6}}


def test_setup_hours(plan: Planner) -> None:
    """Setting up takes hours of the period, once for each operation that is begun in it.

    40 h a week: 4 red of 4 h take 16 h and 5 h of set-up; of the 19 h that are left blue takes 4 h to set up, and the
    other 15 h make 3.75. The last quarter is a week late, 0.25 · 7, for which blue is set up again. With 4 h of set-up
    for red both fit, 4 + 16 + 4 + 16 = 40.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {red: {}, blue: {}}
        resources: {mill: {site: works, hours: 40 per week}}
        operations:
          red: {site: works, makes: {red: 1}, time: {mill: 4 h}, lead_time: 0 days, setup: {mill: 5 h}}
          blue: {site: works, makes: {blue: 1}, time: {mill: 4 h}, lead_time: 0 days, setup: {mill: 4 h}, cost: 0}
        demands:
          red: {item: red, site: works, quantity: 4, due: 2024-01-07}
          blue: {item: blue, site: works, quantity: 4, due: 2024-01-07, priority: 2}
    """
    told = plan()
    assert told.runs["red"] == {"2024-01-07": 4}
    assert told.late(2) == 0.25 * 7
    assert told.hours["mill"] == {"2024-01-07": 40, "2024-01-14": 5, "2024-01-21": 0, "2024-01-28": 0}

    told = plan({"setup: {mill: 5 h}": "setup: {mill: 4 h}"})
    assert told.hours["mill"]["2024-01-07"] == 40
    assert told.late(2) == 0


def test_setup_cost(plan: Planner) -> None:
    """Setting up costs once in each period in which anything is begun, so that one lot may be cheaper than two.

    4 are due each week for three weeks. Kept for a moment, three lots cost 3 · 100 + 12 · 1; made at once they cost
    100 + 12, and 8 wait. Where the mill makes no more than 8 a week, two lots: 200 + 12.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {red: {}}
        resources: {mill: {site: works, hours: 48 per week}}
        operations:
          red: {site: works, makes: {red: 1}, time: {mill: 4 h}, lead_time: 0 days, cost: 1, setup_cost: 100}
        demands:
          one: {item: red, site: works, quantity: 4, due: 2024-01-07}
          two: {item: red, site: works, quantity: 4, due: 2024-01-14}
          three: {item: red, site: works, quantity: 4, due: 2024-01-21}
    """
    told = plan()
    assert told.runs == {"red": {"2024-01-07": 12}}
    assert told.goals["cost"] == 112
    assert [(row.setup, row.cost) for row in told.plan.production] == [(True, 112)]

    told = plan({"48 per week": "32 per week"})
    assert sum(row.setup for row in told.plan.production) == 2
    assert told.goals["cost"] == 212

    told = plan({", setup_cost: 100": ""})
    assert told.runs == {"red": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 4}}
    assert told.goals["cost"] == 12


def test_lots_of_whole_units(plan: Planner) -> None:
    """A lot is of what is begun; whole units come out of what was begun so far.

    5 vehicles of 20 h in a bench of 40 h a week: 2 a week, done on the 7th, 14th and 21st. In lots of at least 2 the
    fifth comes with a sixth, which nobody asked for.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {vehicle: {discrete: true}}
        resources: {bench: {site: works, hours: 40 per week}}
        operations:
          build: {site: works, makes: {vehicle: 1}, time: {bench: 20 h}, lead_time: 0 days, cost: 1, size_minimum: 2}
        demands:
          orders: {item: vehicle, site: works, quantity: 5, due: 2024-01-07}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-07": 2, "2024-01-14": 2, "2024-01-21": 2}}
    assert told.deliveries == {"orders": {"2024-01-07": 2, "2024-01-14": 2, "2024-01-21": 1}}
    assert told.goals["cost"] == 6

    told = plan({", size_minimum: 2": ""})
    assert told.runs == {"build": {"2024-01-07": 2, "2024-01-14": 2, "2024-01-21": 1}}
    assert told.goals["cost"] == 5


def test_setup_cost_is_paid_from_a_fund(plan: Planner) -> None:
    """Money for setting up is money like any other: a fund without enough of it lets fewer lots be made.

    4 are due each week, and the mill makes no more than 4 a week: three lots cost 3 · 100 + 12 · 1 = 312. With 220 two
    are set up for, 208 of it; the third demand is never served: 4 · 7.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {red: {}}
        resources: {mill: {site: works, hours: 16 per week}}
        operations:
          red: {site: works, makes: {red: 1}, time: {mill: 4 h}, lead_time: 0 days, cost: 1, setup_cost: 100}
        funds: {grant: {amount: 220}}
        demands:
          one: {item: red, site: works, quantity: 4, due: 2024-01-07}
          two: {item: red, site: works, quantity: 4, due: 2024-01-14}
          three: {item: red, site: works, quantity: 4, due: 2024-01-21}
    """
    told = plan()
    assert told.goals["cost"] == 208
    assert [row.amount for row in told.plan.payments] == [104, 104]
    assert told.late() == 4 * 7

    told = plan({"amount: 220": "amount: 312"})
    assert told.goals["cost"] == 312
    assert told.late() == 0
