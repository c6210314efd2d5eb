"""The commands on money and contracts: flags, ocds, money."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.cli.spoken import Language, spoken
from workshare.files.contracts import contracts_file, load_contracts
from workshare.files.register import MAIN, load_register, register_file
from workshare.files.write import write_file
from workshare.problems import BadInput, Code, Problem
from workshare.register.contracts import Contracts
from workshare.register.flags import Flag, flags, rungs
from workshare.register.iati import transactions
from workshare.register.model import Register
from workshare.register.ocds import missing, release_package
from workshare.report.flags import sentence, total
from workshare.report.language import tongue
from workshare.units import iso_day


def _both(path: Path) -> tuple[Contracts | None, Register | None]:
    """The contracts and the register of a folder, of which one may be missing; raises BadInput if both are."""
    contracts = load_contracts(path) if contracts_file(path).exists() else None
    file = register_file(path)
    register = load_register(file) if file.name == MAIN and file.exists() else None
    if contracts is None and register is None:
        hint = "docs/contracts.md and docs/statements.md have one to start from"
        message = "there is neither contracts.yaml nor register.yaml"
        raise BadInput([Problem(code=Code.MISSING_FILE, message=message, hint=hint).at(str(path), 1)])
    return contracts, register


def _day(text: str) -> dt.date:
    try:
        return iso_day(text)
    except ValueError as bad:
        raise typer.BadParameter(f"{bad}: write YYYY-MM-DD", param_hint="--as-of") from None


def run_flags(path: Path, as_of: str, language: Language | None, *, as_json: bool) -> None:
    """Print every red flag with the rows that raised it."""
    contracts, register = _both(path)
    found = [*(flags(contracts, _day(as_of)) if contracts else []), *(rungs(register) if register else [])]
    speech = tongue(language or spoken())
    if as_json:
        rows = [_row(flag) | {"says": {code: sentence(flag, tongue(code)) for code in ("en", "uk")}} for flag in found]
        sys.stdout.write(json.dumps({"as_of": as_of, "flags": rows}, indent=2, ensure_ascii=False) + "\n")
        return
    console, table = Console(), Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for flag in found:
        raised = ", ".join(f"{table_name} {name}" for table_name, name in flag.rows)
        words = Text(sentence(flag, speech)) + Text(f"\n{flag.rule}: {raised}", style="dim")
        table.add_row(Text(flag.of, style="bold"), words)
    console.print(table)
    console.print(Text(total(len(found), speech)))


def _row(flag: Flag) -> dict[str, Any]:
    return {"rule": flag.rule, "of": flag.of, "rows": [{"table": t, "id": name} for t, name in flag.rows]}


def run_ocds(path: Path, as_of: str, out: Path | None) -> None:
    """Write or print the contracts as an OCDS release package."""
    contracts, day = load_contracts(path), _day(as_of)
    lacking = missing(contracts)
    if lacking:
        raise BadInput(problem.at(str(contracts_file(path)), 1) for problem in lacking)
    _put(json.dumps(release_package(contracts, day), indent=2, ensure_ascii=False) + "\n", out)


def run_money(path: Path, as_of: str, out: Path | None) -> None:
    """Write or print every sum as an IATI-style transaction."""
    contracts, register = _both(path)
    rows = transactions(register, contracts, _day(as_of))
    _put(json.dumps({"as_of": as_of, "transactions": rows}, indent=2, ensure_ascii=False) + "\n", out)


def _put(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        write_file(out, text)
        typer.echo(str(out))
