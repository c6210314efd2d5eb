"""The parts whose rules hold for what is recorded on the command line, in the order in which they look at it."""

from __future__ import annotations

from workshare.record.world import Projection

PROJECTIONS: tuple[Projection, ...] = ()
