"""The rows of a rule as text, with the names of things and the dates on which periods end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workshare.planner.blocks import Grid
from workshare.planner.delivered import Strand
from workshare.planner.model import Model, Problem, Rows
from workshare.planner.network import Flow, FlowKind
from workshare.planner.rules import RULES
from workshare.planner.rules.change import CHANGED, OTHERWISE, last_amounts
from workshare.planner.rules.delivered import KEPT
from workshare.planner.rules.funds import paying
from workshare.planner.rules.project import STARTED
from workshare.planner.stocks import Stock


def lp_text(model: Model, problem: Problem, rule: str) -> str:
    """A rule's first words, its rows, and the bounds of the columns in them that are not just 0 or more."""
    first, rows = problem.rows[rule]
    matrix = problem.matrix.tocsr()
    columns = dict(columns_of(model))
    used: dict[int, None] = {}
    lines = [f"\\ {sentence(rule)}", ""]
    for k, name in enumerate(names_of(model, rule, rows)):
        row = matrix[[first + k], :].tocoo()
        cells = sorted(zip(row.coords[1].tolist(), row.data.tolist(), strict=True))
        used.update(dict.fromkeys(column for column, _ in cells))
        terms = " ".join(term(value, columns[column], n == 0) for n, (column, value) in enumerate(cells)) or "0"
        low, high = problem.row_lower[first + k], problem.row_upper[first + k]
        lines.append(f"{rule}[{name}]: {between(low, terms, high)}")
    bounds = [bound(problem, column, columns[column]) for column in sorted(used)]
    return "\n".join([*lines, *(["", *filter(None, bounds)] if any(bounds) else [])]) + "\n"


def sentence(rule: str) -> str:
    """What a rule says in words."""
    return " ".join((RULES[rule].__doc__ or "").partition("\n\n")[0].split())


def term(value: float, name: str, first: bool) -> str:
    sign = ("- " if value < 0 else "") if first else ("- " if value < 0 else "+ ")
    size = "" if abs(value) == 1 else f"{abs(value):.9g} "
    return f"{sign}{size}{name}"


def between(low: float, what: str, high: float) -> str:
    if low == high:
        return f"{what} = {high:.9g}"
    return (
        f"{what} >= {low:.9g}"
        if np.isinf(high)
        else f"{what} <= {high:.9g}"
        if np.isinf(low)
        else (f"{low:.9g} <= {what} <= {high:.9g}")
    )


def bound(problem: Problem, column: int, name: str) -> str:
    low, high, whole = problem.lower[column], problem.upper[column], problem.integer[column]
    if low == 0 and np.isinf(high) and not whole:
        return ""
    limits = f"{name} >= {low:.9g}" if np.isinf(high) else f"{low:.9g} <= {name} <= {high:.9g}"
    return f"{limits}, whole" if whole else limits


# -------------------------------------------------------------------- names of rows


def names_of(model: Model, rule: str, rows: Rows) -> Iterator[str]:
    """A name for each row of a rule: what it is about, and the date where it has one."""
    things = tuple(things_of(model, rule)) or rows.things
    grid = rows.grid
    dated = bool(things) and (grid.first.any() or grid.last.any())
    for k in range(grid.size):
        owner, period = int(grid.owner[k]), int(grid.period[k])
        about = things[owner] if things else str(k + 1)
        yield f"{about}, {date_in(model, rule, owner, period)}" if dated else about


def things_of(model: Model, rule: str) -> Iterator[str]:
    """What the rows of a rule are about, where the rule itself does not say all of it."""
    match rule:
        case "balance" | "minimum stock":
            yield from map(place, model.stocks)
        case "backlog":
            yield from (d.id for d, _, _ in model.shrunk.demands)
        case "promised":
            yield from (c.id for c in model.commitments)
        case "starts in order":
            yield from things_in(model, STARTED)
        case "delivered part of flows":
            yield from dict.fromkeys(strand_name(model, s) for _, s in model.delivered.strands)
        case "delivered part of stocks":
            yield from dict.fromkeys(place(stock) for _, stock in model.delivered.kept)
        case "delivered balance":
            yield from things_in(model, KEPT)


