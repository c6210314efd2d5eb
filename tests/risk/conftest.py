"""Small programmes put to the test, and what the tests of risk share."""

import inspect
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from workshare.files.folder import load
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.risk.odds import draw_sample, work_of
from workshare.work import each

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "properties")]

HEAD = """\
format: 1
programme: A case
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
"""
SCENARIOS = 80 * 256

Planner = Callable[..., Plan]


@pytest.fixture
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> Planner:
    """Plans the programme in the test's docstring; each key of ``changes`` there gives way to its value.

    Where only one sentence stands before the programme, it has lost its indentation with the docstring's.
    """
    text = inspect.cleandoc(request.function.__doc__)
    indented = text.partition("\n\n    ")
    body = inspect.cleandoc("    " + indented[2]) if indented[1] else text.partition("\n\n")[2]

    def planned(changes: Mapping[str, str] | None = None) -> Plan:
        written = HEAD + body
        for old, new in (changes or {}).items():
            assert written.count(old) == 1, f"{old!r} stands {written.count(old)} times in the programme"
            written = written.replace(old, new)
        (tmp_path / "programme.yaml").write_text(written + "\n", encoding="utf-8")
        return make_plan(load(tmp_path), outlook=False)

    return planned


def shares(plan: Plan, seed: int = 1, scenarios: int = SCENARIOS) -> dict[str, float]:
    """The share of scenarios in which each commitment is kept."""
    work = work_of(plan, seed)
    sample = draw_sample(work, scenarios, each(work.do), lambda _count, _shares: None)
    return {
        goal.id: float((day <= goal.due).mean()) for goal, day in zip(work.study.made.goals, sample.day, strict=True)
    }


def near(p: float, scenarios: int = SCENARIOS) -> object:
    """A probability as so many scenarios show it: within four standard errors."""
    return pytest.approx(p, abs=4 * (p * (1 - p) / scenarios) ** 0.5 + 1e-12)
