"""Eight writers at once, killed in the middle: nothing that was told to be safe is lost, and nothing is there twice."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import is_full
from tests.record import hammer

from workshare.record.fsck import fsck
from workshare.record.log import Record

KILLS, ALL = 24, 500
"""So many in each database: a sample, and with WORKSHARE_FULL half of the thousand."""


@pytest.mark.skipif(os.name != "posix", reason="needs fork")
def test_writers_that_are_killed(places: Callable[[], str], tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """What each writer was told is in the record once, as it was; what else is there was tried; fsck finds nothing."""
    place, kills = places(), ALL if is_full(pytestconfig) else KILLS
    folder = tmp_path / "writers"
    folder.mkdir()
    words = [sys.executable, hammer.__file__, place, str(folder), str(kills), "1"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert json.loads(done.stdout) == {"killed": kills, "ended": hammer.WRITERS}
    record = Record(place)
    there = Counter(event.draft.key for _, event in record.events())
    texts = {event.draft.key: event.payload for _, event in record.events()}
    told, tried = {}, {}
    for slot in range(hammer.WRITERS):
        known = hammer.turns(folder / f"writer-{slot}")
        told |= {d.key: d.payload for turn in known["told"] for d in hammer.drafts(slot, turn)}
        tried |= {d.key: d.payload for turn in known["try"] for d in hammer.drafts(slot, turn)}
    assert len(told) > kills
    assert {key: texts.get(key) for key in told} == told
    assert set(there.values()) == {1}
    assert {key: tried.get(key) for key in there} == texts
    assert fsck(record).findings == ()
