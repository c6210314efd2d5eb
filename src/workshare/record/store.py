"""Where the record lies: SQLite or Postgres, by SQLAlchemy. No other module knows SQL.

The bytes of the events are the record; all else here can be made again from them, and fsck holds it against them.
Personal texts are the exception: they lie beside the record, by their salted hashes, so that they can be erased.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, NoSuchTableError

from workshare.record.merkle import Edge, Node
from workshare.record.refusal import Reason, Refused
from workshare.record.tables import (
    ADD_EVENT,
    ADD_NODE,
    ADD_PERSONAL,
    HEAD,
    LOCK,
    MOVE_HEAD,
    checkpoints,
    events,
    heads,
    nodes,
    personal,
    snapshots,
    version,
)

REVISION = "0001"
"""The newest migration; a store at another one is not opened."""
PATIENCE = 60
"""So many seconds a writer waits for those before it."""
PAGE = 2000
_Values = tuple[object, ...] | Iterable[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """Whose log it is (its public key), how far it goes, and when its last event was recorded (a stamp, or nothing)."""

    log: str
    edge: Edge
    recorded: str


@dataclass(frozen=True, slots=True)
class Row:
    """An event as it is kept: its number, key, hash and bytes."""

    n: int
    key: str
    leaf: bytes
    body: bytes


class KeyTaken(Exception):  # noqa: N818 - it reads as what it is
    """Raised where an event's key is in the record already."""


class Reader:
    """What can be read from a store; what stands below the size of its head never changes."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def _quickly(self, said: sa.ClauseElement, values: _Values = (), more: str = "") -> Any:  # noqa: ANN401 - a cursor
        """Give what an append consists of straight to the driver: values as they are, in the columns' order.

        Each detour takes as long as adding ten events.
        """
        cursor: Any = self.connection.connection.cursor()
        words = _words(said, self.connection.dialect) + more
        if isinstance(values, tuple):
            cursor.execute(words, values)
        else:
            cursor.executemany(words, values)
        return cursor

    def head(self) -> Head:
        """The head."""
        return self._head(HEAD)

    def has_head(self) -> bool:
        """Whether a log has begun here."""
        return self.connection.execute(HEAD).first() is not None

    def _head(self, question: sa.Select[Any]) -> Head:
        found = self._quickly(question).fetchone()
        if found is None:
            raise Refused(Reason.NO_RECORD, place="")
        log, size, packed, recorded = found
        return Head(log, Edge.unpack(size, _bytes(packed)), recorded)

    def rows(self, first: int = 0, last: int | None = None) -> Iterator[Row]:
        """Events from a number on, up to and without another, in order; a page at a time, so that any number fits."""
        while last is None or first < last:
            limit = PAGE if last is None else min(PAGE, last - first)
            question = sa.select(events).where(events.c.n >= first).order_by(events.c.n).limit(limit)
            page = self.connection.execute(question).all()
            for n, key, leaf, body in page:
                if last is not None and n >= last:
                    return
                yield Row(n, str(key), _bytes(leaf), _bytes(body))
            if len(page) < limit:
                return
            first = page[-1].n + 1

    def nodes(self, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """Hashes of complete subtrees by level and number, the entries' own at level 0; one question for each kind."""
        leaves = [n for level, n in wanted if level == 0]
        above = [(level, n) for level, n in wanted if level]
        found: dict[tuple[int, int], bytes] = {}
        if leaves:
            of_leaves = sa.select(events.c.n, events.c.leaf).where(events.c.n.in_(leaves))
            found |= {(0, n): _bytes(x) for n, x in self.connection.execute(of_leaves)}
        if above:
            of_nodes = sa.select(nodes).where(sa.tuple_(nodes.c.level, nodes.c.n).in_(above))
            found |= {(level, n): _bytes(x) for level, n, x in self.connection.execute(of_nodes)}
        return found

    def all_nodes(self) -> Iterator[tuple[int, int, bytes]]:
        """Every kept node, by level and number."""
        for level, n, found in self.connection.execute(sa.select(nodes).order_by(nodes.c.level, nodes.c.n)):
            yield level, n, _bytes(found)

    def numbers(self, keys: Sequence[str]) -> dict[str, int]:
        """The numbers of the events that have these keys."""
        found: dict[str, int] = {}
        for i in range(0, len(keys), 500):
            question = sa.select(events.c.key, events.c.n).where(events.c.key.in_(keys[i : i + 500]))
            found.update((key, n) for key, n in self.connection.execute(question))
        return found

    def checkpoints(self) -> list[tuple[int, str]]:
        """The sizes and notes of all that was signed, smallest first."""
        rows = self.connection.execute(sa.select(checkpoints).order_by(checkpoints.c.size))
        return [(size, note) for size, note in rows]

    def checkpoint(self, size: int | None = None) -> str | None:
        """The note of the newest checkpoint, or of one size."""
        question = sa.select(checkpoints.c.note).order_by(checkpoints.c.size.desc()).limit(1)
        if size is not None:
            question = question.where(checkpoints.c.size == size)
        return self.connection.scalar(question)

    def snapshot(self, name: str) -> tuple[int, str] | None:
        """A kept state and the size of the log that it is of."""
        row = self.connection.execute(sa.select(snapshots.c.size, snapshots.c.state).where(snapshots.c.name == name))
        found = row.one_or_none()
        return (found[0], found[1]) if found else None

    def personal(self, hashes: Sequence[str] | None = None) -> dict[str, tuple[bytes, str]]:
        """Salts and texts by their hashes: some, or all."""
        question = sa.select(personal)
        if hashes is not None:
            question = question.where(personal.c.hash.in_(hashes))
        return {h: (_bytes(salt), text) for h, salt, text in self.connection.execute(question)}


