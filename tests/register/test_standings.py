"""How promises stand: kept only by facts of the record that meet the measure, else by plan, odds and what was said."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.record.grounds import Recorded as OnRecord
from tests.record.grounds import run_on_records

from workshare.cli.parts import PROJECTIONS
from workshare.cli.recorded import events_of
from workshare.model.figure import Text, plain
from workshare.model.network import Item, Operation, Partner, Site
from workshare.model.programme import Programme
from workshare.model.promises import Commitment, Demand, Measure
from workshare.model.statements import Entity, EntityKind, Source, Statement, Status
from workshare.outcome.rows import CommitmentAccount, Verdict
from workshare.record.event import Draft, Event
from workshare.record.log import Record
from workshare.record.world import Projection
from workshare.register.facts import BadEvent, Fact, FactKind, Recorded, facts_of
from workshare.register.model import Money, Promise, Register, Rung
from workshare.register.standings import Chance, Known, PromiseStanding, Reason, Word, standing_of, standings

DUE = dt.date(2024, 6, 1)
TEN = Commitment(
    id="ten", by="Minister", says=Text(en="ten pumps"), due=DUE,
    measure=Measure(delivered="pump", at=("hub",), quantity=plain(10)),
)  # fmt: skip
LINE = Commitment(id="line", by="Minister", says=Text(en="the line"), due=DUE, measure=Measure(done="qualified"))
VAGUE = Commitment(id="vague", by="Minister", says=Text(en="closer ties"), due=DUE)
PROGRAMME = Programme(
    format=1, programme=Text(en="Pumps"), start=dt.date(2024, 1, 1), until=dt.date(2024, 12, 31),
    partners=(Partner(id="UA", name=Text(en="Ukraine")),),
    sites=tuple(Site(id=name, country="UA") for name in ("hub", "store", "works")),
    items=(Item(id="pump"), Item(id="oil")),
    operations=(
        Operation(id="press", site="works", makes={"oil": plain(2)}, lead_time=plain(10), yield_share=plain(0.5)),
    ),
    demands=tuple(Demand(id=f"at-{s}", item="pump", site=s, quantity=plain(20), due=DUE) for s in ("hub", "store")),
    commitments=(TEN, LINE, VAGUE),
)  # fmt: skip
SAID = Statement(id="S1", source="R1", start=0, end=5, sha256="0", fact=Text(en="It will be."), said="2024-01")
SIGNED = replace(SAID, id="S2", said="2024-03", status=Status.SIGNED)
ONE = Promise(
    id="P", says=Text(en="pumps"), statements=("S1",), by=("minister",), due="2024-06-01", commitments=("ten",)
)


def register(promise: Promise = ONE, *money: Money) -> Register:
    """A register with one promise."""
    return Register(
        format=1, register=Text(en="Pumps"), sources=(Source(id="R1", file="r", sha256="0"),),
        entities=(Entity(id="minister", name=Text(en="Minister"), kind=EntityKind.PERSON),),
        statements=(SAID, SIGNED), promises=(promise,), money=money,
    )  # fmt: skip


def day(text: str) -> dt.date:
    """A day of 2024."""
    return dt.date.fromisoformat(f"2024-{text}")


def delivered(when: str, quantity: int, site: str = "hub", event: int = 0, item: str = "pump") -> Fact:
    """An accepted delivery."""
    return Fact(kind=FactKind.DELIVERED, day=day(when), of=item, quantity=Decimal(quantity), site=site, event=event)


def account(verdict: Verdict, date: dt.date | None = None) -> Mapping[str, CommitmentAccount]:
    """What a plan makes of the promise."""
    return {
        "ten": CommitmentAccount(
            id="ten", text="", by="", due=DUE, measure="", verdict=verdict, date=date, days_late=0, quantity=10,
            by_due=0, in_the_end=0,
        )
    }  # fmt: skip


def stands(promise: Promise = ONE, as_of: str = "05-01", *money: Money, **known: Any) -> PromiseStanding:
    """How the promise stands."""
    return standing_of(promise, register(promise, *money), PROGRAMME, Known(as_of=day(as_of), **known))


def test_kept_by_accepted_deliveries() -> None:
    """Ten pumps accepted at the hub by the day keep the promise, on the day of the tenth, by the events that did it."""
    facts = [delivered("03-01", 4, event=7), delivered("04-01", 6, event=8), delivered("04-02", 5, event=9)]
    found = stands(facts=facts)
    [(commitment, reading)] = found.readings
    assert (commitment.id, found.standing) == ("ten", reading)
    assert (reading.word, reading.reason, reading.day) == (Word.KEPT, Reason.MET, day("04-01"))
    assert (reading.so_far, reading.events) == (15, (7, 8))


@pytest.mark.parametrize(
    "facts",
    [
        [delivered("03-01", 9)],
        [delivered("03-01", 10, site="store")],
        [delivered("03-01", 10, item="motor")],
        [Fact(kind=FactKind.MADE, day=day("03-01"), of="pump", quantity=Decimal(10), site="hub")],
        [delivered("06-02", 10)],
        [Fact(kind=FactKind.FINISHED, day=day("03-01"), of="pump")],
        [],
    ],
    ids=["one short", "elsewhere", "something else", "made only", "a day late", "a step", "nothing"],
)
def test_missed_without_them(facts: list[Fact]) -> None:
    """After the day, anything less, elsewhere, else or later than what was promised is a promise missed."""
    found = stands(ONE, "07-01", facts=facts).standing
    assert found.word is Word.MISSED
    assert found.reason is (Reason.MET_LATE if facts and facts[0].day > DUE else Reason.NOT_MET)


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("chance", [None, Chance(p=0.99, low=0.98, high=1.0), Chance(p=1.0, low=1.0, high=1.0)])
def test_neither_plan_nor_odds_keep_a_promise(verdict: Verdict, chance: Chance | None) -> None:
    """However good the plan and the odds, a promise without the record's word is not called kept."""
    odds = {"ten": chance} if chance else {}
    for facts in (None, [], [delivered("03-01", 9)]):
        for as_of in ("05-01", "06-01", "12-31"):
            found = stands(ONE, as_of, facts=facts, odds=odds, accounts=account(verdict, DUE))
            assert found.standing.word is not Word.KEPT
            assert (found.standing.word is Word.MISSED) == (facts is not None and as_of == "12-31")


