"""An SQLite file with every table, made once for a process: to walk through all migrations takes a third of a second.

Those walks have their own tests (tests/models/test_migrations.py); all others want the outcome.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from models.migrating import migrate
from models.session import connect
from tests.support.memory import memory


def lay_tables(url: str) -> None:
    """What migrating would make there; nothing where a file is already, nor on a server."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return
    path = Path(parsed.database)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with TemporaryDirectory(dir=memory()) as folder:
        path = Path(folder) / "migrated.db"
        database = connect(f"sqlite:///{path}")
        migrate(database)
        database.dispose()
        return path.read_bytes()
