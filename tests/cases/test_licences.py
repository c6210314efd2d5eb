"""Licences: for whom and where they open a gate, between which dates, and up to what."""

from tests.cases.conftest import Planner


def test_licence_of_a_party(plan: Planner) -> None:
    """Behind a licensed gate only the sites of the licence's parties run.

    Both works build 4 pumps a week. A licence for Ukraine lets Kharkiv build 8 by the 14th and the last 2 by
    the 21st, a week late: 14. For Poland it is Lublin; for both, each builds 4 or less a week, and all are in
    time.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kharkiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        resources:
          line-k: {site: kharkiv, hours: 40 per week}
          line-l: {site: lublin, hours: 40 per week}
        operations:
          build-k: {site: kharkiv, makes: {pump: 1}, time: {line-k: 10 h}, lead_time: 0 days, needs: production}
          build-l: {site: lublin, makes: {pump: 1}, time: {line-l: 10 h}, lead_time: 0 days, needs: production}
        lanes:
          road: {origin: [kharkiv, lublin], destination: hub, lead_time: 0 days}
        gates:
          production: {}
        licences:
          grant: {gates: production, parties: UA}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"build-k": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 2}}
    assert told.licences == {"grant": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 2}}
    assert told.late() == 2 * 7

    told = plan({"parties: UA": "parties: PL"})
    assert told.runs == {"build-l": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 2}}

    told = plan({"parties: UA": "parties: [UA, PL]"})
    assert told.runs.keys() == {"build-k", "build-l"}
    assert told.deliveries == {"orders": {"2024-01-14": 10}}


def test_licence_of_a_site(plan: Planner) -> None:
    """A licence for a site covers that site, and no other of its country.

    The new works builds 4 pumps a week, the old one 2. A licence for the new one: 4 and 4 by the 14th. For the
    old one: 2 and 2, and 2 + 2 late by 7 and 14 days. For the country: 6 in the second week, and only 2 wait
    from the first.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {new: {country: UA}, old: {country: UA}, hub: {country: UA}}
        items: {pump: {}}
        resources:
          line-n: {site: new, hours: 40 per week}
          line-o: {site: old, hours: 20 per week}
        operations:
          build-n: {site: new, makes: {pump: 1}, time: {line-n: 10 h}, lead_time: 0 days, needs: production}
          build-o: {site: old, makes: {pump: 1}, time: {line-o: 10 h}, lead_time: 0 days, needs: production}
        lanes:
          road: {origin: [new, old], destination: hub, lead_time: 0 days}
        gates:
          production: {}
        licences:
          grant: {gates: production, sites: new}
        demands:
          orders: {item: pump, site: hub, quantity: 8, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"build-n": {"2024-01-07": 4, "2024-01-14": 4}}
    assert told.late() == 0

    told = plan({"sites: new}": "sites: old}"})
    assert told.runs == {"build-o": dict.fromkeys(("2024-01-07", "2024-01-14", "2024-01-21", "2024-01-28"), 2)}
    assert told.late() == 2 * 7 + 2 * 14

    told = plan({"sites: new}": "parties: UA}"})
    assert told.outputs == {"pump": {"2024-01-07": 2, "2024-01-14": 6}}
    assert told.late() == 0


