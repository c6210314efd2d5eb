"""Lanes, supplies, substitutes and gates: what reaches a place, when and how much of it."""

from tests.cases.conftest import Planner


def test_lane_lead_time(plan: Planner) -> None:
    """What leaves in a week arrives when the lane's lead time has passed after the week's last day.

    Sent by 7 January, 10 days of road end on the 17th and count on the 21st, a week after the due date: 5 · 7
    = 35. 7 days end on the 14th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        lanes:
          road: {origin: works, destination: hub, lead_time: 10 days, cost: 3}
        stock: [{item: pump, site: works, quantity: 5}]
        demands:
          orders: {item: pump, site: hub, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.shipments == {("road", "pump"): {"2024-01-07": 5}}
    assert str(told.plan.shipments[0].arrives) == "2024-01-17"
    assert told.deliveries == {"orders": {"2024-01-21": 5}}
    assert told.late() == 5 * 7
    assert told.goals["cost"] == 5 * 3

    told = plan({"10 days": "7 days"})
    assert told.deliveries == {"orders": {"2024-01-14": 5}}
    assert told.late() == 0


def test_lane_in_months(plan: Planner) -> None:
    """A volume sent over a long period arrives by days; what is counted in units arrives all at once.

    31 t leave evenly in January: those of the 1st to the 21st arrive in it after 10 days, 10 t in February.
    31 pumps sent by 31 January count on 29 February.

        start: 2024-01-01
        until: 2024-02-29
        calendar: {months: 2}
        sites: {works: {country: PL}, hub: {country: UA}}
        items: {grain: {unit: t}}
        lanes:
          rail: {origin: works, destination: hub, lead_time: 10 days}
        stock: [{item: grain, site: works, quantity: 31}]
        demands:
          orders: {item: grain, site: hub, quantity: 31, due: 2024-01-31}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-31": 21, "2024-02-29": 10}}
    assert told.late() == 10 * 29

    told = plan({"unit: t": "discrete: true"})
    assert told.deliveries == {"orders": {"2024-02-29": 31}}
    assert told.late() == 31 * 29


def test_lane_limit_is_shared(plan: Planner) -> None:
    """A lane carries no more in a period than its limit, all its items and origins together.

    6 a week go, of 4 pumps and 8 valves: in the first week the pumps, which have priority, and 2 valves; 6
    valves a week later, 42. With 12 a week all go at once.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {}, valve: {}}
        lanes:
          road: {origin: [kyiv, lublin], destination: hub, lead_time: 7 days, limit: 6 per week}
        stock:
          - {item: pump, site: kyiv, quantity: 4}
          - {item: valve, site: lublin, quantity: 8}
        demands:
          pumps: {item: pump, site: hub, quantity: 4, due: 2024-01-14}
          valves: {item: valve, site: hub, quantity: 8, due: 2024-01-14, priority: 2}
    """
    told = plan()
    assert told.shipments == {
        ("road", "pump"): {"2024-01-07": 4},
        ("road", "valve"): {"2024-01-07": 2, "2024-01-14": 6},
    }
    assert told.deliveries == {"pumps": {"2024-01-14": 4}, "valves": {"2024-01-14": 2, "2024-01-21": 6}}
    assert told.late(1) == 0
    assert told.late(2) == 6 * 7

    told = plan({"6 per week": "12 per week"})
    assert told.deliveries == {"pumps": {"2024-01-14": 4}, "valves": {"2024-01-14": 8}}
    assert told.late(2) == 0


def test_two_legs(plan: Planner) -> None:
    """A route of two lanes takes both lead times, each rounded up by itself.

    In weeks: by 7 January on the road, in port on the 11th, counted on the 14th; 10 days of sea end on the
    24th, counted on the 28th, 13 days after the due date: 5 · 13 = 65. In single days the 4 and the 10 days
    from the 1st end on the 15th.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: PL}, port: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        lanes:
          road: {origin: works, destination: port, lead_time: 4 days}
          sea: {origin: port, destination: hub, lead_time: 10 days}
        stock: [{item: pump, site: works, quantity: 5}]
        demands:
          orders: {item: pump, site: hub, quantity: 5, due: 2024-01-15}
    """
    told = plan()
    assert told.shipments == {("road", "pump"): {"2024-01-07": 5}, ("sea", "pump"): {"2024-01-14": 5}}
    assert told.deliveries == {"orders": {"2024-01-28": 5}}
    assert told.late() == 5 * 13

    told = plan({"weeks: 5": "days: 35"})
    assert told.shipments == {("road", "pump"): {"2024-01-01": 5}, ("sea", "pump"): {"2024-01-05": 5}}
    assert told.deliveries == {"orders": {"2024-01-15": 5}}
    assert told.late() == 0


def test_supply_rate(plan: Planner) -> None:
    """A supply gives its rate and no more, and what is not taken in a period lapses.

    3 motors a week: 6 by the 14th, 3 on the 21st, a week late: 21. At 9 a week the second week alone would
    do, and nothing is taken before it.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}}
        supplies:
          motors: {item: motor, site: works, quantity: 3 per week, price: 10}
        demands:
          orders: {item: motor, site: works, quantity: 9, due: 2024-01-14}
    """
    told = plan()
    assert told.purchases == {"motors": {"2024-01-07": 3, "2024-01-14": 3, "2024-01-21": 3}}
    assert told.deliveries == {"orders": {"2024-01-14": 6, "2024-01-21": 3}}
    assert told.late() == 3 * 7
    assert told.goals["cost"] == 90

    told = plan({"3 per week": "9 per week"})
    assert told.purchases == {"motors": {"2024-01-14": 9}}
    assert told.late() == 0


