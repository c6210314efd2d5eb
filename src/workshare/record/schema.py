"""Makes the tables of a record, and brings those of an earlier release up to date, by Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from workshare.record.store import Store

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(store: Store) -> None:
    """Bring a store's tables to the newest migration, in one transaction."""
    config = _config()
    with store.write() as writer:
        config.attributes["connection"] = writer.connection
        command.upgrade(config, "head")


def newest() -> str | None:
    """The newest migration that there is."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
