"""The commands of the exchange."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.answers.exchange import LICENCE_HEADS, TRANSFER_HEADS, duty, licence_row, nothing_of, transfer_row
from workshare.cli.parts import PROJECTIONS
from workshare.cli.record_run import now
from workshare.cli.record_shared import told
from workshare.exchange.draws import balance
from workshare.exchange.terms import written
from workshare.exchange.transfers import transfers
from workshare.record.event import moment, stamp
from workshare.record.log import Record


def run_licences(place: str, at: str | None, language: str, *, as_json: bool) -> None:
    """Print every licence."""
    with told(language) as teller:
        when = stamp(moment(at)) if at else stamp(now())
        states = Record(place, PROJECTIONS).world().states
        held = states["licences"]["licences"]
        found = {name: balance(states, name, when) for name in sorted(held)}
    if as_json:
        rows = [{"licence": n, "terms": held[n]["terms"], **_plain(asdict(b))} for n, b in found.items()]
        sys.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
        return
    console = Console()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in LICENCE_HEADS:
        table.add_column(teller.say(heading))
    for name, stands in found.items():
        table.add_row(*map(Text, licence_row(teller, name, held[name]["terms"], stands)))
    console.print(table)
    for name in found:
        for proviso in held[name]["terms"].get("provisos", []):
            console.print(Text(f"{name}: {duty(teller, proviso)}"), soft_wrap=True)


def run_transfers(place: str, year: int, licence: str | None, language: str, *, as_json: bool) -> None:
    """Print a year's report."""
    with told(language) as teller:
        rows = transfers(Record(place, PROJECTIONS).world().states, year, licence)
    if as_json:
        sys.stdout.write(json.dumps([_plain(asdict(r)) for r in rows], indent=2, ensure_ascii=False) + "\n")
        return
    if not rows:
        sys.stdout.write(nothing_of(teller, year) + "\n")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in TRANSFER_HEADS:
        table.add_column(teller.say(heading))
    for row in rows:
        table.add_row(*map(Text, transfer_row(row)))
    Console().print(table)


def _plain(row: dict[str, object]) -> dict[str, object]:
    """Amounts as the texts that they are in the record."""
    return {k: written(v) if isinstance(v, Decimal) else v for k, v in row.items()}
