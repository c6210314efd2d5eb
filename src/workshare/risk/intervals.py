"""Intervals for a probability from so many successes: for a fixed number of trials, and for any time of stopping."""

from __future__ import annotations

import math
from statistics import NormalDist

from scipy.optimize import brentq
from scipy.special import betaln

PRIOR = 0.5
"""Both parameters of the beta mixture below."""


def wilson(kept: int, trials: int, level: float) -> tuple[float, float]:
    """Wilson's score interval for a number of trials that was fixed beforehand (Wilson 1927).

    All p with (kept/trials - p)^2 <= z^2 p (1 - p) / trials.
    """
    if trials == 0:
        return 0.0, 1.0
    z, share = NormalDist().inv_cdf((1 + level) / 2), kept / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * math.sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2) / (1 + z * z / trials)
    return (0.0 if kept == 0 else max(0.0, middle - half)), (1.0 if kept == trials else min(1.0, middle + half))


def sequence(kept: int, trials: int, level: float) -> tuple[float, float]:
    """A confidence sequence: all of its intervals hold at once, so one may stop whenever one likes.

    Robbins' mixture of likelihood ratios (Annals of Mathematical Statistics 41, 1970; for bounded means see Howard,
    Ramdas, McAuliffe and Sekhon, Annals of Statistics 49, 2021): all p with
    B(1/2 + kept, 1/2 + trials - kept) / B(1/2, 1/2) / (p^kept (1 - p)^(trials - kept)) < 1 / (1 - level),
    which by Ville's inequality leaves out the truth with a probability below 1 - level at any time.
    """
    if trials == 0:
        return 0.0, 1.0
    lost = trials - kept
    allowed = -math.log(1 - level) - float(betaln(PRIOR + kept, PRIOR + lost) - betaln(PRIOR, PRIOR))

    def beyond(p: float) -> float:
        """Above 0 where p is left out."""
        return -(kept * math.log(p) if kept else 0.0) - (lost * math.log1p(-p) if lost else 0.0) - allowed

    tiny, share = 1e-15, kept / trials
    low = 0.0 if kept == 0 else float(brentq(beyond, tiny, share)) if share < 1 else math.exp(-allowed / kept)
    high = 1.0 if lost == 0 else float(brentq(beyond, share, 1 - tiny)) if share > 0 else -math.expm1(-allowed / lost)
    return low, high
