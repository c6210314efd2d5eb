"""Work on the workers of a Dask scheduler, which need this version of the package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from distributed import Client

from workshare.work import Doer, NoWorkers, Workers

A = TypeVar("A")
B = TypeVar("B")

WAYS = frozenset({"tcp", "tls", "ws", "wss"})
"""How Dask's processes may talk to each other from one machine to another."""
PATIENCE = 10
"""So many seconds a scheduler may take to answer, and its first worker to be there."""


def do_all(function: Callable[[A], B], cases: Sequence[A]) -> list[B]:
    """Several cases one after another."""
    return [function(case) for case in cases]


@dataclass(frozen=True, slots=True)
class _Doer(Generic[A, B]):
    client: Client
    function: object
    together: int

    def __call__(self, cases: Sequence[A]) -> Iterable[B]:
        parts = [list(cases[n : n + self.together]) for n in range(0, len(cases), self.together)]
        tasks = [self.client.submit(do_all, self.function, part, pure=False) for part in parts]
        for task in tasks:
            yield from task.result()


@dataclass(frozen=True, slots=True)
class _Cluster:
    client: Client
    together: int

    @contextmanager
    def __call__(self, function: Callable[[A], B], /) -> Iterator[Doer[A, B]]:
        brought = self.client.scatter(function, broadcast=True, hash=False)
        doer: _Doer[A, B] = _Doer(self.client, brought, self.together)
        yield doer


@contextmanager
def cluster(address: str, together: int = 1) -> Iterator[Workers]:
    """The workers of the scheduler at an address, such as tcp://10.0.0.1:8786; raises NoWorkers where there are none.

    ``together`` cases go to a worker in one task, which should take a second or more.
    """
    with _reached(address) as client:
        yield _Cluster(client, together)


@contextmanager
def _reached(address: str) -> Iterator[Client]:
    if not is_address(address):  # a client that cannot even try leaves threads behind
        raise NoWorkers("this is no address of a Dask scheduler")
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except OSError as bad:
        raise NoWorkers(f"no Dask scheduler answers: {_brief(bad)}") from bad
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except OSError as bad:
            raise NoWorkers(f"the Dask scheduler has no workers: {_brief(bad)}") from bad
        yield client


def is_address(text: str) -> bool:
    """Whether a text names a way to a scheduler, its host and its port."""
    try:
        parts = urlsplit(text)
        return parts.scheme in WAYS and bool(parts.hostname) and parts.port is not None
    except ValueError:  # a port that is no number
        return False


def _brief(bad: Exception) -> str:
    return next(iter(str(bad).splitlines()), type(bad).__name__)
