"""Checks of the rules between partners: each says what its kind needs to be decided, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workshare.model.ids import ItemId
from workshare.model.programme import Programme, by_id
from workshare.model.promises import DemandStatus
from workshare.model.references import Found, Unread, a_problem
from workshare.model.rules import Rule, RuleKind
from workshare.problems import Code, Problem, brief, did_you_mean

SHARED = ("share", "minimum")
NEEDS: Mapping[RuleKind, tuple[str, ...]] = {
    RuleKind.WORKSHARE: ("country", *SHARED),
    RuleKind.LOCAL_CONTENT: ("item", "country", *SHARED),
    RuleKind.NO_TRANSFER: ("item", "country"),
    RuleKind.SINGLE_SITE: ("item", *SHARED),
}
"""What a rule of each kind must say; a workshare besides names an item or a family."""
MAY_SAY: Mapping[RuleKind, tuple[str, ...]] = {
    RuleKind.WORKSHARE: ("item", "family"),
    RuleKind.SINGLE_SITE: ("site",),
}
KEYS = ("item", "family", "country", "site", *SHARED)
EXAMPLES = {
    "item": "item: pump",
    "country": "country: UA",
    "share": "share: 0.4",
    "minimum": "minimum: 100, so that nobody meets the rule by delivering nothing",
}


def rule_keys(programme: Programme) -> Found:
    """A rule says what its kind needs, and nothing that its kind does not know."""
    for rule in programme.rules:
        needs, may = NEEDS[rule.kind], MAY_SAY.get(rule.kind, ())
        for key in needs:
            if getattr(rule, key) is None:
                yield _at(rule, "", Code.MISSING_KEY, f"says no {key}, which {rule.kind} needs", f"add {EXAMPLES[key]}")
        for key in KEYS:
            if getattr(rule, key) is not None and key not in needs + may:
                hint = "take it out, or make a second rule of it"
                yield _at(rule, key, Code.UNKNOWN_KEY, f"says {key}, which {rule.kind} does not know", hint)
        if rule.kind is RuleKind.WORKSHARE and (rule.item is None) == (rule.family is None):
            said = "neither an item nor a family" if rule.item is None else "both an item and a family"
            yield _at(rule, "", Code.MISSING_KEY, f"names {said}", "write one of item: pump, family: pumps")


def rule_figures(programme: Programme) -> Found:
    """A share lies between 0 and 1 and has no unit; a minimum is counted in the items' unit."""
    for rule in programme.rules:
        share = rule.share
        if share and (share.unit or any(end > 1 for end in (share.value, share.low, share.high) if end is not None)):
            shown = brief(f"{share.value:g} {share.unit}".strip())
            hint = "write it from 0 to 1, such as 0.4 for 40 %"
            yield _at(rule, "share", Code.BAD_FIGURE, f"asks for a share of {shown}", hint)
        mine = [
            i for i in programme.items if i.id == rule.item or (rule.family is not None and i.family == rule.family)
        ]
        units = {unit for i in mine for unit in (i.unit, f"{i.unit}s", i.id, f"{i.id}s")}
        if rule.minimum and rule.minimum.unit and mine and rule.minimum.unit not in units:
            message = f"has its minimum in {brief(rule.minimum.unit)}, but {mine[0].id} is counted in {mine[0].unit}"
            hint = f"write it in {mine[0].unit}, or without a unit"
            yield _at(rule, "minimum", Code.BAD_FIGURE, message, hint)


def rule_dates(programme: Programme) -> Found:
    """A rule does not end before it begins."""
    for rule in programme.rules:
        first, last = rule.effective_start, rule.effective_end
        if first and last and last < first:
            message = f"is in force from {first} to {last}"
            yield _at(rule, "effective_end", Code.BAD_RANGE, message, "write the first day first")


def standard_costs(programme: Programme) -> Found:
    """Where a rule looks at value, everything that goes into what is delivered has a standard cost."""
    items = by_id(programme.items)
    told: set[str] = set()
    for rule in programme.rules:
        if rule.kind in {RuleKind.WORKSHARE, RuleKind.LOCAL_CONTENT}:
            for name in _goes_into(programme, _scope(programme, rule)):
                if name in items and items[name].cost is None and name not in told:
                    told.add(name)
                    message = f"items {name} has no cost, by which rules {rule.id} tells whose value is delivered"
                    hint = "add cost: 900, the standard value of one (0 if it has none)"
                    yield a_problem(Code.MISSING_KEY, ("items", name), message, hint)


def rules_of_nothing(programme: Programme, unread: Unread) -> Found:
    """A family that a rule names is some item's, and somebody asks for what a rule of shares looks at."""
    if unread.lost & {"items", "demands"} or "items" in unread.nameless or unread.rows:
        return
    families = {i.family for i in programme.items if i.family}
    asked = {d.item for d in programme.demands if d.status is DemandStatus.OPEN}
    for rule in programme.rules:
        if rule.family is not None and rule.family not in families:
            hint = did_you_mean(rule.family, families)
            yield _at(rule, "family", Code.DANGLING_REFERENCE, f"names family {rule.family}, which no item has", hint)
        elif rule.kind is not RuleKind.NO_TRANSFER and (scope := _scope(programme, rule)) and not asked & scope:
            message = f"looks at deliveries of {rule.item or rule.family}, which nobody asks for"
            key = "item" if rule.item else "family"
            yield _at(rule, key, Code.EMPTY_MEASURE, message, "name another one, or add a demand")


def _scope(programme: Programme, rule: Rule) -> set[ItemId]:
    """The items whose deliveries a rule looks at."""
    if rule.item is not None:
        return {rule.item}
    return {i.id for i in programme.items if rule.family is not None and i.family == rule.family}


def _goes_into(programme: Programme, items: set[ItemId]) -> Iterator[ItemId]:
    """Some items, what they are made of, what may serve for them, and so on down."""
    found = dict.fromkeys(sorted(items))
    pending = list(found)
    while pending:
        item = pending.pop(0)
        yield item
        below = [used for o in programme.operations if item in o.makes for used in (*o.uses, *o.makes)]
        below += [s.item for s in programme.substitutes if s.instead_of == item]
        for name in below:
            if name not in found:
                found[name] = None
                pending.append(name)


def _at(rule: Rule, key: str, code: Code, message: str, hint: str) -> Problem:
    path = ("rules", rule.id, key) if key else ("rules", rule.id)
    return a_problem(code, path, f"rules {rule.id} {message}", hint)


AGREED: tuple[Callable[[Programme], Found], ...] = (rule_keys, rule_figures, rule_dates, standard_costs)
AGREED_AWARE: tuple[Callable[[Programme, Unread], Found], ...] = (rules_of_nothing,)
