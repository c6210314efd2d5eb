"""What differs between the inputs of two plans, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshare.model.difference import Difference
from workshare.model.figure import Figure
from workshare.outcome.comparison import Change, Comparison
from workshare.report.fields import FIELDS, KEYED, MEASURED, SECTIONS, amount, rated
from workshare.report.language import Tongue, mark, tongue
from workshare.report.names import Names

TABLES = {
    **SECTIONS,
    "partners": mark("Partner"),
    "sites": mark("Site"),
    "gates": mark("Gate"),
    "substitutes": mark("Substitute"),
}

KEYS = {
    **FIELDS,
    "after": mark("comes after"),
    "as_of": mark("the day as of which it is planned"),
    "at": mark("counted at"),
    "at_most": mark("at most so often"),
    "calendar": mark("calendar"),
    "country": mark("country"),
    "currency": mark("currency"),
    "delivered": mark("item delivered"),
    "destination": mark("to"),
    "discrete": mark("in whole units"),
    "done": mark("done"),
    "due": mark("due"),
    "earliest": mark("not wanted before"),
    "effective_end": mark("last day"),
    "effective_start": mark("first day"),
    "item": mark("item"),
    "items": mark("items"),
    "made": mark("item made"),
    "needs": mark("waits for"),
    "not_before": mark("not before"),
    "origin": mark("from"),
    "priority": mark("priority"),
    "site": mark("site"),
    "start": mark("first day of the plan"),
    "status": mark("status"),
    "until": mark("last day of the plan"),
}

SINGLY = {
    "days": mark("days counted singly"),
    "weeks": mark("weeks counted singly"),
    "months": mark("months counted singly"),
}
"""The keys of the calendar."""

REFERRED = {
    "after": "activities",
    "at": "sites",
    "country": "partners",
    "delivered": "items",
    "destination": "sites",
    "item": "items",
    "items": "items",
    "made": "items",
    "origin": "sites",
    "site": "sites",
}
"""Fields that name rows of a table; the gates of ``needs`` and the like are looked for in every table."""


@dataclass(frozen=True, slots=True)
class Told:
    """A difference in words: of what, what it is on either side, and all of it in a line."""

    what: str
    before: str
    after: str
    line: str


class Differences:
    """The differences of a comparison's inputs in one language."""

    def __init__(self, comparison: Comparison, language: str) -> None:
        self.speech = tongue(language)
        self.comparison = comparison
        self.names = {e.letter: Names(e.plan.programme, self.speech) for e in comparison.entrants}

    def of(self, letter: str) -> list[Change]:
        """What differs in the input of a plan from that of the first."""
        return [change for change in self.comparison.changes if change.plan == letter]

    def told(self, change: Change) -> Told:
        """One difference in words."""
        first = self.names[self.comparison.entrants[0].letter]
        return told(change.difference, first, self.names[change.plan])

    def bundle(self, letter: str, number: int) -> str:
        """What goes together, in a line: the first of it, and how many more there are."""
        lines = [self.told(change).line for change in self.of(letter) if change.bundle == number]
        if len(lines) == 1:
            return lines[0]
        return self.speech.count("{first} (and {n} more)", "{first} (and {n} more)", len(lines) - 1, first=lines[0])


def told(difference: Difference, first: Names, second: Names) -> Told:
    """A difference in words, with the names that each side has for things."""
    speech, path = first.speech, difference.path
    before, after = _value(first, path, difference.before), _value(second, path, difference.after)
    if len(path) == 1 or path[0] not in {*TABLES, *_tables(first)}:
        singly = path[0] == "calendar" and path[-1] in SINGLY
        what = speech.say(SINGLY[path[-1]]) if singly else " ".join(_key(speech, step) for step in path)
        return Told(what, before, after, f"{what}: {before} → {after}")
    names = first if first.entry(path[0], path[1]) is not None else second
    section = speech.say(TABLES[path[0]]) if path[0] in TABLES else path[0]
    owner = speech.say("{section} “{name}”", section=section, name=_owner(names, path[0], path[1]))
    if len(path) == 2:  # noqa: PLR2004 - a table and a row
        there, absent = speech.say("is there"), speech.say("is not there")
        if difference.before is None:
            return Told(owner, absent, there, speech.say("{what}: new", what=owner))
        return Told(owner, there, absent, speech.say("{what}: taken out", what=owner))
    what = speech.say("{owner}, {field}", owner=owner, field=_field(names, path))
    return Told(what, before, after, f"{what}: {before} → {after}")


