"""A scenario patches a programme's text: what it changes is read, bound and checked like the rest."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from workshare.files.folder import Reading, load, read
from workshare.files.schema import scenario_schema
from workshare.model.figure import figures_of
from workshare.model.programme import Programme, by_id

Reader = Callable[..., Reading]
HEAD = "scenario: {en: Late, uk: Пізно}\n"


def sound(reading: Reading) -> Programme:
    """The programme of a reading without problems."""
    assert [str(problem) for problem in reading.problems] == []
    assert reading.programme is not None
    return reading.programme


def told(reading: Reading) -> list[str]:
    """The problems of a reading, without hints and codes."""
    return [str(problem).partition(" (")[0] for problem in reading.problems]


def test_an_empty_scenario_changes_the_name_alone(read_scenario: Reader) -> None:
    """The title and the id say which scenario it is, in both languages; nothing else differs."""
    patched, base = sound(read_scenario(HEAD)), load(Path())
    assert (patched.id, base.id) == ("pumps-late", "pumps")
    assert (patched.programme.en, patched.programme.uk) == ("Pumps — Late", "Насоси — Пізно")
    names = [name for name in Programme.__slots__ if getattr(patched, name) != getattr(base, name)]
    assert names == ["id", "programme"]


def test_set_reaches_every_depth(read_scenario: Reader) -> None:
    """A head key, a field, a part of a figure, a part of a mapping, a list's entry, and a field not yet written."""
    patched = sound(
        read_scenario(
            HEAD
            + """
set:
  until: 2025-06-30
  calendar.weeks: 12
  activities.drawings.days.mode: 45
  operations.build.uses.motor: 2
  commitments.first.measure.quantity: 3
  supplies.motors.price: 950
  demands.winter.quantity: {low: 90, mode: 100, high: 130}
"""
        )
    )
    assert (patched.until, patched.calendar.weeks) == (dt.date(2025, 6, 30), 12)
    days = by_id(patched.activities)["drawings"].days
    assert (days.low, days.value, days.high) == (20, 45, 60)
    [build], [motors], [winter], [first] = patched.operations, patched.supplies, patched.demands, patched.commitments
    assert build.uses["motor"].value == 2  # type: ignore[index]
    assert motors.price is not None
    assert motors.price.value == 950
    assert winter.quantity is not None
    assert (winter.quantity.low, winter.quantity.high) == (90, 130)
    assert first.measure is not None
    assert first.measure.amount == 3


def test_nothing_takes_a_value_away(read_scenario: Reader) -> None:
    """A field set to nothing is as if it had not been written."""
    patched = sound(read_scenario(HEAD + "set: {operations.build.needs: , operations.build.time: null}"))
    assert (patched.operations[0].needs, patched.operations[0].time) == ((), {})


def test_rows_without_ids_have_names(read_scenario: Reader) -> None:
    """Stock goes by its item and site, and steps of a capacity by their number."""
    over = "set: {stock.motor at kharkiv.quantity: 7}\nadd: {stock: [{item: pump, site: hub, quantity: 1}]}"
    patched = sound(read_scenario(HEAD + over))
    assert [(s.item, s.quantity.value) for s in patched.stock] == [("motor", 7), ("pump", 1)]
    removed = sound(read_scenario(HEAD + "remove: {stock: motor at kharkiv}"))
    assert removed.stock == ()


def test_tables_of_a_programme_are_patched_too(read_scenario: Reader) -> None:
    """What stands in a CSV file is set, added to and removed like what stands in YAML."""
    table = "id,item,site,quantity.low,quantity.mode,quantity.high,due\nspring,pump,hub,1,2,3,2024-05-01\n"
    over = """
set: {demands.spring.quantity.mode: 3}
add: {demands: {june: {item: pump, site: hub, quantity: 4, due: 2024-06-30}}}
remove: {demands: [winter]}
"""
    patched = sound(read_scenario(HEAD + over, demands=table))
    assert [(d.id, d.quantity.value) for d in patched.demands if d.quantity] == [("spring", 3), ("june", 4)]
    assert [f.low for path, f in figures_of(patched.demands) if path[0] == "spring"] == [1]


