"""Eight writers on one record, killed in the middle again and again; run as a script, it prints what it did as JSON.

A writer notes in a file what it is about to add, adds it, and notes that it was told so. Who takes a killed writer's
place first adds again what was not told to be safe: that is the retry that must not record anything twice.
"""

import datetime as dt
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import sqlalchemy.dialects.postgresql.psycopg  # loaded once, before the writers are forked  # noqa: F401

from workshare.record.event import Draft
from workshare.record.log import Record

WRITERS = 8
ENOUGH = 30
"""So many bytes of notes a writer makes before it is killed: about two turns."""
NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def drafts(slot: int, turn: int) -> list[Draft]:
    """What a writer adds in a turn: one to four events."""
    return [
        Draft(
            kind="note",
            who=f"writer-{slot}",
            party="ua",
            happened=NOW,
            key=f"{slot}-{turn}-{i}",
            payload={"slot": slot, "turn": turn, "i": i},
        )
        for i in range(1 + (slot + turn) % 4)
    ]


def turns(path: Path) -> dict[str, list[int]]:
    """The turns that a writer's file speaks of: tried, and told."""
    found: dict[str, list[int]] = {"try": [], "told": []}
    for line in path.read_text(encoding="ascii").splitlines() if path.exists() else ():
        word, _, number = line.partition(" ")
        found[word].append(int(number))
    return found


def write(place: str, folder: Path, slot: int) -> None:
    """Add events until killed, or until there is a file called stop."""
    path = folder / f"writer-{slot}"
    known = turns(path)
    turn = max(known["try"], default=-1)
    if turn < 0 or turn in known["told"]:
        turn += 1
    notes = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    record = Record(place)
    parent = os.getppid()
    while not (folder / "stop").exists() and os.getppid() == parent:
        os.write(notes, f"try {turn}\n".encode())
        record.append(drafts(slot, turn), NOW)
        os.write(notes, f"told {turn}\n".encode())
        turn += 1


def start(place: str, folder: Path, slot: int) -> int:
    """A writer in a process of its own."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            write(place, folder, slot)
            code = 0
        finally:
            os._exit(code)
    return child


def length(folder: Path, slot: int) -> int:
    """How long a writer's file is."""
    path = folder / f"writer-{slot}"
    return path.stat().st_size if path.exists() else 0


def main(place: str, folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill so often, and say how many were killed and how many ended well."""
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    alive = {slot: start(place, folder, slot) for slot in range(WRITERS)}
    killed, before = 0, dict.fromkeys(alive, 0)
    while killed < kills:
        time.sleep(dice.uniform(0.001, 0.02))
        slot = dice.randrange(WRITERS)
        if length(folder, slot) < before[slot] + ENOUGH:
            continue  # it has hardly begun
        os.kill(alive[slot], signal.SIGKILL)
        _, status = os.waitpid(alive[slot], 0)
        killed += os.WIFSIGNALED(status)
        before[slot] = length(folder, slot)
        alive[slot] = start(place, folder, slot)
    (folder / "stop").touch()
    ended = sum(os.waitpid(child, 0)[1] == 0 for child in alive.values())
    return {"killed": killed, "ended": ended}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))  # noqa: T201
