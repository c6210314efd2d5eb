"""Random hazards for random programmes: something of every kind, so that every effect is felt in many scenarios."""

from __future__ import annotations

import random
from dataclasses import fields, is_dataclass, replace
from typing import Any

from workshare.model.check import check
from workshare.model.figure import Figure, figures_of, plain
from workshare.model.hazards import Cause, Drawn, Hazard, HazardKind, Shape
from workshare.model.programme import Programme, Requirement
from workshare.units import Per

WINTER = (11, 12, 1, 2, 3)


def with_hazards(rng: random.Random, programme: Programme) -> Programme:
    """The programme with ranges on most of its figures, two common causes and several hazards."""
    ranged = _ranged(rng, programme)
    causes = (
        Cause(id="winter", probability=plain(0.5), months=WINTER),
        Cause(id="quarrel", probability=Figure(value=0.3, low=0.1, high=0.6)),
    )
    hazards = tuple(_hazards(rng, ranged))
    made = replace(ranged, causes=causes, hazards=hazards, basis=Requirement.OPTIONAL)
    problems = check(made)
    assert not problems, "\n".join(map(str, problems))
    return made


def _ranged(rng: random.Random, programme: Programme) -> Programme:
    """Ranges on most durations, rates, capacities, stocks, yields and sums of money."""
    tables = ("resources", "operations", "supplies", "lanes", "stock", "activities", "licences", "investments", "funds")
    new = {name: tuple(_row(rng, row) for row in getattr(programme, name)) for name in tables}
    new["activities"] = tuple(
        replace(a, never=plain(0.2)) if a.done is None and rng.random() < 0.3 else a for a in new["activities"]
    )
    return replace(programme, **new)


KEYS = frozenset(
    ("hours", "time", "lead_time", "yield_share", "quantity", "total", "limit", "days", "amount", "price", "cost")
)


def _row(rng: random.Random, row: Any) -> Any:
    new = {f.name: _spread(rng, getattr(row, f.name)) for f in fields(row) if f.name in KEYS}
    if new.get("yield_share") is not None and new["yield_share"].high is not None:
        new["yield_share"] = replace(new["yield_share"], high=min(1.0, new["yield_share"].high))
    return replace(row, **new)


def _spread(rng: random.Random, value: Any) -> Any:
    if isinstance(value, Figure) and value.value > 0 and rng.random() < 0.7:
        whole = float(value.value).is_integer()
        low, high = value.value * rng.choice((0.4, 0.8, 1.0)), value.value * rng.choice((1.0, 1.3, 2.0))
        return replace(value, low=float(int(low)) if whole else low, high=float(int(high)) if whole else high)
    if isinstance(value, dict):
        return {key: _spread(rng, part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(_row(rng, part) if is_dataclass(part) else part for part in value)
    return value


def _hazards(rng: random.Random, programme: Programme) -> list[Hazard]:
    found = []
    for n, kind in enumerate(HazardKind):
        targets = _targets(rng, programme, kind)
        if targets:
            causes = {"winter": plain(3), "quarrel": plain(2)} if kind is not HazardKind.DURATION else {}
            found.append(
                Hazard(
                    id=f"hazard-{n}", kind=kind, **targets, **_figures(rng, kind), causes=causes,
                    drawn=rng.choice(list(Drawn)), months=WINTER if kind is HazardKind.OUTAGE else (),
                )
            )  # fmt: skip
    return found


def _targets(rng: random.Random, programme: Programme, kind: HazardKind) -> dict[str, tuple[str, ...]]:
    tables = {
        HazardKind.DURATION: ("activities",),
        HazardKind.OUTAGE: ("sites", "resources", "lanes"),
        HazardKind.DELAY: ("supplies",),
        HazardKind.SHORTFALL: ("supplies", "funds"),
        HazardKind.YIELD: ("operations",),
        HazardKind.SURGE: ("demands",),
    }[kind]
    found = {}
    for table in tables:
        rows = [str(row.id) for row in getattr(programme, table) if _may(kind, row)]
        if rows and rng.random() < 0.8:
            found[table] = tuple(rng.sample(rows, rng.randint(1, min(2, len(rows)))))
    return found


def _may(kind: HazardKind, row: Any) -> bool:
    return kind is not HazardKind.DURATION or any(f.low is not None and f.low < f.value for _, f in figures_of(row))


def _figures(rng: random.Random, kind: HazardKind) -> dict[str, Any]:
    part = Figure(value=0.3, low=0.1, high=0.6)
    match kind:
        case HazardKind.DURATION:
            return {"shape": Shape.TRIANGULAR}
        case HazardKind.OUTAGE:
            often = Figure(value=2.0, low=1.0, high=6.0, per=Per.YEAR)
            return {"rate": often, "length": rng.choice((plain(12), Figure(value=5.0, low=1.0, high=30.0)))}
        case HazardKind.DELAY:
            return {"length": Figure(value=10.0, low=0.0, high=40.0), "probability": plain(0.5)}
        case HazardKind.SHORTFALL:
            return {"size": part, "probability": part}
        case HazardKind.YIELD:
            return {"size": Figure(value=0.9, low=0.6, high=1.1)}
        case HazardKind.SURGE:
            return {"size": plain(1.5), "probability": plain(0.4)}
