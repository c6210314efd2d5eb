"""Neutral instances: what they mean, what their plans score, and everything wrong with one at once."""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshare.files.json_nodes import json_nodes
from workshare.files.neutral.programme import programme_of
from workshare.files.neutral.read import read_instance
from workshare.files.nodes import Faults
from workshare.outcome.rows import Delivery
from workshare.outcome.table import Table
from workshare.planner.make import make_plan
from workshare.problems import BadInput, Code, Problem
from workshare.results.score import score

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
            "priority": 1,
        }
    ],
    "lanes": [{"item": "p", "origin": "home", "destination": "hub", "lead_weeks": 1, "priority": 1}],
    "suppliers": [{"item": "c", "location": "home", "lead_weeks": 2, "supplier": "supplier c"}],
    "stock": [{"item": "c", "location": "home", "qty": 3}],
    "demands": [
        {"name": "d1", "item": "p", "location": "hub", "qty": 4, "due_week": 2, "priority": 1},
        {"name": "d2", "item": "p", "location": "hub", "qty": 8, "due_week": 3, "priority": 2},
        {"name": "d3", "item": "p", "location": "hub", "qty": 2, "due_week": 3, "priority": 3},
    ],
}
"""Three units can be begun at once, out of stock; from week 2 on five a week. Two weeks later they are at the hub."""


def written(folder: Path, content: Any, indent: int | None = 1) -> Path:
    """A file that holds an instance."""
    path = folder / "instance.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=indent), encoding="utf-8")
    return path


def problems(folder: Path, content: Any) -> list[str]:
    """What is reported of a file, without its name."""
    with pytest.raises(BadInput) as bad:
        read_instance(written(folder, content))
    return [str(p).partition("instance.json:")[2] for p in bad.value.problems]


def test_a_tiny_instance_is_planned_as_by_hand(tmp_path: Path) -> None:
    """3 arrive in week 2, 5 in week 4, 5 in week 5, the last in week 6; they go to the priorities in turn."""
    programme = programme_of(read_instance(written(tmp_path, TINY)))
    assert programme.until == dt.date(2024, 1, 1) + dt.timedelta(days=7 * 30 - 1)
    plan = make_plan(programme, outlook=False)
    rows = sorted((d.demand, d.period, round(d.quantity, 6)) for d in plan.deliveries)
    assert rows == [("d1", 2, 3), ("d1", 4, 1), ("d2", 4, 4), ("d2", 5, 4), ("d3", 5, 1), ("d3", 6, 1)]
    assert sorted((p.period, round(p.runs, 6)) for p in plan.production) == [(0, 3), (2, 5), (3, 5), (4, 1)]
    assert min(p.period for p in plan.purchases) == 2
    found = score(plan)
    assert (found.asked, found.short) == (14, pytest.approx(0, abs=1e-9))
    assert found.on_time == pytest.approx(3)
    assert found.by_priority == {1: pytest.approx(3), 2: pytest.approx(0), 3: pytest.approx(0)}
    assert found.late_quantity_days == pytest.approx(1 * 14 + (4 * 7 + 4 * 14) + (14 + 21))
    assert found.weighted == pytest.approx(9 * 14 + 3 * 84 + 35)


def test_what_is_never_delivered_is_late_to_the_last_week(tmp_path: Path) -> None:
    """Of 14 nothing comes: each waits from its due week to week 29."""
    plan = make_plan(programme_of(read_instance(written(tmp_path, TINY))), outlook=False)
    none = dataclasses.replace(plan, flows=dataclasses.replace(plan.flows, deliveries=Table(Delivery)))
    found = score(none)
    assert (found.on_time, found.short) == (0, 14)
    assert found.late_quantity_days == 7 * (4 * 27 + 8 * 26 + 2 * 26)
    assert found.weighted == 7 * (9 * 4 * 27 + 3 * 8 * 26 + 2 * 26)


