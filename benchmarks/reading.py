"""How well the reader finds what was labelled by hand: python benchmarks/reading.py LABELS… [--show]

LABELS are lists as docs/register.md describes them (tests/register/labels/*.json; the reports lie in
../shared/reports or WORKSHARE_REPORTS), texts marked by hand (tests/register/invented/*.txt, marks below), or folders
of either. Printed for each and for all: precision and recall of assertions, dates, amounts, speakers and commitments;
--show lists what was missed and what was too much, as spans; --text adds their words.
--register names a register whose entities the reader is to know; then both lists call them as it does.

A marked text holds the labels in itself. ⟦kind;speaker;reported by;stance|claim⟧ is an assertion, its kind by its
first letter, what is empty is null; ⟨iso|words⟩ a date, ⟨-|words⟩ one that is not known; ‹value currency|words› a
sum. A first line "#dated 2024-05-06" tells the reader the date.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workshare.files.register import load_register
from workshare.register.reading.known import NOBODY, Acquaintance
from workshare.register.reading.read import Proposal, read_text

ROOT = Path(__file__).parents[1]
REPORTS = Path(os.environ.get("WORKSHARE_REPORTS") or ROOT.parent / "shared" / "reports")
KINDS = {"c": "commitment", "e": "event", "f": "fact", "v": "view", "s": "silence"}
MEASURES = ("assertions", "dates", "amounts", "speakers", "commitments")


@dataclass(slots=True)
class Labels:
    """What a text says, as a person marked it."""

    name: str
    text: str
    dated: dt.date | None
    assertions: list[dict[str, Any]]


@dataclass(slots=True)
class Score:
    """Of one measure: how many pairs, how many proposed, how many labelled."""

    hits: int = 0
    proposed: int = 0
    labelled: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.proposed + other.proposed, self.labelled + other.labelled)

    def __str__(self) -> str:
        precision = f"{self.hits / self.proposed:.2f}" if self.proposed else "   -"
        recall = f"{self.hits / self.labelled:.2f}" if self.labelled else "   -"
        return f"{precision} {recall} ({self.hits}/{self.proposed}, {self.hits}/{self.labelled})"


@dataclass(slots=True)
class Result:
    """The scores of a text, and what went wrong."""

    scores: dict[str, Score] = field(default_factory=lambda: {m: Score() for m in MEASURES})
    faults: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- reading labels

_MARK = re.compile(r"⟦(?P<head>[^|⟦⟧]*)\||⟧|⟨(?P<iso>[^|⟨⟩]*)\||⟩|‹(?P<sum>[^|‹›]*)\||›")


def marked(text: str, name: str) -> Labels:
    """A text without its marks, and the labels that they stand for."""
    dated = None
    if text.startswith("#dated "):
        line, _, text = text.partition("\n")
        dated = dt.date.fromisoformat(line.split()[1])
    plain, at, assertions, opened = "", 0, [], []
    pending: list[tuple[str, dict[str, Any]]] = []
    for m in _MARK.finditer(text):
        plain += text[at : m.start()]
        at = m.end()
        here = len(plain)
        if m["head"] is not None:
            kind, speaker, reporter, stance = ([*m["head"].split(";"), "", "", "", ""])[:4]
            row = {"start": here, "kind": KINDS[kind], "speaker": speaker or None, "reported_by": reporter or None}
            row |= {"stance": stance or "said", "dates": [], "amounts": [], "places": []}
            opened.append(row)
        elif m["iso"] is not None:
            pending.append(("dates", {"start": here, "iso": None if m["iso"] == "-" else m["iso"]}))
        elif m["sum"] is not None:
            value, currency = m["sum"].split()
            pending.append(("amounts", {"start": here, "value": float(value), "currency": currency}))
        elif m.group() == "⟧":
            assertions.append({**opened.pop(), "end": here})
        else:
            where, row = pending.pop()
            row = {**row, "end": here}
            if opened:
                opened[-1][where].append(row)
            else:
                assertions.append({"loose": where, "row": row})
    return Labels(name, plain + text[at:], dated, assertions)


def load(path: Path) -> Iterator[Labels]:
    """Every list of labels under a path."""
    if path.is_dir():
        for each in sorted([*path.glob("*.json"), *path.glob("*.txt")]):
            yield from load(each)
    elif path.suffix == ".txt":
        yield marked(path.read_text(encoding="utf-8"), path.name)
    else:
        labels = json.loads(path.read_text(encoding="utf-8"))
        raw = (REPORTS / labels["report"]).read_bytes()
        if hashlib.sha256(raw).hexdigest() != labels["sha256"]:
            raise SystemExit(f"{path}: {labels['report']} is not the text that was labelled")
        dated = dt.date.fromisoformat(labels["dated"]) if labels["dated"] else None
        yield Labels(path.name, raw.decode("utf-8"), dated, labels["assertions"])


# ---------------------------------------------------------------- scoring


def overlap(a: Any, b: Any) -> int:
    """How many characters two spans share."""
    return int(min(a["end"], b["end"]) - max(a["start"], b["start"]))


def pairs(proposed: list[Any], labelled: list[Any]) -> list[tuple[int, int]]:
    """Proposals and labels that cover each other by half at least, one to one, the largest overlap first."""
    options = []
    for i, p in enumerate(proposed):
        for j, q in enumerate(labelled):
            shared = overlap(p, q)
            if shared * 2 >= p["end"] - p["start"] and shared * 2 >= q["end"] - q["start"] and shared > 0:
                options.append((-shared, i, j))
    return _one_to_one(options)


def _one_to_one(options: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    left, right, found = set(), set(), []
    for _, i, j in sorted(options):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found


def values(proposed: list[Any], labelled: list[Any], keys: tuple[str, ...]) -> list[tuple[int, int]]:
    """Dates or amounts whose spans overlap and whose values are equal."""
    options = [
        (-overlap(p, q), i, j)
        for i, p in enumerate(proposed)
        for j, q in enumerate(labelled)
        if overlap(p, q) > 0 and all(p[k] == q[k] for k in keys)
    ]
    return _one_to_one(options)


_PLAIN = re.compile(r"[^\w\s]")
_TITLE = frozenset(["mr", "mrs", "ms", "dr", "prof", "the", "president", "minister", "general", "пан", "пані"])


def same_name(one: str, other: str) -> bool:
    """Whether two names, or lists of them, name one and the same."""
    for a in one.split(";"):
        for b in other.split(";"):
            x, y = ({w for w in _PLAIN.sub(" ", n.lower()).split() if w not in _TITLE} for n in (a, b))
            if x and y and (x <= y or y <= x):
                return True
    return False


def once(rows: list[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """All dates or amounts of a text, each span once."""
    found = {(x["start"], x["end"]): x for row in rows for x in row.get(what, [])}
    found |= {(r["row"]["start"], r["row"]["end"]): r["row"] for r in rows if r.get("loose") == what}
    return [found[k] for k in sorted(found)]


def as_row(proposal: Proposal) -> dict[str, Any]:
    """A proposal in the shape of a label."""
    return {
        "start": proposal.start,
        "end": proposal.end,
        "kind": str(proposal.kind),
        "speaker": proposal.speaker,
        "dates": [{"start": d.start, "end": d.end, "iso": d.iso} for d in proposal.dates],
        "amounts": [
            {"start": a.start, "end": a.end, "value": a.value, "currency": a.currency} for a in proposal.amounts
        ],
    }


def called(name: str | None, known: Acquaintance) -> str | None:
    """A speaker by the register's names, where it knows all of what a list or a proposal calls him."""
    if name is None:
        return None
    found = {part: known.find(part, 0, len(part)) for part in name.split("; ")}
    return "; ".join(n[0].name if len(n) == 1 else part for part, n in found.items())


