"""Whether there is any plan, and why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from workshare.gates import schedule
from workshare.model.programme import Programme
from workshare.outcome.last import Last
from workshare.planner.conflict import impossible
from workshare.planner.decide import calendar_of, prepared
from workshare.planner.lp import Solver
from workshare.planner.model import Problem, formulate, layout
from workshare.planner.objective import NoPlan, fresh
from workshare.planner.rules import FAMILIES, RULES
from workshare.planner.settings import Settings
from workshare.planner.shrink import shrink
from workshare.planner.transfer import allowed


def has_plan(programme: Programme, as_of: dt.date, settings: Settings, last: Last | None = None) -> bool:
    """Whether any plan at all meets the hard rules of a programme, whatever is decided about its project."""
    found = prepared(programme, as_of, last)
    if found is not None:
        return _feasible(found[1], settings)
    project = schedule(programme, as_of)
    shrunk = shrink(programme, allowed(programme, project, as_of), calendar_of(programme, project, as_of=as_of))
    return _feasible(formulate(layout(programme, shrunk, project, FAMILIES, last=last), RULES), settings)


def _feasible(problem: Problem, settings: Settings) -> bool:
    """Whether a problem has any answer; yes where that could not be settled within the settings."""
    solver = Solver(problem, settings)
    try:
        solver.minimise(fresh([], []))
    except NoPlan:
        return not solver.proven_impossible
    return True


@contextmanager
def explained(
    programme: Programme, possible: Callable[[Programme], bool], say: Callable[[str], None]
) -> Iterator[None]:
    """Where what is done inside finds no plan, says which rules cannot be met together: raises Impossible.

    ``possible`` says whether a programme has a plan.
    """
    try:
        yield
    except NoPlan:
        say("looking for what cannot be met together")
        reason = impossible(programme, possible)
        if reason is None:
            raise
        raise reason from None