def test_stock_rows_of_one_place_add_up_and_unused_lines_are_left_out(tmp_path: Path) -> None:
    """Two rows of stock are one stock; a resource that no operation uses has no site."""
    changed = {
        **TINY,
        "stock": [*TINY["stock"], {"item": "c", "location": "home", "qty": 2.5}],
        "resources": [*TINY["resources"], {"name": "idle", "hours_per_week": 1}],
    }
    programme = programme_of(read_instance(written(tmp_path, changed)))
    assert [(s.item, s.site, s.quantity.value) for s in programme.stock] == [("c", "home", 5.5)]
    assert [r.id for r in programme.resources] == ["line"]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Wrong types, missing and unknown keys, numbers out of range: each at its line, with what to write."""
    text = json.dumps(TINY, indent=1)
    for old, new in {
        '"hours_per_week": 10': '"hours_per_week": "10"',
        '"weeks": 10': '"weeks": 0',
        '"qty": 3': '"qty": -3',
        '"due_week": 2': '"due_weak": 2',
        '"priority": 3': '"priority": 4',
    }.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    lines = text.splitlines()
    weak, urgent = (next(n for n, line in enumerate(lines, 1) if key in line) for key in ("due_weak", '"priority": 4'))
    assert problems(tmp_path, text) == [
        "2: weeks: 0 is out of range (write a whole number from 1 to 1000) [bad-range]",
        "7: resources.line.hours_per_week: a number is expected here, not '10' (write a number) [wrong-type]",
        "45: stock[0].qty: -3 is too small (write a number that is not below 0) [negative]",
        f"{weak}: unknown key demands.d1.due_weak (did you mean due_week?) [unknown-key]",
        f"{urgent}: demands.d3.priority: 4 is out of range (write a whole number from 1 to 3) [bad-range]",
    ]


def test_names_that_nothing_defines(tmp_path: Path) -> None:
    """Resources, items and locations must be there, names be given once, lanes lead somewhere."""
    operation, (lane,) = TINY["operations"][0], TINY["lanes"]
    changed = {
        **TINY,
        "operations": [{**operation, "resource": "lime", "inputs": {"cc": 1}}, operation],
        "lanes": [lane, {**lane, "destination": "home"}],
        "demands": [{**TINY["demands"][0], "location": "hup"}, {**TINY["demands"][1], "item": "q"}],
    }
    assert [line.partition(": ")[2] for line in problems(tmp_path, changed)] == [
        "operations.make.name: 'make' is given 2 times (give each its own name) [duplicate-id]",
        "operations.make.inputs.cc: there is no item 'cc' (did you mean c?) [dangling-reference]",
        "operations.make.resource: there is no resource 'lime' (did you mean line?) [dangling-reference]",
        "operations.make.name: 'make' is given 2 times (give each its own name) [duplicate-id]",
        "lanes[1]: it leads from 'home' to itself (leave the lane out) [lane-to-itself]",
        "demands.d1.location: there is no location 'hup' (did you mean hub?) [dangling-reference]",
        "demands.d2.item: there is no item 'q' (known: c, p) [dangling-reference]",
    ]


def test_rows_keep_their_numbers_when_others_cannot_be_read(tmp_path: Path) -> None:
    """A row without a name is told by its number in the file."""
    (lot,) = TINY["stock"]
    changed = {**TINY, "stock": [{"item": "c"}, lot, {**lot, "qty": -1}]}
    assert [line.partition(": ")[2] for line in problems(tmp_path, changed)] == [
        "stock[0].location is missing (add location:) [missing-key]",
        "stock[0].qty is missing (add qty:) [missing-key]",
        "stock[2].qty: -1 is too small (write a number that is not below 0) [negative]",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: this is not JSON: expecting value (column 1) (write JSON"),
        ('{"weeks": 1,\n}', "2: this is not JSON: a key in double quotes is expected (column 1) (write JSON"),
        ("[1, 2", "1: this is not JSON: ',' is expected (column 6) (write JSON"),
        ("[]", "1: an instance is an object with keys (write an object with weeks"),
        ("{} {}", "1: this is not JSON: the text goes on after its end (column 4) (write JSON"),
        ("[" * 100_000, "1: this is not JSON: brackets are more than 40 deep"),
    ],
)
def test_what_is_no_instance_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """Broken JSON is told with line and column, and other JSON as what it is not."""
    (first, *_) = problems(tmp_path, text)
    assert first.startswith(said)


def test_missing_tables_and_keys_given_twice(tmp_path: Path) -> None:
    """What is missing is named; of a key that is given twice one must go."""
    assert [line.partition(": ")[2] for line in problems(tmp_path, "{}")] == [
        f"{key} is missing (add {'start: YYYY-MM-DD' if key == 'start' else key + ':'}) [missing-key]" for key in TINY
    ]
    twice = json.dumps(TINY).replace('"weeks": 10', '"weeks": 10, "weeks": 12')
    assert problems(tmp_path, twice) == ["1: the key 'weeks' is given twice (keep one of them) [duplicate-key]"]
    assert (
        "stock[0].qty: a finite number is expected here, not 'nan'"
        in problems(tmp_path, json.dumps(TINY).replace('"qty": 3', '"qty": NaN'))[0]
    )


def test_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is a problem like others."""
    with pytest.raises(BadInput) as bad:
        read_instance(tmp_path / "none.json")
    assert [p.code for p in bad.value.problems] == [Code.MISSING_FILE]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 2]))
def test_nodes_hold_what_json_reads(value: Any, indent: int | None) -> None:
    """Any JSON text gives the values that the standard reader gives, on the lines where they stand."""
    text, faults = json.dumps(value, indent=indent), Faults()
    root = json_nodes(text, "x.json", faults)
    assert root is not None
    assert root.plain() == json.loads(text)
    assert faults.problems == []
    if indent and isinstance(value, list) and value:
        assert root.value[0].line == 2


@given(st.data())
def test_nothing_that_is_changed_ends_in_a_traceback(data: st.DataObject) -> None:
    """An instance with one value replaced by anything is read or refused with problems."""
    section = data.draw(st.sampled_from(sorted(TINY)))
    content = json.loads(json.dumps(TINY))
    value = data.draw(VALUES)
    if isinstance(content[section], list):
        row = content[section][0]
        row[data.draw(st.sampled_from(sorted(row)))] = value
    else:
        content[section] = value
    with TemporaryDirectory() as folder:
        path = written(Path(folder), content)
        found: tuple[Problem, ...] = ()
        try:
            assert programme_of(read_instance(path)).demands
        except BadInput as bad:
            found = bad.problems
        assert all(p.file and p.line >= 1 for p in found)
