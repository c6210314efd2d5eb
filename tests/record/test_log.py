"""Appending to a record and reading it again, on SQLite and on Postgres."""

import datetime as dt
from pathlib import Path

import pytest
from tests.record.conftest import LOG, NOW, draft, filled, refused

from workshare.record.create import create
from workshare.record.event import Draft
from workshare.record.fsck import fsck
from workshare.record.log import Appended, Record, Tree
from workshare.record.merkle import Edge, leaf_hash, root_from_inclusion
from workshare.record.refusal import Reason, Refused
from workshare.record.schema import newest
from workshare.record.store import REVISION
from workshare.record.tables import tables


def test_events_come_back(place: str) -> None:
    """What was recorded is read again as it was, in its order, and the whole is sound."""
    record = Record(place)
    drafts = [draft(n) for n in range(5)]
    assert record.append(drafts[:2], NOW) == [Appended(0, fresh=True), Appended(1, fresh=True)]
    assert record.append(drafts[2:], NOW) == [Appended(n, fresh=True) for n in (2, 3, 4)]
    again = Record(place)
    assert [event.draft for _, event in again.events()] == drafts
    assert [n for n, _ in again.events(1, 3)] == [1, 2]
    assert again.event(3).when == NOW
    assert refused(again.event, 5) is Reason.NO_EVENT
    assert fsck(again).findings == ()


def test_a_retry_adds_nothing(place: str) -> None:
    """The same draft under the same key is there once; another under its key is refused; a batch is all or none."""
    record = Record(place)
    record.append([draft(0), draft(1)], NOW)
    later = NOW + dt.timedelta(hours=1)
    assert record.append([draft(1), draft(2), draft(2)], later) == [
        Appended(1, fresh=False),
        Appended(2, fresh=True),
        Appended(2, fresh=False),
    ]
    other = Draft(kind="note", who="olena", party="ua", happened=NOW, key=draft(0).key, payload={"x": "other"})
    assert refused(record.append, [draft(3), other], later) is Reason.KEY_TAKEN
    assert refused(record.append, [draft(3), draft(4), draft(3, text="b")], later) is Reason.KEY_TAKEN
    assert record.size == 3
    assert fsck(record).findings == ()


def test_every_proof_from_the_store(place: str) -> None:
    """At every size the store's root is that of the entries, and each entry's proof leads there."""
    record, edge = filled(place, 40), Edge()
    leaves = [leaf_hash(event.body) for _, event in record.events()]
    with record.store.read() as reader:
        tree = Tree(reader)
        for size in range(1, 41):
            edge.add([leaves[size - 1]])
            assert tree.root(0, size) == edge.root
            for n in range(0, size, 3):
                assert root_from_inclusion(n, size, leaves[n], tree.inclusion(n, size)) == edge.root


def test_time_goes_forward(place: str) -> None:
    """A clock a little behind is brought forward, one far behind is refused, and nothing comes from the future."""
    record = Record(place)
    record.append([draft(0)], NOW)
    record.append([draft(1)], NOW - dt.timedelta(seconds=90))
    assert record.event(1).when == NOW
    assert refused(record.append, [draft(2)], NOW - dt.timedelta(seconds=121)) is Reason.CLOCK_BEHIND
    soon = draft(3, happened=NOW + dt.timedelta(seconds=120))
    assert record.append([soon], NOW)[0].fresh
    late = draft(4, happened=NOW + dt.timedelta(seconds=121))
    assert refused(record.append, [late], NOW) is Reason.FROM_THE_FUTURE


def test_corrections(place: str) -> None:
    """A correction is an event on an earlier one of its kind; void takes any; none corrects a correction or nothing."""
    record = Record(place)
    record.append([draft(0), draft(1, corrects=0), draft(2, kind="void", corrects=0)], NOW)
    for corrects, kind, why in (
        (1, "note", Reason.NOT_CORRECTABLE),
        (0, "other", Reason.NOT_CORRECTABLE),
        (2, "void", Reason.NOT_CORRECTABLE),
        (3, "note", Reason.NO_EVENT),
        (9, "void", Reason.NO_EVENT),
    ):
        assert refused(record.append, [draft(5, kind=kind, corrects=corrects)], NOW) is why
    assert record.size == 3
    assert fsck(record).findings == ()


def test_what_is_no_record(tmp_path: Path) -> None:
    """A missing file, a file of something else, a wrong address and a record that is there are told apart."""
    assert refused(Record, tmp_path / "none.db") is Reason.NO_RECORD
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "text.db").write_text("not a database, but long enough to look at " * 40, encoding="utf-8")
    assert refused(Record, tmp_path / "text.db") is Reason.STORE_FAILED
    for bad in ("mysql://x/y", "x y://", "sqlite://"):
        assert refused(Record, bad) is Reason.BAD_PLACE
    create(tmp_path / "one.db", LOG.public)
    assert refused(create, tmp_path / "one.db", LOG.public) is Reason.RECORD_THERE


def test_a_password_is_never_told() -> None:
    """A database that cannot be reached is told without its password."""
    with pytest.raises(Refused) as told:
        Record("postgresql://me:hidden-word@127.0.0.1:1/none")
    assert told.value.reason is Reason.STORE_FAILED
    assert "hidden-word" not in str(told.value)


def test_another_release_s_record(place: str) -> None:
    """A record of other tables is not opened."""
    import sqlalchemy as sa

    record = Record(place)
    with record.store.write() as writer:
        writer.connection.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    assert refused(Record, place) is Reason.NOT_UPGRADED


def test_migrations_lead_to_the_tables(place: str) -> None:
    """What Alembic makes is what the store works on."""
    import sqlalchemy as sa

    assert newest() == REVISION
    with Record(place).store.read() as reader:
        looked = sa.inspect(reader.connection)
        for table in tables.tables.values():
            made = {c["name"]: (str(c["type"]), c["nullable"]) for c in looked.get_columns(table.name)}
            dialect = reader.connection.dialect
            wanted = {c.name: (c.type.compile(dialect=dialect), c.nullable) for c in table.columns}
            assert made == wanted


@pytest.mark.parametrize(
    "payload",
    [{"x": 1.5}, {"x": float("nan")}, {"x": 1 << 53}, {"x": b"y"}, {1: "x"}, {"x": "\ud800"}, {"x": {"y": {1, 2}}}],
)
def test_what_json_cannot_carry(place: str, payload: dict[str, object]) -> None:
    """Fractions, huge numbers, bytes, half characters: refused before anything is written."""
    with pytest.raises(Refused) as told:
        Record(place).append(
            [Draft(kind="note", who="a", party="b", happened=NOW, key="k", payload=payload)],  # type: ignore[arg-type]
            NOW,
        )
    assert told.value.reason is Reason.BAD_EVENT
    assert Record(place).size == 0
