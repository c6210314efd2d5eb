"""Measuring in a process of its own, and keeping what was measured with the commit it was measured at."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GENERATOR = SHARED / "yardsticks" / "neutral" / "generate.py"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
Measured = dict[str, Any]


def peak_mib() -> float:
    """The most memory that this process has held so far, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def apart(script: str, arguments: Sequence[str], seconds: float | None = None) -> Measured:
    """What a script prints as JSON in its last line, run in a fresh process; ``failed`` says why it came to nothing."""
    try:
        done = subprocess.run(  # noqa: S603 - our own scripts
            [sys.executable, script, *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
            env={**os.environ, **ONE_THREAD},
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not within {seconds:.0f} s"}
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        return {"failed": said[-1] if said else f"exit code {done.returncode}"}
    found: Measured = json.loads(done.stdout.splitlines()[-1])
    return found


def instance(family: Sequence[str], seed: int, into: Path) -> Path:
    """An instance of the neutral yardstick, written by its generator."""
    if not GENERATOR.is_file():
        raise SystemExit(f"the neutral yardstick's generator is not there: {GENERATOR}")
    subprocess.run(  # noqa: S603 - the yardstick's own script
        [sys.executable, str(GENERATOR), *family[:4], str(seed), family[4], str(into)], check=True, capture_output=True
    )
    return into


def where() -> Measured:
    """The commit, the machine and the packages of a run."""
    commit = subprocess.run(  # noqa: S603
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "commit": commit.stdout.strip(),
        "processor": processor(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in ("highspy", "numpy", "scipy", "numba")},
    }


def processor() -> str:
    """The kind of processor, as the system calls it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def printed(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Rows as the lines of a Markdown table, all with the columns of the first."""
    heads = list(rows[0]) if rows else []
    wide = [max(len(head), *(len(row.get(head, "")) for row in rows)) for head in heads]
    for cells in (heads, ["-" * w for w in wide], *([row.get(head, "") for head in heads] for row in rows)):
        yield "| " + " | ".join(cell.ljust(w) for cell, w in zip(cells, wide, strict=True)) + " |"
