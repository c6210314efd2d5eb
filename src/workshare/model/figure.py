"""Figures: numbers that carry their range, their basis and their source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from workshare.problems import Code, brief, did_you_mean
from workshare.units import NotFinite, Per, days_of, hours_of, iso_day, parse_amount

FORBID: dict[str, str] = {"extra": "forbid"}
"""Told to the reader by every record below: a key nobody knows is an error."""


class Basis(StrEnum):
    """What a figure rests on."""

    REPORTED = "reported"
    DERIVED = "derived"
    ASSUMED = "assumed"
    UNDISCLOSED = "undisclosed"


class End(StrEnum):
    """Which end of every range a plan is made with."""

    GOOD = "good"
    MODE = "mode"
    BAD = "bad"


class Better(StrEnum):
    """Whether a plan gains from a low or from a high value."""

    LOW = "low"
    HIGH = "high"
    NEITHER = "neither"


class Dimension(StrEnum):
    """What a figure measures; values are kept in days, hours, item units or the programme's currency."""

    DURATION = "duration"
    HOURS = "hours"
    QUANTITY = "quantity"
    MONEY = "money"


class BadFigure(ValueError):  # noqa: N818 - like BadInput
    """A figure that cannot be read: the code and the hint to report, and the key inside it that is wrong."""

    def __init__(self, code: Code, message: str, hint: str, key: str = "") -> None:
        super().__init__(message)
        self.code, self.hint, self.key = code, hint, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its range, its basis and its source.

    ``value`` is the mode, which the plan uses; ``low`` and ``high`` are the range for the odds.
    ``source`` names a statement, ``note`` gives the reason in a line, ``known_on`` is the day on which it became known.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    value: float
    low: float | None = None
    high: float | None = None
    per: Per | None = None
    unit: str = ""
    basis: Basis | None = None
    source: str = ""
    note: str = ""
    known_on: Day | None = None

    @property
    def per_day(self) -> float:
        """The rate per day; a figure without period is returned as it is."""
        return self.value / self.per.days if self.per else self.value

    def at(self, end: End, better: Better) -> Figure:
        """The figure with its value moved to the good or bad end of its range."""
        if end is End.MODE or better is Better.NEITHER:
            return self
        low_end = (better is Better.LOW) == (end is End.GOOD)
        moved = self.low if low_end else self.high
        return self if moved is None else replace(self, value=moved)


def plain(value: float, per: Per | None = None) -> Figure:
    """A figure of which only the value is known."""
    return Figure(value=float(value), per=per)


FIGURE_KEYS = ("value", "low", "mode", "high", "per", "unit", "basis", "source", "note", "known_on")
"""The keys of a figure as authors write it: mode is another word for value."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a field's figure is written and read: its dimension, which end is better, whether it is a rate."""

    dimension: Dimension
    better: Better = Better.NEITHER
    rate: bool | None = False  # None: with or without "per"
    bare: bool = True  # a number without unit is allowed
    positive: bool = False

    def read(self, raw: object) -> object:
        """Turn what the author wrote into the fields of a Figure; raises BadFigure."""
        if isinstance(raw, Figure):
            return raw
        if isinstance(raw, (str, int, float)):
            return self._one(raw)
        if isinstance(raw, Mapping):
            return self._range(dict(raw))
        if raw is None:
            raise BadFigure(Code.MISSING_KEY, "a figure is missing", self.hint)
        raise BadFigure(Code.WRONG_TYPE, "a figure is expected here", self.hint)

    def _one(self, raw: object, key: str = "") -> dict[str, Any]:
        text = str(raw).strip()
        try:
            amount = parse_amount(text)
            value = self._in_base_unit(amount.value, amount.unit)
        except NotFinite as bad:
            raise BadFigure(Code.NOT_A_NUMBER, str(bad), "write a finite number", key) from bad
        except ValueError as bad:
            raise BadFigure(Code.BAD_FIGURE, str(bad), self.hint, key) from bad
        if self.rate is True and amount.per is None:
            raise BadFigure(Code.BAD_FIGURE, f"{brief(text)} says no period, but is a rate", self.hint, key)
        if self.rate is False and amount.per is not None:
            message = f"no period belongs here, but it says per {amount.per}"
            raise BadFigure(Code.BAD_FIGURE, message, self.hint, key)
        if value < 0 or (self.positive and value == 0):
            limit = "above 0" if self.positive else "0 or more"
            raise BadFigure(Code.NEGATIVE, f"{brief(text)} must be {limit}", f"write a number {limit}", key)
        return {"value": value, "per": amount.per, "unit": amount.unit}

    def _in_base_unit(self, value: float, unit: str) -> float:
        if not unit and not self.bare:
            raise ValueError(f"the unit of {value:g} is missing")
        match self.dimension:
            case Dimension.DURATION:
                return days_of(value, unit or "days")
            case Dimension.HOURS:
                return hours_of(value, unit or "hours")
            case Dimension.QUANTITY | Dimension.MONEY:
                return value

    def _range(self, raw: dict[str, Any]) -> dict[str, Any]:
        unknown = [key for key in raw if key not in FIGURE_KEYS]
        if unknown:
            key = str(unknown[0])
            raise BadFigure(Code.UNKNOWN_KEY, f"unknown key {key}", did_you_mean(key, FIGURE_KEYS), key)
        if "value" in raw and "mode" in raw:
            raise BadFigure(Code.BAD_RANGE, "both value and mode are given", "keep one of them", "mode")
        suffix = f" {raw['unit']}" if raw.get("unit") else ""
        suffix += f" per {raw['per']}" if raw.get("per") else ""
        ends: dict[str, dict[str, Any]] = {}
        for key in ("low", "mode", "value", "high"):
            if raw.get(key) is not None:
                ends["value" if key == "mode" else key] = self._one(f"{raw[key]}{suffix}", key)
            raw.pop(key, None)
        if "value" not in ends:
            if raw.get("basis") == Basis.UNDISCLOSED:
                hint = "leave it out, or write an assumed one with basis: assumed"
                raise BadFigure(Code.UNDISCLOSED, "the figure is undisclosed", hint, "basis")
            raise BadFigure(Code.MISSING_KEY, "a figure needs its value or mode", self.hint)
        if len({end["per"] for end in ends.values()}) > 1:
            raise BadFigure(Code.BAD_RANGE, "its ends are rates over different periods", "write per: once")
        low, mode, high = (ends.get(k, ends["value"])["value"] for k in ("low", "value", "high"))
        if not low <= mode <= high:
            message = f"low {low:g}, mode {mode:g}, high {high:g} are out of order"
            key = "low" if low > mode else "high"
            raise BadFigure(Code.BAD_RANGE, message, "write low <= mode <= high", key)
        bounds: dict[str, Any] = {k: ends[k]["value"] for k in ("low", "high") if k in ends}
        known = {"known_on": _read_day(raw["known_on"])} if raw.get("known_on") is not None else {}
        return {**raw, **ends["value"], **bounds, **known}

    @property
    def hint(self) -> str:
        """What to write in a field of this kind."""
        match self.dimension:
            case Dimension.DURATION:
                return "write for example 10 days"
            case Dimension.HOURS:
                return "write for example 80 per week" if self.rate else "write for example 6 h"
            case Dimension.QUANTITY:
                return "write for example 15 per week" if self.rate else "write a number"
            case Dimension.MONEY:
                return "write an amount in the programme's currency"

    # By the two methods below pydantic, at the file edge, asks a type how to read itself.
    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], object]) -> dict[str, Any]:
        """Read by ``read`` first, then as the dataclass."""
        return _read_first(self.read, handler(source))

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        """A number, a text such as "80 per week", or an object with low, mode and high."""
        scalar = {"type": ["number", "string"], "description": self.hint}
        keys = {k: {"type": ["number", "string"]} for k in ("value", "low", "mode", "high")}
        words: dict[str, Any] = {k: {"type": "string"} for k in ("unit", "source", "note")}
        words["known_on"] = {"type": "string", "format": "date"}
        ranged = {
            "type": "object",
            "additionalProperties": False,
            "properties": keys | words | {"per": {"enum": list(Per)}, "basis": {"enum": list(Basis)}},
        }
        return {"anyOf": [scalar, ranged]}


