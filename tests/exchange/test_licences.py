"""Agreements and licences: who moves them, when they hold, and how much may be drawn of them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from tests.exchange.licensed import (
    BEGIN,
    EARLY,
    END,
    EXPIRES,
    MIDDLE,
    PROJECTIONS,
    SECOND,
    STEPS,
    TERMS,
    drafted,
    drawn,
    in_force,
    moved,
    world,
)
from tests.record.grounds import Ground, put, run_on_records
from tests.record.people import approval, event, founding, why

from workshare.exchange.agreements import MOVES, Side, Step
from workshare.exchange.draws import Balance, balance
from workshare.exchange.licences import Status, terms_hash
from workshare.exchange.reasons import Why
from workshare.exchange.terms import amount, last_day, term, written
from workshare.exchange.transfers import to_report, transfers
from workshare.record.event import Event, stamp
from workshare.record.refusal import Reason
from workshare.record.world import Projection, World


def left(here: Ground | World, when: dt.datetime = MIDDLE) -> Balance:
    """How the licence stands."""
    return balance(here.states, "l1", stamp(when))


def corrected(what: Event, n: int, *, kind: str | None = None) -> Event:
    """The same as a correction of an earlier event."""
    return replace(what, draft=replace(what.draft, kind=kind or what.draft.kind, corrects=n))


# ------------------------------------------------------------------ time


def test_known_terms() -> None:
    """Leap days, ends of months, and a summer time between."""
    assert last_day(dt.date(2024, 2, 29), years=1) == dt.date(2025, 2, 28)
    assert last_day(dt.date(2024, 2, 29), years=4) == dt.date(2028, 2, 29)
    assert last_day(dt.date(2023, 2, 28), years=1) == dt.date(2024, 2, 28)
    assert last_day(dt.date(2024, 1, 31), months=1) == dt.date(2024, 2, 29)
    assert last_day(dt.date(2023, 1, 31), months=1) == dt.date(2023, 2, 28)
    assert last_day(dt.date(2023, 12, 31), months=2) == dt.date(2024, 2, 29)
    assert last_day(dt.date(2023, 10, 31), months=2) == dt.date(2023, 12, 31)
    assert last_day(dt.date(2023, 11, 30), months=1) == dt.date(2023, 12, 30)
    summer = term(dt.date(2024, 3, 1), dt.date(2024, 3, 31), "Europe/Kyiv")
    assert summer == ("2024-02-29T22:00:00Z", "2024-03-31T21:00:00Z")
    assert EXPIRES == "2025-02-28T22:00:00Z"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2300, 1, 1)), st.integers(0, 30), st.integers(0, 40))
def test_a_term_ends_on_its_date(first: dt.date, years: int, months: int) -> None:
    """The same date so many months on, or the last day of that month where it has no such date."""
    last = last_day(first, years, months)
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == years * 12 + months
    next_day = last + dt.timedelta(days=1)
    assert last.day == first.day or (last.day < first.day and next_day.day == 1)


def test_expiry_to_the_second() -> None:
    """The first second counts, the last one counts, the next does not; reading is nobody's draw."""
    for when, reason in (
        (BEGIN - SECOND, Why.NOT_IN_FORCE),
        (BEGIN, None),
        (END - SECOND, None),
        (END, Why.NOT_IN_FORCE),
    ):
        assert why(world(), drawn("a", when=when)) == reason
    here = world()
    assert left(here, END - SECOND).status is Status.ACTIVE
    assert left(here, END).status is Status.EXPIRED


def test_back_dating_does_not_help() -> None:
    """What is told after the end is refused, whenever it says it happened; so is what happened before the start."""
    late = drawn("a", when=END - SECOND)
    assert why(world(), replace(late, when=END)) == Why.NOT_IN_FORCE
    early = drawn("a", when=BEGIN - SECOND)
    assert why(world(), replace(early, when=BEGIN + SECOND)) == Why.NOT_IN_FORCE


# ------------------------------------------------------------------ caps


