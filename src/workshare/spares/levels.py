"""From a programme's spares to levels at each site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workshare.model.figure import End, Figure
from workshare.model.ids import SiteId
from workshare.model.programme import Programme, at_end, by_id
from workshare.model.spare_checks import spare_groups
from workshare.model.spares import Spare
from workshare.outcome.levels import Aim, Echelon, Level, SpareLevels
from workshare.outcome.table import Table
from workshare.spares.choose import TINY, Frontier, choose, frontier
from workshare.spares.outstanding import Method, Waiting, depot_backorders, under_way, waiting
from workshare.spares.system import Base, Stocks, System

Fleet = Mapping[SiteId, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A spare, its price, and its stocks at depot and bases."""

    spare: Spare
    price: float
    system: System
    stocks: Stocks

    def waits(self, method: Method) -> tuple[Waiting, ...]:
        """What each base waits for."""
        return waiting(self.system, self.stocks.depot, method)

    def backorders(self, method: Method) -> dict[SiteId, float]:
        """Backorders on average at each base."""
        pairs = zip(self.waits(method), self.stocks.bases, strict=True)
        return dict(zip(self.spare.bases, (wait.backorders(stock) for wait, stock in pairs), strict=True))


def spare_levels(programme: Programme) -> SpareLevels:
    """The levels of all spares, chosen by the exact method at the figures' modes; the ends of ranges stand beside.

    The programme must have passed its checks.
    """
    ends = {end: dict(_chosen(at_end(programme, end))) for end in End}
    levels: list[Level] = []
    aims: list[Aim] = []
    for name, parts in ends[End.MODE].items():
        fleet = _fleet(part.spare for part in parts)
        aims.append(_aim(name, parts, fleet))
        for part, good, bad in zip(parts, ends[End.GOOD][name], ends[End.BAD][name], strict=True):
            levels += [_at_depot(part, good, bad), *_at_bases(part, fleet, good, bad)]
    return SpareLevels(aims=Table(Aim, aims), levels=Table(Level, levels))


