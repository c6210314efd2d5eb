"""Approvals: who may, who may not, and what is never approved."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.record.conftest import NOW, refused
from tests.record.grounds import Ground, put, run_on_records
from tests.record.people import (
    HOME,
    OTHER,
    PARTIES_OF,
    THING,
    approval,
    asked,
    confirmed,
    event,
    founded,
    founding,
    key_of,
    line,
    rotated,
    why,
)

from workshare.record.approvals import APPROVALS, approved
from workshare.record.event import Draft, stamp
from workshare.record.fsck import fsck
from workshare.record.log import Record
from workshare.record.parties import PARTIES
from workshare.record.rebuild import rebuild
from workshare.record.refusal import Reason
from workshare.record.world import Projection, World

AT = stamp(NOW)


def standing(world: Ground | World, thing: str = THING, when: str = AT) -> str | None:
    """Why the thing is not approved; None if it is."""
    found = approved(world.states, "r1", thing, when)
    return found.reason if found else None


def test_two_of_two_organisations() -> None:
    """One approval is not enough, the second of another organisation is; of another thing it is none."""
    world = founded()
    assert why(world, asked("ann", 2)) is None
    assert standing(world) == Reason.NOT_APPROVED
    assert why(world, approval("cyd")) is None
    assert standing(world) == Reason.NOT_APPROVED
    assert why(world, approval("eve")) is None
    assert standing(world) is None
    assert standing(world, OTHER) == Reason.OBJECT_CHANGED


def test_persons_of_one_organisation_count_once() -> None:
    """Two persons of a parent and its subsidiary are one organisation; with one asked for, they are two persons."""
    for organisations, standing_then in ((2, Reason.NOT_APPROVED), (1, None)):
        world = founded()
        put(world, asked("ann", 2, organisations))
        assert (why(world, approval("cyd")), why(world, approval("dan"))) == (None, None)
        assert standing(world) == standing_then


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (approval("ann"), Reason.SELF_APPROVAL),
        (approval("bob"), Reason.SELF_APPROVAL),
        (approval("eve", thing=OTHER), Reason.OBJECT_CHANGED),
        (approval("eve", signer=key_of("cyd"), key=line("eve")), Reason.BAD_SIGNATURE),
        (approval("eve", signer=key_of("cyd")), Reason.NOT_HER_KEY),
        (approval("eve", signer=key_of("eve", 1)), Reason.NOT_HER_KEY),
        (approval("nobody"), Reason.UNKNOWN_PERSON),
        (approval("eve", request="r2"), Reason.NO_REQUEST),
        (event("approval.given", "eve", {"request": "r1"}), Reason.BAD_PAYLOAD),
        (event("approval.given", "eve", {**approval("eve").payload, "signature": "zz"}), Reason.BAD_PAYLOAD),
        (event("approval.given", "eve", {**approval("eve").payload, "signature": 5}), Reason.BAD_PAYLOAD),
        (event("approval.given", "eve", dict(approval("eve").payload), party="plant"), Reason.NOT_HER_PARTY),
        (event("approval.given", "cyd", dict(approval("eve").payload)), Reason.NOT_HER_KEY),
        (asked("cyd", 1), Reason.THERE_ALREADY),
        (event("approval.withdrawn", "eve", {"request": "r1"}), Reason.NO_REQUEST),
        (event("approval.taken-back", "eve", {"request": "r1"}), Reason.NO_REQUEST),
    ],
)
def test_what_is_no_approval(what: Any, reason: Reason) -> None:
    """The requester's own, a colleague's, with another's key, of another thing, a stranger's: refused, passed over."""
    world = founded()
    put(world, asked("ann", 1))
    assert why(world, what) == reason
    world.fold(world.size, what)
    assert world.passed_over[-1][1].reason == reason
    assert standing(world) == Reason.NOT_APPROVED


def test_requests_that_make_no_sense() -> None:
    """Nobody, fewer persons than organisations, no hash, an end that has passed."""
    for bad in (
        asked("ann", 0),
        asked("ann", 1, 2),
        asked("ann", True),
        event("approval.requested", "ann", {"request": "r1", "object": "x", "persons": 1}),
        asked("ann", 1, role=5),
    ):
        assert why(founded(), bad) == Reason.BAD_PAYLOAD
    assert why(founded(), asked("ann", 1, until=AT)) == Reason.REQUEST_EXPIRED
    assert why(founded(), asked("nobody", 1)) == Reason.UNKNOWN_PERSON


def test_once_each_and_taken_back() -> None:
    """A second approval by the same person is none; what is taken back counts no more; so with a withdrawn request."""
    world = founded()
    put(world, asked("ann", 1))
    put(world, approval("eve"))
    assert why(world, approval("eve")) == Reason.APPROVED_ALREADY
    assert standing(world) is None
    assert why(world, event("approval.taken-back", "eve", {"request": "r1"})) is None
    assert standing(world) == Reason.NOT_APPROVED
    put(world, approval("eve"))
    assert why(world, event("approval.withdrawn", "ann", {"request": "r1"})) is None
    assert standing(world) == Reason.REQUEST_WITHDRAWN
    assert why(world, approval("cyd")) == Reason.REQUEST_WITHDRAWN


def test_an_end_to_the_second() -> None:
    """A request holds until its end and not in that second."""
    world = founded()
    end = NOW + dt.timedelta(hours=1)
    put(world, asked("ann", 1, until=stamp(end)))
    assert why(world, approval("eve", when=end - dt.timedelta(seconds=1))) is None
    assert standing(world, when=stamp(end - dt.timedelta(seconds=1))) is None
    assert standing(world, when=stamp(end)) == Reason.REQUEST_EXPIRED
    assert why(world, approval("cyd", when=end)) == Reason.REQUEST_EXPIRED


def test_a_role_that_is_asked_for() -> None:
    """Who has not the role does not count."""
    world = founded()
    put(world, asked("ann", 1, role="release-officer"))
    assert why(world, approval("eve")) == Reason.NOT_HER_ROLE
    put(world, event("role.given", "fox", {"person": "eve", "role": "release-officer"}))
    assert why(world, approval("eve")) is None


def test_a_key_that_was_lost() -> None:
    """A revoked key approves no more; revoked from an earlier time on, what it approved since counts no more either."""
    world = founded()
    put(world, asked("ann", 1))
    given = NOW + dt.timedelta(hours=1)
    put(world, approval("eve", when=given))
    late = NOW + dt.timedelta(hours=3)
    revoked = {"person": "eve", "key": line("eve")}
    assert why(world, event("key.revoked", "cyd", revoked, late)) == Reason.NOT_ANOTHER
    assert why(world, event("key.revoked", "eve", revoked, late)) is None
    assert standing(world, when=stamp(late)) is None
    since = {**revoked, "since": stamp(given)}
    assert why(world, event("key.revoked", "eve", {**revoked, "since": stamp(late)}, NOW)) == Reason.BAD_TIME
    assert why(world, event("key.revoked", "eve", since, late)) is None
    assert standing(world, when=stamp(late)) == Reason.NOT_APPROVED


def test_keys_rotate() -> None:
    """The new key approves from then on, the old one no more; only its owner rotates it."""
    world = founded()
    put(world, asked("ann", 1))
    later = NOW + dt.timedelta(hours=1)
    stolen = rotated("eve", 0, 1, later)
    assert why(world, event("key.rotated", "cyd", dict(stolen.payload), later)) == Reason.NOT_ANOTHER
    bad = {**stolen.payload, "signature": "00" * 64}
    assert why(world, event("key.rotated", "eve", bad, later)) == Reason.BAD_SIGNATURE
    assert why(world, stolen) is None
    assert why(world, approval("eve", when=later)) == Reason.KEY_REVOKED
    assert why(world, approval("eve", signer=key_of("eve", 1), when=later)) is None
    assert why(world, rotated("cyd", 0, 0)) == Reason.KEY_ELSEWHERE


def test_nobody_adds_an_approver_alone() -> None:
    """A new key counts once another organisation confirmed it, and never for whoever entered or confirmed it."""
    world = founded()
    put(world, event("person.added", "ann", {"person": "gil", "party": "bureau"}))
    assert why(world, event("key.added", "ann", {"person": "gil", "key": line("gil")})) is None
    put(world, asked("ann", 1))
    HOME["gil"] = "bureau"
    try:
        put(world, event("approval.requested", "cyd", {"request": "r0", "object": THING, "persons": 1}))
        assert why(world, approval("gil", request="r0")) == Reason.KEY_NOT_CONFIRMED
        for other in ("ann", "bob"):
            assert why(world, confirmed(other, "gil", 0)) == Reason.NOT_ANOTHER
        forged = {**confirmed("cyd", "gil", 0).payload, "signature": confirmed("dan", "gil", 0).payload["signature"]}
        assert why(world, event("key.confirmed", "cyd", forged)) == Reason.BAD_SIGNATURE
        assert why(world, confirmed("cyd", "gil", 0)) is None
        assert why(world, approval("gil")) == Reason.SELF_APPROVAL
        put(world, event("approval.requested", "cyd", {"request": "r2", "object": THING, "persons": 1}))
        assert why(world, approval("gil", request="r2")) == Reason.SELF_APPROVAL
        put(world, event("approval.requested", "fox", {"request": "r3", "object": THING, "persons": 1}))
        assert why(world, approval("gil", request="r3")) is None
    finally:
        del HOME["gil"]


def test_one_key_is_one_person_s() -> None:
    """The same key under two names is refused, and so is a key under another's name."""
    world = founded()
    again = str(key_of("eve").public).replace("eve+", "x+")
    assert why(world, event("key.added", "fox", {"person": "cyd", "key": line("eve")})) == Reason.NOT_HER_KEY
    assert why(world, event("key.added", "fox", {"person": "x", "key": again})) == Reason.BAD_PAYLOAD
    twice = founding()
    twice["persons"].append(dict(twice["persons"][0]))
    assert why(World([PARTIES, APPROVALS]), event("record.founded", "fox", twice)) == Reason.KEY_ELSEWHERE
    assert why(world, event("record.founded", "fox", founding())) == Reason.FOUNDED_ALREADY


