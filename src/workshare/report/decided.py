"""What a plan decides about the project, in words: modes, options and investments."""

from __future__ import annotations

from collections.abc import Iterator

from workshare.model.project import NORMAL
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Step
from workshare.outcome.terms import Built
from workshare.report.language import tongue
from workshare.report.names import Names


def step_words(names: Names, step: Step) -> str:
    """A step by its name, and its mode where it is another than its own."""
    name = names.of("activities", step.activity)
    mode = names.mode(step.activity, step.mode)
    return name if step.mode == NORMAL else names.speech.say("{name} (mode “{mode}”)", name=name, mode=mode)


def built_words(names: Names, built: Built) -> str:
    """An investment by its name, numbered from the second time on."""
    name = names.of("investments", built.investment)
    return name if built.number == 1 else f"{name} ({built.number})"


def has_decisions(plan: Plan) -> bool:
    """Whether a programme leaves anything of its project to the plan."""
    programme = plan.programme
    return bool(programme.investments) or any(a.modes or a.optional for a in programme.activities)


def decisions_sentence(plan: Plan, language: str) -> str:
    """What is decided of modes, options and investments, and what is left out; nothing where nothing is to decide."""
    speech = tongue(language)
    if not has_decisions(plan):
        return ""
    names = Names(plan.programme, speech)
    taken, without = list(_taken(plan, names)), list(_left_out(plan, names))
    text = speech.say("Decided: {taken}.", taken="; ".join(taken)) if taken else ""
    if without:
        text += " " + speech.say("Left out: {without}.", without="; ".join(without))
    return text.strip() or speech.say("Every step is done as it is by itself, and nothing is invested.")


def _taken(plan: Plan, names: Names) -> Iterator[str]:
    speech = names.speech
    optional = {a.id for a in plan.programme.activities if a.optional}
    for step in plan.activities:
        if not step.done and (step.mode != NORMAL or step.activity in optional):
            yield speech.say("{what}, done on {date}", what=step_words(names, step), date=speech.date(step.finish))
    for built in plan.investments:
        yield speech.say("{what}, ready on {date}", what=built_words(names, built), date=speech.date(built.ready))


def _left_out(plan: Plan, names: Names) -> Iterator[str]:
    done, built = {s.activity for s in plan.activities}, {b.investment for b in plan.investments}
    yield from (names.of("activities", a.id) for a in plan.programme.activities if a.optional and a.id not in done)
    yield from (names.of("investments", v.id) for v in plan.programme.investments if v.id not in built)
