"""The verifier finds plans that meet a rule between partners by scrap, by stock, by nothing, or twice over."""

import dataclasses
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from workshare.files.folder import load
from workshare.model.figure import plain
from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.planner.make import make_plan
from workshare.planner.verify import Rule, verify

PUMPS = """\
format: 1
programme: Pumps
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
start: 2024-01-01
until: 2024-02-25
calendar: {weeks: 8}
sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA, kind: customer}}
items: {pump: {family: pumps, cost: 100, discrete: true}, motor: {cost: 60}, drawing: {cost: 1}}
operations:
  build-k: {site: kyiv, makes: {pump: 1}, uses: {motor: 1}, lead_time: 7 days, cost: 90,
      in_progress: [{quantity: 1, ready: 2024-01-10}]}
  build-l: {site: lublin, makes: {pump: 1}, uses: {motor: 1}, lead_time: 7 days, cost: 50}
supplies:
  motors-k: {item: motor, site: kyiv, total: 50, price: 70}
  motors-l: {item: motor, site: lublin, total: 50, price: 60}
lanes:
  road: {origin: [kyiv, lublin], destination: hub, lead_time: 7 days}
stock:
  - {item: pump, site: kyiv, quantity: 3}
rules:
  ours: {kind: workshare, family: pumps, country: UA, share: 0.4, minimum: 12, effective_start: 2024-01-15}
  inside: {kind: local-content, item: pump, country: UA, share: 0.3, minimum: 5}
  spread: {kind: single-site, item: pump, share: 0.6, minimum: 5}
  drawings: {kind: no-transfer, item: drawing, country: PL}
demands:
  first: {item: pump, site: hub, quantity: 8, due: 2024-01-28, minimum: 4}
  second: {item: pump, site: hub, quantity: 12, due: 2024-02-11, priority: 2}
"""


@cache
def planned() -> Plan:
    with TemporaryDirectory() as folder:
        Path(folder, "programme.yaml").write_text(PUMPS, encoding="utf-8")
        return make_plan(load(folder))


def rules(plan: Plan) -> set[Rule]:
    return {fault.rule for fault in verify(plan)}


def asked(plan: Plan, **changes: Any) -> Programme:
    """The plan's programme, with figures of the rule named ``ours`` changed."""
    programme = plan.programme
    mine = [dataclasses.replace(r, **changes) if r.id == "ours" else r for r in programme.rules]
    return dataclasses.replace(programme, rules=tuple(mine))


def told(plan: Plan, **changes: Any) -> Plan:
    """The plan with the account of ``ours`` changed."""
    rows = [dataclasses.replace(row, **changes) if row.rule == "ours" else row for row in plan.rules]
    return dataclasses.replace(plan, rules=Table(plan.rules.record, rows))


def test_sound() -> None:
    """Every rule of shares has its account, and is met."""
    plan = planned()
    assert verify(plan) == []
    assert {row.rule: row.of for row in plan.rules} == {"ours": "UA", "inside": "UA", "spread": "lublin"}
    assert all(row.delivered >= row.minimum > 0 for row in plan.rules)


ALTERATIONS: dict[str, Callable[[float], float]] = {
    "more": lambda value: value * 1.37 + 1,
    "less": lambda value: value * 0.5,
}


@pytest.mark.parametrize("rule", ["ours", "inside", "spread"])
@pytest.mark.parametrize("field", ["delivered", "content", "total", "share", "asked", "minimum"])
@pytest.mark.parametrize("way", ALTERATIONS)
def test_every_altered_account_is_found(rule: str, field: str, way: str) -> None:
    """Whatever figure of an account is altered, the verifier finds it."""
    plan = planned()
    rows = [
        dataclasses.replace(row, **{field: ALTERATIONS[way](getattr(row, field))}) if row.rule == rule else row
        for row in plan.rules
    ]
    assert rules(dataclasses.replace(plan, rules=Table(plan.rules.record, rows)))


@pytest.mark.parametrize("changes", [{"of": "PL"}, {"rule": "theirs"}, {"kind": "single-site"}])
def test_an_account_of_something_else_is_found(changes: dict[str, str]) -> None:
    """An account is its own rule's."""
    assert rules(told(planned(), **changes)) >= {Rule.RULE_ACCOUNTS}


def test_accounts_left_out_or_said_twice_are_found() -> None:
    """Each rule of shares has one account."""
    plan = planned()
    for rows in (plan.rules[1:], (*plan.rules, plan.rules[0]), ()):
        assert Rule.RULE_ACCOUNTS in rules(dataclasses.replace(plan, rules=Table(plan.rules.record, rows)))


def test_a_share_and_its_account_both_false() -> None:
    """That content is somebody's who never made it is found, though the account agrees with itself."""
    plan = told(planned(), content=1900.0, total=1900.0, share=1.0)
    assert Rule.RULE_ACCOUNTS in rules(plan)


