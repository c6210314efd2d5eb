"""What the rows of a programme say about each other, and what is not said because it only follows."""

import re
from collections.abc import Callable

import pytest

from workshare.files.folder import Reading
from workshare.problems import Code

Reader = Callable[..., Reading]
Spoil = Callable[..., list[str]]

GAP = "say 0 per week where it does not work"


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("2024-02-01,,80 per week", ["2: resource line has no hours given from 2024-01-01 to 2024-01-31"]),
        (",2024-03-31,80 per week\n2024-05-01,,60 per week",
         ["3: resource line has no hours given from 2024-04-01 to 2024-04-30"]),
        (",2024-10-31,80 per week", ["2: resource line has no hours given from 2024-11-01 to 2024-12-31"]),
        ("2024-05-01,2024-05-31,8 per week\n2024-01-10,2024-03-31,80 per week",
         ["2: resource line has no hours given from 2024-04-01 to 2024-04-30",
          "2: resource line has no hours given from 2024-06-01 to 2024-12-31",
          "3: resource line has no hours given from 2024-01-01 to 2024-01-09"]),
        (",,80 per week\n2024-06-01,,60 per week", []),
        ("2023-01-01,2024-06-30,80 per week\n2024-07-01,2025-12-31,60 per week\n2026-06-01,,1 per week", []),
        (",2024-06-30,80 per week\n2024-05-01,,60 per week", []),
        (",,80 per week\n,,60 per week", ["3: resource line has two steps from the start"]),
        (",,80 per week\n2024-06-01,2024-05-01,60 per week",
         ["3: a step of resource line ends 2024-05-01, before it starts 2024-06-01",
          "3: resource line has no hours given from 2024-06-01 to 2024-12-31"]),
    ],
    ids=["starts late", "a hole", "ends early", "all three", "two steps", "beyond", "overlap", "twice", "backwards"],
)  # fmt: skip
def test_capacity_calendars(spoil: Spoil, steps: str, told: list[str]) -> None:
    """A capacity calendar covers every day of the programme; a gap is told at the step beside it."""
    table = f"effective_start,effective_end,hours\n{steps}\n"
    lines = spoil({"hours: 80 per week": "hours: {table: hours.csv}"}, hours=table)
    assert [line.removeprefix("hours.csv:").split(" (")[0] for line in lines] == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("until: 2024-12-31", "until: 2024-01-01", "5: until 2024-01-01 is not after start 2024-01-01"),
        ("until: 2024-12-31", "until: 2075-01-02", "5: from 2024-01-01 until 2075-01-02 is longer than 50 years"),
        ("until: 2024-12-31", "until: 9999-12-31", "5: from 2024-01-01 until 9999-12-31 is longer than 50 years"),
        ("weeks: 10", "weeks: -1", "6: the calendar counts -1 weeks"),
        ("weeks: 10", "weeks: 1000000000", "6: the calendar counts 1000000000 weeks"),
        ("due: 2024-11-01", "due: 2023-12-31", "43: demands winter is due 2023-12-31, outside"),
        ("due: 2024-09-30", "due: 2025-01-01", "48: commitments first is due 2025-01-01, outside"),
        ("due: 2024-11-01", "due: 2024-11-01, earliest: 2024-11-02",
         "43: demands winter takes deliveries from 2024-11-02, after it is due 2024-11-01"),
        ("items: [motor]}", "items: [motor], effective_start: 2024-05-01, effective_end: 2024-04-01}",
         "33: lanes sea ends 2024-04-01, before it starts 2024-05-01"),
    ],
)  # fmt: skip
def test_dates_that_do_not_fit(spoil: Spoil, old: str, new: str, told: str) -> None:
    """Dates lie within the programme, and in order; a wrong end of it is told once, without what follows."""
    [line] = spoil({old: new})
    assert line.startswith(f"programme.yaml:{told}")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{delivered: pump, at: hub, quantity: 1}", "{at: hub}", "49: commitments first: the measure names nothing"),
        ("{delivered: pump, at", "{delivered: pump, made: pump, at",
         "49: commitments first: the measure names delivered and made"),
        ("{delivered: pump, at: hub", "{delivered: pump, at: bergen",
         "49: commitments first: nobody asks for pump there, so that nothing is counted"),
        ("{delivered: pump, at: hub", "{made: pump, at: hub", "49: commitments first: no operation makes pump there"),
        ("{delivered: pump, at: hub", "{made: motor, at: bergen",
         "49: commitments first: no operation makes motor there"),
        ("{delivered: pump, at: hub, quantity: 1}", "{done: drawngs}",
         "49: commitments first names activity drawngs, which is not there (did you mean drawings? "),
        ("quantity: 120, due", "due", "43: demands winter has no quantity"),
        ("quantity: 15 per week,", "", "31: supplies motors says neither a rate nor a total"),
        ("makes: {pump: 1}", "makes: {}", "22: operations build makes nothing"),
        ("destination: hub,", "destination: [],", "34: lanes road leads nowhere"),
        ("source: S1\nagr", "source: S2\nagr", "50: commitments first names statement S2, which is not there"),
        ("parties: [UA, NO]", "parties: [UA, NL]", "52: agreements pact names partner NL, which is not there"),
        ("days: 30}", "days: {value: 30, source: S9}}", "38: activities agreement names statement S9, which is"),
        ("country: NO, quantity", "country: '', quantity", "31: supplies motors names partner '', which is not there"),
        ("{item: motor, site: kharkiv, quantity: 5}", "{item: motor, site: kharkov, quantity: 5}",
         "36: a row of stock names site kharkov, which is not there (did you mean kharkiv? or add it to sites:)"),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit(spoil: Spoil, old: str, new: str, told: str) -> None:
    """A row names what is there, and says all that it must."""
    lines = spoil({old: new})
    assert lines[0].startswith(f"programme.yaml:{told}")
    assert len(lines) == (1 if "makes: {}" not in new and "destination: []" not in new else 2)


