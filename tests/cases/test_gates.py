"""Gates: activities in their order, and what may not begin before they are done."""

from tests.cases.conftest import Planner


def test_gate_of_an_operation(plan: Planner) -> None:
    """An operation runs from the day on which the last activity of its gate is done.

    The agreement takes 10 days, to 11 January. Drawings begin not before the 15th and take 14 days, to the
    29th. What is begun from then on is begun by 4 February and ready a week later, on the 11th, 14 days late:
    5 · 14 = 70. Begun on the 11th, the drawings are done on the 25th: runs of the 25th to the 28th are ready
    on 4 February. With the agreement done in December they begin on the 1st and are done on the 15th: there
    by the 28th. And without a gate runs of that week are ready on the 28th as well.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 7 days, needs: released}
        activities:
          agreement: {days: 10}
          drawings: {days: 14, after: agreement, not_before: 2024-01-15}
        gates:
          released: {needs: drawings}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-28}
    """
    told = plan()
    assert told.steps == {
        "agreement": ("2024-01-01", "2024-01-11"),
        "drawings": ("2024-01-15", "2024-01-29"),
    }
    assert told.gates == {"released": "2024-01-29"}
    assert told.runs == {"build": {"2024-02-04": 5}}
    assert told.deliveries == {"orders": {"2024-02-11": 5}}
    assert told.late() == 5 * 14

    told = plan({", not_before: 2024-01-15": ""})
    assert told.gates == {"released": "2024-01-25"}
    assert told.deliveries == {"orders": {"2024-02-04": 5}}

    told = plan({", not_before: 2024-01-15": "", "{days: 10}": "{days: 10, done: 2023-12-15}"})
    assert told.steps == {
        "agreement": ("2023-12-05", "2023-12-15"),
        "drawings": ("2024-01-01", "2024-01-15"),
    }
    assert told.runs == {"build": {"2024-01-21": 5}}
    assert told.deliveries == {"orders": {"2024-01-28": 5}}

    told = plan({", needs: released": ""})
    assert told.runs == {"build": {"2024-01-21": 5}}


def test_gate_of_several_activities(plan: Planner) -> None:
    """A gate opens when the last of its activities is done, wherever in the project it stands.

    The licence takes 21 days, to 22 January, the training 7, to the 8th: the gate opens on the 22nd, and the
    pumps of that week count on the 28th, 14 days late. A licence granted on the 5th leaves the training: the
    8th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: ready}
        activities:
          licence: {days: 21}
          training: {days: 7}
        gates:
          ready: {needs: [licence, training]}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.gates == {"ready": "2024-01-22"}
    assert told.plan.gates[0].activity == "licence"
    assert told.deliveries == {"orders": {"2024-01-28": 5}}
    assert told.late() == 5 * 14

    told = plan({"{days: 21}": "{days: 21, done: 2024-01-05}"}, as_of="2024-01-05")
    assert told.steps["training"] == ("2024-01-05", "2024-01-12")

    told = plan({"{days: 21}": "{days: 21, done: 2024-01-05}"})
    assert told.gates == {"ready": "2024-01-08"}
    assert told.deliveries == {"orders": {"2024-01-14": 5}}
    assert told.late() == 0


def test_gate_of_a_lane(plan: Planner) -> None:
    """A lane carries nothing before its gate is open.

    The clearance of 14 days is there on 15 January; sent that week, by the 21st, the pumps arrive on the
    28th, 14 days late: 70. Ungated they arrive on the 14th.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        lanes:
          road: {origin: works, destination: hub, lead_time: 7 days, needs: cleared}
        stock: [{item: pump, site: works, quantity: 5}]
        activities:
          clearance: {days: 14}
        gates:
          cleared: {needs: clearance}
        demands:
          orders: {item: pump, site: hub, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.shipments == {("road", "pump"): {"2024-01-21": 5}}
    assert told.deliveries == {"orders": {"2024-01-28": 5}}
    assert told.late() == 5 * 14

    told = plan({", needs: cleared": ""})
    assert told.deliveries == {"orders": {"2024-01-14": 5}}
    assert told.late() == 0


def test_gate_of_a_supply(plan: Planner) -> None:
    """A supply is ordered when its gate is open, and arrives its lead time later.

    The fund is there after 10 days, on 11 January; ordered then, motors arrive from the 18th on, one a day: 4
    by the 21st, a week late, 3 on the 28th, two weeks late: 28 + 42 = 70. Ungated, ordered on the 1st, they
    arrive from the 8th: 7 by the 14th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}}
        supplies:
          motors: {item: motor, site: works, quantity: 1 per day, lead_time: 7 days, needs: funded}
        activities:
          release: {days: 10}
        gates:
          funded: {needs: release}
        demands:
          orders: {item: motor, site: works, quantity: 7, due: 2024-01-14}
    """
    told = plan()
    assert told.purchases == {"motors": {"2024-01-21": 4, "2024-01-28": 3}}
    assert [str(row.order_by) for row in told.plan.purchases] == ["2024-01-11", "2024-01-15"]
    assert told.late() == 4 * 7 + 3 * 14

    told = plan({", needs: funded": ""})
    assert told.deliveries == {"orders": {"2024-01-14": 7}}
    assert told.late() == 0


def test_dates_of_a_lane(plan: Planner) -> None:
    """A lane carries from its first to its last day; of a week it has only those days' share of its limit.

    7 a week may go, one a day. From Thursday 4 January 4 go in the first week and arrive on the 14th, 7 in
    the second, a week late: 49. Until the 10th only 3 of these go, and 4 are short: 21 + 4 · 14 = 77. From
    the 1st on 7 arrive on the 14th, and 4 a week late: 28.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        lanes:
          road:
            origin: works
            destination: hub
            lead_time: 7 days
            limit: 7 per week
            effective_start: 2024-01-04
        stock: [{item: pump, site: works, quantity: 11}]
        demands:
          orders: {item: pump, site: hub, quantity: 11, due: 2024-01-14}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-14": 4, "2024-01-21": 7}}
    assert told.late() == 7 * 7

    told = plan({"effective_start: 2024-01-04": "effective_start: 2024-01-04\n    effective_end: 2024-01-10"})
    assert told.deliveries == {"orders": {"2024-01-14": 4, "2024-01-21": 3}}
    assert told.late() == 3 * 7 + 4 * 14 == 77

    told = plan({"effective_start: 2024-01-04": "effective_start: 2024-01-01"})
    assert told.deliveries == {"orders": {"2024-01-14": 7, "2024-01-21": 4}}
    assert told.late() == 4 * 7
