"""Reports are drawn beside the planning: charts take long to get ready, and hold Python's lock while they are drawn."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context

from workshare.outcome.odds import Odds
from workshare.outcome.plan import Plan

PAGE = "workshare.report.page"
FEW = 12
"""Of fewer demands a report is soon drawn, and not worth a process of its own."""

Draw = Callable[[Plan, str, str, Odds | None], str]
"""The page of a plan, opening in a language, made by a version of this, with its odds where they are known."""


@contextmanager
def drawing_room(demands: int) -> Iterator[Draw]:
    """Something that draws the report of a plan, and gets ready for it from now on; large ones in another process."""
    with ThreadPoolExecutor(max_workers=1) as here:
        if demands < FEW:
            here.submit(import_module, PAGE)
            yield _draw
            return
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"), initializer=_undisturbed) as room:
            ready = room.submit(_get_ready)
            yield lambda *asked: _drawn(room, ready, *asked)


def _drawn(room: ProcessPoolExecutor, ready: Future[None], *asked: *tuple[Plan, str, str, Odds | None]) -> str:
    """A page from the other process; where the system does not let that one live, drawn here."""
    try:
        ready.result()
        return room.submit(_draw, *asked).result()
    except (BrokenProcessPool, OSError):
        return _draw(*asked)


def _draw(plan: Plan, language: str, version: str, odds: Odds | None) -> str:
    return str(import_module(PAGE).html(plan, language, version, odds))


def _undisturbed() -> None:
    """Who interrupts the command interrupts the planning; the drawing ends with that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _get_ready() -> None:
    import_module(PAGE).get_ready()