@pytest.mark.parametrize(
    ("verdict", "p", "word", "reason"),
    [
        (Verdict.KEPT, None, Word.IN_PLAN, Reason.PLAN_KEEPS),
        (Verdict.KEPT, 0.5, Word.IN_PLAN, Reason.PLAN_KEEPS),
        (Verdict.KEPT, 0.49, Word.AT_RISK, Reason.UNLIKELY),
        (Verdict.LATE, 0.9, Word.AT_RISK, Reason.PLAN_LATE),
        (Verdict.SHORT, None, Word.AT_RISK, Reason.PLAN_SHORT),
        (Verdict.MISSED, None, Word.AT_RISK, Reason.PLAN_SHORT),
        (Verdict.UNMEASURED, None, Word.ANNOUNCED, Reason.SAID),
    ],
)
def test_by_plan_and_odds(verdict: Verdict, p: float | None, word: Word, reason: Reason) -> None:
    """Before the day, a promise is in the plan if the plan keeps it and it is not more likely broken than kept."""
    odds = {} if p is None else {"ten": Chance(p=p, low=p, high=p)}
    found = stands(facts=[], odds=odds, accounts=account(verdict, DUE)).standing
    assert (found.word, found.reason) == (word, reason)


def test_by_what_was_said_and_paid() -> None:
    """Without a measure: announced, agreed once signed, funded once money is set aside, withdrawn at last."""
    promise = replace(ONE, commitments=())
    assert stands(promise).standing.word is Word.ANNOUNCED
    both = replace(promise, statements=("S1", "S2"))
    assert stands(both, "02-01").standing.word is Word.ANNOUNCED
    agreed = stands(both, "03-01").standing
    assert (agreed.word, agreed.statements) == (Word.AGREED, ("S2",))
    paper = Fact(kind=FactKind.AGREED, day=day("02-01"), of="pact", event=3)
    purse = Fact(kind=FactKind.FUNDED, day=day("02-02"), of="purse", event=4)
    assert stands(promise, facts=[paper, purse]).standing.word is Word.ANNOUNCED
    held = replace(promise, agreements=("pact",))
    assert (stands(held, facts=[paper]).standing.word, stands(held, facts=[paper]).standing.events) == ("agreed", (3,))
    funded = stands(replace(held, funds=("purse",)), facts=[paper, purse]).standing
    assert (funded.word, funded.events) == (Word.FUNDED, (4,))

    def sum_on(rung: Rung, on: str = "2024-02") -> Money:
        return Money(id="M", rung=rung, value=Decimal(5), currency="EUR", on=on, promise="P", statement="S1")

    words = {rung: stands(promise, "05-01", sum_on(rung)).standing.word for rung in Rung}
    assert words == {
        Rung.PLEDGED: Word.ANNOUNCED, Rung.AGREED: Word.AGREED, Rung.ALLOCATED: Word.FUNDED,
        Rung.CONTRACTED: Word.FUNDED, Rung.PAID: Word.FUNDED, Rung.DELIVERED: Word.FUNDED,
    }  # fmt: skip
    assert stands(promise, "05-01", sum_on(Rung.PAID, "2024-06")).standing.word is Word.ANNOUNCED
    gone = stands(replace(promise, withdrawn="S2"), "05-01", sum_on(Rung.PAID)).standing
    assert (gone.word, gone.statements) == (Word.WITHDRAWN, ("S2",))


