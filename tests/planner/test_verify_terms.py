"""What the verifier says of money, licences, investments and decided activities, kept and broken."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.planner import by_hand
from tests.planner.test_verify import DAY, held_against, rules, with_rows

from workshare.model.figure import Figure, plain
from workshare.model.money import Payment as Part
from workshare.model.money import PaysFor, Rate
from workshare.model.project import Counts, Mode, Ramp
from workshare.outcome.plan import Plan
from workshare.outcome.rows import GoalValue, Opening, Step
from workshare.outcome.terms import Payment
from workshare.planner.verify import Rule, verify
from workshare.planner.verify.instalments import Money
from workshare.units import Per

CRASH = {"crash": Mode(days=plain(7), cost=plain(250))}
EUR = plain


def usd(value: float) -> Figure:
    """So many dollars."""
    return Figure(value=value, unit="USD")


def weekly(hours: float) -> Figure:
    """So many hours per week."""
    return Figure(value=hours, per=Per.WEEK)


def test_the_plan_by_hand_is_sound() -> None:
    """The plan that was worked out by hand follows from its programme."""
    assert verify(by_hand.plan()) == []


# ---------------------------------------------------------------- another programme

STRICTER = [
    ("activities", "vote", {"modes": {}}, Rule.ACTIVITIES),
    ("activities", "vote", {"modes": {"crash": Mode(days=plain(8), cost=plain(250))}}, Rule.ACTIVITIES),
    ("activities", "vote", {"modes": {"crash": Mode(days=plain(7), cost=plain(240))}}, Rule.ACTIVITIES),
    ("activities", "vote", {"modes": {"crash": Mode(days=plain(7), cost=plain(240))}}, Rule.PAYMENTS),
    ("activities", "vote", {"modes": {"crash": Mode(days=plain(7), cost=usd(250))}}, Rule.PAYMENTS),
    ("activities", "vote", {"not_before": DAY("2024-01-04")}, Rule.ACTIVITIES),
    ("activities", "vote", {"after": ("audit",)}, Rule.ACTIVITIES),
    ("activities", "vote", {"done": DAY("2024-01-08")}, Rule.ACTIVITIES),
    ("activities", "vote", {"country": "PL"}, Rule.PAYMENTS),
    ("activities", "vote", {"payments": (Part(share=plain(1), days=7),)}, Rule.PAYMENTS),
    ("activities", "train", {"optional": False}, Rule.GOALS),
    ("activities", "train", {"optional": False, "cost": None, "after": (), "days": plain(7)}, Rule.ACTIVITIES),
    ("gates", "released", {"needs": ("audit", "train")}, Rule.GATES),
    ("gates", "released", {"needs": ("train",)}, Rule.PRODUCTION),
    ("gates", "export", {"needs": ("train",)}, Rule.PURCHASES),
    ("gates", "export", {"needs": ("train",)}, Rule.SHIPMENTS),
    ("gates", "trained", {"needs": ("vote",)}, Rule.GATES),
    ("commitments", "voted", {"due": DAY("2024-01-14")}, Rule.GOALS),
    ("licences", "tdp", {"sites": ()}, Rule.LICENCES),
    ("licences", "tdp", {"sites": ("plant",)}, Rule.LICENCES),
    ("licences", "tdp", {"gates": ("signed",)}, Rule.LICENCES),
    ("licences", "tdp-2", {"parties": ("PL",)}, Rule.LICENCES),
    ("licences", "out", {"parties": ("UA",)}, Rule.LICENCES),
    ("licences", "out", {"parties": ("PL",)}, Rule.LICENCES),
    ("licences", "tdp", {"effective_end": DAY("2024-02-04")}, Rule.PRODUCTION),
    ("licences", "tdp", {"effective_start": DAY("2024-01-25")}, Rule.PRODUCTION),
    ("licences", "tdp", {"effective_start": DAY("2024-01-22")}, Rule.SHIPMENTS),
    ("licences", "tdp", {"needs": ("train",)}, Rule.PRODUCTION),
    ("licences", "tdp", {"counts": Counts.COMPLETION, "effective_end": DAY("2024-02-05")}, Rule.PRODUCTION),
    ("licences", "tdp-2", {"counts": Counts.START}, Rule.PRODUCTION),
    ("licences", "out", {"effective_end": DAY("2024-01-15")}, Rule.PURCHASES),
    ("licences", "out", {"effective_start": DAY("2024-01-18")}, Rule.PURCHASES),
    ("licences", "tdp", {"quantity": plain(13)}, Rule.LICENCE_LIMIT),
    ("licences", "tdp", {"drawn": plain(11)}, Rule.LICENCE_LIMIT),
    ("licences", "tdp", {"drawn": plain(5)}, Rule.LICENCES),
    ("licences", "tdp-2", {"value": plain(799)}, Rule.LICENCE_LIMIT),
    ("items", "kit", {"cost": plain(90)}, Rule.LICENCES),
    ("operations", "build", {"needs": ("signed",)}, Rule.LICENCES),
    ("operations", "build", {"needs": ("released", "export")}, Rule.LICENCES),
    ("lanes", "road", {"needs": ("released", "export")}, Rule.LICENCES),
    ("investments", "second", {"at_most": 0}, Rule.INVESTMENTS),
    ("investments", "second", {"days": plain(11)}, Rule.INVESTMENTS),
    ("investments", "second", {"after": ("train",)}, Rule.INVESTMENTS),
    ("investments", "second", {"not_before": DAY("2024-01-27")}, Rule.INVESTMENTS),
    ("investments", "second", {"cost": usd(210)}, Rule.INVESTMENTS),
    ("investments", "second", {"payments": ()}, Rule.INVESTMENTS),
    ("investments", "second", {"payments": ()}, Rule.PAYMENTS),
    ("investments", "second", {"country": "UA"}, Rule.PAYMENTS),
    ("investments", "second", {"hours": weekly(9)}, Rule.CAPACITY),
    ("investments", "second", {"hours": weekly(22)}, Rule.RESOURCES),
    ("investments", "second", {"ramp": ()}, Rule.RESOURCES),
    ("investments", "second", {"ramp": (Ramp(weeks=1, share=plain(0.2)),)}, Rule.CAPACITY),
    ("currencies", "USD", {"rates": (Rate(rate=plain(0.9)),)}, Rule.PRODUCTION),
    ("currencies", "USD", {"rates": (Rate(rate=plain(0.9)),)}, Rule.INVESTMENTS),
    ("currencies", "USD", {"rates": (Rate(rate=plain(0.9)),)}, Rule.CASH),
    ("operations", "build", {"cost": EUR(30)}, Rule.PRODUCTION),
    ("operations", "build", {"payments": ()}, Rule.PAYMENTS),
    ("supplies", "parts", {"payments": (Part(share=plain(1), days=1),)}, Rule.PAYMENTS),
    ("items", "kit", {"family": "sets"}, Rule.PAYMENTS),
    ("funds", "state", {"amount": plain(287)}, Rule.FUNDS),
    ("funds", "state", {"amount": plain(310)}, Rule.CASH),
    ("funds", "state", {"pays_for": PaysFor(partners=("PL",))}, Rule.FUNDS),
    ("funds", "state", {"pays_for": PaysFor(activities=("vote",))}, Rule.FUNDS),
    ("funds", "state", {"pays_for": PaysFor(families=("kits",))}, Rule.FUNDS),
    ("funds", "state", {"effective_start": DAY("2024-01-08")}, Rule.FUNDS),
    ("funds", "state", {"effective_end": DAY("2024-02-24")}, Rule.FUNDS),
    ("funds", "state", {"needs": ("export",)}, Rule.FUNDS),
    ("funds", "state", {"needs": ("trained",)}, Rule.FUNDS),
    ("funds", "state", {"amount": None}, Rule.CASH),
    ("funds", "grant", {"amount": plain(94)}, Rule.FUNDS),
    ("funds", "grant", {"currency": None}, Rule.CASH),
    ("funds", "grant", {"pays_for": PaysFor(sites=("plant",))}, Rule.FUNDS),
    ("funds", "own", {"pays_for": PaysFor(supplies=("parts",))}, Rule.FUNDS),
    ("funds", "own", {"pays_for": PaysFor(investments=("second",))}, Rule.FUNDS),
    ("funds", "own", {"effective_end": DAY("2024-01-27")}, Rule.FUNDS),
]
"""What the programme says instead, and a rule that the plan then breaks."""


@pytest.mark.parametrize(("table", "entry", "changes", "rule"), STRICTER)
def test_held_against_another_programme(table: str, entry: str, changes: Mapping[str, Any], rule: Rule) -> None:
    """The plan breaks a rule once its programme says otherwise."""
    assert rule in rules(held_against(by_hand.plan(), table, entry, changes))


LOOSER = [
    ("activities", "vote", {"not_before": DAY("2024-01-03")}),
    ("activities", "vote", {"modes": {**CRASH, "slow": Mode(days=plain(30))}}),
    ("activities", "train", {"cost": None}),
    ("licences", "tdp", {"parties": ("UA",), "sites": ()}),
    ("licences", "tdp", {"effective_start": DAY("2024-01-16"), "needs": ()}),
    ("licences", "tdp", {"effective_end": DAY("2024-02-09")}),
    ("licences", "tdp-2", {"value": plain(800)}),
    ("licences", "out", {"effective_start": DAY("2024-01-17"), "effective_end": DAY("2024-01-21")}),
    ("investments", "second", {"at_most": 1}),
    ("investments", "second", {"not_before": DAY("2024-01-26"), "after": ()}),
    ("funds", "state", {"effective_start": DAY("2024-01-07"), "effective_end": DAY("2024-02-25")}),
    ("funds", "state", {"needs": ("signed",)}),
    ("funds", "own", {"pays_for": PaysFor()}),
    ("funds", "own", {"pays_for": PaysFor(partners=("PL",), sites=("plant", "works"))}),
]
"""What the programme may say instead, so that the plan keeps every rule."""


@pytest.mark.parametrize(("table", "entry", "changes"), LOOSER)
def test_sound_under_another_programme(table: str, entry: str, changes: Mapping[str, Any]) -> None:
    """The plan keeps every rule where its programme allows the same in other words."""
    assert verify(held_against(by_hand.plan(), table, entry, changes)) == []


# ---------------------------------------------------------------- other rows


def altered(table: str, number: int, **changes: Any) -> Plan:
    """The plan with one row of a table changed."""
    plan = by_hand.plan()
    rows = list(getattr(plan.flows if hasattr(plan.flows, table) else plan, table))
    rows[number] = dataclasses.replace(rows[number], **changes)
    return with_rows(plan, table, rows)


def test_a_fund_pays_what_another_does_not() -> None:
    """Two funds may share a bill, if the money of both is enough."""
    plan = by_hand.plan()
    share = {"state": 2.4, "grant": 3.6}
    rows = [row for row in plan.payments if row.purpose != "lane"]
    road = next(row for row in plan.payments if row.purpose == "lane")
    rows += [dataclasses.replace(road, fund=fund, amount=amount) for fund, amount in share.items()]
    assert rules(with_rows(plan, "payments", rows)) == {Rule.CASH}
    more = {"state": -3.6, "grant": 4.0}
    cash = [
        dataclasses.replace(row, spent=row.spent + more[row.fund], left=row.left - (more[row.fund] if row.left else 0))
        if row.period > 1
        else row
        for row in plan.cash
    ]
    assert verify(with_rows(with_rows(plan, "payments", rows), "cash", cash)) == []


def test_without_funds_nobody_is_named() -> None:
    """Where a programme has no funds its payments name none, and there is no cash."""
    plan = by_hand.plan()
    plan = dataclasses.replace(plan, programme=dataclasses.replace(plan.programme, funds=()))
    assert {Rule.FUNDS, Rule.CASH} <= rules(plan)
    plan = with_rows(plan, "payments", [dataclasses.replace(row, fund="") for row in plan.payments])
    assert verify(with_rows(plan, "cash", [])) == []
    assert rules(with_rows(plan, "cash", [])) | {Rule.PAYMENTS} == rules(
        with_rows(with_rows(plan, "cash", []), "payments", list(plan.payments)[1:])
    )


def test_a_second_investment() -> None:
    """An investment is made as often as it may be, each time under its number."""
    plan = by_hand.plan()
    first = plan.investments[0]
    for number, broken in ((2, False), (1, True), (3, True)):
        rows = [first, dataclasses.replace(first, number=number)]
        assert (Rule.INVESTMENTS in rules(with_rows(plan, "investments", rows))) == broken
    early = dataclasses.replace(first, decided=DAY("2024-01-09"), ready=DAY("2024-01-19"))
    assert Rule.INVESTMENTS in rules(with_rows(plan, "investments", [early]))
    late = dataclasses.replace(first, decided=DAY("2024-02-26"), ready=DAY("2024-03-07"))
    assert Rule.INVESTMENTS in rules(with_rows(plan, "investments", [late]))
    other = dataclasses.replace(first, investment="third")
    assert Rule.INVESTMENTS in rules(with_rows(plan, "investments", [other]))


def test_runs_without_licence() -> None:
    """Nothing runs behind a licensed gate without licence, nor under one that is not for it."""
    for licence in ("", "out", "tdp; tdp-2", "none such"):
        assert Rule.LICENCES in rules(altered("production", 0, licence=licence))
    for licence in ("", "out", "tdp; out", "out; out"):
        assert Rule.LICENCES in rules(altered("shipments", 0, licence=licence))
    assert Rule.LICENCES in rules(altered("purchases", 0, licence="tdp"))


def test_nothing_runs_behind_a_gate_of_other_licences() -> None:
    """Where no licence of a gate covers the site, nothing runs, with or without one."""
    plan = held_against(by_hand.plan(), "licences", "out", {"sites": ("works",), "parties": ()})
    for licence in ("", "out"):
        rows = [dataclasses.replace(row, licence=licence) for row in plan.purchases]
        assert Rule.LICENCES in rules(with_rows(plan, "purchases", rows))


def test_payments_that_are_none() -> None:
    """A payment is a number above nothing, in a period, for what costs money."""
    for changes in ({"period": -1}, {"period": 8}, {"amount": float("inf")}, {"amount": 0.0}, {"amount": -250.0}):
        assert Rule.PAYMENTS in rules(altered("payments", 0, **changes))
    plan = by_hand.plan()
    more = dataclasses.replace(plan.payments[0], id="audit", amount=1e-9)
    assert Rule.PAYMENTS in rules(with_rows(plan, "payments", [*plan.payments, more]))


def test_rows_of_nothing_are_reported_and_not_raised() -> None:
    """Rows that speak of nothing there is are faults like any other."""
    assert Rule.CASH in rules(altered("cash", 0, fund="none such"))
    assert Rule.CASH in rules(altered("cash", 0, period=99))
    assert Rule.CASH in rules(altered("cash", 0, left=float("inf")))
    assert Rule.LICENCES in rules(altered("licences", 0, licence="none such"))
    assert Rule.LICENCES in rules(altered("licences", 0, period=-1))
    assert Rule.ACTIVITIES in rules(altered("activities", 1, mode="none such"))
    assert Rule.ACTIVITIES in rules(altered("activities", 1, start=DAY("9999-12-31"), finish=DAY("9999-12-31")))
    plan = by_hand.plan()
    twice = [*plan.activities, dataclasses.replace(plan.activities[1], mode="none such")]
    assert Rule.ACTIVITIES in rules(with_rows(plan, "activities", twice))


def test_rate_of_a_supply_under_two_licences() -> None:
    """What arrives under each licence fits into its days, and all of it into the days of both."""
    plan = by_hand.plan()
    out = next(row for row in plan.programme.licences if row.id == "out")
    short = dataclasses.replace(out, id="short", effective_end=DAY("2024-01-18"))
    licences = (*plan.programme.licences, short)
    plan = dataclasses.replace(plan, programme=dataclasses.replace(plan.programme, licences=licences))

    def limited(**quantities: float) -> bool:
        rows = [dataclasses.replace(plan.purchases[0], licence=name, quantity=n) for name, n in quantities.items()]
        return Rule.SUPPLY_LIMIT in rules(with_rows(plan, "purchases", rows))

    assert not limited(out=10)  # 14 per week over days 16 to 20
    assert limited(out=10.1)
    assert not limited(short=4)  # days 16 and 17
    assert limited(short=4.1)
    assert not limited(short=4, out=6)
    assert limited(short=4, out=6.1)


# ---------------------------------------------------------------- decided activities

STEPS = """\
format: 1
programme: Three steps
start: 2024-01-01
until: 2024-01-28
calendar: {weeks: 4}
activities:
  law: {days: 10, modes: {crash: {days: 5, cost: 30}}}
  visit: {days: 4, after: [law]}
  survey: {days: 7}
