"""Promises: what is measured, which verdict it comes to, and the best date that the goals above allow."""

from tests.cases.conftest import Planner


def test_kept_and_late(plan: Planner) -> None:
    """A promise is kept if its measure is met on its due date at the latest, else late by the days between.

    4 pumps a week: 12 are delivered on the 21st. Promised for that day they are there; promised for the 14th
    they are 7 days late, with 8 by then; promised for Wednesday the 17th, on which a period ends, they are 4
    days late: 3 days of the week give 12/7 by the 17th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 4 per week}
        demands:
          orders: {item: pump, site: depot, quantity: 12, due: 2024-01-28}
        commitments:
          dozen: {by: Minister, says: A dozen, due: 2024-01-21, measure: {delivered: pump, quantity: 12}}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 4}}
    assert told.verdicts == {"dozen": ("kept", "2024-01-21", 0)}
    assert told.counted == {"dozen": (12, 12)}
    assert told.goals["commitment dozen"] == 0

    told = plan({"due: 2024-01-21": "due: 2024-01-14"})
    assert told.verdicts == {"dozen": ("late", "2024-01-21", 7)}
    assert told.counted == {"dozen": (8, 12)}
    assert told.goals["commitment dozen"] == 7

    told = plan({"due: 2024-01-21": "due: 2024-01-17"})
    assert told.verdicts == {"dozen": ("late", "2024-01-21", 4)}
    assert told.counted == {"dozen": (8 + 12 / 7, 12)}


def test_short_and_missed(plan: Planner) -> None:
    """A promise of which the plan brings a part is short, one of which it brings nothing is missed.

    Of 12 pumps 10 come, 8 by the 14th: short, late to the plan's last day, 28 - 14 = 14 days, and 2 are
    lacking. If the first could only come after the plan's end, all 12 are lacking: missed.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 4 per week, total: 10, lead_time: 0 days}
        demands:
          orders: {item: pump, site: depot, quantity: 12, due: 2024-01-28}
        commitments:
          dozen: {by: Minister, says: A dozen, due: 2024-01-14, measure: {delivered: pump, quantity: 12}}
    """
    told = plan()
    assert told.verdicts == {"dozen": ("short", None, 0)}
    assert told.counted == {"dozen": (8, 10)}
    assert told.goals["commitment dozen"] == 14
    assert told.goals["commitment dozen, short"] == 2

    told = plan({"lead_time: 0 days": "lead_time: 60 days"})
    assert told.verdicts == {"dozen": ("missed", None, 0)}
    assert told.counted == {"dozen": (0, 0)}
    assert told.goals["commitment dozen"] == 14
    assert told.goals["commitment dozen, short"] == 12


def test_unmeasured(plan: Planner) -> None:
    """A promise without a measure is unmeasured, and changes nothing but the calendar.

    The 4 pumps are delivered when they are due, on the 28th. Measured, they are delivered at once.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 4 per week}
        demands:
          orders: {item: pump, site: depot, quantity: 4, due: 2024-01-28}
        commitments:
          soon: {by: Minister, says: Pumps soon, due: 2024-01-28}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-28": 4}}
    assert told.verdicts == {"soon": ("unmeasured", None, 0)}

    told = plan({"Pumps soon,": "Pumps soon, measure: {delivered: pump, quantity: 4},"})
    assert told.deliveries == {"orders": {"2024-01-07": 4}}
    assert told.verdicts == {"soon": ("kept", "2024-01-07", 0)}


