"""From a programme to levels, floors and the command line."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from workshare.cli import main
from workshare.files.folder import load, read
from workshare.model.programme import Programme
from workshare.outcome.levels import Echelon, SpareLevels
from workshare.planner.make import make_plan
from workshare.spares.floors import floor_rows, with_floors
from workshare.spares.levels import spare_levels, system_of
from workshare.spares.outstanding import Method, waiting

ROOT = Path(__file__).parents[2]
CASE = ROOT / "programmes" / "ukraine-us-2023"
EXAMPLE = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "spares.md").read_text(encoding="utf-8"), re.DOTALL)[0]
PUMPS = """\
format: 1
programme: Pumps
start: 2024-01-01
until: 2024-06-30
calendar: {weeks: 26}
partners: {UA: {name: Ukraine}}
sites: {store: {country: UA, kind: depot}, north: {country: UA}, east: {country: UA}}
items: {motor: {cost: 900}, seal: {cost: 40}}
supplies: {makers: {item: motor, site: store, quantity: 1 per week}}
lanes: {road: {origin: store, destination: [north, east], lead_time: 7 days}}
stock:
  - {item: motor, site: store, quantity: {low: 1, mode: 3, high: 4, basis: assumed, note: counted}, minimum: 1}
  - {item: seal, site: store, quantity: 9}
