"""The text of a source, exactly as its file holds it: spans count its code points."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workshare.problems import BadInput, Code, Problem

LARGEST = 20_000_000
"""Files of more bytes are not read."""


def read_sources(paths: Iterable[Path]) -> list[str]:
    """The texts of files; raises BadInput with every file that cannot be read as UTF-8 text."""
    problems: list[Problem] = []
    texts = [_text(path, problems) for path in paths]
    if problems:
        raise BadInput(problems)
    return texts


def _text(path: Path, problems: list[Problem]) -> str:
    """A file's text, byte order mark and line ends included; what is wrong is noted."""

    def note(code: Code, message: str, hint: str, line: int = 1) -> str:
        problems.append(Problem(code=code, message=message, hint=hint).at(str(path), line))
        return ""

    if not path.is_file():
        return note(Code.MISSING_FILE, "it is not a file", "check the name")
    raw = path.read_bytes() if path.stat().st_size <= LARGEST else None
    if raw is None:
        return note(Code.TOO_LARGE, f"the file is larger than {LARGEST / 1e6:.0f} MB", "cut it into parts")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as bad:
        line = raw[: bad.start].count(b"\n") + 1
        message = f"byte 0x{raw[bad.start]:02x} at {bad.start} is not UTF-8"
        return note(Code.NOT_UTF8, message, "save the file as UTF-8 text; of a PDF, its text", line)