def test_made(plan: Planner) -> None:
    """What is made counts when it leaves its operation, at the sites named, work in progress included.

    Kyiv makes 4 pumps a week, from the 14th on, and has 2 in progress, ready on the 7th; Lublin makes 10 a
    week at once. 6 are made in Kyiv by the 14th: kept. Anywhere, the 2 and Lublin's 10 are there on the 7th.
    Without the 2, Kyiv has made 6 on the 21st: a week late.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}, lublin: {country: PL}}
        items: {pump: {}}
        resources:
          line-k: {site: kyiv, hours: 40 per week}
          line-l: {site: lublin, hours: 40 per week}
        operations:
          build-k:
            site: kyiv
            makes: {pump: 1}
            time: {line-k: 10 h}
            lead_time: 7 days
            in_progress: [{quantity: 2, ready: 2024-01-05}]
          build-l: {site: lublin, makes: {pump: 1}, time: {line-l: 4 h}, lead_time: 0 days}
        commitments:
          six: {by: Minister, says: Six, due: 2024-01-14, measure: {made: pump, at: kyiv, quantity: 6}}
    """
    told = plan()
    assert told.verdicts == {"six": ("kept", "2024-01-14", 0)}
    assert told.runs == {"build-k": {"2024-01-07": 4}}
    assert told.outputs == {"pump": {"2024-01-07": 2, "2024-01-14": 4}}
    assert told.earliest == {"six": "2024-01-05"}

    told = plan({", at: kyiv": ""})
    assert told.runs == {"build-l": {"2024-01-07": 4}}
    assert told.verdicts == {"six": ("kept", "2024-01-07", 0)}

    told = plan({"in_progress: [{quantity: 2, ready: 2024-01-05}]": ""})
    assert told.outputs == {"pump": {"2024-01-14": 4, "2024-01-21": 2}}
    assert told.verdicts == {"six": ("late", "2024-01-21", 7)}
    assert told.earliest == {"six": "2024-01-08"}


def test_done(plan: Planner) -> None:
    """A promise of an activity is held against the day on which it is done.

    The treaty takes 10 days from 1 January, to the 11th; 5 days of ratification are done on the 16th.
    Promised for the 16th it is kept, for the 14th 2 days late. Of 60 days it ends after the plan: missed.
    What was done in December counts on its day.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, total: 1}
        demands:
          order: {item: pump, site: depot, quantity: 1, due: 2024-01-28}
        activities:
          treaty: {days: 10}
          ratification: {days: 5, after: treaty}
        commitments:
          ratified: {by: Minister, says: Ratified, due: 2024-01-16, measure: {done: ratification}}
    """
    told = plan()
    assert told.verdicts == {"ratified": ("kept", "2024-01-16", 0)}
    assert told.earliest == {"ratified": "2024-01-16"}

    told = plan({"due: 2024-01-16": "due: 2024-01-14"})
    assert told.verdicts == {"ratified": ("late", "2024-01-16", 2)}

    told = plan({"days: 5": "days: 60"})
    assert told.verdicts == {"ratified": ("missed", None, 0)}

    told = plan({"days: 5,": "days: 5, done: 2023-12-20,"})
    assert told.verdicts == {"ratified": ("kept", "2023-12-20", 0)}


def test_done_and_nothing_else(plan: Planner) -> None:
    """A programme may be a project of activities only.

    A treaty of 10 days from 1 January is done on the 11th, a day after it was promised.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        activities:
          treaty: {days: 10}
        commitments:
          signed: {by: Minister, says: Signed, due: 2024-01-10, measure: {done: treaty}}
    """
    assert plan().verdicts == {"signed": ("late", "2024-01-11", 1)}


def test_last_unit_decides(plan: Planner) -> None:
    """The date of a promise is that of its last unit: as early as can be, though its first ones come later.

    The press works in the first week and again in the fourth, and not between. Singly it makes 1 pump in a
    week's 40 hours: the first on the 7th, the second on the 28th. A batch of 2 takes 40 hours and 14 days:
    both are there on the 21st. Singly 1 pump would be lacking for 21 days, in a batch 2 for 14, which is
    more, 28, but the promise of 2 pumps is met a week earlier. A promise of 1 pump is met singly, on the 7th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          press:
            site: works
            hours:
              - {hours: 40 per week, effective_end: 2024-01-07}
              - {hours: 0 per week, effective_start: 2024-01-08}
              - {hours: 40 per week, effective_start: 2024-01-22}
        operations:
          single: {site: works, makes: {pump: 1}, time: {press: 40 h}, lead_time: 0 days}
          batch: {site: works, makes: {pump: 2}, time: {press: 40 h}, lead_time: 14 days}
        demands:
          orders: {item: pump, site: works, quantity: 2, due: 2024-01-28}
        commitments:
          pair: {by: Minister, says: Two pumps, due: 2024-01-14, measure: {delivered: pump, quantity: 2}}
    """
    told = plan()
    assert told.runs == {"batch": {"2024-01-07": 1}}
    assert told.deliveries == {"orders": {"2024-01-21": 2}}
    assert told.verdicts == {"pair": ("late", "2024-01-21", 7)}
    assert told.goals["commitment pair"] == 7
    assert told.goals["promises before they are due"] == 2 * 14 / 2

    told = plan({"delivered: pump, quantity: 2": "delivered: pump, quantity: 1"})
    assert told.runs == {"single": {"2024-01-07": 1, "2024-01-28": 1}}
    assert told.verdicts == {"pair": ("kept", "2024-01-07", 0)}


