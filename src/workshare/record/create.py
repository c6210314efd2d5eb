"""Makes a new record."""

from __future__ import annotations

from pathlib import Path

from workshare.record.note import PublicKey
from workshare.record.refusal import Reason, Refused
from workshare.record.schema import upgrade
from workshare.record.store import Store


def create(place: str | Path, log: PublicKey) -> None:
    """An empty record at a place where there is none, for the log with this key."""
    store = Store(place, new=True)
    store.check_free()
    upgrade(store)
    with store.write() as writer:
        if writer.has_head():
            raise Refused(Reason.RECORD_THERE, place=store.name)
        writer.start(str(log))
    store.close()