def test_supply_total(plan: Planner) -> None:
    """A supply gives no more in all than its total.

    Of 9 motors 7 are there; 2 never come, which counts from the 14th to the 28th: 2 · 14 = 28.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}}
        supplies:
          motors: {item: motor, site: works, total: 7}
        demands:
          orders: {item: motor, site: works, quantity: 9, due: 2024-01-14}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-14": 7}}
    assert told.short == {"orders": 2}
    assert told.late() == 2 * 14
    assert told.goals["short, priority 1"] == 2

    told = plan({"total: 7": "total: 9"})
    assert told.deliveries == {"orders": {"2024-01-14": 9}}
    assert told.late() == 0


def test_supply_dates(plan: Planner) -> None:
    """A supply gives from its first to its last day, both included.

    One motor a day from Wednesday the 10th: 5 by the 14th. To Tuesday the 16th 2 more, a week late, and 1
    never, which counts to the 28th: 14 + 14 = 28. Without a last day all 3 come on the 21st: 21.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}}
        supplies:
          motors:
            item: motor
            site: works
            quantity: 1 per day
            effective_start: 2024-01-10
            effective_end: 2024-01-16
        demands:
          orders: {item: motor, site: works, quantity: 8, due: 2024-01-14}
    """
    told = plan()
    assert told.purchases == {"motors": {"2024-01-14": 5, "2024-01-21": 2}}
    assert told.short == {"orders": 1}
    assert told.late() == 2 * 7 + 14

    told = plan({"effective_end: 2024-01-16": ""})
    assert told.deliveries == {"orders": {"2024-01-14": 5, "2024-01-21": 3}}
    assert told.late() == 3 * 7


def test_supply_lead_time(plan: Planner) -> None:
    """A supply's lead time runs from the order to the arrival, so that it only delays the first of it.

    Ordered on 1 January, the first motors are there after 10 days, on the 11th: at one a day 4 by the 14th,
    the other 3 a week late, 21; these are ordered from the 5th. Without a lead time the second week brings
    all 7.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}}
        supplies:
          motors: {item: motor, site: works, quantity: 1 per day, lead_time: 10 days}
        demands:
          orders: {item: motor, site: works, quantity: 7, due: 2024-01-14}
    """
    told = plan()
    assert told.purchases == {"motors": {"2024-01-14": 4, "2024-01-21": 3}}
    assert [str(row.order_by) for row in told.plan.purchases] == ["2024-01-01", "2024-01-05"]
    assert told.late() == 3 * 7

    told = plan({"10 days": "0 days"})
    assert told.purchases == {"motors": {"2024-01-14": 7}}
    assert told.late() == 0


def test_substitute_in_a_recipe(plan: Planner) -> None:
    """A substitute serves in a recipe for the item that it names, and not the other way round.

    2 old motors and 3 new ones, which may serve for old: all 5 pumps. May old ones serve for new instead,
    only 2 pumps are built: 3 short, 3 · 21 = 63 to the 28th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}, old: {}, new: {}}
        operations:
          build: {site: works, uses: {old: 1}, makes: {pump: 1}, lead_time: 0 days}
        stock:
          - {item: old, site: works, quantity: 2}
          - {item: new, site: works, quantity: 3}
        substitutes: [{item: new, instead_of: old}]
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-07}
    """
    told = plan()
    assert told.swaps == {"new": {"2024-01-07": 3}}
    assert told.deliveries == {"orders": {"2024-01-07": 5}}

    told = plan({"{item: new, instead_of: old}": "{item: old, instead_of: new}"})
    assert told.swaps == {}
    assert told.deliveries == {"orders": {"2024-01-07": 2}}
    assert told.late() == 3 * 21


def test_substitute_for_a_demand(plan: Planner) -> None:
    """A substitute serves for what is asked for, wherever it lies.

    At the hub lie 2 old pumps, at the works 3 new ones, a week away. With the new ones for old all 5 are
    there on the 14th. Without, 3 are short: 3 · 14 = 42.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: PL}, hub: {country: UA}}
        items: {old: {}, new: {}}
        lanes:
          road: {origin: works, destination: hub, lead_time: 7 days, items: [new]}
        stock:
          - {item: old, site: hub, quantity: 2}
          - {item: new, site: works, quantity: 3}
        substitutes: [{item: new, instead_of: old}]
        demands:
          orders: {item: old, site: hub, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.swaps == {"new": {"2024-01-14": 3}}
    assert told.deliveries == {"orders": {"2024-01-14": 5}}
    assert told.late() == 0

    told = plan({"substitutes: [{item: new, instead_of: old}]": ""})
    assert told.deliveries == {"orders": {"2024-01-14": 2}}
    assert told.late() == 3 * 14


def test_substitute_for_two(plan: Planner) -> None:
    """An item may serve for several others, and travels as any of them.

    5 new pumps lie at the works, and the road takes old and ancient ones only: 2 go as old, 3 as ancient
    ones, and are there on the 14th. Where the road takes new ones too, the plan is as good.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: PL}, hub: {country: UA}}
        items: {old: {}, ancient: {}, new: {}}
        lanes:
          road: {origin: works, destination: hub, lead_time: 7 days, items: [old, ancient]}
        stock: [{item: new, site: works, quantity: 5}]
        substitutes: [{item: new, instead_of: old}, {item: new, instead_of: ancient}]
        demands:
          two: {item: old, site: hub, quantity: 2, due: 2024-01-14}
          three: {item: ancient, site: hub, quantity: 3, due: 2024-01-14}
    """
    both = {"two": {"2024-01-14": 2}, "three": {"2024-01-14": 3}}
    assert plan({"items: [old, ancient]": "items: [old, ancient, new]"}).deliveries == both
    assert plan().deliveries == both