def test_measures_of_what_is_only_asked_about(spoil: Spoil) -> None:
    """An inquiry is never served, so that deliveries to it measure nothing."""
    [line] = spoil({"due: 2024-11-01": "due: 2024-11-01, status: inquiry"})
    assert line.startswith("programme.yaml:49: commitments first: nobody asks for pump there")


def test_an_item_that_is_only_defined(spoil: Spoil) -> None:
    """An item that nothing makes and nobody supplies is told where it is asked for and where it is used."""
    changes = {
        "motor: {cost: 900}": "motor: {cost: 900}\n  seal: {}",
        "uses: {motor: 1}": "uses: {motor: 1, seal: 2}",
        "demands:\n": "demands:\n  seals: {item: seal, site: hub, quantity: 1, due: 2024-11-01}\n",
        "quantity: 5}": "quantity: 5}\n  - {item: seal, site: hub, quantity: 0}",
    }
    assert [line.split(", which")[0] for line in spoil(changes)] == [
        "programme.yaml:27: operations build uses seal",
        "programme.yaml:45: demands seals asks for seal",
    ]


def test_a_substitute_is_a_source(spoil: Spoil) -> None:
    """An item may be had by another that serves for it, or not if that one cannot be had either."""
    changes = {"motor: {cost: 900}": "motor: {cost: 900}\n  engine: {}", "uses: {motor: 1}": "uses: {engine: 1}"}
    assert spoil(changes, substitutes="item,instead_of\nmotor,engine\n") == []
    [line] = spoil(changes | {"  NO: {name": "  NL: {name: N}\n  NO: {name"}, substitutes="item,instead_of\n")
    assert "operations build uses engine, which nothing makes" in line


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"destination: hub": "destination: bergen"},
         ["43: demands winter asks for pump at hub, but no lane brings it there from bergen, kharkiv (add a lane)"]),
        ({"destination: hub": "destination: hub, items: [motor]"},
         ["43: demands winter asks for pump at hub, but no lane brings it there from kharkiv (add a lane)"]),
        ({"destination: kharkiv": "destination: hub", "site: kharkiv, quantity: 5": "site: hub, quantity: 5"},
         ["26: operations build uses motor at kharkiv, but no lane brings it there from bergen, hub (add a lane)"]),
        ({"destination: kharkiv": "destination: hub", "site: kharkiv, quantity: 5": "site: hub, quantity: 5",
          "winter: {item: pump": "winter: {item: motor", "delivered: pump": "delivered: motor"}, []),
    ],
    ids=["no lane", "not this item", "what it is made from", "what nobody asks for"],
)  # fmt: skip
def test_ways(spoil: Spoil, changes: dict[str, str], told: list[str]) -> None:
    """What is asked for, and what that is made from, has a way; the first place without one is told."""
    lines = [line.removeprefix("programme.yaml:").removesuffix(" [unreachable]") for line in spoil(changes)]
    assert lines == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"makes: {pump: 1}\n    uses: {motor: 1}": "makes: {pump: 1}\n    uses: {pump: 1}"},
         ["26: pump needs pump: the cycle can never start"]),
        ({"makes: {pump: 1}\n    uses: {motor: 1}": "makes: {pump: 1}\n    uses: {pump: 1}",
          "item: motor, site: kharkiv, quantity: 5": "item: pump, site: kharkiv, quantity: 1"}, []),
        ({"makes: {pump: 1}\n    uses: {motor: 1}": "makes: {pump: 1}\n    uses: {pump: 1}",
          "needs: [released]": "in_progress: [{quantity: 1, ready: 2024-01-05}]"}, []),
    ],
    ids=["itself", "with stock", "with runs in progress"],
)  # fmt: skip
def test_recipes_in_a_ring(spoil: Spoil, changes: dict[str, str], told: list[str]) -> None:
    """A ring of recipes can start only with something from outside."""
    assert [line.removeprefix("programme.yaml:").split(" (")[0] for line in spoil(changes)] == told


