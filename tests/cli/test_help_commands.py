"""why, levers and needs as a user types them."""

import json
from pathlib import Path

import pytest
from tests.cli.test_commands import run, sample

__all__ = ["sample"]


@pytest.fixture
def late(sample: Path) -> Path:
    """The sample with a promise that its line cannot keep: 40 pumps take four weeks and two on the way."""
    file = sample / "programme.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("quantity: 10}", "quantity: 40}"), encoding="utf-8")
    return sample


def test_why_of_a_plan_folder(late: Path) -> None:
    """A plan folder is asked as its programme is: the line is the cause, and the road limits nothing."""
    planned = run("plan", str(late), "--out", "plan", cwd=late.parent)
    assert planned.returncode == 0, planned.stderr
    assert "workshare why plan first" in planned.stdout
    told = run("why", "plan", "first", cwd=late.parent)
    assert told.returncode == 0, told.stderr
    assert "line" in told.stdout.split("Each suspect")[0]
    document = json.loads(run("why", str(late), "first", "--json", cwd=late.parent).stdout)
    assert document["causes"][0]["change"]["id"] == "line"
    assert document["causes"][0]["restores"]
    assert set(document["causes"][0]["change"]["text"]) == {"en", "uk"}


def test_levers_as_json(late: Path) -> None:
    """The document has what it is documented to have: half a shift more brings the promise forward."""
    document = json.loads(run("levers", str(late), "--commitment", "first", "--json", cwd=late.parent).stdout)
    assert document["commitment"] == "first"
    best = document["levers"][0]
    assert {"change", "gain_days", "gain_quantity", "cost", "confirmed"} <= best.keys()
    assert best["change"]["id"] == "line"
    assert best["gain_days"] > 0
    assert best["confirmed"]


def test_needs_and_hurt(late: Path) -> None:
    """Both speak Ukrainian too, and say so where there is nothing to say."""
    assert run("needs", str(late), "--language", "uk", cwd=late.parent).returncode == 0
    told = run("why", str(late), "--hurt", "works", "--language", "uk", cwd=late.parent)
    assert "Хто постраждав би" in told.stdout
    assert "order" in told.stdout


@pytest.mark.parametrize("arguments", [("why", "first", "x"), ("why", "frist"), ("levers", "--commitment", "frist")])
def test_a_wrong_name_is_bad_input(late: Path, arguments: tuple[str, ...]) -> None:
    """A name that nothing bears is said so, with the nearest, and the exit code of bad input."""
    command, *rest = arguments
    done = run(command, str(late), *rest, cwd=late.parent)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    if "frist" in rest:
        assert "first" in done.stderr
