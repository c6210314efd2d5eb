"""Rules between partners: whose work is delivered, how much at least, from how many places, and where nothing goes."""

from tests.cases.conftest import Planner


def test_workshare(plan: Planner) -> None:
    """A country adds at least its share of the value of what is delivered, though others are cheaper.

    Kyiv makes a pump of 100 at a cost of 90, Lublin at 50. Of 10 pumps 4 come from Kyiv for 40 %: 4 · 90 + 6 · 50
    = 660. Asked for nothing, Lublin makes all 10: 500.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {cost: 100}}
        operations:
          build-k: {site: kyiv, makes: {pump: 1}, lead_time: 0 days, cost: 90}
          build-l: {site: lublin, makes: {pump: 1}, lead_time: 0 days, cost: 50}
        lanes:
          road: {origin: [kyiv, lublin], destination: hub, lead_time: 7 days}
        rules:
          ours: {kind: workshare, item: pump, country: UA, share: 0.4, minimum: 5}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-21}
    """
    told = plan()
    assert told.runs == {"build-k": {"2024-01-14": 4}, "build-l": {"2024-01-14": 6}}
    assert told.goals["cost"] == 660
    assert told.rules == {"ours": ("UA", 400, 1000)}

    told = plan({"share: 0.4": "share: 0"})
    assert told.runs == {"build-l": {"2024-01-14": 10}}
    assert told.goals["cost"] == 500


