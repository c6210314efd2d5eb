"""A small plan written by hand, with a promise of every verdict."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workshare.files import folder
from workshare.model.calendar import Periods
from workshare.model.figure import Basis, Figure, Text, plain
from workshare.model.fleets import Fleet
from workshare.model.network import CapacityStep, Item, Lane, Operation, Partner, Resource, Site, SiteKind, Stock
from workshare.model.programme import Programme
from workshare.model.project import Activity, Gate
from workshare.model.promises import Commitment, Demand, Measure
from workshare.model.statements import Entity, EntityKind, Source, Statement
from workshare.outcome.last import Last, Way
from workshare.outcome.plan import Flows, Plan, Status
from workshare.outcome.rows import (
    CommitmentAccount,
    Delivery,
    DemandAccount,
    GoalValue,
    Link,
    LinkKind,
    Load,
    Opening,
    Outlook,
    Output,
    Production,
    Purchase,
    Shipment,
    Step,
    StockLevel,
    Substitution,
    ValueShare,
    Verdict,
)
from workshare.outcome.table import Table
from workshare.outcome.terms import Purpose, RuleAccount, Service
from workshare.planner.make import make_plan
from workshare.units import Per

START = dt.date(2024, 1, 1)


def day(month: int, number: int) -> dt.date:
    """A day of 2024."""
    return dt.date(2024, month, number)


def guess(value: float, low: float, high: float, per: Per | None = None) -> Figure:
    """An assumed range."""
    return Figure(value=value, low=low, high=high, per=per, basis=Basis.ASSUMED, note="as elsewhere")


PUMPS = Measure(delivered="pump", at=("hub",), quantity=plain(130))

PROGRAMME = Programme(
    format=1,
    programme=Text(en="Pumps, made together", uk="Помпи, зроблені разом"),
    about=Text(en="A small example.", uk="Малий приклад."),
    start=START,
    until=dt.date(2024, 12, 31),
    partners=(
        Partner(id="UA", name=Text(en="Ukraine", uk="Україна")),
        Partner(id="PL", name=Text(en="Poland", uk="Польща")),
    ),
    sites=(
        Site(id="kharkiv", country="UA", name=Text(en="Kharkiv works", uk="Харківський завод")),
        Site(id="lublin", country="PL"),
        Site(id="hub", country="UA", kind=SiteKind.CUSTOMER, name=Text(en="the hub", uk="Вузол")),
    ),
    items=(
        Item(id="pump", family="pumps", discrete=True, cost=plain(3000), name=Text(en="pumps", uk="Помпа")),
        Item(id="oil", family="oils", unit="kg"),
    ),
    resources=(
        Resource(id="line", site="kharkiv", hours=(CapacityStep(hours=guess(80, 60, 90, Per.WEEK)),)),
        Resource(id="bench", site="lublin", hours=(CapacityStep(hours=plain(40, Per.WEEK), effective_start=START),)),
    ),
    operations=(
        Operation(
            id="build", site="kharkiv", makes={"pump": plain(1)}, time={"line": guess(6, 5, 9)}, lead_time=plain(20),
            needs=("drawings",), name=Text(en="Assembly", uk="Складання"),
        ),
    ),
    lanes=(Lane(id="to-hub", origin=("kharkiv",), destination=("hub",), lead_time=guess(3, 2, 5)),),
    stock=(Stock(item="oil", site="kharkiv", quantity=plain(12.5)),),
    activities=(
        Activity(id="agree", days=plain(10), done=day(1, 5), country="UA", source="S1"),
        Activity(
            id="draw", days=guess(30, 20, 60), after=("agree",), country="PL",
            name=Text(en="Drawings", uk="Креслення"),
        ),
        Activity(id="fair", days=plain(2), country="PL"),
    ),
    gates=(Gate(id="drawings", needs=("draw",), name=Text(en="drawings are there", uk="креслення готові")),),
    demands=(
        Demand(id="winter", item="pump", site="hub", quantity=plain(120), due=day(6, 1)),
        Demand(id="later", item="pump", site="hub", quantity=guess(400, 300, 500), due=day(10, 15), priority=2),
    ),
    commitments=(
        Commitment(
            id="first", by="The minister", says=Text(en="first pumps by spring", uk="перші помпи до весни"),
            due=day(3, 1), measure=Measure(delivered="pump", at=("hub",)), source="S1",
        ),
        Commitment(id="more", by="The minister", says=Text(en="130 by summer"), due=day(6, 30), measure=PUMPS),
        Commitment(
            id="many", by="The envoy", says=Text(en="a thousand pumps"), due=day(9, 30), priority=2,
            measure=Measure(delivered="pump", quantity=plain(1000)),
        ),
        Commitment(
            id="oil", by="The envoy", says=Text(en="oil made here"), due=day(9, 30), priority=2,
            measure=Measure(made="oil", at=("lublin",), quantity=plain(0.5)),
        ),
        Commitment(id="unity", by="Both", says=Text(en="closer ties"), due=day(12, 1)),
    ),
    statements=(
        Statement(
            id="S1", fact=Text(en="Pumps were promised.", uk="Помпи обіцяно."), source="R1", start=5, end=20,
            sha256="0" * 64, speaker=("minister",), said="2023-12-01",
        ),
    ),
    sources=(Source(id="R1", file="000.txt", sha256="1" * 64),),
    entities=(Entity(id="minister", name=Text(en="The minister"), kind=EntityKind.PERSON),),
)  # fmt: skip

CHAIN = (
    Link(kind=LinkKind.RESOURCE, id="line", binding=True, value=3.0, figures=1, assumed=1),
    Link(kind=LinkKind.LANE, id="to-hub", start=day(3, 1), finish=day(3, 4), days=3, figures=1, assumed=1),
    Link(kind=LinkKind.OPERATION, id="build", start=day(2, 10), finish=day(3, 1), days=20, figures=3, assumed=1),
    Link(kind=LinkKind.GATE, id="drawings", finish=day(2, 10)),
    Link(kind=LinkKind.ACTIVITY, id="draw", start=day(1, 11), finish=day(2, 10), days=30, figures=1, assumed=1),
    Link(kind=LinkKind.ACTIVITY, id="agree", start=day(1, 1), finish=day(1, 11), days=10, figures=1),
)


def account(name: str, verdict: Verdict, date: dt.date | None, **more: Any) -> CommitmentAccount:
    """The account of a commitment of the programme."""
    promise = next(c for c in PROGRAMME.commitments if c.id == name)
    blank = CommitmentAccount(
        id=name, text=promise.says.en, by=promise.by, due=promise.due, measure="", verdict=verdict, date=date,
        days_late=max(0, (date - promise.due).days) if date else 0,
        quantity=promise.measure.amount if promise.measure else 0.0, by_due=0.0, in_the_end=0.0, earliest=None,
    )  # fmt: skip
    return replace(blank, **more)


ACCOUNTS = (
    account(
        "first", Verdict.LATE, day(3, 24), hangs_on=CHAIN, figures=7, assumed=4,
        good=Outlook(verdict=Verdict.KEPT, date=day(2, 20)), bad=Outlook(verdict=Verdict.MISSED, date=None),
    ),
    account("more", Verdict.KEPT, day(5, 12), by_due=129.999999, in_the_end=520.0, figures=1, assumed=1),
    account("many", Verdict.SHORT, None, by_due=270.0, in_the_end=520.0),
    account("oil", Verdict.MISSED, None),
    account("unity", Verdict.UNMEASURED, None),
)  # fmt: skip

WEEK = [(START, day(1, 28)), (day(1, 29), day(6, 30)), (day(7, 1), dt.date(2024, 12, 31))]


def load(resource: str, site: str, hours: tuple[float, ...], price: tuple[float, ...] = (0.0, 0.0, 0.0)) -> list[Load]:
    """The loads of a resource that has 100 hours in every period."""
    return [
        Load(
            resource=resource,
            site=site,
            period=n,
            first=first,
            date=last,
            hours=hours[n],
            capacity=100,
            shadow_price=price[n],
        )
        for n, (first, last) in enumerate(WEEK)
    ]


def delivery(demand: str, date: dt.date, quantity: float, days_late: int = 0) -> Delivery:
    """A delivery of pumps to the hub."""
    return Delivery(demand=demand, item="pump", site="hub", period=1, date=date, quantity=quantity, days_late=days_late)


def step(name: str, country: str, span: tuple[dt.date, dt.date], **more: Any) -> Step:
    """An activity as scheduled."""
    blank = Step(
        activity=name, country=country, start=span[0], finish=span[1], slack_days=0, critical=False, done=False
    )
    return replace(blank, **more)


FLOWS = Flows(
    production=Table(Production),
    outputs=Table(Output),
    shipments=Table(Shipment),
    purchases=Table(Purchase),
    substitutions=Table(Substitution),
    stock=Table(StockLevel),
    deliveries=Table(
        Delivery,
        [
            delivery("winter", day(3, 24), 120),
            delivery("later", day(5, 12), 270),
            delivery("later", day(11, 30), 130, 46),
        ],
    ),
)

PLAN = Plan(
    programme=PROGRAMME,
    as_of=START,
    periods=Periods(START, (0, 28, 182, 366)),
    status=Status.OPTIMAL,
    flows=FLOWS,
    goals=Table(
        GoalValue,
        [
            GoalValue(name="late, priority 1", value=0.0, bound=0.0, gap=0.0),
            GoalValue(name="commitment first", value=23.0, bound=23.0, gap=0.0),
            GoalValue(name="commitment many, short", value=480.0, bound=480.0, gap=0.0),
            GoalValue(name="cost", value=100.0, bound=99.0, gap=0.01),
            GoalValue(name="a goal of tomorrow", value=1.0, bound=1.0, gap=0.0),
        ],
    ),
    demands=Table(
        DemandAccount,
        [
            DemandAccount(
                id="winter", item="pump", site="hub", due=day(6, 1), priority=1, asked=120.0, on_time=119.99999999,
                late=0.0, short=0.0, late_quantity_days=0.0, first=day(3, 24), last=day(3, 24),
            ),
            DemandAccount(
                id="later", item="pump", site="hub", due=day(10, 15), priority=2, asked=400.0, on_time=270.0,
                late=130.0, short=0.0, late_quantity_days=5980.0, first=day(5, 12), last=day(11, 30),
            ),
        ],
    ),
    commitments=Table(CommitmentAccount, ACCOUNTS),
    activities=Table(
        Step,
        [
            step("agree", "UA", (START, day(1, 11)), done=True),
            step("draw", "PL", (day(1, 11), day(2, 10)), critical=True),
            step("fair", "PL", (START, day(1, 3)), slack_days=38),
        ],
    ),
    gates=Table(Opening, [Opening(gate="drawings", date=day(2, 10), activity="draw")]),
    resources=Table(Load, [*load("line", "kharkiv", (0, 100, 100), (0, 2, 0)), *load("bench", "lublin", (0, 30, 0))]),
    workshare=Table(
        ValueShare,
        [
            ValueShare(family="pumps", country="PL", value=300.0, share=0.3),
            ValueShare(family="pumps", country="UA", value=700.0, share=0.7),
        ],
    ),
)  # fmt: skip


@pytest.fixture(scope="session")
def plan() -> Plan:
    """A plan with a promise kept, late, short, missed and not measurable."""
    return PLAN


@pytest.fixture(scope="session")
def funded() -> Plan:
    """A plan with funds, a licence, a crash mode, an investment, an option left out, a last plan and a fleet.

    The rows of the fleet and of a rule are written by hand.
    """
    last = Last(amounts={Way(Purpose.OPERATION, "build"): {day(2, 11): 20.0, day(4, 7): 5.0}})
    made = make_plan(folder.load(Path(__file__).parent / "funded"), last=last)
    fleet = Fleet(id="pumping", item="pump", site="works", quantity=plain(40), failures=plain(0.1, Per.MONTH))
    service = [
        Service(fleet="pumping", period=p, date=made.periods.ends(p), in_service=there, wanted=36.0, failed=1.5)
        for p, there in enumerate((30.0, 33.0, 36.0))
    ]
    programme = replace(made.programme, fleets=(replace(fleet, name=Text(en="the pumps", uk="помпи")),))
    kept = RuleAccount(
        rule="half", kind="workshare", of="UA", delivered=320.0, content=3000.0, total=4000.0, share=0.75, asked=0.5,
        minimum=10.0,
    )  # fmt: skip
    return replace(made, programme=programme, fleets=Table(Service, service), rules=Table(RuleAccount, [kept]))
