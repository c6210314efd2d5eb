"""The session in docs/record.md runs as it stands."""

import re
import shlex
from pathlib import Path

from tests.cli.test_record import ok

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")


def test_the_session_runs(tmp_path: Path) -> None:
    """Every line works; the receipt is verified, and the check finds nothing."""
    [session] = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    told = {}
    for line in filter(None, session.splitlines()):
        program, *words = shlex.split(line)
        assert program == "workshare"
        told[words[1]] = ok(*words, cwd=tmp_path)
    assert "event 0 of 1 in the log records.example/pumps" in told["verify"]
    assert "cosigned by partner.example/w1" in told["verify"]
    assert "1 event, and nothing is wrong" in told["fsck"]
    assert "nothing stood otherwise" in told["rebuild"]


def test_both_tables_are_there() -> None:
    """The page has its threats and the formats that are followed."""
    assert TEXT.count("| not seen |") == 5
    for name in ("signed-note", "tlog-checkpoint", "tlog-cosignature", "tlog-witness", "tlog-proof"):
        assert f"C2SP {name}" in TEXT
