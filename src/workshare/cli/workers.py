"""Who does the work of a command: some of this machine, or the workers of a Dask scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from workshare.problems import BadInput, Code, Problem
from workshare.work import NoWorkers, Workers


@contextmanager
def workers_at(address: str | None, otherwise: Workers, together: int = 1) -> Iterator[Workers]:
    """The workers of the scheduler at an address, or others where none is given; raises BadInput where nobody is there.

    ``together`` cases go to a worker of a scheduler at a time.
    """
    if address is None:
        yield otherwise
        return
    from workshare.work.cluster import cluster

    try:
        with cluster(address, together) as workers:
            yield workers
    except NoWorkers as none:
        hint = "write the address of a running scheduler with workers, such as tcp://localhost:8786"
        raise BadInput([Problem(code=Code.BAD_ADDRESS, message=str(none), hint=hint).at(address, 1)]) from None
