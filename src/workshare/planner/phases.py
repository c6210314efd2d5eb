"""Seconds by phase of planning."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Adds up seconds by phase, for run.json only: those that pass, and those that the whole process works."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.worked: dict[str, float] = {}

    @contextmanager
    def __call__(self, phase: str) -> Iterator[None]:
        """Count the time inside as that phase's."""
        begin, worked = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.spent[phase] = self.spent.get(phase, 0.0) + time.perf_counter() - begin
            self.worked[phase] = self.worked.get(phase, 0.0) + time.process_time() - worked
