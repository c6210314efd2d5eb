"""A depot and its bases as numbers, in units and days."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A base at which an item fails, ``rate`` times a day.

    The share ``repaired`` is mended there in ``repair`` days on average; every other failure is an order to the depot,
    which is there ``shipping`` days after the depot has sent it.
    """

    rate: float
    repaired: float = 0.0
    repair: float = 0.0
    shipping: float = 0.0

    def __post_init__(self) -> None:
        if not (self.rate > 0 and 0 <= self.repaired <= 1 and self.repair >= 0 and self.shipping >= 0):
            raise ValueError(f"{self}: a rate must be above 0, a share from 0 to 1, and times 0 or more")

    @property
    def orders(self) -> float:
        """Orders to the depot a day."""
        return self.rate * (1 - self.repaired)

    @property
    def own(self) -> float:
        """Units in repair at the base, and units on their way to it, on average: what no depot stock can change."""
        return self.rate * self.repaired * self.repair + self.orders * self.shipping


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A depot, which makes good what it is asked for in ``repair`` days on average, and its bases."""

    repair: float
    bases: tuple[Base, ...]

    def __post_init__(self) -> None:
        if self.repair < 0 or not self.bases:
            raise ValueError(f"{self}: a depot's time must be 0 or more, and it has bases")

    @property
    def orders(self) -> float:
        """Orders to the depot a day."""
        return sum(base.orders for base in self.bases)

    @property
    def pipeline(self) -> float:
        """Units in the depot's repair, on average."""
        return self.orders * self.repair

    def share(self, base: Base) -> float:
        """Which part of the depot's orders comes from a base."""
        return base.orders / self.orders if self.orders else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocks:
    """How many spares the depot and each base own: on the shelf, in repair, and on their way."""

    depot: int
    bases: tuple[int, ...]

    @property
    def total(self) -> int:
        """All spares."""
        return self.depot + sum(self.bases)
