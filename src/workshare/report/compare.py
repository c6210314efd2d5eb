"""A comparison of plans as one self-contained HTML page, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from workshare.outcome.comparison import Comparison
from workshare.report import compare_charts, compare_tables, shell
from workshare.report.causes import cause_sentence
from workshare.report.compare_tables import Sides
from workshare.report.language import tongue
from workshare.report.layout import Colours
from workshare.report.shell import drawing, picture


@dataclass(frozen=True, slots=True)
class Explained:
    """Why some promises turn out otherwise in a plan than in the first."""

    letter: str
    promises: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """An item's running totals in every plan."""

    title: str
    made: bool
    drawing: Markup


def html(comparison: Comparison, language: str = "en", version: str = "") -> str:
    """A comparison: one page that needs nothing else, in both languages, opening in ``language``."""
    return shell.page(
        "compare.html",
        lambda code: _content(comparison, code, version),
        lambda code: headline(comparison, code),
        language=language,
    )


def headline(comparison: Comparison, language: str) -> str:
    """What is compared: the titles of all plans, or how many there are."""
    speech = tongue(language)
    titles = [entrant.title.in_(language) for entrant in comparison.entrants]
    if len(titles) == 2:  # noqa: PLR2004 - a pair is named
        return speech.say("{first} — or: {second}", first=titles[0], second=titles[1])
    return speech.count("{n} plan side by side", "{n} plans side by side", len(titles))


def compared_sentence(comparison: Comparison, language: str) -> str:
    """How many promises turn out otherwise."""
    speech = tongue(language)
    changed, total = sum(p.differs for p in comparison.promises), len(comparison.promises)
    if not changed:
        return speech.say("Every promise turns out the same.")
    some = speech.count("{n} promise turns out otherwise", "{n} promises turn out otherwise", changed)
    return speech.say("Of {total}, {some}.", total=speech.number(total), some=some)


def explained(comparison: Comparison, language: str) -> list[Explained]:
    """Why each promise that turns out otherwise does, plan by plan; those of the same reason together."""
    sides = Sides(comparison, language)
    found: dict[tuple[str, str], list[str]] = {}
    for entrant in comparison.entrants[1:]:
        for promise in comparison.promises:
            text = cause_sentence(comparison, entrant.letter, promise.id, language)
            if text:
                found.setdefault((entrant.letter, text), []).append(sides.promise(promise.id))
    return [Explained(letter, tuple(promises), text) for (letter, text), promises in found.items()]


def _content(comparison: Comparison, language: str, version: str) -> dict[str, Any]:
    """Everything that the page says in one language."""
    speech, sides = tongue(language), Sides(comparison, language)
    tables = ("verdicts", "needs", "goals", "money", "workshare")
    summary = compared_sentence(comparison, language)
    first = comparison.entrants[0].plan
    colours = Colours(first)
    return {
        "lang": language,
        "say": speech.say,
        "count": speech.count,
        "title": headline(comparison, language),
        "summary": summary,
        "entrants": [
            {
                "letter": e.letter,
                "title": e.title.in_(language),
                "note": e.note.in_(language) if e.note else "",
                "as_of": speech.say("as of {date}", date=speech.date(e.plan.as_of)),
                "digest": e.plan.programme.digest,
            }
            for e in comparison.entrants
        ],
        "promises": drawing(
            partial(compare_charts.promises, comparison, language),
            speech.say("Chart: due date and planned date of every promise.") + " " + summary,
        ),
        "causes": explained(comparison, language),
        "tables": {name: getattr(compare_tables, name)(comparison, language) for name in tables},
        "inputs": [compare_tables.inputs(comparison, e.letter, language) for e in comparison.entrants[1:]],
        "curves": list(_panels(comparison, language)),
        "shares": drawing(
            partial(compare_charts.shares, comparison, language), speech.say("Chart: share of value by country.")
        ),
        "countries": [(sides.of("partners", p.id), colours.of(p.id).name) for p in first.programme.partners],
        "decisions": compare_tables.decisions(comparison, language),
        "version": version,
    }


def _panels(comparison: Comparison, language: str) -> Iterator[Panel]:
    sides = Sides(comparison, language)
    for curve, spec in compare_charts.curves(comparison, language):
        title = sides.of("items", curve.item)
        ends = [sides.speech.number(total[-1][1] if total else 0) for total in curve.totals]
        parts = (f"{letter}: {end}" for letter, end in zip(sides.letters, ends, strict=True))
        told = sides.speech.say("Chart: running total of {item}; {ends}.", item=title, ends=", ".join(parts))
        yield Panel(title, curve.made, picture(spec, told))
