"""What the loss of a partner, a site, a supplier or a fund does to a plan, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workshare.outcome.comparison import Result


class LossKind(StrEnum):
    """What may fall away."""

    NATION = "nation"
    SITE = "site"
    SUPPLIER = "supplier"
    FUND = "fund"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseHit:
    """A promise that turns out otherwise: how it was and is, how many days later (None: never), how many units less."""

    commitment: str
    before: Result
    after: Result
    days: int | None
    units: float

    @property
    def worse(self) -> bool:
        """Whether its verdict is another."""
        return self.before.verdict is not self.after.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandHit:
    """A demand that is served worse: units more that never come, and units more that come late."""

    demand: str
    short: float
    late: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What one loss does; ``reason`` says why it could not be planned, and is empty where it was."""

    kind: LossKind
    id: str
    promises: tuple[PromiseHit, ...] = ()
    demands: tuple[DemandHit, ...] = ()
    reason: str = ""