def date_in(model: Model, rule: str, owner: int, number: int) -> str:
    """The date that a cell stands for: a candidate day of a decision, or the end of a period."""
    periods, deciding = model.shrunk.periods, model.deciding
    match rule:
        case "starts in order" | "started" | "starts":
            return str(periods.date(deciding.steps[owner].days[number]))
        case "not done" | "undone":
            return str(periods.date(list(deciding.finishes.values())[owner][number]))
        case _:
            return str(periods.ends(number))


# -------------------------------------------------------------------- names of columns


def columns_of(model: Model) -> Iterator[tuple[int, str]]:
    """Every column with its name."""
    c, shrunk = model.columns, model.shrunk
    demands, stocks = [str(d.id) for d, _, _ in shrunk.demands], [place(s) for s in model.stocks]
    yield from cells(model, c.flow, [moves(f) for f in shrunk.flows])
    yield from cells(model, c.hold, [f"stock[{s}" for s in stocks])
    for grid, kind in ((c.serve, "serve"), (c.left, "left"), (c.ships, "ships")):
        yield from cells(model, grid, [f"{kind}[{d}" for d in demands])
    yield from cells(model, c.short, [f"short[{p.id}" for p in model.commitments])
    yield from cells(model, c.below, [f"below[{s}" for s in stocks])
    for family, grid in c.further.items():
        yield from cells(model, grid, [f"{family}[{thing}" for thing in things_in(model, family)], family)


def things_in(model: Model, family: str) -> Iterator[str]:
    """The things of a further family of columns, told apart."""
    funds = model.programme.funds
    ends = model.shrunk.periods.ends
    match family:
        case "started" | "starts":
            yield from (" ".join(filter(None, (s.id, s.mode))) for s in model.deciding.steps)
        case "pay":
            yield from (f"{funds[n].id} of {'; '.join(funds[k].id for k in payers)}" for n, payers in paying(model))
        case "changed":
            yield from (f"{way.id} on {ends(p)}" for way, p in last_amounts(model))
        case "delivered strand":
            yield from (f"{rules_of(model, k)}: {strand_name(model, s)}" for k, s in model.delivered.strands)
        case "delivered stock":
            yield from (f"{rules_of(model, k)}: {place(stock)}" for k, stock in model.delivered.kept)
        case "delivered beginning":
            yield from (f"{rules_of(model, k)}: {place(stock)}" for k, stock, _, _ in model.delivered.given)
        case _:
            yield from model.families[family].things


def strand_name(model: Model, strand: Strand) -> str:
    return f"{model.shrunk.flows[strand.flow].id} into {place(strand.into)}"


def rules_of(model: Model, number: int) -> str:
    """The rules that look at a class of deliveries."""
    return "; ".join(model.delivered.rules[n].id for n in sorted(model.delivered.classes[number]))


def cells(model: Model, grid: Grid, things: list[str], family: str = "") -> Iterator[tuple[int, str]]:
    for k in range(grid.size):
        owner, period = int(grid.owner[k]), int(grid.period[k])
        date = "" if family in {CHANGED, OTHERWISE} else f", {date_in(model, family, owner, period)}"
        yield grid.base + k, f"{things[owner]}{date}]"


def moves(flow: Flow) -> str:
    """A flow as the beginning of its columns' names."""
    under = f" under {flow.way.licence}" if flow.way.licences else ""
    if flow.kind is FlowKind.SHIP:
        (taken, _), (given, _) = flow.takes[0], flow.gives[0]
        return f"ship[{flow.id}: {taken.item} {taken.site} to {given.site}{under}"
    return f"{flow.kind}[{flow.id}{under}"


def place(stock: Stock) -> str:
    return f"{stock.item} at {stock.site}" + (f", {stock.stage}" if stock.stage else "")
