"""The command line as a user types it: what it prints, what it writes, and its exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
CASE = ROOT / "programmes" / "ukraine-us-2023"
SAMPLE = """
format: 1
id: pumps
programme: Pumps
start: 2024-01-01
until: 2024-12-30
calendar: {weeks: 52}
partners: {UA: {name: Ukraine}}
sites: {works: {country: UA}, hub: {country: UA, kind: customer}}
items: {pump: {family: pumps}}
resources: {line: {site: works, hours: 80 per week}}
operations: {build: {site: works, makes: {pump: 1}, time: {line: 8 h}, lead_time: 7 days}}
lanes: {road: {origin: works, destination: hub, lead_time: 7 days}}
demands: {order: {item: pump, site: hub, quantity: 40, due: 2024-03-31}}
commitments: {first: {by: Minister, says: ten by February, due: 2024-01-31, measure: {delivered: pump, quantity: 10}}}
"""


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    command = [sys.executable, "-c", "from workshare.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    folder = tmp_path / "pumps"
    folder.mkdir()
    (folder / "programme.yaml").write_text(SAMPLE, encoding="utf-8")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a plan folder but run.json, which tells the time."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.name != "run.json")
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def test_plan_says_what_is_spent_and_decided(tmp_path: Path) -> None:
    """One line on money where there are funds, one on decisions where there are any, in the language asked for."""
    funded = ROOT / "tests" / "report" / "funded"
    done = run("plan", str(funded), "--out", "plan", "--language", "uk", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert "Гроші: витрачено 4 624 із 12 900 USD і 1 571 із 4 000 UAH" in text
    assert "Вирішено: навчання (режим «crash»), виконано 15 січня 2024 року; друга лінія" in text
    tables = {"costs.csv", "unit_costs.csv", "payments.csv", "cash.csv", "investments.csv", "licences.csv"}
    assert tables <= {path.name for path in (tmp_path / "plan").iterdir()}
    document = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert document["unit_costs"][0]["unit"] == pytest.approx(22.2)
    assert sum(row["amount"] for row in document["costs"] if row["by"] == "fund") == pytest.approx(5410)
    assert document["format"] == 1


def test_plan_writes_the_whole_folder(sample: Path) -> None:
    """Tables, plan.json, the report and the programme itself are there; a second run gives the same bytes."""
    done = run("plan", str(sample), "--out", "first", cwd=sample.parent)
    assert done.returncode == 0, done.stderr
    assert "Kept" in done.stdout
    assert "first/report.html" in done.stdout
    again = run("plan", str(sample), "--out", "second", cwd=sample.parent)
    assert again.returncode == 0, again.stderr
    first, second = content(sample.parent / "first"), content(sample.parent / "second")
    assert first == second
    tables = {"production.csv", "shipments.csv", "purchases.csv", "stock.csv", "deliveries.csv", "activities.csv"}
    tables |= {"resources.csv", "commitments.csv", "goals.csv", "demands.csv"}
    assert tables | {"plan.json", "report.html", "programme/programme.yaml"} <= first.keys()
    times = json.loads((sample.parent / "first" / "run.json").read_text(encoding="utf-8"))
    assert times["seconds"]["all"] > 0
    assert times["cpu_seconds"].keys() <= times["seconds"].keys()
    assert times["cpu_seconds"]["solve"] > 0


def test_json_keeps_to_its_schema(sample: Path) -> None:
    """--json prints one document that fits the schema in the repository, and writes nothing."""
    done = run("plan", str(sample), "--json", cwd=sample.parent)
    document = json.loads(done.stdout)
    schema = json.loads((ROOT / "src/workshare/files/plan.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    assert [c["verdict"] for c in document["commitments"]] == ["kept"]
    assert list(sample.parent.iterdir()) == [sample]


def test_the_earlier_plan_survives_a_bad_programme(sample: Path) -> None:
    """Bad input exits with 2, says where, and leaves the last plan as it was."""
    assert run("plan", str(sample), "--out", "plan", cwd=sample.parent).returncode == 0
    before = content(sample.parent / "plan")
    text = SAMPLE.replace("country: UA}, hub", "contry: UA}, hub")
    (sample / "programme.yaml").write_text(text, encoding="utf-8")
    done = run("plan", str(sample), "--out", "plan", cwd=sample.parent)
    assert done.returncode == 2
    assert "pumps/programme.yaml:9:" in done.stderr
    assert "did you mean country?" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert content(sample.parent / "plan") == before


def test_a_folder_of_something_else_is_not_replaced(sample: Path) -> None:
    """--out refuses a folder that holds no plan."""
    (sample.parent / "mine").mkdir()
    (sample.parent / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = run("plan", str(sample), "--out", "mine", cwd=sample.parent)
    assert done.returncode == 2
    assert "bad-target" in done.stderr
    assert (sample.parent / "mine" / "thesis.txt").read_text(encoding="utf-8") == "years of work"


@pytest.mark.parametrize("arguments", [["plan", "nowhere"], ["check", "nowhere"], ["plan", "--as-of", "soon"], ["fly"]])
def test_misuse_is_told_in_a_sentence(arguments: list[str], tmp_path: Path) -> None:
    """A wrong path, date or word exits with 2 and no traceback."""
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_new_check_plan(tmp_path: Path) -> None:
    """What `new` writes passes `check` and plans; a second `new` there is refused."""
    assert run("new", "mine", cwd=tmp_path).returncode == 0
    checked = run("check", "mine", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert run("plan", "mine", "--language", "uk", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out" / "pumps" / "report.html").exists()
    assert run("new", "mine", cwd=tmp_path).returncode == 2


@pytest.mark.sources
def test_every_span_of_the_case_is_proved(reports: Path) -> None:
    """The bundled case's statements rest on the reports; without the folder it says that it did not check."""
    proved = run("check", str(CASE), "--sources", str(reports), cwd=ROOT)
    assert proved.returncode == 0, proved.stderr
    assert "every span and hash holds" in proved.stdout
    assert "spans not checked" in run("check", str(CASE), cwd=ROOT).stdout


@pytest.mark.parametrize("name", sorted(p.name for p in (ROOT / "programmes").iterdir() if p.is_dir()))
def test_bundled_programmes_are_sound(name: str) -> None:
    """Each programme that comes with the project has no problem."""
    done = run("check", str(ROOT / "programmes" / name), cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_help_needs_no_library() -> None:
    """Help is printed before anything is loaded that takes long to import."""
    heavy = ["numpy", "scipy", "pydantic", "yaml", "rich", "highspy", "numba", "altair", "babel", "sqlalchemy"]
    code = (
        "import sys; from workshare.cli import main; sys.argv = ['workshare', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Planning and accounting for joint production programmes" in done.stdout


def test_no_plan_names_the_conflict(sample: Path) -> None:
    """Exit code 3, nothing written, and what cannot be met together, each with its file and line."""
    text = SAMPLE.replace("items: {pump: {family: pumps}}", "items: {pump: {family: pumps, cost: 9}}")
    text += "rules:\n  ours: {kind: workshare, item: pump, country: UA, share: 0.5, minimum: 41}\n"
    (sample / "programme.yaml").write_text(text, encoding="utf-8")
    done = run("plan", str(sample), "--out", "first", cwd=sample.parent)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        "No plan meets this:",
        "  pumps/programme.yaml:17: minimum of rule ours: at least 41 of “pump” delivered under the rule",
        "Drop or change it, and there is a plan.",
    ]
    assert not (sample.parent / "first").exists()
    told = run("plan", str(sample), "--language", "uk", cwd=sample.parent)
    assert told.returncode == 3
    assert "мінімум правила ours" in told.stderr
