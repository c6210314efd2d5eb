"""Where no plan meets the hard rules, an irreducible set of them is named, in words."""

from dataclasses import replace
from pathlib import Path

import pytest

from workshare.answers.conflicts import conflict_text
from workshare.files.folder import load
from workshare.model.programme import Programme
from workshare.model.rules import RuleKind
from workshare.outcome.last import last_plan
from workshare.planner.conflict import HARD, Conflict, HardKind, Impossible
from workshare.planner.make import make_plan
from workshare.planner.objective import NoPlan

PUMPS = """\
format: 1
programme: Pumps for the water utilities
partners: {UA: {name: {en: Ukraine, uk: Україна}}, PL: {name: {en: Poland, uk: Польща}}}
start: 2024-01-01
until: 2024-02-25
calendar: {weeks: 8}
sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA, kind: customer}}
items: {pump: {cost: 100, name: {en: pump, uk: насос}}, motor: {cost: 60}}
supplies:
  of-kyiv: {item: pump, site: kyiv, total: 50}
  of-lublin: {item: pump, site: lublin, quantity: 5 per week}
lanes:
  road: {origin: [kyiv, lublin], destination: hub, lead_time: 7 days}
rules:
  ours: {kind: workshare, item: pump, country: UA, share: 0.5, minimum: 10}
  theirs: {kind: workshare, item: pump, country: PL, share: 0.2, minimum: 10}
  spread: {kind: single-site, item: pump, share: 0.8, minimum: 10}
  motors: {kind: no-transfer, item: motor, country: PL}
  all: {kind: workshare, item: pump, country: PL, share: 0, minimum: 10}
demands:
  orders: {item: pump, site: hub, quantity: 60, due: 2024-01-21, minimum: 20}
"""


def programme(folder: Path, changes: dict[str, str]) -> Programme:
    text = PUMPS
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "programme.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def planless(asked: Programme) -> Impossible:
    with pytest.raises(Impossible) as raised:
        make_plan(asked)
    return raised.value


def members(conflict: Conflict) -> list[str]:
    return [str(hard) for hard in conflict.members]


def without(asked: Programme, conflict: Conflict) -> Programme:
    """The programme without anything hard but what is in a conflict."""
    named = set(members(conflict))
    for of_kind in HARD:
        for hard in of_kind(asked):
            asked = asked if str(hard) in named else hard.lift(asked)
    return asked


def test_the_five_rules_can_be_met(tmp_path: Path) -> None:
    """As it stands the programme has a plan, in which all five rules and the demand's minimum are met."""
    plan = make_plan(programme(tmp_path, {}))
    assert [account.rule for account in plan.rules] == ["ours", "theirs", "spread", "all"]
    assert sum(row.quantity for row in plan.deliveries) >= 20