def test_never_over_the_cap() -> None:
    """A hundred are left, then forty, then none; a hundredth of one more is refused."""
    here = world()
    assert why(here, drawn("a", "60")) is None
    assert left(here) == Balance(Status.ACTIVE, Decimal(60), Decimal(40), Decimal(0), None)
    assert why(here, drawn("b", "40.01")) == Why.OVER_CAP
    assert why(here, drawn("b", "40")) is None
    assert left(here).status is Status.EXHAUSTED
    assert why(here, drawn("c", "0.000001")) == Why.OVER_CAP


def test_fifty_small_orders() -> None:
    """Split orders meet the same cap, to the last decimal."""
    here = world(quantity="10")
    results = [why(here, drawn(f"d{n}", "0.3")) for n in range(50)]
    assert results == [None] * 33 + [Why.OVER_CAP] * 17
    assert left(here).quantity_left == Decimal("0.1")


def test_a_cap_on_value_too() -> None:
    """Either cap stops a draw; with a cap on value a draw names one."""
    here = world(value="1000", currency="EUR")
    assert why(here, drawn("a", "1")) == Reason.BAD_PAYLOAD
    assert why(here, drawn("a", "1", value="900")) is None
    assert why(here, drawn("b", "1", value="100.01")) == Why.OVER_CAP
    assert why(here, drawn("b", "100", value="100")) == Why.OVER_CAP
    assert why(here, drawn("b", "99", value="100")) is None


def test_one_order_line_is_drawn_once() -> None:
    """The same draw again is refused, under whatever event."""
    here = world()
    assert why(here, drawn("a", "5")) is None
    assert why(here, drawn("a", "5")) == Why.ALREADY_DRAWN
    assert left(here).quantity == 5


def test_corrections_of_draws() -> None:
    """More is judged like a draw; less may be told after the end; what never happened gives all of it back."""
    here = world()
    first = here.size
    put(here, drawn("a", "60"))
    put(here, drawn("b", "30"))
    assert why(here, corrected(drawn("a", "71"), first)) == Why.OVER_CAP
    assert why(here, corrected(drawn("a", "70"), first)) is None
    assert left(here).quantity_left == 0
    late = END + SECOND
    assert why(here, replace(corrected(drawn("a", "71"), first), when=late)) == Why.OVER_CAP
    assert why(here, replace(corrected(drawn("a", "65"), first), when=late)) is None
    assert why(here, replace(corrected(drawn("a", "66"), first), when=late)) == Why.NOT_IN_FORCE
    assert why(here, corrected(drawn("z", "5"), first)) == Reason.NOT_CORRECTABLE
    assert left(here).quantity == 95
    assert why(here, corrected(drawn("a"), first, kind="void")) is None
    assert left(here).quantity == 30
    assert why(here, corrected(drawn("a", "5"), first)) == Reason.NOT_CORRECTABLE


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (drawn("a", item="shell"), Why.NOT_COVERED),
        (drawn("a", site="lviv"), Why.NOT_COVERED),
        (drawn("a", who="dan"), Why.NOT_COVERED),
        (drawn("a", who="ann"), Why.NOT_COVERED),
        (drawn("a", licence="l2"), Why.NO_LICENCE),
        (drawn("a", "-1"), Reason.BAD_PAYLOAD),
        (drawn("a", "1e3"), Reason.BAD_PAYLOAD),
        (drawn("a", "NaN"), Reason.BAD_PAYLOAD),
        (drawn("a", "0.0000001"), Reason.BAD_PAYLOAD),
        (drawn("a", "１"), Reason.BAD_PAYLOAD),
        (event("licence.drawn", "eve", dict(drawn("a").payload), MIDDLE, party="plant"), Reason.NOT_HER_PARTY),
        (event("licence.drawn", "zoe", dict(drawn("a").payload), MIDDLE, party="plant"), Reason.UNKNOWN_PERSON),
    ],
)
def test_what_a_licence_does_not_cover(what: Event, reason: str) -> None:
    """Another item, place, party or licence; amounts that are none; somebody else's name."""
    assert why(world(), what) == reason


