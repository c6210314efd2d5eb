"""Checks of a register: what its rows say about each other, and about the programme beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workshare.model.programme import Programme, by_id
from workshare.model.references import Found, a_problem, cycles
from workshare.model.statements import SpokenAmount, SpokenDate, Statement, interval
from workshare.problems import Code, Path, Problem, brief, did_you_mean
from workshare.register.model import Link, LinkKind, Promise, Register

LEAST = 2
"""So many statements, or sides, make a link."""


def check_register(register: Register) -> Found:
    """Every problem between the rows of a register, rule by rule; ids are checked elsewhere."""
    for rule in _RULES:
        yield from rule(register)


def check_promises(register: Register, programme: Programme) -> Found:
    """A promise is measured by commitments of the programme that fall due when it does."""
    commitments = by_id(programme.commitments)
    for promise in register.promises:
        for table in ("commitments", "agreements", "funds"):
            yield from _in_programme(promise, table, {row.id for row in getattr(programme, table)})
        for n, name in enumerate(promise.commitments):
            path: Path = ("promises", promise.id, "commitments", n)
            if name in commitments and promise.due and commitments[name].due != interval(promise.due)[1]:
                due = interval(promise.due)[1]
                message = f"promises {promise.id} is due {due}, but its measure {name} counts until "
                message += f"{commitments[name].due}"
                yield a_problem(Code.BAD_DATE, path, message, "let both say the day that was promised")


def _in_programme(promise: Promise, table: str, known: set[str]) -> Found:
    """What a promise names of the programme's tables is there."""
    for n, name in enumerate(getattr(promise, table)):
        if name not in known:
            one = table.removesuffix("s")
            message = f"promises {promise.id} names {one} {name or brief(name)}, which is not in the programme"
            yield a_problem(
                Code.DANGLING_REFERENCE, ("promises", promise.id, table, n), message, did_you_mean(name, known)
            )


def aliases_are_unique(register: Register) -> Found:
    """A spelling leads to one entity: two that share one could not be told apart in a text."""
    owners: dict[str, str] = {}
    for entity in register.entities:
        spellings = dict.fromkeys(s.casefold() for s in (*entity.aliases, entity.name.en, entity.name.uk) if s)
        for spelling in spellings:
            owner = owners.setdefault(spelling, entity.id)
            if owner != entity.id:
                message = f"entities {entity.id} is spelt {brief(spelling)}, and so is {owner}"
                yield a_problem(
                    Code.AMBIGUOUS_NAME, ("entities", entity.id), message, "give the spelling to one of them"
                )


def spans_are_spans(register: Register) -> Found:
    """A span holds characters, and the dates and amounts of a statement stand inside its own."""
    for statement in register.statements:
        path: Path = ("statements", statement.id)
        start, end = statement.start, statement.end
        if not 0 <= start < end:
            message = f"statements {statement.id}: {start} to {end} is no span"
            yield a_problem(Code.BAD_SPAN, (*path, "end"), message, "count code points from 0; end is not included")
            continue
        parts: Mapping[str, tuple[SpokenDate | SpokenAmount, ...]]
        parts = {"dates": statement.dates, "amounts": statement.amounts}
        for key, spoken in parts.items():
            for n, part in enumerate(spoken):
                if not start <= part.start < part.end <= end:
                    message = f"statements {statement.id}: {key} {n + 1} at {part.start} to {part.end} "
                    message += f"does not stand inside {start} to {end}"
                    hint = "give its place in the source, not in the span"
                    yield a_problem(Code.BAD_SPAN, (*path, key, n), message, hint)


def said_before_published(register: Register) -> Found:
    """Nothing is said after the source that tells of it was published."""
    sources = by_id(register.sources)
    for statement in register.statements:
        source = sources.get(statement.source)
        if source is None or not source.published or not statement.said:
            continue
        said, published = interval(statement.said)[0], interval(source.published)[1]
        if said > published:
            message = f"statements {statement.id} was said {statement.said}, after {source.id} was published "
            message += source.published
            yield a_problem(Code.BAD_DATE, ("statements", statement.id, "said"), message, "correct one of the two")


def promises_are_said(register: Register) -> Found:
    """A promise rests on a statement, and falls due no earlier than it was first made."""
    statements = by_id(register.statements)
    for promise in register.promises:
        if not promise.statements:
            message = f"promises {promise.id} names no statement"
            yield a_problem(Code.MISSING_KEY, ("promises", promise.id), message, "add statements:")
        said = [interval(s.said)[0] for s in _known(statements, promise.statements) if s.said]
        if promise.due and said and interval(promise.due)[1] < min(said):
            message = f"promises {promise.id} is due {promise.due}, before anyone said it ({min(said)})"
            yield a_problem(Code.BAD_DATE, ("promises", promise.id, "due"), message, "correct one of the two")


def sums_are_sums(register: Register) -> Found:
    """Money is more than nothing."""
    for row in register.money:
        if row.value <= 0:
            message = f"money {row.id} is {row.value} {row.currency}"
            yield a_problem(Code.NEGATIVE, ("money", row.id, "value"), message, "write a number above 0")


def links_join(register: Register) -> Found:
    """A contradiction has two sides or more, each with statements; any other link joins two statements or more."""
    for link in register.links:
        path: Path = ("links", link.id)
        if link.kind is LinkKind.CONTRADICTS:
            whole = len(link.sides) >= LEAST and all(side.statements for side in link.sides) and not link.statements
            hint = "write sides: [{reading: …, statements: […]}, …], two at least, and no statements:"
        else:
            whole = len(set(link.statements)) >= LEAST and not link.sides
            hint = "write statements: […], two at least, and no sides:"
        if not whole:
            yield a_problem(Code.BAD_LINK, path, f"links {link.id} does not join what {link.kind} joins", hint)


def later_supersedes(register: Register) -> Found:
    """What supersedes was not said earlier, and nothing supersedes itself by way of others."""
    statements = by_id(register.statements)
    newer: dict[str, set[str]] = {}
    for link in register.links:
        if link.kind is LinkKind.SUPERSEDES and len(link.statements) >= LEAST:
            newer.setdefault(link.statements[0], set()).update(link.statements[1:])
            yield from _out_of_order(link, statements)
    nodes = {*newer, *(name for others in newer.values() for name in others)}
    for ring in cycles({name: newer.get(name, set()) for name in sorted(nodes)}):
        link = next(k for k in register.links if k.kind is LinkKind.SUPERSEDES and k.statements[:1] == (ring[0],))
        message = f"{' supersedes '.join(ring)}: which of them holds cannot be said"
        yield a_problem(Code.BAD_LINK, ("links", link.id, "statements"), message, "take one of the links out")


def _out_of_order(link: Link, statements: Mapping[str, Statement]) -> Found:
    known = _known(statements, link.statements)
    for first, other in [(known[0], other) for other in known[1:]]:
        if first.said and other.said and interval(first.said)[1] < interval(other.said)[0]:
            message = f"links {link.id}: {first.id} ({first.said}) cannot supersede {other.id} ({other.said})"
            yield a_problem(Code.BAD_LINK, ("links", link.id, "statements"), message, "name the later one first")


def _known(statements: Mapping[str, Statement], names: tuple[str, ...]) -> list[Statement]:
    return [statements[name] for name in names if name in statements]


_RULES: tuple[Callable[[Register], Iterator[Problem]], ...] = (
    aliases_are_unique,
    spans_are_spans,
    said_before_published,
    promises_are_said,
    sums_are_sums,
    links_join,
    later_supersedes,
)
