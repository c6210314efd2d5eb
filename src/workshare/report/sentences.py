"""A commitment's verdict, and what it hangs on, as plain sentences in either language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import assert_never

from workshare.model.figure import Basis
from workshare.model.programme import by_id
from workshare.model.promises import Commitment, Measure
from workshare.outcome.plan import Plan
from workshare.outcome.rows import CommitmentAccount, Link, LinkKind, Outlook, Verdict
from workshare.report.facts import bases, bottleneck
from workshare.report.language import mark, tongue
from workshare.report.names import Names

LISTED = 6
"""How many activities in a row are named one by one; of more, the middle ones are only counted."""


def verdict_sentence(account: CommitmentAccount, plan: Plan, language: str) -> str:
    """The verdict on a commitment and the two dates or quantities behind it, in one sentence."""
    head, rest = verdict_head(account, plan, language), verdict_detail(account, plan, language)
    return tongue(language).say("{verdict}: {reason}.", verdict=head, reason=rest)


def verdict_head(account: CommitmentAccount, plan: Plan, language: str) -> str:
    """The verdict in a few words: "Late by 23 days"."""
    speech = tongue(language)
    spare = (account.due - account.date).days if account.date else 0
    if account.verdict is Verdict.KEPT and spare:
        return speech.say("Kept, with {days} to spare", days=speech.days(spare))
    return verdict_word(account, plan, language)


def verdict_word(account: CommitmentAccount, plan: Plan, language: str) -> str:
    """The verdict as briefly as it can be said."""
    speech = tongue(language)
    match account.verdict:
        case Verdict.KEPT:
            return speech.say("Kept")
        case Verdict.LATE:
            return speech.say("Late by {days}", days=speech.days(account.days_late))
        case Verdict.SHORT:
            missing = account.quantity - account.in_the_end
            names = Names(plan.programme, speech)
            return speech.say("Short by {amount}", amount=names.amount(missing, _item(account, plan)))
        case Verdict.MISSED:
            return speech.say("Missed")
        case Verdict.UNMEASURED:
            return speech.say("Not measurable")
        case _:
            assert_never(account.verdict)


def verdict_detail(account: CommitmentAccount, plan: Plan, language: str) -> str:
    """What is there and when, against what was promised: the verdict's reason, without its full stop."""
    speech = tongue(language)
    due, end = speech.date(account.due), speech.date(_end(plan))
    what = measure_words(account, plan, language)
    match account.verdict:
        case Verdict.KEPT | Verdict.LATE:
            day = speech.date(account.date or account.due)
            return speech.say("{what} on {date}, promised by {due}", what=what, date=day, due=due)
        case Verdict.SHORT:
            text = mark(
                "{have} of the {asked} promised (“{item}”) are there by the end of the plan on {end}, "
                "{by_due} by the promised day, {due}"
            )
            if account.due == _end(plan):
                text = mark("{have} of the {asked} promised (“{item}”) are there by {due}, the last day of the plan")
            return speech.say(
                text, due=due, end=end, have=speech.number(account.in_the_end),
                item=Names(plan.programme, speech).of("items", _item(account, plan) or ""),
                asked=speech.number(account.quantity), by_due=speech.number(account.by_due),
            )  # fmt: skip
        case Verdict.MISSED:
            text = mark("nothing that counts is there by the end of the plan on {end}; promised by {due}: {what}")
            return speech.say(text, what=what, due=due, end=end)
        case Verdict.UNMEASURED:
            return speech.say("the promise, due on {due}, names nothing that a plan could be held against", due=due)
        case _:
            assert_never(account.verdict)


def measure_words(account: CommitmentAccount, plan: Plan, language: str) -> str:
    """What decides a commitment, in words: "130 units of pump delivered to the hub"."""
    speech = tongue(language)
    names = Names(plan.programme, speech)
    measure = _measure(account, plan)
    if measure is None:
        return ""
    if measure.done is not None:
        return speech.say("“{activity}” done", activity=names.of("activities", measure.done))
    item = measure.item or ""
    sites = speech.listed(names.of("sites", s) for s in measure.at)
    values = {"amount": names.amount(measure.amount, item), "item": names.of("items", item), "sites": sites}
    match measure.delivered, bool(sites):
        case None, False:
            return speech.say("{amount} of “{item}” made", **values)
        case None, _:
            return speech.say("{amount} of “{item}” made at {sites}", **values)
        case _, False:
            return speech.say("{amount} of “{item}” delivered", **values)
        case _:
            return speech.say("{amount} of “{item}” delivered to {sites}", **values)


