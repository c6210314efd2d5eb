"""Rules of lots: nothing is begun, or enough of it, in whole multiples, and set up for once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from workshare.model.network import Operation, Supply
from workshare.planner.verify.books import Books, Floats
from workshare.planner.verify.fault import SLACK, Fault, Rule


def lots(books: Books) -> Iterator[Fault]:
    """What is begun of an operation, or arrives of a supply, in a period is nothing, or large enough and no fraction.

    x[p] = 0, or x[p] >= size minimum and x[p] / size multiple is a whole number.
    """
    for name, row, begun in _begun(books):
        slack = SLACK * np.maximum(1.0, begun)
        least, multiple = (figure.value if figure else 0.0 for figure in (row.size_minimum, row.size_multiple))
        for p in np.flatnonzero((begun > 0) & (begun < least - slack)):
            yield Fault(Rule.LOTS, f"{name}, period {p}", f"a lot of {begun[p]:g} is less than {least:g}")
        if multiple:
            odd = np.abs(begun - multiple * np.round(begun / multiple)) > slack
            for p in np.flatnonzero(odd):
                yield Fault(Rule.LOTS, f"{name}, period {p}", f"{begun[p]:g} is no multiple of {multiple:g}")


def _begun(books: Books) -> Iterator[tuple[str, Operation | Supply, Floats]]:
    """What is begun of everything that has lots, by period."""
    begun: dict[tuple[str, str], Floats] = defaultdict(books.nothing)
    for made in books.planned.production:
        begun["operation", made.operation][made.period] += made.runs
    for bought in books.planned.purchases:
        begun["supply", bought.supply][bought.period] += bought.quantity
    rows: dict[str, dict[str, Operation | Supply]] = {
        "operation": {**books.operations},
        "supply": {**books.supplies},
    }
    for (kind, name), amounts in begun.items():
        yield f"{kind} {name}", rows[kind][name], amounts


def setups(books: Books) -> Iterator[Fault]:
    """Where setting up takes hours or money, it is done once in each period in which anything is begun.

    sum over rows of o in p of setup = 1 if o has set-up hours or cost, else 0
    """
    count: dict[tuple[str, int], int] = defaultdict(int)
    for row in books.planned.production:
        count[row.operation, row.period] += row.setup
    for (name, p), times in count.items():
        needed = int(bool(books.operations[name].setup or books.operations[name].setup_cost))
        if times != needed:
            message = f"it is set up for {times} times, not {needed}"
            yield Fault(Rule.LOTS, f"production {name}, period {p}", message)
