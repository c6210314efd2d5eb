"""Reads what standings are computed from: a plan's accounts, the record's events, and odds; each a JSON file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workshare.files.nodes import Faults, read_text
from workshare.model.programme import Programme
from workshare.outcome.rows import CommitmentAccount
from workshare.problems import BadInput, Code, Problem
from workshare.register.facts import BadEvent, Fact, Recorded, facts_of
from workshare.register.standings import Chance

LARGEST = 200_000_000
LINES = "write one event a line, as `workshare record show --json` prints them"


def read_accounts(folder: Path) -> tuple[dt.date, dict[str, CommitmentAccount]]:
    """The day of a plan, and what becomes of each commitment in it; raises BadInput where the folder holds no plan."""
    path = folder / "plan.json" if folder.is_dir() else folder
    raw = _json(path, _text(path), "name a folder that `workshare plan` wrote")
    try:
        rows = TypeAdapter(tuple[CommitmentAccount, ...]).validate_python(_list(raw, "commitments"))
        return dt.date.fromisoformat(str(raw["as_of"])), {row.id: row for row in rows}
    except (ValidationError, KeyError, TypeError, ValueError):
        raise _bad(path, 1, "this is no plan.json of this release", "plan anew with `workshare plan`") from None


def read_facts(path: Path, as_of: dt.date, programme: Programme) -> list[Fact]:
    """The facts that events tell of a programme, as known on a day; raises BadInput for a line that is no event."""
    events = list(_events(path, _text(path)))
    try:
        return facts_of(events, as_of, programme)
    except BadEvent as bad:
        line = next(n for n, event in enumerate(events, 1) if event.number == bad.number)
        raise _bad(path, line, str(bad), "correct it by a new event of the same kind") from None


def read_odds(path: Path) -> dict[str, Chance]:
    """The probability of each commitment that has one, and its interval; raises BadInput where the file has none."""
    raw = _json(path, _text(path), "give what `workshare odds --json` printed")
    try:
        rows = [(str(row["id"]), row) for row in _list(raw, "commitments") if row["p_kept"] is not None]
        return {name: _chance(row) for name, row in rows}
    except (KeyError, TypeError, ValueError, IndexError):
        hint = "give what `workshare odds --json` printed"
        raise _bad(path, 1, "these are no odds: {id, p_kept, interval} are missing", hint) from None


def _chance(row: Mapping[str, Any]) -> Chance:
    low, high = (float(end) for end in row["interval"])
    p = float(row["p_kept"])
    if not 0 <= low <= p <= high <= 1:
        raise ValueError("no probability")
    return Chance(p=p, low=low, high=high)


def _events(path: Path, text: str) -> Iterator[Recorded]:
    for number, line in enumerate(text.splitlines()):
        outer = _json(path, line, LINES, number + 1)
        try:
            raw = outer["event"] if isinstance(outer.get("event"), dict) else outer
            happened, recorded = (dt.datetime.fromisoformat(str(raw[key])) for key in ("happened", "recorded"))
            if happened.tzinfo is None or recorded.tzinfo is None or not isinstance(raw["payload"], dict):
                raise TypeError  # noqa: TRY301 - told as the others are
            corrects = raw.get("corrects")
            if isinstance(raw["payload"].get("date"), str):
                dt.date.fromisoformat(raw["payload"]["date"])
            yield Recorded(
                number=int(outer.get("n", number)), kind=str(raw["kind"]), happened=happened, recorded=recorded,
                payload=raw["payload"], corrects=None if corrects is None else int(corrects),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            raise _bad(path, number + 1, "this line is no event", LINES) from None


def _text(path: Path) -> str:
    faults = Faults()
    text = read_text(path, str(path), LARGEST, faults)
    if text is None:
        raise BadInput(faults.problems)
    return text


def _json(path: Path, text: str, hint: str, line: int = 1) -> dict[str, Any]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise _bad(path, line, "this is not JSON", hint) from None
    if not isinstance(raw, dict):
        raise _bad(path, line, "this is JSON, but not an object", hint)
    return raw


def _list(raw: Mapping[str, Any], key: str) -> list[Any]:
    if not isinstance(raw[key], list):
        raise TypeError(key)
    return list(raw[key])


def _bad(path: Path, line: int, message: str, hint: str) -> BadInput:
    return BadInput([Problem(code=Code.WRONG_TYPE, message=message, hint=hint).at(str(path), line)])
