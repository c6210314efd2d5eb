"""Plans that are made to be safe: every figure not at its mode but where a share of chance lies on its good side."""

from __future__ import annotations

from dataclasses import replace

from scipy.stats import beta

from workshare.model.figure import Better, Dimension, Figure, Kind
from workshare.model.programme import Programme, with_figures
from workshare.risk.dice import pert


def at_quantile(programme: Programme, share: float) -> Programme:
    """The programme with every range's value at a quantile of it, taken as a PERT distribution.

    With a ``share`` of 0.8, four in five draws turn out better than planned: durations and needs are planned at their
    80th percentile, in whole days, capacities and what supplies give at their 20th. Raises ValueError for a share that
    is not between 0 and 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"{share:g} is no share between 0 and 1")

    def move(figure: Figure, kind: Kind) -> Figure:
        low = figure.value if figure.low is None else figure.low
        high = figure.value if figure.high is None else figure.high
        if kind.better is Better.NEITHER or low == high:
            return figure
        alpha, other = pert(low, figure.value, high)
        at = beta.ppf(share if kind.better is Better.LOW else 1 - share, alpha, other)
        value = low + (high - low) * float(at)
        return replace(figure, value=float(round(value)) if kind.dimension is Dimension.DURATION else value)

    return with_figures(programme, move)
