"""Plans that go on from what has happened."""

import pytest
from tests.cases.conftest import Planner, near

from workshare.planner.conflict import Impossible


def test_half_delivered_order(plan: Planner) -> None:
    """What was delivered counts on its own day, and only the rest is planned.

    Of 10 pumps due on 7 January, 4 were handed over on the 5th, in time, and 2 on the 9th, 2 days late. Planned on
    the 15th, the other 4 come at the rate of 2 a week: 2 by the 21st, 14 days late, and 2 by the 28th, 21 days late:
    2 · 2 + 2 · 14 + 2 · 21 = 74. Without a record all 10 are still to come, 2 a week from the 21st on: 2 · (14 + 21 +
    28 + 35 + 42) = 280.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: hub, quantity: 2 per week}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-07}
        actuals:
          - {what: received, date: 2024-01-04, supply: pumps, quantity: 4}
          - {what: delivered, date: 2024-01-05, demand: orders, quantity: 4}
          - {what: received, date: 2024-01-09, supply: pumps, quantity: 2}
          - {what: delivered, date: 2024-01-09, demand: orders, quantity: 2}
    """
    told = plan(as_of="2024-01-15")
    assert told.deliveries == {"orders": {"2024-01-05": 4, "2024-01-09": 2, "2024-01-21": 2, "2024-01-28": 2}}
    assert told.purchases == {"pumps": {"2024-01-04": 4, "2024-01-09": 2, "2024-01-21": 2, "2024-01-28": 2}}
    assert told.late() == 2 * 2 + 2 * 14 + 2 * 21 == 74
    (account,) = told.plan.demands
    assert (account.on_time, account.late) == (near(4), near(6))
    assert (str(account.first), str(account.last)) == ("2024-01-05", "2024-01-28")

    told = plan({"date: 2024-01-04": "date: 2024-01-15", "date: 2024-01-05": "date: 2024-01-15",
                 "date: 2024-01-09, supply": "date: 2024-01-16, supply",
                 "date: 2024-01-09, demand": "date: 2024-01-16, demand"}, as_of="2024-01-15")  # fmt: skip
    assert told.late() == 2 * (14 + 21 + 28 + 35 + 42) == 280


def test_runs_under_way(plan: Planner) -> None:
    """Runs that were begun bring their output when their lead time is over, to the day; their inputs are spent.

    3 pumps were begun on 3 January out of 5 motors; after 10 days they are there on the 13th, in the week that ends
    on the 14th. Planned on the 8th, 2 motors are left: 2 more pumps begun by the 14th come by the 28th (the 24th).
    Of 5 pumps due on the 14th, 3 are in time and 2 are 14 days late. 5 begun on the 3rd leave nothing late. On the
    15th, when the 3 are out already, they stand there on the 13th.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {motor: {}, pump: {}}
        stock: [{item: motor, site: works, quantity: 5}]
        operations:
          build: {site: works, uses: {motor: 1}, makes: {pump: 1}, lead_time: 10 days, cost: 100}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
        actuals:
          - {what: produced, date: 2024-01-03, operation: build, quantity: 3}
    """
    told = plan(as_of="2024-01-08")
    assert told.runs == {"build": {"2024-01-03": 3, "2024-01-14": 2}}
    assert told.outputs == {"pump": {"2024-01-14": 3, "2024-01-28": 2}}
    assert told.deliveries == {"orders": {"2024-01-14": 3, "2024-01-28": 2}}
    assert told.late() == 2 * 14
    assert told.stock["motor", "works"] == {"2024-01-07": 2}
    assert told.goals["cost"] == 500

    assert plan({"quantity: 3}": "quantity: 5}"}, as_of="2024-01-08").late() == 0

    told = plan(as_of="2024-01-15")
    assert told.outputs == {"pump": {"2024-01-13": 3, "2024-02-04": 2}}
    assert told.stock["pump", "works"] == {"2024-01-14": 3}
    assert told.deliveries == {"orders": {"2024-01-21": 3, "2024-02-04": 2}}
    assert told.late() == 3 * 7 + 2 * 21


