"""A look back as JSON."""

from __future__ import annotations

import json
from typing import Any

from workshare.outcome.hindcast import LEVELS, Event, Hindcast

MARK = "hindcast.json"


def hindcast_json(found: Hindcast) -> str:
    """A look back as JSON text, two spaces deep; days in ISO form."""
    document = {
        "as_of": found.as_of.isoformat(),
        "seed": found.seed,
        "scenarios": found.scenarios,
        "plan_at": found.plan_at,
        "levels": list(LEVELS),
        "events": [_event(event) for event in found.events],
        "commitments": [{"id": j.commitment, "p_kept": j.p_kept, "kept": j.kept} for j in found.judged],
        "undecided": list(found.undecided),
        "brier": found.brier,
        "coverage": list(found.coverage),
        "calibrated": found.calibrated,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _event(event: Event) -> dict[str, Any]:
    scores = event.scores
    return {
        "date": event.date.isoformat(),
        "item": event.item,
        "site": event.site,
        "source": event.source,
        "observed": scores.observed,
        "median": scores.median,
        "crps": scores.crps,
        "rank": scores.rank,
        "intervals": [list(pair) for pair in scores.intervals],
    }
