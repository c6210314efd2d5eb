"""Why two plans differ: each difference of their inputs is planned alone, and all of them but it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from workshare.levers.trials import PROCESSES, Outcome, Trial, outcomes
from workshare.model.difference import Difference, applied
from workshare.outcome.comparison import Cause, Part, Result
from workshare.outcome.plan import Plan
from workshare.results.compare import AS_OF, changes, result_of, same
from workshare.work import Told, Workers

MOST = 6
"""Of so many bundles of differences each is tried; with more, they are not told apart."""

Bundles = frozenset[int]


def causes(
    before: Plan, after: Plan, letter: str, *, workers: Workers = PROCESSES, progress: Told | None = None
) -> list[Cause]:
    """What each bundle of input differences has to do with each promise that turns out otherwise.

    ``letter`` names the plan ``after``. A single bundle is the cause; of up to six each is planned alone and left out.
    """
    found, groups = changes(before, after)
    promises = list(_changed(before, after))
    everything = frozenset(range(len(groups)))
    if not promises or not groups:
        return []
    if len(groups) > MOST:
        return [_unknown(letter, name, bundle) for name, _, _ in promises for bundle in everything]
    wanted = {frozenset({n}) for n in everything} | {everything - {n} for n in everything}
    sets = sorted(wanted - {everything, frozenset()}, key=sorted)
    trials = [_trial(before, (found[n] for bundle in sorted(chosen) for n in groups[bundle])) for chosen in sets]
    answers = dict(zip(sets, outcomes(trials, workers=workers, progress=progress), strict=True))
    answers |= {frozenset(): _outcome(before), everything: _outcome(after)}
    return [
        _cause(letter, name, bundle, _results(name, bundle, everything, answers), (first, last))
        for name, first, last in promises
        for bundle in sorted(everything)
    ]


def _changed(before: Plan, after: Plan) -> Iterator[tuple[str, Result, Result]]:
    """The promises of both plans that turn out otherwise, with their two results."""
    others = {account.id: result_of(account) for account in after.commitments}
    for account in before.commitments:
        if account.id in others and not same(result_of(account), others[account.id]):
            yield account.id, result_of(account), others[account.id]


def _trial(before: Plan, these: Iterable[Difference]) -> Trial:
    """The first plan's input with some of the differences."""
    chosen = list(these)
    as_of = next((d.after for d in chosen if d.path == AS_OF and isinstance(d.after, dt.date)), before.as_of)
    return Trial(applied(before.programme, (d for d in chosen if d.path != AS_OF)), as_of)


def _outcome(plan: Plan) -> Outcome:
    return Outcome(plan.commitments.rows, plan.demands.rows)


Pair = tuple[Result | None, Result | None]


def _results(name: str, bundle: int, everything: Bundles, answers: dict[Bundles, Outcome]) -> Pair:
    """How a promise turns out with one bundle alone, and with all others but it."""
    alone = answers[frozenset({bundle})].commitment(name)
    without = answers[everything - {bundle}].commitment(name)
    return (result_of(alone) if alone else None, result_of(without) if without else None)


def _cause(letter: str, name: str, bundle: int, tried: Pair, ends: tuple[Result, Result]) -> Cause:
    """All of it if the bundle alone does what all do; some of it if it does anything, alone or by being left out."""
    (alone, without), (first, last) = tried, ends
    if alone is None and without is None:
        part = Part.UNKNOWN
    elif same(alone, last) or (alone is None and same(without, first)):
        part = Part.ALL
    elif (alone is not None and not same(alone, first)) or (without is not None and not same(without, last)):
        part = Part.SOME
    else:
        part = Part.NONE
    return Cause(plan=letter, commitment=name, bundle=bundle, part=part, alone=alone, without=without)


def _unknown(letter: str, name: str, bundle: int) -> Cause:
    return Cause(plan=letter, commitment=name, bundle=bundle, part=Part.UNKNOWN, alone=None, without=None)