def test_unfinished_units_wait(plan: Planner) -> None:
    """Of an item that counts in whole units only whole runs have come out; the rest waits to be made whole.

    2.5 runs were begun on 2 January and are through on the 7th: 2 pumps are out, half a one waits. The other half is
    begun by the 14th, so that a third pump comes by the 21st (the 19th), 7 days late. Had all 3 been begun, the third
    would be out.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {discrete: true}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 5 days}
        demands:
          orders: {item: pump, site: works, quantity: 3, due: 2024-01-14}
        actuals:
          - {what: produced, date: 2024-01-02, operation: build, quantity: 2.5}
    """
    told = plan(as_of="2024-01-08")
    assert told.runs == {"build": {"2024-01-02": 2.5, "2024-01-14": 0.5}}
    assert told.outputs == {"pump": {"2024-01-07": 2, "2024-01-21": 1}}
    assert told.deliveries == {"orders": {"2024-01-14": 2, "2024-01-21": 1}}
    assert told.late() == 7

    told = plan({"quantity: 2.5": "quantity: 3"}, as_of="2024-01-08")
    assert told.outputs == {"pump": {"2024-01-07": 3}}
    assert told.late() == 0


def test_goods_on_the_way(plan: Planner) -> None:
    """A shipment that left arrives when its lane's lead time is over, and is not sent again.

    4 pumps left the works on 5 January and arrive after 14 days on the 19th, in the week that ends on the 21st, the
    day on which they are due. Planned on the 8th nothing more needs to leave. Had only 1 left, the other 3 would leave
    by the 14th and arrive on the 28th, 7 days late.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}, hub: {country: UA}}
        items: {pump: {}}
        stock: [{item: pump, site: works, quantity: 6}]
        lanes:
          road: {origin: works, destination: hub, lead_time: 14 days}
        demands:
          orders: {item: pump, site: hub, quantity: 4, due: 2024-01-21}
        actuals:
          - {what: shipped, date: 2024-01-05, lane: road, item: pump, origin: works, destination: hub, quantity: 4}
    """
    told = plan(as_of="2024-01-08")
    assert told.shipments == {("road", "pump"): {"2024-01-05": 4}}
    assert [str(row.arrives) for row in told.plan.shipments] == ["2024-01-19"]
    assert told.deliveries == {"orders": {"2024-01-21": 4}}
    assert told.late() == 0

    told = plan({"hub, quantity: 4}": "hub, quantity: 1}"}, as_of="2024-01-08")
    assert told.shipments == {("road", "pump"): {"2024-01-05": 1, "2024-01-14": 3}}
    assert told.late() == 3 * 7


def test_commitment_half_met(plan: Planner) -> None:
    """What was delivered counts towards a promise on its own day; a promise that is met cannot be missed any more.

    5 pumps were promised by 10 January. 2 were handed over on the 4th and 3 on the 12th, a Friday: met on that day, 2
    days late, though the week ends on the 14th. Of 2 and 1 the promise lacks 2, which come by the 21st, 11 days late.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        stock: [{item: pump, site: hub, quantity: 5}]
        demands:
          orders: {item: pump, site: hub, quantity: 9, due: 2024-02-25}
        commitments:
          first: {by: Minister, says: Five pumps, due: 2024-01-10, measure: {delivered: pump, quantity: 5}}
        actuals:
          - {what: delivered, date: 2024-01-04, demand: orders, quantity: 2}
          - {what: delivered, date: 2024-01-12, demand: orders, quantity: 3}
    """
    told = plan(as_of="2024-01-15")
    assert told.verdicts == {"first": ("late", "2024-01-12", 2)}
    assert told.counted == {"first": (2, 5)}
    assert told.earliest == {"first": "2024-01-04"}
    assert told.goals["commitment first"] == 2

    told = plan({"demand: orders, quantity: 3": "demand: orders, quantity: 1"}, as_of="2024-01-15")
    assert told.verdicts == {"first": ("late", "2024-01-21", 11)}
    assert told.counted == {"first": (2, 5)}
    assert told.goals["commitment first"] == 11


