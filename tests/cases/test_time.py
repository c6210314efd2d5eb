"""Lead times, calendars of unequal periods, and what can begin when."""

from tests.cases.conftest import Planner


def test_lead_time_in_whole_weeks(plan: Planner) -> None:
    """What begins in a week is there when its lead time has passed after the week's last day.

    Begun in the week that ends on 7 January, 14 days of work are done on the 21st, the day on which the 5
    pumps are due. With 21 days they are done on the 28th: 5 pumps, 7 days late, are 35.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 14 days}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-21}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-07": 5}}
    assert told.outputs == {"pump": {"2024-01-21": 5}}
    assert told.deliveries == {"orders": {"2024-01-21": 5}}
    assert told.late() == 0

    told = plan({"14 days": "21 days"})
    assert told.deliveries == {"orders": {"2024-01-28": 5}}
    assert told.late() == 5 * 7


def test_lead_time_is_rounded_up(plan: Planner) -> None:
    """A lead time that is no whole number of weeks is rounded up: it never ends before its time.

    Begun by 7 January, 10 days of work are done on the 17th and count on Sunday the 21st. 7 days would be
    done on the 14th, 8 days again not before the 21st.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 10 days}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
    """
    assert plan().deliveries == {"orders": {"2024-01-21": 5}}
    assert plan({"10 days": "8 days"}).deliveries == {"orders": {"2024-01-21": 5}}

    told = plan({"10 days": "7 days"})
    assert told.deliveries == {"orders": {"2024-01-14": 5}}
    assert told.late() == 0


def test_three_steps_of_ten_days_in_weeks(plan: Planner) -> None:
    """Three steps of 10 days take 30 days at least: nothing is there after 28.

    In weeks each step is rounded up: begun by 7 January, cast on the 17th and so counted on the 21st;
    machined on the 31st, counted on 4 February; assembled on the 14th, counted on the 18th, 20 days after the
    due date, day 28. In single days nothing is rounded: day 0, 10, 20 and 30, which is 31 January, 2 days
    late.

        start: 2024-01-01
        until: 2024-03-31
        calendar: {weeks: 13}
        sites: {works: {country: UA}}
        items: {casting: {}, body: {}, pump: {}}
        operations:
          cast: {site: works, makes: {casting: 1}, lead_time: 10 days}
          machine: {site: works, uses: {casting: 1}, makes: {body: 1}, lead_time: 10 days}
          assemble: {site: works, uses: {body: 1}, makes: {pump: 1}, lead_time: 10 days}
        demands:
          orders: {item: pump, site: works, quantity: 3, due: 2024-01-29}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-02-18": 3}}
    assert told.late() == 3 * 20

    told = plan({"weeks: 13": "days: 91"})
    assert told.runs == {
        "cast": {"2024-01-01": 3},
        "machine": {"2024-01-11": 3},
        "assemble": {"2024-01-21": 3},
    }
    assert told.deliveries == {"orders": {"2024-01-31": 3}}
    assert told.late() == 3 * 2