def test_withdrawn_does_not_undo_kept() -> None:
    """What was kept before it was taken back was kept; what is delivered afterwards keeps it no more."""
    back = Fact(kind=FactKind.WITHDRAWN, day=day("04-01"), of="P", event=5)
    assert stands(facts=[delivered("03-01", 10), back]).standing.word is Word.KEPT
    assert stands(facts=[back, delivered("05-01", 10)]).standing.word is Word.WITHDRAWN
    assert stands(ONE, "12-01", facts=[back]).standing.word is Word.WITHDRAWN


def test_without_a_date_nothing_is_missed() -> None:
    """A promise that named no date is kept whenever it is, and after the day that the programme assumes, at risk."""
    open_end = replace(ONE, due=None)
    late = stands(open_end, "07-01", facts=[delivered("06-20", 10)]).standing
    assert (late.word, late.day) == (Word.KEPT, day("06-20"))
    overdue = stands(open_end, "07-01", facts=[delivered("06-20", 9)]).standing
    assert (overdue.word, overdue.reason, overdue.day) == (Word.AT_RISK, Reason.OVERDUE, DUE)
    assert stands(open_end, "05-01", facts=[]).standing.word is Word.ANNOUNCED


def test_readings_that_differ() -> None:
    """A promise read in two ways is kept only if both are; kept by one alone, it is at risk, and both are told."""
    promise = replace(ONE, commitments=("ten", "line"))
    line = Fact(kind=FactKind.FINISHED, day=day("03-01"), of="qualified")
    one = stands(promise, facts=[line])
    assert [s.word for _, s in one.readings] == [Word.ANNOUNCED, Word.KEPT]
    assert (one.standing.word, one.standing.reason) == (Word.AT_RISK, Reason.READINGS)
    assert stands(promise, facts=[line, delivered("03-02", 10)]).standing.word is Word.KEPT
    assert stands(promise, "07-01", facts=[]).standing.word is Word.MISSED
    assert stands(promise, "07-01", facts=[line]).standing.word is Word.AT_RISK


def test_no_measure_no_verdict() -> None:
    """A promise that names nothing measurable is never kept or missed."""
    promise = replace(ONE, commitments=("vague",))
    assert stands(promise, "12-31", facts=[delivered("03-01", 99)]).standing.word is Word.ANNOUNCED


def event(number: int, kind: str, when: str, **payload: Any) -> Recorded:
    """An event that was recorded on the day it happened."""
    corrects = payload.pop("corrects", None)
    recorded = payload.pop("recorded", when)
    at, seen = (dt.datetime.fromisoformat(f"2024-{d}T12:00:00+00:00") for d in (when, recorded))
    return Recorded(number=number, kind=kind, happened=at, recorded=seen, payload=payload, corrects=corrects)


