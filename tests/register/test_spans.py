"""Statements rest on the texts they name: the text is the one that was read, the span is there, its hash is right."""

import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.register.small import MAY, SOUND, TEXTS, sha256, spoilt, write

from workshare.cli import main
from workshare.files.register import load_register, read_register
from workshare.model.figure import Text
from workshare.model.statements import Source, Statement
from workshare.register.spans import check_spans, faults
from workshare.register.store import Store, default_folder

ROOT = Path(__file__).parents[2]
CASE = ROOT / "programmes" / "ukraine-us-2023"


def told(folder: Path, text: str = SOUND) -> list[str]:
    """What is wrong with the spans of a register, with the lines."""
    texts = write(folder, text)
    reading = read_register(folder)
    assert reading.register is not None
    return [
        str(reading.place(p)) for p in check_spans(reading.register.sources, reading.register.statements, Store(texts))
    ]


def test_spans_count_code_points(tmp_path: Path) -> None:
    """A span counts the characters of the text, not its bytes, and its hash is that of its UTF-8 bytes."""
    assert MAY[0:28] == "Перші насоси прийдуть восени"
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("end", "said"), [(5000, "start: 46, end: 5000"), (69, "start: 46, end: 69")], ids=["far", "by one"]
)
def test_spans_outside_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: int, said: str) -> None:
    """A span lies within the text."""
    monkeypatch.chdir(tmp_path)
    assert len(MAY) == 68
    [line] = told(tmp_path, SOUND.replace("start: 46, end: 66", said))
    assert line == (
        f"register.yaml:22: statements S2-02: the source has 68 characters, so no span 46 to {end} "
        "(count code points from 0) [bad-span]"
    )


def test_a_changed_source_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One letter more in a text is told at the source, and each span that no longer holds below it."""
    monkeypatch.chdir(tmp_path)
    texts = write(tmp_path, SOUND, TEXTS | {"may.txt": "A" + MAY})
    reading = read_register(tmp_path)
    assert reading.register is not None
    found = check_spans(reading.register.sources, reading.register.statements, Store(texts))
    assert [(p.code, p.path) for p in found] == [
        ("changed-source", ("sources", "R2", "sha256")),
        ("bad-span", ("statements", "S2-01", "sha256")),
        ("bad-span", ("statements", "S2-02", "sha256")),
    ]
    assert f"write {sha256('A' + MAY)}" in found[0].hint
    (texts / "may.txt").write_text(MAY + "\n", encoding="utf-8", newline="")
    [only] = check_spans(reading.register.sources, reading.register.statements, Store(texts))
    assert only.code == "changed-source"


def test_texts_that_are_missing(tmp_path: Path) -> None:
    """A text that is not there, or is no UTF-8, is told once, however many statements rest on it."""
    texts = write(tmp_path)
    (texts / "march.txt").unlink()
    (texts / "may.txt").write_bytes(b"caf\xe9")
    register = load_register(tmp_path)
    found = check_spans(register.sources, register.statements, Store(texts))
    assert [p.path for p in found] == [("sources", "R1", "file"), ("sources", "R2", "file")]
    assert all("is not in" in p.message for p in found)


def test_a_store_keeps_texts_by_their_hash(tmp_path: Path) -> None:
    """What is put in comes out by its hash and under no other name, twice is once, and names cannot lead outside."""
    store = Store(tmp_path / "new")
    name = store.put(MAY.encode())
    assert (store.put(MAY.encode()), name, [p.name for p in store.folder.iterdir()]) == (name, sha256(MAY), [name])
    assert store.get(name) == MAY.encode()
    assert store.get("0" * 64) is None
    (tmp_path / "secret").write_bytes(b"x")
    assert store.get("../secret") is None
    assert store.of(Source(id="R", file="../secret", sha256="0" * 64)) is None
    assert store.of(Source(id="R", file="may.txt", sha256=name)) == MAY.encode()


def test_where_texts_are_kept() -> None:
    """Texts are kept in the user's data, wherever that is, and not beside a programme."""
    home = Path("/home/o")
    assert default_folder({}, home) == home / ".local/share/workshare/sources"
    assert default_folder({"XDG_DATA_HOME": "/d"}, home) == Path("/d/workshare/sources")
    assert default_folder({"WORKSHARE_DATA": "/w", "XDG_DATA_HOME": "/d"}, home) == Path("/w/sources")


@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_any_span_of_any_text(text: str, data: st.DataObject) -> None:
    """A true span holds, and holds no longer once a character in it is another or one before it is gone."""
    text = text.encode(errors="replace").decode()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    row = Statement(id="S", source="R", start=start, end=end, sha256=sha256(text[start:end]), fact=Text(en="It is so."))
    assert list(faults(row, text)) == []
    at = data.draw(st.integers(start, end - 1))
    other = data.draw(st.characters(exclude_characters=text[at], exclude_categories=["Cs"]))
    assert [p.code for p in faults(row, text[:at] + other + text[at + 1 :])] == ["bad-span"]


@pytest.mark.sources
def test_the_case_rests_on_its_reports(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every statement of the bundled case is where it says in the five public reports."""
    register = load_register(CASE)
    assert len(register.statements) > 100
    assert {source.file for source in register.sources} == {p.name for p in reports.glob("*.txt")}
    assert check_spans(register.sources, register.statements, Store(reports)) == []
    monkeypatch.setattr(sys, "argv", ["workshare", "check", str(CASE), "--sources", str(reports)])
    with pytest.raises(SystemExit) as left:
        main()
    assert not left.value.code


@pytest.mark.sources
@pytest.mark.parametrize("n", range(5))
def test_a_changed_report_is_noticed(reports: Path, tmp_path: Path, n: int) -> None:
    """A report in which one letter changed is told, with the statements that rest on that place, and no other is."""
    shutil.copytree(reports, tmp_path / "reports")
    register = load_register(CASE)
    source = register.sources[n]
    path = tmp_path / "reports" / source.file
    text = path.read_bytes().decode()
    first = next(s for s in register.statements if s.source == source.id)
    letter = "x" if text[first.start] != "x" else "y"
    path.write_bytes((text[: first.start] + letter + text[first.start + 1 :]).encode())
    found = check_spans(register.sources, register.statements, Store(tmp_path / "reports"))
    hit = [s.id for s in register.statements if s.source == source.id and s.start <= first.start < s.end]
    assert [(p.code, p.path[1]) for p in found] == [("changed-source", source.id), *(("bad-span", s) for s in hit)]


@pytest.mark.sources
def test_no_sentence_is_copied(reports: Path) -> None:
    """The register tells facts in its own words: none repeats six words of a report in a row."""
    register = load_register(CASE)
    told = [t for s in register.statements for t in (s.fact.en, s.fact.uk)]
    told += [t for p in register.promises for t in (p.says.en, p.says.uk)]
    copied = []
    for path in sorted(reports.glob("*.txt")):
        words = path.read_text(encoding="utf-8").casefold().split()
        runs = {" ".join(words[n : n + 6]) for n in range(len(words) - 5)}
        copied += [
            f for f in told for n in range(len(f.split()) - 5) if " ".join(f.casefold().split()[n : n + 6]) in runs
        ]
    assert copied == []


def test_the_spoilt_register_is_another(tmp_path: Path) -> None:
    """A span whose hash is wrong is told with the right one."""
    register = spoilt(tmp_path, {"start: 46, end: 66": "start: 45, end: 66"}).register
    assert register is not None
    [problem] = check_spans(register.sources, register.statements, Store(tmp_path / "texts"))
    assert problem.hint == f"write {sha256(MAY[45:66])} if the span is right"
