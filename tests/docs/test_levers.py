"""The example in docs/levers.md runs as it stands, and prints what stands below it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "levers.md").read_text(encoding="utf-8")


def test_the_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed is what the page says."""
    [(example, printed)] = re.findall(r"```python\n(.*?)```\n```\n(.*?)```", TEXT, re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(example, "levers.md", "exec"), {})  # noqa: S102 - that is what the test is about
    assert capsys.readouterr().out == printed
