"""The choice of levels, beside trying all of them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshare.spares.choose import Frontier, choose, frontier
from workshare.spares.outstanding import Method, waiting
from workshare.spares.system import Base, Stocks, System

bases = st.builds(
    Base,
    rate=st.floats(0.01, 0.1),
    repaired=st.sampled_from([0.0, 0.4]),
    repair=st.just(5.0),
    shipping=st.floats(0, 15),
)
systems = st.builds(System, repair=st.floats(1, 30), bases=st.lists(bases, min_size=1, max_size=3).map(tuple))


def total(system: System, stocks: Stocks, method: Method = Method.EXACT) -> float:
    """Backorders over all bases."""
    waits = waiting(system, stocks.depot, method)
    return sum(wait.backorders(stock) for wait, stock in zip(waits, stocks.bases, strict=True))


def least(system: System, spares: int, method: Method) -> float:
    """The least backorders over every way to divide so many spares."""
    ways = product(range(spares + 1), repeat=len(system.bases))
    return min(total(system, Stocks(depot=spares - sum(w), bases=w), method) for w in ways if sum(w) <= spares)


@given(systems, st.integers(0, 5), st.sampled_from(tuple(Method)))
def test_no_other_division_is_better(system: System, spares: int, method: Method) -> None:
    """For every number of spares the frontier has the least backorders of all divisions, and one that has them."""
    found = frontier(system, method)
    stocks = found.stocks(spares)
    assert stocks.total == spares
    assert total(system, stocks, method) == pytest.approx(found.backorders[spares], rel=1e-9, abs=1e-12)
    assert found.backorders[spares] == pytest.approx(least(system, spares, method), rel=1e-9, abs=1e-12)


@given(systems, st.floats(0.05, 0.9))
def test_one_item_gets_the_least_number_that_is_enough(system: System, part: float) -> None:
    """With one item the choice is the least number of spares below a given part of all backorders."""
    found = frontier(system, Method.EXACT)
    limit = part * float(found.backorders[0])
    (spares,) = choose([found], [7.0], enough=lambda c: bool(found.backorders[c[0]] <= limit), budget=None)
    assert total(system, found.stocks(spares)) <= limit + 1e-12
    assert spares == 0 or least(system, min(spares, 7) - 1, Method.EXACT) > limit


def left(frontiers: list[Frontier], counts: tuple[int, ...]) -> float:
    """Backorders of several items."""
    return sum(float(f.backorders[n]) for f, n in zip(frontiers, counts, strict=True))


@given(systems, systems, st.sampled_from([(1.0, 1.0), (3.0, 1.0), (1.0, 20.0)]), st.floats(0.1, 0.6))
def test_several_items_are_near_the_cheapest(
    one: System, two: System, prices: tuple[float, float], part: float
) -> None:
    """No unit can be left out, and no choice at all is cheaper by more than one unit of the dearest item."""
    frontiers = [frontier(one, Method.EXACT), frontier(two, Method.EXACT)]
    limit = part * left(frontiers, (0, 0))
    counts = choose(frontiers, prices, enough=lambda c: left(frontiers, c) <= limit, budget=None)
    assert left(frontiers, counts) <= limit
    for n in range(2):
        fewer = tuple(count - (n == m) for m, count in enumerate(counts))
        assert counts[n] == 0 or left(frontiers, fewer) > limit
    sizes = [range(len(f.backorders)) for f in frontiers]
    cost = sum(p * n for p, n in zip(prices, counts, strict=True))
    cheapest = min(
        sum(p * n for p, n in zip(prices, other, strict=True))
        for other in product(*sizes)
        if left(frontiers, other) <= limit
    )
    assert cheapest <= cost + 1e-9
    assert cost <= cheapest + max(prices) + 1e-9


@given(systems, systems, st.floats(0, 40))
def test_a_budget_is_kept_and_used(one: System, two: System, budget: float) -> None:
    """No more is spent than there is, and what is left buys nothing that helps."""
    frontiers, prices = [frontier(one, Method.EXACT), frontier(two, Method.EXACT)], (3.0, 1.0)
    counts = choose(frontiers, prices, enough=lambda _: False, budget=budget)
    spent = sum(p * n for p, n in zip(prices, counts, strict=True))
    assert spent <= budget + 1e-6
    for f, n, price in zip(frontiers, counts, prices, strict=True):
        assert spent + price > budget or n >= len(f.worth) or f.worth[n] <= 1e-9


def test_depot_stock_pays_where_bases_are_many() -> None:
    """Ten bases that rarely ask share spares at the depot; a single base has its own beside its user.

    Ten bases, each a failure in 200 days, repair of 40 days, shipping of one: the depot owes 2 on average and a base
    waits for 0.205. A spare at the depot takes away 1 - P(X0 = 0) = 1 - e^-2 = 0.86, one at a base 1 - e^-0.205 = 0.19.
    With all failures at one base a spare there takes away 1 - e^-2.05, which is more than at the depot.
    """
    many = System(repair=40, bases=tuple(Base(rate=0.005, shipping=1) for _ in range(10)))
    assert frontier(many, Method.EXACT).stocks(2) == Stocks(depot=2, bases=(0,) * 10)
    one = System(repair=40, bases=(Base(rate=0.05, shipping=1),))
    assert frontier(one, Method.EXACT).stocks(2) == Stocks(depot=0, bases=(2,))
