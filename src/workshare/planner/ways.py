"""Ways: when and under which licences an operation, a supply or a lane may run."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from workshare.gates import NEVER, Schedule
from workshare.model.network import Lane, Operation, Supply
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.project import Counts, Licence


@dataclass(frozen=True, slots=True)
class Way:
    """The days from ``opens`` to ``closes`` on which something may start, and under which licences.

    ``waits`` are the activities that must be done first, each with the days that pass between its finish and the
    first start; ``held_by`` is the gate (or the licence) that decides the first day, None where a date does.
    ``dated`` is the first day by dates alone: gates, what they wait for and the plan's day aside.
    """

    opens: int
    closes: int
    licences: tuple[str, ...] = ()
    waits: tuple[tuple[str, int], ...] = ()
    held_by: tuple[str, str] | None = None
    dated: int = 0

    @property
    def licence(self) -> str:
        """The licences in one word, for tables."""
        return "; ".join(self.licences)


ALWAYS = Way(0, NEVER)
"""It needs nobody's leave."""

GATE, LICENCE = "gate", "licence"


class Ways:
    """Finds the ways of the rows of a programme."""

    def __init__(self, programme: Programme, schedule: Schedule, today: int) -> None:
        self.programme, self.schedule, self.today = programme, schedule, today
        self.gates = by_id(programme.gates)
        self.country = {s.id: s.country for s in programme.sites}
        self.licences: dict[str, list[Licence]] = {}
        for licence in programme.licences:
            for gate in licence.gates:
                self.licences.setdefault(gate, []).append(licence)

    def of(self, row: Operation | Supply | Lane, site: str, lead: int = 0, notice: int = 0) -> list[Way]:
        """Every way in which a row may run at a site; none where a gate's licences do not cover the site.

        Behind a gate that any licence names, each licence that covers the site (or its country) is a way of its own,
        between its dates. ``notice`` days pass between the opening of gates and the first start.
        """
        start = self.programme.start
        opened, gate = self.schedule.opens(row.needs)
        first = max(self.today + notice, days_from(start, row.effective_start, 0))
        held = (GATE, gate) if gate is not None and opened + notice >= first else None
        first = max(first, opened + notice)
        closes = days_from(start, row.effective_end, NEVER)
        waits = tuple((str(a), notice) for g in row.needs for a in self.gates[g].needs)
        choices = [
            [licence for licence in self.licences[g] if self._covers(licence, site)]
            for g in row.needs
            if g in self.licences
        ]
        dated = days_from(start, row.effective_start, 0)
        return list(self._under(Way(first, closes, (), waits, held, dated), choices, lead))

    def _under(self, plain: Way, choices: list[list[Licence]], lead: int) -> Iterator[Way]:
        """The plain way under each choice of licences, one for each gate that asks for one."""
        for chosen in itertools.product(*choices):
            opens, closes, held, waits, dated = plain.opens, plain.closes, plain.held_by, plain.waits, plain.dated
            for licence in dict.fromkeys(chosen):
                ahead = lead if licence.counts is Counts.COMPLETION else 0
                granted, _ = self.schedule.done(licence.needs)
                starts = days_from(self.programme.start, licence.effective_start, 0)
                dated = max(dated, starts - ahead)
                begins = max(granted, starts) - ahead
                if begins > opens:
                    opens, held = begins, (LICENCE, str(licence.id))
                closes = min(closes, days_from(self.programme.start, licence.effective_end, NEVER) - ahead)
                waits += tuple((str(a), -ahead) for a in licence.needs)
            names = tuple(str(licence.id) for licence in chosen)
            yield Way(opens, closes, names, tuple(dict.fromkeys(waits)), held, dated)

    def _covers(self, licence: Licence, site: str) -> bool:
        return site in licence.sites or any(self.country[s] in licence.parties for s in self.country if s == site)
