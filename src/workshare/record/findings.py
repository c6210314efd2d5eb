"""What a check of a record may find."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What may be wrong with a record; answers/record.py has a sentence for each."""

    BROKEN_EVENT = "broken-event"
    EVENTS_MISSING = "events-missing"
    KEPT_DIFFERS = "kept-differs"
    NOT_GOOD = "not-good"
    PASSED_OVER = "passed-over"
    PERSONAL_DIFFERS = "personal-differs"
    PERSONAL_MISSING = "personal-missing"
    SIGNED_DIFFERS = "signed-differs"
    STATE_DIFFERS = "state-differs"
    TREE_DIFFERS = "tree-differs"
    WRONG_CORRECTION = "wrong-correction"
    WRONG_HASH = "wrong-hash"
    WRONG_KEY = "wrong-key"
    WRONG_TIME = "wrong-time"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault with what its sentence names."""

    fault: Fault
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """What a check found. ``diverges`` is the smallest kept checkpoint that the record no longer matches."""

    size: int
    root: bytes
    kept: int
    findings: tuple[Finding, ...]
    diverges: int | None
    matches: int | None

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings
