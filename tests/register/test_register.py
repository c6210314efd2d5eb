"""A register is read with everything that is wrong with it, each fault with its line and what to write instead."""

from pathlib import Path

import pytest
from tests.register.small import SOUND, spoilt, write

from workshare.files.folder import read
from workshare.files.register import load_register, read_register
from workshare.model.statements import WHEN_HINT, interval
from workshare.problems import BadInput

PROGRAMME = """\
format: 1
programme: Pumps
start: 2024-01-01
until: 2024-12-31
partners: {UA: {name: Ukraine}}
sites: {hub: {country: UA}}
items: {pump: {}}
activities: {trial: {days: 3}}
commitments:
  first: {by: Ivan Example, says: first pumps, due: 2024-06-01, measure: {done: trial}, source: S1-01}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the present one, so that problems name bare files."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_sound_register_has_no_problem(folder: Path) -> None:
    """What the other tests spoil is sound, and every word of it is read."""
    write(folder)
    register = load_register(folder)
    assert [s.id for s in register.statements] == ["S1-01", "S1-02", "S2-01", "S2-02"]
    first = register.statements[0]
    assert (first.speaker, first.quoted, first.said, first.dates[0].iso) == (
        ("minister",),
        True,
        "2024-03-01",
        "2024-06-01",
    )
    assert register.statements[1].amounts[0].value == 3_000_000
    assert register.links[1].sides[1].statements == ("S2-01",)


@pytest.mark.parametrize(
    ("old", "new", "told", "hint"),
    [
        ("source: R2, start: 46", "source: R3, start: 46",
         "statements S2-02 names source R3, which is not there", "add it to sources:"),
        ("by: minister", "by: minster",
         "promises first names entity minster, which is not there", "did you mean minister? or add it to entities:"),
        ("statements: [S1-01], due", "statements: [], due", "promises first names no statement", "add statements:"),
        ("stance: said}", "stance: sayd}",
         "statements.S2-02.stance: 'sayd' is not one of the known words",
         "write said, denied, declined, expected or possible"),
        ("published: 2024-05}", "published: 2024-13}",
         "sources.R2.published: '2024-13' is no date: month must be in 1..12", WHEN_HINT),
        ("published: 2024-03-02", "published: 2024-02-30",
         "sources.R1.published: '2024-02-30' is no date: day is out of range for month", WHEN_HINT),
        ("said: 2024-03-01", "said: 2024-03-03",
         "statements S1-01 was said 2024-03-03, after R1 was published 2024-03-02", "correct one of the two"),
        ("due: 2024-06-01", "due: 2024-02",
         "promises first is due 2024-02, before anyone said it (2024-03-01)", "correct one of the two"),
        ("on: 2024-03,", "on: 2024-03, statment: x,", "unknown key money.price.statment", "known: note, receiver"),
        ("value: 3000000, currency: EUR, on", "value: 0, currency: EUR, on",
         "money price is 0 EUR", "write a number above 0"),
        ("rung: pledged", "rung: promised",
         "money.price.rung: 'promised' is not one of the known words",
         "write pledged, agreed, allocated, contracted, paid or delivered"),
        ("statements: [S2-01, S1-01]", "statements: [S1-01, S2-01]",
         "links later: S1-01 (2024-03-01) cannot supersede S2-01 (2024-05)", "name the later one first"),
        ("statements: [S2-01, S1-01]", "statements: [S2-01]",
         "links later does not join what supersedes joins", "write statements: […], two at least, and no sides:"),
        ("kind: outlet}", "kind: outlet, aliases: [EXAMPLE]}",
         "entities news is spelt 'example', and so is minister", "give the spelling to one of them"),
        ("register: {en: Pumps, uk: Насоси}", "regster: Pumps", "unknown key regster", "did you mean register?"),
        ("  ministry: {name", "  ministry: {naem", "unknown key entities.ministry.naem", "did you mean name?"),
    ],
)  # fmt: skip
def test_one_fault(folder: Path, old: str, new: str, told: str, hint: str) -> None:
    """One fault is told once, on the line where it stands, with what to write instead."""
    [problem] = spoilt(folder, {old: new}).problems
    assert (problem.message, problem.hint) == (told, hint)
    lines = (folder / "register.yaml").read_text(encoding="utf-8").splitlines()
    stands = [n for n, text in enumerate(lines, 1) if new in text]
    assert problem.line in {n - above for n in stands for above in (0, 1)}  # a row begins in the line of its id


def test_the_same_id_twice(folder: Path) -> None:
    """Two rows of a list with one id are told at the second."""
    text = SOUND[: SOUND.index("entities:")] + (
        "entities:\n  - {id: a, name: A, kind: person}\n  - {id: a, name: B, kind: person}\n"
    )
    write(folder, text.replace(", outlet: news", ""))
    assert [str(p) for p in read_register(folder).problems] == [
        "register.yaml:8: entities a is defined 2 times (rename one, or take it out) [duplicate-id]"
    ]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [("46", "46", "46 to 46 is no span"), ("-1", "46", "-1 to 46 is no span"), ("66", "46", "66 to 46 is no span")],
)
def test_spans_that_are_none(folder: Path, start: str, end: str, said: str) -> None:
    """A span that holds no character is told without the text."""
    [problem] = spoilt(folder, {"start: 46, end: 66": f"start: {start}, end: {end}"}).problems
    assert said in problem.message


def test_a_date_outside_its_statement(folder: Path) -> None:
    """Dates and amounts give their place in the source, inside the statement's span."""
    at = SOUND.index("dates: [{start: ") + len("dates: [{start: ")
    number = SOUND[at : SOUND.index(",", at)]
    [problem] = spoilt(folder, {f"dates: [{{start: {number}": "dates: [{start: 5"}).problems
    assert "statements S1-01: dates 1 at 5 to 59 does not stand inside 20 to 59" in problem.message


