"""What money is worth on a day, and on which days a price is paid."""

from __future__ import annotations

import math
from collections.abc import Iterable

from workshare.model.figure import Figure
from workshare.model.money import Payment
from workshare.model.programme import Programme, days_from

AT_ONCE = (Payment(share=Figure(value=1.0)),)
"""How a thing is paid of which nothing is said: all of it on the day of the event."""

Instalments = list[tuple[int, float]]
"""Days, and what is paid on each in the programme's currency."""


class Money:
    """The currencies of a programme, from the day of a plan on."""

    def __init__(self, programme: Programme, today: int) -> None:
        self.today = today
        self.rates = {
            str(currency.id): sorted(
                (days_from(programme.start, r.effective_start, 0), r.rate.value) for r in currency.rates
            )
            for currency in programme.currencies
        }

    def rate(self, currency: str, day: int) -> float:
        """What one unit of a currency is worth on a day: the last step that has begun, or before it the first.

        1 for the programme's own currency, and where none is named.
        """
        steps = self.rates.get(currency, [(0, 1.0)])
        begun = [rate for first, rate in steps if first <= day]
        return begun[-1] if begun else steps[0][1]

    def instalments(self, price: Figure | None, amount: float, payments: Iterable[Payment], event: int) -> Instalments:
        """When an amount of a thing is paid, and how much.

        day = max(day of the plan, event + days), or for what happened before the plan event + days;
        paid = share · amount · price · rate on that day.
        """
        if price is None:
            return []
        first = self.today if event >= self.today else -math.inf
        days = [(int(max(first, event + part.days)), part.share.value) for part in tuple(payments) or AT_ONCE]
        return [(day, share * amount * price.value * self.rate(price.unit, day)) for day, share in days]

    def paid(self, price: Figure | None, amount: float, payments: Iterable[Payment], event: int) -> float:
        """All that is paid for a thing, after the end of the plan too."""
        return sum(money for _, money in self.instalments(price, amount, payments, event))
