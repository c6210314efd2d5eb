"""CSV tables: the same programme as in YAML, lines that are right, and everything that can be wrong with one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workshare.files.folder import Reading
from workshare.problems import Code

Reader = Callable[..., Reading]
Spoil = Callable[..., list[str]]

DEMANDS = "demands:\n  winter: {item: pump, site: hub, quantity: 120, due: 2024-11-01}\n"
HEADS = "id,item,site,quantity,due\n"
ROW = "winter,pump,hub,120,2024-11-01\n"
STOCK = "stock:\n  - {item: motor, site: kharkiv, quantity: 5}\n"


def digest(reading: Reading) -> str:
    """The digest of a programme without problems."""
    assert reading.problems == ()
    assert reading.programme is not None
    return reading.programme.digest


def test_the_ways_to_write_a_table_are_the_same(read_text: Reader, folder: Path, sound: str) -> None:
    """Ids with fields, a list of rows, a table beside the file and a table by name give the same programme."""
    as_list = "demands:\n- {id: winter, item: pump, site: hub, quantity: 120, due: 2024-11-01}\n"
    want = digest(read_text(sound))
    assert digest(read_text(sound.replace(DEMANDS, as_list))) == want
    assert digest(read_text(sound.replace(DEMANDS, "demands: {table: asked.csv}\n"), asked=HEADS + ROW)) == want
    assert digest(read_text(sound.replace(DEMANDS, "demands: {table: demands.csv}\n"), demands=HEADS + ROW)) == want
    assert digest(read_text(sound.replace(DEMANDS, ""), demands=HEADS + ROW)) == want
    (folder / "demands.csv").unlink()
    assert digest(read_text(sound.replace("quantity: 120", "quantity: 121"))) != want


@pytest.mark.parametrize(
    "table",
    [
        "id,days.low,days.mode,days.high,after\nagreement,,30,,\ndrawings,20,30,60,agreement\n",
        'id,days,after\nagreement,30,\ndrawings,"{low: 20, mode: 30, high: 60}",[agreement]\n',
        'id,days,days.low,days.mode,days.high,after\nagreement,30,,,,\ndrawings,,20,30,60," agreement ; "\n',
        "\n\nid , after , days.high,days.low,days.mode\nagreement,,,,30\n\n  ,\ndrawings,agreement,60,20,30,,\n",
        "\ufeffid,days.low,days.mode,days.high,after\r\nagreement,,30,,\r\ndrawings,20,30,60,agreement\r\n",
        "id,days.low,days.mode,days.high,after\ragreement,,30,,\rdrawings,20,30,60,agreement",
    ],
    ids=["dotted headings", "YAML cells", "either", "blanks", "mark and CRLF", "CR"],
)
def test_figures_in_a_table(read_text: Reader, sound: str, table: str) -> None:
    """A range may be written under dotted headings or as YAML in a cell, and a list with semicolons."""
    old = sound[sound.index("activities:") : sound.index("gates:")]
    want = digest(read_text(sound))
    assert digest(read_text(sound.replace(old, ""), activities=table)) == want


def test_rows_in_both_places_are_joined(read_text: Reader, sound: str) -> None:
    """A table beside the file adds to the rows in the file, after them."""
    programme = read_text(sound, demands=HEADS + ROW.replace("winter", "spring")).programme
    assert programme is not None
    assert [demand.id for demand in programme.demands] == ["winter", "spring"]


def test_hours_from_a_table(read_text: Reader, sound: str) -> None:
    """A field may be a table too, and more than one row may use it."""
    text = sound.replace("hours: 80 per week", "hours: {table: h.csv}")
    text = text.replace("resources:\n", "resources:\n  other: {site: hub, hours: {table: h.csv}}\n")
    reading = read_text(text, h="effective_start,hours\n,60 per week\n2024-06-01,80 per week\n")
    assert reading.problems == ()
    assert reading.programme is not None
    first, second = reading.programme.resources
    assert first.hours == second.hours
    assert list(reading.files) == ["programme.yaml", "h.csv"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_after_a_quoted_line_break(read_text: Reader, sound: str, end: str) -> None:
    """A cell over several lines, and blank lines, do not shift what is told of the rows after it."""
    table = 'id,name,item,site,quantity,due\nn,"one\ntwo\nthree",pump,hub,1,2024-05-01\n\nbad,,pump,hub,1,soon\n'
    reading = read_text(sound, demands=table.replace("\n", end))
    assert [(p.file, p.line, p.code) for p in reading.problems] == [("demands.csv", 6, Code.BAD_DATE)]


def test_a_row_of_many_lines_is_told_at_its_first(read_text: Reader, sound: str) -> None:
    """A row that goes on over lines is told where it begins."""
    [problem] = read_text(sound, demands=HEADS.replace("id,", "id,name,") + 'x,"a\nb\nc",pump,hub,1,soon\n').problems
    assert problem.line == 2


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (HEADS + ROW.replace("\n", ",,\n").replace("winter", "x"), None),
        (HEADS + "x,pump,hub,1,2024-05-01,more\n", "2: the row has 6 cells under 5 headings"),
        (HEADS + "a,pump,hub,1\nb,pump,hub,1,2024-05-01\n", "2: demands.a.due is missing"),
        ("id,item,item\n", "1: heading item stands twice"),
        ("id,,item\n", "1: heading 2 is empty"),
        ("id,quantity..low\n", "1: heading 'quantity..low' has an empty part"),
        ("id;item;site\n", "1: the columns are not separated by commas"),
        ("id\titem\n", "1: the columns are not separated by commas"),
        (HEADS + 'x,"pump,hub,1,2024-05-01\ny,pump,hub,2,2024-05-01\n', "2: broken CSV: unexpected end of data"),
        (HEADS + ROW.replace("winter", "x") + 'y,"pu"mp,hub,1,2024-05-01\n', "3: broken CSV: ',' expected after '\"'"),
        (HEADS + f"x,{'p' * 140_000},hub,1,2024-05-01\n", "2: broken CSV: field larger than field limit (131072)"),
        (HEADS + "x,pu\0mp,hub,1,2024-05-01\n", "2: the character U+0000 stands in the table"),
        (HEADS.replace("quantity", "quantity,quantity.low") + "x,pump,hub,3,2,2024-05-01\n",
         "2: the cell under quantity.low and another say the same thing twice"),
        (HEADS + "x,pump,hub,{low: 2,2024-05-01\n",
         "2: broken YAML: did not find expected ',' or '}'"),
        ("id,itm,site,quantity,due\n" + ROW.replace("winter", "x") + ROW.replace("winter", "y"),
         "1: demands: unknown column itm (did you mean item?)"),
        ("id,site,quantity,due\nx,hub,1,2024-05-01\ny,hub,1,2024-05-01\n", "1: demands: column item is missing"),
        (HEADS + "x,pump,hub,{lwo: 2},2024-05-01\n", "2: demands.x.quantity.lwo: unknown key lwo (did you mean low?)"),
        (HEADS + "x y,pump,hub,1,2024-05-01\n", "2: demands: 'x y' is no id"),
        (HEADS + ",pump,hub,1,2024-05-01\n", "2: demands.id is missing"),
        (HEADS + "x,pump,hub,1,2024-05-01\n" * 2, "3: demands x is defined 2 times"),
        (HEADS + ROW, "2: demands winter is defined 2 times"),
        ("", None),
        (HEADS, None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table(spoil: Spoil, table: str, told: str | None) -> None:
    """Each fault of a table is told once, with its line; rows after it are still read."""
    lines = spoil({}, demands=table)
    assert len(lines) == (told is not None)
    assert told is None or lines[0].startswith(f"demands.csv:{told}")


def test_bytes_that_are_no_text(spoil: Spoil) -> None:
    """A table in another encoding is told with the line of the first bad byte."""
    table = (HEADS + ROW + "зима,pump,hub,1,2024-05-01\n").encode("cp1251")
    assert spoil({DEMANDS: ""}, demands=table) == [
        "demands.csv:3: byte 0xe7 at 57 is not UTF-8 (save the file as UTF-8) [not-utf8]"
    ]


@pytest.mark.parametrize(
    "name",
    ["absent.csv", "../../etc/passwd", "/etc/passwd", "..", ".", "", "x" * 5000, "sub", "leading-out.csv"],
)
def test_tables_outside_the_folder(spoil: Spoil, folder: Path, name: str) -> None:
    """A table is a file of the programme's folder: nothing else is opened, by whatever name or link."""
    (folder / "sub").mkdir()
    (folder / "leading-out.csv").symlink_to("/etc/passwd")
    if not name:
        name = "''"
    [line] = spoil({"hours: 80 per week": f"hours: {{table: {name}}}"})
    assert line.startswith("programme.yaml:20: table '")
    assert "is not a file of the programme's folder" in line
    assert line.endswith("[missing-file]")


