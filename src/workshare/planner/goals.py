"""The goals, in their order, each as a linear function of the columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from workshare.model.network import Stock as StockRow
from workshare.model.programme import by_id
from workshare.model.promises import Commitment
from workshare.outcome.last import change_value
from workshare.planner.backlogs import OWED, layers
from workshare.planner.blocks import Grid
from workshare.planner.fleets import LACKING, wanted
from workshare.planner.lags import Floats
from workshare.planner.model import Model
from workshare.planner.objective import Objective, fresh
from workshare.planner.rules.change import CHANGED, OTHERWISE, columns_of_ways, last_amounts, unlike_last
from workshare.planner.rules.project import STARTS, UNDONE
from workshare.planner.spending import Things, fact_payments, flow_costs, project_payments, setup_costs
from workshare.planner.stocks import KEPT, WORK, Stock

CHANGED_DECISIONS = "decisions changed"


class GoalKind(StrEnum):
    """The kinds of goal."""

    WEIGHTED = "late, weighted"
    LATE = "late"
    SHORT = "short"
    LACKING = "lacking"
    COMMITMENT = "commitment"
    MILESTONE = "milestone"
    BELOW = "below minimum stock"
    NOT_DONE = "activities not done"
    PROJECT = "project cost"
    OTHERWISE = CHANGED_DECISIONS
    PROMPT = "activities early"
    AHEAD = "promises early"
    COST = "cost"
    CHANGE = "change from the last plan"
    EARLY = "early stock"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its name and what it minimises; for a commitment the objective is built while solving."""

    kind: GoalKind
    name: str
    objective: Objective
    commitment: int = -1
    priority: int = 0


def goals(
    model: Model, weights: Mapping[int, float] | None = None, leave_out: Collection[GoalKind] = ()
) -> Iterator[Goal]:
    """The goals of a model but those left out, most important first.

    For each priority: late quantity-days of its demands, then what is never delivered, unit-days that its fleets lack,
    then the date of each of its commitments; then stock below its minimum; where the project has decisions, activities
    not done, what it costs, what is decided otherwise than in the last plan, and activities early; then promises
    earlier than due, cost, change from the last plan, and stock that waits. With ``weights`` by priority late
    quantity-days are one goal, and only the project's come after it.
    """
    found = _by_weight(model, weights) if weights is not None else _all(model, leave_out)
    return (goal for goal in found if goal.kind not in leave_out)


def _by_weight(model: Model, weights: Mapping[int, float]) -> Iterator[Goal]:
    yield Goal(GoalKind.WEIGHTED, str(GoalKind.WEIGHTED), _weighted(model, weights))
    yield from _of_project(model)


def _all(model: Model, leave_out: Collection[GoalKind]) -> Iterator[Goal]:
    priorities = {d.priority for d, _, _ in model.shrunk.demands} | {b.priority for b in model.shrunk.backlogs}
    priorities |= {f.priority for f in model.programme.fleets}
    priorities |= {c.priority for c in (*model.commitments, *_milestones(model))}
    for priority in sorted(priorities):
        yield from _of_priority(model, priority)
    if any(row.minimum is not None for row in model.programme.stock):
        yield Goal(GoalKind.BELOW, "stock below its minimum", _below(model))
    yield from _of_project(model)
    if model.commitments:
        yield Goal(GoalKind.AHEAD, "promises before they are due", _ahead(model))
    yield Goal(GoalKind.COST, "cost", _cost(model))
    if model.last is not None:
        yield Goal(GoalKind.CHANGE, "change from the last plan", _change(model))
    if GoalKind.EARLY not in leave_out:  # a contracted model does not know every stock
        yield Goal(GoalKind.EARLY, "stock that waits", _waiting(model))


def _of_project(model: Model) -> Iterator[Goal]:
    """The goals that settle a project as far as nothing else depends on it, where it has decisions."""
    if model.deciding.anything:
        yield Goal(GoalKind.NOT_DONE, "activities not done", _not_done(model))
        yield Goal(GoalKind.PROJECT, "project cost", _project_cost(model))
        if model.last is not None:
            yield Goal(GoalKind.OTHERWISE, CHANGED_DECISIONS, _decisions_changed(model))
        yield Goal(GoalKind.PROMPT, "activities early", _prompt(model))


