"""Figures: numbers that carry their range, their basis and their source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from workshare.problems import Code
from workshare.units import Per, days_of, hours_of, iso_day, parse_amount

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


class BadFigure(ValueError):
    """A figure that cannot be read, with the code and the hint to report."""

    def __init__(self, code: Code, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its range, its basis and its source.

    ``value`` is the mode, which the plan uses; ``low`` and ``high`` are the range for the odds.
    ``source`` names a statement, ``note`` gives the reason in a line.
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
        raise BadFigure(Code.WRONG_TYPE, "a figure is expected here", "write a number or {low, mode, high}")

    def _one(self, raw: object) -> dict[str, Any]:
        text = str(raw).strip()
        if text.lower() in {"nan", "inf", "-inf", "+inf", ".nan", ".inf", "-.inf"}:
            raise BadFigure(Code.NOT_A_NUMBER, f"{text} is not a number", "write a finite number")
        try:
            amount = parse_amount(text)
        except ValueError as bad:
            raise BadFigure(Code.BAD_FIGURE, str(bad), self.hint) from bad
        value = self._in_base_unit(amount.value, amount.unit)
        self._check_rate(amount.per)
        if value < 0 or (self.positive and value == 0):
            limit = "above 0" if self.positive else "0 or more"
            raise BadFigure(Code.NEGATIVE, f"{text} must be {limit}", f"write a number {limit}")
        return {"value": value, "per": amount.per, "unit": amount.unit}

    def _in_base_unit(self, value: float, unit: str) -> float:
        if not unit and self.bare:
            return value
        try:
            match self.dimension:
                case Dimension.DURATION:
                    return days_of(value, unit)
                case Dimension.HOURS:
                    return hours_of(value, unit)
                case Dimension.QUANTITY | Dimension.MONEY:
                    return value
        except ValueError as bad:
            raise BadFigure(Code.BAD_FIGURE, str(bad) if unit else "the unit is missing", self.hint) from bad

    def _check_rate(self, per: Per | None) -> None:
        if self.rate is True and per is None:
            raise BadFigure(Code.BAD_FIGURE, "a rate is expected here, with its period", self.hint)
        if self.rate is False and per is not None:
            raise BadFigure(Code.BAD_FIGURE, f"no period belongs here, but it says per {per}", self.hint)

    def _range(self, raw: dict[str, Any]) -> dict[str, Any]:
        if "value" in raw and "mode" in raw:
            raise BadFigure(Code.BAD_RANGE, "both value and mode are given", "keep one of them")
        suffix = f" {raw['unit']}" if raw.get("unit") else ""
        suffix += f" per {raw['per']}" if raw.get("per") else ""
        ends = {}
        for key in ("low", "mode", "value", "high"):
            if key in raw:
                text = str(raw.pop(key))
                ends["value" if key == "mode" else key] = self._one(text + suffix if suffix else text)
        if "value" not in ends:
            if raw.get("basis") == Basis.UNDISCLOSED:
                raise BadFigure(Code.UNDISCLOSED, "the figure is undisclosed", "leave it out, or assume one and say so")
            raise BadFigure(Code.MISSING_KEY, "a figure needs its value or mode", self.hint)
        low, mode, high = (ends.get(k, ends["value"])["value"] for k in ("low", "value", "high"))
        if not low <= mode <= high:
            raise BadFigure(Code.BAD_RANGE, f"low {low:g}, mode {mode:g}, high {high:g} are out of order", "low <= mode <= high")
        bounds = {k: ends[k]["value"] for k in ("low", "high") if k in ends}
        return {**raw, **ends["value"], **bounds}

    @property
    def hint(self) -> str:
        """What to write in a field of this kind."""
        match self.dimension:
            case Dimension.DURATION:
                return "write for example 10 days" if not self.bare else "write a number of days"
            case Dimension.HOURS:
                return "write for example 80 per week" if self.rate else "write for example 6 h"
            case Dimension.QUANTITY:
                return "write for example 15 per week" if self.rate else "write a number"
            case Dimension.MONEY:
                return "write an amount in the programme's currency"

    # The two methods below are the protocol by which pydantic, at the file edge, asks a type how to read itself.
    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        """Read by ``read`` first, then as the dataclass."""
        return {"type": "function-before", "function": {"type": "no-info", "function": self.read}, "schema": handler(source)}

    def __get_pydantic_json_schema__(self, schema: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        """A number, a text such as "80 per week", or an object with low, mode and high."""
        scalar = {"type": ["number", "string"], "description": self.hint}
        keys = {k: {"type": ["number", "string"]} for k in ("value", "low", "mode", "high")}
        words = {k: {"type": "string"} for k in ("unit", "source", "note")}
        ranged = {
            "type": "object",
            "additionalProperties": False,
            "properties": keys | words | {"per": {"enum": list(Per)}, "basis": {"enum": list(Basis)}},
        }
        return {"anyOf": [scalar, ranged]}


@dataclass(frozen=True, slots=True)
class Reads:
    """A field that is read by a plain function first; ``schema`` is what it adds to the JSON Schema."""

    function: Callable[[object], object]
    schema: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        """Read by the function first, then as the type says."""
        return {"type": "function-before", "function": {"type": "no-info", "function": self.function}, "schema": handler(source)}

    def __get_pydantic_json_schema__(self, schema: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        """The type's own schema, or a plain string."""
        inner = handler(schema)
        return inner if self.schema == "same" else {"anyOf": [{"type": "string"}, inner]}


def _read_day(raw: object) -> object:
    if isinstance(raw, dt.date):
        return raw
    try:
        return iso_day(str(raw))
    except ValueError as bad:
        raise BadFigure(Code.BAD_DATE, str(bad), "write it as YYYY-MM-DD, for example 2024-06-30") from bad


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
    if isinstance(thing, Mapping):
        return [f for key, value in thing.items() for f in figures_of(value, (*path, key))]
    if isinstance(thing, tuple):
        return [f for n, value in enumerate(thing) for f in figures_of(value, (*path, getattr(value, "id", n)))]
    if is_dataclass(thing) and not isinstance(thing, type):
        return [f for field in fields(thing) for f in figures_of(getattr(thing, field.name), (*path, field.name))]
    return []