def test_promises_in_turn(plan: Planner) -> None:
    """Of two promises that of the lower number has its best date first, of equals that which is due first.

    One pump a week is made for north or for south. Both are promised for the 7th; of equal priority and date,
    the id decides: north. With priority 2 for north it is south. With north due only on the 14th both are
    kept.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}, northern: {country: UA}, southern: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: works, quantity: 1 per week}
        lanes:
          road: {origin: works, destination: [northern, southern], lead_time: 0 days}
        demands:
          to-north: {item: pump, site: northern, quantity: 1, due: 2024-01-28}
          to-south: {item: pump, site: southern, quantity: 1, due: 2024-01-28}
        commitments:
          south: {by: Minister, says: One, due: 2024-01-07, measure: {delivered: pump, at: southern}}
          north: {by: Minister, says: One, measure: {delivered: pump, at: northern}, due: 2024-01-07}
    """
    told = plan()
    assert told.verdicts == {"south": ("late", "2024-01-14", 7), "north": ("kept", "2024-01-07", 0)}

    told = plan({"at: northern}, due: 2024-01-07": "at: northern}, due: 2024-01-07, priority: 2"})
    assert told.verdicts == {"south": ("kept", "2024-01-07", 0), "north": ("late", "2024-01-14", 7)}

    told = plan({"at: northern}, due: 2024-01-07": "at: northern}, due: 2024-01-14"})
    assert told.verdicts == {"south": ("kept", "2024-01-07", 0), "north": ("kept", "2024-01-14", 0)}


def test_promise_of_whole_units(plan: Planner) -> None:
    """A promise of a discrete item is met by whole units.

    A transformer takes 60 hours, a week has 40: one by the 14th, the second by the 21st. Two are promised for
    the 14th and a week late; one is kept.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {transformer: {discrete: true}}
        resources:
          hall: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {transformer: 1}, time: {hall: 60 h}, lead_time: 0 days}
        commitments:
          two: {by: Minister, says: Two, due: 2024-01-14, measure: {made: transformer, quantity: 2}}
    """
    told = plan()
    assert told.outputs == {"transformer": {"2024-01-14": 1, "2024-01-21": 1}}
    assert told.verdicts == {"two": ("late", "2024-01-21", 7)}
    assert told.counted == {"two": (1, 2)}

    told = plan({"quantity: 2": "quantity: 1"})
    assert told.verdicts == {"two": ("kept", "2024-01-14", 0)}


def test_ranges(plan: Planner) -> None:
    """A plan is made with the mode of every range; a promise also says what the good and the bad end come to.

    Begun by 7 January the pump is there after 14 days on the 21st, at best after 7 on the 14th, at worst
    after 21 on the 28th, a week after the date of the promise.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: {low: 7 days, mode: 14 days, high: 21 days}}
        commitments:
          first: {by: Minister, says: A first pump, due: 2024-01-21, measure: {made: pump}}
    """
    told = plan()
    account = told.plan.commitment("first")
    assert told.verdicts == {"first": ("kept", "2024-01-21", 0)}
    assert account.good is not None
    assert account.bad is not None
    assert (str(account.good.verdict), str(account.good.date)) == ("kept", "2024-01-14")
    assert (str(account.bad.verdict), str(account.bad.date)) == ("late", "2024-01-28")

    account = plan({"{low: 7 days, mode: 14 days, high: 21 days}": "14 days"}).plan.commitment("first")
    assert account.good is None
    assert account.bad is None
