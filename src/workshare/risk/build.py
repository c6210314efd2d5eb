"""From a plan to its execution: lines on the plan's own periods and lags, with all that holds them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workshare.gates import NEVER, Choices, Schedule, schedule
from workshare.model.ids import ModeId
from workshare.model.programme import by_id, days_from
from workshare.model.promises import Commitment, Demand, Measure
from workshare.outcome.plan import Plan
from workshare.outcome.terms import Purpose
from workshare.planner.earliest import earliest
from workshare.planner.facts import counted
from workshare.planner.lags import FINE, Floats
from workshare.planner.limits import least_lot
from workshare.planner.network import Flow, FlowKind, Network
from workshare.planner.stocks import DONE, Stock
from workshare.planner.transfer import allowed
from workshare.risk.amounts import key_of, planned_amounts
from workshare.risk.limits import Limits
from workshare.risk.lines import DELIVER, Execution, Give, Goal, Line, Task
from workshare.risk.money import Money
from workshare.risk.order import in_order, keyed, with_grain

MADE = (FlowKind.MAKE, FlowKind.FINISH)


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan with what follows from it again: its project, its network, and the first days of its flows."""

    plan: Plan
    project: Schedule
    network: Network
    start: tuple[int, ...]


def execution(plan: Plan, watched: Sequence[Commitment] = ()) -> Execution:
    """A plan as it is carried out; after its commitments come others that are to be watched.

    Raises ValueError where the plan's tables do not come from its programme.
    """
    reading = read_plan(plan)
    used, asked = _used(reading), _deliveries(plan)
    taken = {stock for n, _ in used for stock, _ in reading.network.flows[n].takes}
    taken |= {Stock(demand.item, demand.site) for demand, _ in asked}
    maker = _Maker(reading, tuple(sorted(taken)), (*plan.programme.commitments, *watched))
    lines = [maker.line(n, amounts) for n, amounts in used]
    lines += [maker.delivery(demand, amounts) for demand, amounts in asked]
    made = Execution(
        periods=plan.periods,
        today=reading.network.today,
        stocks=maker.stocks,
        opening=np.array([reading.network.opening.get(stock, 0.0) for stock in maker.stocks], dtype=float),
        coming=maker.coming(),
        grain=np.zeros((len(maker.stocks), len(plan.periods))),
        lines=tuple(lines),
        limits=tuple(f"{table} {name}" for table, name in maker.limits.number),
        sources=tuple(maker.limits.sources),
        caps=tuple(maker.limits.caps),
        tasks=maker.tasks(),
        builds=maker.money.builds(maker.limits, maker.task),
        funds=maker.money.funds(maker.task),
        purses=maker.money.purses,
        goals=tuple(maker.goals()),
        stops=maker.limits.stops,
        lots=len(maker.lots),
    )
    return in_order(with_grain(keyed(made, plan.programme)))


def choices_of(plan: Plan) -> Choices:
    """What a plan decided about its project: a start only where it waits though it need not."""
    programme, periods = plan.programme, plan.periods
    steps = {row.activity: row for row in plan.activities}
    today = days_from(programme.start, plan.as_of, 0)
    starts: dict[str, int] = {}
    for a in programme.activities:
        row = steps.get(a.id)
        if row is not None and not a.begun:
            before = [periods.day(steps[b].finish) for b in a.after if b in steps]
            soonest = max([today, days_from(programme.start, a.not_before, today), *before])
            if periods.day(row.start) > soonest:
                starts[a.id] = periods.day(row.start)
    built: dict[str, list[int]] = defaultdict(list)
    for made in plan.investments:
        built[made.investment].append(periods.day(made.decided))
    return Choices(
        modes={name: row.mode for name, row in steps.items()},
        starts=starts,
        left_out=frozenset(str(a.id) for a in programme.activities if a.id not in steps and not a.begun),
        investments={name: tuple(days) for name, days in built.items()},
    )


def read_plan(plan: Plan) -> Reading:
    """A plan with its project and network worked out again from its programme and its choices."""
    project = schedule(plan.programme, plan.as_of, choices_of(plan))
    for row in plan.activities:
        if project.activities[row.activity].finish != plan.periods.day(row.finish):
            raise ValueError(f"the plan has {row.activity} done on {row.finish}, which its programme does not")
    network = allowed(plan.programme, project, plan.as_of)
    return Reading(plan, project, network, earliest(network).start)