def test_a_link_in_place_of_a_table(spoil: Spoil, folder: Path) -> None:
    """A link that leads out of the folder is not followed for a table beside the file either."""
    (folder / "supplies.csv").symlink_to("/etc/passwd")
    [line] = spoil({})
    assert line.startswith("supplies.csv:1: it is not a file of the programme's folder (")


def test_the_nearest_table_is_offered(spoil: Spoil) -> None:
    """A misspelt table is offered by its name."""
    [line] = spoil({"hours: 80 per week": "hours: {table: hour.csv}"}, hours="hours\n80 per week\n")
    assert "(did you mean hours.csv?)" in line


@pytest.mark.parametrize("name", ["demand", "Demands", "supply", "stocks", "activity"])
def test_a_table_that_nothing_reads(spoil: Spoil, name: str) -> None:
    """A table is not passed over because its name is nearly that of a section."""
    [line] = spoil({}, **{name: "id\n"})
    assert line.startswith(f"programme.yaml:1: nothing reads the table {name}.csv (call it ")


def test_other_files_do_not_matter(spoil: Spoil, folder: Path) -> None:
    """A folder may hold tables of another purpose."""
    (folder / "notes.txt").write_text("demand", encoding="utf-8")
    assert spoil({}, survey="a;b\n1;2\n") == []


def test_more_cells_than_are_read(spoil: Spoil, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that hold too much are told at the row where it becomes too much."""
    monkeypatch.setattr("workshare.files.nodes.MOST_CELLS", 12)
    [line] = spoil({}, demands=HEADS + "".join(f"d{n},pump,hub,1,2024-05-01\n" for n in range(5)))
    assert line.startswith("demands.csv:4: there are more than 12 cells")


def test_an_id_may_be_called_table(spoil: Spoil) -> None:
    """A section with one row of that name is no table by name."""
    assert spoil({"agreements:\n  pact:": "agreements:\n  table:"}) == []


def test_stock_without_ids_keeps_its_lines(read_text: Reader, sound: str) -> None:
    """Rows without ids are told at their own line, though one before them could not be read."""
    table = "item,site,quantity\nmotor,kharkiv,x\nmotor,kharkiv,5\npump,hub,1\npump,hub,2\nbolt,hub,1\n"
    reading = read_text(sound.replace(STOCK, ""), stock=table)
    assert [(p.line, p.code) for p in reading.problems] == [
        (2, Code.BAD_FIGURE),
        (5, Code.DUPLICATE_ID),
        (6, Code.DANGLING_REFERENCE),
    ]
