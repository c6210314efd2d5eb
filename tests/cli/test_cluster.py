"""Levers, stress tests and comparisons on a Dask cluster, as a user types it: byte by byte what they say here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster
from tests.cli.test_commands import run, sample

from workshare.work.cluster import is_address

__all__ = ["sample"]

SLOW = "scenario: Slow\nset: {operations.build.lead_time: 28 days, lanes.road.lead_time: 14 days}\n"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two workers, each a process."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as workers:
        yield workers.scheduler_address


@pytest.mark.filterwarnings("default")  # Dask's own
@pytest.mark.parametrize(
    "arguments",
    [("levers", ".", "--commitment", "first", "--most", "4"), ("stress", "."), ("compare", ".", "scenarios/slow.yaml")],
    ids=lambda words: words[0],
)
def test_a_cluster_says_the_same(sample: Path, address: str, arguments: tuple[str, ...]) -> None:
    """What two workers of a scheduler find is what this machine finds."""
    (sample / "scenarios").mkdir()
    (sample / "scenarios" / "slow.yaml").write_text(SLOW, encoding="utf-8")
    here = run(*arguments, "--json", cwd=sample)
    assert here.returncode == 0, here.stderr
    there = run(*arguments, "--json", "--dask", address, cwd=sample)
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout


@pytest.mark.parametrize("words", [("levers", "--commitment", "first"), ("stress",)], ids=lambda words: words[0])
def test_a_scheduler_that_is_not_there(sample: Path, words: tuple[str, ...]) -> None:
    """Nobody at the address is bad input, told in one line before anything is planned."""
    told = run(words[0], ".", *words[1:], "--dask", "tcp://127.0.0.1:9", cwd=sample)
    assert told.returncode == 2
    assert "no Dask scheduler answers" in told.stderr
    assert "[bad-address]" in told.stderr
    assert "Traceback" not in told.stderr


def test_what_is_no_address(sample: Path) -> None:
    """Neither is an address of a scheduler without its way, its host or its port, and nobody waits for it."""
    told = run("stress", ".", "--dask", "here", cwd=sample)
    assert told.returncode == 2
    assert told.stderr.startswith("here:1: this is no address of a Dask scheduler (write the address of a running")
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("tcp://127.0.0.1:8786", True), ("tls://scheduler.example:8786", True), ("127.0.0.1:8786", False),
        ("tcp://127.0.0.1", False), ("tcp://127.0.0.1:port", False), ("tcp://:8786", False), ("http://here:1", False),
        ("", False),
    ],
)  # fmt: skip
def test_addresses(text: str, right: bool) -> None:
    assert is_address(text) == right