def flows_of(plan: Plan) -> tuple[Flow, ...]:
    """The flows behind the first lines of a plan's execution, in their order; behind the others are deliveries."""
    reading = read_plan(plan)
    return tuple(reading.network.flows[n] for n, _ in _used(reading))


def _used(reading: Reading) -> list[tuple[int, Floats]]:
    """The numbers of the flows that the plan uses, with their amounts; raises ValueError where it uses others."""
    left = planned_amounts(reading.plan, reading.network)
    found = []
    for n, flow in enumerate(reading.network.flows):
        amounts = left.pop(key_of(flow), None)
        if amounts is not None:
            found.append((n, amounts))
    if left:
        raise ValueError(f"the plan has {' '.join(next(iter(left)))}, which its programme does not")
    return found


def _deliveries(plan: Plan) -> list[tuple[Demand, Floats]]:
    """The demands that the plan serves from its day on, with what it delivers in each period."""
    given: dict[str, Floats] = defaultdict(lambda: np.zeros(len(plan.periods)))
    for row in plan.flows.deliveries:
        if row.date >= plan.as_of:
            given[row.demand][row.period] += row.quantity
    return [(d, given[d.id]) for d in plan.programme.demands if d.id in given]


class _Maker:
    """Makes the lines, tasks and goals of a plan's execution."""

    def __init__(self, reading: Reading, stocks: tuple[Stock, ...], judged: Sequence[Commitment]) -> None:
        self.reading, self.plan, self.network = reading, reading.plan, reading.network
        self.programme, self.periods = reading.plan.programme, reading.plan.periods
        self.stocks, self.stock = stocks, {stock: n for n, stock in enumerate(stocks)}
        self.limits = Limits(reading.plan, reading.network.facts)
        self.money = Money(reading.plan, reading.project, reading.network)
        self.task: dict[str, int] = {name: n for n, name in enumerate(reading.project.activities)}
        self.judged = [(c, c.measure) for c in judged if c.measure]
        self.measures: list[tuple[int, Measure]] = [(n, measure) for n, (_, measure) in enumerate(self.judged)]
        self.lots: dict[tuple[str, str], int] = {}
        self.rows = {
            (FlowKind.MAKE, str(o.id)): o for o in self.programme.operations
        } | {(FlowKind.BUY, str(s.id)): s for s in self.programme.supplies}  # fmt: skip

    def line(self, n: int, amounts: Floats) -> Line:
        """A flow of the plan as a line."""
        flow = self.network.flows[n]
        row = self.rows.get((flow.kind, flow.id))
        notice = flow.kind is FlowKind.BUY
        lead = flow.lead if not notice else int(row.lead_time.value) if row and row.lead_time else 0
        gates = [(self.task[a], days) for a, days in flow.way.waits if a in self.task]
        coarse = self._coarse(flow, self.reading.start[n])
        least = least_lot(row) if row and row.size_minimum else 0.0
        multiple = row.size_multiple.value if row and row.size_multiple else 0.0
        setup = self.limits.setup(flow)
        bound = bool(least or multiple or setup)
        return Line(
            kind=flow.kind,
            id=flow.id,
            plan=amounts,
            takes=tuple((self.stock[s], v) for s, v in flow.takes),
            gives=tuple(g for s, v in flow.gives if s.stage != DONE for g in self._give(flow.kind, s, v)),
            uses=self.limits.uses(flow),
            caps=self.limits.under(flow),
            lead=lead,
            notice=notice,
            ordered=tuple(t for t, days in gates if notice and days == lead),
            coarse=coarse,
            dated=max(flow.way.dated, 0 if notice else self.network.today),
            waits=tuple((t, days) for t, days in gates if not (notice and days == lead)),
            closes=flow.closes,
            whole=flow.kind is FlowKind.FINISH,
            least=least,
            multiple=multiple,
            lot=self.lots.setdefault((flow.kind, flow.id), len(self.lots)) if bound else -1,
            setup=setup,
            bill=self.money.bill(flow, amounts),
            stops=self.limits.direct(flow),
        )

    def _coarse(self, flow: Flow, start: int) -> int:
        """The first day from which long periods spread a flow's lag, as the planner does; -1 where it is rounded up."""
        if flow.whole or flow.lead == 0 or start >= NEVER or start > self.periods.horizon:
            return -1
        if all(end - first <= FINE for first, end in zip(self.periods.bounds, self.periods.bounds[1:], strict=False)):
            return -1
        return start if self.periods.first(self.periods.counted_by(start)) < start else 0

    def _give(self, kind: str, stock: Stock, per: float) -> list[Give]:
        """What a line gives of a stock, if anybody takes it or counts it."""
        made = kind in MADE and not stock.stage
        found = tuple(n for n, m in self.measures if made and m.made == stock.item and _at(stock.site, m))
        known = self.stock.get(stock, -1)
        return [Give(known, per, found)] if known >= 0 or found else []

    def delivery(self, demand: Demand, amounts: Floats) -> Line:
        """What is handed over to a demand, as a line."""
        quantity = demand.quantity.value if demand.quantity else 0.0
        last = len(self.periods) - 1
        if demand.max_lateness is not None:
            limit = min(self.periods.day(demand.due) + int(demand.max_lateness.value), self.periods.horizon)
            last = self.periods.counted_by(limit)
            last -= self.periods.last(last) > limit
        return Line(
            kind=DELIVER,
            id=str(demand.id),
            plan=amounts,
            takes=((self.stock[Stock(demand.item, demand.site)], 1.0),),
            dated=self.network.today,
            last=last,
            least=min(demand.min_shipment.value, quantity) if demand.min_shipment else 0.0,
            counted=tuple(n for n, m in self.measures if m.delivered == demand.item and _at(demand.site, m)),
        )

    def coming(self) -> Floats:
        """What comes into each stock by itself: work in progress, and goods on their way."""
        found = np.zeros((len(self.stocks), len(self.periods)))
        rows = [(stock, day, n) for stock, _, day, n in self.network.receipts]
        for stock, day, quantity in (*rows, *self.network.facts.arriving):
            if stock in self.stock and day <= self.periods.horizon:
                found[self.stock[stock], self.periods.counted_by(day)] += quantity
        return found

    def tasks(self) -> tuple[Task, ...]:
        """The activities of the plan, in an order in which none comes before what it waits for."""
        table, choices = by_id(self.programme.activities), self.reading.project.choices
        start, today, found = self.programme.start, days_from(self.programme.start, self.plan.as_of, 0), []
        for name, times in self.reading.project.activities.items():
            a = table[name]
            soonest = max(today, days_from(start, a.not_before, today), choices.starts.get(name, today))
            mode = a.ways[ModeId(times.mode)]
            found.append(
                Task(
                    id=name,
                    days=int(a.days.value if a.started else mode.days.value),
                    after=() if a.begun else tuple(self.task[b] for b in a.after if b in self.task),
                    earliest=soonest,
                    done=None if a.done is None else days_from(start, a.done, 0),
                    begun=None if a.started is None else days_from(start, a.started, 0),
                    funds=() if a.begun else self.money.payers(Purpose.ACTIVITY, name),
                )
            )
        return tuple(found)

    def goals(self) -> list[Goal]:
        """The commitments that something measures."""
        found = []
        for c, measure in self.judged:
            before = np.zeros(len(self.periods))
            for day, quantity in counted(self.programme, self.network.facts, measure):
                before[self.periods.counted_by(max(0, day))] += quantity
            for stock, _, day, quantity in self.network.receipts:
                if stock.item == measure.made and _at(stock.site, measure) and day <= self.periods.horizon:
                    before[self.periods.counted_by(day)] += quantity
            task = -1 if measure.done is None else self.task.get(measure.done, len(self.task))
            due = self.periods.day(c.due)
            found.append(Goal(id=str(c.id), due=due, amount=measure.amount, before=before, task=task))
        return found


def _at(site: str, measure: Measure) -> bool:
    return not measure.at or site in measure.at