def _of_priority(model: Model, priority: int) -> Iterator[Goal]:
    """The goals of one priority, most important first."""
    demands, milestones = model.shrunk.demands, _milestones(model)
    mine = [n for n, (d, _, _) in enumerate(demands) if d.priority == priority]
    if mine or any(b.priority == priority for b in model.shrunk.backlogs):
        late, never = _late(model, mine), _never(model, mine)
        late, never = _sum(late, late_together(model, priority)), _sum(never, _never_together(model, priority))
        yield Goal(GoalKind.LATE, f"late, priority {priority}", late, priority=priority)
        yield Goal(GoalKind.SHORT, f"short, priority {priority}", never, priority=priority)
    if any(fleet.priority == priority for fleet in model.programme.fleets):
        yield Goal(GoalKind.LACKING, f"lacking, priority {priority}", _lacking(model, priority))
    promised = [n for n, c in enumerate(model.commitments) if c.priority == priority]
    for n in sorted(promised, key=lambda n: (model.commitments[n].due, model.commitments[n].id)):
        yield Goal(GoalKind.COMMITMENT, f"commitment {model.commitments[n].id}", fresh([], []), n)
    for c in sorted((c for c in milestones if c.priority == priority), key=lambda c: (c.due, c.id)):
        yield Goal(GoalKind.MILESTONE, f"commitment {c.id}", _undone_after(model, c))


def _weighted(model: Model, weights: Mapping[int, float]) -> Objective:
    """Late quantity-days, each by the weight of its priority; what is never served counts as one period later still.

    sum over priorities n of weight[n] · (late[n] + days of the last period · short[n])
    """
    found = fresh([], [])
    last = float(model.shrunk.lengths[-1])
    for priority, weight in sorted(weights.items()):
        mine = [n for n, (d, _, _) in enumerate(model.shrunk.demands) if d.priority == priority]
        for part, scale in (
            (_late(model, mine), weight),
            (late_together(model, priority), weight),
            (_never(model, mine), weight * last),
            (_never_together(model, priority), weight * last),
        ):
            found = _sum(found, Objective(part.columns, part.weights * scale, part.constant * scale))
    return found


def _sum(one: Objective, other: Objective) -> Objective:
    columns = np.concatenate([one.columns, other.columns])
    return Objective(columns, np.concatenate([one.weights, other.weights]), one.constant + other.constant)


def late_together(model: Model, priority: int) -> Objective:
    """Late quantity-days of what is owed together: each layer's late days from one period to the next."""
    grid, found = model.columns.further[OWED], layers(model.shrunk.backlogs, model.shrunk.lengths)
    chosen = np.array([b.priority == priority for b in model.shrunk.backlogs], dtype=bool)
    mine = np.flatnonzero(chosen[found.backlog[grid.owner]] & (found.days > 0)) if grid.size else grid.owner
    constant = sum(b.late_days for b in model.shrunk.backlogs if b.priority == priority)
    return fresh(grid.base + mine, found.days[mine], constant)


def _never_together(model: Model, priority: int) -> Objective:
    """What is still owed after the last period."""
    grid, found = model.columns.further[OWED], layers(model.shrunk.backlogs, model.shrunk.lengths)
    last = len(model.shrunk.periods) - 1
    chosen = np.array([b.priority == priority for b in model.shrunk.backlogs], dtype=bool)
    ends = np.flatnonzero(chosen[found.backlog] & (found.last == last)) if grid.size else found.backlog
    columns = grid.at(ends, np.full(len(ends), last)) if len(ends) else ends
    return fresh(columns, np.ones(len(columns)))


def lateness(model: Model, day: int) -> Floats:
    """For each period the days by which a delivery in it comes after ``day``."""
    last = np.asarray(model.shrunk.periods.bounds[1:], dtype=float) - 1
    return np.asarray(np.maximum(last - day, 0.0))


def _late(model: Model, mine: list[int]) -> Objective:
    """Late quantity-days: what is left after a period waits for the next one's end; what is never served, to the end.

    sum over d, p of left[d,p] · (lateness[d,p+1] - lateness[d,p]),  with lateness at the horizon after the last
    """
    left, demands = model.columns.left, model.shrunk.demands
    columns, weights, constant = [], [], 0.0
    for n in mine:
        demand, first, last = demands[n]
        days = lateness(model, model.shrunk.periods.day(demand.due))
        quantity = demand.quantity.value if demand.quantity else 0.0
        constant += model.shrunk.network.facts.late_days(demand)
        if first > last:
            constant += quantity * float(days[-1])
            continue
        constant += quantity * float(days[first])
        steps = np.append(np.diff(days[first : last + 1]), days[-1] - days[last])
        some = np.flatnonzero(steps)
        columns.append(left.at(n, first + some))
        weights.append(steps[some])
    return fresh(np.concatenate([[], *columns]), np.concatenate([[], *weights]), constant)