def test_rings_of_activities(spoil: Spoil) -> None:
    """Each ring is told once, from its first activity, and many rings are told quickly."""
    table = "id,days,after\na,1,c\nb,1,a\nc,1,b\nd,1,d\ne,1,c\n"
    assert [line.split(" (")[0] for line in spoil({}, activities=table)] == [
        "activities.csv:2: activities wait for each other: a -> c -> b -> a",
        "activities.csv:5: activities wait for each other: d -> d",
    ]
    everyone = ";".join(f"a{n}" for n in range(60))
    assert len(spoil({}, activities="id,days,after\n" + "".join(f"a{n},1,{everyone}\n" for n in range(60)))) == 20


def test_the_same_id_thrice(spoil: Spoil) -> None:
    """An id that stands often is told once, at its second row; the further rows are not checked for themselves."""
    table = "id,item,site,quantity,due\nx,pump,hub,1,2024-05-01\nx,pmp,hub,1,2030-01-01\nx,pump,hub,1,2024-05-01\n"
    assert spoil({}, demands=table) == [
        "demands.csv:3: demands x is defined 3 times (rename one, or take it out) [duplicate-id]"
    ]


def test_every_figure_needs_a_basis(read_text: Reader, sound: str) -> None:
    """With basis: required every plain number is told, at its own line."""
    problems = read_text(sound.replace("basis: optional", "basis: required")).problems
    assert {p.code for p in problems} == {Code.MISSING_BASIS}
    assert [p.line for p in problems] == [17, 18, 20, 25, 26, 27, 28, 31, 31, 33, 34, 36, 38, 39, 43, 49]
    assert problems[2].message == "resources line hours says no basis"


@pytest.mark.parametrize(
    ("changes", "line", "code"),
    [
        ({"sites:\n": "sits:\n"}, 12, Code.UNKNOWN_KEY),
        ({"items:\n": "itmes:\n"}, 16, Code.UNKNOWN_KEY),
        ({"operations:\n": "operatoins:\n"}, 21, Code.UNKNOWN_KEY),
        ({"lanes:\n": "lanes: []\nlane:\n"}, 33, Code.UNKNOWN_KEY),
        ({"start: 2024-01-01": "strat: 2024-01-01"}, 4, Code.UNKNOWN_KEY),
        ({"until: 2024-12-31": "until: someday"}, 5, Code.BAD_DATE),
        ({"kharkiv: {country: UA}": "kharkiv: {country: UA, size: 3}"}, 13, Code.UNKNOWN_KEY),
        ({"kharkiv: {country: UA}": "kharkiv:"}, 13, Code.MISSING_KEY),
        ({"kharkiv: {country: UA}": "kharkiv: Ukraine"}, 13, Code.WRONG_TYPE),
        ({"motor: {cost: 900}": "motor: {cost: cheap}"}, 18, Code.BAD_FIGURE),
        ({"site: kharkiv\n    kind: assemble": "site: kharkov\n    kind: assemble"}, 23, Code.DANGLING_REFERENCE),
        ({"makes: {pump: 1}": "makes: {pmup: 1}"}, 25, Code.DANGLING_REFERENCE),
        ({"uses: {motor: 1}": "uses: {motr: 1}"}, 26, Code.DANGLING_REFERENCE),
        ({"origin: kharkiv": "origin: kharkov"}, 34, Code.DANGLING_REFERENCE),
        ({"lead_time: 3 days": "lead_time: 3"}, 34, Code.BAD_FIGURE),
        ({"needs: [drawings]": "neds: [drawings]"}, 41, Code.UNKNOWN_KEY),
        ({"winter: {item: pump, site": "winter: {item: pump, sitee"}, 43, Code.UNKNOWN_KEY),
        ({"winter: {item: pump": "winter: {item: pum"}, 43, Code.DANGLING_REFERENCE),
        ({"delivered: pump, at: hub": "delivered: pump, at: hbu"}, 49, Code.DANGLING_REFERENCE),
        ({"days: 30}": "days: thirty}"}, 38, Code.BAD_FIGURE),
        ({"source: R1, start": "sorce: R1, start"}, 54, Code.UNKNOWN_KEY),
        ({"lead_time: 10 days\n": "lead_time: 10 days\n    makes: {motor: 1}\n"}, 29, Code.DUPLICATE_KEY),
    ],
)  # fmt: skip
def test_nothing_is_said_that_only_follows(
    read_text: Reader, sound: str, changes: dict[str, str], line: int, code: Code
) -> None:
    """Rows that are left out, and names that are misspelt, bring no further problems with them."""
    for old, new in changes.items():
        assert sound.count(old) == 1
        sound = sound.replace(old, new)
    assert [(p.line, p.code) for p in read_text(sound).problems] == [(line, code)]


@pytest.mark.parametrize("name", ["sites", "items", "lanes", "operations", "gates", "activities", "demands", "stock"])
def test_a_broken_table_brings_nothing_with_it(spoil: Spoil, sound: str, name: str) -> None:
    """Where a whole table cannot be read, nobody knows what stood in it."""
    section = re.search(rf"^{name}:\n(?: .*\n)+", sound, re.MULTILINE)
    assert section
    [line] = spoil({section[0]: ""}, **{name: 'id,"item\n'})
    assert line.startswith(f"{name}.csv:1: broken CSV: unexpected end of data (")
