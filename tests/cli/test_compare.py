"""Scenarios, comparisons and stress tests as a user types them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
PUMPS = """
format: 1
id: pumps
programme: {en: Pumps, uk: Насоси}
start: 2024-01-01
until: 2024-12-30
calendar: {weeks: 52}
partners: {UA: {name: Ukraine}}
sites: {works: {country: UA}, hub: {country: UA, kind: customer}}
items: {pump: {family: pumps, cost: 100}}
resources: {line: {site: works, hours: 80 per week}}
operations: {build: {site: works, makes: {pump: 1}, time: {line: 8 h}, lead_time: 7 days}}
lanes: {road: {origin: works, destination: hub, lead_time: 7 days}}
demands: {order: {item: pump, site: hub, quantity: 40, due: 2024-03-31}}
commitments: {first: {by: Minister, says: ten by February, due: 2024-01-31, measure: {delivered: pump, quantity: 10}}}
"""
SLOW = "scenario: {en: Slow line, uk: Повільна лінія}\nset: {operations.build.lead_time: 28 days}\n"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    command = [sys.executable, "-c", "from workshare.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a programme and a scenario of it."""
    (tmp_path / "pumps" / "scenarios").mkdir(parents=True)
    (tmp_path / "pumps" / "programme.yaml").write_text(PUMPS, encoding="utf-8")
    (tmp_path / "pumps" / "scenarios" / "slow.yaml").write_text(SLOW, encoding="utf-8")
    return tmp_path


def test_a_scenario_is_planned_like_a_programme(home: Path) -> None:
    """Its plan folder has both names, and holds all that it was made from."""
    checked = run("check", "pumps/scenarios/slow.yaml", cwd=home)
    assert (checked.returncode, checked.stderr) == (0, "")
    done = run("plan", "pumps/scenarios/slow.yaml", cwd=home)
    assert done.returncode == 0, done.stderr
    assert "Late by 11 days" in done.stdout
    folder = home / "out" / "pumps-slow"
    assert (folder / "programme" / "scenarios" / "slow.yaml").read_text(encoding="utf-8") == SLOW
    assert (folder / "programme" / "programme.yaml").exists()


def test_compare_says_what_does_it(home: Path) -> None:
    """The promise in both plans, the difference of the inputs, and a page and JSON in a folder."""
    done = run("compare", "pumps", "pumps/scenarios/slow.yaml", cwd=home)
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert "kept on 21 January 2024" in told
    assert "late by 11 days, on 11" in told
    assert "The only difference of the inputs: Operation “build”, lead time: 7 days → 28 days." in told
    folder = home / "out" / "pumps-vs-pumps-slow"
    assert {p.name for p in folder.iterdir()} == {"comparison.html", "comparison.json"}
    told = " ".join(run("compare", "pumps", "pumps/scenarios/slow.yaml", "--language", "uk", cwd=home).stdout.split())
    assert "Повільна лінія" in told
    assert "Єдина відмінність вихідних даних" in told


def schema(name: str) -> Any:
    """A schema as it is kept in the repository."""
    return json.loads((ROOT / f"src/workshare/files/{name}.schema.json").read_text(encoding="utf-8"))


def test_compare_json(home: Path) -> None:
    """--json prints one document, and writes nothing."""
    done = run("compare", "pumps", "pumps/scenarios/slow.yaml", "--json", cwd=home)
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema("comparison"))
    assert [p["programme"] for p in document["plans"]] == ["pumps", "pumps-slow"]
    [promise] = document["promises"]
    assert [a["date"] for a in promise["accounts"]] == ["2024-01-21", "2024-02-11"]
    [change] = document["changes"]
    assert change["difference"]["path"] == ["operations", "build", "lead_time"]
    assert [c["part"] for c in document["causes"]] == ["all"]
    assert not (home / "out").exists()


def test_plan_folders_are_planned_again(home: Path) -> None:
    """A plan folder is all that is needed: its programme, its scenario and its day, even if the rest is gone."""
    assert run("plan", "pumps", "--as-of", "2024-01-22", cwd=home).returncode == 0
    assert run("plan", "pumps/scenarios/slow.yaml", cwd=home).returncode == 0
    before = json.loads((home / "out" / "pumps" / "plan.json").read_text(encoding="utf-8"))
    shutil.rmtree(home / "pumps")
    done = run("compare", "out/pumps", "out/pumps-slow", "--json", cwd=home)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert [p["as_of"] for p in document["plans"]] == ["2024-01-22", "2024-01-01"]
    assert document["plans"][0]["digest"] == before["programme"]["digest"]
    assert document["promises"][0]["accounts"][0]["date"] == before["commitments"][0]["date"] == "2024-02-11"
    assert sorted(c["difference"]["path"][-1] for c in document["changes"]) == ["as_of", "lead_time"]
    (home / "out" / "pumps" / "plan.json").write_text("{}", encoding="utf-8")
    broken = run("compare", "out/pumps", "out/pumps-slow", cwd=home)
    assert broken.returncode == 2
    assert "out/pumps/plan.json:1: this is not what a plan is written as" in broken.stderr


def test_faults_are_told_with_the_scenario_s_line(home: Path) -> None:
    """Bad scenarios exit with 2 and say where; so does a comparison of one thing."""
    (home / "pumps" / "scenarios" / "bad.yaml").write_text("scenario: Bad\nremove: {lanes: [raod]}\n", encoding="utf-8")
    done = run("compare", "pumps", "pumps/scenarios/bad.yaml", cwd=home)
    assert done.returncode == 2
    assert "pumps/scenarios/bad.yaml:2: remove: lanes has no row 'raod' (did you mean road?) [not-there]" in done.stderr
    alone = run("compare", "pumps", cwd=home)
    assert alone.returncode == 2
    assert "Traceback" not in alone.stderr


def test_stress_ranks_the_losses(home: Path) -> None:
    """Without its only nation or works no pump is made: the promise is missed and 40 are short."""
    done = run("stress", "pumps", cwd=home)
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert "Nation: Ukraine" in told
    assert "missed" in told
    assert "order: −40" in told
    document = json.loads(run("stress", "pumps", "--json", cwd=home).stdout)
    jsonschema.validate(document, schema("stress"))
    assert [(x["kind"], x["id"], x["promises"][0]["after"]["verdict"]) for x in document["losses"]] == [
        ("nation", "UA", "missed"),
        ("site", "works", "missed"),
    ]


def test_the_scenario_schema_is_printed(home: Path) -> None:
    """An editor can have the schema of scenarios."""
    document = json.loads(run("schema", "scenario", cwd=home).stdout)
    assert {"scenario", "set", "add", "remove"} <= document["properties"].keys()
