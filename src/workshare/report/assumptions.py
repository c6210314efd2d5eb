"""Every figure of a programme in readable words: what it is, its value and range, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workshare.model.figure import Basis, Figure
from workshare.model.fleets import Actual
from workshare.model.money import Payment, Rate
from workshare.model.network import CapacityStep
from workshare.model.programme import Programme
from workshare.model.project import Ramp
from workshare.report.fields import KEYED, MEASURED, SECTIONS, Measured, amount, rated, word
from workshare.report.language import Tongue, mark
from workshare.report.names import Names

Path = tuple[str | int, ...]
Found = list[tuple[Path, Figure]]
"""Figures with their paths, as ``figures_of`` finds them."""

BASES = {
    Basis.REPORTED: mark("reported"),
    Basis.DERIVED: mark("derived"),
    Basis.ASSUMED: mark("assumed"),
    Basis.UNDISCLOSED: mark("undisclosed"),
    None: mark("not stated"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A figure as a row of the table: of what, which, its value, its range, its basis, source and note."""

    section: str
    owner: str
    field: str
    value: str
    range: str
    basis: str
    basis_word: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Held:
    """A field on the way to a figure, with what it holds; ``key`` is the row's or entry's where it holds several."""

    field: str
    key: str | int | None
    thing: object


def assumptions(programme: Programme, speech: Tongue, figures: Found) -> list[Assumption]:
    """Figures of a programme in words, in their order."""
    names = Names(programme, speech)
    return [_row(names, path, figure) for path, figure in figures]


def _row(names: Names, path: Path, figure: Figure) -> Assumption:
    section, speech = str(path[0]), names.speech
    way = list(_way(names.programme, path))
    fields = way[1:] or way
    leaf, item = fields[-1].field, _item(way)
    return Assumption(
        section=speech.say(SECTIONS[section]) if section in SECTIONS else section,
        owner=_owner(names, path), field=_field(names, section, fields), range=_range(names, leaf, figure, item),
        value=rated(speech, amount(names, leaf, figure, item), figure.per), basis=figure.basis or "none",
        basis_word=speech.say(BASES[figure.basis]), source=figure.source, note=figure.note,
    )  # fmt: skip


def _way(programme: Programme, path: Path) -> Iterator[Held]:
    """The fields that lead to a figure, from the programme's table on."""
    thing: object = programme
    steps = iter(path)
    for field in steps:
        thing, key = getattr(thing, str(field)), None
        if isinstance(thing, tuple | Mapping):
            key = next(steps)
            thing = thing[key] if isinstance(thing, Mapping) else _entry(thing, key)
        yield Held(str(field), key, thing)


def _entry(rows: tuple[object, ...], key: str | int) -> object:
    """A row by its id, or by its number where it has none."""
    return rows[key] if isinstance(key, int) else next(row for row in rows if getattr(row, "id", None) == key)


def _range(names: Names, leaf: str, figure: Figure, item: str) -> str:
    """The ends of a range; the unit stands once, at the upper end."""
    if figure.low is None and figure.high is None:
        return ""
    low, high = (figure.value if end is None else end for end in (figure.low, figure.high))
    share = MEASURED.get(leaf) is Measured.SHARE
    low_text = names.speech.share(low) if share else names.speech.number(low)
    return rated(names.speech, f"{low_text}\u2013{amount(names, leaf, figure, item, high)}", figure.per)


def _owner(names: Names, path: Path) -> str:
    """The name of the entry that a figure belongs to; what has no id is named by what it is about."""
    section, speech, programme = str(path[0]), names.speech, names.programme
    if len(path) == 1:
        return programme.programme.in_(speech.code)
    name = path[1]
    if isinstance(name, int) and section == "stock":
        row = programme.stock[name]
        return speech.say("{item} at {sites}", item=names.of("items", row.item), sites=names.of("sites", row.site))
    if isinstance(name, int) and section == "actuals":
        return _happened(names, programme.actuals[name])
    if section == "commitments":
        return names.promise(str(name))
    return names.of(section, str(name))


def _happened(names: Names, actual: Actual) -> str:
    """What an actual is about, and when it was."""
    tables = {"operations": actual.operation, "supplies": actual.supply, "lanes": actual.lane, "demands": actual.demand}
    about = next((names.of(table, name) for table, name in tables.items() if name), "")
    day = names.speech.short_date(actual.date)
    return f"{about}, {day}" if about else day


def _field(names: Names, section: str, fields: list[Held]) -> str:
    """Which of an entry's figures it is, such as "uses, per run: motor"."""
    first, leaf = fields[0], fields[-1].field
    if first.field == "modes":
        called = getattr(first.thing, "name", None)
        mode = called.in_(names.speech.code) if called else str(first.key)
        return names.speech.say("{field}, if done “{mode}”", field=word(names.speech, leaf), mode=mode)
    return word(names.speech, first.field, section) + "".join(_detail(names, held) for held in fields)


def _detail(names: Names, held: Held) -> str:
    """Which of several it is: the row that it is for, or the day from which it holds."""
    speech = names.speech
    if held.field in KEYED:
        return f": {names.of(KEYED[held.field], str(held.key))}"
    text = ""
    match held.thing:
        case CapacityStep() | Rate() if held.thing.effective_start:
            text = speech.say("from {date}", date=speech.short_date(held.thing.effective_start))
        case Ramp():
            text = speech.count("{n} week after it is ready", "{n} weeks after it is ready", held.thing.weeks)
        case Payment() if held.thing.days < 0:
            text = speech.say("{days} before", days=speech.days(-held.thing.days))
        case Payment() if held.thing.days:
            text = speech.say("{days} after", days=speech.days(held.thing.days))
        case Payment():
            text = speech.say("at once")
    return f", {text}" if text else ""


def _item(way: list[Held]) -> str:
    """The item that a figure counts, or nothing."""
    field, entry = way[-1], way[0].thing
    if field.field in {"makes", "uses"}:
        return str(field.key)
    measure = getattr(entry, "measure", None)
    return str(getattr(entry, "item", None) or getattr(measure, "item", None) or "")
