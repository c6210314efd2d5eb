"""The order of goals: lateness, shortage, promises, minimum stock, early promises, cost, waiting stock."""

from tests.cases.conftest import Planner


def test_lateness_before_shortage(plan: Planner) -> None:
    """Late quantity-days come first: one unit in time outweighs two on the last day.

    Two blanks give one pump at once, or two in 14 days, which is the plan's last. Of 2 pumps that are due on
    the 7th one is delivered then, and the other is short: 1 · 14. Both on the 21st would be 2 · 14 late and
    none short. If nothing can be had at once, the two on the last day are as late as none at all, 28, but not
    short.

        start: 2024-01-01
        until: 2024-01-21
        calendar: {weeks: 3}
        sites: {works: {country: UA}}
        items: {blank: {}, pump: {}}
        operations:
          quick: {site: works, uses: {blank: 2}, makes: {pump: 1}, lead_time: 0 days}
          slow: {site: works, uses: {blank: 1}, makes: {pump: 1}, lead_time: 14 days}
        stock: [{item: blank, site: works, quantity: 2}]
        demands:
          orders: {item: pump, site: works, quantity: 2, due: 2024-01-07}
    """
    told = plan()
    assert told.runs == {"quick": {"2024-01-07": 1}}
    assert told.goals["late, priority 1"] == 14
    assert told.goals["short, priority 1"] == 1

    told = plan({"lead_time: 0 days": "lead_time: 28 days"})
    assert told.runs == {"slow": {"2024-01-07": 2}}
    assert told.goals["late, priority 1"] == 28
    assert told.goals["short, priority 1"] == 0


def test_shortage_before_promises(plan: Planner) -> None:
    """A promise stands behind the lateness and the shortage of demands of its own priority.

    One blank gives a pump on the plan's last day, as late as none at all, or a spare part that is promised.
    The demand is not left short, and the promise is missed: it counts as late to the last day, 21 - 14 = 7.
    With two blanks both are there.

        start: 2024-01-01
        until: 2024-01-21
        calendar: {weeks: 3}
        sites: {works: {country: UA}}
        items: {blank: {}, pump: {}, spare: {}}
        operations:
          build: {site: works, uses: {blank: 1}, makes: {pump: 1}, lead_time: 14 days}
          turn: {site: works, uses: {blank: 1}, makes: {spare: 1}, lead_time: 0 days}
        stock: [{item: blank, site: works, quantity: 1}]
        demands:
          order: {item: pump, site: works, quantity: 1, due: 2024-01-07}
        commitments:
          spares: {by: Minister, says: A spare part, due: 2024-01-14, measure: {made: spare}}
    """
    told = plan()
    assert told.deliveries == {"order": {"2024-01-21": 1}}
    assert told.goals["short, priority 1"] == 0
    assert told.verdicts == {"spares": ("missed", None, 0)}
    assert told.goals["commitment spares"] == 7
    assert told.goals["commitment spares, short"] == 1

    told = plan({"site: works, quantity: 1}]": "site: works, quantity: 2}]"})
    assert told.deliveries == {"order": {"2024-01-21": 1}}
    assert told.verdicts == {"spares": ("kept", "2024-01-07", 0)}


def test_promise_of_a_higher_priority(plan: Planner) -> None:
    """A promise of a lower number comes before the demand.

    The one blank gives the spare part that is promised, on the 7th, and the pump is short: it counts as late
    to the last day, 21 - 7 = 14.

        start: 2024-01-01
        until: 2024-01-21
        calendar: {weeks: 3}
        sites: {works: {country: UA}}
        items: {blank: {}, pump: {}, spare: {}}
        operations:
          build: {site: works, uses: {blank: 1}, makes: {pump: 1}, lead_time: 14 days}
          turn: {site: works, uses: {blank: 1}, makes: {spare: 1}, lead_time: 0 days}
        stock: [{item: blank, site: works, quantity: 1}]
        demands:
          order: {item: pump, site: works, quantity: 1, due: 2024-01-07, priority: 2}
        commitments:
          spares: {by: Minister, says: A spare part, due: 2024-01-14, measure: {made: spare}, priority: 1}
    """
    told = plan()
    assert told.runs == {"turn": {"2024-01-07": 1}}
    assert told.deliveries == {}
    assert told.goals["late, priority 2"] == 14
    assert told.goals["short, priority 2"] == 1
    assert told.verdicts == {"spares": ("kept", "2024-01-07", 0)}


