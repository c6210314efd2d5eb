"""JSON with its lines: a text becomes a tree of nodes, and every key that is given twice is noted."""

from __future__ import annotations

import re
from json import JSONDecodeError
from json.decoder import JSONDecoder
from typing import Any

from workshare.files.nodes import DEEPEST, Faults, Node
from workshare.problems import Code, brief

SPACE = re.compile(r"[ \t\r\n]*")
WHAT = "write JSON: keys in double quotes, a comma between entries and none after the last"


def json_nodes(text: str, shown: str, faults: Faults) -> Node | None:
    """The values of a JSON text with the lines they stand on; None where it is broken, which is noted."""
    scan = _Scan(text, shown, faults)
    try:
        root = scan.whole()
    except JSONDecodeError as bad:
        message = f"this is not JSON: {bad.msg[:1].lower()}{bad.msg[1:]} (column {bad.colno})"
        faults.report(Code.BROKEN_JSON, message, WHAT, file=shown, line=bad.lineno)
        return None
    return root


class _Scan:
    """Walks through a JSON text once, from its begin to its end."""

    def __init__(self, text: str, shown: str, faults: Faults) -> None:
        self.text, self.shown, self.faults = text, shown, faults
        self._decoder = JSONDecoder()
        self._line, self._counted = 1, 0

    def whole(self) -> Node:
        """The value that the text is; raises JSONDecodeError."""
        root, end = self.value(0, 0)
        end = self.skip(end)
        if end != len(self.text):
            raise JSONDecodeError("the text goes on after its end", self.text, end)
        return root

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        """The value that begins at a place, and where it ends; raises JSONDecodeError."""
        at = self.skip(at)
        line = self._line_at(at)
        if depth > DEEPEST:
            raise JSONDecodeError(f"brackets are more than {DEEPEST} deep", self.text, at)
        opened = self.text[at : at + 1]
        if opened not in {"{", "["}:
            plain, end = self._decoder.raw_decode(self.text, at)
            return Node(plain, self.shown, line), end
        inside: Any = {} if opened == "{" else []
        at = self.skip(at + 1)
        while self.text[at : at + 1] != ("}" if opened == "{" else "]"):
            if inside:
                at = self._expect(",", at)
            key, at = self._key(at) if opened == "{" else (None, at)
            node, end = self.value(at, depth + 1)
            self._put(inside, key, node)
            at = self.skip(end)
        return Node(inside, self.shown, line), at + 1

    def skip(self, at: int) -> int:
        """The first place from here on that is not blank."""
        blank = SPACE.match(self.text, at)
        return blank.end() if blank else at

    def _key(self, at: int) -> tuple[str, int]:
        """A key, and the place after its colon."""
        at = self.skip(at)
        if self.text[at : at + 1] != '"':
            raise JSONDecodeError("a key in double quotes is expected", self.text, at)
        key, end = self._decoder.raw_decode(self.text, at)
        return key, self._expect(":", end)

    def _put(self, inside: Any, key: str | None, node: Node) -> None:
        if key is None:
            inside.append(node)
            return
        if key in inside:
            message, hint = f"the key {brief(key)} is given twice", "keep one of them"
            self.faults.report(Code.DUPLICATE_KEY, message, hint, file=self.shown, line=node.line)
        inside[key] = node

    def _expect(self, sign: str, at: int) -> int:
        at = self.skip(at)
        if self.text[at : at + 1] != sign:
            raise JSONDecodeError(f"{sign!r} is expected", self.text, at)
        return at + 1

    def _line_at(self, at: int) -> int:
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        return self._line