def _read_first(function: Callable[[object], object], inner: object) -> dict[str, Any]:
    """The schema by which pydantic reads a value with ``function`` before all else."""
    return {"type": "function-before", "function": {"type": "no-info", "function": function}, "schema": inner}


@dataclass(frozen=True, slots=True)
class Reads:
    """A field that is read by a plain function first; ``schema`` is what it adds to the JSON Schema."""

    function: Callable[[object], object]
    schema: str

    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], object]) -> dict[str, Any]:
        """Read by the function first, then as the type says."""
        return _read_first(self.function, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: object, handler: Callable[[object], dict[str, Any]]
    ) -> dict[str, Any]:
        """The type's own schema, with a plain type beside it unless it stays the same."""
        inner = handler(schema)
        return inner if self.schema == "same" else {"anyOf": [{"type": self.schema}, inner]}


def _read_day(raw: object) -> object:
    if isinstance(raw, dt.date):
        return raw
    hint = "write it as YYYY-MM-DD, for example 2024-06-30"
    if not isinstance(raw, str):
        raise BadFigure(Code.BAD_DATE, "a date is expected here", hint)
    try:
        return iso_day(raw)
    except ValueError as bad:
        raise BadFigure(Code.BAD_DATE, str(bad), hint) from bad


def read_list(raw: object) -> object:
    """Read "a; b" as a list of two; anything else is left as it is."""
    return [part.strip() for part in raw.split(";") if part.strip()] if isinstance(raw, str) else raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words for people, in English and, where given, in Ukrainian."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    en: str
    uk: str = ""

    def in_(self, language: str) -> str:
        """The words in ``language`` ("en" or "uk"), or the English ones."""
        return self.uk if language == "uk" and self.uk else self.en


def _read_text(raw: object) -> object:
    return {"en": raw} if isinstance(raw, str) else raw


Words = Annotated[Text, Reads(_read_text, "string")]
Day = Annotated[dt.date, Reads(_read_day, "same")]


def figures_of(thing: object, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Figure]]:
    """Every figure inside a record or a tuple of records, with its path (ids instead of row numbers)."""
    if isinstance(thing, Figure):
        return [(path, thing)]
    inside: Iterable[tuple[str | int, object]] = ()
    if isinstance(thing, Mapping):
        inside = thing.items()
    elif isinstance(thing, tuple):
        inside = ((getattr(part, "id", n), part) for n, part in enumerate(thing))
    elif is_dataclass(thing) and not isinstance(thing, type):
        inside = ((field.name, getattr(thing, field.name)) for field in fields(thing))
    return [figure for step, part in inside for figure in figures_of(part, (*path, step))]
