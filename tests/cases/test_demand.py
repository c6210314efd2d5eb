"""What is asked for: priorities, dates, least shipments, and the stock that should stay."""

from tests.cases.conftest import Planner


def test_priority_conflict(plan: Planner) -> None:
    """Where there is not enough, the lower priority number is served first, and the higher one starves.

    4 pumps a week, 6 in all. Both ask for 4 by the 7th: the army of priority 1 has all of them, the city of
    priority 2 gets 2 a week late and 2 never, which counts to the 28th: 2 · 7 + 2 · 21 = 56. With 8 a week
    and 8 in all both are served in time.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 4 per week, total: 6}
        demands:
          city: {item: pump, site: depot, quantity: 4, due: 2024-01-07, priority: 2}
          army: {item: pump, site: depot, quantity: 4, due: 2024-01-07, priority: 1}
    """
    told = plan()
    assert told.deliveries == {"army": {"2024-01-07": 4}, "city": {"2024-01-14": 2}}
    assert told.short == {"army": 0, "city": 2}
    assert told.late(1) == 0
    assert told.late(2) == 2 * 7 + 2 * 21

    told = plan({"4 per week, total: 6": "8 per week, total: 8"})
    assert told.deliveries == {"army": {"2024-01-07": 4}, "city": {"2024-01-07": 4}}
    assert told.late(2) == 0


def test_inquiry(plan: Planner) -> None:
    """An inquiry is noted, but nothing is planned for it, and it needs no quantity.

    Of 5 pumps the demand's 4 are delivered, and 1 is left for an inquiry of 3. Opened as a demand with the
    same date and priority, it has the fifth and is 2 short: 2 · 21 = 42.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, total: 5}
        demands:
          orders: {item: pump, site: depot, quantity: 4, due: 2024-01-07}
          others: {item: pump, site: depot, status: inquiry, due: 2024-01-07}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-07": 4}}
    assert told.short == {"orders": 0}

    told = plan({"status: inquiry": "quantity: 3"})
    assert told.deliveries == {"orders": {"2024-01-07": 4}, "others": {"2024-01-07": 1}}
    assert told.short == {"orders": 0, "others": 2}
    assert told.late() == 2 * 21


def test_stock_alone(plan: Planner) -> None:
    """A demand is served from stock where nothing is made, moved or bought at all.

    5 of 7 pumps lie there and are delivered on the 7th; 2 never come, which counts to the 28th: 2 · 21 = 42.
    With 7 in stock all are in time.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        stock: [{item: pump, site: depot, quantity: 5}]
        demands:
          orders: {item: pump, site: depot, quantity: 7, due: 2024-01-07}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-07": 5}}
    assert told.late() == 2 * 21

    told = plan({"site: depot, quantity: 5": "site: depot, quantity: 7"})
    assert told.deliveries == {"orders": {"2024-01-07": 7}}
    assert told.late() == 0


def test_a_higher_priority_is_worth_any_delay_below(plan: Planner) -> None:
    """A day's delay of one unit of priority 1 outweighs whatever it costs priority 2.

    The press makes one big part or ten small ones a week. Due on the 7th, the big part takes the first week,
    and ten small parts are a week late: 70. Turned round, the big part is 7 days late and the small ones are
    not.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {big: {}, small: {}}
        resources:
          press: {site: works, hours: 40 per week}
        operations:
          press-big: {site: works, makes: {big: 1}, time: {press: 40 h}, lead_time: 0 days}
          press-small: {site: works, makes: {small: 1}, time: {press: 4 h}, lead_time: 0 days}
        demands:
          one: {item: big, site: works, quantity: 1, due: 2024-01-07, priority: 1}
          many: {item: small, site: works, quantity: 10, due: 2024-01-07, priority: 2}
    """
    told = plan()
    assert told.deliveries == {"one": {"2024-01-07": 1}, "many": {"2024-01-14": 10}}
    assert (told.late(1), told.late(2)) == (0, 70)

    told = plan({"priority: 1": "priority: 3"})
    assert told.deliveries == {"one": {"2024-01-14": 1}, "many": {"2024-01-07": 10}}
    assert (told.late(2), told.late(3)) == (0, 7)


