"""What things cost, in which currency, and when it is paid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workshare.model.calendar import Periods
from workshare.model.figure import Figure
from workshare.model.money import Payment
from workshare.model.programme import Programme, days_from


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit of something costs: a value in a currency ("": the programme's), and its milestones.

    ``milestones`` are shares of it with the days after the event on which they are paid.
    """

    value: float
    currency: str = ""
    milestones: tuple[tuple[float, int], ...] = ((1.0, 0),)

    @property
    def plain(self) -> bool:
        """Whether it is paid at once, in the programme's currency."""
        return not self.currency and self.milestones == ((1.0, 0),)


NOTHING = Price(0.0)
"""It is free."""


class Rates:
    """What a unit of each currency is worth in the programme's currency on any day, from the steps that are given."""

    def __init__(self, programme: Programme, today: int) -> None:
        self.today = today
        self.steps: dict[str, tuple[list[int], list[float]]] = {}
        for currency in programme.currencies:
            steps = sorted((days_from(programme.start, r.effective_start, 0), r.rate.value) for r in currency.rates)
            self.steps[currency.id] = [day for day, _ in steps], [rate for _, rate in steps]

    def price(self, figure: Figure | None, payments: Sequence[Payment] = ()) -> Price:
        """The price that a money figure and its milestones say."""
        if figure is None:
            return NOTHING
        currency = figure.unit if figure.unit in self.steps else ""
        return Price(figure.value, currency, tuple((p.share.value, p.days) for p in payments) or ((1.0, 0),))

    def at(self, currency: str, day: int) -> float:
        """What one unit is worth on a day: the last step begun by then, before the first step the first."""
        if not currency:
            return 1.0
        days, rates = self.steps[currency]
        return rates[max(0, bisect_right(days, day) - 1)]

    def paid(self, price: Price, day: int) -> Iterator[tuple[int, float]]:
        """The days and amounts of the payments for something that happens on ``day``.

        None of them lies before the plan's day, unless what they are for has happened before it.
        """
        for share, after in price.milestones:
            when = day + after if day < self.today else max(self.today, day + after)
            yield when, share * price.value * self.at(price.currency, when)

    def cost(self, price: Price, day: int) -> float:
        """All that is paid for something that happens on ``day``, whenever it is paid."""
        return price.value if price.plain else sum(amount for _, amount in self.paid(price, day))


def period_of(periods: Periods, day: int) -> int | None:
    """The period that contains a day; None after the horizon."""
    return bisect_right(periods.bounds, day) - 1 if day <= periods.horizon else None
