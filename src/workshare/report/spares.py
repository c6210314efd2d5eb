"""Levels of spares in words and rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from babel.numbers import format_decimal, format_percent

from workshare.model.network import title
from workshare.model.programme import Programme, by_id
from workshare.outcome.levels import Aim, Level, SpareLevels
from workshare.report.language import Tongue, mark, tongue

HEADINGS = (
    mark("Where"),
    mark("Spares"),
    mark("Range"),
    mark("Waited for"),
    "VARI-\nMETRIC",
    "METRIC",
    mark("Filled at once"),
    mark("Available"),
)
"""Of the three columns from "Waited for" on, the first is exact."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one aim comes to: its title, a row for each site, and what is to be said of them."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]


def headings(language: str) -> tuple[str, ...]:
    """The headings of every section's rows."""
    return tuple(tongue(language).say(heading) for heading in HEADINGS)


def sections(programme: Programme, levels: SpareLevels, language: str) -> Iterator[Section]:
    """Each aim with its levels."""
    speak = tongue(language)
    sites = {str(site.id): title(site, language) for site in programme.sites}
    spares = {str(spare.id): spare for spare in programme.spares}
    items = by_id(programme.items)
    for aim in levels.aims:
        rows: list[tuple[str, ...]] = []
        for name in aim.spares:
            spare = spares[name]
            if len(aim.spares) > 1:
                rows.append((title(items[spare.item], language), *[""] * (len(HEADINGS) - 1)))
            rows += [_row(level, sites[level.site], speak) for level in levels.levels if level.spare == name]
        only = spares[aim.spares[0]] if len(aim.spares) == 1 else None
        name = title(only if only.name else items[only.item], language) if only else aim.id
        yield Section(name, tuple(rows), tuple(_sentences(aim, programme.currency, speak)))


def nothing_sentence(language: str) -> str:
    """What is said of a programme without spares."""
    return tongue(language).say("The programme has no spares: write them under spares: to have their levels found.")


def assumptions_sentence(language: str) -> str:
    """What the levels rest on."""
    return tongue(language).say(
        "Levels rest on stationary assumptions: failures come at random at a rate that never changes, repair is never "
        "full, and sites do not help each other. Spares are chosen by the exact method; VARI-METRIC and METRIC "
        "approximate it. Where the programme ramps up, take the levels as a floor, not as a plan."
    )


def _row(level: Level, site: str, speak: Tongue) -> tuple[str, ...]:
    low, high = sorted((level.good, level.bad))
    return (
        site,
        speak.number(level.stock),
        f"{speak.number(low)}–{speak.number(high)}",
        *(format_decimal(waited, "0.000", speak.locale) for waited in _waited(level)),
        _percent(level.filled, speak),
        "" if level.availability is None else _percent(level.availability, speak),
    )


def _waited(level: Level) -> tuple[float, ...]:
    """Backorders by the three methods, in the order of the headings."""
    return level.backorders, level.vari_metric_backorders, level.metric_backorders


def _percent(share: float, speak: Tongue) -> str:
    """A share in percent to a tenth, in which the methods differ."""
    return format_percent(share, "#,##0.0%", speak.locale)


def _sentences(aim: Aim, currency: str, speak: Tongue) -> Iterator[str]:
    cost = f"{speak.compact(aim.cost)} {currency}"
    yield speak.count("{n} spare, worth {cost}.", "{n} spares, worth {cost}.", aim.units, cost=cost)
    shares = (aim.availability, aim.vari_metric_availability, aim.metric_availability)
    exact, vari, metric = (None if share is None else _percent(share, speak) for share in shares)
    if exact is not None and vari is not None and metric is not None:
        yield speak.say(
            "Of the fleet {exact} is not held up by these spares (VARI-METRIC would say {vari}, METRIC {metric}).",
            exact=exact,
            vari=vari,
            metric=metric,
        )
    if aim.target is not None:
        text = mark("The aim is {target}: reached.") if aim.reached else mark("The aim is {target}: not reached.")
        yield speak.say(text, target=_percent(aim.target, speak))
    if aim.budget is not None:
        yield speak.say("The budget is {budget}.", budget=f"{speak.compact(aim.budget)} {currency}")
