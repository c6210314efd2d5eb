"""What was known on a day: a look back may use nothing that became known later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workshare.model.figure import figures_of
from workshare.model.programme import Programme
from workshare.problems import Code, Problem


def known_later(programme: Programme, as_of: dt.date) -> list[Problem]:
    """Every figure, fact and date of a programme that was not known by the end of ``as_of``."""
    return [*_head(programme, as_of), *_figures(programme, as_of), *_facts(programme, as_of)]


def _head(programme: Programme, as_of: dt.date) -> Iterator[Problem]:
    """The programme's own day, which holds for every figure that names none."""
    known = programme.known_on
    if known is not None and known > as_of:
        message = f"the programme's figures were known on {known}, after {as_of}"
        yield Problem(code=Code.KNOWN_LATER, message=message, hint=_hint(as_of), path=("known_on",))
    nameless = [path for path, figure in figures_of(programme) if figure.known_on is None]
    if known is None and nameless:
        message = f"{len(nameless)} figures say no day on which they were known, and neither does the programme"
        hint = "write known_on: with a day at the head of the programme, and at figures that became known on another"
        yield Problem(code=Code.MISSING_KEY, message=message, hint=hint, path=("programme",))


def _figures(programme: Programme, as_of: dt.date) -> Iterator[Problem]:
    for path, figure in figures_of(programme):
        if figure.known_on is not None and figure.known_on > as_of:
            name = " ".join(dict.fromkeys(step for step in path if isinstance(step, str)))
            message = f"{name} became known on {figure.known_on}, after {as_of}"
            yield Problem(code=Code.KNOWN_LATER, message=message, hint=_hint(as_of), path=path)


def _facts(programme: Programme, as_of: dt.date) -> Iterator[Problem]:
    """What has happened: actuals, and activities that are done."""
    for n, actual in enumerate(programme.actuals):
        if actual.date > as_of:
            message = f"an actual of {actual.date} is no fact yet on {as_of}"
            hint = "leave it out here; what came later belongs into the file of --actuals"
            yield Problem(code=Code.KNOWN_LATER, message=message, hint=hint, path=("actuals", n))
    for activity in programme.activities:
        if activity.done is not None and activity.done > as_of:
            message = f"activities {activity.id} was done on {activity.done}, after {as_of}"
            hint = "write its duration as it was expected then"
            yield Problem(code=Code.KNOWN_LATER, message=message, hint=hint, path=("activities", activity.id, "done"))


def _hint(as_of: dt.date) -> str:
    return f"write what was known by {as_of}, or look back from a later day"