def test_facts_of_a_log() -> None:
    """Corrections replace, voids take away, other kinds say nothing, and what was recorded later is not yet known."""
    log = [
        event(0, "licence.granted", "01-05", licence="L"),
        event(1, "output.delivered", "02-01", demand="at-hub", quantity="4.5"),
        event(2, "output.delivered", "02-02", demand="at-hub", quantity="7"),
        event(3, "output.delivered", "02-03", demand="at-store", item="oil", quantity="5", corrects=2),
        event(4, "void", "02-04", corrects=1),
        event(5, "activity.finished", "02-05", recorded="03-05", activity="qualified", date="2024-02-04"),
    ]
    assert facts_of(log, day("03-01"), PROGRAMME) == [delivered("02-03", 5, "store", 2, "oil")]
    assert [(f.event, f.day) for f in facts_of(log, day("03-05"), PROGRAMME)] == [(2, day("02-03")), (5, day("02-04"))]
    assert [f.quantity for f in facts_of(log[:3], day("03-01"), PROGRAMME)] == [Decimal("4.5"), Decimal(7)]


def test_runs_bring_what_they_make_after_their_lead_time() -> None:
    """Three runs of two litres each at a yield of a half bring three litres ten days later, and not before."""
    log = [event(0, "output.produced", "02-01", operation="press", quantity="3")]
    assert facts_of(log, day("02-10"), PROGRAMME) == []
    [fact] = facts_of(log, day("02-11"), PROGRAMME)
    assert (fact.kind, fact.day, fact.of, fact.site) == ("made", day("02-11"), "oil", "works")
    assert fact.quantity == 3


def test_agreements_hold_while_both_sides_do() -> None:
    """An agreement counts from the day it is agreed, until it is terminated."""
    steps = [("02-01", "offered"), ("02-02", "accepted"), ("02-03", "agreed"), ("02-04", "verified")]
    log = [event(n, "agreement.moved", when, agreement="pact", to=to) for n, (when, to) in enumerate(steps)]
    assert [(f.event, f.day) for f in facts_of(log, day("03-01"), PROGRAMME)] == [(2, day("02-03"))]
    assert facts_of(log, day("02-02"), PROGRAMME) == []
    over = event(4, "agreement.moved", "02-05", agreement="pact", to="terminated")
    assert facts_of([*log, over], day("03-01"), PROGRAMME) == []


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ({"quantity": 1}, "event 0 .output.delivered. does not say which demand"),
        ({"demand": ""}, "does not say which demand"),
        ({"demand": "at-sea", "quantity": 1}, "names demand at-sea, which is not in the programme"),
        ({"demand": "at-hub"}, "has the quantity None"),
        ({"demand": "at-hub", "quantity": "many"}, "has the quantity 'many'"),
        ({"demand": "at-hub", "quantity": "NaN"}, "has the quantity 'NaN'"),
        ({"demand": "at-hub", "quantity": -1}, "has the quantity -1"),
    ],
)
def test_facts_that_are_none(payload: Mapping[str, Any], told: str) -> None:
    """An event of a kind that counts must say what it is about, and how much."""
    with pytest.raises(BadEvent, match=told):
        facts_of([event(0, "output.delivered", "02-01", **payload)], day("03-01"), PROGRAMME)
    with pytest.raises(BadEvent, match="names operation none, which is not in the programme"):
        facts_of([event(0, "output.produced", "02-01", operation="none", quantity=1)], day("03-01"), PROGRAMME)


