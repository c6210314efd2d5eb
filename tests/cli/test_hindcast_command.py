"""workshare hindcast as its user meets it."""

import json
from pathlib import Path

from tests.cli.test_commands import run

CASE = Path(__file__).parents[2] / "programmes" / "moderna-lonza-2020"
COMMAND = ("hindcast", str(CASE), "--actuals", str(CASE / "outcome.csv"), "--scenarios", "300")


def test_the_bundled_look_back(tmp_path: Path) -> None:
    """It prints its scores, writes its page, and claims no calibration from five events."""
    done = run(*COMMAND, "--as-of", "2020-11-20", "--out", "back", "--language", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert "5 events are no calibration" in told
    assert "Brier score" in told
    assert "<svg" in (tmp_path / "back" / "hindcast.html").read_text(encoding="utf-8")
    found = json.loads((tmp_path / "back" / "hindcast.json").read_text(encoding="utf-8"))
    assert [event["observed"] for event in found["events"]] == [16, 34, 60, 104, 816]
    assert found["calibrated"] is False


def test_what_became_known_later_is_refused(tmp_path: Path) -> None:
    """From a day before its figures were known: exit code 2, each with its line, and nothing is written."""
    done = run(*COMMAND, "--as-of", "2020-11-10", cwd=tmp_path)
    assert done.returncode == 2
    assert "programme.yaml:24: the programme's figures were known on 2020-11-20, after 2020-11-10" in done.stderr
    assert done.stderr.count("[known-later]") == 5
    assert not (tmp_path / "out").exists()
