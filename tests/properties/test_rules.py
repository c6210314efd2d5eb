"""Rules of shares on random programmes: plans are verified, more is never better, and conflicts are irreducible."""

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from random_programmes import Taste, programmes
from test_relaxation import EXACT, WAITING, vector, worse

from workshare.model.check import check
from workshare.model.figure import plain
from workshare.model.programme import Programme
from workshare.model.promises import DemandStatus
from workshare.model.rules import Rule, RuleKind
from workshare.planner.conflict import HARD, Impossible
from workshare.planner.make import make_plan
from workshare.planner.possible import has_plan
from workshare.planner.verify import verify

WHOLE = Taste(whole=0.3)
VOLUMES = Taste(whole=0.0, least_shipments=False)
"""Whole units are searched for within tolerances that a later goal may feel."""


def costed(programme: Programme) -> Programme:
    """Every item with a standard cost."""
    return replace(programme, items=tuple(i if i.cost else replace(i, cost=plain(10)) for i in programme.items))


def random_rule(rng: random.Random, programme: Programme, name: str) -> Rule:
    """A rule of shares about something demanded, with a small minimum."""
    item = rng.choice([d.item for d in programme.demands if d.status is DemandStatus.OPEN])
    kind = rng.choice([RuleKind.WORKSHARE, RuleKind.WORKSHARE, RuleKind.LOCAL_CONTENT, RuleKind.SINGLE_SITE])
    single = kind is RuleKind.SINGLE_SITE
    site = {s.id: s.country for s in programme.sites}
    below = [i for o in programme.operations if item in o.makes for i in o.uses]
    able = [site[o.site] for o in programme.operations if item in o.makes] * 2
    able += [s.country or site[s.site] for s in programme.supplies if s.item in below]
    return Rule(
        id=name,
        kind=kind,
        item=item,
        country=None if single else rng.choice(able),
        share=plain(rng.choice((0.5, 0.7, 0.9)) if single else rng.choice((0.05, 0.1, 0.3, 0.6))),
        minimum=plain(rng.choice((0.1, 0.5, 1))),
        effective_start=programme.start + (programme.until - programme.start) * 0.3 if rng.random() < 0.3 else None,
        effective_end=programme.start + (programme.until - programme.start) * 0.8 if rng.random() < 0.2 else None,
    )


def looser(rule: Rule, rng: random.Random) -> Rule:
    """The same rule with a share that is easier to meet."""
    assert rule.share is not None
    if rule.kind is RuleKind.SINGLE_SITE:
        return replace(rule, share=plain(rng.choice((0.95, 1.0))))
    return replace(rule, share=plain(rule.share.value * rng.choice((0, 0.5))))


def irreducible(programme: Programme, found: Impossible) -> None:
    """The first conflict leaves no plan by itself, and one without any of its members."""
    members = found.conflicts[0].members
    alone = programme
    for of_kind in HARD:
        for hard in of_kind(programme):
            alone = alone if str(hard) in map(str, members) else hard.lift(alone)
    assert not has_plan(alone, programme.start, EXACT)
    assert all(has_plan(hard.lift(alone), programme.start, EXACT) for hard in members)
    assert all(has_plan(hard.lift(programme), programme.start, EXACT) for hard in found.enough)


@given(programmes(WHOLE), st.randoms(use_true_random=False), st.integers(1, 4))
@settings(suppress_health_check=list(HealthCheck))
def test_rules_are_kept_or_explained(programme: Programme, rng: random.Random, count: int) -> None:
    """A plan meets every rule, as the verifier sees it; without a plan there is an irreducible conflict."""
    programme = costed(programme)
    rules = tuple(random_rule(rng, programme, f"rule-{n}") for n in range(count))
    programme = replace(programme, rules=rules)
    assert not check(programme)
    try:
        plan = make_plan(programme)
    except Impossible as none:
        irreducible(programme, none)
        return
    assert verify(plan) == []
    assert [row.rule for row in plan.rules] == [rule.id for rule in rules]


@given(programmes(VOLUMES), st.randoms(use_true_random=False), st.integers(1, 3))
@settings(suppress_health_check=list(HealthCheck))
def test_asking_for_more_is_never_better(programme: Programme, rng: random.Random, count: int) -> None:
    """Whoever asks for a larger share has a plan no better, goal by goal, and may have none."""
    programme = costed(programme)
    rules = [random_rule(rng, programme, f"rule-{n}") for n in range(count)]
    strict = replace(programme, rules=tuple(rules))
    loose = replace(programme, rules=(looser(rules[0], rng), *rules[1:]))
    try:
        plan = make_plan(strict, settings=EXACT)
    except Impossible:
        return
    freer = make_plan(loose, settings=EXACT)
    without = frozenset({WAITING})
    before, after = (vector(p, without=without) for p in (plan, freer))
    note(f"{before}\n{after}")
    assert worse(before, after) is None