def test_scrap_meets_no_rule(plan: Planner) -> None:
    """What is made and thrown away is nobody's share: only what is delivered counts.

    Lublin's line makes 10 pumps in time and Kyiv's ready ones cannot leave: their lane opens on 29 January. So half
    from Kyiv is half of few: Kyiv's 5 arrive on 4 February. Lublin's 5 wait for nothing, since delivered in the
    end are 5 of each; late are Kyiv's 5, by 14 days: 70. Were scrap to count, 5 pumps left lying in Kyiv would meet
    the rule and all 10 of Lublin's be in time, as without a share.

        start: 2024-01-01
        until: 2024-02-11
        calendar: {weeks: 6}
        sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {cost: 100}}
        operations:
          build-k: {site: kyiv, makes: {pump: 1}, lead_time: 0 days}
          build-l: {site: lublin, makes: {pump: 1}, lead_time: 0 days}
        lanes:
          open-road: {origin: lublin, destination: hub, lead_time: 7 days}
          new-road: {origin: kyiv, destination: hub, lead_time: 0 days, effective_start: 2024-01-29}
        rules:
          ours: {kind: workshare, item: pump, country: UA, share: 0.5, minimum: 1}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-21}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-21": 5, "2024-02-04": 5}}
    assert told.late() == 5 * 14
    assert told.rules == {"ours": ("UA", 500, 1000)}

    told = plan({"share: 0.5": "share: 0"})
    assert told.deliveries == {"orders": {"2024-01-21": 10}}


def test_stock_meets_no_rule(plan: Planner) -> None:
    """What lay there at the start is in what is delivered, and nobody's: it dilutes every share.

    6 pumps are in stock. Of 10 delivered, Kyiv's share of a half is 5, so that only 5 of the stock can go out: cost 5
    · 90 = 450. Asked for 40 %, Kyiv makes the 4 that are missing.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}}
        items: {pump: {cost: 100}}
        operations:
          build: {site: kyiv, makes: {pump: 1}, lead_time: 0 days, cost: 90}
        stock: [{item: pump, site: kyiv, quantity: 6}]
        rules:
          ours: {kind: workshare, item: pump, country: UA, share: 0.5, minimum: 1}
        demands:
          orders: {item: pump, site: kyiv, quantity: 10, due: 2024-01-21}
    """
    told = plan()
    assert told.goals["cost"] == 5 * 90
    assert told.stock["pump", "kyiv"]["2024-01-28"] == 1
    assert told.rules == {"ours": ("UA", 500, 1000)}

    told = plan({"share: 0.5": "share: 0.4"})
    assert told.goals["cost"] == 4 * 90
    assert "2024-01-28" not in told.stock["pump", "kyiv"]


def test_nothing_meets_no_rule(plan: Planner) -> None:
    """Nobody meets a rule by delivering nothing: its minimum is delivered, though that ends all other deliveries.

    Kyiv makes 2 pumps a week from the 15th on: 2 by the 21st, 4 by the 28th. Asked for all of it, 4 pumps are
    delivered and 6 never; a half of it allows 8; asked for nothing, all 10 are Lublin's in time.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {cost: 100}}
        resources:
          line: {site: kyiv, hours: 2 per week}
        operations:
          build-k: {site: kyiv, makes: {pump: 1}, time: {line: 1 h}, lead_time: 0 days, effective_start: 2024-01-15}
          build-l: {site: lublin, makes: {pump: 1}, lead_time: 0 days}
        lanes:
          road: {origin: [kyiv, lublin], destination: hub, lead_time: 0 days}
        rules:
          ours: {kind: workshare, item: pump, country: UA, share: 1, minimum: 4}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-21}
    """
    told = plan()
    assert told.short == {"orders": 6}
    assert told.rules == {"ours": ("UA", 400, 400)}

    told = plan({"share: 1,": "share: 0.5,"})
    assert told.short == {"orders": 2}
    assert told.rules == {"ours": ("UA", 400, 800)}

    told = plan({"share: 1,": "share: 0,"})
    assert told.deliveries == {"orders": {"2024-01-21": 10}}


def test_two_rules_count_no_unit_twice(plan: Planner) -> None:
    """One way of telling what was delivered meets all rules: no pump counts for January's rule and for February's.

    Kyiv has 5 pumps to give in all, Lublin any number. January asks Kyiv for all of its 5 deliveries, February for 20
    % of its 5, which is 1. So January's fifth is short. With 6 from Kyiv none is.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {cost: 100}}
        supplies:
          of-kyiv: {item: pump, site: kyiv, total: 5}
          of-lublin: {item: pump, site: lublin, total: 99}
        lanes:
          road: {origin: [kyiv, lublin], destination: hub, lead_time: 0 days}
        rules:
          january: {kind: workshare, item: pump, country: UA, share: 1, minimum: 1, effective_end: 2024-01-31}
          february: {kind: workshare, item: pump, country: UA, share: 0.2, minimum: 5, effective_start: 2024-02-01}
        demands:
          first: {item: pump, site: hub, quantity: 5, due: 2024-01-21, max_lateness: 3 days}
          second: {item: pump, site: hub, quantity: 5, due: 2024-02-25}
    """
    told = plan()
    assert told.short == {"first": 1, "second": 0}
    assert told.rules == {"january": ("UA", 400, 400), "february": ("UA", 100, 500)}

    told = plan({"total: 5": "total: 6"})
    assert told.short == {"first": 0, "second": 0}


def test_a_rule_from_a_day_on(plan: Planner) -> None:
    """A rule looks at what is delivered while it is in force, its first and last day included.

    From 15 January on half of 6 at least is to be Kyiv's, at 90 against 50. The 4 of the 7th are Lublin's, of the 6 of
    the 21st 3 are Kyiv's: 7 · 50 + 3 · 90 = 620. Until 14 January it is 2 of the 4: 8 · 50 + 2 · 90 = 580.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {cost: 100}}
        supplies:
          of-kyiv: {item: pump, site: kyiv, total: 99, price: 90}
          of-lublin: {item: pump, site: lublin, total: 99, price: 50}
        lanes:
          road: {origin: [kyiv, lublin], destination: hub, lead_time: 0 days}
        rules:
          ours: {kind: workshare, item: pump, country: UA, share: 0.5, minimum: 6, effective_start: 2024-01-15}
        demands:
          first: {item: pump, site: hub, quantity: 4, due: 2024-01-07}
          second: {item: pump, site: hub, quantity: 6, due: 2024-01-21}
    """
    told = plan()
    assert told.goals["cost"] == 7 * 50 + 3 * 90
    assert told.rules == {"ours": ("UA", 300, 600)}

    told = plan({"minimum: 6, effective_start: 2024-01-15": "minimum: 4, effective_end: 2024-01-14"})
    assert told.goals["cost"] == 8 * 50 + 2 * 90
    assert told.rules == {"ours": ("UA", 200, 400)}


def test_a_minimum_by_a_day(plan: Planner) -> None:
    """What a rule asks for at least is delivered while it is in force, before it is due if need be.

    10 pumps are due at the end of January, and 3 of them are to be delivered by the 14th, under a rule that ends
    then. Without dates all 10 go out when they are due.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}}
        items: {pump: {cost: 100}}
        supplies:
          pumps: {item: pump, site: kyiv, total: 10}
        rules:
          ours: {kind: workshare, item: pump, country: UA, share: 1, minimum: 3, effective_end: 2024-01-14}
        demands:
          orders: {item: pump, site: kyiv, quantity: 10, due: 2024-01-28}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-14": 3, "2024-01-28": 7}}

    told = plan({", effective_end: 2024-01-14": ""})
    assert told.deliveries == {"orders": {"2024-01-28": 10}}


