"""From a programme to a verified plan."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from workshare.gates import Schedule, schedule
from workshare.model.calendar import Periods, periods
from workshare.model.figure import End, figures_of
from workshare.model.programme import Programme, at_end, by_id
from workshare.outcome.plan import Flows, Plan, Status
from workshare.outcome.rows import CommitmentAccount, GoalValue, Load, Opening, Outlook, Step
from workshare.outcome.table import Table
from workshare.planner.goals import GoalKind
from workshare.planner.hangs import chain, limits
from workshare.planner.lexico import Solution, first_day, solve
from workshare.planner.lp import Settings
from workshare.planner.model import Model, Problem, formulate, layout
from workshare.planner.network import NEVER, network
from workshare.planner.rules import FAMILIES, RULES
from workshare.planner.rules.flows import hours_available
from workshare.planner.shrink import shrink
from workshare.planner.tables import tables
from workshare.planner.verify import verify
from workshare.results.accounts import below_minimum, cost, demand_accounts, value_shares
from workshare.results.standings import standing

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A solved model, before it is told as a plan."""

    model: Model
    problem: Problem
    schedule: Schedule
    solution: Solution


def make_plan(
    programme: Programme,
    *,
    as_of: dt.date | None = None,
    settings: Settings | None = None,
    say: Say | None = None,
) -> Plan:
    """The best plan of a programme, its goals met in order, verified without the solver.

    Nothing begins before ``as_of`` (default: the programme's start); ``say`` is told what is being worked on.
    Raises NoPlan where the rules leave no plan at all, and Unsound if verification finds a fault.
    """
    as_of, settings, say = as_of or programme.start, settings or Settings(), say or _quiet
    clock = _Clock()
    with ThreadPoolExecutor(max_workers=2) as beside:  # the solver works outside Python's lock
        ends = {end: beside.submit(_accounts_at, programme, as_of, settings, end) for end in _ends(programme)}
        drafted = draft(programme, as_of, settings, say=say, clock=clock)
        with clock("tables"):
            made = tell(programme, as_of, drafted)
        with clock("verify"):
            say("verifying")
            check_objective(made, drafted.solution)
            faults = verify(made)
            if faults:
                raise Unsound(f"{len(faults)} faults in the plan, the first: {faults[0]}")
        with clock("ranges"):
            say("all ranges at their good and bad ends")
            made = _with_outlook(made, {end: future.result() for end, future in ends.items()})
    return replace(made, seconds=dict(clock.spent))


def draft(
    programme: Programme,
    as_of: dt.date,
    settings: Settings,
    *,
    say: Say,
    clock: _Clock,
    leave_out: frozenset[GoalKind] = frozenset(),
) -> Draft:
    """Shrink, formulate and solve a programme."""
    with clock("network"):
        project = schedule(programme, as_of)
        calendar = calendar_of(programme, project)
        shrunk = shrink(programme, network(programme, project, as_of), calendar)
    with clock("build"):
        model = layout(programme, shrunk, project, FAMILIES)
        problem = formulate(model, RULES)
    with clock("solve"):
        solution = solve(model, problem, settings, say, leave_out=leave_out)
    return Draft(model, problem, project, solution)


def calendar_of(programme: Programme, project: Schedule) -> Periods:
    """The programme's periods, cut where a commitment is due, a gate opens, or a capacity changes."""
    base = periods(programme.start, programme.until, programme.calendar)
    cuts = [base.day(c.due) + 1 for c in programme.commitments]
    cuts += [day for day, _ in project.gates.values()]
    for resource in programme.resources:
        cuts += [base.day(s.effective_start) for s in resource.hours if s.effective_start]
        cuts += [base.day(s.effective_end) + 1 for s in resource.hours if s.effective_end]
    return base.cut(cuts)


def tell(programme: Programme, as_of: dt.date, drafted: Draft) -> Plan:
    """A solved model as a plan: tables, accounts and standings."""
    model, project, solution = drafted.model, drafted.schedule, drafted.solution
    calendar = model.shrunk.periods
    flows = tables(model, solution.x)
    return Plan(
        programme=programme,
        as_of=as_of,
        periods=calendar,
        status=Status.OPTIMAL if solution.optimal else Status.FEASIBLE,
        flows=flows,
        goals=Table(GoalValue, solution.values),
        demands=demand_accounts(programme, calendar, flows.deliveries),
        commitments=_standings(drafted, flows),
        activities=_steps(programme, project, calendar),
        gates=Table(Opening, [
            Opening(gate=g, date=calendar.date(day), activity=last or "")
            for g, (day, last) in project.gates.items()
            if day < NEVER
        ]),
        resources=_loads(drafted, flows),
        workshare=value_shares(programme, flows),
    )  # fmt: skip


def _standings(drafted: Draft, flows: Flows) -> Table[CommitmentAccount]:
    model, project = drafted.model, drafted.schedule
    calendar = model.shrunk.periods
    finished = {a: calendar.date(t.finish) for a, t in project.activities.items()}
    number = {c.id: n for n, c in enumerate(model.commitments)}
    rows = []
    for c in model.programme.commitments:
        earliest = None
        if c.id in number:
            day = first_day(model, number[c.id])
            earliest = calendar.date(day) if day < NEVER else None
        elif c.measure and c.measure.done:
            earliest = finished.get(c.measure.done)
        account = standing(c, calendar, flows, finished)
        links = chain(model, project, c)
        if c.id in drafted.solution.limits:
            links = limits(model, drafted.problem, drafted.solution.limits[c.id]) + links
        rows.append(
            replace(
                account,
                earliest=earliest,
                hangs_on=tuple(links),
                figures=sum(x.figures for x in links),
                assumed=sum(x.assumed for x in links),
            )
        )
    return Table(CommitmentAccount, rows)