def chain_sentence(account: CommitmentAccount, plan: Plan, language: str) -> str:
    """What makes up a commitment's time, the last link first, and what limits its quantity."""
    speech = tongue(language)
    chain = " ← ".join(chain_parts(account, plan, language))
    limits = speech.listed(_link(link, Names(plan.programme, speech)) for link in account.hangs_on if link.binding)
    if chain and limits:
        return speech.say("It hangs on: {chain}; what limits it: {limits}.", chain=chain, limits=limits)
    if chain:
        return speech.say("It hangs on: {chain}.", chain=chain)
    return speech.say("What limits it: {limits}.", limits=limits) if limits else ""


def chain_parts(account: CommitmentAccount, plan: Plan, language: str) -> tuple[str, ...]:
    """The links that make up a commitment's time in words, the last one first, long runs shortened."""
    names = Names(plan.programme, tongue(language))
    links = [link for link in account.hangs_on if not link.binding]
    runs = groupby(links, lambda link: link.kind is LinkKind.ACTIVITY)
    return tuple(part for steps, run in runs for part in _run(list(run), names, shorten=steps))


def _run(links: Sequence[Link], names: Names, *, shorten: bool) -> Iterator[str]:
    if not shorten or len(links) <= LISTED:
        yield from (_link(link, names) for link in links)
        return
    middle = links[1:-1]
    days = names.speech.days(sum(link.days for link in middle))
    yield _link(links[0], names)
    yield names.speech.count("{n} more step ({days})", "{n} more steps ({days})", len(middle), days=days)
    yield _link(links[-1], names)


def _link(link: Link, names: Names) -> str:
    """One link in words, with its days or its date."""
    if link.kind is LinkKind.GATE:
        return gate_words(names, link.id)
    name, speech = names.link(link.kind, link.id), names.speech
    if link.binding or link.days == 0:
        return name
    return speech.say("{name} ({days})", name=name, days=speech.days(link.days))


def gate_words(names: Names, gate: str) -> str:
    """A gate by its name."""
    return names.speech.say("gate “{name}”", name=names.of("gates", gate))


def outlook_sentence(account: CommitmentAccount, plan: Plan, language: str) -> str:
    """The verdict if every range in the programme ended well, and if every one ended badly."""
    speech = tongue(language)
    if account.good is None or account.bad is None or account.verdict is Verdict.UNMEASURED:
        return ""
    good, bad = (outlook_words(account, end, plan, language) for end in (account.good, account.bad))
    if good == bad:
        return speech.say("Whether every range ends well or badly: {both}.", both=good)
    return speech.say("If every range ends well: {good}. If every range ends badly: {bad}.", good=good, bad=bad)


def outlook_words(account: CommitmentAccount, outlook: Outlook, plan: Plan, language: str) -> str:
    """A verdict at one end of all ranges in a few words, with its date."""
    speech = tongue(language)
    match outlook.verdict:
        case Verdict.KEPT:
            return speech.say("kept on {date}", date=speech.date(outlook.date or account.due))
        case Verdict.LATE:
            day = outlook.date or account.due
            days = speech.days((day - account.due).days)
            return speech.say("late by {days}, on {date}", days=days, date=speech.date(day))
        case Verdict.SHORT:
            return speech.say("short still on {end}", end=speech.date(_end(plan)))
        case Verdict.MISSED:
            return speech.say("missed")
        case Verdict.UNMEASURED:
            return speech.say("not measurable")
        case _:
            assert_never(outlook.verdict)


def assumed_sentence(account: CommitmentAccount, plan: Plan, language: str) -> str:  # noqa: ARG001 - one signature for all
    """How many of the figures that a verdict rests on are assumed."""
    speech = tongue(language)
    if account.figures == 0:
        return ""
    if account.assumed == 0:
        return speech.count(
            "The one figure on this chain is not marked as assumed.",
            "None of the {n} figures on this chain is marked as assumed.", account.figures,
        )  # fmt: skip
    if account.assumed == account.figures:
        return speech.count(
            "The one figure on this chain is assumed.",
            "All {n} figures on this chain are assumed.",
            account.figures,
        )
    total = speech.number(account.figures)
    return speech.count(
        "{n} of the {total} figures on this chain is assumed.",
        "{n} of the {total} figures on this chain are assumed.", account.assumed, total=total,
    )  # fmt: skip