def test_remove_and_add_replace_a_row(read_scenario: Reader) -> None:
    """It removes first, then adds, then sets: so a row can be written anew under its id, and set."""
    over = """
remove: {lanes: [road]}
add: {lanes: {road: {origin: kharkiv, destination: hub, lead_time: 9 days}}}
set: {lanes.road.limit: 5 per week}
"""
    road = by_id(sound(read_scenario(HEAD + over)).lanes)["road"]
    assert road.lead_time.value == 9
    assert road.limit is not None


def test_added_rows_may_stand_in_tables_beside_the_scenario(folder: Path, read_scenario: Reader) -> None:
    """A table that a scenario names lies in the scenario's folder, and is one of its files."""
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "more.csv").write_text("id,item,site,quantity,due\nmay,pump,hub,2,2024-05-01\n")
    (folder / "scenarios" / "hours.csv").write_text("hours\n90 per week\n")
    over = "add: {demands: {table: more.csv}}\nset: {resources.line.hours: {table: hours.csv}}"
    reading = read_scenario(HEAD + over)
    assert [d.id for d in sound(reading).demands] == ["winter", "may"]
    assert sound(reading).resources[0].hours[0].hours.value == 90
    names = ["scenarios/late.yaml", "scenarios/more.csv", "scenarios/hours.csv", "programme.yaml"]
    assert sorted(reading.files) == sorted(names)


def test_what_a_patch_sets_wrong_has_the_patch_s_line(read_scenario: Reader) -> None:
    """Faults of values, of names and of the whole programme all point into the scenario, in its order."""
    over = """
set:
  activities.agreement.days: soon
  operations.build.needs: [relaesed]
  sites.kharkiv.contry: UA
  demands.winter.due: 2030-01-01
add:
  lanes:
    track: {origin: bergen, destination: nowhere, lead_time: 3 days}
"""
    assert told(read_scenario(HEAD + over)) == [
        (
            "scenarios/late.yaml:4: activities.agreement.days: 'soon' is not an amount such as 12, 6 h, 10 days or 80 "
            "per week"
        ),
        "scenarios/late.yaml:5: operations build names gate relaesed, which is not there",
        "scenarios/late.yaml:6: unknown key sites.kharkiv.contry",
        "scenarios/late.yaml:7: demands winter is due 2030-01-01, outside 2024-01-01 to 2024-12-31",
        "scenarios/late.yaml:10: lanes track names site nowhere, which is not there",
    ]


