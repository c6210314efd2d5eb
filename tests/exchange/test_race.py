"""A cap holds when eight processes draw at once, and what each was told is what the record says."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import ROOT, is_full
from tests.exchange import race
from tests.exchange.licensed import EARLY, MIDDLE, PROJECTIONS, in_force

from workshare.exchange.draws import balance
from workshare.record.event import stamp
from workshare.record.fsck import fsck
from workshare.record.log import Record
from workshare.record.rebuild import rebuild


@pytest.mark.skipif(os.name != "posix", reason="needs fork")
def test_never_over_the_cap(places: Callable[[], str], tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """400 are asked for, 100 may be had: 100 are granted, none twice; the record rebuilt says the same."""
    for turn in range(10 if is_full(pytestconfig) else 1):
        place, folder = places(), tmp_path / str(turn)
        folder.mkdir()
        record = Record(place, PROJECTIONS)
        record.append([e.draft for e in in_force()], EARLY)
        words = [sys.executable, race.__file__, place, str(folder)]
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        environ = {**os.environ, "PYTHONPATH": path}
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=environ)
        assert (done.returncode, done.stderr) == (0, "")
        granted = json.loads(done.stdout)
        assert len(granted) == race.DRAWERS * race.LINES
        assert sum(granted.values()) == 100
        stands = balance(record.world().states, "l1", stamp(MIDDLE))
        assert (stands.quantity, stands.quantity_left) == (100, 0)
        draws = record.world().states["draws"]["draws"].values()
        assert {d["draw"]: int(d["quantity"]) for d in draws} == {k: v for k, v in granted.items() if v}
        assert rebuild(record).differed == ()
        assert fsck(record).findings == ()
