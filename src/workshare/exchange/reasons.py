"""Why the rules of agreements and licences refuse something; answers/exchange.py has a sentence for each."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The reasons."""

    ALREADY_DRAWN = "already-drawn"
    BAD_MOVE = "bad-move"
    NO_AGREEMENT = "no-agreement"
    NO_LICENCE = "no-licence"
    NOT_COVERED = "licence-not-covering"
    NOT_IN_FORCE = "not-in-force"
    NOT_YOUR_MOVE = "not-your-move"
    OTHER_STATE = "other-state"
    OTHER_TERMS = "other-terms"
    OVER_CAP = "over-cap"
    THIRD_PARTY = "third-party"
