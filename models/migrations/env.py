"""Alembic's entry: the connection is handed in, or made from the URL when a new revision is drawn."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from models import Base


def _run(connection: Connection) -> None:
    # SQLite cannot alter a table in place: batch mode copies it.
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


_handed_in = context.config.attributes.get("connection")
if _handed_in is not None:
    _run(_handed_in)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://").connect() as _own:
        _run(_own)
