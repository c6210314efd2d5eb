"""A contracted network gives a plan of the same worth as the whole one, and gives the whole plan back."""

import datetime as dt
import os
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

import pytest
from every_feature import random_with_features, with_actuals
from random_programmes import random_as_of

from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.outcome.rows import GoalValue
from workshare.planner.contract import contract, may_contract
from workshare.planner.goals import GoalKind
from workshare.planner.lexico import Scope
from workshare.planner.lp import NoPlan
from workshare.planner.make import Draft, Unsound, draft, make_plan, quiet
from workshare.planner.phases import Clock
from workshare.planner.settings import Settings, Strategy
from workshare.planner.verify import verify

LEAST_SHARE = 0.1
SAME = 1e-6
NEARLY = 1e-5
"""What goals in turn may differ by, in proportion: each is held within a little while the next is sought."""
BASE = Settings(gap=0.0, tie_gap=0.0, tie_nodes=20_000)
WAITING_IS_NO_GOAL = Scope(leave_out={GoalKind.EARLY})
WEIGHTS: tuple[Mapping[int, float], ...] = (
    {1: 9.0, 2: 3.0, 3: 1.0}, {1: 9.0, 2: 3.0, 3: 1.0}, {1: 1.0, 2: 1.0, 3: 1.0}, {1: 1.0, 2: 3.0, 3: 9.0},
    {1: 5.0, 3: 1.0},
)  # fmt: skip
"""By priority: as is usual, all alike, the other way round, and with one that counts for nothing."""

