"""The texts of sources in the user's own store: kept by the hash of their bytes, or found by name in a folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workshare.model.statements import Source


def default_folder(environ: Mapping[str, str], home: Path) -> Path:
    """Where texts are kept unless a folder is named: in the user's data, never beside a programme."""
    if environ.get("WORKSHARE_DATA"):
        return Path(environ["WORKSHARE_DATA"]) / "sources"
    data = environ.get("XDG_DATA_HOME")
    return (Path(data) if data else home / ".local" / "share") / "workshare" / "sources"


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of texts: those that were put in lie under their hashes, others under the names that sources give."""

    folder: Path

    def put(self, raw: bytes) -> str:
        """Keep a text, and say under which hash; a text that is there already is left as it is."""
        name = hashlib.sha256(raw).hexdigest()
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(raw)
                Path(draft).replace(path)
            except OSError:
                Path(draft).unlink(missing_ok=True)
                raise
        return name

    def get(self, sha256: str) -> bytes | None:
        """The text with this hash, or None."""
        return _read(self.folder / Path(sha256).name)

    def of(self, source: Source) -> bytes | None:
        """The text of a source: the one with its hash, else whatever has its file's name; None if there is neither."""
        kept = self.get(source.sha256)
        return kept if kept is not None else _read(self.folder / Path(source.file).name)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except (OSError, ValueError):
        return None