def test_three_steps_of_ten_days_in_months(plan: Planner) -> None:
    """In months, where volumes are spread by days, three steps of 10 days deliver nothing in the first.

    Castings may begin on 1 January, so that 21 of January's 31 days arrive in it. Machining cannot begin
    before day 10, which is not the month's first: it is rounded up, from 31 January to February. Assembly of
    February is spread, and of its 29 days 19 end in it: what is assembled first is there on 29 February, 31
    days after the due date, day 28. Where a promise measures the pumps they are rounded up besides: begun by
    29 February, there by 31 March.

        start: 2024-01-01
        until: 2024-03-31
        calendar: {months: 3}
        sites: {works: {country: UA}}
        items: {casting: {}, body: {}, pump: {}}
        operations:
          cast: {site: works, makes: {casting: 1}, lead_time: 10 days}
          machine: {site: works, uses: {casting: 1}, makes: {body: 1}, lead_time: 10 days}
          assemble: {site: works, uses: {body: 1}, makes: {pump: 1}, lead_time: 10 days}
        demands:
          orders: {item: pump, site: works, quantity: 3, due: 2024-01-29}
        commitments:
          pumps: {by: Minister, says: Pumps by day 28, due: 2024-01-29}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-02-29": 3}}
    assert told.late() == 3 * 31

    told = plan({"day 28,": "day 28, measure: {delivered: pump},"})
    assert told.earliest == {"pumps": "2024-01-31"}
    assert told.verdicts == {"pumps": ("late", "2024-03-31", 62)}


def test_unequal_periods(plan: Planner) -> None:
    """Weeks are followed by months and quarters, and lateness counts to the end of the period of a delivery.

    The four weeks end on 28 January, the rest of the month on the 31st, then come February, March and the
    second quarter. One bearing a day from 28 February gives 2 by the 29th, which is 32 days after the due
    date; 31 by 31 March, 63 days after it; the last 7 in the quarter that ends on 30 June, 154 days after it:
    2 · 32 + 31 · 63 + 7 · 154 = 64 + 1953 + 1078 = 3095. Due on 30 June, none of them is late.

        start: 2024-01-01
        until: 2024-06-30
        calendar: {weeks: 4, months: 2}
        sites: {works: {country: UA}}
        items: {bearing: {}}
        supplies:
          bearings: {item: bearing, site: works, quantity: 1 per day, effective_start: 2024-02-28}
        demands:
          orders: {item: bearing, site: works, quantity: 40, due: 2024-01-28}
    """
    told = plan()
    assert told.ends == [
        "2024-01-07", "2024-01-14", "2024-01-21", "2024-01-28", "2024-01-31", "2024-02-29", "2024-03-31",
        "2024-06-30",
    ]  # fmt: skip
    assert told.deliveries == {"orders": {"2024-02-29": 2, "2024-03-31": 31, "2024-06-30": 7}}
    assert told.late() == 2 * 32 + 31 * 63 + 7 * 154 == 3095

    told = plan({"due: 2024-01-28": "due: 2024-06-30"})
    assert told.deliveries == {"orders": {"2024-06-30": 40}}
    assert told.late() == 0


def test_volume_is_spread_over_months(plan: Planner) -> None:
    """A volume begun evenly over a long period arrives by days: some in that period, the rest in the next.

    The mill works 31 hours in January and none after: 31 tons are begun. Those of the 1st to the 21st are
    ready after 10 days in January, the 10 tons of the 22nd to the 31st in February: 10 · 29 days late.
    Castings that are counted in units are not spread: all 31 count on 29 February, 31 · 29 days late. A mill
    that begins on 11 January has 21 hours; a month that is not whole is not spread either: 21 tons on 29
    February, 10 never, which counts to 31 March: 21 · 29 + 10 · 60 = 1209.

        start: 2024-01-01
        until: 2024-03-31
        calendar: {months: 3}
        sites: {works: {country: UA}}
        items: {steel: {unit: t}}
        resources:
          mill:
            site: works
            hours:
              - {hours: 1 per day, effective_end: 2024-01-31}
              - {hours: 0 per day, effective_start: 2024-02-01}
        operations:
          roll: {site: works, makes: {steel: 1}, time: {mill: 1 h}, lead_time: 10 days}
        demands:
          orders: {item: steel, site: works, quantity: 31, due: 2024-01-31}
    """
    told = plan()
    assert told.runs == {"roll": {"2024-01-31": 31}}
    assert told.deliveries == {"orders": {"2024-01-31": 21, "2024-02-29": 10}}
    assert told.late() == 10 * 29

    told = plan({"{unit: t}": "{discrete: true}"})
    assert told.deliveries == {"orders": {"2024-02-29": 31}}
    assert told.late() == 31 * 29

    told = plan({"lead_time: 10 days": "lead_time: 10 days, effective_start: 2024-01-11"})
    assert told.deliveries == {"orders": {"2024-02-29": 21}}
    assert told.short == {"orders": 10}
    assert told.late() == 21 * 29 + 10 * 60 == 1209


def test_earliest_day(plan: Planner) -> None:
    """The earliest date of a promise is exact to the day, whatever the calendar.

    Motors come from 10 January, 10 days of building end on the 20th, 5 days of road on the 25th. In single
    days the pump is there on that day. In weeks the motor counts on the 14th, the pump on the 28th (14 + 10
    is the 24th), its arrival on 4 February (28 January + 5 is 2 February).

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}, hub: {country: UA}}
        items: {motor: {}, pump: {}}
        operations:
          build: {site: works, uses: {motor: 1}, makes: {pump: 1}, lead_time: 10 days}
        supplies:
          motors: {item: motor, site: works, total: 1, effective_start: 2024-01-10}
        lanes:
          road: {origin: works, destination: hub, lead_time: 5 days}
        demands:
          order: {item: pump, site: hub, quantity: 1, due: 2024-02-25}
        commitments:
          first: {by: Minister, says: A first pump, due: 2024-02-04, measure: {delivered: pump}}
    """
    told = plan()
    assert told.earliest == {"first": "2024-01-25"}
    assert told.purchases == {"motors": {"2024-01-14": 1}}
    assert told.outputs == {"pump": {"2024-01-28": 1}}
    assert told.verdicts == {"first": ("kept", "2024-02-04", 0)}

    told = plan({"weeks: 8": "days: 56"})
    assert told.earliest == {"first": "2024-01-25"}
    assert told.verdicts == {"first": ("kept", "2024-01-25", 0)}


def test_calendar_is_cut(plan: Planner) -> None:
    """A period ends on the day of a promise, before a gate opens and before a capacity changes.

    The promise is due on 10 January; the permit takes 18 days, to the 19th, so that a period ends on the
    18th; the lathe changes on the 24th, so that one ends on the 23rd. Without the three there are weeks only.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          lathe:
            site: works
            hours: [{hours: 40 per week}, {hours: 80 per week, effective_start: 2024-01-24}]
        operations:
          build: {site: works, makes: {pump: 1}, time: {lathe: 8 h}, lead_time: 0 days, needs: permit}
        activities:
          permission: {days: 18}
        gates:
          permit: {needs: permission}
        demands:
          orders: {item: pump, site: works, quantity: 1, due: 2024-01-28}
        commitments:
          first: {by: Minister, says: A first pump, due: 2024-01-10, measure: {made: pump}}
    """
    told = plan()
    weeks = ["2024-01-07", "2024-01-14", "2024-01-21", "2024-01-28"]
    assert told.ends == sorted([*weeks, "2024-01-10", "2024-01-18", "2024-01-23"])
    day = 40 / 7
    assert [told.capacity["lathe"][end] for end in told.ends] == [
        7 * day, 3 * day, 4 * day, 4 * day, 3 * day, 2 * day, 10 * day,
    ]  # fmt: skip
    assert told.verdicts == {"first": ("late", "2024-01-21", 11)}

    told = plan({"2024-01-24": "2024-01-22", "due: 2024-01-10": "due: 2024-01-07", "days: 18": "days: 14"})
    assert told.ends == weeks


def test_part_of_a_period(plan: Planner) -> None:
    """An operation that may start on some days of a period has the hours of those days only.

    70 hours a week are 7 pumps of 10 hours. From Thursday 4 January on, 4 of the first week's 7 days are
    left: 4 pumps, and the other 7 a week late, 49. Until Wednesday the 3rd there are 3 days: 3 pumps, and 8
    never, which counts to the 28th: 8 · 21 = 168. With all days it is 7 in the first week and 4 a week late.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          lathe: {site: works, hours: 70 per week}
        operations:
          build:
            site: works
            makes: {pump: 1}
            time: {lathe: 10 h}
            lead_time: 0 days
            effective_start: 2024-01-04
        demands:
          orders: {item: pump, site: works, quantity: 11, due: 2024-01-07}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-07": 4, "2024-01-14": 7}}
    assert told.late() == 7 * 7
    assert [str(row.first) for row in told.plan.production] == ["2024-01-04", "2024-01-08"]

    told = plan({"effective_start: 2024-01-04": "effective_end: 2024-01-03"})
    assert told.deliveries == {"orders": {"2024-01-07": 3}}
    assert told.short == {"orders": 8}
    assert told.late() == 8 * 21

    told = plan({"effective_start: 2024-01-04": "effective_start: 2024-01-01"})
    assert told.deliveries == {"orders": {"2024-01-07": 7, "2024-01-14": 4}}
    assert told.late() == 4 * 7


