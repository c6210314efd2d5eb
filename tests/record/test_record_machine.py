"""The record as a state machine: whatever is done to it in whatever order, it holds what a plain list holds."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.conftest import is_full
from tests.record.conftest import LOG, NOW, draft, refused

from workshare.record.checkpoint import open_checkpoint
from workshare.record.event import SKEW, Draft
from workshare.record.fsck import fsck
from workshare.record.log import Appended, Record
from workshare.record.receipt import Receipt, verify
from workshare.record.refusal import Reason
from workshare.record.sealing import ask, receipt, sign
from workshare.record.witness import Witness

LAST_AT_MOST = dt.timedelta(seconds=120)
"""So long before the machine's now the last event may have been recorded, by a clock that is a little behind."""


class Machine(RuleBasedStateMachine):
    """Two writers on one record, the log's signer, and a partner's witness, against a list of drafts."""

    place: Callable[[], str]
    folder: Path

    @initialize()
    def begin(self) -> None:
        """An empty record and a new witness."""
        where = type(self).place()
        self.records = [Record(where), Record(where)]
        name = f"witness-{len(list(self.folder.iterdir()))}"
        self.witness = Witness.create(self.folder / name, "partner.example/w1", bytes(32))
        self.witness.trust(LOG.public)
        self.model: list[Draft] = []
        self.now, self.fresh, self.signed, self.cosigned = NOW, 0, [], 0

    def teardown(self) -> None:
        """Nothing that was done leaves a fault."""
        if hasattr(self, "records"):
            health = fsck(self.records[0], self.witness.kept(LOG.name))
            assert (health.findings, health.size) == ((), len(self.model))
            for record in self.records:
                record.store.close()

    @rule(who=st.integers(0, 1), count=st.integers(1, 20), wait=st.integers(-LAST_AT_MOST.seconds, 86_400))
    def append(self, who: int, count: int, wait: int) -> None:
        """New events, by either writer, with clocks that differ a little."""
        drafts = [draft(self.fresh + i) for i in range(count)]
        said = self.records[who].append(drafts, self.now + dt.timedelta(seconds=wait))
        self.now = max(self.now, self.now + dt.timedelta(seconds=wait))
        start = len(self.model)
        assert said == [Appended(start + i, fresh=True) for i in range(count)]
        self.model += drafts
        self.fresh += count

    @precondition(lambda self: self.model)
    @rule(who=st.integers(0, 1), data=st.data())
    def retry(self, who: int, data: st.DataObject) -> None:
        """Some of what is there, and something new between: only that is added."""
        again = data.draw(st.lists(st.integers(0, len(self.model) - 1), min_size=1, max_size=4))
        drafts = [*[self.model[n] for n in again], draft(self.fresh)]
        said = self.records[who].append(drafts, self.now)
        assert said == [*[Appended(n, fresh=False) for n in again], Appended(len(self.model), fresh=True)]
        self.model.append(drafts[-1])
        self.fresh += 1

    @precondition(lambda self: self.model)
    @rule(who=st.integers(0, 1), data=st.data())
    def take_a_key(self, who: int, data: st.DataObject) -> None:
        """Something else under a key that is taken: refused, and nothing of the batch stays."""
        n = data.draw(st.integers(0, len(self.model) - 1))
        other = Draft(kind="other", who="a", party="b", happened=NOW, key=self.model[n].key)
        assert refused(self.records[who].append, [draft(self.fresh), other], self.now) is Reason.KEY_TAKEN

    @precondition(lambda self: self.model)
    @rule(who=st.integers(0, 1), back=st.integers(1, 9), kind=st.sampled_from(["note", "void", "other"]))
    def correct(self, who: int, back: int, kind: str) -> None:
        """A correction of an earlier event: taken where that is an original of its kind, or all of it is void."""
        n = max(0, len(self.model) - back)
        new = draft(self.fresh, kind=kind, corrects=n)
        self.fresh += 1
        if kind in {"void", self.model[n].kind} and self.model[n].corrects is None:
            assert self.records[who].append([new], self.now) == [Appended(len(self.model), fresh=True)]
            self.model.append(new)
        else:
            assert refused(self.records[who].append, [new], self.now) is Reason.NOT_CORRECTABLE

    @rule(who=st.integers(0, 1), late=st.integers(1, 3600))
    def wrong_clock(self, who: int, late: int) -> None:
        """Events from the future, and clocks far behind, are refused."""
        soon = draft(self.fresh, happened=self.now + SKEW + dt.timedelta(seconds=late))
        assert refused(self.records[who].append, [soon], self.now) is Reason.FROM_THE_FUTURE
        if self.model:
            behind = self.now - LAST_AT_MOST - SKEW - dt.timedelta(seconds=late)
            assert refused(self.records[who].append, [draft(self.fresh)], behind) is Reason.CLOCK_BEHIND

    @rule(who=st.integers(0, 1), cosign=st.booleans())
    def checkpoint(self, who: int, cosign: bool) -> None:
        """The log signs; its partner may cosign, which shows her that it only grew."""
        note = sign(self.records[who], LOG)
        self.signed.append(open_checkpoint(note, LOG.public).checkpoint)
        assert self.signed[-1].size == len(self.model)
        if cosign:
            key = self.witness.key.public
            assert ask(self.records[who], key, lambda text: self.witness.answer(text, 1)).cosigned == {key.name: 1}

    @precondition(lambda self: self.signed and self.signed[-1].size)
    @rule(who=st.integers(0, 1), data=st.data())
    def prove(self, who: int, data: st.DataObject) -> None:
        """Any signed event's receipt holds, and says what was recorded."""
        n = data.draw(st.integers(0, self.signed[-1].size - 1))
        text = receipt(self.records[who], n).text
        proved = verify(Receipt.parse(text), LOG.public, kept=[self.signed[-1]])
        assert (proved.index, proved.body) == (n, self.records[1 - who].event(n).body)

    @rule(who=st.integers(0, 1))
    def reopen(self, who: int) -> None:
        """A writer starts anew."""
        place = self.records[who].store.url.render_as_string(hide_password=False)
        self.records[who].store.close()
        self.records[who] = Record(place)

    @invariant()
    def as_the_list_says(self) -> None:
        """Both see what the list holds."""
        if hasattr(self, "records"):
            assert self.records[0].size == self.records[1].size == len(self.model)

    @precondition(lambda self: len(self.model) < 60)
    @invariant()
    def event_by_event(self) -> None:
        """And event by event."""
        if hasattr(self, "records"):
            assert [event.draft for _, event in self.records[1].events()] == self.model


def test_the_record_is_a_list(places: Callable[[], str], tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """No order of steps finds a difference."""
    folder = tmp_path / "witnesses"
    folder.mkdir()
    machine = type("Machine", (Machine,), {"place": staticmethod(places), "folder": folder})
    sqlite = places().endswith(".db")
    examples = (400 if sqlite else 60) if is_full(pytestconfig) else (15 if sqlite else 5)
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=30, deadline=None))
