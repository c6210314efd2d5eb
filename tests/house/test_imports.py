"""The layers of pyproject.toml, held without import-linter, which allows imports inside functions."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "workshare"


@dataclass(frozen=True)
class Import:
    """One import, as found in the text."""

    file: Path
    line: int
    part: str
    """The part of workshare that imports."""
    name: str
    """What it imports, in full; relative imports keep their dots."""
    inside: bool
    """Whether it stands in a function."""

    @property
    def imported(self) -> str | None:
        """The part of workshare that is imported."""
        package, _, rest = self.name.partition(".")
        return rest.partition(".")[0] if package == "workshare" and rest else None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.part} imports {self.name}"


def imports(root: Path) -> list[Import]:
    """Every import below a folder."""
    return [
        Import(path, line, path.relative_to(root).with_suffix("").parts[0], name, inside)
        for path in sorted(root.rglob("*.py"))
        for line, name, inside in walk(ast.parse(path.read_text(encoding="utf-8")), inside=False)
    ]


def walk(node: ast.AST, *, inside: bool) -> Iterator[tuple[int, str, bool]]:
    """Line, name and whether inside a function, of each import below a node."""
    if isinstance(node, ast.Import):
        yield from ((node.lineno, alias.name, inside) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        origin = "." * node.level + (node.module or "")
        yield from ((node.lineno, f"{origin}.{alias.name}", inside) for alias in node.names)
    inside = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for child in ast.iter_child_nodes(node):
        yield from walk(child, inside=inside)


def heights() -> dict[str, int]:
    """How high each part stands, from the contract in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(c["layers"] for c in contracts["contracts"] if c["id"] == "flow")
    return {part.strip(" ()"): height for height, layer in enumerate(reversed(layers)) for part in layer.split("|")}


def upward(found: list[Import], height: dict[str, int]) -> list[Import]:
    """Imports of another part that does not stand below; the package itself hands out what stands below report."""
    height = {"__init__": height.get("report", 0), **height}
    return [
        i
        for i in found
        if i.imported in height and i.imported != i.part and height[i.imported] >= height.get(i.part, -1)
        if i.part != "__main__"
    ]


def hidden(found: list[Import]) -> list[Import]:
    """Imports inside functions; cli may have them, and outcome may so import pandas."""
    return [
        i for i in found if i.inside and i.part != "cli" and (i.part, i.name.partition(".")[0]) != ("outcome", "pandas")
    ]


def told(faults: list[Import]) -> str:
    """The faults, a line each."""
    return "\n".join(map(str, faults))


def test_imports_point_down() -> None:
    """No part imports one of its own level or above."""
    faults = upward(imports(SOURCE), heights())
    assert not faults, told(faults)


def test_every_part_has_its_place() -> None:
    """A new part is entered in the contract before it may exist."""
    parts = {path.stem for path in SOURCE.glob("*.py")} | {path.parts[-2] for path in SOURCE.glob("*/*.py")}
    assert parts - {"__init__", "__main__", SOURCE.name} <= heights().keys()


def test_no_relative_imports() -> None:
    """Every import names its module in full."""
    faults = [i for i in imports(SOURCE) if i.name.startswith(".")]
    assert not faults, told(faults)


def test_imports_stand_at_the_top() -> None:
    """An import inside a function hides a wrong direction."""
    faults = hidden(imports(SOURCE))
    assert not faults, told(faults)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("model/item.py", "import workshare.planner"),
        ("model/item.py", "from workshare import planner"),
        ("results.py", "from workshare.gates import opening"),
        ("planner/lp.py", "def f():\n    from workshare.report import page"),
        ("__init__.py", "from workshare.cli import main"),
    ],
)
def test_an_upward_import_is_seen(tmp_path: Path, file: str, text: str) -> None:
    """The test itself finds a planted fault."""
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert upward(imports(tmp_path), heights())


@pytest.mark.parametrize(
    ("file", "seen"),
    [("planner/lp.py", True), ("outcome/table.py", True), ("cli.py", False)],
)
def test_a_hidden_import_is_seen(tmp_path: Path, file: str, seen: bool) -> None:
    """An import inside a function is a fault, except in cli."""
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("def f():\n    import numpy\n", encoding="utf-8")
    assert bool(hidden(imports(tmp_path))) == seen


def test_outcome_may_import_pandas_late(tmp_path: Path) -> None:
    """Pandas is loaded only when a table is asked for as a frame."""
    (tmp_path / "outcome.py").write_text("def f():\n    import pandas as pd\n", encoding="utf-8")
    assert not hidden(imports(tmp_path))
