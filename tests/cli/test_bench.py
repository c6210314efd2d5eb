"""The bench command: a neutral instance is planned, verified and scored."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workshare.planner.settings import Strategy

CLI = [sys.executable, "-c", "from workshare.cli import main; main()"]
TINY: dict[str, Any] = {
    "weeks": 10,
    "start": "2024-01-01",
    "resources": [{"name": "line", "hours_per_week": 10}],
    "operations": [
        {
            "name": "make",
            "item": "p",
            "location": "home",
            "lead_weeks": 1,
            "inputs": {"c": 1},
            "resource": "line",
            "hours": 2,
        }
    ],
    "lanes": [{"item": "p", "origin": "home", "destination": "hub", "lead_weeks": 1}],
    "suppliers": [{"item": "c", "location": "home", "lead_weeks": 2}],
    "stock": [{"item": "c", "location": "home", "qty": 3}],
    "demands": [
        {"name": "d1", "item": "p", "location": "hub", "qty": 4, "due_week": 2, "priority": 1},
        {"name": "d2", "item": "p", "location": "hub", "qty": 8, "due_week": 3, "priority": 2},
        {"name": "d3", "item": "p", "location": "hub", "qty": 2, "due_week": 3, "priority": 3},
    ],
}
"""3 can be at the hub in week 2, 5 a week from week 4 on: weighted 9 · 14 + 3 · 84 + 35."""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line's answer."""
    return subprocess.run([*CLI, *arguments], capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A tiny instance's file."""
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(TINY), encoding="utf-8")
    return path


@pytest.mark.parametrize("strategy", Strategy)
def test_a_tiny_instance_is_scored_by_every_strategy(tiny: Path, strategy: Strategy) -> None:
    """The figures are those worked out by hand; the bound is the optimum where the strategy is exact."""
    done = run("bench", "neutral", str(tiny), "--strategy", strategy, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["asked"] == 14
    assert found["bound"] <= 413 + 1e-6
    assert found["weighted"] >= 413 - 1e-6
    assert found["peak_mib"] > 0
    assert {"read", "solve", "verify"} <= found["cpu_seconds"].keys()
    if strategy in {Strategy.PLAIN, Strategy.EXACT}:
        assert found["by_priority"] == {"1": pytest.approx(3), "2": pytest.approx(0), "3": pytest.approx(0)}
        assert found["late_quantity_days"] == pytest.approx(133)
        assert (found["weighted"], found["bound"]) == (pytest.approx(413), pytest.approx(413))
        assert (found["gap"], found["strategy"]) == (0, strategy)


def test_a_plan_within_some_seconds(tiny: Path) -> None:
    """A tiny instance needs no more than it is given; no time at all is refused."""
    done = run("bench", "neutral", str(tiny), "--seconds", "60", "--json")
    assert json.loads(done.stdout)["weighted"] == pytest.approx(413)
    assert run("bench", "neutral", str(tiny), "--seconds", "0").returncode == 2


def test_the_score_in_two_languages(tiny: Path) -> None:
    """Without --json there is a table and a few sentences."""
    english = run("bench", "neutral", str(tiny), "--language", "en")
    assert "Of 14 asked for, 0 are never delivered; late quantity-days: 133." in english.stdout
    ukrainian = run("bench", "neutral", str(tiny), "--language", "uk")
    assert "кількість-днів запізнення: 133." in ukrainian.stdout


def test_what_is_wrong_with_an_instance_is_listed(tiny: Path) -> None:
    """Bad input ends with 2 and every problem, without a traceback."""
    text = (
        tiny.read_text(encoding="utf-8").replace('"qty": 4', '"qty": -4').replace('"resource": "line"', '"resource": 1')
    )
    tiny.write_text(text, encoding="utf-8")
    done = run("bench", "neutral", str(tiny), "--json")
    assert done.returncode == 2
    assert "operations.make.resource: a text is expected here" in done.stderr
    assert "demands.d1.qty: -4 is too small" in done.stderr
    assert "2 problems; nothing was written" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