def test_lateness_before_promises(plan: Planner) -> None:
    """A promise is not kept at the price of a day's lateness of a demand of its priority.

    4 pumps a week. The hospital's 4 are due on the 7th and the school's on the 14th, where 4 are promised for
    the 7th. The hospital has the first week, and the promise is a week late. With 8 a week it is kept.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hospital: {country: UA}, school: {country: UA}, works: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: works, quantity: 4 per week}
        lanes:
          road: {origin: works, destination: [hospital, school], lead_time: 0 days}
        demands:
          for-hospital: {item: pump, site: hospital, quantity: 4, due: 2024-01-07}
          for-school: {item: pump, site: school, quantity: 4, due: 2024-01-14}
        commitments:
          school-first:
            by: Minister
            says: Four pumps for the school by the 7th
            due: 2024-01-07
            measure: {delivered: pump, at: school, quantity: 4}
    """
    told = plan()
    assert told.deliveries == {"for-hospital": {"2024-01-07": 4}, "for-school": {"2024-01-14": 4}}
    assert told.verdicts == {"school-first": ("late", "2024-01-14", 7)}
    assert told.goals["commitment school-first"] == 7

    told = plan({"4 per week": "8 per week"})
    assert told.deliveries == {"for-hospital": {"2024-01-07": 4}, "for-school": {"2024-01-07": 4}}
    assert told.verdicts == {"school-first": ("kept", "2024-01-07", 0)}


def test_promise_before_lower_priorities(plan: Planner) -> None:
    """A promise is kept at the price of any lateness of demands with a higher number.

    4 pumps a week: the school, to which 4 are promised for the 7th, has the first week, and the hospital of
    priority 2 the second, a week late: 4 · 7 = 28.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hospital: {country: UA}, school: {country: UA}, works: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: works, quantity: 4 per week}
        lanes:
          road: {origin: works, destination: [hospital, school], lead_time: 0 days}
        demands:
          for-hospital: {item: pump, site: hospital, quantity: 4, due: 2024-01-07, priority: 2}
          for-school: {item: pump, site: school, quantity: 4, due: 2024-01-14, priority: 3}
        commitments:
          school-first:
            by: Minister
            says: Four pumps for the school by the 7th
            due: 2024-01-07
            measure: {delivered: pump, at: school, quantity: 4}
    """
    told = plan()
    assert told.deliveries == {"for-hospital": {"2024-01-14": 4}, "for-school": {"2024-01-07": 4}}
    assert told.verdicts == {"school-first": ("kept", "2024-01-07", 0)}
    assert told.late(2) == 4 * 7


def test_promises_before_cost(plan: Planner) -> None:
    """A promise is kept whatever it costs, and no more than it takes is spent on it.

    5 pumps are due on the 28th and cost 10 each if they take 21 days. One is promised for the 14th: it must
    be built in 7 days, for 20: 4 · 10 + 20 = 60. It is built at once, for a promise is better kept early: it
    lacks one pump in the first week only, 7 days. Without the promise all are built for 50.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          slow: {site: works, makes: {pump: 1}, lead_time: 21 days, cost: 10}
          quick: {site: works, makes: {pump: 1}, lead_time: 7 days, cost: 20}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-28}
        commitments:
          first: {by: Minister, says: A first pump, due: 2024-01-14, measure: {delivered: pump}}
    """
    told = plan()
    assert told.runs == {"slow": {"2024-01-07": 4}, "quick": {"2024-01-07": 1}}
    assert told.verdicts == {"first": ("kept", "2024-01-14", 0)}
    assert told.goals["promises before they are due"] == 7
    assert told.goals["cost"] == 4 * 10 + 20

    told = plan({", measure: {delivered: pump}": ""})
    assert told.runs == {"slow": {"2024-01-07": 5}}
    assert told.goals["cost"] == 50


