"""Does the jobs of a study on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from distributed import Client

from workshare.risk.jobs import Doer, Done, Job, Work

TOGETHER = 8
"""So many jobs go to a worker in one task, which should take a second or more."""


def do_all(work: Work, jobs: Sequence[Job]) -> list[Done]:
    """Several jobs one after another."""
    return [work.do(job) for job in jobs]


@dataclass(frozen=True, slots=True)
class _Cluster:
    client: Client
    work: object

    def __call__(self, jobs: Sequence[Job]) -> Iterable[Done]:
        parts = [list(jobs[n : n + TOGETHER]) for n in range(0, len(jobs), TOGETHER)]
        tasks = [self.client.submit(do_all, self.work, part, pure=False) for part in parts]
        for task in tasks:
            yield from task.result()


@contextmanager
def cluster(work: Work, address: str) -> Iterator[Doer]:
    """Do jobs on the workers of a scheduler, such as tcp://10.0.0.1:8786; they need this version of the package.

    Raises OSError where nobody answers there.
    """
    with Client(address, timeout="10s", set_as_default=False) as client:
        yield _Cluster(client, client.scatter(work, broadcast=True))
