"""An execution as plain arrays, which the kernel runs over: rows of ragged tables one after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workshare.planner.lags import Floats
from workshare.risk.draws import Days, Draws
from workshare.risk.lines import Execution, Line, lag_of

Flags = npt.NDArray[np.bool_]


class Ragged(NamedTuple):
    """Rows of pairs: those of row n are ``to`` and ``per`` from ``begin[n]`` to ``begin[n + 1]``."""

    begin: Days
    to: Days
    per: Floats


class Lags(NamedTuple):
    """All lags that may occur: ``of[n, lead - low[n]]`` is a line's lag, ``rounded`` where it opens within a period.

    What begins in p under lag k arrives in ``into`` with ``share`` from ``begin[k, p]`` to ``begin[k, p + 1]``.
    """

    low: Days
    high: Days
    of: Days
    rounded: Days
    begin: Days
    into: Days
    share: Floats
    spread: Flags
    """For each line whether ``of`` and ``rounded`` differ."""


class Money(NamedTuple):
    """Purses and funds: payments of a unit of line n begun in p are the row n · periods + p of ``bills``.

    ``funds`` of each purse, and ``marks`` (fund, and what is bespoken of it) with their periods ``when``.
    """

    purse: Days
    bills: Ragged
    funds: Ragged
    marks: Ragged
    when: Days
    closes: Days
    rate: Floats
    amount: Floats
    spent: Floats


class Tables(NamedTuple):
    """An execution as arrays; see ``lines`` for what each one is."""

    bounds: Days
    plan: Floats
    takes: Ragged
    gives: Ragged
    given: Ragged
    """The goals that count each row of ``gives``."""
    uses: Ragged
    setup: Ragged
    caps: Ragged
    stops: Ragged
    counted: Ragged
    closes: Days
    last: Days
    whole: Flags
    least: Floats
    multiple: Floats
    lot: Days
    lots: int
    order: Ragged
    passes: Days
    lags: Lags
    ring: int
    opening: Floats
    coming: Floats
    grain: Floats
    limits: int
    source: Floats
    source_limit: Days
    source_stops: Ragged
    build_limit: Days
    build_hours: Floats
    """[investment, day on which it is ready, period]."""
    most: Floats
    drawn: Floats
    before: Floats
    money: Money


@dataclass(frozen=True, slots=True)
class Leads:
    """The shortest and the longest lead that each line may have in any scenario."""

    low: Sequence[int]
    high: Sequence[int]


def ragged(rows: Iterable[Iterable[tuple[int, float]]]) -> Ragged:
    """Rows of pairs as arrays."""
    listed = [list(row) for row in rows]
    begin = np.concatenate([[0], np.cumsum([len(row) for row in listed])]).astype(np.int64)
    flat = [pair for row in listed for pair in row]
    to = np.array([a for a, _ in flat], dtype=np.int64)
    return Ragged(begin, to, np.array([b for _, b in flat], dtype=float))


def _plain(rows: Iterable[Iterable[int]]) -> Ragged:
    return ragged([(n, 1.0) for n in row] for row in rows)


def tables(made: Execution, leads: Leads) -> Tables:
    """An execution as arrays, with the lags of every lead that may be drawn."""
    lines, count = made.lines, len(made.periods)
    bounds = np.array(made.periods.bounds, dtype=np.int64)
    lags, ring = _lags(made, leads)
    none = np.zeros((0, 1, count))
    hours = [b.hours for b in made.builds]
    return Tables(
        bounds=bounds,
        plan=_stacked([np.cumsum(line.plan) for line in lines], count),
        takes=ragged(line.takes for line in lines),
        gives=ragged([(g.stock, g.per) for g in line.gives] for line in lines),
        given=_plain(g.counted for line in lines for g in line.gives),
        uses=ragged(line.uses for line in lines),
        setup=ragged(line.setup for line in lines),
        caps=ragged([(c, per) for c, per in line.caps if per > 0] for line in lines),
        stops=_plain(line.stops for line in lines),
        counted=_plain(line.counted for line in lines),
        closes=np.array([line.closes for line in lines], dtype=np.int64),
        last=np.array([line.last for line in lines], dtype=np.int64),
        whole=np.array([line.whole for line in lines], dtype=np.bool_),
        least=np.array([line.least for line in lines], dtype=float),
        multiple=np.array([line.multiple for line in lines], dtype=float),
        lot=np.array([line.lot for line in lines], dtype=np.int64),
        lots=made.lots,
        order=_plain(made.order),
        passes=np.array(made.passes, dtype=np.int64),
        lags=lags,
        ring=ring,
        opening=made.opening,
        coming=made.coming,
        grain=made.grain,
        limits=len(made.limits),
        source=_stacked([s.amount for s in made.sources], count),
        source_limit=np.array([s.limit for s in made.sources], dtype=np.int64),
        source_stops=_plain(s.stops for s in made.sources),
        build_limit=np.array([b.limit for b in made.builds], dtype=np.int64),
        build_hours=np.stack(hours) if hours else none,
        most=np.array([c.most for c in made.caps], dtype=float),
        drawn=np.array([c.drawn for c in made.caps], dtype=float),
        before=_stacked([g.before for g in made.goals], count),
        money=_money(made),
    )


def _stacked(rows: Sequence[Floats], width: int) -> Floats:
    return np.array(rows, dtype=float).reshape(len(rows), width)


def leads_of(draws: Draws) -> Leads:
    """The leads that occur in some draws."""
    return Leads(draws.lead.min(axis=1).tolist(), draws.lead.max(axis=1).tolist())


def _lags(made: Execution, leads: Leads) -> tuple[Lags, int]:
    """Every lag that a line may have, and the length of a ring of periods in which all that is on its way has room."""
    keys: dict[tuple[int, int], int] = {}
    width = max((high - low + 1 for low, high in zip(leads.low, leads.high, strict=True)), default=1)
    of, rounded = (np.zeros((len(made.lines), width), dtype=np.int64) for _ in range(2))
    for n, line in enumerate(made.lines):
        for j in range(leads.high[n] - leads.low[n] + 1):
            lead, coarse = _arrival(line, leads.low[n] + j)
            of[n, j] = keys.setdefault((lead, coarse), len(keys))
            rounded[n, j] = keys.setdefault((lead, -1), len(keys))
    count = len(made.periods)
    found = [lag_of(made.periods, lead, first) for lead, first in keys]
    begin, offset = np.zeros((len(found), count + 1), dtype=np.int64), 0
    for k, lag in enumerate(found):
        begin[k] = lag.begin + offset
        offset += len(lag.into)
    into = np.concatenate([np.zeros(0, dtype=np.int64), *(lag.into for lag in found)]).astype(np.int64)
    share = np.concatenate([np.zeros(0), *(lag.share for lag in found)])
    ahead = [int((lag.into - np.repeat(np.arange(count), np.diff(lag.begin))).max(initial=0)) for lag in found]
    spread = np.array([line.coarse >= 0 and not line.notice for line in made.lines], dtype=np.bool_)
    low, high = np.array(leads.low, dtype=np.int64), np.array(leads.high, dtype=np.int64)
    return Lags(low, high, of, rounded, begin, into, share, spread), max(ahead, default=0) + 1


def _arrival(line: Line, lead: int) -> tuple[int, int]:
    """The lead and first spread day of a line's lag; what is ordered is given on its start."""
    return (0, -1) if line.notice else (lead, line.coarse)


