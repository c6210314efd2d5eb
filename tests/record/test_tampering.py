"""Six attacks by someone who has the database and the log's secret key, against checkpoints that a partner kept."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.record.conftest import LOG, NOW, draft, filled, refused

from workshare.record.checkpoint import Checkpoint
from workshare.record.event import canonical
from workshare.record.findings import Fault
from workshare.record.fsck import fsck
from workshare.record.log import BAND, Record
from workshare.record.merkle import Edge, leaf_hash
from workshare.record.refusal import Reason
from workshare.record.sealing import CONFLICT, UNPROVED, Answer, ask, receipt, request, sign
from workshare.record.tables import checkpoints, events
from workshare.record.witness import Witness

SIZES = (10, 20, 30, 40)
AT = 23
"""The event that is attacked; so the checkpoint of 30 is the first that no longer matches."""

Bodies = list[bytes]


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """A partner's witness of the log."""
    made = Witness.create(tmp_path / "witness", "partner.example/w1", bytes(range(1, 33)))
    made.trust(LOG.public)
    return made


@pytest.fixture
def record(place: str, witness: Witness) -> Record:
    """A record of 40 events, signed at every tenth and cosigned by the partner."""
    record = Record(place)
    for first, size in zip((0, *SIZES), SIZES, strict=False):
        record.append([draft(n) for n in range(first, size)], NOW + dt.timedelta(hours=size))
        sign(record, LOG)
        ask(record, witness.key.public, lambda text: witness.answer(text, 1_700_000_000))
    return record


def rewritten(record: Record, bodies: Bodies) -> Record:
    """What the attacker leaves: these events, with hashes, nodes, head, kept state and signatures made to fit."""
    edge, nodes, notes, rows, last = Edge(), [], [], [], ""
    for n, body in enumerate(bodies):
        fields = json.loads(body)
        nodes += edge.add([leaf_hash(body)], BAND)
        rows.append({"n": n, "key": fields["key"], "leaf": leaf_hash(body), "body": body})
        last = max(last, fields["recorded"])
        if edge.size in SIZES:
            note = Checkpoint(LOG.name, edge.size, edge.root).sign(LOG)
            notes.append({"size": edge.size, "note": note})
    with record.store.write() as writer:
        for table, fresh in ((events, rows), (checkpoints, notes)):
            writer.connection.execute(sa.delete(table))
            writer.connection.execute(sa.insert(table), fresh)
        writer.replace_derived(nodes, edge, last)
    return Record(record.store.url.render_as_string(hide_password=False))


def changed(body: bytes, **fields: object) -> bytes:
    """An event with other fields."""
    return canonical({**json.loads(body), **fields})


def edit(bodies: Bodies) -> Bodies:
    """Another payload in the place of what was said."""
    bodies[AT] = changed(bodies[AT], payload={"n": AT, "text": "never so"})
    return bodies


def delete(bodies: Bodies) -> Bodies:
    """One event less, the later ones moved up."""
    del bodies[AT]
    return bodies


def truncate(bodies: Bodies) -> Bodies:
    """Nothing of what came after."""
    return bodies[:AT]


def back_date(bodies: Bodies) -> Bodies:
    """One more event, as if it had been recorded then."""
    return [*bodies[:AT], changed(bodies[AT], key="new", payload={"text": "was always here"}), *bodies[AT:]]


def swap(bodies: Bodies) -> Bodies:
    """Two events in the other order."""
    return [*bodies[:AT], bodies[AT + 1], bodies[AT], *bodies[AT + 2 :]]


ATTACKS: list[Callable[[Bodies], Bodies]] = [edit, delete, truncate, back_date, swap]


def test_an_untouched_record_is_sound(record: Record, witness: Witness) -> None:
    """Nothing is found where nothing was done, and the largest kept checkpoint matches."""
    health = fsck(record, witness.kept(LOG.name))
    assert (health.findings, health.diverges, health.matches, health.kept) == ((), None, 40, 4)


