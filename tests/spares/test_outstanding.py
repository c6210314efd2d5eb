"""What bases wait for: cases worked out by hand, and what must hold of every system."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshare.spares.outstanding import Method, depot_backorders, moments, under_way, waiting
from workshare.spares.system import Base, System

E = math.exp(-1)
ALL = tuple(Method)


def backorders(system: System, depot: int, method: Method, *stocks: int) -> list[float]:
    """Backorders at each base."""
    return [w.backorders(s) for w, s in zip(waiting(system, depot, method), stocks, strict=True)]


def poisson(mean: float, k: int) -> float:
    return math.exp(-mean) * mean**k / math.factorial(k)


@pytest.mark.parametrize("method", ALL)
def test_without_depot_stock_a_base_is_a_poisson_queue(method: Method) -> None:
    """With s0 = 0 every failure waits out its own repair: X is Poisson by Palm's theorem, whatever the method.

    Rate 0.1 a day, a quarter of it mended at the base in 8 days, the rest in 20 days at the depot and 10 of shipping:
    the mean is 0.1 (0.25 · 8 + 0.75 · 30) = 2.45, and backorders with one spare are 2.45 - 1 + e^-2.45.
    """
    other = Base(rate=0.3, shipping=2)
    system = System(repair=20, bases=(Base(rate=0.1, repaired=0.25, repair=8, shipping=10), other))
    wait = waiting(system, 0, method)[0]
    assert wait.backorders(0) == pytest.approx(2.45)
    assert wait.backorders(1) == pytest.approx(1.45 + math.exp(-2.45))
    for stock in range(8):
        assert wait.filled(stock) == pytest.approx(sum(poisson(2.45, k) for k in range(stock)))


@pytest.mark.parametrize("method", ALL)
def test_ample_depot_stock_leaves_shipping_alone(method: Method) -> None:
    """With a depot that never lacks anything X is Poisson with the mean 0.1 · 10 = 1: backorders with one are 1/e."""
    system = System(repair=20, bases=(Base(rate=0.1, shipping=10), Base(rate=0.2, shipping=1)))
    assert waiting(system, 60, method)[0].backorders(1) == pytest.approx(E)


def test_one_base_at_the_depot_by_hand() -> None:
    """One base beside its depot, a failure a day, repair of one day, one spare at each.

    X0 is Poisson (1) and B = (X0 - 1)+, so that E B = e^-1 and P(B > 0) = 1 - 2 e^-1. The base waits for B:
    exact         E (B - 1)+ = e^-1 - (1 - 2 e^-1) = 3 e^-1 - 1 = 0.10364
    METRIC        Poisson of the mean m = e^-1:  m - 1 + exp(-m) = 0.06008
    VARI-METRIC   E B² = E (X0 - 1)² - P(X0 = 0) = 1 - e^-1, so Var B = 1 - e^-1 - e^-2 = 0.49679; negative binomial
                  of size m² / (Var - m) = 1.04984 and p = m / Var = 0.74052:  m - 1 + p^size = 0.09739
    """
    system = System(repair=1, bases=(Base(rate=1),))
    assert depot_backorders(1, 1)[0] == pytest.approx(2 * E)
    assert backorders(system, 1, Method.EXACT, 1) == pytest.approx([3 * E - 1])
    assert backorders(system, 1, Method.METRIC, 1) == pytest.approx([E - 1 + math.exp(-E)])
    variance = 1 - E - E**2
    size, p = E**2 / (variance - E), E / variance
    assert backorders(system, 1, Method.VARI_METRIC, 1) == pytest.approx([E - 1 + p**size])
    assert round(E - 1 + p**size, 5) == 0.09739


def test_two_bases_share_what_the_depot_owes() -> None:
    """Two equal bases beside their depot, together a failure a day, repair of one day, one spare at the depot.

    Each waits for half of B on average, e^-1 / 2. With a spare at a base: P(B = b) = e^-1 / (b + 1)! for b > 0; of b
    orders k are the base's by chance. For b = 2 backorders are 1/4, for b = 3 they are 3/8 + 2/8 = 5/8, and so on:
    E (X - 1)+ = sum over b of P(b) (b / 2 - 1 + 2^-b).
    """
    system = System(repair=1, bases=(Base(rate=0.5), Base(rate=0.5)))
    assert backorders(system, 1, Method.EXACT, 0, 0) == pytest.approx([E / 2, E / 2])
    by_hand = sum(E / math.factorial(b + 1) * (b / 2 - 1 + 0.5**b) for b in range(1, 30))
    assert 0.25 == 2 / 2 - 1 + 0.5**2
    assert 0.625 == 3 / 2 - 1 + 0.5**3
    assert backorders(system, 1, Method.EXACT, 1, 1) == pytest.approx([by_hand, by_hand])


def test_a_base_that_mends_everything_needs_no_depot() -> None:
    """With r = 1 nothing is ordered, and depot stock changes nothing."""
    system = System(repair=30, bases=(Base(rate=0.5, repaired=1, repair=4, shipping=9),))
    for method in ALL:
        assert backorders(system, 0, method, 1) == pytest.approx([2 - 1 + math.exp(-2)])
        assert backorders(system, 5, method, 1) == pytest.approx([2 - 1 + math.exp(-2)])


def test_impossible_numbers_are_refused() -> None:
    """A rate of nothing or a share above one is our own mistake."""
    with pytest.raises(ValueError, match="share from 0 to 1"):
        Base(rate=1, repaired=1.5)
    with pytest.raises(ValueError, match="rate must be above 0"):
        Base(rate=0)
    with pytest.raises(ValueError, match="it has bases"):
        System(repair=1, bases=())


bases = st.builds(
    Base,
    rate=st.floats(0.002, 0.3),
    repaired=st.sampled_from([0.0, 0.0, 0.3, 0.8]),
    repair=st.floats(0, 20),
    shipping=st.floats(0, 20),
)
systems = st.builds(System, repair=st.floats(0, 60), bases=st.lists(bases, min_size=1, max_size=4).map(tuple))
levels = st.integers(0, 25)


@given(systems, levels)
def test_the_exact_distribution_has_the_known_moments(system: System, depot: int) -> None:
    """It adds up to one, and mean and variance are those that VARI-METRIC is built on, found in another way."""
    for wait, base, (mean, variance) in zip(
        waiting(system, depot, Method.EXACT), system.bases, moments(system, depot), strict=True
    ):
        assert wait.backorders(0) == pytest.approx(mean, rel=1e-9, abs=1e-12)
        # Var X = 2 sum k P(X > k) + E X - (E X)²
        square = 2 * sum(k * more for k, more in enumerate(wait.more)) + mean
        assert square - mean**2 == pytest.approx(variance, rel=1e-7, abs=1e-10)
        assert under_way(system, base, depot) == pytest.approx(mean)


@given(systems, levels, st.integers(0, 12), st.sampled_from(ALL))
def test_more_spares_mean_fewer_backorders(system: System, depot: int, stock: int, method: Method) -> None:
    """One more at a base never harms, and helps less and less; it never takes away more than one."""
    for wait in waiting(system, depot, method):
        first, second, third = (wait.backorders(stock + n) for n in range(3))
        assert 0 <= third <= second <= first
        assert first - second <= 1 + 1e-12
        assert first - second >= second - third - 1e-12
        assert 0 <= wait.filled(stock) <= wait.filled(stock + 1) + 1e-12 <= 1 + 2e-12


@given(systems, levels, st.integers(0, 6))
def test_more_at_the_depot_means_fewer_backorders(system: System, depot: int, stock: int) -> None:
    """One more at the depot never harms a base, and helps all of them together by no more than one."""
    stocks = [stock] * len(system.bases)
    for method in (Method.EXACT, Method.METRIC):
        before, after = backorders(system, depot, method, *stocks), backorders(system, depot + 1, method, *stocks)
        assert all(now <= then + 1e-12 for now, then in zip(after, before, strict=True))
        assert sum(before) - sum(after) <= 1 + 1e-9


@given(systems, levels, st.integers(0, 6))
def test_metric_never_says_too_much(system: System, depot: int, stock: int) -> None:
    """A base's part of what the depot owes varies more than Poisson: METRIC's backorders are at most the exact ones."""
    stocks = [stock] * len(system.bases)
    found = backorders(system, depot, Method.METRIC, *stocks)
    exact = backorders(system, depot, Method.EXACT, *stocks)
    assert all(less <= more + 1e-9 for less, more in zip(found, exact, strict=True))


@given(systems, levels, st.integers(0, 6), st.floats(1, 2))
def test_more_failures_mean_more_backorders(system: System, depot: int, stock: int, more: float) -> None:
    """If all fail more often, every base waits for more."""
    busier = System(
        repair=system.repair,
        bases=tuple(
            Base(rate=b.rate * more, repaired=b.repaired, repair=b.repair, shipping=b.shipping) for b in system.bases
        ),
    )
    stocks = [stock] * len(system.bases)
    before = backorders(system, depot, Method.EXACT, *stocks)
    after = backorders(busier, depot, Method.EXACT, *stocks)
    assert all(now >= then - 1e-12 for now, then in zip(after, before, strict=True))
