"""The rows that each rule writes for a tiny programme are those that were read and found right.

``golden/RULE.yaml`` is the programme, ``golden/RULE.lp`` its rows. After a change of a rule, run this with
WORKSHARE_GOLDEN=1, and read what git says has become of them.
"""

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.planner.lp_text import lp_text

from workshare.files.folder import load
from workshare.gates import schedule
from workshare.model.programme import Programme
from workshare.outcome.last import Last, Way
from workshare.outcome.terms import Purpose
from workshare.planner.contract import contract
from workshare.planner.decide import calendar_of, prepared
from workshare.planner.model import Model, Problem, formulate, layout
from workshare.planner.rules import FAMILIES, RULES
from workshare.planner.shrink import shrink
from workshare.planner.transfer import allowed

GOLDEN = Path(__file__).parent / "golden"
LAST = {
    "change": Last(amounts={Way(Purpose.OPERATION, "build"): {dt.date(2024, 1, 14): 4.0}}),
    "frozen": Last(amounts={Way(Purpose.OPERATION, "build"): {dt.date(2024, 1, 7): 3.0}}),
    "other decisions": Last(modes={"drawings": "crash"}, starts={"drawings": dt.date(2024, 1, 1)}),
}
"""The last plan, for the rules of re-planning."""
CONTRACTED = {"nothing taken back": {1: 9.0, 2: 3.0}}
"""The weights by priority, for the rules that only a contracted network has."""
AWAITED: frozenset[str] = frozenset()
"""Rules without golden rows."""


def model_of(
    programme: Programme, last: Last | None, weights: Mapping[int, float] | None = None
) -> tuple[Model, Problem]:
    """The model in which a programme's project is decided, or else that of the plan itself."""
    ready = prepared(programme, programme.start, last)
    if ready is not None:
        return ready[:2]
    project = schedule(programme, programme.start)
    calendar = calendar_of(programme, project, (), programme.start)
    shrunk = shrink(programme, allowed(programme, project, programme.start), calendar)
    if weights:
        shrunk = contract(programme, shrunk, priced=False, weights=weights).shrunk
    model = layout(programme, shrunk, project, FAMILIES, last=last)
    return model, formulate(model, RULES)


def file_of(rule: str, ending: str) -> Path:
    return GOLDEN / f"{rule.replace(' ', '-')}.{ending}"


@pytest.mark.parametrize("rule", [rule for rule in RULES if file_of(rule, "yaml").exists()])
def test_rows(rule: str, tmp_path: Path) -> None:
    (tmp_path / "programme.yaml").write_bytes(file_of(rule, "yaml").read_bytes())
    written = lp_text(*model_of(load(tmp_path), LAST.get(rule), CONTRACTED.get(rule)), rule)
    if os.environ.get("WORKSHARE_GOLDEN") == "1":
        file_of(rule, "lp").write_text(written, encoding="utf-8")
    assert f"{rule}[" in written, "the programme has no row of this rule"
    assert written == file_of(rule, "lp").read_text(encoding="utf-8")


def test_every_rule_has_its_rows() -> None:
    """A new rule comes with a programme in which it has rows; AWAITED names those that still lack one."""
    files = {file_of(rule, ending) for rule in RULES if rule not in AWAITED for ending in ("yaml", "lp")}
    assert set(GOLDEN.iterdir()) == files