def test_purposes_territory_and_third_parties() -> None:
    """Where a licence names them, a draw keeps to them."""
    here = world(territory=["UA"], purposes=["repair"], provisos=["no-third-party"], parties=["bureau"])
    good = {"country": "UA", "purpose": "repair", "purchaser": "bureau"}
    for change, reason in (
        ({"country": "PL"}, Why.NOT_COVERED),
        ({"purpose": "sale"}, Why.NOT_COVERED),
        ({"purchaser": "works"}, Why.THIRD_PARTY),
        ({}, None),
    ):
        assert why(here, drawn("a", **{**good, **change})) == reason
    assert why(here, drawn("b", country="UA", purpose="repair")) == Why.THIRD_PARTY


# ------------------------------------------------------------------ moving on


def test_each_moves_in_turn() -> None:
    """Nobody moves for the other, or from a state that does not stand, or past one."""
    here = World(PROJECTIONS)
    put(here, event("record.founded", "fox", founding(), EARLY))
    assert why(here, drafted("ann")) == Why.NOT_YOUR_MOVE
    assert why(here, drafted()) is None
    assert why(here, drafted("cyd", quantity="90")) is None
    assert why(here, drawn("a")) == Why.NOT_IN_FORCE
    before = "draft"
    for to, who in STEPS:
        other = "fox" if who == "cyd" else "cyd"
        assert why(here, moved(other, before, to)) == Why.NOT_YOUR_MOVE
        assert why(here, moved(who, "suspended", to)) == Why.OTHER_STATE
        assert why(here, moved(who, before, "exhausted")) == Why.BAD_MOVE
        assert why(here, moved(who, before, "sold")) == Reason.BAD_PAYLOAD
        assert why(here, moved(who, before, to)) is None
        before = to
    assert why(here, drafted(quantity="1000")) == Reason.THERE_ALREADY
    assert left(here).quantity_left == 90
    for to, reason in (("suspended", Why.NOT_IN_FORCE), ("active", None), ("revoked", Why.NOT_IN_FORCE)):
        put(here, moved("fox", before, to, MIDDLE))
        before = to
        assert why(here, drawn(f"after {to}")) == reason
    assert why(here, moved("fox", "revoked", "active")) == Why.BAD_MOVE
    assert why(here, corrected(drafted(), 1, kind="void")) == Reason.NOT_CORRECTABLE


def test_a_grant_that_needs_approval() -> None:
    """It is granted once others approved exactly these terms; terms that were changed since are not approved."""
    here = World(PROJECTIONS)
    put(here, event("record.founded", "fox", founding(), EARLY))
    terms = {**TERMS, "approval": "r1"}
    asked = {"request": "r1", "object": terms_hash(terms), "persons": 2}
    assert why(here, event("approval.requested", "fox", asked, EARLY)) is None
    for name in ("cyd", "eve"):
        assert why(here, approval(name, thing=terms_hash(terms), when=EARLY)) is None
    put(here, drafted(approval="r1", quantity="101"))
    put(here, moved("cyd", "draft", "requested"))
    assert why(here, moved("fox", "requested", "granted")) == Reason.OBJECT_CHANGED
    put(here, moved("fox", "requested", "draft"))
    put(here, drafted(approval="r1"))
    put(here, moved("cyd", "draft", "requested"))
    assert why(here, moved("fox", "requested", "granted")) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires": TERMS["effective"]},
        {"expires": "2025-02-29T00:00:00Z"},
        {"kind": "gift"},
        {"provisos": ["be nice"]},
        {"covers": "pump"},
        {"quantity": 100},
        {"value": "100"},
        {"zone": "Mars/Base"},
        {"holder": ""},
    ],
)
def test_terms_that_make_no_sense(wrong: dict[str, Any]) -> None:
    """Each is refused before it is a licence."""
    here = World(PROJECTIONS)
    put(here, event("record.founded", "fox", founding(), EARLY))
    assert why(here, drafted(**wrong)) in {Reason.BAD_PAYLOAD, Reason.BAD_TIME}