def test_what_no_longer_fits_points_to_where_it_stands(read_scenario: Reader) -> None:
    """Where a removed row is still named, the line that names it is told."""
    assert told(read_scenario(HEAD + "remove: {gates: [released]}")) == [
        "programme.yaml:29: operations build names gate released, which is not there"
    ]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ("set: {untl: 2025-01-01}", "set: a programme has no untl (did you mean until?) [unknown-key]"),
        ("set: {lane.road.lead_time: 1 day}", "set: a programme has no lane (did you mean lanes?) [unknown-key]"),
        (
            "set: {lanes.raod.lead_time: 1 day}",
            "set: lanes has no row 'raod' (did you mean road?, or add: it to lanes) [not-there]",
        ),
        (
            "set: {lanes.road: 1 day}",
            "set: lanes.road is a whole row (name a field, or remove: and add: the row) [bad-path]",
        ),
        ("set: {lanes: []}", "set: lanes is a whole table (name a field, or remove: and add: the row) [bad-path]"),
        ("set: {lanes..road: 1}", "set: 'lanes..road' has an empty part (write TABLE.ID.FIELD) [bad-path]"),
        (
            "set: {lanes.road.items: }",
            ("set: lanes.road.items is to be taken away, but nothing stands there "
            "(known: destination, id, lead_time, origin) [not-there]"),
        ),
        (
            "set: {lanes.sea.items.1: pump}",
            "set: lanes.sea.items.1 leads into a list of 1, which has no '1' (count from 0 to 0) [bad-path]",
        ),
        ("add: {lans: {}}", "add: lans is no table of a programme (did you mean lanes?) [unknown-key]"),
        ("remove: {until: [x]}", "remove: until is no table of a programme (set: until) [unknown-key]"),
        ("sets: {until: 2024-12-31}", "unknown key sets (did you mean set?) [unknown-key]"),
        ("set: [until]", "set: a group of keys is expected here, not a list (write key: value pairs) [wrong-type]"),
        (
            "set: {activities.drawings.days: 9, activities.drawings.days.low: 8}",
            ("set: activities.drawings.days.low stands inside activities.drawings.days, which is set too "
            "(keep one of them) [bad-path]"),
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_is_told(over: str, said: str, read_scenario: Reader) -> None:
    """Each fault of the patch itself is told once, with its line and what to write instead."""
    problems = [str(problem) for problem in read_scenario(HEAD + over).problems]
    assert problems == [f"scenarios/late.yaml:2: {said}"]


def test_all_faults_are_told_at_once(read_scenario: Reader) -> None:
    """Faults of the programme and of its scenario come together, the scenario's first."""
    base = "demands.csv"
    reading = read_scenario(
        "note: no title\nremove: {lanes: [raod]}\n", demands="id,item,site,quantity,due\nx,pump,hub,many,2024-05-01\n"
    )
    assert told(reading) == [
        "scenarios/late.yaml:1: scenario is missing",
        "scenarios/late.yaml:2: remove: lanes has no row 'raod'",
        f"{base}:2: demands.x.quantity: 'many' is not an amount such as 12, 6 h, 10 days or 80 per week",
    ]


def test_a_row_that_cannot_be_read_is_not_missed(read_scenario: Reader) -> None:
    """What is wrong with a row of the programme is told, and not that the scenario looks for it."""
    table = "id,item,site,quantity,due\nx,pump,hub,1,2024-05-01,extra\n"
    [problem] = read_scenario(HEAD + "set: {demands.x.quantity: 3}", demands=table).problems
    assert problem.file == "demands.csv"


def test_of_names_the_programme(folder: Path, read_scenario: Reader) -> None:
    """A scenario may lie anywhere if it says of which programme it is; its path counts from its own folder."""
    read_scenario(HEAD)
    (folder / "else").mkdir()
    path = folder / "else" / "x.yaml"
    path.write_text("scenario: X\nof: ..\nset: {currency: UAH}\n", encoding="utf-8")
    assert load(path).currency == "UAH"
    path.write_text("scenario: X\nof: ../nowhere\n", encoding="utf-8")
    assert told(read(path)) == ["else/x.yaml:2: there is no programme nowhere"]
    path.write_text("scenario: X\nof: ../scenarios/late.yaml\n", encoding="utf-8")
    assert told(read(path)) == ["else/x.yaml:2: scenarios/late.yaml is itself a scenario"]


def faults(text: str) -> list[str]:
    """What the schema finds wrong with a scenario."""
    document: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but plain values
    return [error.message for error in Draft202012Validator(scenario_schema()).iter_errors(document)]


def test_the_schema_is_of_one_mind_with_the_reader() -> None:
    """An editor accepts what is read, and underlines misspelt keys and tables."""
    Draft202012Validator.check_schema(scenario_schema())
    good = "note: n\nof: ..\nset: {until: 2024-12-31}\nremove: {lanes: [a], demands: b; c}\n"
    assert faults(HEAD + good + "add: {sites: {a: {country: UA}}}") == []
    for bad in (
        "sets: {}",
        "add: {lans: {}}",
        "add: {sites: {a: {contry: UA}}}",
        "remove: {lans: [a]}",
        "set: {a..b: 1}",
    ):
        assert faults(HEAD + bad) != []
    assert faults("note: n") != []