def test_denied_unless_licensed(plan: Planner) -> None:
    """Behind a gate that any licence names, nothing runs that no licence covers.

    Both gates are open from the 8th on. A licence for Poland leaves the Ukrainian works without one: all 5 pumps
    are short. Where the licence is for the other gate, this one asks for none.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: production}
        activities:
          agreement: {days: 7}
        gates:
          production: {needs: agreement}
          export: {needs: agreement}
        licences:
          grant: {gates: production, parties: PL}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {}
    assert told.short == {"orders": 5}

    told = plan({"gates: production,": "gates: export,"})
    assert told.runs == {"build": {"2024-01-14": 5}}
    assert told.licences == {}


def test_quantity_of_a_licence(plan: Planner) -> None:
    """A licence is used up by all that ever ran under it, and by what was drawn before.

    A run makes 2 pumps. Of 9 pumps 3 were made before: 6 are left, 3 runs over both weeks, and 4 of 10 are
    short. With nothing drawn it is 9 pumps; with 13 licensed all 10.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 2}, time: {line: 20 h}, lead_time: 0 days, needs: production}
        gates:
          production: {}
        licences:
          grant: {gates: production, parties: UA, quantity: 9, drawn: 3}
        demands:
          orders: {item: pump, site: works, quantity: 10, due: 2024-01-21}
    """
    told = plan()
    assert told.runs["build"]["2024-01-21"] == 2
    assert sum(row.runs for row in told.plan.production) == 3
    assert told.short == {"orders": 4}
    assert (told.plan.licences[-1].drawn, told.plan.licences[-1].left) == (9, 0)

    told = plan({", drawn: 3": ""})
    assert told.short == {"orders": 1}

    told = plan({"quantity: 9": "quantity: 13"})
    assert told.short == {"orders": 0}
    assert (told.plan.licences[-1].drawn, told.plan.licences[-1].left) == (13, 0)


def test_value_of_a_licence(plan: Planner) -> None:
    """A licence's value counts what runs under it at the items' standard costs.

    Pumps are worth 100, valves 20. 600 are 5 pumps and 5 valves; 500 leave the valves, which come after the
    pumps in priority, unmade.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {cost: 100}, valve: {cost: 20}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: production}
          turn: {site: works, makes: {valve: 1}, lead_time: 0 days, needs: production}
        gates:
          production: {}
        licences:
          grant: {gates: production, parties: UA, value: 500}
        demands:
          pumps: {item: pump, site: works, quantity: 5, due: 2024-01-14, priority: 1}
          valves: {item: valve, site: works, quantity: 5, due: 2024-01-14, priority: 2}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-14": 5}}
    assert told.short == {"pumps": 0, "valves": 5}

    told = plan({"value: 500": "value: 600"})
    assert told.runs == {"build": {"2024-01-14": 5}, "turn": {"2024-01-14": 5}}
    assert told.plan.licences[0].value == 600


def test_expiry_of_a_licence(plan: Planner) -> None:
    """A licence's last day is that of the last start, or of the last completion, as it says.

    Runs take 7 days. Started by the 14th they are 4 and 4, ready on the 14th and 21st; 4 of 12 are short.
    Completed by the 14th they are the 4 of the first week. Without end there is no shortage: 4 come on the
    28th.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 7 days, needs: production}
        gates:
          production: {}
        licences:
          grant: {gates: production, parties: UA, counts: start, effective_end: 2024-01-14}
        demands:
          orders: {item: pump, site: works, quantity: 12, due: 2024-01-28}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-07": 4, "2024-01-14": 4}}
    assert told.short == {"orders": 4}

    told = plan({"counts: start": "counts: completion"})
    assert told.runs == {"build": {"2024-01-07": 4}}
    assert told.short == {"orders": 8}

    told = plan({", effective_end: 2024-01-14": ""})
    assert told.runs == {"build": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 4}}
    assert told.short == {"orders": 0}


def test_beginning_of_a_licence(plan: Planner) -> None:
    """What a licence counts by its completion may start before the licence does.

    The licence begins on the 15th. Runs take 14 days: those that complete from then on start from the 1st on,
    and the pumps are there on the 21st. Counted by their start, they begin on the 15th, by the 21st, and are
    there on 4 February, 14 days late: 70.

        start: 2024-01-01
        until: 2024-02-11
        calendar: {weeks: 6}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 14 days, needs: production}
        gates:
          production: {}
        licences:
          grant: {gates: production, parties: UA, counts: completion, effective_start: 2024-01-15}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-21}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-07": 5}}
    assert told.late() == 0

    told = plan({"counts: completion, ": ""})
    assert told.runs == {"build": {"2024-01-21": 5}}
    assert told.deliveries == {"orders": {"2024-02-04": 5}}
    assert told.late() == 5 * 14


def test_two_licences_of_a_gate(plan: Planner) -> None:
    """Each licence of a gate is a way of its own, with its own dates and cap.

    The line builds 4 pumps a week. The old licence has 6 left and ends on the 14th; the new one begins on the
    22nd. By the old one 6 are built, by the new one 4 in the fourth week, 7 days late. If the new one begins on
    the 8th, it takes what the old one leaves.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days, needs: production}
        gates:
          production: {}
        licences:
          old: {gates: production, parties: UA, quantity: 6, effective_end: 2024-01-14}
          new: {gates: production, sites: works, effective_start: 2024-01-22}
        demands:
          orders: {item: pump, site: works, quantity: 10, due: 2024-01-21}
    """
    told = plan()
    assert told.licences == {"old": {"2024-01-07": 2, "2024-01-14": 4}, "new": {"2024-01-28": 4}}
    assert told.late() == 4 * 7

    told = plan({"effective_start: 2024-01-22": "effective_start: 2024-01-08"})
    assert told.runs == {"build": {"2024-01-07": 2, "2024-01-14": 4, "2024-01-21": 4}}
    assert told.late() == 0


