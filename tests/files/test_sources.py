"""Statements rest on the reports they name: the span is there, and its hash is right."""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workshare.cli import main
from workshare.files.folder import Reading, read
from workshare.files.sources import check_sources

ROOT = Path(__file__).parents[2]
CASE = ROOT / "programmes" / "ukraine-us-2023"
REPORT = "Перші насоси прийдуть восени.\nThey said so twice.\n"
HEADS = "id,report,start,end,sha256,fact.en\n"


def sha256(text: str) -> str:
    """The hash of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def told(read_text: Callable[..., Reading], folder: Path, sound: str) -> Callable[[str], list[str]]:
    """What is wrong with the statements of a table, beside a folder with one report."""
    (folder / "reports").mkdir()
    (folder / "reports" / "r.txt").write_text(REPORT, encoding="utf-8", newline="")
    (folder / "reports" / "latin.txt").write_bytes(b"caf\xe9")

    def problems(rows: str) -> list[str]:
        text = sound[: sound.index("statements:")].replace(", source: S1", "").replace("    source: S1\n", "")
        reading = read_text(text, statements=HEADS + rows)
        assert reading.problems == ()
        assert reading.programme is not None
        return [str(reading.place(p)) for p in check_sources(reading.programme, folder / "reports")]

    return problems


def test_spans_count_code_points(told: Callable[[str], list[str]]) -> None:
    """A span counts the characters of the text, not its bytes, and its hash is that of its UTF-8 bytes."""
    assert REPORT[6:12] == "насоси"
    assert told(f"S1,r.txt,6,12,{sha256('насоси')},Pumps\nS2,r.txt,0,{len(REPORT)},{sha256(REPORT)},All\n") == []
    assert told(f"S1,elsewhere/r.txt,6,12,{sha256('насоси')},The folder of a report does not matter\n") == []


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [(6, 5000, "6 to 5000"), (12, 6, "12 to 6"), (6, 6, "6 to 6"), (-1, 6, "-1 to 6"), (4000, 5000, "4000 to 5000")],
)
def test_spans_outside_the_report(told: Callable[[str], list[str]], start: int, end: int, said: str) -> None:
    """A span lies within the report and is not empty."""
    [line] = told(f"S0,r.txt,6,12,{sha256('насоси')},Sound\nS1,r.txt,{start},{end},00,Wrong\n")
    assert line == (
        f"statements.csv:3: statements S1: the report has {len(REPORT)} characters, so no span {said} "
        "(count code points from 0) [bad-span]"
    )


def test_a_wrong_hash(told: Callable[[str], list[str]]) -> None:
    """A hash that is not the span's is told, with the right one."""
    [line] = told(f"S1,r.txt,6,12,{sha256('Насоси')},Pumps\n")
    assert line == (
        "statements.csv:2: statements S1: the span 6 to 12 has another hash than the one given "
        f"(write {sha256('насоси')} if the span is right) [bad-span]"
    )


def test_reports_that_are_missing(told: Callable[[str], list[str]]) -> None:
    """A report that is not there, or is no UTF-8 text, is told once, however many statements name it."""
    lines = told("S1,absent.txt,0,1,00,a\nS2,absent.txt,1,2,00,b\nS3,latin.txt,0,1,00,c\nS4,../../x,0,1,00,d\n")
    assert [line.split(" in ")[0] for line in lines] == [
        "statements.csv:2: statements S1: report 'absent.txt' is not",
        "statements.csv:4: statements S3: report 'latin.txt' is not",
        "statements.csv:5: statements S4: report '../../x' is not",
    ]


@pytest.mark.sources
def test_the_case_rests_on_its_reports(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every statement of the bundled case is where it says in the five public reports."""
    reading = read(CASE)
    assert reading.problems == ()
    assert reading.programme is not None
    assert len(reading.programme.statements) > 90
    assert {statement.report for statement in reading.programme.statements} <= {p.name for p in reports.iterdir()}
    assert check_sources(reading.programme, reports) == []
    monkeypatch.setattr(sys, "argv", ["workshare", "check", str(CASE), "--sources", str(reports)])
    with pytest.raises(SystemExit) as left:
        main()
    assert not left.value.code