gates:
  open: {needs: [visit]}
  known: {needs: [survey]}
"""
TIES = """\
cost {cost} {cost} 0
project_cost {cost} {cost} 0
activities_not_done {out} {out} 0
activities_early 0 0 0
stock_that_waits 0 0 0
"""
KNOWN = {Opening: "open 2024-01-15 visit\nknown 2024-01-08 survey"}
NORMAL = {
    **KNOWN,
    Step: """
        law - 2024-01-01 2024-01-11 0 yes no normal 0
        visit - 2024-01-11 2024-01-15 0 yes no normal 0
        survey - 2024-01-01 2024-01-08 7 no no normal 0
        """,
    GoalValue: TIES.format(cost=0, out=0),
}
LATER = {
    Opening: "open 2024-01-19 visit\nknown 2024-01-08 survey",
    Step: """
        law - 2024-01-04 2024-01-14 1 no no normal 0
        visit - 2024-01-15 2024-01-19 0 yes no normal 0
        survey - 2024-01-01 2024-01-08 11 no no normal 0
        """,
    GoalValue: TIES.format(cost=0, out=0),
}
HURRIED = {
    Opening: "open 2024-01-10 visit\nknown 2024-01-08 survey",
    Step: """
        law - 2024-01-01 2024-01-06 0 yes no crash 30
        visit - 2024-01-06 2024-01-10 0 yes no normal 0
        survey - 2024-01-01 2024-01-08 2 no no normal 0
        """,
    GoalValue: TIES.format(cost=30, out=0),
    Payment: "- activity law - - - 0 30",
}
OPTIONAL = {
    Opening: "known 2024-01-08 survey",
    Step: "survey - 2024-01-01 2024-01-08 0 yes no normal 0",
    GoalValue: TIES.format(cost=0, out=1),
}
UNPAID = {**OPTIONAL, GoalValue: TIES.format(cost=0, out=2)}


def same(text: str) -> str:
    """The programme as it is."""
    return text


def optional(text: str) -> str:
    """The programme with a law that need not be."""
    return text.replace("days: 10,", "days: 10, optional: true,")


def funded(text: str) -> str:
    """The programme with a fund, which may pay for the law in a hurry."""
    return text + "funds: {own: {}}\n"


@pytest.mark.parametrize(
    ("programme", "tables"), [(same, NORMAL), (same, LATER), (same, HURRIED), (optional, OPTIONAL), (funded, UNPAID)]
)
def test_decided_activities(programme: Callable[[str], str], tables: Mapping[type, str]) -> None:
    """A decided activity is done in one of its modes, at once or later, or not at all where it may be left out."""
    assert verify(by_hand.made(programme(STEPS), tables)) == []


@pytest.mark.parametrize(
    ("programme", "tables", "rule"),
    [
        (same, OPTIONAL, Rule.ACTIVITIES),  # neither optional nor waiting for money
        (optional, {**OPTIONAL, Opening: KNOWN[Opening]}, Rule.GATES),  # its gate never opens
        (optional, {**OPTIONAL, Step: NORMAL[Step].partition("\n")[2].partition("\n")[2]}, Rule.ACTIVITIES),
        (optional, {**OPTIONAL, GoalValue: NORMAL[GoalValue]}, Rule.GOALS),
        (optional, UNPAID, Rule.GOALS),
        (same, {**LATER, Step: LATER[Step].replace("01-01 2024-01-08 11", "01-02 2024-01-09 10")}, Rule.ACTIVITIES),
        (same, {**LATER, Step: LATER[Step].replace("01-15 2024-01-19 0", "01-13 2024-01-17 0")}, Rule.ACTIVITIES),
        (same, {**HURRIED, Payment: ""}, Rule.PAYMENTS),
        (same, {**HURRIED, Payment: "own activity law - - - 0 30"}, Rule.FUNDS),
        (funded, HURRIED, Rule.FUNDS),
        (funded, {**NORMAL, Payment: "own activity visit - - - 0 30"}, Rule.PAYMENTS),
    ],
)
def test_decided_activities_that_cannot_be(
    programme: Callable[[str], str], tables: Mapping[type, str], rule: Rule
) -> None:
    """What is not decided stands at its earliest; what is decided keeps its order, its money and its accounts."""
    assert rule in rules(by_hand.made(programme(STEPS), tables))


def test_before_the_day_of_the_plan() -> None:
    """Nothing decided starts before the day of the plan."""
    steps = STEPS.replace("survey: {days: 7}", "survey: {days: 6}")
    survey = "survey - 2024-01-02 2024-01-08 {} no no normal 0"
    early = {**NORMAL, Step: NORMAL[Step].partition("survey")[0] + survey.format(7)}
    law = "law - 2024-01-02 2024-01-12 0 yes no normal 0\nvisit - 2024-01-12 2024-01-16 0 yes no normal 0\n"
    opens = KNOWN[Opening].replace("2024-01-15", "2024-01-16")
    in_time = {**NORMAL, Step: law + survey.format(8), Opening: opens}
    assert rules(by_hand.made(steps, early, as_of="2024-01-02")) == {Rule.ACTIVITIES}
    assert verify(by_hand.made(steps, in_time, as_of="2024-01-02")) == []


def test_an_opening_that_is_decided_cuts_no_period() -> None:
    """A gate that no decision moves begins a period; another may open within one."""
    assert by_hand.made(STEPS, HURRIED).periods.bounds == (0, 7, 14, 21, 28)
    assert verify(by_hand.made(STEPS, HURRIED)) == []
    longer = STEPS.replace("survey: {days: 7}", "survey: {days: 8}")
    assert rules(by_hand.made(longer, HURRIED)) == {Rule.PERIODS}


# ---------------------------------------------------------------- instalments


def test_instalments() -> None:
    """Money is paid by its milestones, none before the day of the plan, each at the rate of its day."""
    programme = by_hand.plan().programme
    parts = (Part(share=plain(0.25), days=-10), Part(share=plain(0.75), days=14))
    money = Money(programme, 5)
    assert money.instalments(usd(100), 2, parts, 12) == [(5, 0.25 * 200 * 0.9), (26, 0.75 * 200 * 0.9)]
    assert money.instalments(usd(100), 2, parts, 17) == [(7, 0.25 * 200 * 0.9), (31, 0.75 * 200 * 0.8)]
    assert money.instalments(EUR(100), 2, (), 17) == [(17, 200)]
    assert money.instalments(None, 2, parts, 17) == []
    assert money.paid(usd(100), 2, parts, 17) == pytest.approx(165)


def test_the_first_rate_holds_before_it_too() -> None:
    """The steps of a rate may stand in any order, and before the first day of the first it holds as well."""
    plan = held_against(
        by_hand.plan(),
        "currencies",
        "USD",
        {
            "rates": (
                Rate(rate=plain(0.7), effective_start=DAY("2024-01-20")),
                Rate(rate=plain(0.6), effective_start=DAY("2024-01-10")),
            )
        },
    )
    money = Money(plan.programme, 0)
    assert [money.rate("USD", day) for day in (0, 8, 9, 18, 19, 500)] == [0.6, 0.6, 0.6, 0.6, 0.7, 0.7]
    assert [money.rate(currency, 9) for currency in ("EUR", "")] == [1, 1]
