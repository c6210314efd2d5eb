"""Reads contracts.yaml and the tables beside it, and everything wrong with them."""

from __future__ import annotations

from pathlib import Path

from workshare.files.bind import Shape, bind
from workshare.files.gather import Folder, holds_true, is_document, placed, root_of, shown
from workshare.files.nodes import Faults
from workshare.model.check_ids import bad_ids, dangling_references, duplicate_ids
from workshare.problems import BadInput, Problem
from workshare.register.check_contracts import check_contracts, check_promised
from workshare.register.contracts import FORMAT, Contracts
from workshare.register.model import Register

MAIN = "contracts.yaml"
CONTRACTS = Shape(
    record=Contracts,
    called="contracts file",
    format=FORMAT,
    stand_in={"format": str(FORMAT), "procurement": "?"},
    help="docs/contracts.md has one to start from",
)


def contracts_file(path: Path) -> Path:
    """The contracts file that a path means: itself, or contracts.yaml in the folder."""
    return path / MAIN if holds_true(path.is_dir) else path


def read_contracts(path: Path, register: Register | None = None) -> tuple[Contracts | None, list[Problem]]:
    """The contracts and every problem of them, also against a register, in the order of files and lines."""
    main, faults = contracts_file(path), Faults()
    root = root_of(main, f"give a folder that holds {MAIN}; {CONTRACTS.help}", faults)
    if root is None or not is_document(root, faults, CONTRACTS):
        return None, list(faults.problems)
    folder = Folder(CONTRACTS, main.parent, faults, [main])
    bound = bind(folder.whole(root), faults, CONTRACTS)
    found = [*duplicate_ids(bound.document), *bad_ids(bound.document), *check_contracts(bound.document)]
    found += [problem for problem, _ in dangling_references(bound.document, bound.unread, {})]
    found += check_promised(bound.document, register) if register else ()
    problems = [*faults.problems, *placed(found, bound.tree, CONTRACTS)]
    order = {shown(file): n for n, file in enumerate(folder.files)}
    problems.sort(key=lambda p: (order.get(p.file, len(order)), p.line))
    return (bound.document if bound.whole else None), list(dict.fromkeys(problems))


def load_contracts(path: Path) -> Contracts:
    """The contracts of a folder; raises BadInput with every problem."""
    contracts, problems = read_contracts(path)
    if problems or contracts is None:
        raise BadInput(problems)
    return contracts
