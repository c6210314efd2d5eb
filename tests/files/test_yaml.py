"""Reading programme.yaml: text stays text, lines are those of an editor, and hostile files are refused quickly."""

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from workshare.files.folder import Reading, load, read
from workshare.problems import BadInput, Code

Reader = Callable[..., Reading]
Spoil = Callable[..., list[str]]

CHECK = "check indentation, colons, brackets and quotes; use spaces, not tabs"
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + below] * 10)}]\n" for below, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def codes(reading: Reading) -> list[tuple[int, Code]]:
    """The lines and codes of all problems."""
    return [(problem.line, problem.code) for problem in reading.problems]


def test_words_stay_words(read_text: Reader, sound: str) -> None:
    """Neither a country NO nor an id 0123 nor 12:30, yes or 1e3 becomes anything but what is written."""
    text = sound.replace("drawings: {days", "0123: {days: 1}\n  drawings: {days")
    text = (
        text.replace("by: Minister", "by: 12:30").replace("first pumps by autumn", "no").replace("id: pumps", "id: 1e3")
    )
    programme = read_text(text).programme
    assert programme is not None
    assert [p.id for p in programme.partners] == ["UA", "NO"]
    assert [a.id for a in programme.activities] == ["agreement", "0123", "drawings"]
    [commitment] = programme.commitments
    assert (programme.id, commitment.by, commitment.says.en) == ("1e3", "12:30", "the no")
    assert programme.statements[0].sha256 == "0000"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_marks_do_not_matter(read_text: Reader, sound: str, start: str, end: str) -> None:
    """A byte order mark and any kind of line end give the same programme, and the same lines."""
    same = read_text(sound).programme
    text = start + sound.replace("\n", end)
    assert read_text(text).programme == same
    assert codes(read_text(text.replace("due: 2024-09-30", "due: soon"))) == [(48, Code.BAD_DATE)]


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029"])
def test_lines_are_those_of_an_editor(read_text: Reader, sound: str, odd: str) -> None:
    """Characters that YAML, but no editor, takes for the end of a line do not shift the lines."""
    text = sound.replace("{en: Pumps,", f"{{en: 'Pumps{odd}and more',").replace("due: 2024-09-30", "due: soon")
    assert codes(read_text(text)) == [(48, Code.BAD_DATE)]


def test_a_value_of_many_lines_is_told_at_its_key(read_text: Reader, sound: str) -> None:
    """What is wrong with a value that goes on over lines is told where its key stands, and inside at its own."""
    text = sound.replace(
        "{days: {low: 20, mode: 30, high: 60}, after: [agreement]}", "\n    days:\n      low: 20\n      mode: x"
    )
    assert codes(read_text(text)) == [(42, Code.BAD_FIGURE)]
    text = sound.replace("needs: [released]", "needs: [\n      released,\n      released,\n      relaesed]")
    assert codes(read_text(text)) == [(32, Code.DANGLING_REFERENCE)]


@pytest.mark.parametrize("nothing", ["", "\n", "# nothing yet\n", "---\n", "~\n", "\ufeff"])
def test_an_empty_file(read_text: Reader, nothing: str) -> None:
    """A file without content is said to be empty."""
    [problem] = read_text(nothing).problems
    assert (problem.line, problem.code, problem.message) == (1, Code.WRONG_TYPE, "the file is empty")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [("- format: 1\n", 1, "a list"), ("# a word\n\nprogramme\n", 3, "the text 'programme'"), ("[]", 1, "a list")],
)
def test_a_file_that_is_no_mapping(read_text: Reader, text: str, line: int, what: str) -> None:
    """A list or a word is no programme."""
    [problem] = read_text(text).problems
    assert problem.message == f"a programme has keys, but this is {what}"
    assert problem.line == line


