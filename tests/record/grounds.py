"""Where a state machine's events go: into states alone, or into a real record that two writers share by turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from tests.conftest import is_full

from workshare.record.event import Event
from workshare.record.findings import Fault
from workshare.record.fsck import fsck
from workshare.record.log import Record
from workshare.record.rebuild import rebuild
from workshare.record.refusal import Refusal, Refused
from workshare.record.world import Projection, States, World


class Ground:
    """States alone, folded in memory."""

    def __init__(self, projections: Iterable[Projection]) -> None:
        self.world = World(projections)

    @property
    def states(self) -> States:
        """What stands."""
        return self.world.states

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.world.size

    def put(self, what: Event) -> Refusal | None:
        """Add an event, or say why it may not be."""
        refusal = self.world.judge(what)
        if refusal is None:
            self.world.apply(self.world.size, what)
        return refusal

    def check(self) -> None:
        """What a kept state says is what the state says."""
        assert self.world.copied().text() == self.world.text()


class Recorded(Ground):
    """A record in a database, to which two writers add by turns."""

    def __init__(self, place: str, projections: tuple[Projection, ...]) -> None:
        self.place, self.projections, self.asked = place, projections, 0
        self.writers = [Record(place, projections), Record(place, projections)]

    @property
    def states(self) -> States:
        """What stands, as the writer sees it whose turn is next."""
        return self.writers[self.asked % 2].world().states

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.writers[self.asked % 2].size

    def put(self, what: Event) -> Refusal | None:
        """Record an event, or say why it is refused; each is an act of its own, so it has a key of its own."""
        self.asked += 1
        draft = replace(what.draft, key=f"act-{self.asked}")
        try:
            [done] = self.writers[self.asked % 2].append([draft], what.when)
        except Refused as bad:
            return bad.refusal
        assert done.fresh
        return None

    def check(self, forged: int = 0) -> None:
        """Sound but for what was forged; rebuilt it is what it was; a third who opens it sees what the two see."""
        before = [writer.world().text() for writer in self.writers]
        fresh = Record(self.place, self.projections)
        assert {*before, fresh.world().text()} == {before[0]}
        assert [finding.fault for finding in fsck(fresh).findings] == [Fault.PASSED_OVER] * forged
        assert rebuild(fresh).differed == ()
        for record in (*self.writers, fresh):
            record.store.close()


def put(where: Ground | World, what: Event) -> Refusal | None:
    """Add an event, or say why it may not be."""
    if isinstance(where, Ground):
        return where.put(what)
    refusal = where.judge(what)
    if refusal is None:
        where.apply(where.size, what)
    return refusal


def run_on_records(
    machine: type[RuleBasedStateMachine], places: Callable[[], str], config: pytest.Config, **more: Any
) -> None:
    """Run a machine that has a ``ground`` on records in a database; SQLite, which is quicker, gets more runs."""
    sqlite = places().endswith(".db")
    few, many = (15, 400) if sqlite else (5, 60)
    ground = staticmethod(lambda projections: Recorded(places(), tuple(projections)))
    run_state_machine_as_test(
        type(machine.__name__, (machine,), {"ground": ground, **more}),
        settings=settings(max_examples=many if is_full(config) else few, stateful_step_count=30, deadline=None),
    )