spares:
  motors:
    item: motor
    depot: store
    bases: {north: 4 per year, east: 8 per year}
    serves: {north: 20, east: 40}
    depot_repair: {low: 40, mode: 60, high: 100, unit: days}
    order_and_ship: 7 days
    availability: 0.99
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the pumps' programme, with some of its words changed."""

    def written(changes: Mapping[str, str] | None = None, text: str = PUMPS) -> Path:
        for old, new in (changes or {}).items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        (tmp_path / "programme.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return written


def stocks(levels: SpareLevels) -> dict[tuple[str, str], int]:
    return {(level.item, level.site): level.stock for level in levels.levels}


def test_the_aim_is_reached_and_not_passed(write: Write) -> None:
    """The levels reach 99 % of 60 pumps, which is 0.6 backorders, and without any one spare they would not."""
    programme = load(write())
    levels = spare_levels(programme)
    (aim,) = levels.aims
    assert aim.reached
    assert aim.backorders <= 0.6
    assert aim.availability == pytest.approx(1 - aim.backorders / 60)
    assert aim.cost == 900 * aim.units == sum(level.cost for level in levels.levels)
    system, (depot, *bases) = system_of(programme.spares[0]), [level.stock for level in levels.levels]
    for fewer in [(depot - 1, *bases), (depot, bases[0] - 1, bases[1]), (depot, bases[0], bases[1] - 1)]:
        if min(fewer) >= 0:
            waits = waiting(system, fewer[0], Method.EXACT)
            assert sum(w.backorders(s) for w, s in zip(waits, fewer[1:], strict=True)) > 0.6


def test_rows_say_what_the_methods_say(write: Write) -> None:
    """Each row has the depot's and the bases' backorders by every method, and worse figures ask for more spares."""
    programme = load(write())
    levels = spare_levels(programme)
    assert [level.echelon for level in levels.levels] == [Echelon.DEPOT, Echelon.BASE, Echelon.BASE]
    depot, *bases = levels.levels
    system = system_of(programme.spares[0])
    assert depot.under_way == pytest.approx(12 / 365.25 * 60)
    assert depot.availability is None
    for n, base in enumerate(bases):
        for method, told in (
            (Method.EXACT, base.backorders),
            (Method.VARI_METRIC, base.vari_metric_backorders),
            (Method.METRIC, base.metric_backorders),
        ):
            assert told == pytest.approx(waiting(system, depot.stock, method)[n].backorders(base.stock))
        assert base.availability == pytest.approx(1 - base.backorders / (20, 40)[n])
    assert sum(level.good for level in levels.levels) < sum(level.stock for level in levels.levels)
    assert sum(level.stock for level in levels.levels) < sum(level.bad for level in levels.levels)


def test_what_is_lost_waits_for_procurement(write: Write) -> None:
    """Half mended in 60 days and half bought in 200 is 130 days on average; a consumable waits to be bought."""
    half = load(write({"    order_and_ship": "    lost: 0.5\n    procurement: 200 days\n    order_and_ship"}))
    assert system_of(half.spares[0]).repair == 130
    whole = {
        "    depot_repair: {low: 40, mode: 60, high: 100, unit: days}\n": "    lost: 1\n    procurement: 200 days\n"
    }
    assert system_of(load(write(whole)).spares[0]).repair == 200


def test_a_budget_buys_what_it_can(write: Write) -> None:
    """2,000 buy two motors and no third; without units served no availability is told."""
    changes = {"    availability: 0.99\n": "    budget: 2000\n", "    serves: {north: 20, east: 40}\n": ""}
    (aim,) = spare_levels(load(write(changes))).aims
    assert (aim.units, aim.cost, aim.reached, aim.availability) == (2, 1800, True, None)
    (poor,) = spare_levels(load(write({"availability: 0.99": "availability: 0.99\n    budget: 900"}))).aims
    assert (poor.units, poor.reached) == (1, False)


def test_a_group_has_one_aim(write: Write) -> None:
    """The example of the docs: 99 % of all pumps wait neither for a motor nor for a seal, N (1 - a/N) (1 - b/N)."""
    levels = spare_levels(load(write(text=EXAMPLE)))
    (aim,) = levels.aims
    assert aim.spares == ("motors", "seals")
    up = 0.0
    for site, units in (("north", 20), ("east", 40), ("south", 60)):
        motor, seal = (level.backorders for level in levels.levels if level.site == site)
        up += units * (1 - motor / units) * (1 - seal / units)
    assert aim.availability == pytest.approx(up / 120)
    assert aim.reached


def test_floors_become_the_minimum_of_stock(write: Write) -> None:
    """A level is the least stock, a higher minimum of the author's stays, and what has no level is left as it is."""
    programme = load(write())
    levels = spare_levels(programme)
    found = stocks(levels)
    assert found["motor", "store"] > 1
    floored = {(row.item, row.site): row for row in with_floors(programme, levels).stock}
    for place, level in found.items():
        if level:
            assert floored[place].minimum.value == level
    assert floored["motor", "store"].quantity == programme.stock[0].quantity
    assert floored["seal", "store"] == programme.stock[1]
    high = load(write({"minimum: 1}": "minimum: 50}"}))
    assert with_floors(high, levels).stock[0] == high.stock[0]


def test_printed_floors_are_the_floors(write: Write) -> None:
    """The rows printed for stock.csv, read in the place of the old ones, are the programme with floors."""
    programme = load(write())
    levels = spare_levels(programme)
    folder = write({re.search(r"stock:\n(  - .*\n)+", PUMPS)[0]: ""})
    (folder / "stock.csv").write_text(floor_rows(programme, levels), encoding="utf-8")
    rows = {(row.item, row.site): row for row in load(folder).stock}
    meant = {(row.item, row.site): row for row in with_floors(programme, levels).stock if row.item == "motor"}
    assert rows == meant


def test_a_plan_keeps_to_the_floors(write: Write) -> None:
    """Planned with floors, supplies fill every site up to its level, which without floors none would."""
    programme = load(write())
    levels = spare_levels(programme)

    def at_the_end(planned: Programme) -> dict[tuple[str, str], float]:
        plan = make_plan(planned)
        last = max(row.period for row in plan.stock)
        return {(row.item, row.site): row.quantity for row in plan.stock if row.period == last}

    kept, without = at_the_end(with_floors(programme, levels)), at_the_end(programme)
    places = [(i, s) for (i, s), level in stocks(levels).items() if level]
    assert all(kept[place] >= stocks(levels)[place] - 1e-6 for place in places)
    assert any(without.get(place, 0.0) < stocks(levels)[place] for place in places)


FAULTS = (
    ({"depot: store": "depot: north"}, "lane-to-itself", "spares motors has its depot north among its bases"),
    ({"depot: store": "depot: stroe"}, "dangling-reference", "spares motors names site stroe, which is not there"),
    ({"serves: {north: 20,": "serves: {north: 20, store: 5,"}, "dangling-reference", "serves units at store, which is"),
    ({"serves: {north: 20, east: 40}": "serves: {north: 20}"}, "missing-key", "how many units it serves at east"),
    ({"    availability: 0.99\n": ""}, "missing-key", "has neither an availability nor a budget to aim at"),
    ({"availability: 0.99": "availability: 99"}, "bad-figure", "spares motors availability is above 1"),
    ({"availability: 0.99": "availability: 1"}, "bad-figure", "availability is 1, which decides nothing"),
    ({"availability: 0.99": "availability: 0.99\n    lost: 0.3"}, "missing-key", "that failures are replaced by new"),
    ({"availability: 0.99": "availability: 0.99\n    base_share: 0.3"}, "missing-key", "are mended at their base"),
    ({"    depot_repair: {low: 40, mode: 60, high: 100, unit: days}\n": ""}, "missing-key", "are mended at the depot"),
    ({"{north: 4 per year, east: 8 per year}": "{}"}, "missing-key", "spares motors has no bases"),
    ({"north: 4 per year": "north: 4"}, "bad-figure", "says no period"),
    ({"north: 4 per year": "north: 4 kg per year"}, "bad-figure", "motor is counted in unit"),
    ({"north: 4 per year": "north: 40 per day"}, "too-large", "units under way at once"),
    ({"motor: {cost: 900}": "motor: {}"}, "missing-key", "no price above 0, and neither has its item motor"),
    ({"availability: 0.99": "budget: 5 UAH"}, "bad-figure", "but the currency is EUR"),
)


@pytest.mark.parametrize(("changes", "code", "said"), FAULTS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_fault_is_told_where_it_is(write: Write, changes: Mapping[str, str], code: str, said: str) -> None:
    """Each fault is one problem, with its line in the section of spares (of items, for a price)."""
    (problem,) = read(write(changes)).problems
    assert problem.code == code
    assert said in str(problem)
    assert problem.line >= 15


GROUP = """
  seals:
    item: seal
    depot: store
    bases: {north: 10 per year}
    serves: {north: 20}
    lost: 1
    procurement: 90 days
    order_and_ship: 7 days
    availability: 0.99
    group: pumps
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "availability: 0.99\n    group",
            "availability: 0.9\n    group",
            "seals has availability 0.9, but motors of its",
        ),
        ("serves: {north: 20}", "serves: {north: 21}", "seals serves 21 units at north, but its group 20"),
    ],
)
def test_a_group_does_not_contradict_itself(write: Write, old: str, new: str, said: str) -> None:
    """What is written twice in a group is the same."""
    text = PUMPS.rstrip() + "\n    group: pumps" + GROUP
    assert not read(write(text=text)).problems
    (problem,) = read(write(text=new.join(text.rsplit(old, 1)))).problems
    assert said in problem.message


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints."""
    monkeypatch.setattr("sys.argv", ["workshare", *arguments])
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as done:
        main()
    assert done.value.code == 0
    return capsys.readouterr().out


def test_the_docs_show_what_is_printed(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The example in docs/spares.md prints what stands below it, in Ukrainian as well."""
    folder = str(write(text=EXAMPLE))
    printed = run(monkeypatch, capsys, "spares", folder, "--language", "en")
    shown = re.findall(r"```text\n(.*?)```", (ROOT / "docs" / "spares.md").read_text(encoding="utf-8"), re.DOTALL)[0]
    assert [line.rstrip() for line in printed.splitlines()] == shown.splitlines()
    assert "припущення сталості" in run(monkeypatch, capsys, "spares", folder, "--language", "uk")


def test_json_and_floors_of_the_bundled_case(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--json prints the same levels for machines and says what they rest on; --floors the rows of stock."""
    levels = spare_levels(load(CASE))
    document: dict[str, Any] = json.loads(run(monkeypatch, capsys, "spares", str(CASE), "--json"))
    assert "stationary" in document["assumptions"]
    assert [(row["site"], row["stock"]) for row in document["levels"]] == [(r.site, r.stock) for r in levels.levels]
    assert [aim["reached"] for aim in document["aims"]] == [True]
    assert run(monkeypatch, capsys, "spares", str(CASE), "--floors") == floor_rows(load(CASE), levels)


def test_a_programme_without_spares_says_so(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to find is no fault."""
    folder = write(text=PUMPS.partition("spares:")[0])
    assert "has no spares" in " ".join(run(monkeypatch, capsys, "spares", str(folder)).split())