def test_an_unknown_side_and_an_agreement_that_is_not_final() -> None:
    """A licence is between known organisations, under an agreement that both have finalized."""
    here = World(PROJECTIONS)
    put(here, event("record.founded", "fox", founding(), EARLY))
    assert why(here, drafted(holder="nobody")) == Reason.UNKNOWN_PARTY
    assert why(here, drafted(agreement="a1")) == Why.NO_AGREEMENT
    text = sha256(b"terms").hexdigest()
    steps = ("requested", "agreed", "verified", "finalized")
    before = "none"
    for who, to in zip(("cyd", "fox", "cyd", "fox"), steps, strict=True):
        said = {"agreement": "a1", "provider": "ministry", "consumer": "plant", "from": before, "to": to, "terms": text}
        assert why(here, event("agreement.moved", who, said, EARLY)) is None
        assert (why(here, drafted(agreement="a1", licence=to)) is None) == (to == "finalized")
        before = to


def test_agreements_move_as_both_hold() -> None:
    """Every pair of states, side and terms: taken where the table says so, and where both hold the same."""
    text, other = (sha256(x).hexdigest() for x in (b"terms", b"others"))
    for step in Step:
        for to in Step:
            for side, who in ((Side.PROVIDER, "fox"), (Side.CONSUMER, "cyd")):
                here = World(PROJECTIONS)
                put(here, event("record.founded", "fox", founding(), EARLY))
                if step is not Step.NONE:
                    sides = {"provider": "ministry", "consumer": "plant"}
                    here.states["agreements"]["agreements"]["a1"] = {
                        **sides,
                        "state": step.value,
                        "terms": text,
                        "events": [],
                    }
                said = {
                    "agreement": "a1",
                    "provider": "ministry",
                    "consumer": "plant",
                    "from": step,
                    "to": to,
                    "terms": text,
                }
                may = side in MOVES[step].get(to, frozenset())
                changed = why(here.copied(), event("agreement.moved", who, {**said, "terms": other}, EARLY))
                assert (changed is None) == (may and (step is Step.NONE or to in {Step.REQUESTED, Step.OFFERED}))
                stale = {**said, "from": "terminated" if step is not Step.TERMINATED else "none"}
                assert why(here.copied(), event("agreement.moved", who, stale, EARLY)) == Why.OTHER_STATE
                assert (why(here, event("agreement.moved", who, said, EARLY)) is None) == may


# ------------------------------------------------------------------ the yearly report


def test_the_yearly_report() -> None:
    """By licence, item, purchaser and country, in the licence's own year; corrected draws as corrected."""
    here = world(provisos=["annual-report"], value="9000", currency="EUR", covers=["pump", "motor"])
    first = here.size
    new_year = dt.datetime(2024, 12, 31, 22, tzinfo=dt.UTC)  # midnight in Kyiv
    for what in (
        drawn("a", "3", value="30", purchaser="x", country="UA"),
        drawn("b", "4", value="40", purchaser="x", country="UA"),
        drawn("c", "5", value="50", purchaser="y", country="PL", item="motor"),
        drawn("d", "6", value="60", purchaser="x", country="UA", when=new_year - SECOND),
        drawn("e", "7", value="70", purchaser="x", country="UA", when=new_year),
        corrected(drawn("b", "2", value="20", purchaser="x", country="UA"), first + 1),
    ):
        assert why(here, what) is None
    rows = [(r.item, r.purchaser, r.country, r.quantity, r.value, r.draws) for r in transfers(here.states, 2024)]
    assert rows == [
        ("motor", "y", "PL", 5, 50, (first + 2,)),
        ("pump", "x", "UA", 11, 110, (first, first + 1, first + 3)),
    ]
    assert [r.quantity for r in transfers(here.states, 2025)] == [7]
    assert transfers(here.states, 2024, "other") == ()
    assert to_report(here.states) == ("l1",)