def test_workshare_over_two_levels(plan: Planner) -> None:
    """Value is counted where it is added, level by level of the bill of materials.

    A pump of 100 holds a motor of 60: assembly adds 40. Lublin assembles all 10 pumps. Motors are made in Kyiv for 30
    or in Lublin for 20. For 30 % of 1000, Kyiv makes 5 motors: 5 · 30 + 5 · 20 = 250. For 60 % it makes all: 300.
    Asked for no more than 0 it makes none: 200.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}, lublin: {country: PL}}
        items: {pump: {cost: 100, family: pumps}, motor: {cost: 60, family: parts}}
        operations:
          motor-k: {site: kyiv, makes: {motor: 1}, lead_time: 0 days, cost: 30}
          motor-l: {site: lublin, makes: {motor: 1}, lead_time: 0 days, cost: 20}
          build: {site: lublin, makes: {pump: 1}, uses: {motor: 1}, lead_time: 0 days}
        lanes:
          road: {origin: kyiv, destination: lublin, lead_time: 0 days}
        rules:
          ours: {kind: workshare, family: pumps, country: UA, share: 0.3, minimum: 1}
        demands:
          orders: {item: pump, site: lublin, quantity: 10, due: 2024-01-21}
    """
    told = plan()
    assert told.goals["cost"] == 5 * 30 + 5 * 20
    assert told.rules == {"ours": ("UA", 300, 1000)}

    assert plan({"share: 0.3": "share: 0.6"}).goals["cost"] == 10 * 30
    assert plan({"share: 0.3": "share: 0"}).goals["cost"] == 10 * 20


def test_co_products_share_their_inputs(plan: Planner) -> None:
    """Of a run with two outputs each carries what its standard cost is of theirs, and only what is delivered counts.

    A run in Kyiv makes 1 t of petrol of 30 and 2 t of oil of 10 from crude oil of 20 that Poland supplies: it adds 30.
    Petrol carries 30/50 of both. 10 t of petrol are 300: 120 of crude oil and 180 of Kyiv's. For 60 % that is just
    enough, and nothing else is bought. For 80 % half must be the petrol that Kyiv supplies at a price of 9: 5 · 9 =
    45, since 5 · 18 + 5 · 30 = 240 of 300.

        start: 2024-01-01
        until: 2024-01-14
        calendar: {weeks: 2}
        sites: {kyiv: {country: UA}, port: {country: PL}}
        items: {petrol: {unit: t, cost: 30}, oil: {unit: t, cost: 10}, crude: {unit: t, cost: 20}}
        operations:
          crack: {site: kyiv, makes: {petrol: 1, oil: 2}, uses: {crude: 1}, lead_time: 0 days}
        supplies:
          crude: {item: crude, site: kyiv, country: PL, total: 99}
          petrol: {item: petrol, site: kyiv, total: 99, price: 9}
        rules:
          ours: {kind: workshare, item: petrol, country: UA, share: 0.6, minimum: 1}
        demands:
          petrol: {item: petrol, site: kyiv, quantity: 10, due: 2024-01-07}
    """
    told = plan()
    assert told.goals["cost"] == 0
    assert told.rules == {"ours": ("UA", 180, 300)}

    told = plan({"share: 0.6": "share: 0.8"})
    assert told.goals["cost"] == 5 * 9
    assert told.rules == {"ours": ("UA", 240, 300)}


def test_local_content(plan: Planner) -> None:
    """A share of the value of an item's inputs is made in a country; what the item's own making adds is left aside.

    A pump of 100 takes a motor of 60 and a case of 20, both from Poland or, dearer by 10 and by 2, made in Kyiv. Of
    inputs of 80 a quarter is a case: for 25 % all 10 cases are Kyiv's: 20 more. For 50 % it is a case and a third of
    a motor to each pump: 20 + 100/3. Where nothing is asked for, nothing is made.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}}
        items: {pump: {cost: 100}, motor: {cost: 60}, case: {cost: 20}}
        operations:
          build: {site: kyiv, makes: {pump: 1}, uses: {motor: 1, case: 1}, lead_time: 0 days}
          wind: {site: kyiv, makes: {motor: 1}, lead_time: 0 days, cost: 10}
          cast: {site: kyiv, makes: {case: 1}, lead_time: 0 days, cost: 2}
        supplies:
          motors: {item: motor, site: kyiv, country: PL, total: 99}
          cases: {item: case, site: kyiv, country: PL, total: 99}
        rules:
          inside: {kind: local-content, item: pump, country: UA, share: 0.25, minimum: 10}
        demands:
          orders: {item: pump, site: kyiv, quantity: 10, due: 2024-01-21}
    """
    told = plan()
    assert told.goals["cost"] == 20
    assert told.rules == {"inside": ("UA", 200, 800)}

    assert plan({"share: 0.25": "share: 0.5"}).goals["cost"] == 20 + 100 / 3
    assert plan({"share: 0.25": "share: 0"}).goals["cost"] == 0