def score(labels: Labels, known: Acquaintance = NOBODY) -> Result:
    """The reader's proposals held against the labels of one text."""
    result = Result()
    proposed = [as_row(p) for p in read_text(labels.text, labels.dated, known)]
    claims = [{**a, "speaker": called(a["speaker"], known)} for a in labels.assertions if "loose" not in a]
    matched = pairs(proposed, claims)
    result.scores["assertions"] = Score(len(matched), len(proposed), len(claims))
    for what, keys in (("dates", ("iso",)), ("amounts", ("value", "currency"))):
        ours, theirs = once(proposed, what), once(labels.assertions, what)
        found = values(ours, theirs, keys)
        result.scores[what] = Score(len(found), len(ours), len(theirs))
        _note(result, what, [x for i, x in enumerate(theirs) if i not in {j for _, j in found}], "missed")
        _note(result, what, [x for i, x in enumerate(ours) if i not in {i for i, _ in found}], "too much")
    spoken = [(i, j) for i, j in matched if proposed[i]["speaker"] and claims[j]["speaker"]]
    named = [p for p in spoken if same_name(proposed[p[0]]["speaker"], claims[p[1]]["speaker"])]
    speakers = [sum(1 for x in rows if x["speaker"]) for rows in (proposed, claims)]
    result.scores["speakers"] = Score(len(named), *speakers)
    bound = [(i, j) for i, j in matched if proposed[i]["kind"] == claims[j]["kind"] == "commitment"]
    counts = [sum(1 for x in rows if x["kind"] == "commitment") for rows in (proposed, claims)]
    result.scores["commitments"] = Score(len(bound), *counts)
    _note(result, "assertions", [c for j, c in enumerate(claims) if j not in {j for _, j in matched}], "missed")
    _note(result, "assertions", [p for i, p in enumerate(proposed) if i not in {i for i, _ in matched}], "too much")
    for i, j in matched:
        ours, theirs = proposed[i], claims[j]
        if (ours["speaker"] or theirs["speaker"]) and (i, j) not in named:
            result.faults.append(
                f"speaker {theirs['start']}-{theirs['end']}: {ours['speaker']} for {theirs['speaker']}"
            )
        if (ours["kind"] == "commitment") != (theirs["kind"] == "commitment"):
            result.faults.append(f"kind {theirs['start']}-{theirs['end']}: {ours['kind']} for {theirs['kind']}")
    return result


def _note(result: Result, what: str, rows: list[dict[str, Any]], how: str) -> None:
    for row in rows:
        value = row.get("iso", row.get("value", ""))
        result.faults.append(
            f"{what} {row['start']}-{row['end']}: {how} {value if value is not None else 'null'}".rstrip()
        )


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--show", action="store_true", help="list what was missed and what was too much")
    parser.add_argument("--text", action="store_true", help="with --show: print the words of each span too")
    parser.add_argument("--register", type=Path, help="a register whose entities the reader knows")
    told = parser.parse_args()
    known = Acquaintance(load_register(told.register).entities) if told.register else NOBODY
    total = {m: Score() for m in MEASURES}
    for labels in (each for path in told.labels for each in load(path)):
        result = score(labels, known)
        print(labels.name)
        for measure in MEASURES:
            total[measure] += result.scores[measure]
            print(f"  {measure:12} {result.scores[measure]}")
        for fault in result.faults if told.show else ():
            span = re.search(r" (\d+)-(\d+):", fault)
            words = labels.text[int(span[1]) : int(span[2])] if told.text and span else ""
            print(f"    {fault}  {words!r}" if words else f"    {fault}")
    print("all: precision, recall")
    for measure in MEASURES:
        print(f"  {measure:12} {total[measure]}")


if __name__ == "__main__":
    main()
