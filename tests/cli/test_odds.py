"""workshare odds as a user types it."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.cli.test_commands import run, sample

from workshare.files.made import read_made
from workshare.files.schema import odds_schema
from workshare.report.page import html

__all__ = ["sample"]


@pytest.fixture
def risky(sample: Path) -> Path:
    """The sample with a range on a duration and an outage."""
    file = sample / "programme.yaml"
    text = file.read_text(encoding="utf-8")
    hazards = "\nhazards:\n  strike: {kind: outage, sites: [works], rate: 4 per year, length: 20 days}\n"
    file.write_text(text + hazards, encoding="utf-8")
    return sample


def test_odds_as_json(risky: Path) -> None:
    """The document has just what it is documented to have, and is the same again."""
    arguments = ("odds", str(risky), "--scenarios", "600", "--seed", "5", "--json")
    told = run(*arguments, cwd=risky.parent)
    assert told.returncode == 0, told.stderr
    document = json.loads(told.stdout)
    faults = Draft202012Validator(odds_schema()).iter_errors(document)
    assert not [fault.message for fault in faults]
    assert (document["seed"], document["scenarios"]) == (5, 600)
    for row in document["commitments"]:
        low, high = row["interval"]
        assert 0 <= low <= row["p_kept"] <= high <= 1
        assert row["p10"] <= row["p50"]
        assert row["replanned"] is None
        assert row["p_kept"] <= row["hindsight"]
        assert [point["share"] for point in row["met_by"]] == sorted(point["share"] for point in row["met_by"])
    assert run(*arguments, "--processes", "2", cwd=risky.parent).stdout == told.stdout


def test_planned_again(risky: Path) -> None:
    """A few futures are planned again every month; their number and interval stand beside the other probabilities."""
    arguments = ("odds", str(risky), "--scenarios", "600", "--replan", "3")
    told = run(*arguments, "--json", cwd=risky.parent)
    assert told.returncode == 0, told.stderr
    for row in json.loads(told.stdout)["commitments"]:
        again = row["replanned"]
        assert again["scenarios"] == 3
        assert again["interval"][0] <= again["p_kept"] <= again["interval"][1]
        assert again["p_kept"] <= 1
        assert again["interval"][1] - again["interval"][0] > row["interval"][1] - row["interval"][0]
    assert run(*arguments, "--json", "--processes", "2", cwd=risky.parent).stdout == told.stdout
    assert "planned again every month: " in run(*arguments, cwd=risky.parent).stdout


def test_odds_of_a_plan_folder(risky: Path) -> None:
    """A plan folder is put to the test as it stands, and says what its programme says."""
    assert run("plan", str(risky), "--out", "plan", cwd=risky.parent).returncode == 0
    arguments = ("--scenarios", "600", "--json")
    whole = json.loads(run("odds", str(risky), *arguments, cwd=risky.parent).stdout)
    told = run("odds", "plan", *arguments, cwd=risky.parent)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == whole
    # Without --json its report and plan.json tell the odds too; what else the report said is still there.
    folder = risky.parent / "plan"
    before = (folder / "report.html").read_text(encoding="utf-8")
    made = read_made(folder)
    assert html(made, "en", version("workshare")) == before
    assert run("odds", "plan", "--scenarios", "600", cwd=risky.parent).returncode == 0
    assert "Three probabilities that are not one another" in (folder / "report.html").read_text(encoding="utf-8")
    assert json.loads((folder / "plan.json").read_text(encoding="utf-8"))["odds"] == whole
    assert json.loads((folder / "odds.json").read_text(encoding="utf-8")) == whole
    assert read_made(folder).goals == made.goals
    # A table that lacks a column is found, with its file.
    table = risky.parent / "plan" / "production.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("operation,", "opera,", 1), encoding="utf-8")
    told = run("odds", "plan", *arguments, cwd=risky.parent)
    assert told.returncode == 2
    assert "production.csv:2" in told.stderr
    (risky.parent / "plan" / "plan.json").write_text("{}", encoding="utf-8")
    assert run("odds", "plan", cwd=risky.parent).returncode == 2


def test_odds_in_words(risky: Path) -> None:
    """Both languages name the promise, its odds and what it hangs on."""
    english = run("odds", str(risky), cwd=risky.parent)
    assert english.returncode == 0, english.stderr
    assert "first" in english.stdout
    assert "%" in english.stdout
    ukrainian = run("odds", str(risky), "--language", "uk", "--scenarios", "300", cwd=risky.parent)
    assert "сценаріїв" in ukrainian.stdout


def test_a_scheduler_that_is_not_there(risky: Path) -> None:
    """Nobody at the address is bad input, told in one line."""
    told = run("odds", str(risky), "--dask", "tcp://127.0.0.1:9", cwd=risky.parent)
    assert told.returncode == 2
    assert "no Dask scheduler answers" in told.stderr
    assert "[bad-address]" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_command_line_starts_without_the_compiler() -> None:
    """Neither numba nor Dask is imported until odds are asked for, and Dask only for a cluster."""
    code = (
        "import sys, workshare.cli; assert not {'numba', 'distributed', 'numpy'} & set(sys.modules);"
        "import workshare.cli.odds; assert 'distributed' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
