"""Rules of commitments: each is held against what the plan delivers, makes and finishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workshare.model.programme import by_id, days_from
from workshare.model.promises import Commitment, Measure
from workshare.outcome.rows import CommitmentAccount, Verdict
from workshare.planner.verify.books import Books
from workshare.planner.verify.dates import NEVER, whole_days
from workshare.planner.verify.fault import SLACK, Fault, Rule, near
from workshare.planner.verify.project import once

Counted = list[tuple[dt.date, float]]


def commitments(books: Books) -> Iterator[Fault]:
    """Each commitment has one account: its words and dates, its verdict, and what there is by when.

    date = first day by which what counts reaches the amount;  kept: date <= due;  late: by date - due days;
    short: never, though something counts;  missed: nothing does;  by due, in the end: what counts by then.
    """
    known = by_id(books.programme.commitments)
    yield from once(Rule.COMMITMENTS, "commitment", known, [row.id for row in books.plan.commitments])
    for account in books.plan.commitments:
        if account.id in known:
            commitment, where = known[account.id], f"commitment {account.id}"
            for fault in (*_words(commitment, account), *_standing(books, commitment, account)):
                yield Fault(Rule.COMMITMENTS, where, fault)
            first = earliest(books, commitment.measure)
            if account.earliest != first:
                yield Fault(Rule.COMMITMENTS, where, f"the earliest day is {first}, not {account.earliest}")


def _words(commitment: Commitment, account: CommitmentAccount) -> Iterator[str]:
    """An account repeats what was promised, and counts the figures that its chain rests on."""
    amount = commitment.measure.amount if commitment.measure else 0.0
    said = (commitment.says.en, commitment.by, commitment.due, amount)
    if (account.text, account.by, account.due, account.quantity) != said:
        yield f"the promise was {said}"
    figures = (sum(x.figures for x in account.hangs_on), sum(x.assumed for x in account.hangs_on))
    if (account.figures, account.assumed) != figures:
        yield f"it hangs on {figures[0]} figures, {figures[1]} of them assumed"


def _standing(books: Books, commitment: Commitment, account: CommitmentAccount) -> Iterator[str]:
    """The verdict, the dates and the quantities of an account."""
    measure = commitment.measure
    rows = counted(books, measure) if measure else []
    by_due = sum(quantity for day, quantity in rows if day <= commitment.due)
    total = sum(quantity for _, quantity in rows)
    for name, value in (("by_due", by_due), ("in_the_end", total)):
        if not near(getattr(account, name), value):
            yield f"{name} is {value:g}, not {getattr(account, name):g}"
    dates = met(rows, measure.amount) if measure else (None,)
    if account.date not in dates:
        yield f"it is met {dates[0] or 'never'}, not {account.date or 'never'}"
        return
    verdict, late = Verdict.UNMEASURED, 0
    if measure and account.date:
        late = max(0, (account.date - commitment.due).days)
        verdict = Verdict.LATE if late else Verdict.KEPT
    elif measure:
        verdict = Verdict.SHORT if total > 2 * SLACK else Verdict.MISSED
    if (account.verdict, account.days_late) != (verdict, late):
        yield f"it is {verdict}, {late} days late, not {account.verdict}, {account.days_late}"


def counted(books: Books, measure: Measure) -> Counted:
    """What counts towards a measure, by date: deliveries, outputs, or a finish within the plan."""
    if measure.done:
        finish = books.times[measure.done].finish if measure.done in books.times else NEVER
        return [(books.periods.date(finish), 1.0)] if finish <= books.last[-1] else []
    rows = books.events.get(("delivered" if measure.delivered else "made", measure.item or ""), ())
    return [(day, quantity) for day, site, quantity in rows if not measure.at or site in measure.at]


def met(rows: Counted, amount: float) -> tuple[dt.date | None, ...]:
    """The days by which what counts may be said to reach an amount: one, unless rounding decides it."""
    found: list[dt.date | None] = []
    for missing in (3 * SLACK, SLACK):
        running, date = 0.0, None
        for day, quantity in rows:
            running += quantity
            if running >= amount - missing - 1e-10 * amount:
                date = day
                break
        found.append(date)
    return tuple(dict.fromkeys(found))


def earliest(books: Books, measure: Measure | None) -> dt.date | None:
    """The first day on which anything that a measure counts could exist; None if none could.

    done: its finish, as decided;  delivered: min over demands that may be served of max(E[item, site], earliest);
    made: min over operations of max(opens, E of inputs) + lead time, and of the days when work is ready. What has
    happened counts on its day.
    """
    if measure is None:
        return None
    if measure.done:
        times = books.times.get(measure.done)
        return books.periods.date(times.finish) if times else None
    days = _first_deliveries(books, measure) if measure.delivered else _first_outputs(books, measure)
    known = [day for day, _ in counted(books, measure) if day < books.plan.as_of]
    return min([*known, *map(books.periods.date, days)], default=None)


def _first_deliveries(books: Books, measure: Measure) -> Iterator[int]:
    """For each demand that counts, the first day on which it may be served, if a period ends in time."""
    start = books.programme.start
    for demand in books.demands.values():
        place = (demand.item, demand.site)
        if demand.item != measure.delivered or (measure.at and demand.site not in measure.at):
            continue
        if place in books.there:
            day = max(books.there[place], days_from(start, demand.earliest, 0))
            latest = books.last[-1]
            if demand.max_lateness:
                latest = min(latest, days_from(start, demand.due, 0) + int(demand.max_lateness.value))
            p = books.counted_in(day)
            if p < len(books.last) and books.last[p] <= latest:
                yield day


def _first_outputs(books: Books, measure: Measure) -> Iterator[int]:
    """For each operation that counts, the first day on which its output can be there."""
    for name, operation in books.operations.items():
        if measure.made in operation.makes and (not measure.at or operation.site in measure.at):
            for window in books.starts[name].values():
                if not window.empty:
                    yield window.opens + whole_days(operation.lead_time.value)
            for begun in operation.in_progress:
                yield books.windows.comes_in(begun)
            yield from (day for done, day in books.facts.runs.items() if done == name)
            yield from books.facts.coming(name)
