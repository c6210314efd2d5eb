"""How hard a plan is tried, and by which strategy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workshare.planner.patience import Patience


class Strategy(StrEnum):
    """How a plan is solved: by size, on the network as it is, contracted, or soon rather than exactly."""

    AUTO = "auto"
    PLAIN = "plain"
    EXACT = "exact"
    FAST = "fast"


@dataclass(frozen=True, slots=True)
class Settings:
    """How hard to try: the relative gap at which a whole-number search may stop, and the most nodes it visits.

    Goals that only settle ties (``tie_gap``, ``tie_nodes``) may stop sooner. Effort is counted in nodes and not in
    seconds, so that the same input gives the same plan on any machine.
    Projects too large to be decided exactly have a gap and nodes of their own (``large_gap``, ``large_nodes``).

    With ``weights`` by priority late quantity-days count by them, as one goal instead of all but a project's own
    (the weighted mode). ``strategy`` says how large programmes are solved. With ``patience`` the best plan found in
    that time is kept, and the same input may give another plan on another machine.
    """

    gap: float = 1e-6
    nodes: int = 20_000
    tie_gap: float = 1e-2
    tie_nodes: int = 50
    large_gap: float = 1e-2
    large_nodes: int = 400
    threads: int = 1
    weights: Mapping[int, float] | None = None
    strategy: Strategy = Strategy.AUTO
    patience: Patience | None = None
