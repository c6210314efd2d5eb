"""The example in docs/scenarios.md runs as it stands, and prints what stands below it."""

import re
from pathlib import Path

import pytest

from workshare.files.folder import read

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed is what the page says."""
    [(example, printed)] = re.findall(r"```python\n(.*?)```\n```\n(.*?)```", TEXT, re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(example, "scenarios.md", "exec"), {})  # noqa: S102 - that is what the test is about
    assert capsys.readouterr().out == printed


def test_the_sample_scenario_is_sound(tmp_path: Path) -> None:
    """The patch that the page shows fits the bundled case."""
    [sample] = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    case = ROOT / "programmes" / "ukraine-us-2023"
    (tmp_path / "late.yaml").write_text(f"of: {case}\n{sample}", encoding="utf-8")
    assert [str(p) for p in read(tmp_path / "late.yaml").problems] == []
