"""From a programme to a verified plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from workshare.gates import NEVER, Schedule, schedule
from workshare.model.calendar import Periods
from workshare.model.figure import End, figures_of
from workshare.model.programme import Programme, at_end, by_id
from workshare.outcome.last import Last, still_there
from workshare.outcome.plan import Flows, Plan, Status
from workshare.outcome.rows import CommitmentAccount, GoalValue, Load, Opening, Outlook, Step, Verdict
from workshare.outcome.table import Table
from workshare.outcome.terms import Purpose, RuleAccount, Service
from workshare.planner.branch.memory import Memory
from workshare.planner.decide import Decided, calendar_of, decide, merged
from workshare.planner.facts import met
from workshare.planner.fleets import service_rows
from workshare.planner.goals import GoalKind
from workshare.planner.hangs import chain, limits
from workshare.planner.hours import hours_available
from workshare.planner.lexico import EVERYTHING, Scope, Solution, first_day
from workshare.planner.model import Model, Problem
from workshare.planner.money_tables import money_tables
from workshare.planner.objective import NoPlan
from workshare.planner.phases import Clock
from workshare.planner.possible import explained, has_plan
from workshare.planner.rule_accounts import rule_accounts
from workshare.planner.settings import Settings, Strategy
from workshare.planner.shrink import shrink
from workshare.planner.sound import Unsound, check_objective
from workshare.planner.spending import Things, project_payments
from workshare.planner.strategies import Task, chosen, solve_by
from workshare.planner.tables import tables
from workshare.planner.transfer import allowed
from workshare.planner.verify import verify
from workshare.results.accounts import demand_accounts, value_shares
from workshare.results.baseline import forecasts
from workshare.results.costs import outlays, unit_costs
from workshare.results.standings import standing

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A solved model, before it is told as a plan."""

    model: Model
    problem: Problem
    schedule: Schedule
    solution: Solution
    decided: Decided
    small: Model | None = None
    """The contracted model that the problem is of, where it is not the model itself."""
    strategy: Strategy = Strategy.PLAIN


def make_plan(
    programme: Programme,
    *,
    as_of: dt.date | None = None,
    settings: Settings | None = None,
    say: Say | None = None,
    outlook: bool = True,
    last: Last | None = None,
) -> Plan:
    """The best plan of a programme, its goals met in order, verified without the solver.

    Nothing begins before ``as_of`` (default: the programme's start); ``say`` is told what is being worked on. Without
    ``outlook`` the promises are not looked at with all ranges at their good and bad ends. Of all plans with the same
    goals it is the one with the least change from the ``last`` plan, and nothing of that changes in the frozen time.
    Raises NoPlan where the rules leave no plan at all (Impossible, with the rules that cannot be met together), and
    Unsound if verification finds a fault.
    """
    as_of, settings, say = as_of or programme.start, settings or Settings(), say or quiet
    clock = Clock()
    last = None if last is None else still_there(last, programme)
    memory = Memory(last.bases if last else {})
    with ThreadPoolExecutor(max_workers=2) as beside:  # the solver works outside Python's lock
        possible = partial(has_plan, as_of=as_of, settings=settings, last=last)
        with clock("decide"), explained(programme, possible, say):
            decided = decide(programme, as_of, settings, say, last=last, memory=memory)
        ends = {
            end: beside.submit(_accounts_at, programme, as_of, settings, end, decided)
            for end in (_ends(programme) if outlook else ())
        }
        with explained(programme, possible, say):
            drafted = draft(programme, as_of, settings, say=say, clock=clock, decided=decided, last=last)
        with clock("tables"):
            made = replace(tell(programme, as_of, drafted), weights=settings.weights, bases=memory.found)
        with clock("verify"):
            say("verifying")
            check_objective(made, drafted.solution)
            faults = verify(made)
            if faults:
                raise Unsound(f"{len(faults)} faults in the plan, the first: {faults[0]}")
        with clock("ranges"):
            say("all ranges at their good and bad ends")
            made = _with_outlook(made, {end: future.result() for end, future in ends.items()})
    return replace(finished(made), seconds=dict(clock.spent), cpu_seconds=dict(clock.worked))


def draft(
    programme: Programme,
    as_of: dt.date,
    settings: Settings,
    *,
    say: Say,
    clock: Clock,
    scope: Scope = EVERYTHING,
    decided: Decided | None = None,
    last: Last | None = None,
    polish: bool = True,
) -> Draft:
    """Decide the project where there is anything to decide, then shrink, formulate and solve with its dates fixed.

    Goals are followed as far as ``scope`` goes; what is decided about the project looks at all but those it leaves out.
    """
    if decided is None:
        with clock("decide"):
            decided = decide(programme, as_of, settings, say, scope.leave_out, last=last)
    with clock("network"):
        project = schedule(programme, as_of, decided.choices)
        calendar = calendar_of(programme, project, decided.cuts, as_of)
        shrunk = shrink(programme, allowed(programme, project, as_of), calendar)
    task = Task(programme, shrunk, project, last, scope, polish)
    solved = solve_by(chosen(task, settings), task, settings, say, clock)
    solved.solution.values = merged(decided, solved.solution)
    return Draft(solved.model, solved.problem, project, solved.solution, decided, solved.small, solved.strategy)