def test_first_day_of_an_input(plan: Planner) -> None:
    """An operation has the hours of the days from the one on which its inputs can first be there.

    70 hours a week are 7 pumps of 10 hours. The motors come on Thursday 11 January: of that week 4 days are
    left, 4 pumps by the 14th, 3 a week late: 21. Did they come on Monday the 8th, all 7 would be in time.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {motor: {}, pump: {}}
        resources:
          lathe: {site: works, hours: 70 per week}
        operations:
          build: {site: works, uses: {motor: 1}, makes: {pump: 1}, time: {lathe: 10 h}, lead_time: 0 days}
        supplies:
          motors: {item: motor, site: works, total: 7, effective_start: 2024-01-11}
        demands:
          orders: {item: pump, site: works, quantity: 7, due: 2024-01-14}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-14": 4, "2024-01-21": 3}}
    assert told.late() == 3 * 7

    told = plan({"2024-01-11": "2024-01-08"})
    assert told.deliveries == {"orders": {"2024-01-14": 7}}
    assert told.late() == 0


def test_nothing_begins_before_as_of(plan: Planner) -> None:
    """Seen from a later day, nothing begins before that day: no activity, no run.

    From 1 January the survey of 10 days ends on the 11th. That opens the gate; the runs of the 11th to the
    14th are ready after 7 days on the 21st. Seen on Monday the 15th the survey ends on the 25th, the runs of
    that week are begun by the 28th and ready on 4 February, 14 days late.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 7 days, needs: surveyed}
        activities:
          survey: {days: 10}
        gates:
          surveyed: {needs: survey}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-21}
    """
    told = plan()
    assert told.gates == {"surveyed": "2024-01-11"}
    assert told.deliveries == {"orders": {"2024-01-21": 5}}

    told = plan(as_of="2024-01-15")
    assert told.steps == {"survey": ("2024-01-15", "2024-01-25")}
    assert told.gates == {"surveyed": "2024-01-25"}
    assert told.deliveries == {"orders": {"2024-02-04": 5}}
    assert told.late() == 5 * 14


def test_as_of_leaves_the_rest_of_a_week(plan: Planner) -> None:
    """Seen in the middle of a week, the hours of its other days are gone.

    70 hours a week are 7 pumps of 10 hours, and so 14 by the 14th. Seen on Thursday 11 January the days to
    the 14th have 40 hours: 4 pumps on that day, 7 a week late, 3 two weeks late: 49 + 42 = 91.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          lathe: {site: works, hours: 70 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {lathe: 10 h}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works, quantity: 14, due: 2024-01-14}
    """
    assert plan().deliveries == {"orders": {"2024-01-14": 14}}

    told = plan(as_of="2024-01-11")
    assert told.deliveries == {"orders": {"2024-01-14": 4, "2024-01-21": 7, "2024-01-28": 3}}
    assert told.late() == 7 * 7 + 3 * 14 == 91
