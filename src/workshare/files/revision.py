"""Facts from the record as a revision of a programme: a scenario's text, each line with the events it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from workshare.model.programme import Programme, by_id
from workshare.record.facts import Fact, FactKind

HAPPENED = {
    FactKind.DELIVERED: "delivered",
    FactKind.PRODUCED: "produced",
    FactKind.RECEIVED: "received",
    FactKind.SHIPPED: "shipped",
}
FIGURES = ("quantity", "amount")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a revision: a path that is set, or (without one) a row of actuals; and its events."""

    path: str
    value: Any
    events: tuple[int, ...]


def entries(facts: Iterable[Fact], programme: Programme) -> tuple[Entry, ...]:
    """What facts change in a programme; of two facts on the same path the later one stands."""
    set_: dict[str, Entry] = {}
    rows = []
    for fact in facts:
        for entry in _entries(fact, programme):
            if entry.path:
                set_[entry.path] = entry
            else:
                rows.append(entry)
    return (*set_.values(), *rows)


def _entries(fact: Fact, programme: Programme) -> Iterator[Entry]:
    match fact.kind:
        case FactKind.ACTIVITY_STARTED | FactKind.ACTIVITY_FINISHED:
            yield from _activity(fact, programme)
        case FactKind.FUND_RELEASED:
            yield from _fund(fact, programme)
        case FactKind.LICENCE_GRANTED:
            yield from _licence(fact, programme)
        case _:
            yield _actual(fact)


def _activity(fact: Fact, programme: Programme) -> Iterator[Entry]:
    """Done or begun on a day; so nothing about its mode is left to decide."""
    name = fact.fields["activity"]
    path = f"activities.{name}"
    field = "done" if fact.kind is FactKind.ACTIVITY_FINISHED else "started"
    yield Entry(f"{path}.{field}", fact.date, fact.events)
    held = by_id(programme.activities).get(name)
    if held is not None and held.modes:
        yield Entry(f"{path}.modes", None, fact.events)


def _fund(fact: Fact, programme: Programme) -> Iterator[Entry]:
    """There from a day on, whatever it waited for."""
    name = fact.fields["fund"]
    path = f"funds.{name}"
    yield Entry(f"{path}.effective_start", fact.date, fact.events)
    if "amount" in fact.fields:
        yield Entry(f"{path}.amount", _figure(fact.fields["amount"], fact.events), fact.events)
    if "status" in fact.fields:
        yield Entry(f"{path}.status", fact.fields["status"], fact.events)
    held = by_id(programme.funds).get(name)
    if held is not None and held.needs:
        yield Entry(f"{path}.needs", None, fact.events)


def _licence(fact: Fact, programme: Programme) -> Iterator[Entry]:
    """In force from a day to a day, whatever it waited for, up to its caps."""
    name = fact.fields["licence"]
    path = f"licences.{name}"
    yield Entry(f"{path}.effective_start", fact.date, fact.events)
    yield Entry(f"{path}.effective_end", fact.fields["until"], fact.events)
    for unit in ("quantity", "value"):
        if unit in fact.fields:
            yield Entry(f"{path}.{unit}", _figure(fact.fields[unit], fact.events), fact.events)
    held = by_id(programme.licences).get(name)
    if held is not None and held.needs:
        yield Entry(f"{path}.needs", None, fact.events)


def _actual(fact: Fact) -> Entry:
    row: dict[str, Any] = {"what": HAPPENED[fact.kind], "date": fact.date}
    row |= {k: v for k, v in fact.fields.items() if k not in FIGURES}
    row["quantity"] = _figure(fact.fields["quantity"], fact.events)
    return Entry("", row, fact.events)


def _figure(text: str, events: tuple[int, ...]) -> dict[str, Any]:
    """A number as a figure that says where it comes from; its digits are those that were recorded."""
    return {"value": _Digits(text), "basis": "reported", "note": f"record, {_numbers(events)}"}


class _Digits(str):
    """A number that is written as it was recorded."""

    __slots__ = ()


def _tag(digits: str) -> str:
    """The kind of number that digits are read as, so that they stand without a tag."""
    return f"tag:yaml.org,2002:{'int' if digits.isdecimal() else 'float'}"


class _Dumper(yaml.SafeDumper):
    """YAML in one line, numbers with their own digits."""


_Dumper.add_representer(_Digits, lambda dumper, text: dumper.represent_scalar(_tag(text), str(text)))


def _flow(value: object) -> str:
    text = yaml.dump(value, Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000)
    return text.removesuffix("\n").removesuffix("\n...")


def _numbers(events: tuple[int, ...]) -> str:
    return ("event " if len(events) == 1 else "events ") + ", ".join(map(str, events))


def revision_text(found: Iterable[Entry], title: Mapping[str, str], note: Mapping[str, str], of: str) -> str:
    """The scenario's text; every entry stands in its own line, with its events behind it."""
    lines = [f"scenario: {_flow(dict(title))}", f"note: {_flow(dict(note))}"]
    lines += [f"of: {_flow(of)}"] if of else []
    listed = list(found)
    paths, rows = [e for e in listed if e.path], [e for e in listed if not e.path]
    lines += ["set:"] if paths else []
    for e in paths:
        value = "" if e.value is None else f" {_flow(e.value)}"
        lines.append(f"  {_flow(e.path)}:{value}   # {_numbers(e.events)}")
    lines += ["add:", "  actuals:"] if rows else []
    lines += [f"    - {_flow(e.value)}   # {_numbers(e.events)}" for e in rows]
    return "".join(f"{line}\n" for line in lines)
