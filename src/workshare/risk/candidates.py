"""A plan for many futures where these are too large to stand in one problem: the best of a few candidates.

Every candidate is a plan of the programme as it is, with its project decided otherwise: as the plain plan decides it,
and as it would be decided if figures were worse than their modes. What each is worth is what the odds make of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

from workshare.gates import Choices, schedule
from workshare.model.programme import Programme, by_id
from workshare.outcome.plan import Plan
from workshare.planner.decide import Decided, decide, prepared, settled
from workshare.planner.make import draft, finished, quiet, tell
from workshare.planner.objective import NoPlan
from workshare.planner.phases import Clock
from workshare.planner.robust import Robust, unbounded
from workshare.planner.settings import Settings
from workshare.planner.sound import Unsound
from workshare.planner.together import Worst
from workshare.planner.verify import verify
from workshare.results.accounts import cost
from workshare.risk.odds import plain_odds
from workshare.risk.quantile import at_quantile

SHARES = (0.65, 0.8, 0.9)
"""Candidates are decided as if this share of chances turned out better than planned."""
SCENARIOS = 1024
"""Every candidate is carried out in so many scenarios, the same for all."""

Score = tuple[float, ...]


def best_candidate(
    plain: Plan,
    seed: int,
    *,
    settings: Settings | None = None,
    worst: Worst | None = None,
    say: Callable[[str], None] = quiet,
) -> Robust:
    """The best of the candidates for a plan's programme; of equals the earlier, the plain plan first.

    Promises are compared in the order of the goals, each by its mean lateness plus the mean of the worst share of
    scenarios, weighted; then costs. Raises Unsound if verification finds a fault in a candidate.
    """
    settings, worst = settings or Settings(), worst or Worst()
    best, score = plain, _score(plain, seed, worst)
    for number, choices in enumerate(_choices(plain, settings, say)):
        say(f"candidate {number + 2}")
        made = _made(plain.programme, plain.as_of, settings, choices)
        found = None if made is None else _score(made, seed, worst)
        if made is not None and found is not None and found < score:
            best, score = made, found
    names = [f"commitment {name}" for name in _names(plain)]
    over = [unbounded(name, value) for name, value in zip(names, score[:-1], strict=True)]
    return Robust(best, tuple(over), decided_together=False)


def _choices(plain: Plan, settings: Settings, say: Callable[[str], None]) -> Iterator[Choices]:
    """How the project would be decided if figures were worse: what differs from the plain plan and from each other."""
    seen = [_kinds(decide(plain.programme, plain.as_of, settings, say).choices)]
    for share in SHARES:
        say(f"deciding as if {share:.0%} turned out better")
        try:
            choices = decide(at_quantile(plain.programme, share), plain.as_of, settings, quiet).choices
        except NoPlan:
            continue
        if _kinds(choices) not in seen:
            seen.append(_kinds(choices))
            yield choices


def _kinds(choices: Choices) -> tuple[object, ...]:
    """What tells decisions apart: modes, what is left out, and how often is invested; not the days."""
    bought = {name: len(days) for name, days in choices.investments.items() if days}
    return tuple(sorted(choices.modes.items())), choices.left_out, tuple(sorted(bought.items()))


def _made(programme: Programme, as_of: dt.date, settings: Settings, choices: Choices) -> Plan | None:
    """The plan with a project decided so, its steps as early as can be, or else on the days that were decided.

    None where no plan meets the rules.
    """
    undecided = prepared(programme, as_of)
    assert undecided is not None
    model, _, cuts = undecided
    for decided in (replace(choices, starts={}), choices):
        worth = settled(model, schedule(programme, as_of, decided))
        known = Decided(decided, cuts, tuple(unbounded(name, value) for name, value in worth.items()))
        try:
            found = draft(programme, as_of, settings, say=quiet, clock=Clock(), decided=known)
        except NoPlan:
            continue
        made = tell(programme, as_of, found)
        faults = verify(made)
        if not faults:
            return finished(made)
        if decided is choices:
            raise Unsound(f"{len(faults)} faults in a candidate, the first: {faults[0]}")
    return None


def _names(plan: Plan) -> list[str]:
    """The commitments that something measures, in the order of the goals."""
    rows = by_id(plan.programme.commitments)
    measured = [c for c in rows.values() if c.measure is not None]
    return [c.id for c in sorted(measured, key=lambda c: (c.priority, c.due, c.id))]


def _score(plan: Plan, seed: int, worst: Worst) -> Score:
    found = {row.id: row for row in plain_odds(plan, seed, SCENARIOS)}
    rows = [found[name] for name in _names(plan)]
    late = [round(row.late_days + worst.weight * row.worst_late_days, 6) for row in rows]
    return (*late, round(cost(plan), 2))
