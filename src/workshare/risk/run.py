"""Runs blocks of scenarios through the kernel, and says what became of each goal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workshare.gates import NEVER
from workshare.planner.lags import Floats
from workshare.risk.draws import Days, Draws
from workshare.risk.kernel import carry_out
from workshare.risk.lines import Execution
from workshare.risk.project import Dates, project
from workshare.risk.tables import Chance, Tables

DUST = 2e-6
"""What may be missing of a commitment's amount through rounding, as in the plan's own standings."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What happened in a block: [goal, scenario] the day on which each was met, and what counted by each period."""

    day: Days
    counted: Floats
    began: Floats
    dates: Dates


def chance_of(draws: Draws, dates: Dates) -> Chance:
    """Draws as the kernel takes them."""
    return Chance(
        opens=dates.opens, release=dates.release, ready=dates.ready, lead=draws.lead, late=draws.late,
        want=draws.want, give=draws.give, cost=draws.cost, hours=draws.hours, supply=draws.supply, cap=draws.cap,
        opening=draws.opening, amount=draws.amount, runs=draws.runs,
    )  # fmt: skip


def run(made: Execution, tables: Tables, draws: Draws, *, trace: bool = False) -> Ran:
    """Carry out a plan in a block of scenarios; ``trace`` keeps what began of every line."""
    count, periods = draws.count, len(made.periods)
    dates = project(made, draws)
    counted = np.zeros((len(made.goals), periods, count))
    began = np.zeros((len(made.lines), periods, count)) if trace else np.zeros((0, 0, 0))
    carry_out(tables, chance_of(draws, dates), began, counted)
    return Ran(days_met(made, counted, dates.finish), counted, began, dates)


def days_met(made: Execution, counted: Floats, finish: Days) -> Days:
    """The day on which each goal is met in each scenario; NEVER where it is not within the horizon."""
    lasts = np.array(made.periods.bounds[1:], dtype=np.int64) - 1
    found = np.full((len(made.goals), counted.shape[2]), NEVER, dtype=np.int64)
    for g, goal in enumerate(made.goals):
        if goal.task < 0:
            there = np.cumsum(counted[g], axis=0) >= goal.amount - DUST - 1e-10 * goal.amount
            found[g] = np.where(there.any(axis=0), lasts[there.argmax(axis=0)], NEVER)
        elif goal.task < len(made.tasks):
            found[g] = np.where(finish[goal.task] <= made.periods.horizon, finish[goal.task], NEVER)
    return found
