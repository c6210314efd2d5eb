"""The why, levers and needs commands: read, ask, and print the answer as tables or as JSON."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from workshare.answers.changes import change_words
from workshare.answers.help import ANY_DAY, CHAIN, FEED, HURT_HEADS, LEVER_HEADS, NEED_HEADS, NOBODY, WHY_HEADS, Helper
from workshare.cli.workers import workers_at
from workshare.files.folder import read
from workshare.levers.answers import Lever, Levers, Why
from workshare.levers.best import levers
from workshare.levers.changes import Change
from workshare.levers.judge import THREADS
from workshare.levers.needs import needs
from workshare.levers.pegging import hurt
from workshare.levers.why import why
from workshare.model.programme import Programme
from workshare.planner.make import make_plan
from workshare.problems import BadInput, Code, Problem, did_you_mean
from workshare.work import Told

A = TypeVar("A")
SHOWN = 12
"""So many causes and feeds are printed; --json has all."""


def read_asked(path: Path) -> tuple[Programme, dt.date | None]:
    """The programme of a folder or file, or that of a plan folder with the day that was planned from."""
    inside = path / "programme"
    as_of = None
    if inside.is_dir() and (path / "plan.json").is_file():
        as_of = dt.date.fromisoformat(json.loads((path / "plan.json").read_text(encoding="utf-8"))["as_of"])
        path = inside
    reading = read(path)
    if reading.problems or reading.programme is None:
        raise BadInput(reading.problems)
    return reading.programme, as_of


def known(programme: Programme, name: str, path: Path) -> str:
    """The id of a demand or commitment; raises BadInput for any other, with the nearest that there is."""
    ids = [str(c.id) for c in programme.commitments] + [str(d.id) for d in programme.demands]
    if name in ids:
        return name
    hint = did_you_mean(name, ids)
    raise BadInput(
        [Problem(code=Code.DANGLING_REFERENCE, message=f"no demand or commitment {name}", hint=hint).at(str(path), 1)]
    )


def with_bar(what: str, ask: Callable[[Told], A]) -> A:
    """An answer, with a progress bar on standard error while it is sought."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        return ask(lambda n, of: bar.update(task, completed=n, total=of))


def run_why(path: Path, name: str, language: str, *, as_of: dt.date | None, as_json: bool) -> None:
    """Print why a demand or a commitment stands where it does."""
    programme, planned = read_asked(path)
    known(programme, name, path)
    answer = with_bar("relaxing suspects", lambda told: why(programme, name, as_of=as_of or planned, told=told))
    if as_json:
        _print(_why_json(answer, programme))
        return
    helper, console = Helper(programme, language), Console()
    say = helper.speech.say
    console.print(Text(helper.title(answer.subject), style="bold"))
    console.print(Text(helper.where(answer.subject, answer.position, answer.due)))
    console.print(Text(helper.verdict(answer)))
    if answer.links:
        console.print(Text("\n" + say(CHAIN), style="bold"))
        for link in answer.links:
            console.print(Text(f"  {'· ' if link.binding else '← '}{helper.link(link)}"))
    if answer.causes:
        table = _table(helper, WHY_HEADS)
        for cause in answer.causes[:SHOWN]:
            style = "green" if cause.restores else ("" if cause.helps else "dim")
            after = helper.after(answer.subject, cause.after)
            table.add_row(helper.change(cause), helper.gain(answer.subject, cause), after, style=style)
        console.print()
        console.print(table)
    _print_feeds(answer, helper, console)


def _print_feeds(answer: Why, helper: Helper, console: Console) -> None:
    if answer.feeds:
        console.print(Text("\n" + helper.speech.say(FEED), style="bold"))
        for feed in answer.feeds[:SHOWN]:
            console.print(Text(f"  {helper.feed(feed)}"))


