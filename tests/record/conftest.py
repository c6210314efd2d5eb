"""Records to test on: in SQLite, and in a real Postgres that these tests start for themselves."""

import datetime as dt
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workshare.record.create import create
from workshare.record.event import Draft
from workshare.record.log import Record
from workshare.record.note import SecretKey, Use
from workshare.record.refusal import Refused

LOG = SecretKey.from_seed("records.example/pumps", Use.NOTE, bytes(range(32)))
WITNESS = SecretKey.from_seed("partner.example/w1", Use.COSIGNATURE, bytes(range(1, 33)))
NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
WHY = "needs initdb and pg_ctl of Postgres"


def binaries() -> Path | None:
    """The folder of Postgres's programs: Debian keeps it off PATH."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "pg_ctl").exists() and (f / "initdb").exists()), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a throw-away Postgres that listens on a socket in a folder alone."""
    programs = binaries()
    if programs is None:
        assert not os.environ.get("CI"), f"{WHY}; .ci/run installs them"
        pytest.skip(WHY)
    home = Path(tempfile.mkdtemp(prefix="workshare-pg-", dir="/tmp"))
    account = {"user": "postgres"} if os.getuid() == 0 else {}  # it never runs as root
    if account:
        shutil.chown(home, "postgres")

    def run(*words: str) -> None:
        subprocess.run(words, check=True, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **account)

    data = str(home / "data")
    run(str(programs / "initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c fsync=off -k {home}"
    run(str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(home / "log"), "-o", options, "start")
    try:
        yield f"postgresql://tester@/postgres?host={home}"
    finally:
        run(str(programs / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Gives the places of as many empty records as are asked for, in each of the databases in turn."""
    if request.param == "sqlite":
        yield from _sqlite(tmp_path)
    else:
        yield from _postgres(request.getfixturevalue("postgres"))


def _sqlite(folder: Path) -> Iterator[Callable[[], str]]:
    made: list[str] = []

    def make() -> str:
        made.append(str(folder / f"record-{len(made)}.db"))
        create(made[-1], LOG.public)
        return made[-1]

    yield make


def _postgres(address: str) -> Iterator[Callable[[], str]]:
    import psycopg

    made: list[str] = []

    def make() -> str:
        made.append(f"r{os.urandom(8).hex()}")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {made[-1]}")  # type: ignore[call-overload] # a name of our own
        place = address.replace("/postgres?", f"/{made[-1]}?")
        create(place, LOG.public)
        return place

    yield make
    with psycopg.connect(address, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[call-overload]


@pytest.fixture
def place(places: Callable[[], str]) -> str:
    """The place of an empty record."""
    return places()


def draft(
    n: int, *, kind: str = "note", text: str = "a", corrects: int | None = None, happened: dt.datetime = NOW
) -> Draft:
    """A draft that says little, under a key of its own number."""
    payload = {"n": n, "text": text}
    return Draft(
        kind=kind, who="olena", party="ua", happened=happened, key=f"key-{n}", payload=payload, corrects=corrects
    )


def filled(place: str, n: int) -> Record:
    """A record with so many events."""
    record = Record(place)
    record.append([draft(i) for i in range(n)], NOW)
    return record


def refused(call: Callable[..., object], *arguments: object, **named: object) -> str:
    """Why a call is refused."""
    with pytest.raises(Refused) as told:
        call(*arguments, **named)
    return told.value.reason
