"""A function of many cases: in this process, in threads or processes beside it, or on a cluster (work.cluster).

Whoever does the work, the answers come in the order of the cases, so that they are the same whoever does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")

Doer = Callable[[Sequence[A]], Iterable[B]]
"""Does cases, and gives back what came of them in the same order."""
Told = Callable[[int, int], None]
"""Told how many cases are done, and of how many."""


class Workers(Protocol):
    """Those who do many cases of one function; what that holds is brought to them once.

    For processes and clusters it is a function of a module, or an object of a class of one that can be pickled.
    """

    def __call__(self, function: Callable[[A], B], /) -> AbstractContextManager[Doer[A, B]]:
        """The function for many cases, until the end of the context."""


class NoWorkers(Exception):  # noqa: N818 - nobody is there
    """Nobody answers at the address of a cluster, or nobody works there."""


def each(function: Callable[[A], B]) -> Doer[A, B]:
    """The cases one after another, here."""
    return lambda cases: map(function, cases)


@contextmanager
def alone(function: Callable[[A], B], /) -> Iterator[Doer[A, B]]:
    """This process does all cases, one after another."""
    yield each(function)


@dataclass(frozen=True, slots=True)
class Threads:
    """So many threads of this process, for what works outside Python's lock."""

    count: int

    @contextmanager
    def __call__(self, function: Callable[[A], B], /) -> Iterator[Doer[A, B]]:
        """The function for many cases, until the end of the context."""
        with _open(ThreadPoolExecutor(self.count)) as beside:
            yield lambda cases: beside.map(function, cases)


@dataclass(frozen=True, slots=True)
class Processes:
    """So many processes of this machine; a single case is done here, for it is not worth the start of one."""

    count: int

    @contextmanager
    def __call__(self, function: Callable[[A], B], /) -> Iterator[Doer[A, B]]:
        """The function for many cases, until the end of the context."""
        pool = ProcessPoolExecutor(
            self.count, mp_context=get_context("spawn"), initializer=_begin, initargs=(function,)
        )
        with _open(pool) as beside:
            yield lambda cases: beside.map(_do, cases) if len(cases) > 1 else map(function, cases)


@contextmanager
def _open(executor: Executor) -> Iterator[Executor]:
    """An executor that begins nothing more once something has failed."""
    with executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise


_function: list[Callable[[Any], Any]] = []
"""In a process of a pool: what it is there for."""


def _begin(function: Callable[[Any], Any]) -> None:
    _function[:] = [function]


def _do(case: Any) -> Any:  # noqa: ANN401 - a case and an answer of whatever function the pool is for
    return _function[0](case)


def collected(do: Doer[A, B], cases: Sequence[A], told: Told | None = None) -> list[B]:
    """What came of all cases; ``told`` hears after each how many are done."""
    found = []
    for answer in do(cases):
        found.append(answer)
        if told:
            told(len(found), len(cases))
    return found
