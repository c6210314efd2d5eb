"""The transfer project where there are choices: modes, options, investments, and what they are worth."""

from tests.cases.conftest import Planner


def test_crash_mode(plan: Planner) -> None:
    """An activity is crashed where that serves what is asked for or promised, and only there.

    Drawings take 21 days, to the 22nd, or 7 for 100 more, to the 8th. Pumps for the 14th need them by then.
    Pumps for the 28th do not, unless one is promised by the 14th.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: released}
        activities:
          drawings: {days: 21, modes: {crash: {days: 7, cost: 100}}}
        gates:
          released: {needs: drawings}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.modes == {"drawings": "crash"}
    assert told.steps == {"drawings": ("2024-01-01", "2024-01-08")}
    assert told.deliveries == {"orders": {"2024-01-14": 5}}
    assert told.goals["project cost"] == 100

    told = plan({"due: 2024-01-14": "due: 2024-01-28"})
    assert told.modes == {"drawings": "normal"}
    assert told.gates == {"released": "2024-01-22"}
    assert told.deliveries == {"orders": {"2024-01-28": 5}}
    assert told.goals["project cost"] == 0

    word = "{by: Minister, says: One by mid-January, due: 2024-01-14, measure: {delivered: pump}}"
    told = plan({"due: 2024-01-14}": f"due: 2024-01-28}}\ncommitments:\n  word: {word}"})
    assert told.modes == {"drawings": "crash"}
    assert told.verdicts == {"word": ("kept", "2024-01-14", 0)}


def test_gate_and_licence_that_wait_for_the_same(plan: Planner) -> None:
    """Where a gate and its licence need the same step, work waits for it once and takes its hours once.

    Training takes 7 days, or 3 for 5 more. From the 8th a line of 40 hours a week builds 4 pumps by the 14th: nobody
    pays for haste. For 6 it takes the crash.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days, needs: production}
        activities:
          training: {days: 7, modes: {crash: {days: 3, cost: 5}}}
        gates:
          production: {needs: training}
        licences:
          grant: {gates: production, parties: UA, needs: training}
        demands:
          orders: {item: pump, site: works, quantity: 4, due: 2024-01-14}
    """
    told = plan()
    assert told.modes == {"training": "normal"}
    assert told.runs == {"build": {"2024-01-14": 4}}
    assert told.goals["late, priority 1"] == 0

    told = plan({"quantity: 4": "quantity: 6"})
    assert told.modes == {"training": "crash"}
    assert told.late() == 0


def test_gate_of_a_supply_that_is_chosen(plan: Planner) -> None:
    """What is ordered when a gate opens arrives its lead time later, in the same week if it must.

    The audit takes 14 days, or none for 50 more. Ordered on the 15th, motors arrive 4 days later, from Friday the
    19th on: one a day, 3 by the 21st, which is all that is asked for. So nobody pays for haste. For 4 it takes
    the crash.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}}
        supplies:
          motors: {item: motor, site: works, quantity: 1 per day, lead_time: 4 days, needs: audited}
        activities:
          audit: {days: 14, modes: {crash: {days: 0, cost: 50}}}
        gates:
          audited: {needs: audit}
        demands:
          orders: {item: motor, site: works, quantity: 3, due: 2024-01-21}
    """
    told = plan()
    assert told.modes == {"audit": "normal"}
    assert told.purchases == {"motors": {"2024-01-21": 3}}
    assert told.late() == 0

    told = plan({"quantity: 3": "quantity: 4"})
    assert told.modes == {"audit": "crash"}
    assert told.late() == 0


def test_crash_or_investment(plan: Planner) -> None:
    """Of two ways to keep a date the cheaper is taken.

    Tooling takes 14 days and leaves one week of 40 hours before the 21st: 4 of 8 pumps of 10 hours. In crash
    mode it takes 7 and leaves two weeks: 8. With a second press one week is 80 hours: 8. The crash costs 100,
    the press 150: the crash. With a press for 80 it is the press. Where 4 are asked for it is neither; where 16
    are, both.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days, needs: tooled}
        activities:
          tooling: {days: 14, modes: {crash: {days: 7, cost: 100}}}
        gates:
          tooled: {needs: tooling}
        investments:
          press: {resource: line, hours: 40 per week, days: 7, cost: 150}
        demands:
          orders: {item: pump, site: works, quantity: 8, due: 2024-01-21}
    """
    told = plan()
    assert (told.modes, told.investments) == ({"tooling": "crash"}, {})
    assert told.runs == {"build": {"2024-01-14": 4, "2024-01-21": 4}}
    assert told.goals["project cost"] == 100

    told = plan({"cost: 150": "cost: 80"})
    assert (told.modes, told.investments) == ({"tooling": "normal"}, {"press": [("2024-01-01", "2024-01-08")]})
    assert told.runs == {"build": {"2024-01-21": 8}}
    assert told.goals["project cost"] == 80

    told = plan({"quantity: 8": "quantity: 4"})
    assert (told.modes, told.investments) == ({"tooling": "normal"}, {})

    told = plan({"quantity: 8": "quantity: 16"})
    assert (told.modes, told.investments) == ({"tooling": "crash"}, {"press": [("2024-01-01", "2024-01-08")]})
    assert told.goals["project cost"] == 250
    assert told.late() == 0


def test_optional_activity(plan: Planner) -> None:
    """An optional activity is done where it helps, and otherwise left out with the gates that wait for it.

    The first maker has 5 pumps. A second is open once he is audited, for 30. For 10 pumps he is audited, for 5
    he is not: his gate never opens.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          first: {item: pump, site: hub, total: 5}
          second: {item: pump, site: hub, total: 100, needs: audited}
        activities:
          audit: {days: 7, cost: 30, optional: true}
        gates:
          audited: {needs: audit}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.steps == {"audit": ("2024-01-01", "2024-01-08")}
    assert told.gates == {"audited": "2024-01-08"}
    assert told.purchases == {"first": {"2024-01-14": 5}, "second": {"2024-01-14": 5}}
    assert told.goals["cost"] == 30

    told = plan({"quantity: 10": "quantity: 5"})
    assert (told.steps, told.gates) == ({}, {})
    assert told.purchases == {"first": {"2024-01-14": 5}}
    assert told.goals["cost"] == 0


