"""Why there is no plan, in words: what cannot be met together."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from workshare.model.programme import Programme, by_id
from workshare.model.rules import Rule, RuleKind
from workshare.planner.conflict import Hard, HardKind, Impossible
from workshare.report.language import Tongue, mark, tongue
from workshare.report.names import Names

NOWHERE: Callable[[Hard], str] = lambda _: ""  # noqa: E731 - a default that says nothing


def conflict_text(
    found: Impossible, programme: Programme, language: str, place: Callable[[Hard], str] = NOWHERE
) -> str:
    """What cannot be met together, a line each, and what would help; ``place`` says where a member stands."""
    speech = tongue(language)
    lines = []
    for conflict in found.conflicts:
        if len(conflict.members) == 1:
            lines.append(speech.say("No plan meets this:"))
        else:
            lines.append(speech.say("No plan meets these together:"))
        lines += [f"  {place(hard)}{hard_sentence(hard, programme, language)}" for hard in conflict.members]
    lines.append(_remedy(found, speech))
    return "\n".join(lines)


def _remedy(found: Impossible, speech: Tongue) -> str:
    """Of what to drop or change one."""
    members = [hard for conflict in found.conflicts for hard in conflict.members]
    if len(found.conflicts) > 1:
        return speech.say("Drop or change at least one of each group.")
    if len(found.enough) == len(members):
        one = mark("Drop or change it, and there is a plan.")
        any_one = mark("Drop or change any one of them, and there is a plan.")
        return speech.say(one if len(members) == 1 else any_one)
    if found.enough:
        named = ", ".join(speech.say(NAMED[hard.kind], id=hard.id) for hard in found.enough)
        return speech.say("There is a plan as soon as one of these is dropped or changed: {named}.", named=named)
    return speech.say("Drop or change at least one of them; what then remains may conflict again.")


def hard_sentence(hard: Hard, programme: Programme, language: str) -> str:
    """What a hard rule, or a minimum, asks for."""
    speech = tongue(language)
    names = Names(programme, speech)
    match hard.kind:
        case HardKind.RULE:
            text = _rule(by_id(programme.rules)[hard.id], names, speech)
        case HardKind.RULE_MINIMUM:
            rule = by_id(programme.rules)[hard.id]
            least = speech.number(rule.minimum.value if rule.minimum else 0.0)
            what = _what(rule, names)
            text = speech.say("at least {least} of “{what}” delivered under the rule", least=least, what=what)
            text += _dates(rule, speech)
        case HardKind.DEMAND_MINIMUM:
            demand = by_id(programme.demands)[hard.id]
            least = speech.number(demand.minimum.value if demand.minimum else 0.0)
            item, site = names.of("items", demand.item), names.of("sites", demand.site)
            text = speech.say("at least {least} of “{what}” delivered to {site}", least=least, what=item, site=site)
        case HardKind.FROZEN:
            days = speech.days(round(programme.frozen.value) if programme.frozen else 0)
            text = speech.say("nothing of the last plan changes for {days}", days=days)
        case HardKind.ORDER:
            order = by_id(programme.orders)[hard.id]
            what = (
                names.of("operations", order.operation) if order.operation else names.of("supplies", order.supply or "")
            )
            amount, day = speech.number(order.quantity.value), speech.date(order.date)
            text = speech.say("{amount} of “{what}” on {day}", amount=amount, what=what, day=day)
        case HardKind.MINIMUM_RATE:
            text = speech.say("“{what}” never runs slower than this", what=names.of("operations", hard.id))
        case _:
            assert_never(hard.kind)
    return speech.say(HEADS[hard.kind], id=hard.id, what=text)


HEADS = {
    HardKind.RULE: mark("rule {id}: {what}"),
    HardKind.RULE_MINIMUM: mark("minimum of rule {id}: {what}"),
    HardKind.DEMAND_MINIMUM: mark("minimum of demand {id}: {what}"),
    HardKind.FROZEN: mark("frozen time: {what}"),
    HardKind.ORDER: mark("firm order {id}: {what}"),
    HardKind.MINIMUM_RATE: mark("minimum rate of operation {id}: {what}"),
}
"""How each kind of hard thing is introduced."""
NAMED = {
    HardKind.RULE: mark("rule {id}"),
    HardKind.RULE_MINIMUM: mark("minimum of rule {id}"),
    HardKind.DEMAND_MINIMUM: mark("minimum of demand {id}"),
    HardKind.FROZEN: mark("the frozen time"),
    HardKind.ORDER: mark("firm order {id}"),
    HardKind.MINIMUM_RATE: mark("minimum rate of operation {id}"),
}
"""How each kind of hard thing is called."""


def _rule(rule: Rule, names: Names, speech: Tongue) -> str:
    """A rule without its minimum, with the days on which it is in force."""
    what, country = _what(rule, names), names.of("partners", rule.country or "")
    share = speech.percent(rule.share.value if rule.share else 0.0)
    match rule.kind:
        case RuleKind.WORKSHARE:
            text = mark("{country} adds at least {share} of the value of “{what}” delivered")
        case RuleKind.LOCAL_CONTENT:
            text = mark("at least {share} of the value of the inputs of “{what}” is made in {country}")
        case RuleKind.NO_TRANSFER:
            text = mark("“{what}” goes neither to nor through {country}")
        case RuleKind.SINGLE_SITE if rule.site:
            text = mark("no more than {share} of “{what}” delivered comes from {site}")
        case RuleKind.SINGLE_SITE:
            text = mark("no more than {share} of “{what}” delivered comes from any one site")
        case _:
            assert_never(rule.kind)
    site = names.of("sites", rule.site or "")
    return speech.say(text, country=country, share=share, what=what, site=site) + _dates(rule, speech)


def _what(rule: Rule, names: Names) -> str:
    return names.of("items", rule.item) if rule.item else str(rule.family or "")


def _dates(rule: Rule, speech: Tongue) -> str:
    """From when until when a rule is in force, after a comma; nothing where it always is."""
    first = speech.date(rule.effective_start) if rule.effective_start else ""
    last = speech.date(rule.effective_end) if rule.effective_end else ""
    if first and last:
        return speech.say(", from {first} to {last}", first=first, last=last)
    if first:
        return speech.say(", from {first} on", first=first)
    return speech.say(", until {last}", last=last) if last else ""