class Writer(Reader):
    """A store that nobody else writes to until this transaction ends."""

    def lock(self) -> Head:
        """The head, held against other writers; SQLite holds the whole store since the transaction began."""
        return self._head(LOCK)

    def add(self, rows: Iterable[tuple[int, str, bytes, bytes]], number: int, fresh: list[Node]) -> None:
        """Add so many events, and the nodes they complete; raises KeyTaken where one of their keys is there already."""
        values = next(iter(rows)) if number == 1 else rows
        if self._quickly(ADD_EVENT, values, " ON CONFLICT DO NOTHING").rowcount < number:
            raise KeyTaken
        if fresh:
            self._quickly(ADD_NODE, fresh)

    def move_head(self, edge: Edge, recorded: str) -> None:
        """Say how far the log goes now."""
        self._quickly(MOVE_HEAD, (edge.size, edge.packed(), recorded))

    def start(self, log: str) -> None:
        """The head of an empty log."""
        self.connection.execute(sa.insert(heads), {"id": 1, "log": log, "size": 0, "edge": b"", "recorded": ""})

    def put_checkpoint(self, size: int, note: str) -> None:
        """Keep a checkpoint's note, in the place of an earlier one of that size."""
        self.connection.execute(sa.delete(checkpoints).where(checkpoints.c.size == size))
        self.connection.execute(sa.insert(checkpoints), {"size": size, "note": note})

    def put_snapshot(self, name: str, size: int, state: str) -> None:
        """Keep a state, in the place of an earlier one."""
        self.connection.execute(sa.delete(snapshots).where(snapshots.c.name == name))
        self.connection.execute(sa.insert(snapshots), {"name": name, "size": size, "state": state})

    def put_personal(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Keep texts by their hashes."""
        if rows:
            self.connection.execute(ADD_PERSONAL, rows)

    def erase(self, found: str) -> bool:
        """Take a text and its salt away; says whether there was one."""
        return self.connection.execute(sa.delete(personal).where(personal.c.hash == found)).rowcount > 0

    def replace_derived(self, fresh: list[Node], edge: Edge, recorded: str) -> None:
        """Put other nodes and another head in the place of those that are there."""
        self.connection.execute(sa.delete(nodes))
        if fresh:
            self._quickly(ADD_NODE, fresh)
        self.move_head(edge, recorded)


class Store:
    """A record's database; one for each process, for connections do not survive a fork."""

    def __init__(self, place: str | Path, *, new: bool = False) -> None:
        self.url = _url(place)
        if not new and self.url.drivername == "sqlite" and not Path(str(self.url.database)).is_file():
            raise Refused(Reason.NO_RECORD, place=self.name)
        self.engine = _engine(self.url)
        self._failure: type[Exception] = self.engine.dialect.loaded_dbapi.Error  # as the driver itself raises it
        self._turn = threading.Lock()
        self._writing: list[sa.Connection] = []  # one at most, kept for the next writer
        self.close = weakref.finalize(self, _let_go, self.engine, self._writing)

    @property
    def name(self) -> str:
        """Where it lies, without a password."""
        file = self.url.drivername == "sqlite"
        return str(self.url.database) if file else self.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A transaction that only reads."""
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield Reader(connection)

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """A transaction that writes: all of it is kept when it ends well, nothing otherwise."""
        with self._turn, self._told():
            kept = self._writing.pop() if self._writing else None
            connection = kept or self.engine.connect().execution_options(write=True)
            try:
                with connection.begin():
                    yield Writer(connection)
            except BaseException:
                connection.close()
                raise
            self._writing.append(connection)  # finding another takes as long as adding an event

    def check_free(self) -> None:
        """Raise Refused where there is something already."""
        if self.url.drivername == "sqlite":
            taken = Path(str(self.url.database)).exists()
        else:
            with self.read() as reader:
                taken = sa.inspect(reader.connection).has_table(heads.name)
        if taken:
            raise Refused(Reason.RECORD_THERE, place=self.name)

    def check_revision(self) -> None:
        """Raise Refused where there is no record, or one that another release made."""
        with self.read() as reader:
            if not sa.inspect(reader.connection).has_table("alembic_version"):
                raise Refused(Reason.NO_RECORD, place=self.name)
            found = reader.connection.scalar(sa.select(version.c.version_num))
        if found != REVISION:
            raise Refused(Reason.NOT_UPGRADED, place=self.name, found=found, wanted=REVISION)

    def scrub(self) -> None:
        """Leave nothing of erased texts in the files of SQLite; Postgres does so by vacuum."""
        if self.url.drivername == "sqlite":
            with self._told(), self.engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                if raw is not None:
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            with self._told(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM personal"))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What a database says when it fails, as a refusal without passwords."""
        try:
            yield
        except NoSuchTableError:
            raise Refused(Reason.NO_RECORD, place=self.name) from None
        except (DBAPIError, self._failure) as bad:
            told = bad.orig if isinstance(bad, DBAPIError) else bad
            what = (str(told).splitlines() or [type(told).__name__])[0]
            if "locked" in what or "busy" in what:
                raise Refused(Reason.BUSY, place=self.name, seconds=PATIENCE) from None
            if self.url.password:
                what = what.replace(str(self.url.password), "…")
            raise Refused(Reason.STORE_FAILED, place=self.name, what=what) from None


@lru_cache(maxsize=64)
def _words(statement: sa.ClauseElement, dialect: sa.Dialect) -> str:
    """A statement in a database's own words, its values by their places."""
    return str(statement.compile(dialect=dialect))


def _bytes(value: bytes | memoryview | str) -> bytes:
    """What a column holds, as bytes: SQLite gives a text where somebody put one, and a check has to tell that too."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else bytes(value)


def _let_go(engine: sa.Engine, writing: list[sa.Connection]) -> None:
    """Close every connection."""
    while writing:
        writing.pop().close()
    engine.dispose()


def _url(place: str | Path) -> sa.URL:
    """A place as an address: a file is one of SQLite."""
    text = str(place)
    if "://" not in text:
        return sa.URL.create("sqlite", database=text)
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError:
        raise Refused(Reason.BAD_PLACE) from None
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return url
    raise Refused(Reason.BAD_PLACE)


def _engine(url: sa.URL) -> sa.Engine:
    sqlite = url.drivername == "sqlite"
    engine = sa.create_engine(url, paramstyle="qmark" if sqlite else "format")
    if sqlite:
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    """SQLite so that a kept event survives a crash, an erased text is gone, and writers wait for one another."""
    connection.isolation_level = None  # transactions begin where we say
    cursor = connection.cursor()
    pragmas = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", f"busy_timeout = {PATIENCE * 1000}")
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """A writer takes its turn at once: SQLite does not let a reader turn writer after others wrote."""
    writes = connection.get_execution_options().get("write", False)
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")
