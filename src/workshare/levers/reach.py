"""How early something that counts could be there at all: a bound by dates alone, found without solving."""

from __future__ import annotations

from workshare.gates import NEVER, schedule
from workshare.levers.judge import Case
from workshare.levers.upstream import Subject, SubjectKind, commitment_or_demand
from workshare.model.programme import Programme
from workshare.model.promises import Commitment
from workshare.planner.decide import calendar_of
from workshare.planner.lexico import first_day
from workshare.planner.model import layout
from workshare.planner.network import network
from workshare.planner.project import fastest
from workshare.planner.rules import FAMILIES
from workshare.planner.shrink import shrink
from workshare.planner.stocks import Stock


def reach(case: Case, subject: Subject, programme: Programme) -> int:
    """The first day on which anything that counts for a subject can be there (NEVER: not at all)."""
    project = schedule(programme, case.as_of, fastest(programme))
    entry = commitment_or_demand(programme, subject)
    if isinstance(entry, Commitment) and entry.measure and entry.measure.done:
        times = project.activities.get(entry.measure.done)
        return times.finish if times else NEVER
    calendar = calendar_of(programme, project, as_of=case.as_of)
    shrunk = shrink(programme, network(programme, project, case.as_of), calendar)
    if subject.kind is SubjectKind.COMMITMENT:
        model = layout(programme, shrunk, project, FAMILIES)
        number = {str(c.id): n for n, c in enumerate(model.commitments)}
        return first_day(model, number[subject.id]) if subject.id in number else NEVER
    return shrunk.earliest.stock.get(Stock(entry.item, entry.site), NEVER)  # type: ignore[union-attr] # a demand