def ask_sentence(account: CommitmentAccount, folder: str, language: str) -> str:
    """Which commands find the causes of a broken promise, and what would bring it forward."""
    if account.verdict in {Verdict.KEPT, Verdict.UNMEASURED}:
        return ""
    return tongue(language).say(
        "The causes: workshare why {folder} {promise}. "
        "What would help: workshare levers {folder} --commitment {promise}.",
        folder=folder, promise=account.id,
    )  # fmt: skip


def summary_sentence(plan: Plan, language: str) -> str:
    """How many promises are kept and how the others fare."""
    speech = tongue(language)
    count = {v: sum(a.verdict is v for a in plan.commitments) for v in Verdict}
    total = speech.count("{n} promise", "{n} promises", len(plan.commitments))
    late, short = count[Verdict.LATE], count[Verdict.SHORT]
    missed, unknown = count[Verdict.MISSED], count[Verdict.UNMEASURED]
    parts = [
        speech.count("{n} is kept", "{n} are kept", count[Verdict.KEPT]),
        speech.count("{n} comes late", "{n} come late", late) if late else "",
        speech.count("{n} falls short", "{n} fall short", short) if short else "",
        speech.count("{n} is missed", "{n} are missed", missed) if missed else "",
        speech.count("{n} cannot be measured", "{n} cannot be measured", unknown) if unknown else "",
    ]
    return speech.say("Of {total}, {parts}.", total=total, parts=speech.listed(part for part in parts if part))


def bottleneck_sentence(plan: Plan, language: str) -> str:
    """Which resource holds the plan back, from when to when; or, where none does, which is the fullest."""
    speech, worst = tongue(language), bottleneck(plan)
    if worst is None:
        return ""
    values = {
        "resource": Names(plan.programme, speech).resource(worst.resource),
        "load": speech.percent(worst.load),
        "first": speech.date(worst.first),
        "last": speech.date(worst.last),
    }
    if worst.binding and worst.first == worst.last:
        text = mark(
            "The bottleneck is {resource}: on {first} it is {load} full, "
            "and every hour more would bring deliveries forward."
        )
        return speech.say(text, **values)
    if worst.binding:
        text = mark(
            "The bottleneck is {resource}: from {first} to {last} it is {load} full, "
            "and every hour more would bring deliveries forward."
        )
        return speech.say(text, **values)
    return speech.say(
        "No capacity alone holds back the first goal that falls short. "
        "The fullest is {resource}, {load} used from {first} to {last}.",
        **values,
    )


def basis_sentence(plan: Plan, language: str) -> str:
    """How many of the figures behind a plan are assumed, and how to read it then."""
    speech, counted = tongue(language), bases(plan.programme)
    total, assumed = sum(counted.values()), counted.get(Basis.ASSUMED, 0)
    if not total:
        return ""
    sentence = speech.say(
        "{assumed} of the {total} figures behind this plan ({share}) are marked as assumed.",
        assumed=speech.number(assumed), total=speech.number(total), share=speech.percent(assumed / total),
    )  # fmt: skip
    if assumed * 2 < total:
        return sentence
    advice = speech.say("Read it as an illustration of what would follow from them, not as a forecast.")
    return f"{sentence} {advice}"


def ranked(plan: Plan) -> list[CommitmentAccount]:
    """The promises by priority, and within it as their author lists them."""
    priority = {str(c.id): c.priority for c in plan.programme.commitments}
    return sorted(plan.commitments, key=lambda account: priority.get(account.id, 0))


def commitment_of(account: CommitmentAccount, plan: Plan) -> Commitment | None:
    """The commitment that an account is about."""
    return by_id(plan.programme.commitments).get(account.id)


def _measure(account: CommitmentAccount, plan: Plan) -> Measure | None:
    found = commitment_of(account, plan)
    return found.measure if found else None


def _item(account: CommitmentAccount, plan: Plan) -> str | None:
    measure = _measure(account, plan)
    return measure.item if measure else None


def _end(plan: Plan) -> dt.date:
    return plan.periods.date(plan.periods.horizon)