def _never(model: Model, mine: list[int]) -> Objective:
    left, demands = model.columns.left, model.shrunk.demands
    served = [n for n in mine if demands[n][1] <= demands[n][2]]
    lost = sum(d.quantity.value for n in mine for d, a, b in [demands[n]] if a > b and d.quantity)
    last = [int(left.at(n, demands[n][2])) for n in served]
    return fresh(last, np.ones(len(last)), lost)


def _lacking(model: Model, priority: int) -> Objective:
    """Unit-days that the fleets of a priority lack:  sum over f, p of lacking[f,p] · days of p on which f is wanted."""
    grid, shrunk = model.columns.further[LACKING], model.shrunk
    columns, weights = [np.zeros(0)], [np.zeros(0)]
    for n, fleet in enumerate(model.programme.fleets):
        if fleet.priority == priority:
            _, days = wanted(model.programme, fleet, shrunk.periods, shrunk.network.today)
            columns.append(np.arange(grid.of(n).start, grid.of(n).stop))
            weights.append(days[int(grid.first[n]) : int(grid.last[n]) + 1])
    return fresh(np.concatenate(columns), np.concatenate(weights))


def shortfall(model: Model, commitment: int, period: int) -> Objective:
    """What a commitment lacks at the end of a period."""
    return fresh([int(model.columns.short.at(commitment, period))], [1.0])


def period_due(model: Model, commitment: Commitment) -> int:
    """The last period that ends on or before a commitment's due date (-1: none does)."""
    periods = model.shrunk.periods
    due = periods.day(commitment.due)
    p = periods.counted_by(min(due, periods.horizon))
    return p - (periods.last(p) > due)


def _milestones(model: Model) -> list[Commitment]:
    """The commitments that are measured by an activity whose date is a decision."""
    free = model.deciding.free
    return [c for c in model.programme.commitments if c.measure and c.measure.done and c.measure.done in free]


def _undone_after(model: Model, commitment: Commitment) -> Objective:
    """Days late of an activity: the days after the due date, within the horizon, on which it is not done."""
    activity = commitment.measure.done if commitment.measure else None
    return _undone_days(model, str(activity), model.shrunk.periods.day(commitment.due))


def _undone_days(model: Model, activity: str, after: int) -> Objective:
    """The days after a day and before the horizon's end on which an activity is not done."""
    grid = model.columns.further[UNDONE]
    number = list(model.deciding.finishes).index(activity)
    days = [max(after, day) for day in model.deciding.finishes[activity]]
    horizon = max(after, model.shrunk.periods.horizon)
    steps = np.diff([*days, horizon]).astype(float)
    some = np.flatnonzero(steps)
    return fresh(grid.at(number, some), steps[some], float((days[0] if days else horizon) - after))


def _not_done(model: Model) -> Objective:
    """The activities that are neither optional nor done within the horizon."""
    grid = model.columns.further[UNDONE]
    optional = {a.id for a in model.programme.activities if a.optional}
    asked = [n for n, a in enumerate(model.deciding.finishes) if a not in optional]
    last = [int(grid.of(n).stop) - 1 for n in asked if grid.last[n] >= 0]
    return fresh(last, np.ones(len(last)), float(len(asked) - len(last)))


def _project_cost(model: Model) -> Objective:
    """Money for activities and investments, whenever it is paid."""
    grid, rates = model.columns.further[STARTS], model.shrunk.network.rates
    cost = [rates.cost(s.price, day) for s in model.deciding.steps for day in s.days]
    return _sparse(grid, np.array(cost))


def _prompt(model: Model) -> Objective:
    """Days by which activities are done, or investments and options taken, later than they could be."""
    optional = {str(a.id) for a in model.programme.activities if a.optional}
    parts = [_undone_days(model, a, 0) for a in model.deciding.finishes if a not in optional]
    grid = model.columns.further[STARTS]
    taken = [
        1.0 + day - s.days[0] if not s.mode or s.id in optional else 0.0 for s in model.deciding.steps for day in s.days
    ]
    parts.append(_sparse(grid, np.array(taken)))
    return fresh(np.concatenate([p.columns for p in parts]), np.concatenate([p.weights for p in parts]))


def _below(model: Model) -> Objective:
    """Quantity-days below the minimum; before anything can be there at all, the whole minimum lacks."""
    grid, bounds = model.columns.below, model.shrunk.periods.bounds
    days = np.diff(np.asarray(bounds))[grid.period]
    constant = 0.0
    for row in model.programme.stock:
        if row.minimum is not None:
            number = model.stock_number.get(Stock(row.item, row.site))
            first = len(bounds) - 1 if number is None else int(grid.first[number])
            constant += _below_before(model, row, first)
    return fresh(np.arange(grid.base, grid.end), days, constant)


