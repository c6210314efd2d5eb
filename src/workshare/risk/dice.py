"""Random numbers by counter: a draw depends on the seed, on what it is for, and on its block, and on nothing else.

Each stream is numpy's Philox generator (Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC11), keyed by
seed and name, its counter set by block. So whatever other hazards there are, and whoever runs a block, its draws are
the same: scenarios are compared with common random numbers.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

import numpy as np

from workshare.model.figure import Figure
from workshare.model.hazards import Shape
from workshare.planner.lags import Floats

BLOCK = 256
"""The scenarios of a block; draws are made for whole blocks."""
LAMBDA = 4.0
"""How much a PERT distribution is drawn to its mode (Malcolm et al., Operations Research 7, 1959)."""
Z95 = 1.6448536269514722
"""The 95th percentile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Dice:
    """The random numbers of a study."""

    seed: int

    def stream(self, name: str, block: int) -> np.random.Generator:
        """The numbers for one purpose in one block."""
        word = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")
        key = np.array([self.seed % 2**64, word], dtype=np.uint64)
        counter = np.array([0, 0, block, 0], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(key=key, counter=counter))


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution over a range, or one value; ``docs/hazards.md`` has the parameters."""

    mode: float
    low: float
    high: float
    shape: Shape

    @property
    def fixed(self) -> bool:
        """Whether it has one value only."""
        return self.shape is not Shape.EXPONENTIAL and self.low == self.high

    @property
    def most(self) -> float:
        """The highest value that it can have."""
        return math.inf if self.shape in {Shape.EXPONENTIAL, Shape.LOGNORMAL} and not self.fixed else self.high

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...] = BLOCK) -> Floats:
        """So many draws."""
        low, mode, high = self.low, self.mode, self.high
        if self.fixed:
            return np.full(size, mode)
        match self.shape:
            case Shape.EXPONENTIAL:
                return rng.exponential(mode, size)
            case Shape.TRIANGULAR:
                return rng.triangular(low, mode, high, size)
            case Shape.LOGNORMAL:
                above = math.log(high / mode)
                sigma = (math.sqrt(Z95**2 + 4 * above) - Z95) / 2
                return np.maximum(low, rng.lognormal(math.log(mode) + sigma**2, sigma, size))
            case Shape.PERT:
                alpha, beta = pert(low, mode, high)
                return low + (high - low) * rng.beta(alpha, beta, size)


def pert(low: float, mode: float, high: float) -> tuple[float, float]:
    """The two parameters of the beta distribution between low and high that PERT means.

    alpha = 1 + lambda (mode - low) / (high - low),  beta = 1 + lambda (high - mode) / (high - low)
    """
    return 1 + LAMBDA * (mode - low) / (high - low), 1 + LAMBDA * (high - mode) / (high - low)


def spread(figure: Figure, shape: Shape | None = None) -> Spread:
    """What a figure's range stands for: PERT, unless another shape is asked for."""
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return Spread(figure.value, low, high, shape or Shape.PERT)
