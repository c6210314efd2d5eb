"""Proves that statements rest on the texts they name: the text is the one that was read, and each span is there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from workshare.model.statements import Source, Statement
from workshare.problems import Code, Problem, brief
from workshare.register.store import Store


def sha256_of(text: str) -> str:
    """The hash of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_spans(sources: Iterable[Source], statements: Iterable[Statement], store: Store) -> list[Problem]:
    """Every source that is missing or changed, and every statement whose span does not hold in its source."""
    texts: dict[str, str] = {}
    problems = []
    for source in sources:
        raw = store.of(source)
        text = _decoded(raw)
        if raw is None or text is None:
            problems.append(_absent(source, store))
            continue
        texts[source.id] = text
        found = hashlib.sha256(raw).hexdigest()
        if found != source.sha256:
            message = f"sources {source.id}: {brief(source.file)} has changed: its hash is not the one given"
            hint = f"look at the spans below, then write {found}; or put the text back that was read"
            path = ("sources", source.id, "sha256")
            problems.append(Problem(code=Code.CHANGED_SOURCE, message=message, hint=hint, path=path))
    for statement in statements:
        if statement.source in texts:
            problems += faults(statement, texts[statement.source])
    return problems


def _decoded(raw: bytes | None) -> str | None:
    try:
        return None if raw is None else raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _absent(source: Source, store: Store) -> Problem:
    message = f"sources {source.id}: {brief(source.file)} is not in {store.folder} as UTF-8 text"
    hint = "check the file's name, or give the folder of the sources"
    return Problem(code=Code.BAD_SPAN, message=message, hint=hint, path=("sources", source.id, "file"))


def faults(statement: Statement, text: str) -> Iterator[Problem]:
    """What is wrong with the span of a statement in its source's text."""
    start, end, name = statement.start, statement.end, f"statements {statement.id}"
    if not 0 <= start < end <= len(text):
        key = "end" if 0 <= start < len(text) else "start"
        message = f"{name}: the source has {len(text)} characters, so no span {start} to {end}"
        yield _fault(statement, key, message, "count code points from 0")
        return
    digest = sha256_of(text[start:end])
    if digest != statement.sha256:
        message = f"{name}: the span {start} to {end} has another hash than the one given"
        yield _fault(statement, "sha256", message, f"write {digest} if the span is right")


def _fault(statement: Statement, key: str, message: str, hint: str) -> Problem:
    return Problem(code=Code.BAD_SPAN, message=message, hint=hint, path=("statements", statement.id, key))