def test_what_was_signed_is_not_corrected(place: str) -> None:
    """Approvals are taken back, not edited; and a record with people rebuilds to what it was."""
    record = Record(place, [PARTIES, APPROVALS])
    events = [event("record.founded", "fox", founding()), asked("ann", 1), approval("eve")]
    record.append([e.draft for e in events], NOW)
    for kind in ("void", "approval.given"):
        draft = Draft(kind=kind, who="eve", party="bureau", happened=NOW, key="x", payload={}, corrects=2)
        assert refused(record.append, [draft], NOW) == Reason.NOT_CORRECTABLE
    assert record.append([events[2].draft], NOW)[0].fresh is False
    assert standing(record.world()) is None
    before = record.world().text()
    assert rebuild(record).differed == ()
    assert record.world().text() == before == Record(place, [PARTIES, APPROVALS]).world().text()
    assert fsck(record).findings == ()


def test_a_forged_approval_counts_for_nothing(place: str) -> None:
    """Written past the rules into the record, it is passed over, and fsck names it."""
    careless = Record(place)
    events = [event("record.founded", "fox", founding()), asked("ann", 1), approval("eve", signer=key_of("cyd"))]
    careless.append([e.draft for e in events], NOW)
    record = Record(place, [PARTIES, APPROVALS])
    assert standing(record.world()) == Reason.NOT_APPROVED
    assert [(f.fault, f.values["index"]) for f in fsck(record).findings] == [("passed-over", "2")]