# ------------------------------------------------------------------ a state machine


class Machine(RuleBasedStateMachine):
    """Draws, corrections, suspensions and time at random near the borders, against sums made from the whole history."""

    @initialize(cap=st.integers(5, 30))
    def begin(self, cap: int) -> None:
        """A licence in force."""
        self.here, self.cap, self.now = type(self).ground(PROJECTIONS), cap, BEGIN - SECOND
        for what in in_force(quantity=str(cap)):
            assert put(self.here, what) is None
        self.draws: dict[int, tuple[str, int]] = {}
        self.seen: set[str] = set()
        self.state = "active"

    ground: Callable[[tuple[Projection, ...]], Ground] = Ground

    def live(self) -> bool:
        return self.state == "active" and BEGIN <= self.now < END

    def total(self) -> int:
        return sum(quantity for _, quantity in self.draws.values())

    @rule(draw=st.sampled_from("abcdefghij"), near=st.integers(-2, 2), whole=st.booleans())
    def draw(self, draw: str, near: int, whole: bool) -> None:
        """A draw of one or two, or of about all that is left."""
        quantity = max(0, self.cap - self.total() + near if whole else 1 + near % 2)
        n = self.here.size
        added = put(self.here, drawn(draw, str(quantity), when=self.now)) is None
        assert added == (self.live() and draw not in self.seen and self.total() + quantity <= self.cap)
        if added:
            self.seen.add(draw)
            self.draws[n] = (draw, quantity)

    @rule(data=st.data(), quantity=st.integers(0, 12), gone=st.booleans())
    def correct(self, data: st.DataObject, quantity: int, gone: bool) -> None:
        """An earlier draw was more, less, or never."""
        if not self.draws:
            return
        n = data.draw(st.sampled_from(sorted(self.draws)))
        draw, before = self.draws[n]
        kind = "void" if gone else "licence.drawn"
        added = put(self.here, corrected(drawn(draw, str(quantity), when=self.now), n, kind=kind)) is None
        fits = self.total() - before + quantity <= self.cap
        assert added == (gone or (fits and (self.live() or quantity <= before)))
        if added and gone:
            del self.draws[n]
        elif added:
            self.draws[n] = (draw, quantity)

    @rule(to=st.sampled_from(["active", "suspended", "active"]))
    def move(self, to: str) -> None:
        """The grantor suspends it, or puts it in force again."""
        if to != self.state:
            assert put(self.here, moved("fox", self.state, to, self.now)) is None
            self.state = to

    @rule(to=st.sampled_from([BEGIN - SECOND, BEGIN, MIDDLE, END - SECOND, END]))
    def wait(self, to: dt.datetime) -> None:
        """Time goes on, mostly to a border."""
        self.now = max(self.now, to)

    @rule()
    def stands(self) -> None:
        """What is left is the cap less all draws that hold, and never below nothing."""
        found = left(self.here, self.now)
        assert (found.quantity, found.quantity_left) == (self.total(), self.cap - self.total())
        assert self.total() <= self.cap

    def teardown(self) -> None:
        """What is kept of it is what it is."""
        if hasattr(self, "here"):
            self.here.check()


TestDraws = Machine.TestCase


def test_draws_in_a_record(places: Callable[[], str], pytestconfig: pytest.Config) -> None:
    """The same in a database, with two writers."""
    run_on_records(Machine, places, pytestconfig)


def test_amounts() -> None:
    """Texts in, texts out, nothing rounded."""
    assert [written(amount(t)) for t in ("0", "10", "0.50", "120.000001")] == ["0", "10", "0.5", "120.000001"]


def test_the_events_come_in_this_order() -> None:
    """The sample is the four steps after founding and draft."""
    assert [e.draft.kind for e in in_force()] == ["record.founded", "licence.drafted", *["licence.moved"] * 4]
