"""METRIC and VARI-METRIC beside the exact method, and that beside a simulation: python benchmarks/spares.py

Prints the tables of docs/spares.md. Times are days, rates failures a year at each base. Simulated: backorders over 200
runs of 300,000 days after 4,000 that do not count, repair times exponential, and a 99.9 % confidence interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from workshare.spares.choose import frontier
from workshare.spares.outstanding import Method, waiting
from workshare.spares.simulate import Spread, Trial, simulate
from workshare.spares.system import Base, Stocks, System

YEAR = 365.25
SEED = 1968
TRIAL = Trial(runs=200, days=300_000, warm=4_000, sure=0.999)
WANTED = 0.05
"""Backorders for each base that the number of spares needed is told for."""
BUSY = 0.85
"""How busy the depot's crews are at most, where they are as few as that allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A system and its stocks, and why it is here."""

    about: str
    rates: tuple[float, ...]
    at_base: float = 0.0
    base_repair: float = 0.0
    shipping: float
    depot_repair: float
    depot: int
    bases: tuple[int, ...]

    @property
    def system(self) -> System:
        """The system in units and days."""
        bases = (
            Base(rate=rate / YEAR, repaired=self.at_base, repair=self.base_repair, shipping=self.shipping)
            for rate in self.rates
        )
        return System(repair=self.depot_repair, bases=tuple(bases))

    @property
    def stocks(self) -> Stocks:
        """What the depot and the bases own."""
        return Stocks(depot=self.depot, bases=self.bases)

    def backorders(self, method: Method) -> float:
        """Backorders on average over all bases."""
        waits = waiting(self.system, self.depot, method)
        return sum(wait.backorders(stock) for wait, stock in zip(waits, self.bases, strict=True))

    def needed(self, method: Method) -> int:
        """The least number of spares that a method says keep backorders below what is wanted."""
        curve = frontier(self.system, method).backorders
        return int(np.argmax(curve <= WANTED * len(self.rates)))


CASES = (
    Case(about="no depot stock", rates=(4,) * 4, shipping=10, depot_repair=60, depot=0, bases=(2,) * 4),
    Case(about="ample depot stock", rates=(4,) * 4, shipping=10, depot_repair=60, depot=9, bases=(1,) * 4),
    Case(about="depot stock below its pipeline", rates=(4,) * 4, shipping=10, depot_repair=60, depot=2, bases=(1,) * 4),
    Case(about="depot stock at its pipeline", rates=(12,) * 4, shipping=3, depot_repair=60, depot=8, bases=(2,) * 4),
    Case(about="one base", rates=(12,), shipping=3, depot_repair=60, depot=2, bases=(2,)),
    Case(about="two bases, quick shipping", rates=(12,) * 2, shipping=1, depot_repair=60, depot=4, bases=(2,) * 2),
    Case(about="ten bases", rates=(3,) * 10, shipping=5, depot_repair=45, depot=3, bases=(1,) * 10),
    Case(about="unequal bases", rates=(1, 4, 20), shipping=7, depot_repair=40, depot=2, bases=(0, 1, 3)),
    Case(
        about="half mended at the bases",
        rates=(10,) * 3,
        at_base=0.5,
        base_repair=8,
        shipping=6,
        depot_repair=60,
        depot=2,
        bases=(2,) * 3,
    ),
    Case(about="high stock, few backorders", rates=(8,) * 3, shipping=4, depot_repair=60, depot=4, bases=(4,) * 3),
    Case(about="long procurement", rates=(6,) * 3, shipping=10, depot_repair=360, depot=15, bases=(3,) * 3),
    Case(about="rare failures", rates=(0.5,) * 6, shipping=10, depot_repair=90, depot=1, bases=(0, 0, 0, 1, 1, 1)),
)


def row(case: Case) -> str:
    """A case's line of the first table, without the simulation."""
    exact, vari, metric = (case.backorders(m) for m in (Method.EXACT, Method.VARI_METRIC, Method.METRIC))
    needed = " / ".join(str(case.needed(m)) for m in (Method.EXACT, Method.VARI_METRIC, Method.METRIC))
    errors = (f"{value:.4f} | {_error(value, exact)} %" for value in (metric, vari))
    return f"{case.about} | {exact:.4f} | {' | '.join(errors)} | {needed}"


def _error(value: float, exact: float) -> str:
    """How far off a value is, in percent."""
    percent = round(100 * (value / exact - 1), 1) + 0.0
    return f"{percent:+.1f}" if percent else "0.0"


def system_row(case: Case) -> str:
    """A case's line of the table of systems."""
    rates, stocks = (_repeated(values) for values in (case.rates, case.bases))
    base = f"{case.at_base:g} in {case.base_repair:g}" if case.at_base else "none"
    return f"{case.about} | {rates} | {base} | {case.shipping:g} | {case.depot_repair:g} | {case.depot} | {stocks}"


def _repeated(values: tuple[float, ...]) -> str:
    """Equal values as "4 × 2"."""
    return f"{len(values)} × {values[0]:g}" if len(set(values)) == 1 else ", ".join(f"{value:g}" for value in values)


def simulated(case: Case, trial: Trial = TRIAL) -> str:
    """Backorders as simulated, with half the width of their interval."""
    total = simulate(case.system, case.stocks, np.random.default_rng(SEED), trial)[-1]
    return f"{total.mean:.4f} ± {total.half:.4f}"


def tables() -> Iterator[str]:
    """All lines, as they stand in the docs."""
    yield "| case | failures a year | mended at base (days) | order and ship | depot | depot's level | bases' levels |"
    yield "|---|---|---|---|---|---|---|"
    yield from (f"| {system_row(case)} |" for case in CASES)
    yield ""
    yield "| case | exact | METRIC | error | VARI-METRIC | error | spares needed: exact / VARI-METRIC / METRIC |"
    yield "|---|---|---|---|---|---|---|"
    yield from (f"| {row(case)} |" for case in CASES)
    yield ""
    yield "| case | exact | simulated | simulated, shipping exponential | simulated, few depot crews |"
    yield "|---|---|---|---|---|"
    for case in CASES:
        exact = f"{case.backorders(Method.EXACT):.4f}"
        crews = max(1, math.ceil(case.system.pipeline / BUSY))
        trials = (TRIAL, replace(TRIAL, shipping=Spread.EXPONENTIAL), replace(TRIAL, crews=crews))
        yield f"| {case.about} | {exact} | {' | '.join(simulated(case, trial) for trial in trials)} |"


if __name__ == "__main__":
    for line in tables():
        print(line)