class Machine(RuleBasedStateMachine):
    """Approvals at random, most of them near the rules' borders, against a count made from the whole history."""

    @initialize(asker=st.sampled_from(sorted(HOME)), persons=st.integers(1, 3), fewer=st.integers(0, 2))
    def begin(self, asker: str, persons: int, fewer: int) -> None:
        """Everybody, and one request."""
        self.world, self.now = type(self).ground((PARTIES, APPROVALS)), NOW
        assert put(self.world, event("record.founded", "fox", founding())) is None
        self.asker, self.persons, self.organisations = asker, persons, max(1, persons - fewer)
        assert why(self.world, asked(asker, persons, self.organisations)) is None
        self.version = dict.fromkeys(HOME, 0)
        self.keys: dict[tuple[str, int], list[dt.datetime]] = {
            (p, 0): [NOW, dt.datetime.max.replace(tzinfo=dt.UTC)] for p in HOME
        }
        self.given: dict[str, tuple[int, dt.datetime]] = {}
        self.gone: set[str] = set()
        self.withdrawn = False

    ground: Callable[[tuple[Projection, ...]], Ground] = Ground

    def good_key(self, person: str, version: int, when: dt.datetime) -> bool:
        span = self.keys.get((person, version))
        return span is not None and span[0] <= when < span[1]

    @staticmethod
    def top(person: str) -> str:
        return PARTIES_OF[HOME[person]] or HOME[person]

    @rule(
        who=st.sampled_from(sorted(HOME)),
        trick=st.sampled_from(["none"] * 6 + ["thing", "old key", "other key", "signature"]),
        wait=st.integers(0, 3),
    )
    def approve(self, who: str, trick: str, wait: int) -> None:
        """Somebody approves, in one case of two with a trick."""
        self.now += dt.timedelta(seconds=wait)
        version = max(0, self.version[who] - 1) if trick == "old key" else self.version[who]
        signer, key = key_of(who, version), line(who, version)
        if trick == "other key":
            signer, key = key_of("eve" if who != "eve" else "cyd"), line("eve" if who != "eve" else "cyd")
        if trick == "signature":
            signer = key_of(who, 99)
        thing = OTHER if trick == "thing" else THING
        added = put(self.world, approval(who, thing=thing, signer=signer, key=key, when=self.now)) is None
        may = (
            trick in {"none", "old key"}
            and not self.withdrawn
            and who not in self.given
            and who not in self.gone
            and self.top(who) != self.top(self.asker)
            and self.good_key(who, version, self.now)
        )
        assert added == may
        if added:
            self.given[who] = (version, self.now)

    @rule(who=st.sampled_from(sorted(HOME)))
    def rotate(self, who: str) -> None:
        """Somebody changes her key."""
        old = self.version[who]
        good = self.good_key(who, old, self.now)
        assert (put(self.world, rotated(who, old, old + 1, self.now)) is None) == good
        if good:
            self.keys[who, old][1] = min(self.keys[who, old][1], self.now)
            self.keys[who, old + 1] = [self.now, dt.datetime.max.replace(tzinfo=dt.UTC)]
            self.version[who] = old + 1

    @rule(who=st.sampled_from(sorted(HOME)), back=st.integers(0, 6), wait=st.integers(0, 2))
    def revoke(self, who: str, back: int, wait: int) -> None:
        """A key was lost some seconds ago."""
        self.now += dt.timedelta(seconds=wait)
        version, since = self.version[who], self.now - dt.timedelta(seconds=back)
        said = {"person": who, "key": line(who, version), "since": stamp(since)}
        added = put(self.world, event("key.revoked", who, said, self.now)) is None
        assert added == (who not in self.gone)
        if added:
            self.keys[who, version][1] = min(self.keys[who, version][1], since)

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """An approval is taken back."""
        who = data.draw(st.sampled_from(sorted(self.given)))
        assert put(self.world, event("approval.taken-back", who, {"request": "r1"}, self.now)) is None
        del self.given[who]

    @rule(who=st.sampled_from(sorted(HOME)))
    def leave(self, who: str) -> None:
        """Somebody leaves."""
        if len(self.gone) < 2:
            assert put(self.world, event("person.left", "fox", {"person": who}, self.now)) is None
            self.gone.add(who)

    @precondition(lambda self: len(self.given) > 1)
    @rule(who=st.sampled_from(sorted(HOME)))
    def withdraw(self, who: str) -> None:
        """The request is withdrawn, by the one who made it alone."""
        added = put(self.world, event("approval.withdrawn", who, {"request": "r1"}, self.now)) is None
        assert added == (who == self.asker)
        self.withdrawn |= added

    def teardown(self) -> None:
        """What is kept of it is what it is."""
        if hasattr(self, "world"):
            self.world.check()

    @rule()
    def stands(self) -> None:
        """It is approved where enough are left who could have approved."""
        counted = {
            p for p, (version, when) in self.given.items() if p not in self.gone and self.good_key(p, version, when)
        }
        enough = len(counted) >= self.persons and len({self.top(p) for p in counted}) >= self.organisations
        assert (standing(self.world, when=stamp(self.now)) is None) == (enough and not self.withdrawn)


TestApprovals = Machine.TestCase


def test_approvals_in_a_record(places: Callable[[], str], pytestconfig: pytest.Config) -> None:
    """The same in a database, with two writers."""
    run_on_records(Machine, places, pytestconfig)
