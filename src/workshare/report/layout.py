"""Where things stand in a chart: its measures in both forms, its time axis, its labels and colours."""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from dataclasses import dataclass
from enum import StrEnum

from workshare.outcome.plan import Plan
from workshare.outcome.rows import Verdict
from workshare.report import palette
from workshare.report.language import Tongue
from workshare.report.palette import Shade

MONTH = 30.44
YEAR = 12
LABEL_WIDTH = 64
LINE = 15
"""The height of a line of text."""
STEPS = (1, 2, 3, 6, 12, 24, 60)
"""How many months may lie between the names on a time axis."""


class Form(StrEnum):
    """The two forms of a chart: for a page's width, and for a phone's."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of a chart in one form, in pixels; in the narrow form labels stand above their rows."""

    form: Form
    width: int
    left: int
    right: int
    row: int
    lines: int = 1
    beside: int = 0

    @property
    def plot(self) -> int:
        """The width between the labels."""
        return self.width - self.left - self.right

    @property
    def narrow(self) -> bool:
        """Whether labels stand above their rows."""
        return self.form is Form.NARROW

    @property
    def room(self) -> int:
        """The width that a row's label may take."""
        return self.width - self.beside - 16 if self.narrow else self.left - 14


def frame(form: Form, *, left: int, right: int = 16, row: int = 26, lines: int = 1, beside: int = 0) -> Frame:
    """A chart's measures: 960 pixels wide, or 340, where ``beside`` is kept free beside the labels."""
    if form is Form.NARROW:
        return Frame(form, 340, 4, 4, 31, lines, beside)
    return Frame(form, 960, left, right, row, lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands, in pixels from the top: its marks, its label's first line and last, and the label."""

    mark: float
    first: float
    last: float
    label: str
    strong: bool
    shade: Shade


@dataclass(slots=True)
class Stack:
    """Rows put one below the other."""

    at: Frame
    height: float = 0

    def place(self, label: str, shade: Shade = palette.INK, *, strong: bool = False) -> Place:
        """The next row, as high as its label needs."""
        lines = wrapped(label, self.at.room, self.at.lines, strong=strong)
        text, top = LINE * len(lines), self.height
        if self.at.narrow:
            self.height += text + self.at.row
            first, mark = top + 11, self.height - 18
        else:
            self.height += max(self.at.row, text + 12)
            mark = (top + self.height) / 2
            first = mark - (text - LINE) / 2
        last = first + text - LINE
        return Place(mark=mark, first=first, last=last, label="\n".join(lines), strong=strong, shade=shade)


def wrapped(text: str, room: int, lines: int, *, strong: bool = False) -> list[str]:
    """A text in at most so many lines of at most so many pixels, by the usual width of its letters."""
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in text) / max(1, len(text))
    letter = (6.3 + 0.9 * cyrillic) * (1.1 if strong else 1.0)
    return textwrap.wrap(text, max(8, int(room / letter)), max_lines=lines, placeholder="…") or [""]


class Axis:
    """A span of time over the width of a plot, with a little room at either end."""

    def __init__(self, speech: Tongue, first: dt.date, last: dt.date, width: int, *, room: float = 0.035) -> None:
        self.speech, self.width = speech, width
        free = max(3, int((last - first).days * room)) if room else 0
        self.first, self.last = first - dt.timedelta(days=free), last + dt.timedelta(days=max(1, free))

    def share(self, day: dt.date) -> float:
        """How far along the axis a day is, from 0 to 1."""
        return (day - self.first).days / max(1, (self.last - self.first).days)

    def ticks(self) -> list[tuple[dt.date, str]]:
        """The firsts of some months with their names, the year where it begins; as many as fit."""
        months = (self.last - self.first).days / MONTH
        fitting = max(2, self.width // LABEL_WIDTH)
        step = next((s for s in STEPS if months / s <= fitting), 120)
        found: list[tuple[dt.date, str]] = []
        for n in range(self.first.year * YEAR // step * step, (self.last.year + 1) * YEAR, step):
            day = dt.date(n // YEAR, n % YEAR + 1, 1)
            if self.first <= day and self.share(day) < 1 - 30 / self.width:
                new_year = not found or found[-1][0].year != day.year
                found.append((day, self._name(day, step, new_year=new_year)))
        return found

    def _name(self, day: dt.date, step: int, *, new_year: bool) -> str:
        if step >= YEAR:
            return str(day.year)
        return f"{self.speech.month(day)} {day.year}" if new_year else self.speech.month(day)


class Colours:
    """The colour of each country, fixed by the partners' order."""

    def __init__(self, plan: Plan) -> None:
        names = [str(p.id) for p in plan.programme.partners]
        self._shades = dict(zip(names, palette.COUNTRIES, strict=False))

    def of(self, country: str) -> Shade:
        """A country's colour; grey where none is named, and from the seventh on."""
        return self._shades.get(country, palette.NO_COUNTRY)


def shade_of(verdict: Verdict) -> Shade:
    """A verdict's colour; its words say the rest."""
    return {Verdict.KEPT: palette.KEPT, Verdict.UNMEASURED: palette.OPEN}.get(verdict, palette.BROKEN)


def milliseconds(day: dt.date) -> int:
    """A date as Vega counts time."""
    return (day - dt.date(1970, 1, 1)).days * 86_400_000


def round_levels(top: float) -> list[float]:
    """Two to four round quantities up to ``top``, for the lines of a small chart."""
    if top <= 0:
        return []
    size = 10.0 ** math.floor(math.log10(top))
    step = next(s * size for s in (0.5, 1.0, 2.0, 5.0) if top / (s * size) < 4)  # noqa: PLR2004 - lines enough
    return [n * step for n in range(1, int(top / step + 1e-9) + 1)]
