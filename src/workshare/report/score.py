"""The score of a neutral instance's plan in words and rows."""

from __future__ import annotations

from collections.abc import Iterator

from babel.numbers import format_percent

from workshare.outcome.score import Trial
from workshare.report.language import mark, tongue

HEADINGS = (mark("Priority"), mark("On time"))
TOLD_FROM = 0.005
"""Phases of fewer seconds are not told."""


def trial_headings(language: str) -> tuple[str, ...]:
    """The headings of the rows of a trial."""
    return tuple(tongue(language).say(heading) for heading in HEADINGS)


def trial_rows(trial: Trial, language: str) -> Iterator[tuple[str, ...]]:
    """What is on time of each priority, and in all."""
    speech = tongue(language)
    for priority, quantity in trial.score.by_priority.items():
        yield speech.number(priority), speech.number(quantity)
    yield speech.say("All"), speech.number(trial.score.on_time)


def trial_sentences(trial: Trial, language: str) -> Iterator[str]:
    """What is late and short, how good the plan is at best and at least, and what it took."""
    speech, found = tongue(language), trial.score
    yield speech.say(
        "Of {asked} asked for, {short} are never delivered; late quantity-days: {late}.",
        asked=speech.number(found.asked),
        short=speech.number(max(0.0, found.short)),
        late=speech.number(found.late_quantity_days),
    )
    yield speech.say(
        "Weighted: {value}; no plan is below {bound} (gap {gap}). Strategy: {strategy}.",
        value=speech.number(found.weighted),
        bound=speech.number(trial.bound),
        gap=format_percent(trial.gap, "#,##0.00%", speech.locale),
        strategy=trial.strategy,
    )
    phases = {phase: spent for phase, spent in trial.cpu_seconds.items() if spent >= TOLD_FROM}
    yield speech.say(
        "CPU seconds: {phases}.", phases=", ".join(f"{phase} {speech.number(spent)}" for phase, spent in phases.items())
    )
    if trial.peak_mib is not None:
        yield speech.say("Peak memory: {peak} MiB.", peak=speech.number(trial.peak_mib))
