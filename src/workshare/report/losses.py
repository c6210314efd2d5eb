"""What each loss of a stress test does, in words."""

from __future__ import annotations

from workshare.outcome.plan import Plan
from workshare.outcome.rows import Outlook, Verdict
from workshare.outcome.stress import Loss, LossKind, PromiseHit
from workshare.report.language import mark, tongue
from workshare.report.names import Names
from workshare.report.sentences import outlook_words

MOST = 4
"""The most demands that are named one by one."""

KINDS = {
    LossKind.NATION: mark("Nation"),
    LossKind.SITE: mark("Site"),
    LossKind.SUPPLIER: mark("Supply"),
    LossKind.FUND: mark("Fund"),
}

HOMES = {
    LossKind.NATION: "partners",
    LossKind.SITE: "sites",
    LossKind.SUPPLIER: "supplies",
    LossKind.FUND: "funds",
}


def loss_title(language: str) -> tuple[str, str, str]:
    """The headings of the table of losses."""
    say = tongue(language).say
    return say("Without"), say("Promises that turn out otherwise"), say("Demands that fall short")


def loss_row(loss: Loss, plan: Plan, language: str) -> tuple[str, str, str]:
    """What falls away, what that does to the promises, and which demands are then short."""
    speech = tongue(language)
    names = Names(plan.programme, speech)
    name = names.of(HOMES[loss.kind], loss.id)
    title = speech.say("{kind}: {name}", kind=speech.say(KINDS[loss.kind]), name=name)
    if loss.reason:
        return title, speech.say("not planned: {reason}", reason=loss.reason), ""
    promises = [_promise(hit, plan, language) for hit in loss.promises]
    short = [d for d in loss.demands if d.short > 0]
    demands = [f"{names.of('demands', d.demand)}: −{speech.number(d.short)}" for d in short[:MOST]]
    if len(short) > MOST:
        demands.append(speech.count("… and {n} more", "… and {n} more", len(short) - MOST))
    none = speech.say("none")
    return title, "\n".join(promises) or none, "\n".join(demands) or none


def _promise(hit: PromiseHit, plan: Plan, language: str) -> str:
    """A promise by its id, for words are long, and how it turns out, with the days or units that it loses."""
    account, speech = plan.commitment(hit.commitment), tongue(language)
    words = outlook_words(account, Outlook(verdict=hit.after.verdict, date=hit.after.date), plan, language)
    loss = ""
    if hit.days:
        sign = "+" if hit.days > 0 else "−"
        loss = f" ({sign}{speech.days(abs(hit.days))})"
    elif hit.after.verdict is Verdict.SHORT:
        loss = f" (−{speech.number(hit.units)})"
    return f"{hit.commitment}: {words}{loss}"
