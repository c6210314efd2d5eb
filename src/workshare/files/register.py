"""Reads register.yaml and the tables beside it, and everything wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workshare.files.bind import Shape, bind
from workshare.files.gather import Folder, holds_true, is_document, placed, root_of, shown
from workshare.files.nodes import Faults, Node
from workshare.model.check_ids import bad_ids, dangling_references, duplicate_ids
from workshare.model.programme import Programme
from workshare.problems import BadInput, Problem
from workshare.register.check import check_promises, check_register
from workshare.register.model import FORMAT, Register

MAIN = "register.yaml"
REGISTER = Shape(
    record=Register,
    called="register",
    format=FORMAT,
    stand_in={"format": str(FORMAT), "register": "?"},
    help="docs/statements.md has one to start from",
)


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """What came of reading a register: the register (None if it could not be understood), and its file."""

    register: Register | None
    problems: tuple[Problem, ...]
    file: Path
    tree: Node | None = None

    def place(self, problem: Problem) -> Problem:
        """A problem of the register with the file and line of what it speaks of."""
        return next(placed([problem], self.tree, REGISTER)) if self.tree else problem


def register_file(path: Path) -> Path:
    """The register that a path means: itself, or register.yaml in the folder or beside the programme."""
    if holds_true(path.is_dir):
        return path / MAIN
    return path if path.name == MAIN or not holds_true((path.parent / MAIN).exists) else path.parent / MAIN


def read_register(path: str | Path, programme: Programme | None = None) -> RegisterReading:
    """Read and check a register, and against a programme if one is given; problems come in the order of lines."""
    main, faults = register_file(Path(path)), Faults()
    root = root_of(main, f"give a folder that holds {MAIN}; {REGISTER.help}", faults)
    if root is None or not is_document(root, faults, REGISTER):
        return RegisterReading(None, tuple(faults.problems), main)
    folder = Folder(REGISTER, main.parent, faults, [main])
    bound = bind(folder.whole(root), faults, REGISTER)
    register = bound.document
    found = [*duplicate_ids(register), *bad_ids(register), *check_register(register)]
    found += [problem for problem, _ in dangling_references(register, bound.unread, {})]
    found += check_promises(register, programme) if programme else ()
    problems = [*faults.problems, *placed(found, bound.tree, REGISTER)]
    order = {shown(file): n for n, file in enumerate(folder.files)}
    problems.sort(key=lambda p: (order.get(p.file, len(order)), p.line))
    return RegisterReading(register if bound.whole else None, tuple(dict.fromkeys(problems)), main, bound.tree)


def load_register(path: str | Path, programme: Programme | None = None) -> Register:
    """The register of a folder; raises BadInput with every problem."""
    reading = read_register(path, programme)
    if reading.problems or reading.register is None:
        raise BadInput(reading.problems)
    return reading.register