def test_activity_under_way(plan: Planner) -> None:
    """An activity that was begun is done when its days are over, and does not begin anew; late, it may be done at once.

    The training of 14 days began on 3 January: done on the 17th, when the gate opens. What comes in that week counts
    on the 21st. Planned on the 10th without its start it would take from then to the 24th, and begun on 20 December
    it should have been done on the 3rd: it is on the day of the plan.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps: {item: pump, site: hub, total: 5, needs: trained}
        activities:
          law: {days: 30}
          training: {days: 14, after: [law], started: 2024-01-03}
        gates:
          trained: {needs: training}
        demands:
          orders: {item: pump, site: hub, quantity: 5, due: 2024-01-14}
    """
    told = plan(as_of="2024-01-10")
    assert told.steps == {"law": ("2024-01-10", "2024-02-09"), "training": ("2024-01-03", "2024-01-17")}
    assert told.gates == {"trained": "2024-01-17"}
    assert told.deliveries == {"orders": {"2024-01-21": 5}}

    told = plan({", after: [law], started: 2024-01-03": ""}, as_of="2024-01-10")
    assert told.gates == {"trained": "2024-01-24"}

    told = plan({"started: 2024-01-03": "started: 2023-12-20"}, as_of="2024-01-10")
    assert told.steps["training"] == ("2023-12-20", "2024-01-10")


def test_supply_total_partly_taken(plan: Planner) -> None:
    """What was received is gone from a supply's total.

    Of a gift of 8, 5 were received and handed over; 3 are left for an order of 10, and 2 are never delivered. With a
    gift of 12 nothing is short.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          gift: {item: pump, site: hub, total: 8}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-28}
        actuals:
          - {what: received, date: 2024-01-02, supply: gift, quantity: 5}
          - {what: delivered, date: 2024-01-03, demand: orders, quantity: 5}
    """
    told = plan(as_of="2024-01-08")
    assert told.purchases["gift"]["2024-01-02"] == 5
    assert sum(row.quantity for row in told.plan.purchases) == near(8)
    assert told.short == {"orders": 2}

    assert plan({"total: 8": "total: 12"}, as_of="2024-01-08").short == {"orders": 0}


def test_fund_partly_spent(plan: Planner) -> None:
    """What was paid for what happened is gone from the fund; an instalment that falls due later is still to be paid.

    A pump costs 100, half on arrival and half 14 days later. 4 were received on 2 January: 200 were paid on that day,
    and 200 fall due on the 16th. Of 1000 the fund has 600 left for 6 more of an order of 12: 2 are never delivered.
    With 1200 it pays for all.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          pumps:
            {item: pump, site: hub, total: 50, price: 100, payments: [{share: 0.5}, {share: 0.5, days: 14}]}
        funds:
          state: {amount: 1000}
        demands:
          orders: {item: pump, site: hub, quantity: 12, due: 2024-01-28}
        actuals:
          - {what: received, date: 2024-01-02, supply: pumps, quantity: 4}
    """
    told = plan(as_of="2024-01-08")
    assert told.short == {"orders": 2}
    paid = {(row.fund, str(row.date)): row.amount for row in told.plan.payments}
    assert paid["state", "2024-01-02"] == near(200)
    assert paid["state", "2024-01-21"] >= 200
    cash = {str(row.date): (near(row.spent), near(row.left)) for row in told.plan.cash}
    assert cash["2024-01-07"] == (200, 800)
    assert cash["2024-02-25"] == (1000, 0)
    assert told.goals["cost"] == 1000

    assert plan({"amount: 1000": "amount: 1200"}, as_of="2024-01-08").short == {"orders": 0}


def test_licence_partly_drawn(plan: Planner) -> None:
    """What ran under a licence is gone from its cap, under the only one that covers it or the one that is named.

    6 of the 8 that the licence allows were built; 2 more may be, so that 2 of an order of 10 are never delivered. If
    another licence without cap covers the works too and is named for them, all 8 of the first are left.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: [data]}
        gates: {data: {}}
        licences:
          first: {gates: [data], sites: [works], quantity: 8}
        demands:
          orders: {item: pump, site: works, quantity: 10, due: 2024-01-28}
        actuals:
          - {what: produced, date: 2024-01-02, operation: build, quantity: 6}
    """
    told = plan(as_of="2024-01-08")
    assert told.short == {"orders": 2}
    assert next(row.licence for row in told.plan.production) == "first"
    assert max(row.drawn for row in told.plan.licences) == near(8)

    other = {"quantity: 8}": "quantity: 8}\n  old: {gates: [data], sites: [works], effective_end: 2024-01-05}"}
    told = plan({**other, "build, quantity: 6": "build, licences: [old], quantity: 6"}, as_of="2024-01-08")
    assert told.short == {"orders": 0}
    assert max(row.drawn for row in told.plan.licences if row.licence == "first") == near(4)


