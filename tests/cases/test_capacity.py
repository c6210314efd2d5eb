"""Hours, sites and recipes: how much can be made, where, and out of what."""

from tests.cases.conftest import Planner


def test_hours_of_a_resource(plan: Planner) -> None:
    """A resource works no more hours in a period than it has.

    40 hours a week are 4 pumps of 10 hours: 8 by the 14th, 2 on the 21st, 7 days late: 14. What is ready on
    the 7th waits for the due date: 4 pumps for 7 days, 28. With 50 hours it is 5 a week, and all 10 are in
    time; 5 wait.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          lathe: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {lathe: 10 h}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 2}}
    assert told.hours == {"lathe": {"2024-01-07": 40, "2024-01-14": 40, "2024-01-21": 20, "2024-01-28": 0}}
    assert told.stock == {("pump", "works"): {"2024-01-07": 4}}
    assert told.deliveries == {"orders": {"2024-01-14": 8, "2024-01-21": 2}}
    assert told.goals == {
        "late, priority 1": 2 * 7,
        "short, priority 1": 0,
        "cost": 0,
        "stock that waits": 4 * 7,
    }

    told = plan({"40 per week": "50 per week"})
    assert told.runs == {"build": {"2024-01-07": 5, "2024-01-14": 5}}
    assert told.deliveries == {"orders": {"2024-01-14": 10}}
    assert told.goals["stock that waits"] == 5 * 7


def test_two_operations_share_a_resource(plan: Planner) -> None:
    """What one operation takes of a resource the other does not have.

    The lathe has 40 hours a week: 4 pumps of 10 hours or 8 valves of 5. An hour of valves serves twice as
    many units, so the valves come first, and the pumps a week late: 4 · 7 = 28. With 80 hours both are in
    time.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}, valve: {}}
        resources:
          lathe: {site: works, hours: 40 per week}
        operations:
          turn-pumps: {site: works, makes: {pump: 1}, time: {lathe: 10 h}, lead_time: 0 days}
          turn-valves: {site: works, makes: {valve: 1}, time: {lathe: 5 h}, lead_time: 0 days}
        demands:
          pumps: {item: pump, site: works, quantity: 4, due: 2024-01-07}
          valves: {item: valve, site: works, quantity: 8, due: 2024-01-07}
    """
    told = plan()
    assert told.deliveries == {"valves": {"2024-01-07": 8}, "pumps": {"2024-01-14": 4}}
    assert told.late() == 4 * 7

    told = plan({"40 per week": "80 per week"})
    assert told.deliveries == {"valves": {"2024-01-07": 8}, "pumps": {"2024-01-07": 4}}
    assert told.late() == 0


def test_capacity_calendar(plan: Planner) -> None:
    """A resource has the hours of the step in force on each day.

    70 hours a week to 3 January are 30 in 3 days: 3 pumps. Nothing from the 4th to the 10th. From the 11th 40
    hours to the 14th: 4 pumps, 7 days late. Then 7 a week: the last 3 on the 21st, 14 days late: 28 + 42 =
    70. Without the pause it is 7 in the first week and 3 from the 8th to the 10th, where a period still ends:
    9.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources:
          lathe:
            site: works
            hours:
              - {hours: 70 per week, effective_end: 2024-01-03}
              - {hours: 0 per week, effective_start: 2024-01-04}
              - {hours: 70 per week, effective_start: 2024-01-11}
        operations:
          build: {site: works, makes: {pump: 1}, time: {lathe: 10 h}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works, quantity: 10, due: 2024-01-07}
    """
    told = plan()
    assert told.capacity == {
        "lathe": {
            "2024-01-03": 30,
            "2024-01-07": 0,
            "2024-01-10": 0,
            "2024-01-14": 40,
            "2024-01-21": 70,
            "2024-01-28": 70,
        }
    }
    assert told.runs == {"build": {"2024-01-03": 3, "2024-01-14": 4, "2024-01-21": 3}}
    assert told.deliveries == {"orders": {"2024-01-07": 3, "2024-01-14": 4, "2024-01-21": 3}}
    assert told.late() == 4 * 7 + 3 * 14

    told = plan({"hours: 0 per week": "hours: 70 per week"})
    assert told.deliveries == {"orders": {"2024-01-07": 7, "2024-01-10": 3}}
    assert told.late() == 3 * 3


def test_alternate_site(plan: Planner) -> None:
    """What one site cannot make in time another makes, at its own cost; else the cheaper makes it all.

    By the 14th Kyiv makes 4 a week at 100, 8 in all; the other 4 come from Lublin at 150: 800 + 600 = 1400.
    With 60 hours a week Kyiv makes all 12: 1200. Both send them in a week to the hub, where they are due on
    the 21st.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        resources:
          lathe: {site: kyiv, hours: 40 per week}
        operations:
          build-k: {site: kyiv, makes: {pump: 1}, time: {lathe: 10 h}, lead_time: 0 days, cost: 100}
          build-l: {site: lublin, makes: {pump: 1}, lead_time: 0 days, cost: 150}
        lanes:
          road: {origin: [kyiv, lublin], destination: hub, lead_time: 7 days}
        demands:
          orders: {item: pump, site: hub, quantity: 12, due: 2024-01-21}
    """
    told = plan()
    assert told.runs == {
        "build-k": {"2024-01-07": 4, "2024-01-14": 4},
        "build-l": {"2024-01-14": 4},
    }
    assert told.late() == 0
    assert told.goals["cost"] == 8 * 100 + 4 * 150

    told = plan({"40 per week": "60 per week"})
    assert told.runs == {"build-k": {"2024-01-07": 6, "2024-01-14": 6}}
    assert told.goals["cost"] == 12 * 100


def test_a_unit_larger_than_a_period(plan: Planner) -> None:
    """Work on a whole unit collects from period to period, and the unit is there when it is finished.

    A transformer takes 60 hours, a week has 40. After two weeks there are 80: one is finished on the 14th.
    After three weeks 120: the other on the 21st. That is 7 + 14 = 21 days late. Were it a volume, each week
    would deliver two thirds: 2/3 · 7 + 2/3 · 14 = 14.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {transformer: {discrete: true}}
        resources:
          hall: {site: works, hours: 40 per week}
        operations:
          build: {site: works, makes: {transformer: 1}, time: {hall: 60 h}, lead_time: 0 days}
        demands:
          orders: {item: transformer, site: works, quantity: 2, due: 2024-01-07}
    """
    third = 2 / 3
    weeks = {"2024-01-07": third, "2024-01-14": third, "2024-01-21": third}
    told = plan()
    assert told.runs == {"build": weeks}
    assert told.outputs == {"transformer": {"2024-01-14": 1, "2024-01-21": 1}}
    assert told.deliveries == {"orders": {"2024-01-14": 1, "2024-01-21": 1}}
    assert told.late() == 7 + 14

    told = plan({"discrete: true": "discrete: false"})
    assert told.deliveries == {"orders": weeks}
    assert told.late() == third * 7 + third * 14


def test_whole_units_only(plan: Planner) -> None:
    """A discrete item is finished and delivered in whole units, though half of one could be made.

    25 hours are two and a half pumps of 10 hours. The first week finishes 2; the half is taken up in the
    second, which finishes the other 3: 3 · 7 = 21. Were it a volume, 2.5 would be late: 17.5.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {discrete: true}}
        resources:
          lathe: {site: works, hours: 25 per week}
        operations:
          build: {site: works, makes: {pump: 1}, time: {lathe: 10 h}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-07}
    """
    told = plan()
    assert told.outputs == {"pump": {"2024-01-07": 2, "2024-01-14": 3}}
    assert told.deliveries == {"orders": {"2024-01-07": 2, "2024-01-14": 3}}
    assert told.late() == 3 * 7

    told = plan({"discrete: true": "discrete: false"})
    assert told.deliveries == {"orders": {"2024-01-07": 2.5, "2024-01-14": 2.5}}
    assert told.late() == 2.5 * 7


def test_whole_runs_of_several(plan: Planner) -> None:
    """An operation that makes several units of a discrete item makes them in whole runs.

    A run makes 2 pumps in 10 hours; 25 hours are two runs and a half: 4 pumps on the 7th, the fifth a week
    late out of a third whole run, whose other pump is left over. Of a volume all 5 would be there on the 7th.

        start: 2024-01-01
        until: 2024-01-14
        calendar: {weeks: 2}
        sites: {works: {country: UA}}
        items: {pump: {discrete: true}}
        resources:
          lathe: {site: works, hours: 25 per week}
        operations:
          build: {site: works, makes: {pump: 2}, time: {lathe: 10 h}, lead_time: 0 days, cost: 1}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-07}
    """
    told = plan()
    assert told.outputs == {"pump": {"2024-01-07": 4, "2024-01-14": 2}}
    assert told.deliveries == {"orders": {"2024-01-07": 4, "2024-01-14": 1}}
    assert told.stock == {("pump", "works"): {"2024-01-14": 1}}
    assert told.late() == 7
    assert told.goals["cost"] == 3

    told = plan({"discrete: true": "discrete: false"})
    assert told.deliveries == {"orders": {"2024-01-07": 5}}
    assert told.goals["cost"] == 2.5


def test_work_in_progress(plan: Planner) -> None:
    """Runs that began before the programme come in on the day they are ready, with nothing more to spend.

    3 runs of 2 pumps are ready on Wednesday the 10th and count on the 14th: 6 of the 10 asked for. Runs begun
    now take 28 days: the other 4 come on 4 February, 21 days late: 84. Without work in progress all 10 do:
    210.

        start: 2024-01-01
        until: 2024-02-11
        calendar: {weeks: 6}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build:
            site: works
            makes: {pump: 2}
            lead_time: 28 days
            cost: 100
            in_progress: [{quantity: 3, ready: 2024-01-10}]
        demands:
          orders: {item: pump, site: works, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-07": 2}}
    assert told.outputs == {"pump": {"2024-01-14": 6, "2024-02-04": 4}}
    assert told.deliveries == {"orders": {"2024-01-14": 6, "2024-02-04": 4}}
    assert told.late() == 4 * 21
    assert told.goals["cost"] == 200

    told = plan({"in_progress: [{quantity: 3, ready: 2024-01-10}]": ""})
    assert told.deliveries == {"orders": {"2024-02-04": 10}}
    assert told.late() == 10 * 21


def test_opening_stock(plan: Planner) -> None:
    """What lies at a site when the programme starts can be delivered at once.

    3 pumps are there; the other 2 take 14 days and come on the 21st, 14 days late: 28. With 5 in stock none
    is made.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 14 days, cost: 100}
        stock: [{item: pump, site: works, quantity: 3}]
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-07}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-07": 3, "2024-01-21": 2}}
    assert told.late() == 2 * 14

    told = plan({"site: works, quantity: 3": "site: works, quantity: 5"})
    assert told.runs == {}
    assert told.deliveries == {"orders": {"2024-01-07": 5}}


def test_two_outputs_of_one_operation(plan: Planner) -> None:
    """A run brings all its outputs, in their proportion, wanted or not.

    A run of 10 hours gives 2 t of petrol and 3 t of oil; 40 hours a week are 4 runs: 8 and 12. 15 t of oil
    take a fifth run, a week late: 3 · 7 = 21, and its 2 t of petrol are left over. 12 t of oil are in time.

        start: 2024-01-01
        until: 2024-01-14
        calendar: {weeks: 2}
        sites: {works: {country: UA}}
        items: {petrol: {unit: t}, oil: {unit: t}}
        resources:
          column: {site: works, hours: 40 per week}
        operations:
          crack: {site: works, makes: {petrol: 2, oil: 3}, time: {column: 10 h}, lead_time: 0 days, cost: 1}
        demands:
          petrol: {item: petrol, site: works, quantity: 8, due: 2024-01-07}
          oil: {item: oil, site: works, quantity: 15, due: 2024-01-07}
    """
    told = plan()
    assert told.runs == {"crack": {"2024-01-07": 4, "2024-01-14": 1}}
    assert told.outputs == {
        "petrol": {"2024-01-07": 8, "2024-01-14": 2},
        "oil": {"2024-01-07": 12, "2024-01-14": 3},
    }
    assert told.deliveries == {"petrol": {"2024-01-07": 8}, "oil": {"2024-01-07": 12, "2024-01-14": 3}}
    assert told.stock == {("petrol", "works"): {"2024-01-14": 2}}
    assert told.late() == 3 * 7

    told = plan({"quantity: 15": "quantity: 12"})
    assert told.runs == {"crack": {"2024-01-07": 4}}
    assert told.stock == {}
    assert told.late() == 0


def test_repair(plan: Planner) -> None:
    """A repair turns what is broken and a kit into what works: no more than either of them lasts.

    5 motors are broken and 2 kits come a week; a repair takes a week. Repaired by the 14th are 2, by the 21st
    2 more, 7 days late, by the 28th the last, 14 days late: 14 + 14 = 28. With 5 kits a week all 5 are in
    time, but a sixth, never broken, is short: 14 days to the 28th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {motor: {}, broken-motor: {}, kit: {}}
        operations:
          repair:
            site: depot
            kind: repair
            uses: {broken-motor: 1, kit: 1}
            makes: {motor: 1}
            lead_time: 7 days
        supplies:
          kits: {item: kit, site: depot, quantity: 2 per week}
        stock: [{item: broken-motor, site: depot, quantity: 5}]
        demands:
          orders: {item: motor, site: depot, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"repair": {"2024-01-07": 2, "2024-01-14": 2, "2024-01-21": 1}}
    assert told.deliveries == {"orders": {"2024-01-14": 2, "2024-01-21": 2, "2024-01-28": 1}}
    assert told.stock["broken-motor", "depot"] == {"2024-01-07": 3, "2024-01-14": 1}
    assert told.late() == 2 * 7 + 14

    told = plan(
        {
            "2 per week": "5 per week",
            "item: motor, site: depot, quantity: 5": "item: motor, site: depot, quantity: 6",
        }
    )
    assert told.deliveries == {"orders": {"2024-01-14": 5}}
    assert told.short == {"orders": 1}
    assert told.late() == 14