def _tables(names: Names) -> Sequence[str]:
    programme = names.programme
    return [name for name in programme.__slots__ if isinstance(getattr(programme, name), tuple)]


def _owner(names: Names, section: str, name: str) -> str:
    if section == "commitments":
        return names.promise(name)
    item, at, site = name.partition(" at ")
    if section == "stock" and at:
        return names.speech.say("{item} at {sites}", item=names.of("items", item), sites=names.of("sites", site))
    return names.of(section, name)


def _key(speech: Tongue, key: str) -> str:
    return speech.say(KEYS[key]) if key in KEYS else key.replace("_", " ")


def _field(names: Names, path: tuple[str, ...]) -> str:
    """Which of a row's fields differs: the innermost that has a name, and what it is about."""
    keys = [step for step in path[2:] if not step.isdecimal()]
    keys = keys[1:] if keys[0] == "measure" and len(keys) > 1 else keys
    if keys[0] in KEYED and len(keys) > 1:
        return f"{_key(names.speech, keys[0])}: {names.of(KEYED[keys[0]], keys[1])}"
    return ", ".join(dict.fromkeys(_key(names.speech, key) for key in keys))


def _value(names: Names, path: tuple[str, ...], value: object) -> str:
    """A value in words."""
    speech = names.speech
    key = next((step for step in reversed(path) if not step.isdecimal()), "")
    if value in (None, (), ""):
        return "–"
    if isinstance(value, Figure):
        return _figure(names, path, value)
    if isinstance(value, tuple | Mapping):
        return _several(names, key, value)
    if isinstance(value, bool):
        return speech.say("yes") if value else speech.say("no")
    if isinstance(value, dt.date):
        return speech.short_date(value)
    return speech.number(value) if isinstance(value, int | float) else _row(names, key, str(value))


def _several(names: Names, key: str, value: tuple[object, ...] | Mapping[str, object]) -> str:
    """A list in words: what it names, or how many entries it has."""
    speech = names.speech
    if isinstance(value, Mapping):
        return speech.listed(names.of(KEYED.get(key, "items"), name) for name in value)
    if all(isinstance(part, str) for part in value):
        return speech.listed(_row(names, key, str(part)) for part in value)
    return speech.count("{n} entry", "{n} entries", len(value))


def _row(names: Names, key: str, name: str) -> str:
    """What a field names."""
    tables = [REFERRED[key]] if key in REFERRED else ["gates", "activities", "items", "sites", "resources"]
    return next((names.of(table, name) for table in tables if names.entry(table, name) is not None), name)


def _figure(names: Names, path: tuple[str, ...], figure: Figure) -> str:
    """A figure with its range."""
    fields = [step for step in path[2:] if not step.isdecimal()] or [path[-1]]
    field = fields[0] if fields[0] in KEYED else next((f for f in fields if f in MEASURED), fields[0])
    text = amount(names, field, figure, _counted(names, path))
    if figure.low is not None or figure.high is not None:
        ends = (figure.value if end is None else end for end in (figure.low, figure.high))
        low, high = map(names.speech.number, ends)
        text += f" ({low}\u2013{high})"
    return rated(names.speech, text, figure.per)


def _counted(names: Names, path: tuple[str, ...]) -> str:
    """The item that a figure counts, or nothing."""
    if path[0] == "stock":
        return path[1].partition(" at ")[0]
    if len(path) > 3 and path[2] in {"makes", "uses"}:  # noqa: PLR2004 - table, row, field, item
        return path[3]
    entry = names.entry(path[0], path[1]) if len(path) > 1 and path[0] in _tables(names) else None
    measure = getattr(entry, "measure", None)
    return str(getattr(entry, "item", None) or getattr(measure, "item", None) or "")