def test_minimum_stock_before_cost(plan: Planner) -> None:
    """A stock is kept at its minimum at any cost, and by the cheapest way there is.

    2 motors should lie there. From the first week on they are to be had at 30, from the third at 10. Dear
    ones are bought, for 60, and nothing is missing. Where no minimum is set, the 2 that are due on the 28th
    cost 20.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {motor: {}}
        supplies:
          dear: {item: motor, site: depot, quantity: 7 per week, price: 30}
          cheap: {item: motor, site: depot, quantity: 7 per week, price: 10, effective_start: 2024-01-15}
        stock: [{item: motor, site: depot, quantity: 0, minimum: 2}]
        demands:
          orders: {item: motor, site: depot, quantity: 2, due: 2024-01-28}
    """
    told = plan()
    assert told.purchases == {"dear": {"2024-01-07": 2}, "cheap": {"2024-01-28": 2}}
    assert told.stock == {("motor", "depot"): {"2024-01-07": 2, "2024-01-14": 2, "2024-01-21": 2, "2024-01-28": 2}}
    assert told.goals["stock below its minimum"] == 0
    assert told.goals["cost"] == 2 * 30 + 2 * 10

    told = plan({", minimum: 2": ""})
    assert told.purchases == {"cheap": {"2024-01-28": 2}}
    assert told.goals["cost"] == 20


def test_cheaper_of_two_sites(plan: Planner) -> None:
    """The cheaper of two sites makes it when both are in time; the dearer one when only it is.

    From Lublin it is 21 days to the hub, from Kyiv 7. A pump costs 10 in Lublin and 15 in Kyiv, and 1 to
    send. Due on the 28th, all 5 come from Lublin: 5 · 11 = 55. Due on the 14th, they come from Kyiv: 5 · 16 =
    80.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {lublin: {country: PL}, kyiv: {country: UA}, hub: {country: UA}}
        items: {pump: {}}
        operations:
          build-l: {site: lublin, makes: {pump: 1}, lead_time: 0 days, cost: 10}
          build-k: {site: kyiv, makes: {pump: 1}, lead_time: 0 days, cost: 15}
        lanes:
          far: {origin: lublin, destination: hub, lead_time: 21 days, cost: 1}
          near: {origin: kyiv, destination: hub, lead_time: 7 days, cost: 1}
        demands:
          orders: {item: pump, site: hub, quantity: 5, due: 2024-01-28}
    """
    told = plan()
    assert told.runs == {"build-l": {"2024-01-07": 5}}
    assert told.shipments == {("far", "pump"): {"2024-01-07": 5}}
    assert told.goals["cost"] == 5 * 11

    told = plan({"due: 2024-01-28": "due: 2024-01-14"})
    assert told.runs == {"build-k": {"2024-01-07": 5}}
    assert told.late() == 0
    assert told.goals["cost"] == 5 * 16


def test_cost_before_waiting_stock(plan: Planner) -> None:
    """What is cheap early is bought early and waits; at equal cost nothing comes before it is needed.

    Motors cost 10 in the first week and 20 from then on. 5 that are due on the 28th are bought at once, for
    50, and wait for three weeks: 5 · 21 = 105. At 10 throughout they are bought in the last week, and none
    waits.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {motor: {}}
        supplies:
          early: {item: motor, site: depot, quantity: 7 per week, price: 10, effective_end: 2024-01-07}
          later: {item: motor, site: depot, quantity: 7 per week, price: 20, effective_start: 2024-01-08}
        demands:
          orders: {item: motor, site: depot, quantity: 5, due: 2024-01-28}
    """
    told = plan()
    assert told.purchases == {"early": {"2024-01-07": 5}}
    assert told.goals["cost"] == 50
    assert told.goals["stock that waits"] == 5 * 21

    told = plan({"price: 20": "price: 10"})
    assert told.purchases == {"later": {"2024-01-28": 5}}
    assert told.goals["cost"] == 50
    assert told.goals["stock that waits"] == 0


def test_waiting_stock_by_its_value(plan: Planner) -> None:
    """Stock waits where it is cheapest: parts, not finished goods, at their standard costs.

    Castings only come in the first week. A pump of 100 is made of a casting of 20 at any time: castings wait
    three weeks at a fifth of a pump's value, 5 · 21 / 5 = 21, and pumps are built in the last one. Were a
    casting worth more than a pump, pumps would wait, each at 100 / 200 of the dearest item: 5 · 21 / 2 =
    52.5.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {casting: {cost: 20}, pump: {cost: 100}}
        operations:
          build: {site: works, uses: {casting: 1}, makes: {pump: 1}, lead_time: 0 days}
        supplies:
          castings: {item: casting, site: works, quantity: 7 per week, effective_end: 2024-01-07}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-28}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-28": 5}}
    assert told.goals["stock that waits"] == 21

    told = plan({"casting: {cost: 20}": "casting: {cost: 200}"})
    assert told.runs == {"build": {"2024-01-07": 5}}
    assert told.goals["stock that waits"] == 52.5