@pytest.mark.parametrize("empty", ["agreements:", "agreements: {}", "agreements: []", "agreements: ~"])
def test_an_empty_section_is_no_problem(spoil: Spoil, empty: str) -> None:
    """A section may be there with nothing in it."""
    old = "agreements:\n  pact: {parties: [UA, NO], signed: 2023-12-01, source: S1}"
    assert spoil({old: empty}) == []


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("agreements: many", "agreements should be ids with their fields"),
        ("agreements: {pact: signed}", "agreements.pact should have fields, but is the text 'signed'"),
        ("agreements: [pact]", "agreements: a group of keys is expected here, not 'pact'"),
        ("substitutes: {a: {item: pump, instead_of: pump}}", "substitutes should be a list of rows, which have no ids"),
    ],
)
def test_a_section_that_is_no_table(spoil: Spoil, section: str, told: str) -> None:
    """A section is a table: a list, or ids with their fields."""
    old = "agreements:\n  pact: {parties: [UA, NO], signed: 2023-12-01, source: S1}"
    [line] = spoil({old: section})
    assert line.startswith(f"programme.yaml:51: {told} (")
    assert line.endswith("[wrong-type]")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\n\tb: 2\n", 2, "found a tab character that violates indentation"),
        ("a:\n\t- b\n", 2, r"found the character '\t' where none can be"),
        ("a: 1\nb: @c\n", 2, "found the character '@' where none can be"),
        ("a: 'x\nb: 1\nc: 2\n", 1, "found unexpected end of stream"),
        ("a: [1, 2\nb: 3\n", 2, "did not find expected ',' or ']' while parsing a flow sequence that begins in line 1"),
        ("a: {b: 1\n", 1, "did not find expected ',' or '}' while parsing a flow mapping that begins in line 1"),
        ("a: 1\n  b: 2\n", 2, "mapping values are not allowed in this context"),
        ("a: b\nc\nd: e\n", 3, "could not find expected ':' while scanning a simple key that begins in line 2"),
        ("a: 1\nb: *c\n", 2, "*c repeats &c, which does not stand above"),
        ("a: 1\n---\nb: 2\n", 2, "a second document begins here"),
        ("a: 1\n{b: 1}: 2\n", 2, "a list or a mapping stands where a key should be"),
        ("a: &x [1]\n*x : 2\n", 2, "a list or a mapping stands where a key should be"),
        ("a: ї\nb: \x07\n", 2, "control characters are not allowed"),
        ('a: 1\nb: "\\0"\n', 2, "a text holds a control character"),
        ('a: 1\nb: "\\ud800"\n', 2, "found invalid Unicode character escape code"),
        ("a: 1\n%b\n", 2, "found unknown directive name"),
    ],
)
def test_broken_yaml(read_text: Reader, text: str, line: int, message: str) -> None:
    """Broken syntax is told in words, at the line where it is, or where what is open at the end was opened."""
    [problem] = read_text(text).problems
    assert (problem.line, problem.code) == (line, Code.BROKEN_YAML)
    assert message in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000,
        "[" * 1_000_000,
        "- " * 10_000,
        "a:\n" + "".join(f"{' ' * n}- a:\n" for n in range(2, 3000, 2)),
    ],
    ids=["open", "closed", "mappings", "a million", "lists", "indented"],
)
def test_deep_nesting(read_text: Reader, text: str) -> None:
    """Thousands of brackets are refused at once, before they can exhaust anything."""
    began = time.process_time()
    [problem] = read_text(text).problems
    assert problem.code is Code.BROKEN_YAML
    assert "more than 40 deep" in problem.message
    assert time.process_time() - began < 1


def test_depth_that_aliases_add_up(read_text: Reader) -> None:
    """Aliases in aliases count as deep as what they repeat."""
    text = "".join(f"a{n}: &a{n} [[[[{f'*a{n - 1}' if n else 'x'}]]]]\n" for n in range(12))
    assert codes(read_text(text)) == [(10, Code.BROKEN_YAML)]