CONFLICTS = {
    "two of five rules": (
        {"country: UA, share: 0.5, minimum: 10": "country: UA, share: 0.9, minimum: 10"},
        ["rule ours", "rule spread", "minimum of demand orders"],
    ),
    "two countries": (
        {"country: PL, share: 0.2": "country: PL, share: 0.6"},
        ["rule ours", "rule theirs", "minimum of demand orders"],
    ),
    "one rule and one minimum": (
        {
            "country: PL, share: 0.2": "country: PL, share: 0.55",
            "country: UA, share: 0.5": "country: UA, share: 0.45",
            "5 per week": "4 per week",
            "minimum: 20": "minimum: 59",
        },
        ["rule theirs", "minimum of demand orders"],
    ),
    "one alone": (
        {"share: 0, minimum: 10": "share: 0, minimum: 61"},
        ["minimum of rule all"],
    ),
    "no way there": (
        {"item: motor, country: PL": "item: pump, country: UA"},
        ["rule motors", "minimum of demand orders"],
    ),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_an_irreducible_conflict(tmp_path: Path, name: str) -> None:
    """What is named has no plan by itself, and one as soon as any one of it is lifted; and the rest is innocent."""
    changes, expected = CONFLICTS[name]
    asked = programme(tmp_path, changes)
    found = planless(asked)
    (conflict, *others) = found.conflicts
    assert members(conflict) == expected
    assert others == []

    alone = without(asked, conflict)
    with pytest.raises(NoPlan):
        make_plan(alone)
    for hard in conflict.members:
        make_plan(hard.lift(alone))
    for hard in found.enough:
        make_plan(hard.lift(asked))


def test_a_conflict_of_three_rules(tmp_path: Path) -> None:
    """Three shares of 40 % are more than all, and any two of them are not."""
    text = {
        "  all: {kind: workshare, item: pump, country: PL, share: 0, minimum: 10}": "",
        "PL: {name: {en: Poland, uk: Польща}}": "PL: {name: Poland}, SK: {name: Slovakia}",
        "lublin: {country: PL}": "lublin: {country: PL}, kosice: {country: SK}",
        "  of-kyiv:": "  of-kosice: {item: pump, site: kosice, total: 50}\n  of-kyiv:",
        "origin: [kyiv, lublin]": "origin: [kyiv, lublin, kosice]",
        "country: UA, share: 0.5, minimum: 10": "country: UA, share: 0.4, minimum: 10",
        "country: PL, share: 0.2, minimum: 10": "country: PL, share: 0.4, minimum: 10",
        "  spread: {kind: single-site, item: pump, share: 0.8, minimum: 10}": (
            "  third: {kind: workshare, item: pump, country: SK, share: 0.4, minimum: 10}\n"
            "  spread: {kind: single-site, item: pump, share: 0.8, minimum: 10}"
        ),
    }
    asked = programme(tmp_path, text)
    (conflict,) = planless(asked).conflicts
    rules = [hard.id for hard in conflict.members if hard.kind == "rule"]
    assert rules == ["ours", "theirs", "third"]
    for name in rules:
        make_plan(replace(asked, rules=tuple(r for r in asked.rules if r.id != name)))


def test_two_conflicts_are_both_named(tmp_path: Path) -> None:
    """Conflicts that share nothing are named side by side, since each must lose a member."""
    changes = {"share: 0, minimum: 10": "share: 0, minimum: 61", "item: motor, country: PL": "item: pump, country: UA"}
    found = planless(programme(tmp_path, changes))
    assert [members(conflict) for conflict in found.conflicts] == [
        ["minimum of rule all"],
        ["rule motors", "minimum of demand orders"],
    ]
    assert found.enough == ()


def test_the_conflict_in_words(tmp_path: Path) -> None:
    """The report names each rule with what it asks for, in both languages, and what would help."""
    asked = programme(tmp_path, {"country: PL, share: 0.2": "country: PL, share: 0.6"})
    found = planless(asked)
    assert str(found).startswith("these cannot be met together: rule ours, rule theirs")
    english, ukrainian = (conflict_text(found, asked, language) for language in ("en", "uk"))
    assert english.splitlines()[:3] == [
        "No plan meets these together:",
        "  rule ours: Ukraine adds at least 50% of the value of “pump” delivered",
        "  rule theirs: Poland adds at least 60% of the value of “pump” delivered",
    ]
    assert ukrainian.splitlines()[:2] == [
        "Жоден план не виконує цього водночас:",
        "  правило ours: Україна додає щонайменше 50% вартості поставленого («насос»)",
    ]


def test_every_kind_of_rule_has_words(tmp_path: Path) -> None:
    """Whatever is hard can be said, in both languages, with the days on which it is in force."""
    changes = {
        "kind: workshare, item: pump, country: PL, share: 0, minimum: 10": (
            "kind: local-content, item: pump, country: PL, share: 0, minimum: 10, effective_start: 2024-01-08, "
            "effective_end: 2024-02-01"
        ),
        "item: pump, share: 0.8": "item: pump, site: kyiv, share: 0.8, effective_start: 2024-01-08",
        "item: motor, country: PL": "item: motor, country: PL, effective_end: 2024-02-01",
        "calendar: {weeks: 8}": "calendar: {weeks: 8}\nfrozen: 2 weeks",
        "demands:": (
            "operations: {build: {site: kyiv, makes: {pump: 1}, lead_time: 0 days, minimum_rate: 1 per week}}\n"
            "orders: {standing: {supply: of-lublin, date: 2024-01-10, quantity: 2}}\ndemands:"
        ),
    }
    asked = programme(tmp_path, changes)
    assert {rule.kind for rule in asked.rules} == set(RuleKind)
    everything = [hard for of_kind in HARD for hard in of_kind(asked)]
    assert {hard.kind for hard in everything} == set(HardKind)
    found = Impossible([Conflict(tuple(everything))], everything)
    for language in ("en", "uk"):
        lines = conflict_text(found, asked, language).splitlines()
        assert len(set(lines)) == len(everything) + 2
        assert not any("{" in line for line in lines)


def test_a_frozen_plan_in_conflict(tmp_path: Path) -> None:
    """Where nothing of the last plan may change and a rule asks for another one, both are named."""
    plan = make_plan(programme(tmp_path, {}))
    before = last_plan(plan.production, plan.purchases, plan.shipments, plan.activities, plan.investments)
    changes = {
        "item: motor, country: PL": "item: pump, country: UA",
        "calendar: {weeks: 8}": "calendar: {weeks: 8}\nfrozen: 6 weeks",
    }
    asked = programme(tmp_path, changes)
    asked = replace(asked, rules=tuple(r for r in asked.rules if r.id == "motors"))
    asked = replace(asked, demands=tuple(replace(d, minimum=None) for d in asked.demands))
    with pytest.raises(Impossible) as raised:
        make_plan(asked, last=before)
    assert [members(conflict) for conflict in raised.value.conflicts] == [["rule motors", "frozen time"]]
