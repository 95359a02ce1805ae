"""Alembic's entry: the connection is handed in, or made from the URL when a new revision is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateTableOp, MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, create_engine, text

from models import Base
from models.base import ExactDecimal, Moment

_PLAIN = {Moment: "sa.DateTime(timezone=True)", ExactDecimal: "sa.String(length=24)"}
_TURN = 0x6475_6261_6E  # "duban": the advisory lock under which processes that start together migrate in turn


def _as_plain_types(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """A revision stands for ever and must not lean on today's classes."""
    return _PLAIN.get(type(item), False) if kind == "type" else False


def _keep_keys_that_count_nothing(
    _context: MigrationContext, _revision: str | Iterable[str | None], scripts: list[MigrationScript]
) -> None:
    """A key with a value of its own (the one row of `office`) is no sequence; the models say so only in Python."""
    made = (step for script in scripts for step in script.upgrade_ops_list[0].ops if isinstance(step, CreateTableOp))
    for column in (part for table in made for part in table.columns if isinstance(part, Column)):
        if column.primary_key and column.default is not None:
            column.autoincrement = False


def _run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's writers take turns by themselves
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
    # SQLite cannot alter a table in place: batch mode copies it.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_as_plain_types,
        process_revision_directives=_keep_keys_that_count_nothing,
    )
    with context.begin_transaction():
        context.run_migrations()


_handed_in = context.config.attributes.get("connection")
if _handed_in is not None:
    _run(_handed_in)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://").connect() as _own:
        _run(_own)
