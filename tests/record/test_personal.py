"""Names of people: hashes in the record, texts beside it, and nothing left of what was erased."""

import os
from pathlib import Path

from tests.record.conftest import NOW, draft, refused

from workshare.record.event import Draft
from workshare.record.findings import Fault
from workshare.record.fsck import fsck
from workshare.record.log import Record
from workshare.record.rebuild import rebuild
from workshare.record.refusal import Reason
from workshare.record.sealed import erase, opened, seal_draft

NAME = "Олена Коваль-Петренко"
OTHER = "Марія Бондар"


def person(name: str, key: str = "k") -> Draft:
    """A draft with a name in it."""
    payload = {"person": "p1", "name": {"seal": name}, "more": [{"seal": "phone"}]}
    return Draft(kind="person.noted", who="olena", party="ua", happened=NOW, key=key, payload=payload)


def put(record: Record, what: Draft) -> bool:
    """Record a draft with its texts; whether it was new."""
    sealed, texts = seal_draft(record, what, os.urandom)
    return record.append([sealed], NOW, texts)[0].fresh


def test_a_name_is_kept_beside_the_record(place: str) -> None:
    """The event has a hash, the store the text; the same again is a retry, another name under the key is refused."""
    record = Record(place)
    assert put(record, person(NAME))
    assert NAME not in record.event(0).body.decode()
    found = record.event(0).payload["name"]["sealed"]
    assert opened(record, [found]) == {found: NAME}
    assert not put(record, person(NAME))
    assert refused(put, record, person(OTHER)) == Reason.KEY_TAKEN
    assert put(record, person(NAME, "k2"))
    assert record.event(1).payload["name"]["sealed"] != found
    assert fsck(record).findings == ()


def test_an_erased_name_is_gone(place: str) -> None:
    """Text and salt are gone, from SQLite's files too; the record says that and when, and stays whole."""
    record = Record(place)
    put(record, person(NAME))
    put(record, person(OTHER, "k2"))
    found = record.event(0).payload["name"]["sealed"]
    if place.endswith(".db"):
        assert NAME.encode() in b"".join(p.read_bytes() for p in Path(place).parent.glob("record-0.db*"))
    erase(record, found, ("olena", "ua"), NOW, "asked for it")
    assert opened(record, [found]) == {}
    if place.endswith(".db"):
        left = b"".join(p.read_bytes() for p in Path(place).parent.glob("record-0.db*"))
        assert NAME.encode() not in left
        assert OTHER.encode() in left
    assert record.event(2).payload == {"hash": found, "why": "asked for it"}
    assert fsck(record).findings == ()
    assert rebuild(record).differed == ()
    assert refused(erase, record, found, ("olena", "ua"), NOW, "again") == Reason.NO_TEXT


def test_a_name_that_is_gone_without_a_word(place: str) -> None:
    """A text taken away or changed behind the record's back is found."""
    record = Record(place)
    put(record, person(NAME))
    record.append([draft(7)], NOW)
    found = record.event(0).payload["name"]["sealed"]
    with record.store.write() as writer:
        salt = writer.personal([found])[found][0]
        writer.erase(found)
    assert [f.fault for f in fsck(record).findings] == [Fault.PERSONAL_MISSING]
    with record.store.write() as writer:
        writer.put_personal([{"hash": found, "salt": salt, "text": OTHER}])
    assert [f.fault for f in fsck(record).findings] == [Fault.PERSONAL_DIFFERS]
