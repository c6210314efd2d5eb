"""Reads what a person said to proposed statements, and writes the rows that follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from workshare.files.nodes import Faults, Node, read_yaml
from workshare.problems import BadInput, Code, brief, did_you_mean
from workshare.register.reading.accept import Answer, Rows, Yes

HEAD = {"format", "source", "entities", "yes"}
OWN = {"speaker", "reported_by", "places", "status", "topic", "note"}
ROW = {"id", "start", "end", "fact", *OWN}
TONGUES = {"en", "uk"}


def read_answer(path: Path) -> Answer:
    """A file of yeses; raises BadInput with everything that is wrong in it."""
    faults = Faults()
    root = read_yaml(path, str(path), faults)
    found = _Answers(str(path), faults)
    answer = found.answer(root) if root is not None else None
    if faults.problems or answer is None:
        raise BadInput(faults.problems)
    return answer


def as_yaml(rows: Rows) -> str:
    """Sections of a register with the accepted rows."""
    content = {"statements": rows.statements, "promises": rows.promises}
    kept = {section: held for section, held in content.items() if held}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=116, default_flow_style=None) if kept else ""


class _Answers:
    """Walks over one file and notes its faults."""

    def __init__(self, file: str, faults: Faults) -> None:
        self._file, self._faults = file, faults

    def answer(self, root: Node) -> Answer | None:
        """The whole file."""
        head = self._keys(root, HEAD, "the file")
        if str(_plain(head.get("format"))) != "1":
            self._note(Code.UNKNOWN_FORMAT, "the file names no format that is known", "write format: 1", root)
        source = self._text(head.get("source"), "source", root, "write the source's id in the register")
        named = head.get("entities")
        entities = {} if named is None else {k: str(_plain(n)) for k, n in self._keys(named, None, "entities").items()}
        listed = head.get("yes")
        if listed is None or not isinstance(listed.value, list):
            self._note(Code.MISSING_KEY, "yes: is no list", "write - {start: …, end: …, fact: {en: …}}", listed or root)
            return None
        rows = [yes for node in listed.value if (yes := self._yes(node)) is not None]
        return Answer(source=source, yes=tuple(rows), entities=entities, file=self._file)

    def _yes(self, node: Node) -> Yes | None:
        row = self._keys(node, ROW, "a yes")
        start, end = (self._number(row.get(key), key, node) for key in ("start", "end"))
        told = row.get("fact")
        fact = {k: str(_plain(n)) for k, n in self._keys(told, TONGUES, "fact").items()} if told else {}
        if not fact.get("en"):
            hint = "write fact: {en: …} in your own words, not the sentence"
            self._note(Code.MISSING_KEY, "fact.en is missing", hint, node)
        if start is None or end is None:
            return None
        said = {key: value.plain() for key, value in row.items() if key in OWN}
        name = str(_plain(row.get("id")) or "")
        return Yes(start=start, end=end, fact=fact, id=name, said=said, line=node.line)

    def _keys(self, node: Node, known: set[str] | None, what: str) -> dict[str, Node]:
        if not isinstance(node.value, dict):
            self._note(Code.WRONG_TYPE, f"{what} has no keys", "write key: value", node)
            return {}
        for key, inner in node.value.items():
            if known is not None and key not in known:
                self._note(Code.UNKNOWN_KEY, f"unknown key {brief(key)} in {what}", did_you_mean(key, known), inner)
        return node.value

    def _text(self, node: Node | None, key: str, above: Node, hint: str) -> str:
        value = _plain(node)
        if not value or not isinstance(value, str):
            self._note(Code.MISSING_KEY, f"{key}: is missing", hint, node or above)
        return str(value or "")

    def _number(self, node: Node | None, key: str, above: Node) -> int | None:
        value = _plain(node)
        if isinstance(value, str) and value.isdecimal():
            return int(value)
        self._note(Code.NOT_A_NUMBER, f"{key}: {brief(value)} is no place in the text", "write 120", node or above)
        return None

    def _note(self, code: Code, message: str, hint: str, node: Node) -> None:
        self._faults.report(code, message, hint, file=self._file, line=node.line)


def _plain(node: Node | None) -> Any:
    return None if node is None else node.plain()