def _below_before(model: Model, row: StockRow, first: int) -> float:
    """Quantity-days that a stock lacks to its minimum before the period in which the plan first knows it."""
    facts, bounds = model.shrunk.network.facts, model.shrunk.periods.bounds
    least = row.minimum.value if row.minimum else 0.0
    if not facts.actuals:
        return max(0.0, least - row.quantity.value) * bounds[first]
    stock = Stock(row.item, row.site)
    days = pairwise(bounds[: first + 1])
    return sum((end - begin) * max(0.0, least - facts.level(stock, end - 1)) for begin, end in days)


def _ahead(model: Model) -> Objective:
    """What promises lack, day by day from the start, each in proportion to its amount."""
    grid = model.columns.short
    days = np.diff(np.asarray(model.shrunk.periods.bounds))[grid.period]
    amount = np.array([c.measure.amount for c in model.commitments if c.measure])
    return fresh(np.arange(grid.base, grid.end), days / amount[grid.owner])


def _cost(model: Model) -> Objective:
    """Money for runs and set-ups, shipments and purchases, activities and investments, in the programme's currency."""
    things = Things(model.programme)
    fixed = sum(amount for _, _, amount in project_payments(model, things))
    fixed += sum(amount for *_, amount in fact_payments(model, things))
    parts = [_sparse(model.columns.flow, flow_costs(model)), _project_cost(model), setup_costs(model)]
    columns = np.concatenate([part.columns for part in parts])
    return fresh(columns, np.concatenate([part.weights for part in parts]), fixed)


def _decisions_changed(model: Model) -> Objective:
    """Steps of the last plan that are not taken as they were, and steps that it did not take."""
    grid = model.columns.further[OTHERWISE]
    columns = [*range(grid.base, grid.end), *unlike_last(model)]
    return fresh(columns, np.ones(len(columns)))


def _change(model: Model) -> Objective:
    """The value, at standard costs, by which runs, shipments and purchases differ from the last plan's."""
    grid, last = model.columns.further[CHANGED], last_amounts(model)
    weights = [change_value(model.programme, way) for way, _ in last]
    columns = list(range(grid.base, grid.end))
    for cell, new in columns_of_ways(model).items():
        if cell not in last:
            columns += new
            weights += [change_value(model.programme, cell[0])] * len(new)
    return fresh(columns, weights)


def _waiting(model: Model) -> Objective:
    """Value-days of stock, of goods on the way, and of deliveries before they are due, at relative standard costs."""
    hold, serve, flow = model.columns.hold, model.columns.serve, model.columns.flow
    bounds = np.asarray(model.shrunk.periods.bounds)
    worth = stock_values(model)
    items = unit_values(model)
    parts = [_sparse(hold, worth[hold.owner] * np.diff(bounds)[hold.period])]
    due = np.array([model.shrunk.periods.day(d.due) for d, _, _ in model.shrunk.demands], dtype=np.int64)
    value = np.array([items[d.item] for d, _, _ in model.shrunk.demands])
    parts.append(_sparse(serve, np.maximum(due[serve.owner] - (bounds[1:] - 1)[serve.period], 0) * value[serve.owner]))
    taken = [f.lead * sum(v * worth[model.stock_number[s]] for s, v in f.takes) for f in model.shrunk.flows]
    parts.append(_sparse(flow, np.array(taken)[flow.owner] if flow.size else np.zeros(0)))
    return fresh(np.concatenate([p.columns for p in parts]), np.concatenate([p.weights for p in parts]))


def unit_values(model: Model) -> dict[str, float]:
    """Standard costs relative to the dearest item's, 1 where none is given."""
    costs = {i.id: i.cost.value for i in model.programme.items if i.cost and i.cost.value > 0}
    dearest = max(costs.values(), default=1.0)
    return {i.id: costs.get(i.id, dearest) / dearest for i in model.programme.items}


def stock_values(model: Model) -> Floats:
    """The relative value of a unit of each stock; unfinished work is worth its output."""
    items = unit_values(model)
    makes = by_id(model.programme.operations)
    runs = {o: sum(items[i] * n.value for i, n in makes[o].makes.items()) for o in makes}
    worth = {"": items, KEPT: items, WORK: runs}
    return np.array([worth[s.stage][s.item] if s.stage in worth else 0.0 for s in model.stocks])


def _sparse(grid: Grid, weights: Floats) -> Objective:
    some = np.flatnonzero(weights)
    return fresh(grid.base + some, weights[some])