def system_of(spare: Spare) -> System:
    """A spare's figures as a two-echelon system in units and days.

    What is lost at the depot waits for ``procurement``, the rest for ``depot_repair``: only the mean counts,
    by Palm's theorem.
    """
    lost = _value(spare.lost)
    bases = tuple(
        Base(
            rate=rate.per_day,
            repaired=_value(spare.base_share),
            repair=_value(spare.base_repair),
            shipping=spare.order_and_ship.value,
        )
        for rate in spare.bases.values()
    )
    return System(repair=(1 - lost) * _value(spare.depot_repair) + lost * _value(spare.procurement), bases=bases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Spares with one aim, their prices, and the best division of every number of each."""

    spares: tuple[Spare, ...]
    prices: tuple[float, ...]
    frontiers: tuple[Frontier, ...]

    def divided(self, counts: tuple[int, ...]) -> tuple[Chosen, ...]:
        """So many spares of each item, divided among its sites as is best."""
        return tuple(
            Chosen(spare=spare, price=price, system=edge.system, stocks=edge.stocks(count))
            for spare, price, edge, count in zip(self.spares, self.prices, self.frontiers, counts, strict=True)
        )

    def enough(self, counts: tuple[int, ...]) -> bool:
        """Whether the availability aimed at is reached; never, where the aim is to use a budget."""
        target = _first(self.spares, "availability")
        if target is None:
            return False
        reached = _available(self.divided(counts), _fleet(self.spares), Method.EXACT)
        return reached is not None and reached >= target

    def chosen(self) -> tuple[Chosen, ...]:
        """The spares with the stocks that serve the aim."""
        budget = _first(self.spares, "budget")
        return self.divided(choose(self.frontiers, self.prices, enough=self.enough, budget=budget))


def _chosen(programme: Programme) -> Iterator[tuple[str, tuple[Chosen, ...]]]:
    items = by_id(programme.items)
    for name, spares in spare_groups(programme).items():
        prices = tuple((spare.price or items[spare.item].cost or Figure(value=0.0)).value for spare in spares)
        frontiers = tuple(frontier(system_of(spare), Method.EXACT) for spare in spares)
        yield name, Group(spares=spares, prices=prices, frontiers=frontiers).chosen()


def _first(group: Iterable[Spare], key: str) -> float | None:
    """The aim of a group, which one of its spares says."""
    return next((figure.value for figure in (getattr(spare, key) for spare in group) if figure is not None), None)


def _fleet(group: Iterable[Spare]) -> Fleet:
    return {site: figure.value for spare in group for site, figure in spare.serves.items()}


def _available(parts: Iterable[Chosen], fleet: Fleet, method: Method) -> float | None:
    """The share of the fleet that waits for no spare:  sum over bases of N · Π over items of (1 - EBO / N), over sum N.

    One of each item on each unit of the fleet, each item's backorders spread over it by chance (Sherbrooke
    2004). None if it is not said how many units stand at one of the bases.
    """
    up = dict(fleet)
    for part in parts:
        for site, backorders in part.backorders(method).items():
            if site not in fleet:
                return None
            up[site] *= max(0.0, 1 - backorders / fleet[site])
    return sum(up.values()) / sum(fleet.values())


def _aim(name: str, parts: tuple[Chosen, ...], fleet: Fleet) -> Aim:
    group = tuple(part.spare for part in parts)
    target, budget = _first(group, "availability"), _first(group, "budget")
    availability = _available(parts, fleet, Method.EXACT)
    cost = sum(part.price * part.stocks.total for part in parts)
    met = target is None or (availability is not None and availability >= target)
    return Aim(
        id=name,
        spares=tuple(spare.id for spare in group),
        target=target,
        budget=budget,
        reached=met and (budget is None or cost <= budget * (1 + TINY)),
        units=sum(part.stocks.total for part in parts),
        cost=cost,
        backorders=sum(sum(part.backorders(Method.EXACT).values()) for part in parts),
        availability=availability,
        vari_metric_availability=_available(parts, fleet, Method.VARI_METRIC),
        metric_availability=_available(parts, fleet, Method.METRIC),
    )


def _at_depot(part: Chosen, good: Chosen, bad: Chosen) -> Level:
    """The depot's row: all methods agree there (Palm's theorem)."""
    stock = part.stocks.depot
    owed = Waiting.of(depot_backorders(part.system.pipeline, 0))
    backorders = owed.backorders(stock)
    return Level(
        spare=part.spare.id,
        item=part.spare.item,
        site=part.spare.depot,
        echelon=Echelon.DEPOT,
        stock=stock,
        good=good.stocks.depot,
        bad=bad.stocks.depot,
        cost=part.price * stock,
        under_way=part.system.pipeline,
        backorders=backorders,
        filled=owed.filled(stock),
        availability=None,
        vari_metric_backorders=backorders,
        vari_metric_availability=None,
        metric_backorders=backorders,
        metric_availability=None,
    )


def _at_bases(part: Chosen, fleet: Fleet, good: Chosen, bad: Chosen) -> Iterator[Level]:
    by_method = {method: part.backorders(method) for method in Method}
    waits = part.waits(Method.EXACT)
    for n, (site, base) in enumerate(zip(part.spare.bases, part.system.bases, strict=True)):
        ready = {
            m: 1 - min(1.0, found[site] / fleet[site]) if site in fleet else None for m, found in by_method.items()
        }
        yield Level(
            spare=part.spare.id,
            item=part.spare.item,
            site=site,
            echelon=Echelon.BASE,
            stock=part.stocks.bases[n],
            good=good.stocks.bases[n],
            bad=bad.stocks.bases[n],
            cost=part.price * part.stocks.bases[n],
            under_way=under_way(part.system, base, part.stocks.depot),
            backorders=by_method[Method.EXACT][site],
            filled=waits[n].filled(part.stocks.bases[n]),
            availability=ready[Method.EXACT],
            vari_metric_backorders=by_method[Method.VARI_METRIC][site],
            vari_metric_availability=ready[Method.VARI_METRIC],
            metric_backorders=by_method[Method.METRIC][site],
            metric_availability=ready[Method.METRIC],
        )


def _value(figure: Figure | None) -> float:
    return figure.value if figure else 0.0
