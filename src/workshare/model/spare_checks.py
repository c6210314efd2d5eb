"""Checks of spares: what a multi-echelon calculation must be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workshare.model.figure import Figure
from workshare.model.ids import SiteId
from workshare.model.programme import Programme, by_id
from workshare.model.references import Found, a_problem
from workshare.model.spares import Spare
from workshare.problems import Code, Problem

SPARE_MONEY = (("spares", "price"), ("spares", "budget"))
"""The figures of spares that are money."""
MOST = 500.0
"""So many units of one item may be under way at once: beyond it, plan a flow rather than count units."""


def spare_places(programme: Programme) -> Found:
    """A spare has bases, none of which is its depot; it serves units at bases."""
    for spare in programme.spares:
        if not spare.bases:
            yield _at(spare, "bases", Code.MISSING_KEY, "has no bases", "add bases: {SITE: 2 per month}")
        if spare.depot in spare.bases:
            message = f"has its depot {spare.depot} among its bases"
            hint = "name another site, and write base_share: for what is mended at a base"
            yield _at(spare, "depot", Code.LANE_TO_ITSELF, message, hint)
        for site in spare.serves:
            if spare.bases and site not in spare.bases:
                message = f"serves units at {site}, which is none of its bases"
                yield _at(spare, "serves", Code.DANGLING_REFERENCE, message, f"add {site} to bases:, or take it out")


def spare_shares(programme: Programme) -> Found:
    """A share lies between 0 and 1, and an availability below 1, which no number of spares would reach."""
    for spare in programme.spares:
        for key in ("base_share", "lost", "availability"):
            figure: Figure | None = getattr(spare, key)
            ends = [end for end in (figure.value, figure.low, figure.high) if end is not None] if figure else []
            if any(end > 1 for end in ends):
                yield _at(spare, key, Code.BAD_FIGURE, f"{key} is above 1", "write a share such as 0.9")
            elif key == "availability" and any(end in {0, 1} for end in ends):
                message = f"{key} is {max(ends):g}, which decides nothing"
                yield _at(spare, key, Code.BAD_FIGURE, message, "write a share between 0 and 1, such as 0.9")


def spare_times(programme: Programme) -> Found:
    """Whatever happens to a failed unit, it is said how long that takes."""
    for spare in programme.spares:
        mended, lost = _value(spare.base_share), _value(spare.lost)
        needed = (
            ("base_repair", mended > 0, "are mended at their base"),
            ("depot_repair", mended < 1 and lost < 1, "are mended at the depot"),
            ("procurement", mended < 1 and lost > 0, "are replaced by new ones"),
        )
        for key, asked, what in needed:
            if asked and getattr(spare, key) is None:
                message = f"says that failures {what}, but not how long that takes"
                yield _at(spare, key, Code.MISSING_KEY, message, f"add {key}: 30 days")


def spare_aims(programme: Programme) -> Found:
    """Each group of spares has one aim: an availability of so many units, or a budget, and prices to choose by."""
    items = by_id(programme.items)
    for group in spare_groups(programme).values():
        yield from _one_aim(group)
        for spare in group:
            cost = spare.price or (items[spare.item].cost if spare.item in items else spare.price)
            if spare.item in items and not (cost and cost.value > 0):
                message = f"has no price above 0, and neither has its item {spare.item}"
                yield _at(spare, "price", Code.MISSING_KEY, message, f"add price:, or cost: to item {spare.item}")


def _one_aim(group: tuple[Spare, ...]) -> Found:
    for key in ("availability", "budget"):
        said = [(spare, figure.value) for spare in group if (figure := getattr(spare, key)) is not None]
        for spare, value in said[1:]:
            if value != said[0][1]:
                message = f"has {key} {value:g}, but {said[0][0].id} of its group {said[0][1]:g}"
                yield _at(spare, key, Code.BAD_FIGURE, message, "write it once for a group")
    if not any(spare.availability or spare.budget for spare in group):
        hint = "add availability: 0.9 and serves:, or budget:"
        message = "has neither an availability nor a budget to aim at"
        yield _at(group[0], "availability", Code.MISSING_KEY, message, hint)
    yield from _same_units(group)


def _same_units(group: tuple[Spare, ...]) -> Found:
    """The spares of a group serve the same units, and how many is known wherever they aim at an availability."""
    known: dict[SiteId, float] = {}
    for spare in group:
        for site, figure in spare.serves.items():
            if known.setdefault(site, figure.value) != figure.value:
                message = f"serves {figure.value:g} units at {site}, but its group {known[site]:g}"
                yield _at(spare, "serves", Code.BAD_FIGURE, message, "write it once for a group")
    if any(spare.availability for spare in group):
        lacking = {site: spare for spare in reversed(group) for site in spare.bases if site not in known}
        for site, spare in lacking.items():
            message = f"aims at an availability, but does not say how many units it serves at {site}"
            yield _at(spare, "serves", Code.MISSING_KEY, message, f"add serves: {{{site}: 20}}")


def spare_sizes(programme: Programme) -> Found:
    """Units under way are few enough to be counted one by one."""
    for spare in programme.spares:
        rate = sum(figure.per_day for figure in spare.bases.values())
        times = (spare.base_repair, spare.depot_repair, spare.procurement)
        longest = _value(spare.order_and_ship) + max(map(_value, times))
        if rate * longest > MOST:
            message = f"has {rate * longest:,.0f} units under way at once, and {MOST:.0f} can be counted"
            yield _at(spare, "bases", Code.TOO_LARGE, message, "plan it as a demand, or split it by depot")


def spare_groups(programme: Programme) -> dict[str, tuple[Spare, ...]]:
    """The spares that share an aim, by the name of their group or their own id."""
    groups: dict[str, tuple[Spare, ...]] = {}
    for spare in programme.spares:
        groups[spare.aim] = (*groups.get(spare.aim, ()), spare)
    return groups


def _value(figure: Figure | None) -> float:
    return figure.value if figure else 0.0


def _at(spare: Spare, key: str, code: Code, what: str, hint: str) -> Problem:
    return a_problem(code, ("spares", spare.id, key), f"spares {spare.id} {what}", hint)


SPARE_RULES: tuple[Callable[[Programme], Iterator[Problem]], ...] = (
    spare_places,
    spare_shares,
    spare_times,
    spare_aims,
    spare_sizes,
)
