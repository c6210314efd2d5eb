"""The odds of a plan as JSON."""

from __future__ import annotations

import json
from typing import Any

from workshare.outcome.odds import CommitmentOdds, Hang, Odds


def odds_json(odds: Odds) -> str:
    """The odds as JSON text, two spaces deep; probabilities in full, days in ISO form."""
    rows = [_commitment(row, [h for h in odds.hangs if h.commitment == row.id]) for row in odds.commitments]
    document = {"seed": odds.seed, "scenarios": odds.scenarios, "commitments": rows}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _commitment(row: CommitmentOdds, hangs: list[Hang]) -> dict[str, Any]:
    days = {name: getattr(row, name) for name in ("p10", "p50", "p90")}
    return {
        "id": row.id,
        "p_kept": row.p_kept,
        "interval": None if row.p_kept is None else [row.low, row.high],
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "hangs_on": [{"table": h.table, "id": h.id, "change": h.change, "noise": h.noise} for h in hangs],
    }
