"""Why there is no plan: hard rules that cannot be met together, none of which is to spare.

What is hard and may be lifted is listed in ``HARD``: each entry names the things of one kind, with the programme
without each. A conflict is found by lifting one after another for as long as there is no plan without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workshare.model.figure import plain
from workshare.model.programme import Programme
from workshare.model.promises import DemandStatus
from workshare.model.rules import Rule, RuleKind
from workshare.planner.objective import NoPlan
from workshare.problems import Path


class HardKind(StrEnum):
    """What a programme may insist on."""

    RULE = "rule"
    RULE_MINIMUM = "minimum of rule"
    DEMAND_MINIMUM = "minimum of demand"
    FROZEN = "frozen time"
    ORDER = "order"
    MINIMUM_RATE = "minimum rate of operation"


Lift = Callable[[Programme], Programme]


@dataclass(frozen=True, slots=True)
class Hard:
    """One thing that a programme insists on, where it stands, and how the programme reads without it."""

    kind: HardKind
    id: str
    path: Path
    lift: Lift

    def __str__(self) -> str:
        """Its name in a message."""
        return f"{self.kind} {self.id}".strip()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Things that no plan meets together, though one meets any of them without one."""

    members: tuple[Hard, ...]


class Impossible(NoPlan):
    """No plan meets the hard rules; ``conflicts`` share no member, and each must lose one.

    ``enough`` are the members without which, each by itself, there is a plan.
    """

    def __init__(self, conflicts: Sequence[Conflict], enough: Sequence[Hard]) -> None:
        self.conflicts, self.enough = tuple(conflicts), tuple(enough)
        sets = "; or ".join(", ".join(map(str, c.members)) for c in conflicts)
        super().__init__(f"these cannot be met together: {sets}")


def rules(programme: Programme) -> Iterator[Hard]:
    """Every rule, and besides what it asks for at least."""
    for rule in programme.rules:
        yield Hard(HardKind.RULE, rule.id, ("rules", rule.id), _rule_changed(rule.id, _without_share))
        if rule.minimum:
            path = ("rules", rule.id, "minimum")
            yield Hard(HardKind.RULE_MINIMUM, rule.id, path, _rule_changed(rule.id, _without_minimum))


def demand_minimums(programme: Programme) -> Iterator[Hard]:
    """What each open demand asks for at least."""
    for demand in programme.demands:
        if demand.minimum and demand.status is DemandStatus.OPEN:
            path = ("demands", demand.id, "minimum")
            yield Hard(HardKind.DEMAND_MINIMUM, demand.id, path, _demand_free(demand.id))


def frozen_time(programme: Programme) -> Iterator[Hard]:
    """That nothing of the last plan is changed in its first days."""
    if programme.frozen:
        yield Hard(HardKind.FROZEN, "", ("frozen",), lambda p: replace(p, frozen=None))


def firm_orders(programme: Programme) -> Iterator[Hard]:
    """Every firm order."""
    for order in programme.orders:
        yield Hard(HardKind.ORDER, order.id, ("orders", order.id), _without_order(order.id))


def minimum_rates(programme: Programme) -> Iterator[Hard]:
    """Every rate that a line sustains."""
    for operation in programme.operations:
        if operation.minimum_rate:
            path = ("operations", operation.id, "minimum_rate")
            yield Hard(HardKind.MINIMUM_RATE, operation.id, path, _at_any_rate(operation.id))


HARD: tuple[Callable[[Programme], Iterator[Hard]], ...] = (
    rules,
    demand_minimums,
    frozen_time,
    firm_orders,
    minimum_rates,
)
"""Everything hard that a programme may hold; whoever adds a hard rule adds it here."""


def _rule_changed(name: str, change: Callable[[Rule], Rule | None]) -> Lift:
    def lift(programme: Programme) -> Programme:
        changed = (change(r) if r.id == name else r for r in programme.rules)
        return replace(programme, rules=tuple(r for r in changed if r is not None))

    return lift


def _without_share(rule: Rule) -> Rule | None:
    """A rule that asks for no share any more, though still for its minimum; nothing is left of one of no transfer."""
    if rule.kind is RuleKind.NO_TRANSFER:
        return None
    return replace(rule, share=plain(1.0 if rule.kind is RuleKind.SINGLE_SITE else 0.0))


def _without_minimum(rule: Rule) -> Rule:
    return replace(rule, minimum=None)


def _without_order(name: str) -> Lift:
    return lambda programme: replace(programme, orders=tuple(o for o in programme.orders if o.id != name))


def _at_any_rate(name: str) -> Lift:
    def lift(programme: Programme) -> Programme:
        changed = (replace(o, minimum_rate=None) if o.id == name else o for o in programme.operations)
        return replace(programme, operations=tuple(changed))

    return lift


def _demand_free(name: str) -> Lift:
    def lift(programme: Programme) -> Programme:
        demands = (replace(d, minimum=None) if d.id == name else d for d in programme.demands)
        return replace(programme, demands=tuple(demands))

    return lift


def impossible(programme: Programme, possible: Callable[[Programme], bool]) -> Impossible | None:
    """Why a programme that has no plan has none; None where it has none without any of its hard rules either.

    ``possible`` says whether a programme has a plan. Lifting a rule never makes a plan impossible, so what is found
    is irreducible: there is a plan for any fewer of its members.
    """
    left = [hard for of_kind in HARD for hard in of_kind(programme)]
    conflicts: list[Conflict] = []
    while not possible(_without(programme, conflicts)):
        members = _irreducible(programme, left, conflicts, possible)
        if not members:
            break
        conflicts.append(Conflict(tuple(members)))
        left = [hard for hard in left if hard not in members]
    if not conflicts:
        return None
    alone = conflicts[0].members if len(conflicts) == 1 else ()
    return Impossible(conflicts, [hard for hard in alone if possible(hard.lift(programme))])


def _irreducible(
    programme: Programme, left: list[Hard], known: list[Conflict], possible: Callable[[Programme], bool]
) -> list[Hard]:
    """Of what is left, as much as has no plan together and has one without any of it; nothing if it is not to blame."""
    bare = _without(programme, known)
    if not possible(_lifted(bare, left)):
        return []
    members = list(left)
    for hard in left:
        rest = [other for other in members if other is not hard]
        if not possible(_lifted(bare, [other for other in left if other not in rest])):
            members = rest
    return members


def _without(programme: Programme, conflicts: Sequence[Conflict]) -> Programme:
    return _lifted(programme, [hard for conflict in conflicts for hard in conflict.members])


def _lifted(programme: Programme, gone: Sequence[Hard]) -> Programme:
    for hard in gone:
        programme = hard.lift(programme)
    return programme