def test_what_supersedes_itself(folder: Path) -> None:
    """A ring of statements that supersede each other is told."""
    ring = "  back: {kind: supersedes, note: And back., statements: [S1-01, S2-01]}\n"
    write(folder, SOUND.replace("said: 2024-05}", "said: 2024-03}") + ring)
    assert [p.message for p in read_register(folder).problems] == [
        "S1-01 supersedes S2-01 supersedes S1-01: which of them holds cannot be said"
    ]


def test_a_broken_register(folder: Path) -> None:
    """No register, one that is no mapping, and one that is no YAML are told, and nothing is raised."""
    assert [p.code for p in read_register(folder).problems] == ["missing-file"]
    for text, code in (("- a\n", "wrong-type"), ("a: [\n", "broken-yaml"), ("format: 9\n", "unknown-format")):
        write(folder, text)
        assert [p.code for p in read_register(folder).problems] == [code]
    with pytest.raises(BadInput, match="not one that this release reads"):
        load_register(folder)


def test_tables_beside_it(folder: Path) -> None:
    """The entities may stand in a CSV table beside the register, as those of a programme may."""
    start, end = SOUND.index("entities:"), SOUND.index("statements:\n")
    write(folder, SOUND[:start] + SOUND[end:])
    rows = "minister,Ivan,Іван,person,I. Example; Іванко\nministry,M,,office,\nnews,N,,outlet,\n"
    rows = "id,name.en,name.uk,kind,aliases\n" + rows
    (folder / "entities.csv").write_text(rows, encoding="utf-8")
    register = load_register(folder)
    assert register.entities[0].aliases == ("I. Example", "Іванко")


def test_a_programme_cites_its_register(folder: Path) -> None:
    """What stands in register.yaml can be cited by the programme beside it; what does not is told."""
    write(folder)
    (folder / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    reading = read(folder)
    assert (reading.problems, sorted(reading.files)) == ((), ["programme.yaml", "register.yaml"])
    assert reading.programme is not None
    assert [s.id for s in reading.programme.statements] == ["S1-01", "S1-02", "S2-01", "S2-02"]
    (folder / "programme.yaml").write_text(PROGRAMME.replace("S1-01", "S1-09"), encoding="utf-8")
    assert "names statement S1-09, which is not there" in str(read(folder).problems[0])


def test_promises_are_held_against_the_programme(folder: Path) -> None:
    """A promise names commitments of the programme, and they count until the day that was promised."""
    write(folder)
    (folder / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    programme = read(folder).programme
    assert read_register(folder, programme).problems == ()
    (folder / "programme.yaml").write_text(PROGRAMME.replace("due: 2024-06-01", "due: 2024-07-01"), encoding="utf-8")
    [moved] = read_register(folder, read(folder).programme).problems
    assert moved.message == "promises first is due 2024-06-01, but its measure first counts until 2024-07-01"
    (folder / "programme.yaml").write_text(PROGRAMME.replace("  first:", "  frist:"), encoding="utf-8")
    [gone] = read_register(folder, read(folder).programme).problems
    assert (gone.message, gone.hint) == (
        "promises first names commitment first, which is not in the programme",
        "did you mean frist?",
    )


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2024-05-06", "2024-05-06", "2024-05-06"),
        ("2023-12-06/2023-12-07", "2023-12-06", "2023-12-07"),
        ("2023-12/2024-02", "2023-12-01", "2024-02-29"),
    ],
)
def test_intervals(when: str, first: str, last: str) -> None:
    """A day, a month and a year have a first and a last day."""
    assert tuple(map(str, interval(when))) == (first, last)


@pytest.mark.parametrize("when", ["", "24", "2024-6-1", "2024-00", "2023-02-29", "2024-02/2023", "soon", "٢٠٢٤"])
def test_what_is_no_date(when: str) -> None:
    """What is no day, month or year is refused."""
    with pytest.raises(ValueError, match=r"no date|before it begins"):
        interval(when)