def test_a_plain_edit_is_seen_at_once(record: Record, witness: Witness) -> None:
    """Attack 1: bytes are changed and nothing else; the hash beside them tells even without a partner."""
    with record.store.write() as writer:
        body = edit([row.body for row in writer.rows(0)])[AT]
        writer.connection.execute(sa.update(events).where(events.c.n == AT).values(body=body))
    assert {f.fault for f in fsck(record).findings} >= {Fault.WRONG_HASH, Fault.TREE_DIFFERS, Fault.SIGNED_DIFFERS}
    health = fsck(record, witness.kept(LOG.name))
    assert (health.diverges, health.matches) == (30, 20)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_rewritten_record_is_seen_by_the_partner(
    record: Record, witness: Witness, attack: Callable[[Bodies], Bodies]
) -> None:
    """Attacks 2 to 6: all is made to fit again. Alone it looks sound; the partner names size 30 and cosigns no more."""
    with record.store.read() as reader:
        bodies = [row.body for row in reader.rows(0)]
    false = rewritten(record, attack(bodies))
    assert fsck(false).findings == ()
    health = fsck(false, witness.kept(LOG.name))
    assert (health.diverges, health.matches) == (30, 20)
    sizes = [f.values["size"] for f in health.findings if f.fault is Fault.KEPT_DIFFERS]
    assert sizes == ["30", "40"]
    false.append([draft(n) for n in range(100, 130)], NOW + dt.timedelta(hours=41))
    sign(false, LOG)
    answer = witness.answer(request(false, 40), 1_700_000_001)
    assert answer.status == UNPROVED
    why = refused(ask, false, witness.key.public, lambda text: witness.answer(text, 1_700_000_001))
    assert why is Reason.FORKED_FOR_WITNESS
    kept = witness.kept(LOG.name)[-1]
    assert refused(receipt, false, 5, kept) is Reason.FORKED


@pytest.mark.usefixtures("record")
def test_a_fork_of_the_same_size(witness: Witness) -> None:
    """Two checkpoints of one size with two roots: the witness says so and keeps to the first."""
    false = Checkpoint(LOG.name, 40, bytes(32)).sign(LOG)
    assert witness.answer(f"old 40\n\n{false}", 1_700_000_001) == Answer(CONFLICT, "40\n")


def test_a_shrunken_log(record: Record, witness: Witness) -> None:
    """An older checkpoint, though the log's own, is no answer to what came after it."""
    old = witness.kept(LOG.name)[1]
    for said in (0, 10, 20):
        assert witness.answer(f"old {said}\n\n{old}", 1_700_000_001) == Answer(CONFLICT, "40\n")
    assert witness.answer(f"old 40\n\n{old}", 1_700_000_001).status == 400
    short = rewritten(record, truncate([e.body for _, e in record.events()]))
    sign(short, LOG)
    why = refused(ask, short, witness.key.public, lambda text: witness.answer(text, 1_700_000_001))
    assert why is Reason.SHRUNK


def test_the_log_itself_refuses_to_sign_a_fork(record: Record) -> None:
    """A record that no longer continues its own last checkpoint is not signed, even by its own key."""
    with record.store.write() as writer:
        writer.put_checkpoint(40, Checkpoint(LOG.name, 40, bytes(32)).sign(LOG))
    assert refused(sign, record, LOG) is Reason.FORKED
    with record.store.write() as writer:
        writer.put_checkpoint(50, Checkpoint(LOG.name, 50, bytes(32)).sign(LOG))
    assert refused(sign, record, LOG) is Reason.SHRUNK


def test_a_kept_state_that_was_changed(places: Callable[[], str]) -> None:
    """What follows from the events is held against them: nodes, head, and texts beside the record."""
    record = filled(places(), 20)
    with record.store.write() as writer:
        head = writer.head()
        writer.replace_derived([(4, 0, bytes(32))], head.edge, head.recorded)
        writer.put_personal([{"hash": "0" * 64, "salt": bytes(32), "text": "someone"}])
    assert {f.fault for f in fsck(record).findings} == {Fault.TREE_DIFFERS, Fault.PERSONAL_DIFFERS}


def test_an_event_beyond_the_head(place: str) -> None:
    """Where somebody wrote events in past the head, nothing goes on top of them: that is told, and fsck sees it."""
    record = filled(place, 20)
    body = changed(record.event(19).body, key="forged")
    row = {"n": 20, "key": "forged", "leaf": leaf_hash(body), "body": body}
    with record.store.write() as writer:
        writer.connection.execute(sa.insert(events), row)
    assert refused(record.append, [draft(20)], NOW) is Reason.TREE_BROKEN
    assert refused(record.append, [draft(20), draft(21)], NOW) is Reason.TREE_BROKEN
    assert Fault.TREE_DIFFERS in {f.fault for f in fsck(Record(place)).findings}


def test_a_missing_event(places: Callable[[], str]) -> None:
    """A gap in the numbers is named."""
    record = filled(places(), 20)
    with record.store.write() as writer:
        writer.connection.execute(sa.delete(events).where(events.c.n == 7))
    assert fsck(record).findings[0].fault is Fault.EVENTS_MISSING
