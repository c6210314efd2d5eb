"""The session in docs/record.md runs as it stands."""

import os
import re
import shlex
import subprocess
import sys
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


def test_the_session_from_keys_to_a_plan_runs(tmp_path: Path) -> None:
    """It is approved by two, in force, drawn and planned; what is refused is said in the words that stand there."""
    [session] = re.findall(r"```bash\n(.*?)```", TEXT, re.DOTALL)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environ = {**os.environ, "PATH": path, "LC_ALL": "C", "COLUMNS": "200"}
    again = session[session.index("workshare record append joint.db --who olena --for plant --kind licence.drawn") :]
    again = again.splitlines()[0].replace("order-1", "order-2")
    done = subprocess.run(
        ["/bin/sh", "-ec", f"{session}{again} && exit 1 || true"],
        cwd=tmp_path, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "grant-l1 is approved" in done.stdout
    assert re.search(r"l1 +in force .* 60 +40 ", done.stdout)
    [refusal] = re.findall(r"is refused then: `(.*?)`", TEXT)
    assert refusal in done.stderr
    revised = (tmp_path / "revised.yaml").read_text(encoding="utf-8")
    assert "licences.l1.quantity: {value: 100, basis: reported" in revised
    assert (tmp_path / "out" / "plan.json").is_file()


def test_both_tables_are_there() -> None:
    """The page has its threats and the formats that are followed."""
    assert TEXT.count("| not seen |") == 5
    for name in ("signed-note", "tlog-checkpoint", "tlog-cosignature", "tlog-witness", "tlog-proof"):
        assert f"C2SP {name}" in TEXT
