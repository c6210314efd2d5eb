"""What hindsight could have done for each promise alone: the first day on which anything that counts could exist.

Of every scenario all is known beforehand, every step is done in its quickest mode and as soon as can be, nothing else
is wanted of any line, and neither hours, money, outages nor quantities hold anything back. No policy does better, so
that the share of scenarios in which this day is not after the due date is an upper bound of what any plan can promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workshare.gates import NEVER
from workshare.model.figure import Figure
from workshare.model.programme import by_id, days_from
from workshare.model.project import NORMAL
from workshare.model.promises import Measure
from workshare.outcome.plan import Plan
from workshare.planner.network import Flow, FlowKind
from workshare.planner.stocks import Stock
from workshare.risk.build import choices_of, read_plan
from workshare.risk.dice import BLOCK, Dice, spread
from workshare.risk.draws import Days
from workshare.risk.jobs import Work
from workshare.risk.lines import Goal

TABLES = {FlowKind.MAKE: "operations", FlowKind.SHIP: "lanes", FlowKind.BUY: "supplies"}


def hindsight(plan: Plan, work: Work, day: Days) -> dict[str, float]:
    """For each goal the share of scenarios in which hindsight, alone for it, keeps it, and the policy does not.

    ``day`` [goal, scenario] is when the policy meets each goal in the study.
    """
    gained: dict[str, int] = {goal.id: 0 for goal in work.study.made.goals}
    seen = day.shape[1]
    for block in range(-(-seen // BLOCK)):
        here = slice(block * BLOCK, min((block + 1) * BLOCK, seen))
        for n, (goal, first) in enumerate(possible_days(plan, work, block)):
            alone = first[: here.stop - here.start] <= goal.due
            gained[goal.id] += int((alone & (day[n, here] > goal.due)).sum())
    return {name: count / seen for name, count in gained.items()}


def possible_days(plan: Plan, work: Work, block: int) -> list[tuple[Goal, Days]]:
    """For each goal the first possible day in the scenarios of a block."""
    return _Seer(plan, work).days(block)


@dataclass(slots=True)
class _Seer:
    """Sees what could have been, block by block."""

    plan: Plan
    work: Work

    def days(self, block: int) -> list[tuple[Goal, Days]]:
        """The first possible day of each goal in the scenarios of a block; NEVER of what is only watched."""
        made, programme = self.work.study.made, self.plan.programme
        measures = {str(c.id): c.measure for c in programme.commitments if c.measure}
        finish = self.finish(block)
        stock, flows = self.stocks(block, finish)
        found = []
        for goal in made.goals:
            measure = measures.get(goal.id)
            if measure is None:
                found.append((goal, np.full(BLOCK, NEVER, dtype=np.int64)))
                continue
            already = np.flatnonzero(np.cumsum(goal.before) >= goal.amount - 1e-6)
            if measure.done is not None:
                day = finish.get(str(measure.done), np.full(BLOCK, NEVER))
            else:
                day = _first(measure, stock, flows, self.plan)
            if len(already) and measure.done is None:
                day = np.minimum(day, made.periods.last(int(already[0])))
            found.append((goal, day))
        return found

    def finish(self, block: int) -> dict[str, Days]:
        """The first day on which each activity can be done: quickest mode, no waiting for money."""
        made, programme = self.work.study.made, self.plan.programme
        draws, table = self.work.study.draws(block), by_id(programme.activities)
        chosen, today, found = choices_of(self.plan).modes, made.today, dict[str, Days]()
        for n, task in enumerate(made.tasks):
            a, own = table[task.id], draws.days[n]
            if task.done is not None:
                found[task.id] = np.full(BLOCK, task.done, dtype=np.int64)
            elif task.begun is not None:
                found[task.id] = np.where(own >= NEVER, NEVER, np.maximum(today, task.begun + own))
            else:
                quickest = own
                for mode, way in a.ways.items():
                    if mode == chosen.get(task.id, NORMAL):
                        continue
                    others = self.drawn(f"activities/{a.id}/days/{mode}", way.days, block)
                    quickest = np.minimum(quickest, np.where(own >= NEVER, NEVER, others))
                begin = np.full(BLOCK, max(today, days_from(programme.start, a.not_before, today)), dtype=np.int64)
                for before in task.after:
                    begin = np.maximum(begin, found[made.tasks[before].id])
                found[task.id] = np.minimum(NEVER, begin + quickest)
        return found

    def drawn(self, name: str, figure: Figure, block: int) -> Days:
        """Whole days drawn from a figure's range."""
        rng = Dice(self.work.study.seed).stream(name, block)
        return np.rint(spread(figure).sample(rng)).astype(np.int64)

    def stocks(self, block: int, finish: Mapping[str, Days]) -> tuple[dict[Stock, Days], tuple[Flow, ...]]:
        """The first day of each stock in every scenario, and the flows: the least fixed point.

        start[f] = max(opens[f], max over s taken by f of stock[s]),
        stock[s] = min over f giving s of start[f] + lead[f]
        """
        network = read_plan(self.plan).network
        stock: dict[Stock, Days] = {}
        known = [(s, network.today) for s, n in network.opening.items() if n > 0]
        known += [(s, day) for s, _, day, _ in network.receipts] + [(s, day) for s, day, _ in network.facts.arriving]
        for place, day in known:
            stock[place] = np.minimum(stock.get(place, np.full(BLOCK, NEVER)), day)
        opens = [self.opens(flow, finish, block) for flow in network.flows]
        leads = [self.lead(flow, block) for flow in network.flows]
        changed = True
        while changed:
            changed = False
            for n, flow in enumerate(network.flows):
                start = opens[n]
                for place, _ in flow.takes:
                    start = np.maximum(start, stock.get(place, np.full(BLOCK, NEVER)))
                start = np.where(start > flow.closes, NEVER, start)
                for place, _ in flow.gives:
                    there = np.minimum(NEVER, start + leads[n])
                    before = stock.get(place)
                    if before is None or (there < before).any():
                        stock[place] = there if before is None else np.minimum(before, there)
                        changed = True
        return stock, network.flows

    def lead(self, flow: Flow, block: int) -> Days:
        """The days from start to arrival; what is bought arrives on its start."""
        figure = self.figure(flow)
        if figure is None or flow.kind is FlowKind.BUY:
            return np.full(BLOCK, flow.lead, dtype=np.int64)
        return self.drawn(f"{TABLES[flow.kind]}/{flow.id}/lead_time", figure, block)

    def figure(self, flow: Flow) -> Figure | None:
        """The figure of a flow's lead time."""
        if flow.kind not in TABLES:
            return None
        rows = by_id(getattr(self.plan.programme, TABLES[flow.kind]))
        found: Figure | None = rows[flow.id].lead_time
        return found

    def opens(self, flow: Flow, finish: Mapping[str, Days], block: int) -> Days:
        """The first day on which a flow may start."""
        today, figure = self.work.study.made.today, self.figure(flow)
        notice = np.zeros(BLOCK, dtype=np.int64)
        lead = int(figure.value) if figure is not None else 0
        if flow.kind is FlowKind.BUY and figure is not None:
            notice = self.drawn(f"supplies/{flow.id}/lead_time", figure, block)
        day = np.maximum(flow.way.dated, today + notice)
        for activity, days in flow.way.waits:
            ordered = flow.kind is FlowKind.BUY and days == lead
            wait = notice if ordered else np.full(BLOCK, days, dtype=np.int64)
            day = np.maximum(day, finish.get(activity, np.full(BLOCK, NEVER)) + wait)
        return np.minimum(NEVER, day)


def _first(measure: Measure, stock: Mapping[Stock, Days], flows: tuple[Flow, ...], plan: Plan) -> Days:
    """The first day on which anything that a measure counts can be handed over, or comes out of an operation."""
    day = np.full(BLOCK, NEVER, dtype=np.int64)
    if measure.delivered is not None:
        places = [Stock(d.item, d.site) for d in plan.programme.demands if d.item == measure.delivered]
        for place in places:
            if not measure.at or place.site in measure.at:
                day = np.minimum(day, stock.get(place, day))
        return day
    for flow in flows:
        for place, _ in flow.gives if flow.kind in {FlowKind.MAKE, FlowKind.FINISH} else ():
            if place.item == measure.made and not place.stage and (not measure.at or place.site in measure.at):
                day = np.minimum(day, stock.get(place, day))
    return day
