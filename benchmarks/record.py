"""How fast the record appends, proves and verifies, beside a bare loop of inserts into the same database.

    python3 benchmarks/record.py [--events N] [--postgres URL]

The bare loop writes the same bytes, ready-made, row by row under the same unique key, and commits as often and as
safely (SQLite with synchronous = FULL; Postgres as it is set); it hashes, signs and checks nothing. Ours gets drafts,
whose fields were checked when they were made. The two take turns at every commit, so that a disk that is slow for a
while is so for both; the median of the turns counts. CPU is that of this process: with Postgres the client's alone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

from workshare.record.checkpoint import open_checkpoint
from workshare.record.create import create
from workshare.record.event import Draft, Event
from workshare.record.fsck import fsck
from workshare.record.log import Record
from workshare.record.note import SecretKey, Use
from workshare.record.receipt import Receipt, verify
from workshare.record.sealing import receipt, sign, take

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
LOG = SecretKey.from_seed("records.example/bench", Use.NOTE, bytes(32))
WITNESS = SecretKey.from_seed("partner.example/w1", Use.COSIGNATURE, bytes(range(32)))
TURNS = 7
BATCHES = (1, 10, 100, 1000)
Row = tuple[int, str, bytes]


def drafts(count: int, mark: str) -> list[Draft]:
    """Events as a plant would tell them."""
    return [
        Draft(
            kind="output.produced",
            who="olena",
            party="ua-plant",
            happened=NOW,
            key=f"{mark}-{n * 7919 % 1_000_003}-{n}",
            payload={"operation": "build", "date": "2026-03-02", "quantity": "8", "lot": f"L-{n}", "shift": n % 3},
        )
        for n in range(count)
    ]


class Sqlite:
    """A bare loop into SQLite, as safe as ours: WAL, and every commit on disk."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute(
            "CREATE TABLE bare (n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body BLOB NOT NULL)"
        )

    def add(self, rows: Sequence[Row]) -> None:
        """Insert rows and commit."""
        self.connection.execute("BEGIN IMMEDIATE")
        for row in rows:
            self.connection.execute("INSERT INTO bare VALUES (?, ?, ?)", row)
        self.connection.execute("COMMIT")


class Postgres:
    """A bare loop into Postgres."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url)
        self.connection.execute("DROP TABLE IF EXISTS bare")
        self.connection.execute(
            "CREATE TABLE bare (n BIGINT PRIMARY KEY, key TEXT NOT NULL UNIQUE, body BYTEA NOT NULL)"
        )
        self.connection.commit()

    def add(self, rows: Sequence[Row]) -> None:
        """Insert rows and commit."""
        cursor = self.connection.cursor()
        for row in rows:
            cursor.execute("INSERT INTO bare VALUES (%s, %s, %s)", row)
        self.connection.commit()


def appends(record: Record, bare: Sqlite | Postgres, count: int) -> Iterator[dict[str, Any]]:
    """Events per second of both, for each size of batch."""
    n = 0
    for batch in BATCHES:
        here = max(1, min(count, 200 * batch) // batch) * batch
        turns = []
        for turn in range(TURNS):
            ready = drafts(here, f"{batch}.{turn}")
            rows = [(n + i, d.key, Event(draft=d, when=NOW).body) for i, d in enumerate(ready)]
            n += here
            turns.append(side_by_side(lambda part: record.append(part, NOW), ready, bare.add, rows, batch))
        mine, other, my_cpu, other_cpu = (statistics.median(times) for times in zip(*turns, strict=True))
        yield {
            "batch": batch,
            "ours per second": round(here / mine),
            "bare per second": round(here / other),
            "of the bare loop": round(other / mine, 2),
            "by CPU": round(other_cpu / my_cpu, 2),
        }


def side_by_side(
    ours: Callable[[Any], object], ready: Sequence[Any], bare: Callable[[Any], object], rows: Sequence[Any], size: int
) -> tuple[float, float, float, float]:
    """Seconds of ours and of bare, then CPU seconds of each, so many things at a time and by turns."""
    wall, cpu = [0.0, 0.0], [0.0, 0.0]
    for start in range(0, len(ready), size):
        for which, (work, things) in enumerate(((ours, ready), (bare, rows))):
            part = things[start : start + size]
            began, began_cpu = time.perf_counter(), time.process_time()
            work(part)
            wall[which] += time.perf_counter() - began
            cpu[which] += time.process_time() - began_cpu
    return (*wall, *cpu)


def timed(work: Callable[[Any], object], things: Sequence[Any], size: int) -> float:
    """Seconds that work on things takes, so many at a time."""
    began = time.perf_counter()
    for start in range(0, len(things), size):
        work(things[start : start + size])
    return time.perf_counter() - began


def proofs(record: Record, count: int) -> dict[str, Any]:
    """Sizes and times of receipts, and of the check of the whole."""
    note = sign(record, LOG)
    text = open_checkpoint(note, LOG.public).checkpoint.text
    take(record, WITNESS.public, WITNESS.sign(text, 1_700_000_000))
    size = record.size
    texts: list[str] = []
    making = timed(lambda n: texts.append(receipt(record, n[0] * size // count).text), range(count), 1)
    checking = timed(lambda t: verify(Receipt.parse(t[0]), LOG.public, [WITNESS.public], least=1), texts, 1)
    whole = timed(lambda _: fsck(record), "x", 1)
    lengths = [len(t.encode()) for t in texts]
    steps = [len(Receipt.parse(t).path) for t in texts]
    return {
        "events": size,
        "hashes in a proof": statistics.median(steps),
        "receipt bytes, with event, checkpoint and one cosignature": round(statistics.median(lengths)),
        "receipts made per second": round(count / making),
        "receipts verified per second": round(count / checking),
        "events checked by fsck per second": round(size / whole),
    }


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, default=20_000, help="the most events of one turn")
    options.add_argument("--postgres", help="an empty database, such as postgresql://tester@/bench?host=/tmp/x")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places: list[tuple[str, str, Sqlite | Postgres]] = [
            ("sqlite", f"{folder}/record.db", Sqlite(Path(folder, "bare.db")))
        ]
        if asked.postgres:
            places.append(("postgres", asked.postgres, Postgres(asked.postgres)))
        for name, place, bare in places:
            create(place, LOG.public)
            record = Record(place)
            for row in appends(record, bare, asked.events):
                print(json.dumps({"store": name, **row}), flush=True)
            print(json.dumps({"store": name, **proofs(record, 300)}), flush=True)


if __name__ == "__main__":
    main()
