"""A table of results: rows of one record type, ready for CSV, JSON or pandas."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R")


class Table(Sequence[R], Generic[R]):
    """Rows of one frozen dataclass, in a fixed order; its columns are the record's fields."""

    __slots__ = ("record", "rows")

    def __init__(self, record: type[R], rows: Sequence[R] = ()) -> None:
        self.record, self.rows = record, tuple(rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(f.name for f in dataclasses.fields(self.record))  # type: ignore[arg-type]

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row as a dict."""
        for row in self.rows:
            yield {name: getattr(row, name) for name in self.columns}

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas data frame; dates become timestamps."""
        import pandas as pd

        frame = pd.DataFrame(list(self.records()), columns=list(self.columns))
        for name in self.columns:
            if frame[name].map(lambda value: hasattr(value, "isoformat")).any():
                frame[name] = pd.to_datetime(frame[name])
        return frame

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[R, ...]: ...
    def __getitem__(self, index: int | slice) -> R | tuple[R, ...]:
        return self.rows[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.record is other.record and self.rows == other.rows

    def __hash__(self) -> int:
        return hash((self.record, self.rows))

    def __repr__(self) -> str:
        return f"<{len(self.rows)} rows of {self.record.__name__}: {', '.join(self.columns)}>"