FEATURES: Mapping[str, Callable[[Programme], object]] = {
    "supplies without limit": lambda p: any(not (s.quantity or s.total) for s in p.supplies),
    "work without hours": lambda p: any(not o.time for o in p.operations),
    "substitutes": lambda p: p.substitutes,
    "by-products": lambda p: any(len(o.makes) > 1 for o in p.operations),
    "yields": lambda p: any(o.yield_share for o in p.operations),
    "lots": lambda p: any(o.size_minimum or o.size_multiple for o in (*p.operations, *p.supplies)),
    "set-ups": lambda p: any(o.setup or o.setup_cost for o in p.operations),
    "minimum rates": lambda p: any(o.minimum_rate for o in p.operations),
    "work in progress": lambda p: any(o.in_progress for o in p.operations),
    "whole units": lambda p: any(i.discrete for i in p.items),
    "shelf life": lambda p: any(i.shelf_life for i in p.items),
    "opening stock": lambda p: p.stock,
    "minimum stock": lambda p: any(s.minimum for s in p.stock),
    "lane limits": lambda p: any(x.limit for x in p.lanes),
    "lane costs": lambda p: any(x.cost for x in p.lanes),
    "gates": lambda p: any(x.needs for x in (*p.operations, *p.supplies, *p.lanes)),
    "licences": lambda p: p.licences,
    "funds": lambda p: p.funds,
    "investments": lambda p: p.investments,
    "firm orders": lambda p: p.orders,
    "fleets": lambda p: p.fleets,
    "actuals": lambda p: p.actuals,
    "rules of shares": lambda p: p.rules,
    "commitments": lambda p: p.commitments,
    "least shipments": lambda p: any(d.min_shipment for d in p.demands),
    "least quantities": lambda p: any(d.minimum for d in p.demands),
    "lateness limited": lambda p: any(d.max_lateness for d in p.demands),
    "nothing before a day": lambda p: any(d.earliest for d in p.demands),
    "coarse periods": lambda p: not p.calendar.days and not p.calendar.weeks,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A programme to be planned on a day, with weights by priority."""

    programme: Programme
    as_of: dt.date
    weights: Mapping[int, float]

    @staticmethod
    def of(seed: int) -> "Case":
        rng = random.Random(seed)  # noqa: S311 - it is to be repeated, not to be guessed
        programme = random_with_features(rng)
        as_of = random_as_of(rng, programme)
        return Case(with_actuals(rng, programme, as_of), as_of, rng.choice(WEIGHTS))

    def planned(self, strategy: Strategy) -> Plan | None:
        """The verified plan by weights; None where no plan meets the rules."""
        settings = replace(BASE, weights=self.weights, strategy=strategy)
        try:
            return make_plan(self.programme, as_of=self.as_of, settings=settings, outlook=False)
        except NoPlan:
            return None

    def drafted(self, strategy: Strategy) -> Draft | None:
        """The plan goal by goal; None where no plan meets the rules."""
        settings = replace(BASE, strategy=strategy)
        try:
            return draft(self.programme, self.as_of, settings, say=quiet, clock=Clock(), scope=WAITING_IS_NO_GOAL)
        except NoPlan:
            return None


def by_weight(case: Case) -> list[str]:
    """What is wrong between the plain and the contracted plan by weights."""
    try:
        plain, contracted = (case.planned(s) for s in (Strategy.PLAIN, Strategy.EXACT))
    except Unsound as fault:
        return [str(fault)]
    if plain is None or contracted is None:
        return one_of(plain, contracted)
    faults = [str(fault) for fault in verify(contracted)]
    return faults + unlike(plain.goals.rows, contracted.goals.rows, SAME)


def in_turn(case: Case) -> tuple[list[str], Draft | None]:
    """What is wrong between the plain and the contracted plan goal by goal, and the plain one."""
    plain, contracted = (case.drafted(s) for s in (Strategy.PLAIN, Strategy.EXACT))
    if plain is None or contracted is None:
        return one_of(plain, contracted), plain
    pairs = [tuple(found.solution.values) for found in (plain, contracted)]
    if plain.problem.integer.any():  # they are searched for within tolerances that a later goal may feel
        nothing = list(takewhile(lambda goal: goal.value == 0, pairs[0]))
        pairs = [values[: len(nothing) + 1] for values in pairs]
    return unlike(*pairs, NEARLY), plain


def one_of(plain: object, contracted: object) -> list[str]:
    """What is wrong where one of the two is no plan."""
    return [] if plain is contracted else [f"plans: plain {plain is not None}, contracted {contracted is not None}"]


def unlike(plain: tuple[GoalValue, ...], contracted: tuple[GoalValue, ...], near: float) -> list[str]:
    """The first goal that comes to something else."""
    for a, b in zip(plain, contracted, strict=True):
        if a.name != b.name or abs(a.value - b.value) > near * max(1.0, abs(a.value)):
            return [f"{a.name}: plain {a.value}, contracted {b.name} {b.value}"]
    return []


def fired(case: Case, whole: Draft, *, priced: bool) -> set[str]:
    """The reductions that are made at least once."""
    if not may_contract(case.programme, early=False, last=False):
        return set()
    weights = None if priced else case.weights
    made = contract(case.programme, whole.model.shrunk, priced=priced, weights=weights)
    return {name for name, times in made.fired.items() if times}


@pytest.fixture(scope="module")
def count(request: pytest.FixtureRequest) -> int:
    full = request.config.getoption("--full") or os.environ.get("WORKSHARE_FULL") == "1"
    return 500 if full else 25


def test_contracted_is_as_good_as_plain(count: int, record_property: Callable[[str, object], None]) -> None:
    """By weights, and goal by goal with cost among the goals; every reduction is made often enough to be tried."""
    faults: dict[int, list[str]] = {}
    weighted: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    planned = 0
    for seed in range(count):
        case = Case.of(seed)
        found, plain = in_turn(case)
        found += by_weight(case)
        if found:
            faults[seed] = found
        seen.update(name for name, has in FEATURES.items() if has(case.programme))
        if plain is not None:
            planned += 1
            weighted.update(fired(case, plain, priced=False))
            turns.update(fired(case, plain, priced=True))
    names = ("supplies", "steps before", "steps after", "demands")
    lines = [f"{name:12} made in {weighted[name]} by weight, in {turns[name]} goal by goal" for name in names]
    lines += [f"{name:22} in {seen[name]}" for name in FEATURES]
    table = "\n".join([f"of {count} programmes {planned} have a plan", *lines])
    print(f"\n{table}")  # noqa: T201 - for a run with -s
    record_property("table", table)
    assert not faults
    assert [name for name in names if min(weighted[name], turns[name]) < LEAST_SHARE * count] == []
    assert count < 100 or [name for name in FEATURES if not seen[name]] == []  # a sample has not all
