"""A plan as it is carried out: lines of work with their amounts, what they take, give and need, and their order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from workshare.gates import NEVER
from workshare.model.calendar import Periods
from workshare.planner.lags import Floats, Lag, spread_lag, whole_lag
from workshare.planner.stocks import Stock

DELIVER = "deliver"
"""The kind of a line that hands over to a demand; all other kinds are those of the planner's flows."""


@lru_cache(maxsize=10_000)
def lag_of(periods: Periods, lead: int, first: int) -> Lag:
    """The lag of a lead, rounded up (-1), or spread over long periods from its first day on."""
    return whole_lag(periods, lead) if first < 0 else spread_lag(periods, lead, first)


@dataclass(frozen=True, slots=True)
class Give:
    """What a line gives of a stock per unit, when it arrives, and the commitments that count it then."""

    stock: int
    per: float
    counted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bill:
    """What a unit of a line costs: the purse that pays, and for each period of a start the payments it brings.

    ``payments[p]`` are pairs of period and amount in the programme's currency; what falls after the horizon is
    left out.
    """

    purse: int
    payments: tuple[tuple[tuple[int, float], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that a plan does over time: so much of it begins in each period, as ``plan`` says.

    It takes ``takes`` and gives ``gives`` per unit, ``lead`` days later; it needs hours of ``uses`` (numbers of
    limits), and counts under ``caps``. It may begin from day ``dated``, so many days after each task of ``waits``, to
    day ``closes`` and in no period after ``last``. With ``notice`` its lead is the time from order to arrival: it gives
    at once, but begins no sooner than its lead after the plan's day and after each task of ``ordered``. ``coarse`` is
    the first day from which long periods spread its lag (-1: it is rounded up). ``whole`` units come out of it. Its
    lots are at least ``least`` and multiples of ``multiple``; the lines of one ``lot`` are begun together, and then
    take ``setup`` hours. ``stops`` are the outages that slow it down directly. ``key`` ranks it: priority and due day.
    """

    kind: str
    id: str
    plan: Floats
    takes: tuple[tuple[int, float], ...] = ()
    gives: tuple[Give, ...] = ()
    uses: tuple[tuple[int, float], ...] = ()
    caps: tuple[tuple[int, float], ...] = ()
    lead: int = 0
    notice: bool = False
    ordered: tuple[int, ...] = ()
    coarse: int = -1
    dated: int = 0
    waits: tuple[tuple[int, int], ...] = ()
    closes: int = NEVER
    last: int = NEVER
    whole: bool = False
    least: float = 0.0
    multiple: float = 0.0
    lot: int = -1
    setup: tuple[tuple[int, float], ...] = ()
    counted: tuple[int, ...] = ()
    bill: Bill | None = None
    key: tuple[int, int] = (0, 0)
    stops: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Part of what a limit has in each period: a step of a resource's hours, what a lane carries, what a supply gives.

    ``stops`` are the outages that take from it.
    """

    limit: int
    amount: Floats
    of: tuple[str, str, int] = ("", "", 0)
    """Table, id, and the number of the step by date."""
    stops: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may ever run under a licence or come from a supply, and what had run before."""

    most: float
    drawn: float = 0.0
    of: tuple[str, str, str] = ("", "", "")
    """Table, id and field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An activity: its days, what it waits for, and the first day by dates and by the plan's own choice.

    ``done`` is its last day where that is a fact, ``begun`` its first day where it is under way. ``funds`` are the
    funds that pay for it in the plan, each with the days from its start to its first payment.
    """

    id: str
    days: int
    after: tuple[int, ...] = ()
    earliest: int = 0
    done: int | None = None
    begun: int | None = None
    funds: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """An investment: decided on a day or later, ready ``days`` after; ``hours[day]`` is what it adds, by period."""

    id: str
    limit: int
    decided: int
    days: int
    after: tuple[int, ...]
    hours: Floats
    funds: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """A fund: what it has and what of it is bespoken for the project, the day from which it pays, and the last one.

    ``planned`` is the day of its release in the plan; ``rate[p]`` is the worth of its currency; ``amount`` is infinite
    where it has no limit.
    """

    id: str
    amount: float
    spent: float
    opens: int
    planned: int
    waits: tuple[int, ...]
    closes: int
    rate: Floats


@dataclass(frozen=True, slots=True)
class Earmark:
    """What the plan lets a fund pay out of a purse in a period, in the programme's currency."""

    fund: int
    period: int
    amount: float


@dataclass(frozen=True, slots=True)
class Purse:
    """What pays for one thing: the funds that may, in their order, and what the plan bespeaks of each."""

    funds: tuple[int, ...]
    earmarks: tuple[Earmark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A commitment as it is judged: an amount that is counted over periods, or a task that is done.

    ``before[p]`` is what has happened or comes by itself, whatever chance does.
    """

    id: str
    due: int
    amount: float
    before: Floats
    task: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """Everything that carrying out a plan needs; no chance is in it yet.

    ``order[p]`` are the lines in the order in which they are tried in a period, ``passes[p]`` how often.
    ``coming`` are stocks with what comes into them by itself. ``grain`` is the plan's own rounding, given back to it.
    """

    periods: Periods
    today: int
    stocks: tuple[Stock, ...]
    opening: Floats
    coming: Floats
    grain: Floats
    lines: tuple[Line, ...]
    limits: tuple[str, ...]
    sources: tuple[Source, ...]
    caps: tuple[Cap, ...]
    tasks: tuple[Task, ...]
    builds: tuple[Build, ...]
    funds: tuple[Fund, ...]
    purses: tuple[Purse, ...]
    goals: tuple[Goal, ...]
    stops: tuple[tuple[str, str], ...]
    """What outages strike: a site, a resource or a lane, by table and id."""
    order: tuple[tuple[int, ...], ...] = ()
    passes: tuple[int, ...] = ()
    lots: int = 0