def test_single_site(plan: Planner) -> None:
    """No site gives more than its share of what is delivered.

    Kyiv makes a pump for 50, Lublin for 90, Lviv for 70. With 60 % at most from any site, 6 come from Kyiv and 4 from
    Lviv: 580. If only Kyiv is held to 20 %, 8 come from Lviv: 660. With all allowed it is Kyiv alone: 500.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}, lviv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        operations:
          build-k: {site: kyiv, makes: {pump: 1}, lead_time: 0 days, cost: 50}
          build-v: {site: lviv, makes: {pump: 1}, lead_time: 0 days, cost: 70}
          build-l: {site: lublin, makes: {pump: 1}, lead_time: 0 days, cost: 90}
        lanes:
          road: {origin: [kyiv, lviv, lublin], destination: hub, lead_time: 7 days}
        rules:
          spread: {kind: single-site, item: pump, share: 0.6, minimum: 10}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-21}
    """
    told = plan()
    assert told.goals["cost"] == 6 * 50 + 4 * 70
    assert told.rules == {"spread": ("kyiv", 6, 10)}

    told = plan({"share: 0.6": "site: kyiv, share: 0.2"})
    assert told.goals["cost"] == 2 * 50 + 8 * 70
    assert told.rules == {"spread": ("kyiv", 2, 10)}

    assert plan({"share: 0.6": "share: 1"}).goals["cost"] == 10 * 50

    told = plan({"items: {pump: {}}": "items: {pump: {shelf_life: 30 days}}"})
    assert told.goals["cost"] == 6 * 50 + 4 * 70
    assert told.rules == {"spread": ("kyiv", 6, 10)}


def test_no_transfer(plan: Planner) -> None:
    """An item that may not go to a country neither enters nor crosses it.

    The short way from Kyiv to the hub leads through Krakow, in 7 days; the long one takes 14 and is 7 days late: 10
    · 7. Where only drawings may not go to Poland, the pumps take the short way.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {kyiv: {country: UA}, krakow: {country: PL}, hub: {country: UA}}
        items: {pump: {}, drawing: {}}
        supplies:
          pumps: {item: pump, site: kyiv, total: 10}
        lanes:
          to-krakow: {origin: kyiv, destination: krakow, lead_time: 7 days}
          from-krakow: {origin: krakow, destination: hub, lead_time: 0 days}
          around: {origin: kyiv, destination: hub, lead_time: 14 days}
        rules:
          not-there: {kind: no-transfer, item: pump, country: PL}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-21": 10}}
    assert told.late() == 10 * 7

    told = plan({"kind: no-transfer, item: pump": "kind: no-transfer, item: drawing"})
    assert told.deliveries == {"orders": {"2024-01-14": 10}}


def test_no_transfer_for_a_time(plan: Planner) -> None:
    """While it is in force nothing begins that makes the item there; what lies there may leave.

    Lublin makes 2 pumps a week, and 3 lie there. From the 8th to the 21st it may make none: 2 by the 7th and the 3, 2
    more by the 28th, of which 1 is wanted. Without the rule 6 are there by the 14th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {lublin: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        resources:
          line: {site: lublin, hours: 2 per week}
        operations:
          build: {site: lublin, makes: {pump: 1}, time: {line: 1 h}, lead_time: 0 days}
        lanes:
          road: {origin: lublin, destination: hub, lead_time: 0 days}
        stock: [{item: pump, site: lublin, quantity: 3}]
        rules:
          pause: {kind: no-transfer, item: pump, country: PL, effective_start: 2024-01-08, effective_end: 2024-01-21}
        demands:
          orders: {item: pump, site: hub, quantity: 6, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-07": 2, "2024-01-28": 1}}
    assert told.deliveries == {"orders": {"2024-01-14": 5, "2024-01-28": 1}}

    told = plan({"effective_start: 2024-01-08, effective_end: 2024-01-21": "effective_start: 2024-01-15"})
    assert told.deliveries == {"orders": {"2024-01-14": 6}}


def test_demand_minimum(plan: Planner) -> None:
    """A demand gets what it asks for at least, whatever comes before it.

    There are 10 pumps for two orders of 8. The first is more urgent and gets 8, the second 2; where the second is to
    have 5 at least, the first gets 5.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        stock: [{item: pump, site: depot, quantity: 10}]
        demands:
          first: {item: pump, site: depot, quantity: 8, due: 2024-01-21, priority: 1}
          second: {item: pump, site: depot, quantity: 8, due: 2024-01-21, priority: 2, minimum: 5}
    """
    told = plan()
    assert told.short == {"first": 3, "second": 3}

    told = plan({"minimum: 5": "minimum: 1"})
    assert told.short == {"first": 0, "second": 6}