# ---------------------------------------------------------------- a plan that meets its rule in a way that is none


CHEAT = """\
format: 1
programme: A case
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
start: 2024-01-01
until: 2024-01-28
calendar: {weeks: 4}
sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
items: {pump: {cost: 100}}
operations:
  build-k: {site: kyiv, makes: {pump: 1}, lead_time: 0 days}
  build-l: {site: lublin, makes: {pump: 1}, lead_time: 0 days}
lanes:
  road: {origin: [kyiv, lublin], destination: hub, lead_time: 0 days}
stock:
  - {item: pump, site: kyiv, quantity: 10, minimum: 10}
demands:
  orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
  far: {item: pump, site: lublin, quantity: 10, due: 2024-01-28, priority: 2}
"""
OURS = "rules: {ours: {kind: workshare, item: pump, country: UA, share: 0.5, minimum: 5}}\n"


def held_against(text: str, changes: dict[str, str], rule: str) -> set[Rule]:
    """What breaks where a plan made without a rule is held against it."""
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    with TemporaryDirectory() as folder:
        path = Path(folder, "programme.yaml")
        path.write_text(text, encoding="utf-8")
        free = make_plan(load(folder))
        path.write_text(text + rule, encoding="utf-8")
        return rules(dataclasses.replace(free, programme=load(folder)))


def test_scrap_is_found() -> None:
    """Pumps that Kyiv makes and keeps, to fill up its stock, are no content of Lublin's pumps that go out."""
    changes = {
        "origin: [kyiv, lublin]": "origin: lublin",
        "quantity: 10, minimum: 10": "quantity: 0, minimum: 30",
    }
    assert held_against(CHEAT, changes, OURS) == {Rule.RULE_ACCOUNTS, Rule.RULE_SHARE}
    assert held_against(CHEAT, changes, OURS.replace("0.5", "0")) == {Rule.RULE_ACCOUNTS}


def test_stock_is_found() -> None:
    """Pumps that lay in Kyiv are nobody's content."""
    changes = {", minimum: 10": ""}
    assert held_against(CHEAT, changes, OURS) >= {Rule.RULE_SHARE}


def test_nothing_is_found() -> None:
    """A plan that delivers nothing meets every share, and no minimum."""
    changes = {
        "destination: hub, lead_time: 0 days": "destination: hub, lead_time: 40 days",
        "quantity: 10, due: 2024-01-28": "quantity: 1, due: 2024-01-28",
    }
    assert held_against(CHEAT, changes, OURS) >= {Rule.MINIMUM}


TWICE = """\
format: 1
programme: A case
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
start: 2024-01-01
until: 2024-01-28
calendar: {weeks: 4}
sites: {kyiv: {country: UA}, lublin: {country: PL}, hub: {country: UA}}
items: {pump: {cost: 100}}
supplies:
  of-kyiv: {item: pump, site: kyiv, total: 10, effective_end: 2024-01-07}
  of-lublin: {item: pump, site: lublin, total: 10, effective_end: 2024-01-07, price: 1}
lanes:
  road: {origin: [kyiv, lublin], destination: hub, lead_time: 0 days, effective_end: 2024-01-07}
demands:
  first: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
  second: {item: pump, site: hub, quantity: 10, due: 2024-01-28}
"""


def test_a_unit_counted_twice_is_found() -> None:
    """Kyiv's 10 pumps may be those of January's first half or those of its second, and not both."""
    first = "  early: {kind: workshare, item: pump, country: UA, share: 1, minimum: 5, effective_end: 2024-01-14}\n"
    second = "  late: {kind: workshare, item: pump, country: UA, share: 1, minimum: 5, effective_start: 2024-01-15}\n"
    assert Rule.RULE_SHARE not in held_against(TWICE, {}, f"rules:\n{first}")
    assert Rule.RULE_SHARE not in held_against(TWICE, {}, f"rules:\n{second}")
    assert Rule.RULE_SHARE in held_against(TWICE, {}, f"rules:\n{first}{second}")


def test_a_demand_minimum_is_found() -> None:
    """A demand that gets less than it insists on."""
    plan = planned()
    demands = [dataclasses.replace(d, minimum=plain(9)) if d.id == "first" else d for d in plan.programme.demands]
    programme = dataclasses.replace(plan.programme, demands=tuple(demands))
    assert rules(dataclasses.replace(plan, programme=programme)) == {Rule.MINIMUM}


@pytest.mark.parametrize("dates", ["", ", effective_start: 2024-01-08, effective_end: 2024-01-14"])
@pytest.mark.parametrize(("item", "country"), [("pump", "UA"), ("pump", "PL")])
def test_a_transfer_is_found(item: str, country: str, dates: str) -> None:
    """Whatever brings an item where it may not go."""
    rule = f"rules: {{not-there: {{kind: no-transfer, item: {item}, country: {country}{dates}}}}}\n"
    assert Rule.NO_TRANSFER in held_against(CHEAT, {}, rule)
