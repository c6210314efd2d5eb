"""Why the record refuses something: a reason of a closed list with what it speaks of, said in words further up."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """The reasons; answers/record.py has a sentence for each."""

    # events and the log
    BAD_EVENT = "bad-event"
    BAD_PAYLOAD = "bad-payload"
    BAD_TIME = "bad-time"
    CLOCK_BEHIND = "clock-behind"
    FROM_THE_FUTURE = "from-the-future"
    KEY_TAKEN = "key-taken"
    NO_EVENT = "no-event"
    NO_TEXT = "no-text"
    NOT_CORRECTABLE = "not-correctable"
    # the store
    BAD_PLACE = "bad-place"
    BUSY = "busy"
    NO_RECORD = "no-record"
    NOT_UPGRADED = "not-upgraded"
    RECORD_THERE = "record-there"
    STORE_FAILED = "store-failed"
    # notes, checkpoints, receipts, witnesses
    BAD_KEY = "bad-key"
    BAD_PROOF = "bad-proof"
    BAD_RECEIPT = "bad-receipt"
    BAD_SIGNATURE = "bad-signature"
    CONFLICT = "conflict"
    FORKED = "forked"
    FORKED_FOR_WITNESS = "forked-for-witness"
    KEY_IN_REPOSITORY = "key-in-repository"
    KEY_OPEN = "key-open"
    KEY_THERE = "key-there"
    NO_CHECKPOINT = "no-checkpoint"
    NO_NOTE = "no-note"
    NOT_COVERED = "not-covered"
    NOT_SIGNED = "not-signed"
    NOTHING_SIGNED = "nothing-signed"
    OTHER_CHECKPOINT = "other-checkpoint"
    OTHER_KEY = "other-key"
    SHRUNK = "shrunk"
    TOO_FEW_WITNESSES = "too-few-witnesses"
    TREE_BROKEN = "tree-broken"
    UNKNOWN_LOG = "unknown-log"
    UNREACHABLE = "unreachable"
    WITNESS_REFUSED = "witness-refused"
    # people and approvals
    APPROVED_ALREADY = "approved-already"
    FOUNDED_ALREADY = "founded-already"
    KEY_ELSEWHERE = "key-elsewhere"
    KEY_NOT_CONFIRMED = "key-not-confirmed"
    KEY_REVOKED = "key-revoked"
    NO_REQUEST = "no-request"
    NOT_ANOTHER = "not-another"
    NOT_APPROVED = "not-approved"
    NOT_HER_KEY = "not-her-key"
    NOT_HER_PARTY = "not-her-party"
    NOT_HER_ROLE = "not-her-role"
    OBJECT_CHANGED = "object-changed"
    REQUEST_EXPIRED = "request-expired"
    REQUEST_WITHDRAWN = "request-withdrawn"
    SELF_APPROVAL = "self-approval"
    THERE_ALREADY = "there-already"
    UNKNOWN_PARTY = "unknown-party"
    UNKNOWN_PERSON = "unknown-person"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason and the values that its sentence names; parts above the record have reasons of their own."""

    reason: str
    values: dict[str, str] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - it reads as what it is: the record refused
    """Raised where the record, a witness or a check refuses something."""

    def __init__(self, reason: str, **values: object) -> None:
        self.refusal = Refusal(reason, {name: str(value) for name, value in values.items()})
        super().__init__(f"{reason}: " + ", ".join(f"{k} {v}" for k, v in self.refusal.values.items()))

    @property
    def reason(self) -> str:
        """The reason."""
        return self.refusal.reason

    @classmethod
    def of(cls, refusal: Refusal) -> Refused:
        """The same as an exception."""
        return cls(refusal.reason, **refusal.values)
