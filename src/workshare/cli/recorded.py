"""The facts of a record that bear on promises: from the record itself, or from what it printed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from workshare.cli.parts import PROJECTIONS
from workshare.cli.record_shared import told
from workshare.files.known import read_facts
from workshare.model.programme import Programme
from workshare.problems import BadInput, Code, Problem
from workshare.record.log import Record
from workshare.register.facts import BadEvent, Fact, Recorded, facts_of

SQLITE = b"SQLite format 3\x00"
"""How every file of SQLite begins (its file format, section 1.3)."""


def known_facts(place: str, as_of: dt.date, programme: Programme, language: str) -> list[Fact]:
    """The facts of a programme as known on a day; raises BadInput for what is no record, or says nothing clear."""
    if not _is_record(place):
        return read_facts(Path(place), as_of, programme)
    with told(language):
        events = events_of(Record(place, PROJECTIONS))
    try:
        return facts_of(events, as_of, programme)
    except BadEvent as bad:
        hint = "correct it by a new event of the same kind"
        raise BadInput([Problem(code=Code.WRONG_TYPE, message=str(bad), hint=hint).at(place, 1)]) from None


def events_of(record: Record) -> list[Recorded]:
    """The events of a record, without those that somebody wrote into it past its rules."""
    passed_over = {n for n, _ in record.world().passed_over}
    return [
        Recorded(
            number=n,
            kind=event.draft.kind,
            happened=event.draft.happened,
            recorded=event.when,
            payload=event.payload,
            corrects=event.draft.corrects,
        )
        for n, event in record.events()
        if n not in passed_over
    ]


def _is_record(place: str) -> bool:
    """Whether a place is a record's: an address, or a file of SQLite."""
    if "://" in place:
        return True
    path = Path(place)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE
