"""Fleets that fail and are kept up, repair loops, and retrofits from a pool that ends."""

from tests.cases.conftest import Planner, Told, near


def service(told: Told) -> list[float]:
    """The units in service at the end of each period."""
    return [near(row.in_service) for row in told.plan.fleets]


def test_a_fleet_fails(plan: Planner) -> None:
    """In each week a tenth of what was in service before it fails, and what lies there takes its place.

    100, 90, 81, 72.9, 65.61; 80 are wanted: 7.1 and 14.39 lack for 7 days each, 150.43. With 20 in stock, 10 fill the
    fleet in the first week and 10 in the second, then there are 90 and 81.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {base: {country: UA}}
        items: {radio: {}}
        stock: [{item: radio, site: base, quantity: 0}]
        fleets:
          radios: {item: radio, site: base, quantity: 100, failures: 0.1 per week, availability: 0.8}
    """
    told = plan()
    assert service(told) == [90, 81, 72.9, 65.61]
    assert told.goals["lacking, priority 1"] == 7 * (7.1 + 14.39)
    assert [row.failed for row in told.plan.fleets] == [near(x) for x in (10, 9, 8.1, 7.29)]

    told = plan({"quantity: 0": "quantity: 20"})
    assert service(told) == [100, 100, 90, 81]
    assert told.goals["lacking, priority 1"] == 0


def test_days_on_which_a_fleet_is_wanted(plan: Planner) -> None:
    """A fleet lacks only on the days on which it is wanted, and nothing fails before the day of the plan.

    Wanted from 17 to 23 January: 5 days of the third week, at 72.9, and 2 of the fourth, at 65.61, lack
    5 · 7.1 + 2 · 14.39. From the 8th on, three weeks fail: 90, 81, 72.9; 2 · 7.1. In a fleet that begins with 50 there
    are 45, 40.5, 36.45, 32.805.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {base: {country: UA}}
        items: {radio: {}}
        fleets:
          radios:
            {item: radio, site: base, quantity: 100, failures: 0.1 per week, availability: 0.8,
             effective_start: 2024-01-17, effective_end: 2024-01-23}
    """
    told = plan()
    assert told.goals["lacking, priority 1"] == 5 * 7.1 + 2 * 14.39

    told = plan(as_of="2024-01-08")
    assert service(told) == [100, 90, 81, 72.9]
    assert told.goals["lacking, priority 1"] == 2 * 7.1

    told = plan({"availability: 0.8,": "in_service: 50,"})
    assert service(told) == [45, 40.5, 36.45, 32.805]


def test_repair_loop(plan: Planner) -> None:
    """What fails comes back, is repaired with hours and money, and serves again.

    8 a week go through a bench of 40 h. In the first week 5 of them bring the fleet from 90 to 95, and 3 wait, since
    what waits does not fail; 9.5 fail in each later week: 8 + 1.5, 8 + 1.5, and 8, so that 1.5 lack for the last 7
    days. 32 repairs cost 32. In 60 h the fleet is kept at 95 by 5 repairs, and 9.5 three times, 33.5. If half of what
    fails is lost, 5 come back in the first week, then 4.75, 4.5125 and 4.286875.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {base: {country: UA}}
        items: {radio: {}, broken: {}}
        resources: {bench: {site: base, hours: 40 per week}}
        operations:
          mend: {site: base, kind: repair, makes: {radio: 1}, uses: {broken: 1}, time: {bench: 5 h}, lead_time: 0 days,
            cost: 1}
        fleets:
          radios:
            {item: radio, site: base, quantity: 100, failures: 0.1 per week, availability: 0.95, returns: broken}
    """
    told = plan()
    assert service(told) == [95, 95, 95, 93.5]
    assert told.goals["lacking, priority 1"] == 7 * 1.5
    assert told.goals["cost"] == 32

    told = plan({"40 per week": "60 per week"})
    assert told.goals["lacking, priority 1"] == 0
    assert told.goals["cost"] == 33.5

    told = plan({"returns: broken": "returns: broken, lost: 0.5"})
    assert service(told) == [95, 90.25, 85.7375, 81.450625]


def test_a_fleet_after_demands(plan: Planner) -> None:
    """A fleet gets what the demands of its priority and those before leave.

    6 lie there; 6 are asked for: none is left for the fleet, which lacks 1 + 1.9 (10, 9, 8.1) for 7 days each. At a
    later priority of the demand the fleet takes 1 in each week, 10 - 1 + 1, and the demand what is left: 4.

        start: 2024-01-01
        until: 2024-01-14
        calendar: {weeks: 2}
        sites: {base: {country: UA}}
        items: {radio: {}}
        stock: [{item: radio, site: base, quantity: 6}]
        fleets:
          radios: {item: radio, site: base, quantity: 10, failures: 0.1 per week}
        demands:
          orders: {item: radio, site: base, quantity: 6, due: 2024-01-07, priority: 1}
    """
    told = plan()
    assert told.goals["lacking, priority 1"] == 7 * (1 + 1.9)
    assert told.short == {"orders": 0}

    told = plan({"priority: 1": "priority: 2"})
    assert told.goals["lacking, priority 1"] == 0
    assert told.short == {"orders": 2}


def test_spares_travel(plan: Planner) -> None:
    """What comes back is sent to a depot, repaired there, and sent back.

    2 fail in the first week; they leave then, are there on the 14th, are mended in that week, and leave for the base,
    where they count on the 21st: 20, 18, 16.2, 14.58 + 2, 13.122 + 1.8 + 1.8. Without repair 14.58 and 13.122.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {base: {country: UA}, depot: {country: PL}}
        items: {radio: {}, broken: {}}
        operations:
          mend: {site: depot, kind: repair, makes: {radio: 1}, uses: {broken: 1}, lead_time: 0 days}
        lanes:
          back: {origin: base, destination: depot, items: [broken], lead_time: 7 days}
          out: {origin: depot, destination: base, items: [radio], lead_time: 7 days}
        fleets:
          radios: {item: radio, site: base, quantity: 20, failures: 0.1 per week, returns: broken}
    """
    told = plan()
    assert service(told) == [18, 16.2, 14.58 + 2, 14.922 + 1.8]
    assert told.shipments["back", "broken"] == {"2024-01-07": 2, "2024-01-14": 1.8}

    told = plan({", returns: broken": ", returns: broken, lost: 1"})
    assert service(told) == [18, 16.2, 14.58, 13.122]


def test_retrofit_from_a_pool(plan: Planner) -> None:
    """A retrofit takes one of the vehicles that there are: when they are used up, kits do not help.

    5 old vehicles and 8 kits make 5; 3 are never delivered, to the end of the plan: 3 · 14. With 8 old ones none lacks.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {old: {discrete: true}, kit: {}, refit: {discrete: true}}
        operations:
          refit: {site: works, kind: integrate, makes: {refit: 1}, uses: {old: 1, kit: 1}, lead_time: 3 days}
        supplies:
          kits: {item: kit, site: works, quantity: 8 per week}
        stock: [{item: old, site: works, quantity: 5}]
        demands:
          orders: {item: refit, site: works, quantity: 8, due: 2024-01-14}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-14": 5}}
    assert told.short == {"orders": 3}
    assert told.late() == 3 * 14

    told = plan({"quantity: 5}": "quantity: 8}"})
    assert told.deliveries == {"orders": {"2024-01-14": 8}}