def test_two_licensed_gates(plan: Planner) -> None:
    """What waits for two licensed gates needs a licence for each, or one for both.

    The licence for the design begins on the 15th, the one for the export is there at once: building begins on
    the 15th, and the pumps of that week count on the 21st, a week late: 35. With a licence for both gates from
    the start on they are in time.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: [design, export]}
        gates:
          design: {}
          export: {}
        licences:
          of-design: {gates: design, parties: UA, effective_start: 2024-01-15}
          of-export: {gates: export, parties: UA}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-21": 5}}
    assert told.licences == {"of-design": {"2024-01-21": 5}, "of-export": {"2024-01-21": 5}}
    assert told.late() == 5 * 7

    told = plan({"{gates: export,": "{gates: [design, export],"})
    assert told.licences == {"of-export": {"2024-01-14": 5}}
    assert told.late() == 0


def test_licence_that_an_activity_grants(plan: Planner) -> None:
    """A licence is in force once the activities that grant it are done.

    The procedure takes 14 days: pumps from the 15th on, by the 21st, a week late: 35. In its urgent form it
    takes 7 for 50, and they are in time: that is chosen where it can be. For the 21st it is not.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: production}
        activities:
          procedure: {days: 14}
        gates:
          production: {}
        licences:
          grant: {gates: production, parties: UA, needs: procedure}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-21": 5}}
    assert told.late() == 5 * 7

    urgent = {"procedure: {days: 14}": "procedure: {days: 14, modes: {urgent: {days: 7, cost: 50}}}"}
    told = plan(urgent)
    assert told.modes == {"procedure": "urgent"}
    assert told.runs == {"build": {"2024-01-14": 5}}

    told = plan({**urgent, "due: 2024-01-14": "due: 2024-01-21"})
    assert told.modes == {"procedure": "normal"}
    assert told.runs == {"build": {"2024-01-21": 5}}


def test_licence_of_a_lane(plan: Planner) -> None:
    """A lane waits for its gate and runs under a licence for where it leads.

    The clearance is there on the 8th. The licence for Ukraine covers the hub: 3 of 5 pumps under it, for more
    is not licensed. One for Poland covers only where they come from: none. Without licence all 5 go from the
    8th on.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        lanes:
          road: {origin: works, destination: hub, lead_time: 0 days, needs: export}
        stock: [{item: pump, site: works, quantity: 5}]
        activities:
          clearance: {days: 7}
        gates:
          export: {needs: clearance}
        licences:
          permit: {gates: export, parties: UA, quantity: 3}
        demands:
          orders: {item: pump, site: hub, quantity: 5, due: 2024-01-07}
    """
    told = plan()
    assert told.shipments == {("road", "pump"): {"2024-01-14": 3}}
    assert told.licences == {"permit": {"2024-01-14": 3}}
    assert told.short == {"orders": 2}

    told = plan({"parties: UA": "parties: PL"})
    assert told.shipments == {}

    told = plan({"licences:\n  permit: {gates: export, parties: UA, quantity: 3}\n": ""})
    assert told.shipments == {("road", "pump"): {"2024-01-14": 5}}


def test_licence_of_a_supply(plan: Planner) -> None:
    """A supply is ordered when its gate is open, and arrives while a licence for its site is in force.

    Motors are ordered on the 8th at the soonest, when the clearance is there, and arrive 7 days later, from the
    15th on. The permit ends on the 18th: 4 of the 7 of that week arrive under it. Until the 21st it is all 7.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}}
        supplies:
          motors: {item: motor, site: works, quantity: 1 per day, lead_time: 7 days, needs: import}
        activities:
          clearance: {days: 7}
        gates:
          import: {needs: clearance}
        licences:
          permit: {gates: import, sites: works, effective_end: 2024-01-18}
        demands:
          orders: {item: motor, site: works, quantity: 7, due: 2024-01-21}
    """
    told = plan()
    assert told.purchases == {"motors": {"2024-01-18": 4}}
    assert told.short == {"orders": 3}

    told = plan({"2024-01-18": "2024-01-21"})
    assert told.purchases == {"motors": {"2024-01-21": 7}}
    assert told.short == {"orders": 0}