def test_aliases_are_read(read_text: Reader, sound: str) -> None:
    """A value given a name once may be repeated; a problem in it is told where it is repeated or stands."""
    text = sound.replace("makes: {pump: 1}", "makes: {pump: &one {value: 1, basis: derived}}")
    text = text.replace("uses: {motor: 1}", "uses: {motor: *one}")
    programme = read_text(text).programme
    assert programme is not None
    [build] = programme.operations
    assert build.makes["pump"] == build.uses["motor"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "line"),
    [(LAUGHS, 6), ("a: &a\n  b: *a\n", 2), ("a: 1\nb: &b [1, *b]\n", 2), ("&a [*a]", 1)],
    ids=["laughs", "mapping", "list", "root"],
)
def test_alias_bombs(read_text: Reader, text: str, line: int) -> None:
    """Aliases that explode, or contain themselves, cost neither time nor memory."""
    tracemalloc.start()
    began = time.process_time()
    reading = read_text(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert codes(reading) == [(line, Code.ALIAS_BOMB)]
    assert time.process_time() - began < 1
    assert most < 5_000_000


def test_bombs_in_many_cells(read_text: Reader, sound: str) -> None:
    """What the cells of a table repeat counts together."""
    bomb = f"[&a [{', '.join('x' * 100)}], {', '.join(['*a'] * 100)}]"
    table = "id,name\n" + "".join(f'a{n},"{bomb}"\n' for n in range(200))
    assert Code.ALIAS_BOMB in {problem.code for problem in read_text(sound, agreements=table).problems}


def test_more_values_than_are_read(read_text: Reader, monkeypatch: pytest.MonkeyPatch, sound: str) -> None:
    """A file within its size may still hold too much; the line where it becomes too much is told."""
    monkeypatch.setattr("workshare.files.nodes.MOST_VALUES", 100)
    [problem] = read_text(sound).problems
    assert (problem.line, problem.code, problem.message) == (31, Code.TOO_LARGE, "there are more than 100 values")


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"format: 1\nprogramme: Caf\xe9\n", 2),
        (b"\xef\xbb\xbfformat: 1\n\xff", 2),
        (b"a: 1\r\nb: 2\r\nc: \xc3\r\n", 3),
        ("format: 1\n".encode("utf-16"), 1),
        (b"a: \xed\xa0\x80\n", 1),
    ],
    ids=["latin-1", "after a mark", "cut in the middle", "utf-16", "surrogate"],
)
def test_other_encodings(read_text: Reader, raw: bytes, line: int) -> None:
    """The line of the first bad byte is told."""
    assert codes(read_text(raw)) == [(line, Code.NOT_UTF8)]


def test_a_huge_file_is_refused_quickly(folder: Path, sound: str, read_text: Reader) -> None:
    """A table of 100 MB is refused by its size; the rest is checked without noise about its rows."""
    with (folder / "supplies.csv").open("wb") as file:
        file.truncate(100_000_000)
    began = time.process_time()
    [problem] = read_text(sound).problems
    assert (problem.file, problem.line, problem.code) == ("supplies.csv", 1, Code.TOO_LARGE)
    assert time.process_time() - began < 1


def test_no_file(folder: Path) -> None:
    """A path at which nothing is, is a problem and no traceback; so is a folder in place of a file."""
    [problem] = read("nowhere").problems
    assert str(problem) == (
        "nowhere:1: there is no such file (give a folder that holds programme.yaml; "
        "`workshare new DIR` writes one to start from) [missing-file]"
    )
    (folder / "programme.yaml").mkdir()
    assert codes(read(folder)) == [(1, Code.MISSING_FILE)]
    assert codes(read("a\0b")) == [(1, Code.MISSING_FILE)]
    assert codes(read("a" * 5000)) == [(1, Code.MISSING_FILE)]


def test_load_raises_all_problems(folder: Path, sound: str) -> None:
    """Loading gives the programme or raises everything that is wrong, a line each."""
    (folder / "p.yaml").write_text(sound, encoding="utf-8")
    assert load(folder / "p.yaml").id == "pumps"
    (folder / "p.yaml").write_text(sound.replace("2024-09-30", "x").replace("cost: 900", "cost: y"), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load(folder / "p.yaml")
    assert [(p.file, p.line) for p in caught.value.problems] == [("p.yaml", 18), ("p.yaml", 48)]
    assert str(caught.value).count("\n") == 1


def test_a_problem_is_one_printable_line(read_text: Reader, sound: str) -> None:
    """Line breaks and terminal codes in what the author wrote cannot forge another line."""
    text = sound.replace("needs: [released]", 'needs: ["x\\ny:1: forged [ok]\\u202e"]').replace(
        "kind: customer", f"kind: {'k' * 9000}"
    )
    for problem in read_text(text).problems:
        assert str(problem).isprintable()
        assert len(str(problem)) < 900