def run_hurt(path: Path, name: str, language: str, *, as_of: dt.date | None, as_json: bool) -> None:
    """Print whom it would hurt if a site, country, resource, operation, supply, lane, licence or fund stopped."""
    programme, planned = read_asked(path)
    tables = ("partners", "sites", "resources", "operations", "supplies", "lanes", "licences", "funds")
    ids = [str(row.id) for table in tables for row in getattr(programme, table)]
    if name not in ids:
        hint = did_you_mean(name, ids)
        problem = Problem(code=Code.DANGLING_REFERENCE, message=f"nothing that could stop is called {name}", hint=hint)
        raise BadInput([problem.at(str(path), 1)])
    victims = hurt(make_plan(programme, as_of=as_of or planned), name)
    if as_json:
        _print({"stopped": name, "hurt": [asdict(v) for v in victims]})
        return
    helper, console = Helper(programme, language), Console()
    speech = helper.speech
    if not victims:
        console.print(speech.say(NOBODY))
        return
    table = _table(helper, HURT_HEADS)
    for victim in victims:
        amounts = (speech.number(victim.quantity), speech.number(victim.given), speech.short_date(victim.first))
        table.add_row(helper.victim(victim), *amounts)
    console.print(table)


def run_levers(
    path: Path, name: str, language: str, *, as_of: dt.date | None, most: int, dask: str | None, as_json: bool
) -> None:
    """Print what would bring a commitment or a demand forward, the best first, then the best pair."""
    programme, planned = read_asked(path)
    known(programme, name, path)
    ask = partial(levers, programme, name, as_of=as_of or planned, most=most)
    with workers_at(dask, THREADS) as workers:
        found = with_bar("trying levers", lambda told: ask(told=told, workers=workers))
    if as_json:
        _print(_levers_json(found, programme))
        return
    helper, console = Helper(programme, language), Console()
    console.print(Text(helper.title(found.subject), style="bold"))
    console.print(Text(helper.where(found.subject, found.position, found.due)))
    priced = any(lever.cost is not None for lever in found.levers)
    table = _table(helper, LEVER_HEADS if priced else LEVER_HEADS[:-1])
    for lever in [*found.levers, *([found.pair] if found.pair else [])]:
        if lever is found.pair:
            table.add_row()
        style = "" if lever.gain_days > 0 or lever.gain_quantity > 0 else "dim"
        cells = [helper.change(lever), helper.gain(found.subject, lever), helper.after(found.subject, lever.after)]
        table.add_row(*cells, *([helper.cost(lever)] if priced else []), style=style)
    console.print(table)
    console.print(Text("\n" + helper.best(found)))


def run_needs(path: Path, language: str, *, as_of: dt.date | None, as_json: bool) -> None:
    """Print the need date of everything that is still to come."""
    programme, planned = read_asked(path)
    found = with_bar(
        "asking how long things may wait", lambda told: needs(programme, as_of=as_of or planned, told=told)
    )
    if as_json:
        _print({"needs": [asdict(need) for need in found]})
        return
    helper, console = Helper(programme, language), Console()
    speech = helper.speech
    table = _table(helper, NEED_HEADS)
    for need in found:
        latest = speech.short_date(need.latest) if need.latest else speech.say(ANY_DAY)
        spare = speech.days(need.spare_days) if need.spare_days is not None else ""
        harmed = ", ".join(need.harmed)  # ids: what the other commands take, and short
        style = "dim" if need.latest is None else ""
        table.add_row(helper.need(need), speech.short_date(need.now), latest, spare, harmed, style=style)
    console.print(table)


def _table(helper: Helper, heads: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in heads:
        table.add_column(helper.speech.say(head))
    return table


def _print(document: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False, default=str) + "\n")


def _change(change: Change, programme: Programme) -> dict[str, Any]:
    words = {code: change_words(change, Helper(programme, code).names) for code in ("en", "uk")}
    return asdict(change) | {"text": words}


def _why_json(answer: Why, programme: Programme) -> dict[str, Any]:
    causes = [asdict(c) | {"change": _change(c.change, programme), "restores": c.restores} for c in answer.causes]
    return asdict(answer) | {"causes": causes}


def _lever_json(lever: Lever, programme: Programme) -> dict[str, Any]:
    changes = [_change(change, programme) for change in lever.changes]
    return asdict(lever) | {"change": changes[0], "changes": changes}


def _levers_json(found: Levers, programme: Programme) -> dict[str, Any]:
    return {
        "commitment": found.subject.id,
        "due": found.due,
        "position": asdict(found.position),
        "levers": [_lever_json(lever, programme) for lever in found.levers],
        "pair": _lever_json(found.pair, programme) if found.pair else None,
        "left_out": found.left_out,
    }
