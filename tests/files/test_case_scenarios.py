"""The scenarios that come with the programmes."""

import re
from pathlib import Path

import pytest

from workshare.files.folder import load, read
from workshare.model.difference import differences
from workshare.model.figure import Basis, figures_of

SCENARIOS = sorted((Path(__file__).parents[2] / "programmes").glob("*/scenarios/*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_bundled_scenarios_are_sound(path: Path) -> None:
    """Each reads without a problem, differs from its programme, and says in both languages what it rests on."""
    reading = read(path)
    assert [str(p) for p in reading.problems] == []
    assert reading.programme is not None
    assert reading.scenario is not None
    assert reading.scenario.note is not None
    base = load(path.parents[1])
    assert differences(base, reading.programme)
    known = {s.id for s in base.statements}
    for language in ("en", "uk"):
        named = set(re.findall(r"S\d{3}-\d{2}", reading.scenario.note.in_(language)))
        assert len(named) > 1
        assert named <= known
    assert reading.scenario.note.uk
    assert reading.scenario.scenario.uk


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_figures_of_scenarios_are_labelled(path: Path) -> None:
    """No scenario brings a figure without its basis, and what no report states is assumed or derived."""
    before, after = load(path.parents[1]), load(path)
    old = dict(figures_of(before))
    fresh = [figure for place, figure in figures_of(after) if old.get(place) != figure]
    assert {figure.basis for figure in fresh} <= {Basis.ASSUMED, Basis.DERIVED}
    assert all(figure.note for figure in fresh)