def _money(made: Execution) -> Money:
    bills = [payments for line in made.lines for payments in (line.bill.payments if line.bill else _no_bill(made))]
    return Money(
        purse=np.array([line.bill.purse if line.bill else -1 for line in made.lines], dtype=np.int64),
        bills=ragged(bills),
        funds=_plain(purse.funds for purse in made.purses),
        marks=ragged([(row.fund, row.amount) for row in purse.earmarks] for purse in made.purses),
        when=np.array([row.period for purse in made.purses for row in purse.earmarks], dtype=np.int64),
        closes=np.array([f.closes for f in made.funds], dtype=np.int64),
        rate=_stacked([f.rate for f in made.funds], len(made.periods)),
        amount=np.array([f.amount for f in made.funds], dtype=float),
        spent=np.array([f.spent for f in made.funds], dtype=float),
    )


def _no_bill(made: Execution) -> tuple[tuple[tuple[int, float], ...], ...]:
    return ((),) * len(made.periods)


class Chance(NamedTuple):
    """Draws as the kernel takes them: days already turned into openings, releases and investments that are ready."""

    opens: Days
    release: Days
    ready: Days
    lead: Days
    late: Days
    want: Floats
    give: Floats
    cost: Floats
    hours: Floats
    supply: Floats
    cap: Floats
    opening: Floats
    amount: Floats
    runs: Floats