def test_oldest_demand_first(plan: Planner) -> None:
    """Among demands of one priority what there is goes to the oldest, by due date and then by id.

    3 pumps a week. Alpha and beta are both due on the 7th: 3 in time for alpha, its fourth and beta's 2 a
    week late: 21. If beta is due on the 14th only alpha's fourth is late: 7. If alpha is, nothing is late:
    beta has its 2 on the 7th, and the third pump waits for alpha.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 3 per week}
        demands:
          beta: {item: pump, site: depot, quantity: 2, due: 2024-01-07}
          alpha: {item: pump, site: depot, quantity: 4, due: 2024-01-07}
    """
    told = plan()
    assert told.deliveries == {
        "alpha": {"2024-01-07": 3, "2024-01-14": 1},
        "beta": {"2024-01-14": 2},
    }
    assert told.late() == 3 * 7

    told = plan({"quantity: 2, due: 2024-01-07": "quantity: 2, due: 2024-01-14"})
    assert told.deliveries == {
        "alpha": {"2024-01-07": 3, "2024-01-14": 1},
        "beta": {"2024-01-14": 2},
    }
    assert told.late() == 7

    told = plan({"quantity: 4, due: 2024-01-07": "quantity: 4, due: 2024-01-14"})
    assert told.deliveries == {"beta": {"2024-01-07": 2}, "alpha": {"2024-01-14": 4}}
    assert told.stock == {("pump", "depot"): {"2024-01-07": 1}}
    assert told.late() == 0


def test_max_lateness(plan: Planner) -> None:
    """What would come later than a demand allows is short, and counts as late to the plan's last day.

    4 pumps a week for 12 that are due on the 7th: 4 in time, 4 a week late, and the last 4, two weeks late,
    not any more: 4 · 7 + 4 · 21 = 112. 13 days allow no more than 7, for what counts on the 21st is 14 days
    late. 14 days allow it: 4 · 7 + 4 · 14 = 84.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 4 per week}
        demands:
          orders: {item: pump, site: depot, quantity: 12, due: 2024-01-07, max_lateness: 7 days}
    """
    for days in ("7 days", "13 days"):
        told = plan({"7 days": days})
        assert told.deliveries == {"orders": {"2024-01-07": 4, "2024-01-14": 4}}
        assert told.short == {"orders": 4}
        assert told.late() == 4 * 7 + 4 * 21 == 112

    told = plan({"7 days": "14 days"})
    assert told.deliveries == {"orders": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 4}}
    assert told.short == {"orders": 0}
    assert told.late() == 4 * 7 + 4 * 14 == 84


def test_least_shipment(plan: Planner) -> None:
    """A delivery is nothing, or at least the least shipment.

    3 pumps a week: 6 by the 14th, when 9 are due. With shipments of 4 or more 6 would leave 3, which is too
    few, so 5 go and 4 follow: 4 · 7 = 28. All at once on the 21st would be 63. With shipments of 3 it is 6
    and 3: 21.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 3 per week}
        demands:
          orders: {item: pump, site: depot, quantity: 9, due: 2024-01-14, min_shipment: 4}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-14": 5, "2024-01-21": 4}}
    assert told.late() == 4 * 7

    told = plan({"min_shipment: 4": "min_shipment: 3"})
    assert told.deliveries == {"orders": {"2024-01-14": 6, "2024-01-21": 3}}
    assert told.late() == 3 * 7


def test_least_shipment_of_the_last(plan: Planner) -> None:
    """A demand smaller than its least shipment is delivered whole.

    3 pumps at 2 a week, in shipments of 10: none on the 7th, all 3 on the 14th: 21. In shipments of 1: 2 on
    the 7th, 1 a week late.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 2 per week}
        demands:
          orders: {item: pump, site: depot, quantity: 3, due: 2024-01-07, min_shipment: 10}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-14": 3}}
    assert told.late() == 3 * 7

    told = plan({"min_shipment: 10": "min_shipment: 1"})
    assert told.deliveries == {"orders": {"2024-01-07": 2, "2024-01-14": 1}}
    assert told.late() == 7


def test_no_delivery_before_earliest(plan: Planner) -> None:
    """No delivery is made before the day from which a demand takes them.

    The pumps can be had from the first day on, and a promise wants one by the 7th. Deliveries are taken from
    Tuesday the 16th, and so in the week that ends on the 21st: the promise is 14 days late. Taken at any time
    it is kept.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, total: 5}
        demands:
          orders: {item: pump, site: depot, quantity: 5, due: 2024-01-28, earliest: 2024-01-16}
        commitments:
          first: {by: Minister, says: A pump by the 7th, due: 2024-01-07, measure: {delivered: pump}}
    """
    told = plan()
    assert min(told.deliveries["orders"]) == "2024-01-21"
    assert told.verdicts == {"first": ("late", "2024-01-21", 14)}
    assert told.earliest == {"first": "2024-01-16"}
    assert told.late() == 0

    told = plan({", earliest: 2024-01-16": ""})
    assert min(told.deliveries["orders"]) == "2024-01-07"
    assert told.verdicts == {"first": ("kept", "2024-01-07", 0)}


