"""Eight processes draw on one licence at once, with retries; run as a script, it prints what each was granted."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import sqlalchemy.dialects.postgresql.psycopg  # loaded once, before the processes are forked  # noqa: F401
from tests.exchange.licensed import MIDDLE, PROJECTIONS, drawn

from workshare.record.log import Record
from workshare.record.refusal import Refused

DRAWERS, LINES = 8, 25


def draw(place: str, slot: int) -> dict[str, int]:
    """One process's order lines, each asked for twice: as if the first answer had been lost."""
    record, granted = Record(place, PROJECTIONS), {}
    for line in range(LINES):
        quantity = 1 + (slot + line) % 3
        draft = replace(drawn(f"{slot}-{line}", str(quantity)).draft, key=f"{slot}-{line}")
        for _ in range(2):
            try:
                record.append([draft], MIDDLE)
                granted[draft.key] = quantity
            except Refused:
                granted.setdefault(draft.key, 0)
    return granted


def main(place: str, folder: Path) -> dict[str, int]:
    """What all were granted."""
    children = []
    for slot in range(DRAWERS):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                (folder / f"{slot}.json").write_text(json.dumps(draw(place, slot)), encoding="ascii")
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * DRAWERS
    told: dict[str, int] = {}
    for path in folder.glob("*.json"):
        told |= json.loads(path.read_text(encoding="ascii"))
    return told


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))  # noqa: T201
