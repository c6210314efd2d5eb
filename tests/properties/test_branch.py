"""The search of our own finds what the solver's search finds, goal by goal."""

import random
from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_deciding import random_project

from workshare.files.last import read_last
from workshare.files.plan_folder import write_plan
from workshare.model.figure import plain
from workshare.planner import decide as deciding
from workshare.planner.branch import memory
from workshare.planner.branch import solver as branch
from workshare.planner.branch.decisions import decisions_of
from workshare.planner.branch.tree import Effort, Relaxed, Tree
from workshare.planner.decide import decide, prepared
from workshare.planner.goals import GoalKind
from workshare.planner.lp import Solver
from workshare.planner.make import make_plan
from workshare.planner.objective import fresh
from workshare.planner.settings import Settings
from workshare.results.change import change

EXACT = Settings(gap=1e-9, tie_gap=1e-9, tie_nodes=20_000, large_gap=1e-9, large_nodes=20_000)
FURTHER = (GoalKind.PROMPT, GoalKind.AHEAD, GoalKind.COST)
AFTER = {"activities early", "stock that waits"}
"""Goals that come after what is decided otherwise, or what changes."""
CLOSE = 1e-4
"""Goals held as rows of a search give way by a thousandth of a percent."""


@pytest.mark.parametrize("seed", range(30))
def test_both_searches_come_to_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = random_project(seed)
    theirs = decide(asked, asked.start, EXACT, lambda _: None, FURTHER)
    used: list[object] = []
    monkeypatch.setattr(branch, "FROM", 0)
    plain = branch.Deciding._least
    monkeypatch.setattr(branch.Deciding, "_least", lambda self, goal: used.append(goal) or plain(self, goal))
    ours = decide(asked, asked.start, EXACT, lambda _: None, FURTHER)
    assert used
    assert {v.name: v.value for v in ours.values} == pytest.approx(
        {v.name: v.value for v in theirs.values}, rel=CLOSE, abs=CLOSE
    )
    assert all(v.bound <= v.value for v in ours.values)


def test_other_whole_numbers_are_left_to_the_solver() -> None:
    found = prepared(random_project(1), random_project(1).start)
    assert found is not None
    model, problem, _ = found
    assert decisions_of(model, problem) is not None
    assert decisions_of(model, replace(problem, integer=np.ones_like(problem.integer))) is None


def test_rounded_decisions_can_be_paid() -> None:
    """What is rounded keeps the project's own rules, and is what it was where that was whole."""
    for seed in range(10):
        asked = random_project(seed)
        found = prepared(asked, asked.start)
        assert found is not None
        model, problem, _ = found
        made = decisions_of(model, problem)
        assert made is not None
        solver = Solver(problem, EXACT)
        goal = next(g.objective for g in deciding.goals(model) if len(g.objective.columns))
        x = solver.minimise(goal).x
        nothing = fresh([], [])
        inside = problem.lower[made.whole], problem.upper[made.whole]
        again = made.rounding(nothing, x, *inside)
        assert again is not None
        np.testing.assert_array_equal(again, np.round(x[made.whole]))


@st.composite
def choices_of_things(draw: st.DrawFn) -> tuple[list[int], list[int], int, list[tuple[int, ...]]]:
    """Worth and weight of things, what may be carried, and sets of which one may be taken."""
    count = draw(st.integers(3, 9))
    worth = draw(st.lists(st.integers(1, 30), min_size=count, max_size=count))
    weight = draw(st.lists(st.integers(1, 20), min_size=count, max_size=count))
    pairs = [(n, n + 1) for n in range(0, count - 1, 2) if draw(st.booleans())]
    return worth, weight, draw(st.integers(1, 60)), pairs


@given(choices_of_things(), st.sampled_from([0.0, 0.1]))
@settings(max_examples=100)
def test_the_tree_on_sacks(things: tuple[list[int], list[int], int, list[tuple[int, ...]]], gap: float) -> None:
    """The most that a sack holds, against every subset; with a gap the bound is true and the value within it."""
    worth, weight, limit, pairs = things
    count = len(worth)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    for value in worth:
        highs.addVar(0.0, 1.0)
        highs.changeColCost(highs.getNumCol() - 1, -float(value))
    every = np.arange(count, dtype=np.int32)
    highs.addRow(-highspy.kHighsInf, float(limit), count, every, np.array(weight, dtype=float))
    for pair in pairs:
        highs.addRow(-highspy.kHighsInf, 1.0, 2, np.array(pair, dtype=np.int32), np.ones(2))
    best = 0
    for chosen in np.ndindex(*(2,) * count):
        if np.dot(chosen, weight) <= limit and all(sum(chosen[n] for n in pair) <= 1 for pair in pairs):
            best = max(best, int(np.dot(chosen, worth)))
    total = float(sum(worth))
    tree = Tree(Relaxed(highs, every, tuple(pairs), total), Effort(gap, 10_000), lambda x, low, up: None)  # noqa: ARG005
    found = tree.search()
    assert found.bound <= -best + 1e-6
    assert found.value >= -best - 1e-6
    assert found.value - found.bound <= gap * abs(found.value + total) + 1e-6


def test_the_order_of_things_is_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch, "FROM", 0)
    rng = random.Random(1)  # noqa: S311
    asked = random_project(rng.randrange(100))
    first, second = (decide(asked, asked.start, EXACT, lambda _: None, FURTHER) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("seed", range(6))
def test_planning_again_from_where_the_last_plan_ended(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a demand has grown, the goals are those of a plan from nothing, and no more changes than it would."""
    monkeypatch.setattr(branch, "FROM", 0)
    monkeypatch.setattr(memory, "FROM", 0)
    asked = random_project(seed)
    first = make_plan(asked, settings=EXACT, outlook=False)
    assert first.bases
    write_plan(first, tmp_path / "plan", {"plan.json": "{}"}, {})
    last = read_last(tmp_path / "plan")
    assert last.bases.keys() == first.bases.keys()
    demand = asked.demands[0]
    assert demand.quantity is not None
    more = replace(demand, quantity=plain(demand.quantity.value + 1))
    changed = replace(asked, demands=(more, *asked.demands[1:]))
    again = make_plan(changed, settings=EXACT, outlook=False, last=last)
    cold = make_plan(changed, settings=EXACT, outlook=False)
    before_change = [g for g in cold.goals if g.name not in AFTER]
    mine = {g.name: g.value for g in again.goals}
    assert {g.name: mine[g.name] for g in before_change} == pytest.approx(
        {g.name: g.value for g in before_change}, rel=CLOSE, abs=CLOSE
    )
    assert change(again) <= change(replace(cold, last=last)) + CLOSE * (1 + change(again))
