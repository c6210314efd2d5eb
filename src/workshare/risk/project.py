"""The transfer project in many scenarios at once: when tasks are done, money is released, and lines may begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workshare.gates import NEVER
from workshare.risk.draws import Days, Draws
from workshare.risk.lines import Execution, Task


@dataclass(frozen=True, slots=True)
class Dates:
    """Days in every scenario: tasks done, funds released, investments ready, lines open. NEVER: not at all."""

    finish: Days
    release: Days
    ready: Days
    opens: Days


def project(made: Execution, draws: Draws) -> Dates:
    """When all of a project happens: every task after its days, when all that it waits for is there.

    Late money holds back what it pays for; a fund may itself wait for a task that another fund pays for.
    """
    count = draws.count
    finish = np.full((len(made.tasks), count), NEVER, dtype=np.int64)
    release = np.full((len(made.funds), count), NEVER, dtype=np.int64)
    for _ in range(len(made.funds) + 1 if any(task.funds for task in made.tasks) else 1):
        _tasks(made, draws, finish, release)
        for k, fund in enumerate(made.funds):
            release[k] = _latest([fund.opens], [finish[t] for t in fund.waits], count)
    _tasks(made, draws, finish, release)
    ready = np.zeros((len(made.builds), count), dtype=np.int64)
    for n, build in enumerate(made.builds):
        waits = [finish[t] for t in build.after] + _money(made, build.funds, release)
        ready[n] = np.minimum(NEVER, _latest([build.decided], waits, count) + draws.build[n])
    return Dates(finish, release, ready, _opens(made, draws, finish))


def _tasks(made: Execution, draws: Draws, finish: Days, release: Days) -> None:
    for n, task in enumerate(made.tasks):
        days = draws.days[n]
        if task.done is not None:
            finish[n] = task.done
        elif task.begun is not None:
            finish[n] = np.where(days >= NEVER, NEVER, np.maximum(made.today, task.begun + days))
        else:
            finish[n] = np.minimum(NEVER, begins(made, task, finish, release) + days)


def begins(made: Execution, task: Task, finish: Days, release: Days) -> Days:
    """The day on which a task begins that is neither done nor under way: when all that it waits for is there."""
    waits = [finish[t] for t in task.after] + _money(made, task.funds, release)
    return np.minimum(NEVER, _latest([task.earliest], waits, finish.shape[1]))


def _money(made: Execution, funds: tuple[tuple[int, int], ...], release: Days) -> list[Days]:
    """The days from which money allows a start, where it is later than in the plan."""
    return [np.where(release[k] > made.funds[k].planned, release[k] - first, -NEVER) for k, first in funds]


def _latest(days: list[int], waits: list[Days], count: int) -> Days:
    found = np.full(count, max(days), dtype=np.int64)
    for row in waits:
        np.maximum(found, row, out=found)
    return found


def _opens(made: Execution, draws: Draws, finish: Days) -> Days:
    found = np.zeros((len(made.lines), draws.count), dtype=np.int64)
    for n, line in enumerate(made.lines):
        found[n] = _latest([line.dated], [finish[t] + days for t, days in line.waits], draws.count)
        if line.notice:
            ordered = _latest([made.today], [finish[t] for t in line.ordered], draws.count)
            np.maximum(found[n], ordered + draws.lead[n], out=found[n])
    return found
