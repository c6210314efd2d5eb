"""run.py, as a person without anything but Python meets it."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy of run.py and the pins, with nothing set up."""
    shutil.copy(ROOT / "run.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


@pytest.fixture
def run_py(bare: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """That copy as a module, where PATH holds no other Python and no uv."""
    monkeypatch.setenv("PATH", str(bare))
    spec = importlib.util.spec_from_file_location("run_py", bare / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """What run.py answers where PATH holds no other Python and no uv."""
    return subprocess.run(
        [sys.executable, str(folder / "run.py"), *words],
        env={**os.environ, "PATH": str(folder), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_old_python_can_read_it() -> None:
    """Its syntax is that of Python 3.6."""
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("words", [(), ("-h",), ("--help",)])
def test_help_sets_nothing_up(bare: Path, words: tuple[str, ...]) -> None:
    """Without a verb it says what it can do, and does nothing."""
    told = run(bare, *words)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("usage: python3 run.py VERB")
    assert not (bare / ".venv").exists()


@pytest.mark.parametrize("verb", ["plan", "test"])
def test_missing_venv_is_said_with_its_remedy(bare: Path, verb: str) -> None:
    """Debian's bare Python lacks ensurepip: one line says what to install."""
    (bare / "ensurepip.py").write_text("raise ModuleNotFoundError('ensurepip')", encoding="utf-8")
    told = run(bare, verb, PYTHONPATH=str(bare))
    assert told.returncode == 2
    assert told.stderr.splitlines()[-1] == "sudo apt-get install -y python3-venv"
    assert told.stdout == ""
    assert not (bare / ".venv").exists()


def test_old_python_is_said_in_one_sentence(
    run_py: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Python that is too old, with no newer one about, is told so."""
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    assert run_py.main(["plan"]) == 2
    assert capsys.readouterr().err == (
        "Workshare needs Python 3.11 or newer; this is Python 3.8, and no newer one was found.\n"
    )


def test_a_changed_pin_asks_for_a_new_set_up(run_py: ModuleType, bare: Path) -> None:
    """The stamp follows the pins of its level and the project file, and dev satisfies run."""
    before = run_py.wanted("run")
    with (bare / "requirements" / "run.txt").open("a", encoding="utf-8") as pins:
        pins.write("# changed\n")
    assert run_py.wanted("run") != before
    Path(run_py.STAMP).parent.mkdir()
    Path(run_py.STAMP).write_text('{"level": "dev"}', encoding="utf-8")
    assert run_py.wanted("run") == run_py.wanted("dev")


def test_what_is_compiled_stays(run_py: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python is told to write no bytecode, .venv has its own all the same: a start is seconds shorter."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONUTF8", "1")
    environ = run_py.child_environ()
    assert "PYTHONDONTWRITEBYTECODE" not in environ
    assert environ["PYTHONUTF8"] == "1"


def test_half_a_stamp_is_no_stamp(run_py: ModuleType) -> None:
    """A set-up that was killed in the middle is not taken for a whole one."""
    Path(run_py.STAMP).parent.mkdir()
    Path(run_py.STAMP).write_text('{"level": "d', encoding="utf-8")
    assert run_py.read_stamp() == {}


def test_pins_name_no_address() -> None:
    """The pins can be used with any index."""
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
