"""What spoils: stocks by the period in which their units came in, each of which lives no longer than its shelf life.

What comes in of such an item passes through an entrance into the vintage of its period; what is used comes out of
vintages through the plain stock, which holds nothing; a lane moves each vintage by itself. What nobody has a use for
stays at the entrance, out of which nothing goes into a later period.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from workshare.model.calendar import Periods
from workshare.model.programme import Programme
from workshare.planner.network import Flow, FlowKind, Network
from workshare.planner.stocks import ENTER, KEPT, Stock


def shelf_lives(programme: Programme) -> dict[str, int]:
    """The days that units of each item that spoils may lie."""
    return {i.id: int(i.shelf_life.value) for i in programme.items if i.shelf_life}


def last_good(periods: Periods, since: int, life: int) -> int:
    """The last period in which what came in in a period may be used.

    Any use counts on the last day of its period, and a unit may have come in on the first day of its own: the last p
    with last day[p] - first day[since] <= life. What is used in the period in which it came in need not wait at all.
    """
    last = np.asarray(periods.bounds[1:]) - 1
    return max(since, int(np.searchsorted(last, periods.first(since) + life, side="right")) - 1)


def aged(programme: Programme, network: Network, periods: Periods) -> Network:
    """The network with vintages in the place of every stock that spoils."""
    lives = shelf_lives(programme)
    if not lives:
        return network
    flows: list[Flow] = []
    known = network.facts
    there = [*network.opening, *(row[0] for row in network.receipts), *(row[0] for row in known.arriving)]
    places = {(s.item, s.site): None for s in there if _spoils(s, lives)}
    for flow in network.flows:
        places.update(dict.fromkeys((s.item, s.site) for s, _ in (*flow.takes, *flow.gives) if _spoils(s, lives)))
        moves = flow.kind in {FlowKind.SHIP, FlowKind.SWAP}
        if moves and _spoils(flow.takes[0][0], lives) and _spoils(flow.gives[0][0], lives):
            flows += _by_vintage(flow, network.today, periods, lives)
        else:
            flows.append(replace(flow, gives=tuple((entrance(s, lives), n) for s, n in flow.gives)))
    for item, site in places:
        flows += _in_and_out(item, site, network.today, periods, lives[item])
    return replace(
        network,
        flows=tuple(flows),
        opening={entrance(s, lives): n for s, n in network.opening.items()},
        receipts=tuple((entrance(s, lives), o, day, n) for s, o, day, n in network.receipts),
        facts=replace(known, arriving=tuple((entrance(s, lives), day, n) for s, day, n in known.arriving)),
    )


def _spoils(stock: Stock, lives: dict[str, int]) -> bool:
    return not stock.stage and stock.item in lives


def entrance(stock: Stock, lives: dict[str, int]) -> Stock:
    """Where units that come into a stock come in."""
    return stock._replace(stage=ENTER) if _spoils(stock, lives) else stock


def _vintages(today: int, periods: Periods, life: int) -> Iterator[tuple[int, int]]:
    """Each period in which units may come in, with the last day on which they are good."""
    for since in range(periods.counted_by(today), len(periods)):
        yield since, periods.last(last_good(periods, since, life))


def _by_vintage(flow: Flow, today: int, periods: Periods, lives: dict[str, int]) -> Iterator[Flow]:
    """A shipment of each vintage, or its service for another item: it keeps its age, and must be good as both."""
    (taken, _), (given, _) = flow.takes[0], flow.gives[0]
    for since, good in _vintages(today, periods, min(lives[taken.item], lives[given.item])):
        yield replace(
            flow,
            takes=((taken._replace(stage=KEPT, since=since), 1.0),),
            gives=((given._replace(stage=KEPT, since=since), 1.0),),
            opens=max(flow.opens, periods.first(since)),
            spoils=good,
        )


def _in_and_out(item: str, site: str, today: int, periods: Periods, life: int) -> Iterator[Flow]:
    """Into the vintage of a period while it lasts, and out of it while it is good."""
    plain, enter, name = Stock(item, site), Stock(item, site, ENTER), f"{item} at {site}"
    for since, good in _vintages(today, periods, life):
        kept, first = Stock(item, site, KEPT, since), max(today, periods.first(since))
        yield Flow(
            kind=FlowKind.AGE, id=name, takes=((enter, 1.0),), gives=((kept, 1.0),), opens=first,
            closes=periods.last(since), whole=True,
        )  # fmt: skip
        yield Flow(
            kind=FlowKind.AGE, id=name, takes=((kept, 1.0),), gives=((plain, 1.0),), opens=first, spoils=good,
            whole=True,
        )  # fmt: skip


def passing(stocks: Sequence[Stock], lives: dict[str, int]) -> npt.NDArray[np.bool_]:
    """Which stocks hold nothing, because what passes through them spoils."""
    return np.array([_spoils(stock, lives) for stock in stocks], dtype=bool)
