"""The published errors: the table is what the code computes, and a simulation that knows no formula agrees."""

import importlib.util
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workshare.spares.outstanding import Method
from workshare.spares.simulate import Estimate, Spread, Trial, simulate
from workshare.spares.system import Base, Stocks, System

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "spares.md").read_text(encoding="utf-8")
QUICK = Trial(runs=60, days=60_000, warm=4_000, sure=0.999)


def script() -> Any:
    """benchmarks/spares.py as a module."""
    spec = importlib.util.spec_from_file_location("benchmark_of_spares", ROOT / "benchmarks" / "spares.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCHMARK = script()
CASES = BENCHMARK.CASES
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)


@each_case
def test_the_table_is_what_the_code_computes(case: Any) -> None:
    """Both lines of a case, its system and its errors, stand in the docs to the last digit."""
    assert f"\n| {BENCHMARK.system_row(case)} |\n" in DOCS
    assert f"\n| {BENCHMARK.row(case)} |\n" in DOCS


def test_the_table_has_every_case_once() -> None:
    """Each of the three tables has a line for each case and no other."""
    lines = re.findall(r"^\| ([^|]+) \| ", DOCS, re.MULTILINE)
    assert sorted(lines) == sorted([case.about for case in CASES] * 3 + ["case"] * 3)


@each_case
def test_the_published_simulation_holds_the_exact_value(case: Any) -> None:
    """The interval in the docs holds the exact value, and METRIC's only where METRIC is as good as exact."""
    pattern = rf"^\| {re.escape(case.about)} \| [\d.]+ \| ([\d.]+) ± ([\d.]+) \|"
    ((mean, half),) = re.findall(pattern, DOCS, re.MULTILINE)
    published = Estimate(float(mean), float(half))
    exact, metric = case.backorders(Method.EXACT), case.backorders(Method.METRIC)
    assert published.holds(exact)
    assert published.holds(metric) == (metric / exact > 0.99)


@each_case
def test_a_simulation_holds_the_exact_value(case: Any) -> None:
    """A shorter simulation of another seed, with fixed repair times, agrees base by base: only their mean counts."""
    trial = replace(QUICK, repair=Spread.FIXED)
    found = simulate(case.system, case.stocks, np.random.default_rng(1985), trial)
    waits = BENCHMARK.waiting(case.system, case.depot, Method.EXACT)
    exact = [wait.backorders(stock) for wait, stock in zip(waits, case.bases, strict=True)]
    assert all(estimate.holds(value) for estimate, value in zip(found, [*exact, sum(exact)], strict=True))
    assert all(estimate.half < 0.25 * estimate.mean for estimate in found if estimate.mean > 0.01)


def test_one_seed_gives_one_answer() -> None:
    """Two simulations with the same dice are equal to the last bit; other dice fall otherwise."""
    system, stocks = System(repair=20, bases=(Base(rate=0.2, shipping=5),)), Stocks(depot=2, bases=(2,))
    trial = Trial(runs=5, days=1000, warm=100)
    first, again, other = (simulate(system, stocks, np.random.default_rng(seed), trial) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_few_crews_make_a_queue() -> None:
    """A depot with one crew is a queue with one server (M/M/1): at 80 % load 4 units are there on average.

    One base beside it and no spares: it waits for all of them, 0.8 / (1 - 0.8) = 4, where unlimited crews leave 0.8.
    """
    system, stocks = System(repair=8, bases=(Base(rate=0.1),)), Stocks(depot=0, bases=(0,))
    (_, few) = simulate(system, stocks, np.random.default_rng(7), replace(QUICK, crews=1))
    (_, many) = simulate(system, stocks, np.random.default_rng(7), QUICK)
    assert few.holds(4)
    assert many.holds(0.8)
    assert few.half < 0.5
