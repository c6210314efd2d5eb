"""The rows of a plan's tables. A quantity counts on ``date``, the last day of its period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """Runs of an operation begun in a period, evenly from ``first`` to ``date``.

    ``setup`` says that they are set up for, which takes the operation's set-up hours, and its set-up cost in ``cost``.
    """

    operation: str
    site: str
    country: str
    period: int
    first: dt.date
    date: dt.date
    runs: float
    cost: float
    licence: str = ""
    setup: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What an operation, or work in progress, brings into stock."""

    operation: str
    item: str
    site: str
    period: int
    date: dt.date
    quantity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A quantity that leaves one site for another; ``arrives`` is when the last of it is there.

    Of what spoils, ``since`` is the first day of the period in which it came in.
    """

    lane: str
    item: str
    origin: str
    destination: str
    period: int
    date: dt.date
    arrives: dt.date
    quantity: float
    cost: float
    licence: str = ""
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A quantity taken from a supply, and the day by which it is ordered."""

    supply: str
    item: str
    site: str
    country: str
    period: int
    order_by: dt.date
    date: dt.date
    quantity: float
    cost: float
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """A quantity of an item that serves instead of another; where both spoil, it keeps its age, as in a shipment."""

    item: str
    instead_of: str
    site: str
    period: int
    date: dt.date
    quantity: float
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLevel:
    """What lies at a site at the end of a period."""

    item: str
    site: str
    period: int
    date: dt.date
    quantity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """What lies at a site at the end of a period of an item that spoils, by when it came in.

    ``since`` is the first day of the period in which it was made or received.
    """

    item: str
    site: str
    period: int
    date: dt.date
    since: dt.date
    quantity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Waste:
    """What is thrown away at the end of its shelf life, at the end of a period, and when it came in."""

    item: str
    site: str
    period: int
    date: dt.date
    since: dt.date
    quantity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A quantity handed over to a demand, and by how many days it is late."""

    demand: str
    item: str
    site: str
    period: int
    date: dt.date
    quantity: float
    days_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An activity as scheduled: it lasts from ``start`` to ``finish``, when what follows may begin.

    An activity that is not done within the plan has no row.
    """

    activity: str
    country: str
    start: dt.date
    finish: dt.date
    slack_days: int
    critical: bool
    done: bool
    mode: str = "normal"
    cost: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The day on which a gate opens, and the activity that opens it."""

    gate: str
    date: dt.date
    activity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Hours of a resource in a period; ``shadow_price`` is what an hour more would take off the first short goal."""

    resource: str
    site: str
    period: int
    first: dt.date
    date: dt.date
    hours: float
    capacity: float
    shadow_price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalValue:
    """What a goal came to, the bound no plan can beat, and the relative gap between them."""

    name: str
    value: float
    bound: float
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandAccount:
    """How a demand is served; ``late`` comes after its due date, ``short`` never."""

    id: str
    item: str
    site: str
    due: dt.date
    priority: int
    asked: float
    on_time: float
    late: float
    short: float
    late_quantity_days: float
    first: dt.date | None
    last: dt.date | None


class Verdict(StrEnum):
    """How a commitment stands in a plan."""

    KEPT = "kept"
    LATE = "late"
    SHORT = "short"
    MISSED = "missed"
    UNMEASURED = "unmeasured"


class LinkKind(StrEnum):
    """What kind of thing a commitment hangs on."""

    ACTIVITY = "activity"
    GATE = "gate"
    OPERATION = "operation"
    LANE = "lane"
    SUPPLY = "supply"
    STOCK = "stock"
    SUBSTITUTE = "substitute"
    RESOURCE = "resource"
    DEMAND = "demand"
    LICENCE = "licence"
    FUND = "fund"
    RULE = "rule"
    LOT = "lot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of the chain that a commitment hangs on, from its last link back to the first.

    ``binding`` links limit the quantity (a dual value says so), the others make up the time. ``value`` is what a
    binding link's bounds contribute to the shortfall in all, ``marginal`` what one more unit of it would take off at
    most, from ``start`` to ``finish``.
    """

    kind: LinkKind
    id: str
    start: dt.date | None = None
    finish: dt.date | None = None
    days: int = 0
    binding: bool = False
    value: float = 0.0
    marginal: float = 0.0
    figures: int = 0
    assumed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A commitment's verdict and date when every range is at one end."""

    verdict: Verdict
    date: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentAccount:
    """A commitment held against the plan.

    ``date`` is the day on which its measure is met (None: not within the horizon), ``quantity`` what its measure
    asks for, ``by_due`` and ``in_the_end`` what there is by its due date and by the horizon's end, ``earliest`` the
    first day on which anything that counts could exist at all.
    """

    id: str
    text: str
    by: str
    due: dt.date
    measure: str
    verdict: Verdict
    date: dt.date | None
    days_late: int
    quantity: float
    by_due: float
    in_the_end: float
    earliest: dt.date | None = None
    hangs_on: tuple[Link, ...] = ()
    figures: int = 0
    assumed: int = 0
    good: Outlook | None = None
    bad: Outlook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueShare:
    """The value that a country adds to a family at the items' standard costs, and its share of the family."""

    family: str
    country: str
    value: float
    share: float
