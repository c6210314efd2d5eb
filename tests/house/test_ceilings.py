"""Files, functions and their lists of parameters stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "workshare"
FILE_LINES = 400
FUNCTION_LINES = 60
POSITIONAL = 5

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function]]:
    """Every function of the source and where it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}: {node.name}", node


def positional(function: Function) -> int:
    """How many parameters can be given by position, without self and cls."""
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_files_are_short() -> None:
    """No file is longer than its ceiling."""
    lines = {
        path.relative_to(SOURCE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCE.rglob("*.py")
    }
    assert {name: n for name, n in lines.items() if n > FILE_LINES} == {}


def test_functions_are_short() -> None:
    """No function is longer than its ceiling."""
    lines = {where: (f.end_lineno or f.lineno) - f.lineno + 1 for where, f in functions()}
    assert {where: n for where, n in lines.items() if n > FUNCTION_LINES} == {}


def test_parameters_are_few() -> None:
    """No function takes many parameters by position; more than a few are given by name."""
    counts = {where: positional(f) for where, f in functions()}
    assert {where: n for where, n in counts.items() if n > POSITIONAL} == {}
