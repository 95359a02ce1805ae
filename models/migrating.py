"""Bring a database to the schema of this code, or say how far it is from it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.session import Database

_FOLDER = Path(__file__).parent / "migrations"


@cache
def newest_revision() -> str:
    """The revision this code was written for; looked up once, it cannot change while we run."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def revision_of(database: Database) -> str:
    """The database's revision; "" for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def migrate(database: Database) -> None:
    """Run the missing migrations, all in one transaction."""
    if revision_of(database) == newest_revision():
        return
    config = _config()
    with database.engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config
