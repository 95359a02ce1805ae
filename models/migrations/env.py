"""Alembic's entry: the connection is handed in, or made from the URL when a new revision is drawn."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, create_engine

from models import Base
from models.base import ExactDecimal, Moment

_PLAIN = {Moment: "sa.DateTime(timezone=True)", ExactDecimal: "sa.String(length=24)"}


def _as_plain_types(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """A revision stands for ever and must not lean on today's classes."""
    return _PLAIN.get(type(item), False) if kind == "type" else False


def _run(connection: Connection) -> None:
    # SQLite cannot alter a table in place: batch mode copies it.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_as_plain_types,
    )
    with context.begin_transaction():
        context.run_migrations()


_handed_in = context.config.attributes.get("connection")
if _handed_in is not None:
    _run(_handed_in)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://").connect() as _own:
        _run(_own)
