"""Whatever is in the files, reading them ends soon, in a programme or in problems with their places."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshare.files.folder import Reading, read
from workshare.problems import BadInput, Code

STOCK = 'item,site,quantity,minimum.value,minimum.basis\nmotor,kharkiv,5,1,assumed\npump,hub,"{low: 1, mode: 2}",,\n'
HOURS = 'effective_start,hours,effective_end\n,60 per week,\n2024-06-01,"80 per\nweek",\n'
PIECES = (
    *("{", "}", "[", "]", ":", "- ", ",", '"', "'", "|", ">", "#", "? ", "%", "@", "`", "!", "&a ", "*a", "<<: *a"),
    *("\n", "\r", "\t", " ", "  ", "\x00", "\x07", "\x85", "\u2028", "\ufeff", "\ud800", "é", "🔧", "٣", "..", "/"),
    *("null", "~", "NO", "0", "-1", "1e400", "1e308 months", "nan", ".inf", "2024-02-30", "9999-12-31", "per", "7 kg"),
    *("id", "table", "{table: stock.csv}", "{table: ../x}", "a" * 300, "[" * 50, "site: hub", "basis: undisclosed"),
)


@st.composite
def mutations(draw: st.DrawFn, text: str) -> bytes:
    """A text that is damaged in a few places, and perhaps holds a byte that is no text."""
    for _ in range(draw(st.integers(1, 5))):
        text = draw(st.sampled_from([damaged_lines, damaged_characters]))(draw, text)
    raw = text.encode("utf-8", "surrogatepass")
    cut = draw(st.integers(0, len(raw)))
    return raw[:cut] + draw(st.sampled_from([b"", b"", b"", b"", b"\xff", b"\xc3", b"\x00"])) + raw[cut:]


def damaged_lines(draw: st.DrawFn, text: str) -> str:
    """The text with a line taken out, doubled, put in another's place or indented, or with other line ends."""
    lines = text.split("\n")
    here, there = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    match draw(st.sampled_from(["delete", "double", "replace", "indent", "ends"])):
        case "delete":
            del lines[here]
        case "double":
            lines.insert(here, lines[there])
        case "replace":
            lines[here] = lines[there]
        case "indent":
            lines[here] = " " * draw(st.integers(0, 8)) + lines[here].lstrip()
        case "ends":
            return text.replace("\n", draw(st.sampled_from(["\r\n", "\r"])))
    return "\n".join(lines)


def damaged_characters(draw: st.DrawFn, text: str) -> str:
    """The text with something cut out, put in, or put in another's place."""
    at = draw(st.integers(0, len(text)))
    match draw(st.sampled_from(["cut", "piece", "character", "word"])):
        case "cut":
            return text[:at] + text[at + draw(st.integers(1, 30)) :]
        case "piece":
            return text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
        case "character":
            return text[:at] + draw(st.characters()) + text[at + 1 :]
    words = re.findall(r"[\w.-]+", text) or [text]
    old, new = (words[draw(st.integers(0, len(words) - 1))] for _ in range(2))
    return text.replace(old, new if draw(st.booleans()) else draw(st.sampled_from(PIECES)), 1)


def lines_of(raw: bytes) -> int:
    """How many lines an editor shows."""
    return len(re.findall(rb"\r\n?|\n", raw)) + 1


def holds(reading: Reading, files: dict[str, bytes], seconds: float) -> None:
    """What must be so of any reading: a programme or problems, each with a file and a line within it; and soon."""
    assert seconds < 2
    assert reading.problems or reading.programme is not None
    for problem in reading.problems:
        assert problem.message
        assert problem.hint
        assert str(problem).isprintable()
        raw = files.get(Path(problem.file).name, b"")
        assert 1 <= problem.line <= lines_of(raw)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the examples use one after another."""
    return tmp_path_factory.mktemp("mutations")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=4 * settings.default.max_examples)
@given(data=st.data())
def test_mutations(data: st.DataObject, place: Path, sound: str) -> None:
    """A sound programme with random damage to any of its files is read, or told what is wrong with it."""
    start, end = sound.index("stock:\n"), sound.index("activities:\n")
    text = (sound[:start] + sound[end:]).replace("hours: 80 per week", "hours: {table: h.csv}")
    files = {"programme.yaml": text, "stock.csv": STOCK, "h.csv": HOURS}
    spoilt = data.draw(
        st.sampled_from([("programme.yaml",), ("programme.yaml",), ("stock.csv", "h.csv"), tuple(files)])
    )
    raws = {n: data.draw(mutations(t)) if n in spoilt else t.encode() for n, t in files.items()}
    for name, raw in raws.items():
        (place / name).write_bytes(raw)
    began = time.process_time()
    reading = read(place)
    holds(reading, raws, time.process_time() - began)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400) | st.text(alphabet="ab:-[]{},&*'\"#|>? \n\t", max_size=80).map(str.encode))
def test_any_bytes(raw: bytes, place: Path) -> None:
    """Any bytes at all, as the programme or as one of its tables, are read or told what is wrong with them."""
    for name in ("programme.yaml", "demands.csv"):
        files = {"programme.yaml": b"format: 1\nprogramme: p\nstart: 2024-01-01\nuntil: 2024-02-01\n", name: raw}
        for file in place.iterdir():
            file.unlink()
        for file_name, content in files.items():
            (place / file_name).write_bytes(content)
        began = time.process_time()
        holds(read(place), files, time.process_time() - began)


def test_many_rows_with_the_same_fault(read_text: Callable[..., Reading], sound: str) -> None:
    """Thousands of faults in a table are told in seconds, and a wrong heading once."""
    rows = "".join(f"d{n},pmp{n},hub,{n},2024-05-01\n" for n in range(5_000))
    began = time.process_time()
    problems = read_text(sound, demands="id,item,site,quantity,due\n" + rows).problems
    assert len(problems) == 5_000
    assert {p.code for p in problems} == {Code.DANGLING_REFERENCE}
    assert len(read_text(sound, demands="id,itm,site,quantity,due\n" + rows).problems) == 1
    assert time.process_time() - began < 10


def test_problems_are_raised_in_one_piece() -> None:
    """BadInput holds its problems and prints them a line each."""
    assert BadInput([]).problems == ()