def test_earliest_in_the_week_of_the_due_date(plan: Planner) -> None:
    """No delivery is made before the earliest day, even if the due date falls into the same week.

    Pumps that are due on Wednesday the 10th are delivered on the 7th. Taken from Tuesday the 9th on, they can
    only be delivered in the week that ends on the 14th, 4 days late: 5 · 4 = 20.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, total: 5}
        demands:
          orders: {item: pump, site: depot, quantity: 5, due: 2024-01-10, earliest: 2024-01-09}
    """
    told = plan({", earliest: 2024-01-09": ""})
    assert told.deliveries == {"orders": {"2024-01-07": 5}}
    assert told.late() == 0

    told = plan()
    assert told.deliveries == {"orders": {"2024-01-14": 5}}
    assert told.late() == 5 * 4


def test_goods_wait_for_their_due_date(plan: Planner) -> None:
    """Where no promise counts them, deliveries are made from the last period that ends by the due date on.

    4 pumps a week, and 10 are due on Wednesday the 17th: what is there on the 14th is delivered then, 8
    pumps; the week of the due date ends on the 21st, 4 days late: 2 · 4 = 8. Where a promise measures them
    they go out as they come.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 4 per week}
        demands:
          orders: {item: pump, site: depot, quantity: 10, due: 2024-01-17}
        commitments:
          all: {by: Minister, says: Ten pumps, due: 2024-01-28}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-14": 8, "2024-01-21": 2}}
    assert told.stock == {("pump", "depot"): {"2024-01-07": 4}}
    assert told.late() == 2 * 4

    told = plan({"Ten pumps,": "Ten pumps, measure: {delivered: pump, quantity: 10},"})
    assert told.deliveries == {"orders": {"2024-01-07": 4, "2024-01-14": 4, "2024-01-21": 2}}
    assert told.stock == {}


def test_stock_minimum(plan: Planner) -> None:
    """A stock goes below its minimum for a demand's sake, and is filled up again whatever that costs.

    Of 5 pumps 2 should stay. 5 are asked for by the 7th and delivered: 2 are missing in the first and the
    second week, 2 · 14 = 28 quantity-days, until new ones may be bought, in the week to the 21st, 2 for 10
    each. If 3 are asked for, 2 stay and none is bought.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 7 per week, effective_start: 2024-01-15, price: 10}
        stock: [{item: pump, site: depot, quantity: 5, minimum: 2}]
        demands:
          orders: {item: pump, site: depot, quantity: 5, due: 2024-01-07}
    """
    told = plan()
    assert told.deliveries == {"orders": {"2024-01-07": 5}}
    assert told.purchases == {"pumps": {"2024-01-21": 2}}
    assert told.stock == {("pump", "depot"): {"2024-01-21": 2, "2024-01-28": 2}}
    assert told.late() == 0
    assert told.goals["stock below its minimum"] == 2 * 14
    assert told.goals["cost"] == 20

    told = plan({"quantity: 5, due": "quantity: 3, due"})
    assert told.purchases == {}
    assert told.goals["stock below its minimum"] == 0
    assert told.goals["cost"] == 0


def test_stock_minimum_before_there_can_be_any(plan: Planner) -> None:
    """A minimum is missing from the first day on, also while nothing can be there.

    Nothing lies at the depot, and pumps can be bought from 15 January on: 2 are missing for 14 days, 28.
    Where they can be bought from the 1st on they are there by the 7th, and nothing is missing.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {depot: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: depot, quantity: 7 per week, effective_start: 2024-01-15}
        stock: [{item: pump, site: depot, quantity: 0, minimum: 2}]
        demands:
          orders: {item: pump, site: depot, quantity: 3, due: 2024-01-28}
    """
    told = plan({"2024-01-15": "2024-01-01"})
    assert told.goals["stock below its minimum"] == 0

    told = plan()
    assert told.stock["pump", "depot"]["2024-01-21"] == 2
    assert told.goals["stock below its minimum"] == 2 * 14