def test_hours_that_were_worked(plan: Planner) -> None:
    """What was worked is told, whatever there was to work with; what is planned keeps to what is left of the period.

    The lathe has 40 hours a week, 4 pumps. 6 were begun in the first week, 60 hours by the record. Planned on
    Wednesday the 10th, 5 of the second week's 7 days are left: 40 · 5/7 hours, 20/7 pumps; the rest of 12 comes in the
    third week: 12 - 6 - 20/7 = 22/7, 7 days late.

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
          orders: {item: pump, site: works, quantity: 12, due: 2024-01-14}
        actuals:
          - {what: produced, date: 2024-01-05, operation: build, quantity: 6}
    """
    told = plan(as_of="2024-01-10")
    assert told.hours["lathe"] == {"2024-01-07": 60, "2024-01-14": 200 / 7, "2024-01-21": 220 / 7, "2024-01-28": 0}
    assert told.late() == near(7 * 22 / 7)

    assert plan({"quantity: 6": "quantity: 10"}, as_of="2024-01-10").late() == 0


def test_served_with_another_item(plan: Planner) -> None:
    """What was handed over instead of what was asked for counts, and stands among the substitutions.

    3 of 5 seals were of the old kind. 2 are still to come; with 2 only, 3 are.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {seal: {}, old: {}}
        substitutes: [{item: old, instead_of: seal}]
        stock: [{item: old, site: hub, quantity: 3}, {item: seal, site: hub, quantity: 9}]
        demands:
          orders: {item: seal, site: hub, quantity: 5, due: 2024-01-14}
        actuals:
          - {what: delivered, date: 2024-01-02, demand: orders, item: old, quantity: 3}
    """
    told = plan(as_of="2024-01-08")
    assert told.swaps == {"old": {"2024-01-02": 3}}
    assert told.deliveries == {"orders": {"2024-01-02": 3, "2024-01-14": 2}}
    assert ("old", "hub") not in told.stock

    told = plan({"orders, item: old, quantity: 3": "orders, item: old, quantity: 2"}, as_of="2024-01-08")
    assert told.deliveries == {"orders": {"2024-01-02": 2, "2024-01-14": 3}}


def test_minimums_count_what_was_delivered(plan: Planner) -> None:
    """What was delivered counts towards the minimum of a demand and of a rule.

    Of 5 pumps in all, 2 were handed over; 3 are left, and 5 at least are asked for by both. 6 cannot be met.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {cost: 10}}
        supplies:
          pumps: {item: pump, site: hub, total: 5}
        demands:
          orders: {item: pump, site: hub, quantity: 10, minimum: 5, due: 2024-01-14}
        rules:
          one: {kind: single-site, item: pump, share: 1, minimum: 5}
        actuals:
          - {what: received, date: 2024-01-02, supply: pumps, quantity: 2}
          - {what: delivered, date: 2024-01-03, demand: orders, quantity: 2}
    """
    told = plan(as_of="2024-01-08")
    assert told.deliveries == {"orders": {"2024-01-03": 2, "2024-01-14": 3}}
    with pytest.raises(Impossible):
        plan({"quantity: 10, minimum: 5": "quantity: 10, minimum: 6"}, as_of="2024-01-08")
    with pytest.raises(Impossible):
        plan({"share: 1, minimum: 5": "share: 1, minimum: 6"}, as_of="2024-01-08")


def test_yield_of_runs_under_way(plan: Planner) -> None:
    """Of runs that were begun only the accepted share comes out.

    10 runs begun on 2 January at a yield of 0.8 give 8 pumps on the 9th; an order of 10 lacks 2, for which 2.5 runs
    are begun by the 14th. At 0.5 they give 5, and 10 more are begun.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 7 days, yield_share: 0.8}
        demands:
          orders: {item: pump, site: works, quantity: 10, due: 2024-01-21}
        actuals:
          - {what: produced, date: 2024-01-02, operation: build, quantity: 10}
    """
    told = plan(as_of="2024-01-10")
    assert told.runs == {"build": {"2024-01-02": 10, "2024-01-14": 2.5}}
    assert told.outputs == {"pump": {"2024-01-09": 8, "2024-01-21": 2}}

    told = plan({"yield_share: 0.8": "yield_share: 0.5"}, as_of="2024-01-10")
    assert told.runs == {"build": {"2024-01-02": 10, "2024-01-14": 10}}
