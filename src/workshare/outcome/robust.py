"""What a plan for many futures costs and buys against the plain plan. Pure data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a commitment stands under one plan: the share of scenarios that keep it, mean and worst-tenth days late."""

    p_kept: float
    late_days: float
    worst: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedRow:
    """A commitment under both plans."""

    commitment: str
    plain: Stand
    robust: Stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Both plans on the same fresh scenarios, none of which the robust plan was made for."""

    futures: int
    seed: int
    scenarios: int
    plain_cost: float
    robust_cost: float
    rows: tuple[WeighedRow, ...]
