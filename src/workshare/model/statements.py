"""What was said, by whom and where: sources, the people and bodies in them, and single statements."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, BadFigure, Reads, Words, read_list
from workshare.model.ids import EntityId, SourceId, StatementId
from workshare.problems import Code, brief

WHEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
WHEN_HINT = "write YYYY-MM-DD, YYYY-MM or YYYY, or two of them with / between"


class Language(StrEnum):
    """The languages in which a source may be written."""

    EN = "en"
    UK = "uk"


class EntityKind(StrEnum):
    """What an entity is: a group has no name of its own, such as an agency's unnamed sources."""

    PERSON = "person"
    OFFICE = "office"
    COMPANY = "company"
    OUTLET = "outlet"
    COUNTRY = "country"
    PLACE = "place"
    GROUP = "group"
    SYSTEM = "system"


class Stance(StrEnum):
    """How a speaker stands to what is stated."""

    SAID = "said"
    DENIED = "denied"
    DECLINED = "declined"
    EXPECTED = "expected"
    POSSIBLE = "possible"


class Status(StrEnum):
    """What a statement makes of its subject, in one word."""

    ANNOUNCED = "announced"
    READINESS = "readiness"
    PROMISED = "promised"
    CLAIMED_STARTED = "claimed_started"
    CLAIMED_IN_PROGRESS = "claimed_in_progress"
    PLANNED = "planned"
    SCHEDULED = "scheduled"
    AGREED = "agreed"
    SIGNED = "signed"
    DONE = "done"
    POSSIBLE = "possible"
    HISTORIC_PROPOSAL = "historic_proposal"
    CONDITIONAL = "conditional"
    BLOCKED = "blocked"
    UNMET = "unmet"
    UNDISCLOSED = "undisclosed"
    UNCONFIRMED = "unconfirmed"
    EXPECTED = "expected"
    HOPED = "hoped"
    INTENDED = "intended"
    IN_SCOPE = "in_scope"
    STATED = "stated"
    PROVIDED = "provided"
    HELD = "held"


class Bound(StrEnum):
    """How an amount was qualified."""

    EXACT = "exact"
    ABOUT = "about"
    BELOW = "below"
    ABOVE = "above"


def interval(when: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of what is written as a day, a month, a year, or two of them with a slash.

    Raises ValueError where there is no such day.
    """
    first, _, last = when.partition("/")
    days = _days(first), _days(last or first)
    if days[0][0] > days[1][1]:
        raise ValueError(f"{brief(when)} ends before it begins")
    return days[0][0], days[1][1]


def _days(when: str) -> tuple[dt.date, dt.date]:
    found = WHEN.fullmatch(when)
    if not found:
        raise ValueError(f"{brief(when)} is no date")
    year, month, day = found.groups()
    try:
        start = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError as bad:
        raise ValueError(f"{brief(when)} is no date: {bad}") from bad
    if day:
        return start, start
    last = start if month else start.replace(month=12)
    return start, last.replace(day=monthrange(last.year, last.month)[1])


def _read_when(raw: object) -> object:
    if not isinstance(raw, str):
        raise BadFigure(Code.BAD_DATE, "a date is expected here", WHEN_HINT)
    text = raw.strip()
    try:
        interval(text)
    except ValueError as bad:
        raise BadFigure(Code.BAD_DATE, str(bad), WHEN_HINT) from bad
    return text


When = Annotated[str, Reads(_read_when, "integer")]
"""A day, a month or a year in ISO 8601, or an interval of two of them."""

Entities = Annotated[tuple[EntityId, ...], Reads(read_list, "string")]
"""Several entities: a list, or their ids with semicolons between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that was read; the text itself lies in the user's own store, under the hash of its bytes.

    ``published`` left out is not known; ``published_from`` says how a date was derived that the text does not state.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: SourceId
    file: str
    sha256: str
    outlet: EntityId | None = None
    language: Language = Language.EN
    translated_from: Language | None = None
    published: When | None = None
    published_from: Words | None = None
    title: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, office, company, outlet, place or thing that statements name, with the spellings that sources use."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: EntityId
    name: Words
    kind: EntityKind
    aliases: Annotated[tuple[str, ...], Reads(read_list, "string")] = ()
    role: Words | None = None
    of: EntityId | None = None
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenDate:
    """A date in a source: its span, the day or interval it means, and from what that follows if not from itself."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    start: int
    end: int
    iso: When | None = None
    derived_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenAmount:
    """A sum of money in a source: its span, its value in whole units of the currency, and how it was qualified."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    start: int
    end: int
    value: Decimal
    currency: str
    bound: Bound = Bound.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One assertion in one source: a fact in our words and the span of the text it rests on.

    ``start`` and ``end`` are 0-based, half-open code points of the source's UTF-8 text; ``sha256`` is that of the
    span's UTF-8 bytes. ``reported_by`` leads from the speaker outwards, without the source's own outlet; ``said`` is
    when it was said, ``about`` when what it speaks of happens. No ``speaker``: not disclosed.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: StatementId
    source: SourceId
    start: int
    end: int
    sha256: str
    fact: Words
    language: Language | None = None
    speaker: Entities = ()
    reported_by: Entities = ()
    quoted: bool = False
    said: When | None = None
    about: When | None = None
    stance: Stance = Stance.SAID
    status: Status | None = None
    topic: str = ""
    dates: tuple[SpokenDate, ...] = ()
    amounts: tuple[SpokenAmount, ...] = ()
    places: Entities = ()
    mentions: Entities = ()
    note: Words | None = None
