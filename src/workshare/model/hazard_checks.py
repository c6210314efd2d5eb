"""Checks of hazards and common causes: what a simulation must be told, and what would not mean anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workshare.model.figure import Figure
from workshare.model.hazards import ASKED, MAY, STRIKES, TARGETS, Cause, Hazard, HazardKind, Shape
from workshare.model.programme import Programme, by_id
from workshare.model.references import Found, a_problem
from workshare.problems import Code, Problem

FIGURES: dict[str, str] = {
    "rate": "rate: 2 per year",
    "length": "length: 5 days",
    "size": "size: 0.3",
    "probability": "probability: 0.2",
    "months": "months: [11, 12, 1, 2, 3]",
    "shape": "shape: triangular",
    "causes": "causes: {CAUSE: 3}",
}
"""How each thing that a hazard may say is written."""
DECEMBER = 12


def hazard_targets(programme: Programme) -> Found:
    """A hazard strikes something, and nothing that its kind cannot strike."""
    for hazard in programme.hazards:
        fitting = STRIKES[hazard.kind]
        if not hazard.targets:
            hint = f"add {fitting[0]}: [ID]"
            yield _at(hazard, fitting[0], Code.MISSING_KEY, f"is {_one(hazard)} of nothing", hint)
        for table in dict.fromkeys(table for table, _ in hazard.targets if table not in fitting):
            hint = f"name {' or '.join(fitting)}, or another kind:"
            yield _at(hazard, table, Code.UNKNOWN_KEY, f"is {_one(hazard)}, which no {table} have", hint)


def hazard_figures(programme: Programme) -> Found:
    """A hazard says what its kind needs, and nothing that its kind does not know."""
    for hazard in programme.hazards:
        for key in ASKED[hazard.kind]:
            if getattr(hazard, key) is None:
                hint = f"add {FIGURES[key]}"
                yield _at(hazard, key, Code.MISSING_KEY, f"is {_one(hazard)} that does not say its {key}", hint)
        for key in FIGURES:
            if getattr(hazard, key) and key not in MAY[hazard.kind]:
                yield _at(hazard, key, Code.UNKNOWN_KEY, f"is {_one(hazard)}, which has no {key}", f"take {key}: out")
        if hazard.shape is Shape.EXPONENTIAL and hazard.kind is HazardKind.DURATION:
            message = "draws durations from an exponential distribution, which knows no range"
            yield _at(hazard, "shape", Code.BAD_FIGURE, message, "write pert, triangular or lognormal")


def hazard_logarithms(programme: Programme) -> Found:
    """What is lognormal is above 0, unless it is one value only."""
    activities = by_id(programme.activities)
    for hazard in programme.hazards:
        if hazard.shape is Shape.LOGNORMAL:
            figures = [hazard.length or hazard.size] if hazard.kind is not HazardKind.DURATION else []
            figures += [mode.days for a in hazard.activities if a in activities for mode in activities[a].ways.values()]
            ranged = [
                f for f in figures if f is not None and not (f.low in {None, f.value} and f.high in {None, f.value})
            ]
            if any(figure.value <= 0 for figure in ranged):
                message = "draws from a lognormal distribution what may be 0"
                yield _at(hazard, "shape", Code.BAD_FIGURE, message, "write pert or triangular, or a mode above 0")


def hazard_shares(programme: Programme) -> Found:
    """A probability lies between 0 and 1, and so does what is lost."""
    for activity in programme.activities:
        name, path = f"activities {activity.id}", ("activities", activity.id, "never")
        yield from _share(name, path, activity.never)
        if activity.never and activity.done:
            hint = "take never: out"
            yield a_problem(Code.UNKNOWN_KEY, path, f"{name} is done, so that it is not in doubt", hint)
    for cause in programme.causes:
        yield from _share(f"causes {cause.id}", ("causes", cause.id, "probability"), cause.probability)
    for hazard in programme.hazards:
        name = f"hazards {hazard.id}"
        yield from _share(name, ("hazards", hazard.id, "probability"), hazard.probability)
        if hazard.kind in {HazardKind.OUTAGE, HazardKind.SHORTFALL}:
            yield from _share(name, ("hazards", hazard.id, "size"), hazard.size)


def hazard_months(programme: Programme) -> Found:
    """The months of a season are months."""
    rows: tuple[Hazard | Cause, ...] = (*programme.hazards, *programme.causes)
    for row in rows:
        section = "hazards" if isinstance(row, Hazard) else "causes"
        for n, month in enumerate(row.months):
            if not 1 <= month <= DECEMBER:
                message, path = f"{section} {row.id}: there is no month {month}", (section, row.id, "months", n)
                yield a_problem(Code.BAD_RANGE, path, message, "write months from 1 to 12")


def hazards_once(programme: Programme) -> Found:
    """The duration of an activity has one shape."""
    seen: dict[str, str] = {}
    for hazard in programme.hazards:
        for n, activity in enumerate(hazard.activities if hazard.kind is HazardKind.DURATION else ()):
            if activity in seen:
                message = f"hazards {hazard.id} gives {activity} a shape, as {seen[activity]} does already"
                path = ("hazards", hazard.id, "activities", n)
                yield a_problem(Code.DUPLICATE_ID, path, message, "keep it in one of them")
            seen[activity] = hazard.id


def _share(name: str, path: tuple[str, ...], figure: Figure | None) -> Iterator[Problem]:
    ends = [figure.value, figure.low or 0.0, figure.high or 0.0] if figure else []
    if any(end > 1 for end in ends):
        message = f"{name}: {path[-1]} is {max(ends):g}, more than 1"
        yield a_problem(Code.BAD_RANGE, path, message, "write a share from 0 to 1, such as 0.2")


def _one(hazard: Hazard) -> str:
    return f"an {hazard.kind}" if hazard.kind is HazardKind.OUTAGE else f"a {hazard.kind}"


def _at(hazard: Hazard, key: str, code: Code, what: str, hint: str) -> Problem:
    return a_problem(code, ("hazards", hazard.id, key), f"hazards {hazard.id} {what}", hint)


assert set(TARGETS) == {table for tables in STRIKES.values() for table in tables}

HAZARD_RULES: tuple[Callable[[Programme], Iterator[Problem]], ...] = (
    hazard_targets,
    hazard_figures,
    hazard_logarithms,
    hazard_shares,
    hazard_months,
    hazards_once,
)
