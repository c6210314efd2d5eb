"""Lead times on periods of unequal length: in which periods what starts in a period arrives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workshare.model.calendar import Periods

Ints = npt.NDArray[np.int32] | npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FINE = 7
"""Periods of up to this many days round lags up for every flow; longer ones may spread them."""


@dataclass(frozen=True, slots=True)
class Lag:
    """A lag as a sparse matrix by columns: what starts in period p arrives in ``into[k]`` with ``share[k]``.

    k runs from ``begin[p]`` to ``begin[p + 1]``; what arrives after the horizon is left out.
    """

    begin: Ints
    into: Ints
    share: Floats

    def first_arrival(self, periods: int) -> Ints:
        """For each start period the first period of arrival; ``periods`` where it never arrives."""
        counts = np.diff(self.begin)
        first = np.full(len(counts), periods, dtype=np.int64)
        some = counts > 0
        first[some] = self.into[self.begin[:-1][some]]
        return first


def whole_lag(periods: Periods, lead: int) -> Lag:
    """The lag rounded up: what starts in p has arrived in the first q that ends ``lead`` days after p ends.

    last[q] >= last[p] + lead
    """
    last = np.asarray(periods.bounds[1:], dtype=np.int64) - 1
    into = np.searchsorted(last, last + lead, side="left")
    inside = into < len(last)
    begin = np.concatenate([[0], np.cumsum(inside)])
    return Lag(begin, into[inside].astype(np.int64), np.ones(int(inside.sum())))


def spread_lag(periods: Periods, lead: int, first_day: int) -> Lag:
    """The lag of starts spread evenly over each long period: its share is the overlap in days.

    share[p, q] = days d of p with d + lead in q / days of p.
    Short periods, and a period before whose end the flow cannot yet run in full, round up instead, so that
    nothing arrives before ``first_day`` + ``lead``.
    """
    bounds = np.asarray(periods.bounds, dtype=np.int64)
    rounded = whole_lag(periods, lead)
    into: list[Ints] = []
    share: list[Floats] = []
    counts = np.zeros(len(periods), dtype=np.int64)
    for p in range(len(periods)):
        first, end = int(bounds[p]), int(bounds[p + 1])
        if end - first <= FINE or first_day > first:
            k = slice(rounded.begin[p], rounded.begin[p + 1])
            into.append(rounded.into[k])
            share.append(rounded.share[k])
        else:
            edges = np.clip(bounds, first + lead, end + lead)
            days = np.diff(edges)
            hit = np.flatnonzero(days)
            into.append(hit)
            share.append(days[hit] / (end - first))
        counts[p] = len(into[-1])
    begin = np.concatenate([[0], np.cumsum(counts)])
    return Lag(begin, np.concatenate(into).astype(np.int64), np.concatenate(share))
