"""What has to run whether it is needed or not: firm orders and minimum rates."""

import pytest
from tests.cases.conftest import Planner

from workshare.planner.objective import NoPlan


def test_order_of_a_supply(plan: Planner) -> None:
    """What is firmly ordered comes, whether anybody needs it or not.

    4 motors are needed and 10 are ordered, in two orders for the second week: they cost 100, and 6 are left over.
    Without the orders 4 come in the third week, for which they are due.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}}
        supplies:
          motors: {item: motor, site: works, quantity: 20 per week, price: 10}
        orders:
          first: {supply: motors, date: 2024-01-08, quantity: 7}
          second: {supply: motors, date: 2024-01-14, quantity: 3}
        demands:
          orders: {item: motor, site: works, quantity: 4, due: 2024-01-21}
    """
    told = plan()
    assert told.purchases == {"motors": {"2024-01-14": 10}}
    assert told.goals["cost"] == 100
    assert told.stock["motor", "works"]["2024-01-28"] == 6

    told = plan({"quantity: 7": "quantity: 1"})
    assert told.purchases == {"motors": {"2024-01-14": 4}}

    told = plan(as_of="2024-01-09")
    assert told.purchases["motors"]["2024-01-14"] == 3


def test_order_of_an_operation(plan: Planner) -> None:
    """Runs that are firmly ordered are begun, with inputs that come for them alone; what cannot be begun is no plan.

    Nobody asks for seals, but 2 runs are ordered, each of 3 rubber at 5: 30. The supply of 5 a week is not enough
    for 2 runs in the first week.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {seal: {}, rubber: {}, motor: {}}
        operations:
          cut: {site: works, makes: {seal: 1}, uses: {rubber: 3}, lead_time: 3 days}
        supplies:
          rubber: {item: rubber, site: works, quantity: 5 per week, price: 5}
          motors: {item: motor, site: works, total: 1}
        orders:
          trial: {operation: cut, date: 2024-01-10, quantity: 2}
        demands:
          orders: {item: motor, site: works, quantity: 1, due: 2024-01-21}
    """
    told = plan()
    assert told.runs == {"cut": {"2024-01-14": 2}}
    assert told.goals["cost"] == 30
    assert told.outputs == {"seal": {"2024-01-21": 2}}

    with pytest.raises(NoPlan):
        plan({"2024-01-10": "2024-01-03"})


def test_minimum_rate(plan: Planner) -> None:
    """From the first day on which it may run a line runs at its minimum rate, until its last.

    From 10 January, 7 a week: 5 days of that week are 5, then 7 and 7, 19 at 10 each. 4 are needed. Until the 16th
    there are 5 and 2.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {fuel: {}}
        operations:
          crack: {site: works, makes: {fuel: 1}, lead_time: 0 days, cost: 10, minimum_rate: 7 per week,
            effective_start: 2024-01-10}
        demands:
          orders: {item: fuel, site: works, quantity: 4, due: 2024-01-28}
    """
    told = plan()
    assert told.runs == {"crack": {"2024-01-14": 5, "2024-01-21": 7, "2024-01-28": 7}}
    assert told.goals["cost"] == 190

    told = plan({"effective_start: 2024-01-10": "effective_start: 2024-01-10, effective_end: 2024-01-16"})
    assert told.runs == {"crack": {"2024-01-14": 5, "2024-01-21": 2}}

    told = plan({" minimum_rate: 7 per week,": ""})
    assert told.runs == {"crack": {"2024-01-28": 4}}


def test_minimum_rate_waits_for_inputs(plan: Planner) -> None:
    """A line need not run before its inputs can be there with their lead times rounded up.

    Oil that leaves in the first week is there on 17 January, which counts on the 21st: 7 and 7 are cracked from that
    week on. At 6 a week there is less oil than the line must take, and no plan.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {field: {country: UA}, works: {country: UA}}
        items: {fuel: {}, oil: {}}
        operations:
          crack: {site: works, makes: {fuel: 1}, uses: {oil: 1}, lead_time: 0 days, minimum_rate: 1 per day}
        supplies:
          oil: {item: oil, site: field, quantity: 7 per week}
        lanes:
          pipe: {origin: field, destination: works, items: [oil], lead_time: 10 days}
        demands:
          orders: {item: fuel, site: works, quantity: 1, due: 2024-01-28}
    """
    told = plan()
    assert told.runs == {"crack": {"2024-01-21": 7, "2024-01-28": 7}}

    with pytest.raises(NoPlan):
        plan({"quantity: 7 per week": "quantity: 6 per week"})
