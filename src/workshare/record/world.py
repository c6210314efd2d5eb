"""What stands by the record: states that are folded from its events, each by the rules of a part.

The same rules refuse an event before it is recorded and pass it over where it was recorded past them; so nothing that
somebody wrote into the database by hand counts for more than what the rules allow.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workshare.record.event import VOID, Event, canonical
from workshare.record.refusal import Reason, Refusal, Refused

State = dict[str, Any]
"""What JSON can hold: texts as keys, no sets, no numbers with a fraction."""

States = Mapping[str, State]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A part's state by the record.

    ``check`` says why an event of one of ``kinds`` may not be, given all states before it; ``apply`` folds it into this
    part's state. ``version`` changes whenever either does, so that kept states of earlier rules are not used. Events
    of a ``final`` part are neither corrected nor void: what was signed stays, and is taken back by events of its own.
    """

    name: str
    version: int
    kinds: frozenset[str]
    start: Callable[[], State]
    check: Callable[[States, Event], Refusal | None]
    apply: Callable[[State, int, Event], None]
    final: bool = False


class World:
    """The states of several parts after ``size`` events, and what was passed over: number and why."""

    def __init__(self, projections: Iterable[Projection]) -> None:
        self.projections = tuple(projections)
        self.kinds = frozenset(kind for p in self.projections for kind in p.kinds)
        self.size = 0
        self.states: dict[str, State] = {p.name: p.start() for p in self.projections}
        self.passed_over: list[tuple[int, Refusal]] = []
        self._final_kinds = frozenset(kind for p in self.projections if p.final for kind in p.kinds)
        self._final: set[int] = set()

    @property
    def name(self) -> str:
        """What a kept state goes by: the parts and the versions of their rules."""
        return " ".join(f"{p.name}@{p.version}" for p in self.projections)

    def minds(self, kind: str) -> bool:
        """Whether any part has rules for a kind of event."""
        return kind in self.kinds or (kind == VOID and bool(self.projections))

    def judge(self, event: Event) -> Refusal | None:
        """Why an event may not come next; None if it may."""
        corrects = event.draft.corrects
        if corrects is not None and (event.draft.kind in self._final_kinds or corrects in self._final):
            return Refusal(Reason.NOT_CORRECTABLE, {"index": str(corrects), "kind": event.draft.kind})
        for part in self.projections:
            if event.draft.kind in part.kinds:
                try:
                    found = part.check(self.states, event)
                except (KeyError, TypeError, ValueError, AttributeError) as bad:  # a payload of another shape
                    found = Refusal(Reason.BAD_PAYLOAD, {"kind": event.draft.kind, "what": _shape(bad)})
                except Refused as bad:
                    found = bad.refusal
                if found is not None:
                    return found
        return None

    def fold(self, n: int, event: Event) -> None:
        """Take the next event in, or pass it over."""
        refusal = self.judge(event)
        if refusal is not None:
            self.passed_over.append((n, refusal))
        else:
            self.apply(n, event)
        self.size = n + 1

    def apply(self, n: int, event: Event) -> None:
        """Take in an event that was judged."""
        for part in self.projections:
            if event.draft.kind in part.kinds:
                part.apply(self.states[part.name], n, event)
        if event.draft.kind in self._final_kinds:
            self._final.add(n)
        self.size = n + 1

    def text(self) -> str:
        """All of it as one text; the same states are the same text."""
        passed = [[n, r.reason, r.values] for n, r in self.passed_over]
        told = {"size": self.size, "states": self.states, "final": sorted(self._final), "passed_over": passed}
        return canonical(told).decode()

    def load(self, text: str) -> None:
        """Take up what a text says."""
        raw = json.loads(text)
        self.size, self.states, self._final = raw["size"], raw["states"], set(raw["final"])
        self.passed_over = [(n, Refusal(reason, values)) for n, reason, values in raw["passed_over"]]

    def copied(self) -> World:
        """The same, to try something on."""
        other = World(self.projections)
        other.load(self.text())
        return other


def _shape(bad: Exception) -> str:
    return f"{bad.args[0]} is missing" if isinstance(bad, KeyError) and bad.args else str(bad).splitlines()[0]


def need_texts(payload: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise TypeError or KeyError where a payload lacks one of some texts."""
    for name in names:
        if not isinstance(payload[name], str) or not payload[name]:
            raise TypeError(f"{name} should be a text: write it in quotes")
