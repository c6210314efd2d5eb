"""Reads what happened, a CSV of date, item, site, quantity and source, and holds it against the programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from workshare.files.bind import read_record
from workshare.files.nodes import Faults, read_table
from workshare.model.programme import Programme
from workshare.outcome.happened import Outcome
from workshare.problems import BadInput, Code, Problem, did_you_mean


def read_happened(path: Path, programme: Programme, as_of: dt.date) -> tuple[Outcome, ...]:
    """The rows of the table, in their order; raises BadInput with everything that is wrong with them."""
    faults, shown = Faults(), str(path)
    table = read_table(path, shown, faults)
    rows: list[Outcome] = []
    for node in table.rows:
        record = read_record(Outcome, node, faults)
        if record is not None:
            faults.problems += [p.at(shown, node.line) for p in _problems(record, programme, as_of)]
            rows.append(record)
    if not faults.problems and not rows:
        hint = "write rows of date,item,site,quantity,source under that heading"
        faults.report(Code.BAD_TABLE, "no row says what happened", hint, file=shown, line=1)
    if faults.problems:
        raise BadInput(faults.problems)
    return tuple(rows)


def _problems(row: Outcome, programme: Programme, as_of: dt.date) -> Iterator[Problem]:
    items, activities = [str(i.id) for i in programme.items], [str(a.id) for a in programme.activities]
    if row.item not in {*items, *activities}:
        hint = did_you_mean(row.item, [*items, *activities])
        message = f"no item or activity is called {row.item}"
        yield Problem(code=Code.DANGLING_REFERENCE, message=message, hint=hint)
    sites = [str(s.id) for s in programme.sites]
    if row.site and row.site not in sites:
        message, hint = f"no site is called {row.site}", did_you_mean(row.site, sites)
        yield Problem(code=Code.DANGLING_REFERENCE, message=message, hint=hint)
    if row.item in items and row.quantity is None:
        message, hint = f"how much of {row.item} is not said", "write its quantity"
        yield Problem(code=Code.MISSING_KEY, message=message, hint=hint)
    if not as_of < row.date <= programme.until:
        message = f"{row.date} does not lie after {as_of} and by {programme.until}"
        hint = "leave out what was known already, and what comes after the programme's end"
        yield Problem(code=Code.OUTSIDE_HORIZON, message=message, hint=hint)