def test_what_waits_for_an_optional_activity(plan: Planner) -> None:
    """What waits for something that is left out is left out itself, unless it must be done.

    The certificate waits for the audit. It opens nothing that is needed, but is no option: the audit is done
    for its sake. As an option it is left out with the audit.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, total: 5}
        activities:
          audit: {days: 7, cost: 30, optional: true}
          certificate: {days: 3, after: audit}
        demands:
          orders: {item: pump, site: hub, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.steps == {"audit": ("2024-01-01", "2024-01-08"), "certificate": ("2024-01-08", "2024-01-11")}
    assert told.goals["activities not done"] == 0

    told = plan({"{days: 3, after: audit}": "{days: 3, after: audit, optional: true}"})
    assert told.steps == {}


def test_activity_that_cannot_be_done(plan: Planner) -> None:
    """What cannot be done within the programme counts as not done, and takes nothing from the rest.

    Drawings are done on the 15th, training on the 22nd for 30. The works would take 60 days more: they are not
    done by 4 February, and begin only where that costs nothing. With 14 days they are, on the 29th.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, total: 5}
        activities:
          drawings: {days: 14, modes: {crash: {days: 7, cost: 100}}}
          training: {days: 7, cost: 30, after: drawings}
          works: {days: 60, after: drawings}
        demands:
          orders: {item: pump, site: hub, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.goals["activities not done"] == 1
    assert told.goals["project cost"] == 30
    assert told.steps["training"] == ("2024-01-15", "2024-01-22")

    told = plan({"days: 60": "days: 60, modes: {crash: {days: 50, cost: 100}}, cost: 7"})
    assert told.goals["activities not done"] == 1
    assert told.goals["project cost"] == 30
    assert "works" not in told.steps

    told = plan({"days: 60": "days: 14"})
    assert told.goals["activities not done"] == 0
    assert told.steps["works"] == ("2024-01-15", "2024-01-29")


def test_decisions_out_of_reach(plan: Planner) -> None:
    """What cannot even begin within the programme is not done, and costs nothing.

    The works may begin in March, the press waits for them, and the programme ends on 28 January. With works from
    the 8th on the press is ready on the 22nd, but nobody needs it.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        activities:
          works: {days: 14, not_before: 2024-03-01, modes: {crash: {days: 7, cost: 100}}}
        investments:
          press: {resource: line, hours: 40 per week, days: 0, cost: 100, after: works}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.goals["activities not done"] == 1
    assert told.goals["project cost"] == 0
    assert told.investments == {}

    told = plan({"not_before: 2024-03-01": "not_before: 2024-01-08"})
    assert told.steps == {"works": ("2024-01-08", "2024-01-22")}
    assert told.goals["activities not done"] == 0
    assert told.investments == {}


def test_promise_of_an_activity(plan: Planner) -> None:
    """An activity that a commitment measures is crashed to keep the commitment's date, and only for that.

    Drawings are done on the 15th, in crash mode on the 8th. Promised for the 8th they are crashed; for the 15th
    they are not; for the 5th they are crashed, and 3 days late.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, total: 5}
        activities:
          drawings: {days: 14, modes: {crash: {days: 7, cost: 100}}}
        demands:
          orders: {item: pump, site: hub, quantity: 5, due: 2024-01-14}
        commitments:
          word: {by: Minister, says: Drawings soon, due: 2024-01-08, measure: {done: drawings}}
    """
    told = plan()
    assert told.modes == {"drawings": "crash"}
    assert told.verdicts == {"word": ("kept", "2024-01-08", 0)}
    assert told.goals["commitment word"] == 0

    told = plan({"due: 2024-01-08": "due: 2024-01-15"})
    assert told.modes == {"drawings": "normal"}
    assert told.verdicts == {"word": ("kept", "2024-01-15", 0)}

    told = plan({"due: 2024-01-08": "due: 2024-01-05"})
    assert told.modes == {"drawings": "crash"}
    assert told.verdicts == {"word": ("late", "2024-01-08", 3)}
    assert told.goals["commitment word"] == 3


def test_lead_time_of_an_investment(plan: Planner) -> None:
    """An investment adds its hours some days after it is decided, and is made only where they serve anybody.

    4 pumps a week are 12 by 21 January. A press ready after 14 days, on the 15th, adds 4 in the third week:
    16. Ready after 21 days it comes too late for them, and the last 4 come on the 28th by the line alone: no
    press is bought, and they are late by 4 · 7 = 28. For 12 pumps none is bought either.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        investments:
          press: {resource: line, hours: 40 per week, days: 14, cost: 100}
        demands:
          orders: {item: pump, site: works, quantity: 16, due: 2024-01-21}
    """
    told = plan()
    assert told.investments == {"press": [("2024-01-01", "2024-01-15")]}
    assert told.capacity["line"] == dict(zip(told.ends, (40, 40, 80, 80, 80), strict=True))
    assert told.runs == {"build": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 8}}
    assert told.late() == 0

    told = plan({"days: 14": "days: 21"})
    assert told.investments == {}
    assert told.runs == {"build": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 4, "2024-01-28": 4}}
    assert told.late() == 4 * 7

    told = plan({"quantity: 16": "quantity: 12"})
    assert told.investments == {}
    assert told.late() == 0


def test_approval_of_an_investment(plan: Planner) -> None:
    """An investment is decided when all that it waits for is done.

    The approval of 7 days is there on the 8th; decided then, the press is ready on the 15th: 4 + 4 + 8 pumps by
    the 21st, and 4 of 20 a week late: 28. Approved in December it is decided on the 1st and ready on the 8th: 4
    + 8 + 8.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        activities:
          approval: {days: 7}
        investments:
          press: {resource: line, hours: 40 per week, days: 7, cost: 100, after: approval}
        demands:
          orders: {item: pump, site: works, quantity: 20, due: 2024-01-21}
    """
    told = plan()
    assert told.investments == {"press": [("2024-01-08", "2024-01-15")]}
    assert told.deliveries == {"orders": {"2024-01-21": 16, "2024-01-28": 4}}
    assert told.late() == 4 * 7

    told = plan({"approval: {days: 7}": "approval: {days: 7, done: 2023-12-15}"})
    assert told.investments == {"press": [("2024-01-01", "2024-01-08")]}
    assert told.deliveries == {"orders": {"2024-01-21": 20}}


def test_approval_that_may_be_hastened(plan: Planner) -> None:
    """An investment follows the approval in the mode that is chosen for it.

    As before, but the approval takes 7 days or, for 20, none: then the press is ready on the 8th, and all 20
    are in time. For 16 pumps the press is ready soon enough on the 15th.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        activities:
          approval: {days: 7, modes: {urgent: {days: 0, cost: 20}}}
        investments:
          press: {resource: line, hours: 40 per week, days: 7, cost: 100, after: approval}
        demands:
          orders: {item: pump, site: works, quantity: 20, due: 2024-01-21}
    """
    told = plan()
    assert told.modes == {"approval": "urgent"}
    assert told.investments == {"press": [("2024-01-01", "2024-01-08")]}
    assert told.late() == 0

    told = plan({"quantity: 20": "quantity: 16"})
    assert told.modes == {"approval": "normal"}
    assert told.investments == {"press": [("2024-01-08", "2024-01-15")]}
    assert told.late() == 0


def test_investment_made_twice(plan: Planner) -> None:
    """An investment is made as often as it helps, up to its most.

    The line builds 4 pumps in the first week, with each press 4 more. 12 pumps take two presses, 8 take one.
    With one at most 4 of 12 are a week late: 28.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        investments:
          press: {resource: line, hours: 40 per week, days: 0, cost: 100, at_most: 2}
        demands:
          orders: {item: pump, site: works, quantity: 12, due: 2024-01-07}
    """
    told = plan()
    assert told.investments == {"press": [("2024-01-01", "2024-01-01"), ("2024-01-01", "2024-01-01")]}
    assert told.capacity["line"]["2024-01-07"] == 120
    assert told.goals["project cost"] == 200

    told = plan({"quantity: 12": "quantity: 8"})
    assert told.investments == {"press": [("2024-01-01", "2024-01-01")]}
    assert told.goals["project cost"] == 100

    told = plan({"at_most: 2": "at_most: 1"})
    assert told.investments == {"press": [("2024-01-01", "2024-01-01")]}
    assert told.late() == 4 * 7


def test_ramp_of_an_investment(plan: Planner) -> None:
    """An investment runs up by weeks since it is ready.

    The press is ready on the 8th and gives a quarter of 40 hours in its first week, half in its second, and all
    from its third on: 4 + 5 + 6 pumps by the 21st; the last 5 of 20 come on the 28th, a week late: 35. Without
    ramp it is 4 + 8 + 8.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        investments:
          press:
            resource: line
            hours: 40 per week
            days: 7
            cost: 100
            ramp: [{weeks: 0, share: 0.25}, {weeks: 1, share: 0.5}, {weeks: 2, share: 1}]
        demands:
          orders: {item: pump, site: works, quantity: 20, due: 2024-01-21}
    """
    told = plan()
    assert told.capacity["line"] == dict(zip(told.ends, (40, 50, 60, 80, 80), strict=True))
    assert told.deliveries == {"orders": {"2024-01-21": 15, "2024-01-28": 5}}
    assert told.late() == 5 * 7

    told = plan({"\n    ramp: [{weeks: 0, share: 0.25}, {weeks: 1, share: 0.5}, {weeks: 2, share: 1}]": ""})
    assert told.capacity["line"] == dict(zip(told.ends, (40, 80, 80, 80, 80), strict=True))
    assert told.late() == 0


def test_training_of_a_crew(plan: Planner) -> None:
    """Labour is a resource, and its training an investment with a lead time.

    A pump takes 5 hours of the line and 10 of a crew; the line could build 8 a week, the crew 4: 12 by the
    21st. Recruits trained for 14 days work from the 15th on: 4 + 4 + 8. For 12 pumps nobody is trained. With a
    line of 20 hours they would not help.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
          crew: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 5 h, crew: 10 h}, lead_time: 0 days}
        investments:
          recruits: {resource: crew, hours: 40 per week, days: 14, cost: 60}
        demands:
          orders: {item: pump, site: works, quantity: 16, due: 2024-01-21}
    """
    told = plan()
    assert told.investments == {"recruits": [("2024-01-01", "2024-01-15")]}
    assert told.hours["crew"] == dict(zip(told.ends, (40, 40, 80, 0, 0), strict=True))
    assert told.late() == 0

    told = plan({"quantity: 16": "quantity: 12"})
    assert told.investments == {}

    told = plan({"line: {site: works, hours: 40 per week}": "line: {site: works, hours: 20 per week}"})
    assert told.investments == {}
    assert told.deliveries == {"orders": {"2024-01-21": 12, "2024-01-28": 4}}


def test_money_for_an_investment(plan: Planner) -> None:
    """An investment is decided when a fund can pay for it, milestone by milestone.

    Half of the press is paid on its decision and half 14 days later. 50 are there at once, 50 from 18 January
    on: it is decided on the 4th and ready on the 11th: 40 · 4 / 7 hours more by the 14th, 40 in the week to the
    21st. With 100 at once it is decided on the 1st, and ready on the 8th.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        investments:
          press:
            resource: line
            hours: 40 per week
            days: 7
            cost: 100
            payments: [{share: 0.5}, {share: 0.5, days: 14}]
        funds:
          purse: {amount: 50}
          grant: {amount: 50, effective_start: 2024-01-18}
        demands:
          orders: {item: pump, site: works, quantity: 20, due: 2024-01-21}
    """
    told = plan()
    assert told.investments == {"press": [("2024-01-04", "2024-01-11")]}
    assert told.payments == {("purse", "press"): {"2024-01-07": 50}, ("grant", "press"): {"2024-01-21": 50}}
    assert told.late() == (4 - 40 * 4 / 7 / 10) * 7

    told = plan({"amount: 50}": "amount: 100}"})
    assert told.investments == {"press": [("2024-01-01", "2024-01-08")]}
    assert told.late() == 0
