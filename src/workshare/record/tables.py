"""The tables of a record, for SQLite and for Postgres, and the statements that an append consists of."""

from __future__ import annotations

import sqlalchemy as sa


class Octets(sa.LargeBinary):
    """Bytes as they are: both drivers take them so, and wrapping each is a tenth of the time that adding takes."""

    def bind_processor(self, dialect: sa.Dialect) -> None:
        """Nothing is done to them."""


whole = sa.BigInteger().with_variant(sa.Integer, "sqlite")
tables = sa.MetaData()
events = sa.Table(
    "events",
    tables,
    sa.Column("n", whole, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("leaf", Octets, nullable=False),
    sa.Column("body", Octets, nullable=False),
)
nodes = sa.Table(
    "nodes",
    tables,
    sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("n", whole, primary_key=True, autoincrement=False),
    sa.Column("hash", Octets, nullable=False),
)
heads = sa.Table(
    "head",
    tables,
    sa.Column("id", sa.SmallInteger, sa.CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    sa.Column("log", sa.Text, nullable=False),
    sa.Column("size", whole, nullable=False),
    sa.Column("edge", Octets, nullable=False),
    sa.Column("recorded", sa.Text, nullable=False),
)
checkpoints = sa.Table(
    "checkpoints",
    tables,
    sa.Column("size", whole, primary_key=True, autoincrement=False),
    sa.Column("note", sa.Text, nullable=False),
)
snapshots = sa.Table(
    "snapshots",
    tables,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("size", whole, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
)
personal = sa.Table(
    "personal",
    tables,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("salt", Octets, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
version = sa.table("alembic_version", sa.column("version_num"))

HEAD = sa.select(heads.c.log, heads.c.size, heads.c.edge, heads.c.recorded)
LOCK = HEAD.with_for_update()
ADD_EVENT, ADD_NODE, ADD_PERSONAL = sa.insert(events), sa.insert(nodes), sa.insert(personal)
MOVE_HEAD = sa.update(heads).values(dict.fromkeys(("size", "edge", "recorded")))
"""The one head there is."""
