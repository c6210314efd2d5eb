"""How long a plan may be sought for; afterwards, or when somebody says so, the best found so far is kept."""

from __future__ import annotations

from collections.abc import Callable


class Patience:
    """Seconds that are left of those given, by a clock that is given too; none once it was stopped."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return max(0.0, self._end - self._clock())

    def stop(self) -> None:
        """Seek no further."""
        self._end = self._clock()
