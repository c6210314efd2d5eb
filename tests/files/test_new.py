"""The sample that `workshare new` writes: sound, whole or not there, and never over anything."""

import os
import sys
from pathlib import Path

import pytest

from workshare.cli import main
from workshare.files import new as module
from workshare.files.folder import read
from workshare.files.new import new
from workshare.problems import BadInput, Code

WRITTEN = ["line_hours.csv", "programme.schema.json", "programme.yaml"]


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("where", ["mine", "deep/er/mine", "empty", "."])
def test_it_is_sound(folder: Path, where: str) -> None:
    """A new or an empty folder gets the sample, the table it names and its schema; nothing is wrong with it."""
    (folder / "empty").mkdir()
    if where == ".":
        (folder / "empty").rmdir()
    new(Path(where))
    assert names(folder / where) == WRITTEN
    reading = read(where)
    assert reading.problems == ()
    assert reading.programme is not None
    assert reading.programme.programme.uk
    assert not any(name.startswith(".") for name in names(folder))


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_nothing_is_overwritten(folder: Path, kind: str) -> None:
    """A folder with anything in it, a file, or a link to nowhere is left as it is."""
    target = folder / "mine"
    if kind == "folder":
        target.mkdir()
        (target / "mine.txt").write_text("mine", encoding="utf-8")
    elif kind == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.symlink_to("nowhere")
    with pytest.raises(BadInput) as caught:
        new(target)
    assert [p.code for p in caught.value.problems] == [Code.BAD_TARGET]
    assert names(folder) == ["mine"]
    assert kind != "folder" or names(target) == ["mine.txt"]


@pytest.mark.parametrize("there", [False, True])
def test_nothing_is_left_half_written(folder: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    """Where the disk is full, nothing is left behind."""
    if there:
        (folder / "mine").mkdir()

    def full(path: Path, data: bytes) -> int:
        if path.name == "programme.schema.json":
            raise OSError(28, os.strerror(28), str(path))
        with path.open("wb") as file:
            return file.write(data)

    monkeypatch.setattr(module.Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        new(folder / "mine")
    assert names(folder) == (["mine"] if there else [])
    assert not there or names(folder / "mine") == []


def test_the_command_writes_and_checks(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what comes next, check finds nothing, and new a second time is refused with exit code 2."""
    for words, code in ((["new", "mine"], 0), (["check", "mine"], 0), (["new", "mine"], 2)):
        monkeypatch.setattr(sys, "argv", ["workshare", *words])
        with pytest.raises(SystemExit) as left:
            main()
        assert (left.value.code or 0) == code
    told = capsys.readouterr()
    assert "mine/programme.yaml is there" in told.out
    assert "mine: no problems" in told.out
    assert told.err.startswith("mine:1: is there already (name a new or an empty folder) [bad-target]\n")
    assert names(folder / "mine") == WRITTEN
