"""What began in one future, as the actuals of a programme."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workshare.model.figure import plain
from workshare.model.fleets import Actual, Fleet, Happened
from workshare.model.ids import DemandId, ItemId, LaneId, LicenceId, OperationId, SiteId, SupplyId
from workshare.model.network import Stock
from workshare.model.programme import Programme, by_id
from workshare.outcome.plan import Plan
from workshare.planner.lags import Floats
from workshare.planner.network import Flow, FlowKind
from workshare.risk.build import flows_of
from workshare.risk.draws import Days
from workshare.risk.lines import Execution, lag_of

DUST = 1e-9
"""Less than this did not happen."""


@dataclass(frozen=True, slots=True)
class Began:
    """What began in one future before period ``until``: [line, period, 0], with each line's opening day and lead."""

    made: Execution
    amounts: Floats
    opens: Days
    lead: Days
    until: int

    def parts(self, n: int) -> Iterator[tuple[int, float]]:
        """The days on which a line began, and how much: the last of a period on which it arrives when it does.

        Where a long period spreads a lag, part of what began in it is there before its end.
        """
        line, periods, lead = self.made.lines[n], self.made.periods, int(self.lead[n, 0])
        for p in range(self.until):
            amount = float(self.amounts[n, p, 0])
            if amount <= DUST:
                continue
            if line.notice or line.coarse < 0 or int(self.opens[n, 0]) > periods.first(p):
                yield periods.last(p), amount
                continue
            lag = lag_of(periods, lead, line.coarse)
            for k in range(lag.begin[p], lag.begin[p + 1]):
                soonest = max(periods.first(p), periods.last(int(lag.into[k])) - lead)
                yield min(periods.last(p), soonest), amount * float(lag.share[k])


def happened(programme: Programme, plan: Plan, began: Began) -> Programme:
    """The programme with what began as actuals, and with its fleets as they stand."""
    flows = flows_of(plan)
    rows = [row for n, flow in enumerate(flows) for row in _moved(plan, flow, began.parts(n))]
    rows += _delivered(plan, flows, began)
    order = {what: n for n, what in enumerate(Happened)}
    rows.sort(key=lambda a: (a.date, order[a.what]))
    return _with_fleets(replace(programme, actuals=(*programme.actuals, *rows)), flows, began)


def _moved(plan: Plan, flow: Flow, parts: Iterable[tuple[int, float]]) -> Iterator[Actual]:
    for day, amount in parts:
        row = _row(flow, plan.periods.date(day), amount) if amount > DUST else None
        if row is not None:
            yield row


def _row(flow: Flow, date: dt.date, amount: float) -> Actual | None:
    """What began of a flow on a day; None for what follows by itself, and for what deliveries say."""
    quantity = plain(amount)
    licences = tuple(LicenceId(name) for name in flow.way.licences)
    match flow.kind:
        case FlowKind.MAKE:
            return Actual(what=Happened.PRODUCED, date=date, operation=OperationId(flow.id), quantity=quantity,
                          licences=licences)  # fmt: skip
        case FlowKind.BUY:
            return Actual(what=Happened.RECEIVED, date=date, supply=SupplyId(flow.id), quantity=quantity,
                          licences=licences)  # fmt: skip
        case FlowKind.SHIP:
            taken, given = flow.takes[0][0], flow.gives[0][0]
            return Actual(what=Happened.SHIPPED, date=date, lane=LaneId(flow.id), item=ItemId(taken.item),
                          origin=SiteId(taken.site), destination=SiteId(given.site), quantity=quantity,
                          licences=licences)  # fmt: skip
        case _:
            return None


def _delivered(plan: Plan, flows: tuple[Flow, ...], began: Began) -> Iterator[Actual]:
    """What was handed over; what serves for another item is handed over first."""
    demands = by_id(plan.programme.demands)
    swaps = [(n, flow) for n, flow in enumerate(flows) if flow.kind is FlowKind.SWAP]
    there: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for p in range(began.until):
        for n, flow in swaps:
            given = flow.gives[0][0]
            there[given.item, given.site][flow.takes[0][0].item] += float(began.amounts[n, p, 0])
        for n in range(len(flows), len(began.made.lines)):
            demand, left = demands[DemandId(began.made.lines[n].id)], float(began.amounts[n, p, 0])
            for item, amount in there[demand.item, demand.site].items():
                part = min(left, amount)
                there[demand.item, demand.site][item] -= part
                left -= part
                if part > DUST:
                    yield Actual(what=Happened.DELIVERED, date=plan.periods.ends(p), demand=demand.id,
                                 item=ItemId(item), quantity=plain(part))  # fmt: skip
            if left > DUST:
                yield Actual(what=Happened.DELIVERED, date=plan.periods.ends(p), demand=demand.id, quantity=plain(left))


def _with_fleets(programme: Programme, flows: tuple[Flow, ...], began: Began) -> Programme:
    """Fleets as they stand: what failed lies at their sites, what went into service does not."""
    so_far = began.amounts[:, : began.until, 0].sum(axis=1)
    stock = {(row.item, row.site): row for row in programme.stock}
    fleets = []
    for fleet in programme.fleets:
        amounts = dict.fromkeys((FlowKind.FIELD, FlowKind.FAIL), 0.0)
        for n, flow in enumerate(flows):
            if flow.kind in amounts and flow.id == fleet.id:
                amounts[flow.kind] += float(so_far[n])
        fielded, failed = amounts[FlowKind.FIELD], amounts[FlowKind.FAIL]
        fleets.append(replace(fleet, in_service=plain(fleet.at_start + fielded - failed)))
        _more(stock, fleet, fleet.item, -fielded)
        if fleet.returns:
            _more(stock, fleet, fleet.returns, fleet.come_back * failed)
    return replace(programme, fleets=tuple(fleets), stock=tuple(stock.values()))


def _more(stock: dict[tuple[ItemId, SiteId], Stock], fleet: Fleet, item: ItemId, amount: float) -> None:
    row = stock.get((item, fleet.site)) or Stock(item=item, site=fleet.site, quantity=plain(0.0))
    stock[item, fleet.site] = replace(row, quantity=plain(row.quantity.value + amount))
