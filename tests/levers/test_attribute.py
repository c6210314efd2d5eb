"""What makes a plan differ from another: pairs whose outcomes and causes were worked out by hand."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from workshare.levers.attribute import causes
from workshare.model.figure import Text
from workshare.outcome.comparison import Comparison, DecisionKind, Entrant, Part
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Verdict
from workshare.planner.make import make_plan
from workshare.results.compare import compare
from workshare.work import alone

Planned = Callable[..., Plan]
SLOW = {"time: {line: 8 h}, lead_time: 7 days": "time: {line: 8 h}, lead_time: 28 days"}
HALF = {"line: {site: works, hours: 80 per week}": "line: {site: works, hours: 40 per week}"}
DEAR = {"lead_time: 7 days, cost: 1": "lead_time: 7 days, cost: 2"}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def compared(before: Plan, after: Plan) -> Comparison:
    """A pair side by side, with its causes."""
    pair = [Entrant(letter=x, title=Text(en=x), note=None, plan=p) for x, p in (("A", before), ("B", after))]
    return compare(pair, causes(before, after, "B", workers=alone))


def parts(found: Comparison) -> dict[str, tuple[Part, dt.date | None, dt.date | None]]:
    """For each bundle, by the end of its first path: its part, and the promise's date alone and without it."""
    paths = {c.bundle: c.difference.path[-1] for c in reversed(found.changes)}
    return {
        paths[c.bundle]: (c.part, c.alone.date if c.alone else None, c.without.date if c.without else None)
        for c in found.causes
    }


def test_two_causes_have_a_part_each(planned: Planned) -> None:
    """Slow and half as fast: each is tried alone and left out, and a third difference has no part in it.

    As it stands 10 pumps are at the hub on 21 January. With 28 days of lead time they are ready on 4 February and
    there on the 11th, 11 days late. With 40 h a week five are begun until 7 January and five until the 14th, so that
    the tenth is there on the 28th, in time. With both the tenth is ready on 11 February and there on the 18th.
    """
    found = compared(planned(), planned(SLOW | HALF | DEAR))
    [first] = found.promises
    before, after = first.accounts
    assert before is not None
    assert after is not None
    assert (before.verdict, before.date) == (Verdict.KEPT, day("2024-01-21"))
    assert (after.verdict, after.date, after.days_late) == (Verdict.LATE, day("2024-02-18"), 18)
    assert parts(found) == {
        "lead_time": (Part.SOME, day("2024-02-11"), day("2024-01-28")),
        "hours": (Part.SOME, day("2024-01-28"), day("2024-02-11")),
        "cost": (Part.NONE, day("2024-01-21"), day("2024-02-18")),
    }


def test_one_cause_does_all(planned: Planned) -> None:
    """Where another difference changes nothing, the one that does is all of it."""
    assert parts(compared(planned(), planned(SLOW | DEAR))) == {
        "lead_time": (Part.ALL, day("2024-02-11"), day("2024-01-21")),
        "cost": (Part.NONE, day("2024-01-21"), day("2024-02-11")),
    }


def test_a_single_difference_needs_no_trial(planned: Planned) -> None:
    """The only difference is the cause, without planning anything again."""
    tried: list[int] = []
    found = causes(planned(), planned(SLOW), "B", workers=alone, progress=lambda _, count: tried.append(count))
    assert [c.part for c in found] == [Part.ALL]
    assert tried == [0]


def test_nothing_is_asked_where_no_promise_differs(planned: Planned) -> None:
    """A difference that changes no promise has no causes to look for."""
    assert causes(planned(), planned(DEAR), "B", workers=alone) == []


def test_many_differences_are_not_separated(planned: Planned) -> None:
    """With more than six that can be told apart none is tried, and it says so of each."""
    more = {
        "quantity: 40": "quantity: 41",
        "family: pumps, cost: 100": "family: pumps, cost: 90",
        "seal: {cost: 5}": "seal: {cost: 4}",
        "total: 500": "total: 400",
        "price: 5": "price: 6",
        "until: 2024-12-30": "until: 2024-12-23",
    }
    found = causes(planned(), planned(SLOW | more), "B", workers=alone)
    assert [c.part for c in found] == [Part.UNKNOWN] * 7


def test_the_day_of_planning_is_an_input_too(planned: Planned) -> None:
    """A plan as of another day differs in that, and it is a cause like any other.

    As of 22 January the first run begins in the week to the 28th, and is at the hub on 11 February.
    """
    before = planned()
    after = make_plan(before.programme, as_of=day("2024-01-22"), outlook=False)
    assert parts(compared(before, after)) == {"as_of": (Part.ALL, day("2024-02-11"), day("2024-01-21"))}


def test_decisions_money_and_curves_stand_side_by_side(planned: Planned) -> None:
    """50 pumps instead of 40, and each shipment at 2 instead of 1: 200 and 250 for seals, 40 and 100 on the road."""
    found = compared(planned(), planned({"quantity: 40": "quantity: 50"} | DEAR))
    amounts = {d.kind: [c and round(c.quantity, 6) for c in d.choices] for d in found.decisions}
    made = {DecisionKind.PRODUCTION, DecisionKind.PURCHASE, DecisionKind.SHIPMENT}
    assert amounts == {kind: [40, 50] for kind in made}
    assert {(a.table, a.key): tuple(round(t, 4) for t in a.totals) for a in found.amounts} == {
        ("runs", ""): (0, 0),
        ("shipments", ""): (40, 100),
        ("shipments", "road"): (40, 100),
        ("purchases", ""): (200, 250),
        ("purchases", "seals"): (200, 250),
    }
    [curve] = found.curves
    assert (curve.item, [round(total[-1][1], 6) for total in curve.totals]) == ("pump", [40, 50])
    [order] = found.needs
    assert [a and a.asked for a in order.accounts] == [40, 50]
    countries = {(s.family, s.country): [round(v, 6) for v in s.values] for s in found.shares}
    assert countries == {("", "PL"): [200, 250], ("pumps", "UA"): [3800, 4750]}, "a pump of 100 from a seal of 5"


def test_a_promise_of_one_side_only(planned: Planned) -> None:
    """What one programme does not promise stands as nothing beside the other's account."""
    before = planned()
    after = make_plan(replace(before.programme, commitments=()), outlook=False)
    [promise] = compared(before, after).promises
    assert promise.accounts[1] is None
    assert promise.differs