def _steps(programme: Programme, project: Schedule, calendar: Periods) -> Table[Step]:
    return Table(
        Step,
        [
            Step(
                activity=a.id,
                country=a.country or "",
                start=calendar.date(project.activities[a.id].start),
                finish=calendar.date(project.activities[a.id].finish),
                slack_days=project.activities[a.id].slack,
                critical=project.activities[a.id].slack == 0 and a.done is None,
                done=a.done is not None,
                mode=project.activities[a.id].mode,
            )
            for a in programme.activities
            if a.id in project.activities
        ],
    )


def _loads(drafted: Draft, flows: Flows) -> Table[Load]:
    """Hours and capacity of every resource, with the dual values of the first goal that falls short."""
    model, programme = drafted.model, drafted.model.programme
    calendar = model.shrunk.periods
    names = tuple(r.id for r in programme.resources)
    have = hours_available(model, names)
    used = np.zeros_like(have)
    row: dict[str, int] = {name: n for n, name in enumerate(names)}
    operations = by_id(programme.operations)
    for made in flows.production:
        for resource, hours in operations[made.operation].time.items():
            used[row[resource], made.period] += hours.value * made.runs
    price = np.zeros_like(have)
    if drafted.solution.first_short is not None:
        first, rows = drafted.problem.rows["capacity"]
        duals = drafted.solution.first_short.rows[first : first + rows.grid.size]
        for k in np.flatnonzero(duals):
            price[row[rows.things[int(rows.grid.owner[k])]], int(rows.grid.period[k])] = max(0.0, -float(duals[k]))
    return Table(
        Load,
        [
            Load(
                resource=r.id,
                site=r.site,
                period=p,
                first=calendar.date(calendar.first(p)),
                date=calendar.ends(p),
                hours=float(used[n, p]),
                capacity=float(have[n, p]),
                shadow_price=float(price[n, p]),
            )
            for n, r in enumerate(programme.resources)
            for p in range(len(calendar))
        ],
    )


def _ends(programme: Programme) -> tuple[End, ...]:
    """The ends at which commitments are looked at: none where nothing is promised or no figure has a range."""
    ranged = any(f.low is not None or f.high is not None for _, f in figures_of(programme))
    return (End.GOOD, End.BAD) if ranged and programme.commitments else ()


def _accounts_at(programme: Programme, as_of: dt.date, settings: Settings, end: End) -> Table[CommitmentAccount]:
    """The commitments of a programme with all ranges at one end."""
    moved = at_end(programme, end)
    leave_out = frozenset({GoalKind.BELOW, GoalKind.COST, GoalKind.EARLY})
    return tell(
        moved, as_of, draft(moved, as_of, settings, say=_quiet, clock=_Clock(), leave_out=leave_out)
    ).commitments


def _with_outlook(made: Plan, ends: Mapping[End, Table[CommitmentAccount]]) -> Plan:
    """A plan whose commitments know their verdicts at both ends of all ranges."""
    if not ends:
        return made
    found = {end: {a.id: Outlook(verdict=a.verdict, date=a.date) for a in rows} for end, rows in ends.items()}
    rows = [replace(a, good=found[End.GOOD][a.id], bad=found[End.BAD][a.id]) for a in made.commitments]
    return replace(made, commitments=Table(CommitmentAccount, rows))


class Unsound(Exception):  # noqa: N818 - a plan that its own books contradict
    """A plan whose accounts do not agree with the solver's goals; a fault of ours, never of the input."""


def check_objective(made: Plan, solution: Solution) -> None:
    """The solver's goals equal what the accounts add up; raises Unsound."""
    for goal in solution.values:
        told = _told(made, goal.name)
        if told is not None and abs(told - goal.value) > 1e-4 * max(1.0, abs(goal.value)):
            raise Unsound(f"goal {goal.name}: the solver says {goal.value}, the accounts {told}")


def _told(made: Plan, name: str) -> float | None:
    """A goal's value from the accounts, None for goals that only settle ties."""
    kind, _, rest = name.partition(", priority ")
    match kind:
        case "late":
            return sum(d.late_quantity_days for d in made.demands if d.priority == int(rest))
        case "short":
            return sum(d.short for d in made.demands if d.priority == int(rest))
        case "cost":
            return cost(made.flows)
        case "stock below its minimum":
            return below_minimum(made.programme, made.periods, made.flows)
        case _ if name.startswith("commitment ") and not name.endswith(", short"):
            account = made.commitment(name.removeprefix("commitment "))
            horizon = made.periods.date(made.periods.horizon)
            return float(account.days_late if account.date else (horizon - account.due).days)
        case _:
            return None


class _Clock:
    """Adds up seconds by phase, for run.json only."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def __call__(self, phase: str) -> Iterator[None]:
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.spent[phase] = self.spent.get(phase, 0.0) + time.perf_counter() - begin


def _quiet(_: str) -> None:
    """Tell nobody."""
