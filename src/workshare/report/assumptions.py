"""Every figure of a programme in readable words: what it is, its value and range, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workshare.model.figure import Basis, Figure
from workshare.model.programme import Programme
from workshare.report.language import Tongue, mark
from workshare.report.names import Names, units
from workshare.units import Per

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

SECTIONS = {
    "items": mark("Item"),
    "resources": mark("Capacity"),
    "operations": mark("Operation"),
    "supplies": mark("Supply"),
    "lanes": mark("Shipment"),
    "stock": mark("Stock"),
    "activities": mark("Step"),
    "demands": mark("Demand"),
    "commitments": mark("Promise"),
}

FIELDS = {
    "cost": mark("cost"),
    "days": mark("duration"),
    "hours": mark("working hours"),
    "in_progress": mark("already in progress"),
    "lead_time": mark("lead time"),
    "limit": mark("limit"),
    "makes": mark("makes, per run"),
    "max_lateness": mark("latest delivery after its date"),
    "measure": mark("quantity promised"),
    "min_shipment": mark("least delivery"),
    "minimum": mark("least that stays"),
    "price": mark("price"),
    "quantity": mark("quantity"),
    "time": mark("hours per run"),
    "total": mark("most in all"),
    "uses": mark("uses, per run"),
}

RATES = {
    Per.DAY: mark("{amount} per day"),
    Per.WEEK: mark("{amount} per week"),
    Per.MONTH: mark("{amount} per month"),
    Per.QUARTER: mark("{amount} per quarter"),
    Per.YEAR: mark("{amount} per year"),
}

KEYED = {"makes": "items", "uses": "items", "time": "resources"}
"""Fields with an entry for each item or resource."""


class Measured(StrEnum):
    """What the number of a figure counts."""

    DAYS = "days"
    HOURS = "hours"
    MONEY = "money"
    ITEMS = "items"


MEASURED = {
    "lead_time": Measured.DAYS,
    "days": Measured.DAYS,
    "max_lateness": Measured.DAYS,
    "time": Measured.HOURS,
    "hours": Measured.HOURS,
    "cost": Measured.MONEY,
    "price": Measured.MONEY,
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


def assumptions(programme: Programme, speech: Tongue, figures: Found) -> list[Assumption]:
    """Figures of a programme in words, in their order."""
    names = Names(programme, speech)
    return [_row(names, path, figure) for path, figure in figures]


def _row(names: Names, path: Path, figure: Figure) -> Assumption:
    section, field = str(path[0]), str(path[2])
    item = _item(names, path)
    value = amount(names, field, figure.value, item)
    ends = [end for end in (figure.low, figure.high) if end is not None]
    span = ""
    if ends:
        low, high = (figure.value if end is None else end for end in (figure.low, figure.high))
        low_text, high_text = names.speech.number(low), amount(names, field, high, item)
        span = rated(names.speech, f"{low_text}\u2013{high_text}", figure.per)
    return Assumption(
        section=names.speech.say(SECTIONS[section]) if section in SECTIONS else section,
        owner=_owner(names, path), field=_field(names, path), range=span,
        value=rated(names.speech, value, figure.per), basis=figure.basis or "none",
        basis_word=names.speech.say(BASES[figure.basis]), source=figure.source, note=figure.note,
    )  # fmt: skip


def _owner(names: Names, path: Path) -> str:
    """The name of the entry that a figure belongs to; a row of stock has none, but an item and a site."""
    section, name = str(path[0]), path[1]
    if section == "stock" and isinstance(name, int):
        row = names.programme.stock[name]
        return names.speech.say(
            "{item} at {sites}", item=names.of("items", row.item), sites=names.of("sites", row.site)
        )
    if section == "commitments":
        return names.promise(str(name))
    return names.of(section, str(name))


def _field(names: Names, path: Path) -> str:
    """Which of an entry's figures it is, such as "uses, per run: motor"."""
    field = str(path[2])
    text = names.speech.say(FIELDS[field]) if field in FIELDS else field.replace("_", " ")
    if field in KEYED:
        return f"{text}: {names.of(KEYED[field], str(path[3]))}"
    if field == "hours" and isinstance(path[3], int):
        step = getattr(names.entry("resources", str(path[1])), "hours", ())[path[3]]
        if step.effective_start:
            since = names.speech.say("from {date}", date=names.speech.short_date(step.effective_start))
            return f"{text}, {since}"
    return text


def _item(names: Names, path: Path) -> str:
    """The item that a figure counts, or nothing."""
    section, name, field = str(path[0]), path[1], str(path[2])
    if field in {"makes", "uses"}:
        return str(path[3])
    if section == "stock" and isinstance(name, int):
        return names.programme.stock[name].item
    entry = names.entry(section, str(name))
    measure = getattr(entry, "measure", None)
    return str(getattr(entry, "item", None) or getattr(measure, "item", None) or "")


def amount(names: Names, field: str, value: float, item: str) -> str:
    """The value of a field in words: in days, hours, money or the item's unit."""
    speech = names.speech
    match MEASURED.get(field, Measured.ITEMS):
        case Measured.DAYS if float(value).is_integer():
            return speech.days(int(value))
        case Measured.HOURS:
            return speech.say("{n} h", n=speech.number(value))
        case Measured.MONEY:
            return f"{speech.number(value)}\u00a0{names.programme.currency}"
        case _:
            return names.amount(value, item) if item else units(speech, value, "").strip()


def rated(speech: Tongue, text: str, per: Per | None) -> str:
    """An amount per period."""
    return speech.say(RATES[per], amount=text) if per else text
