"""Tables that are only added to: the database itself refuses to change or delete a row (A1, T37).

A migration that makes such a table anew (SQLite's way of altering one) must put its guards back.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import DDL, Table, event

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END
"""
_REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def guards(table: str, dialect: str) -> Iterator[str]:
    """The statements that make a table one that is only added to."""
    if dialect == "postgresql":
        yield _REFUSE
        yield _POSTGRESQL.format(table=table)
        return
    for verb in ("update", "delete"):
        yield _SQLITE.format(table=table, verb=verb, VERB=verb.upper())


def unguards(table: str, dialect: str) -> Iterator[str]:
    """The way back."""
    if dialect == "postgresql":
        yield f"DROP TRIGGER {table}_no_change ON {table}"
        return
    yield from (f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete"))


def guard(table: Table) -> None:
    """The same for tables made from the models."""
    for dialect in ("sqlite", "postgresql"):
        for statement in guards(table.name, dialect):
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy left it without types
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
