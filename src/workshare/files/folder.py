"""Reads a programme folder: programme.yaml, the tables beside it, and everything wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workshare.files.bind import PROGRAMME, bind
from workshare.files.gather import Folder, holds_true, is_document, placed, root_of, shown
from workshare.files.nodes import Faults, Node
from workshare.files.scenario import FOLDER, Scenario, is_scenario, patched, read_scenario
from workshare.model.check import check
from workshare.model.programme import Programme
from workshare.problems import BadInput, Code, Problem

MAIN = "programme.yaml"
ABSENT = "give a folder that holds programme.yaml; `workshare new DIR` writes one to start from"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a programme, or a scenario of one: the programme (None if it could not be understood).

    ``files`` are all files read, by the names that they have in a copy of the programme's folder.
    """

    programme: Programme | None
    problems: tuple[Problem, ...]
    files: Mapping[str, Path]
    tree: Node | None = None
    scenario: Scenario | None = None

    def place(self, problem: Problem) -> Problem:
        """A problem of the programme with the file and line of what it speaks of."""
        return next(placed([problem], self.tree, PROGRAMME)) if self.tree else problem


def load(path: str | Path) -> Programme:
    """The programme in a folder, in a single YAML file, or as a scenario has it; raises BadInput with every problem."""
    reading = read(path)
    if reading.problems or reading.programme is None:
        raise BadInput(reading.problems)
    return reading.programme


def read(path: str | Path, *, of: Path | None = None) -> Reading:
    """Read and check a programme, or a scenario of one; problems come in the order of the files and lines.

    ``of`` is the programme that a scenario changes, whatever its file says.
    """
    main, faults = _main(Path(path)), Faults()
    root = root_of(main, ABSENT, faults)
    if root is None or not is_scenario(root):
        return _read(Folder(PROGRAMME, main.parent, faults, [main]), root, None)
    over = Overlay(Folder(PROGRAMME, main.parent, faults, [main]), root, read_scenario(root, faults))
    base = _main(of or main.parent / (over.scenario.of if over.scenario and over.scenario.of else ".."))
    place = root.value.get("of", root)
    whole = None
    if holds_true(base.exists):
        whole = root_of(base, ABSENT, faults)
        if whole is not None and is_scenario(whole):
            message, hint = f"{shown(base)} is itself a scenario", "name the folder of a programme"
            faults.report(Code.WRONG_TYPE, message, hint, file=place.file, line=place.line)
            whole = None
    else:
        hint = "put the file into PROGRAMME/scenarios/, or write of: with the programme's folder"
        message = f"there is no programme {shown(base)}"
        faults.report(Code.MISSING_FILE, message, hint, file=place.file, line=place.line)
    return _read(Folder(PROGRAMME, base.parent, faults, [base]), whole, over)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A scenario's file: the folder it stands in, what it says as nodes, and as a record if it can be understood."""

    folder: Folder
    root: Node
    scenario: Scenario | None

    def on(self, tree: Node) -> Node:
        """A programme's tree with the scenario applied."""
        stem = self.folder.files[0].stem
        return patched(tree, self.root, stem, self.folder.full_rows, self.folder.faults)


def _read(folder: Folder, root: Node | None, over: Overlay | None) -> Reading:
    """Bind and check what a programme's file says, with a scenario over it if there is one."""
    faults, scenario = folder.faults, over.scenario if over else None
    if root is None or not is_document(root, faults, PROGRAMME):
        return Reading(None, tuple(faults.problems), _copies(folder, over), None, scenario)
    tree = folder.whole(root)
    bound = bind(over.on(tree) if over else tree, faults, PROGRAMME)
    problems = [*faults.problems, *placed(check(bound.document, bound.unread), bound.tree, PROGRAMME)]
    files = _copies(folder, over)
    order = {shown(file): n for n, file in enumerate(files.values())}
    problems.sort(key=lambda p: (order.get(p.file, len(order)), p.line))
    programme = bound.document if bound.whole else None
    return Reading(programme, tuple(dict.fromkeys(problems)), files, bound.tree, scenario)


def _copies(folder: Folder, over: Overlay | None) -> dict[str, Path]:
    """The files read, by their names in a copy of the folder: a scenario stands in scenarios/."""
    found: dict[str, Path] = {}
    for part, inner in ((over.folder if over else None, f"{FOLDER}/"), (folder, "")):
        for n, path in enumerate(part.files if part else ()):
            name = path.relative_to(part.home).as_posix() if part else ""
            if holds_true(path.exists):
                found[inner + (name if inner or n else MAIN)] = path
    return found


def _main(path: Path) -> Path:
    """The file that a path means: in a folder its programme.yaml."""
    return path / MAIN if holds_true(path.is_dir) else path