def tell(programme: Programme, as_of: dt.date, drafted: Draft) -> Plan:
    """A solved model as a plan: tables, accounts and standings."""
    model, project, solution = drafted.model, drafted.schedule, drafted.solution
    calendar = model.shrunk.periods
    flows = tables(model, solution.x)
    money = money_tables(model, solution.x, flows)
    return Plan(
        programme=programme,
        as_of=as_of,
        periods=calendar,
        status=Status.OPTIMAL if solution.optimal else Status.FEASIBLE,
        flows=flows,
        goals=Table(GoalValue, solution.values),
        demands=demand_accounts(programme, calendar, flows.deliveries),
        commitments=_standings(drafted, flows),
        activities=_steps(model, calendar),
        gates=Table(Opening, [
            Opening(gate=g, date=calendar.date(day), activity=last or "")
            for g, (day, last) in project.gates.items()
            if day < NEVER
        ]),
        resources=_loads(drafted, flows),
        workshare=value_shares(programme, flows),
        fleets=Table(Service, list(service_rows(model, solution.x))),
        payments=money.payments,
        cash=money.cash,
        investments=money.investments,
        licences=money.licences,
        last=model.last,
        strategy=str(drafted.strategy),
        rules=Table(RuleAccount, list(rule_accounts(model, solution.x))),
    )  # fmt: skip


def finished(made: Plan) -> Plan:
    """A plan with where its money goes, what a unit costs, and the last plan beside it."""
    return replace(made, costs=outlays(made.payments), unit_costs=unit_costs(made), forecasts=forecasts(made))


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
        happened = met(model.programme, model.shrunk.network.facts, c.measure) if c.measure else None
        links = chain(model, project, c) if happened is None else []
        if c.id in drafted.solution.limits:
            links = limits(drafted.small or model, drafted.problem, drafted.solution.limits[c.id]) + links
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


def _steps(model: Model, calendar: Periods) -> Table[Step]:
    paid: dict[str, float] = defaultdict(float)
    for thing, _, amount in project_payments(model, Things(model.programme)):
        if thing.purpose is Purpose.ACTIVITY:
            paid[thing.id] += amount
    times = model.schedule.activities
    return Table(
        Step,
        [
            Step(
                activity=a.id,
                country=a.country or "",
                start=calendar.date(times[a.id].start),
                finish=calendar.date(times[a.id].finish),
                slack_days=times[a.id].slack,
                critical=times[a.id].slack == 0 and a.done is None,
                done=a.done is not None,
                mode=times[a.id].mode,
                cost=paid[a.id],
            )
            for a in model.programme.activities
            if a.id in times
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
        for resource, hours in operations[made.operation].setup.items() if made.setup else ():
            used[row[resource], made.period] += hours.value
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


def _accounts_at(
    programme: Programme, as_of: dt.date, settings: Settings, end: End, decided: Decided
) -> Table[CommitmentAccount]:
    """The commitments of a programme with all ranges at one end, and the project as it was decided.

    There are none where no plan meets the rules at that end.
    """
    moved = at_end(programme, end)
    scope = Scope(leave_out={GoalKind.BELOW, GoalKind.COST, GoalKind.EARLY})
    try:
        found = draft(moved, as_of, settings, say=quiet, clock=Clock(), scope=scope, decided=decided, polish=False)
    except NoPlan:
        return Table(CommitmentAccount)
    return tell(moved, as_of, found).commitments


def _with_outlook(made: Plan, ends: Mapping[End, Table[CommitmentAccount]]) -> Plan:
    """A plan whose commitments know their verdicts at both ends of all ranges; without a plan there all are missed."""
    if not ends:
        return made
    found = {end: {a.id: Outlook(verdict=a.verdict, date=a.date) for a in rows} for end, rows in ends.items()}
    rows = []
    for a in made.commitments:
        lost = Outlook(verdict=Verdict.UNMEASURED if a.verdict is Verdict.UNMEASURED else Verdict.MISSED, date=None)
        rows.append(replace(a, good=found[End.GOOD].get(a.id, lost), bad=found[End.BAD].get(a.id, lost)))
    return replace(made, commitments=Table(CommitmentAccount, rows))


def quiet(_: str) -> None:
    """Tell nobody."""