class Promises(RuleBasedStateMachine):
    """A promise and a log: events come, are corrected and taken back, days go by, plans and odds come and go."""

    @initialize()
    def begin(self) -> None:
        self.log: list[Recorded] = []
        self.true: dict[int, tuple[dt.date, int]] = {}
        self.today = dt.date(2024, 1, 2)
        self.accounts: Mapping[str, CommitmentAccount] = {}
        self.odds: dict[str, Chance] = {}

    def events(self) -> list[Recorded]:
        """All events so far."""
        return self.log

    def _record(self, kind: str, corrects: int | None = None, **payload: Any) -> int:
        at = dt.datetime.combine(self.today, dt.time(12), dt.UTC)
        self.log.append(
            Recorded(number=len(self.log), kind=kind, happened=at, recorded=at, payload=payload, corrects=corrects)
        )
        return len(self.log) - 1

    @rule(days=st.integers(1, 60))
    def time_goes_on(self, days: int) -> None:
        self.today += dt.timedelta(days)

    @rule(quantity=st.integers(1, 8), site=st.sampled_from(["hub", "hub", "store"]))
    def deliver(self, quantity: int, site: str) -> None:
        at = self._record("output.delivered", demand=f"at-{site}", quantity=quantity)
        if site == "hub":
            self.true[at] = (self.today, quantity)

    @rule(n=st.integers(0, 40), quantity=st.integers(1, 8))
    def correct(self, n: int, quantity: int) -> None:
        known = sorted(self.true)
        if known:
            at = known[n % len(known)]
            self._record("output.delivered", at, demand="at-hub", quantity=quantity)
            self.true[at] = (self.today, quantity)

    @rule(n=st.integers(0, 40))
    def take_back(self, n: int) -> None:
        known = sorted(self.true)
        if known:
            at = known[n % len(known)]
            self._record("void", at)
            del self.true[at]

    @rule(verdict=st.sampled_from(Verdict), p=st.none() | st.floats(0, 1))
    def plan_anew(self, verdict: Verdict, p: float | None) -> None:
        self.accounts = account(verdict, self.today)
        self.odds = {} if p is None else {"ten": Chance(p=p, low=p, high=p)}

    @invariant()
    def kept_only_by_the_record(self) -> None:
        """Kept exactly when what is recorded and not taken back comes to ten by the day; missed only after it."""
        facts = facts_of(self.events(), self.today, PROGRAMME)
        known = Known(as_of=self.today, facts=facts, accounts=self.accounts, odds=self.odds)
        [found] = standings(register(), PROGRAMME, known)
        in_time = sum(quantity for when, quantity in self.true.values() if when <= DUE)
        assert (found.standing.word is Word.KEPT) == (in_time >= 10)
        assert (found.standing.word is Word.MISSED) == (self.today > DUE and in_time < 10)
        assert set(found.standing.events) <= set(self.true)


TestPromises = Promises.TestCase


class RecordedPromises(Promises):
    """The same with a record in a database, into which somebody writes past its rules now and then."""

    ground: Callable[[tuple[Projection, ...]], OnRecord]

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.record, self.forged = type(self).ground(PROJECTIONS), 0

    def events(self) -> list[Recorded]:
        """All that counts, as the command reads it."""
        return events_of(self.record.writers[0])

    def _draft(self, kind: str, corrects: int | None, said: dict[str, str]) -> Draft:
        at = dt.datetime.combine(self.today, dt.time(12), dt.UTC)
        key = f"forged-{self.forged}"
        return Draft(kind=kind, who="cyd", party="plant", happened=at, key=key, payload=said, corrects=corrects)

    def _record(self, kind: str, corrects: int | None = None, **payload: Any) -> int:
        said = {name: str(value) for name, value in payload.items()}
        dated = said if kind == "void" else {"date": str(self.today), **said}
        draft = self._draft(kind, corrects, dated)
        assert self.record.put(Event(draft=draft, when=draft.happened)) is None
        return self.record.size - 1

    @rule()
    def forge(self) -> None:
        """A delivery of more than enough, told in a way that the rules refuse."""
        self.forged += 1
        draft = self._draft("output.delivered", None, {"demand": "at-hub", "quantity": "099", "date": str(self.today)})
        Record(self.record.place).append([draft], draft.happened)

    def teardown(self) -> None:
        if hasattr(self, "record"):
            self.record.check(self.forged)


def test_promises_by_a_record(places: Callable[[], str], pytestconfig: pytest.Config) -> None:
    """Kept by what is in the database, and by nothing else."""
    run_on_records(RecordedPromises, places, pytestconfig)
