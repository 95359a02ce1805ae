"""The migrations and the models are one schema, on both databases; a migration happens whole or not at all."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import models.migrations
from models import Base, Matter, NamePart, follow
from models.migrating import migrate, newest_revision, revision_of
from models.session import Database, connect
from tests.models.rows import insert

Shape = dict[str, object]


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    database = connect(empty_url)
    yield database
    database.dispose()


def shape(engine: Engine) -> Shape:
    """Everything a table can be told apart by, in no particular order."""
    seen = inspect(engine)
    return {
        table: {
            "columns": {(c["name"], str(c["type"]), c["nullable"], str(c["default"])) for c in seen.get_columns(table)},
            "key": seen.get_pk_constraint(table)["constrained_columns"],
            "unique": {(u["name"], tuple(u["column_names"])) for u in seen.get_unique_constraints(table)},
            "foreign": {
                (f["name"], tuple(f["constrained_columns"]), f["referred_table"]) for f in seen.get_foreign_keys(table)
            },
            "check": {(c["name"], _spaced(c["sqltext"])) for c in seen.get_check_constraints(table)},
            "index": _indexes(engine, table),
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def _indexes(engine: Engine, table: str) -> set[str]:
    """As the database itself writes them down: with their order, their uniqueness and their WHERE."""
    question = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :table",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE tablename = :table",
    }[engine.dialect.name]
    with engine.connect() as connection:
        return {_spaced(sql) for sql in connection.scalars(text(question), {"table": table})}


def _spaced(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()


def move(database: Database, how: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(models.migrations.__file__).parent))
    with database.engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        how(config, revision)


def test_the_migrations_make_what_the_models_describe(empty: Database) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    assert revision_of(empty) == newest_revision()


def test_checks_and_partial_indexes_too_and_the_way_back_leaves_nothing(empty: Database) -> None:
    migrate(empty)
    migrated = shape(empty.engine)
    move(empty, command.downgrade, "base")
    assert shape(empty.engine) == {}
    assert revision_of(empty) == ""
    Base.metadata.create_all(empty.engine)
    assert shape(empty.engine) == migrated
    assert set(migrated) == set(Base.metadata.tables)


def test_a_second_run_changes_nothing(empty: Database) -> None:
    migrate(empty)
    with empty.write() as session:
        session.execute(
            text("INSERT INTO office (id, is_training, registry_version) VALUES (1, :no, 7)"), {"no": False}
        )
    migrate(empty)
    with empty.read() as session:
        assert session.scalar(text("SELECT registry_version FROM office")) == 7


FIRST_TABLES = "d11ee8f7deef"


def _what_follows(session: Session) -> list[tuple[object, ...]]:
    days = select(Matter.id, Matter.node_on, Matter.yellow_from, Matter.red_from, Matter.order_on).order_by(Matter.id)
    parts = select(NamePart.matter_id, NamePart.part).order_by(NamePart.matter_id, NamePart.part)
    return [tuple(row) for statement in (days, parts) for row in session.execute(statement)]


def test_what_follows_from_old_rows_is_written_down_by_the_migration_as_it_is_by_the_models(empty: Database) -> None:
    move(empty, command.upgrade, FIRST_TABLES)
    with empty.write() as session:
        insert(session, "unit", name="招商局")
        for number, status in enumerate(("in_progress", "blocked", "completed", "not_started"), 1):
            insert(
                session, "matter", code=f"ZD-{number}", unit_id=1, status=status, title=f"红旗水库AB{number}",
                **({"due_on": date(2026, 6, 30)} if number < 4 else {}), number=number,
            )  # fmt: skip
            insert(session, "alias", text=f"红库{number}", matter_id=number)
        insert(session, "milestone", matter_id=1, name="封顶", due_on=date(2026, 6, 1))
        insert(session, "milestone", matter_id=1, name="开工", due_on=date(2026, 5, 1), done_on=date(2026, 5, 1))
    migrate(empty)
    with empty.write() as session:
        migrated = _what_follows(session)
        session.execute(text("DELETE FROM name_part"))
        session.execute(text("UPDATE matter SET node_on = NULL, yellow_from = NULL, red_from = NULL, order_on = NULL"))
        follow(session, [1, 2, 3, 4])
        assert _what_follows(session) == migrated
        assert len(migrated) > 40


BEFORE_REVOKING = "b7f04c2d91aa"


def test_a_matter_of_before_can_be_taken_back_and_the_way_back_calls_it_closed(empty: Database) -> None:
    """The check is written anew in place: what points at the matter still does."""
    move(empty, command.upgrade, BEFORE_REVOKING)
    with empty.write() as session:
        insert(session, "unit", name="招商局")
        insert(session, "matter", code="ZD-1", unit_id=1, status="in_progress", number=1)
        insert(session, "milestone", matter_id=1, name="封顶", due_on=date(2026, 6, 1))
    migrate(empty)
    with empty.write() as session:
        session.execute(text("UPDATE matter SET status = 'revoked'"))
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text("UPDATE matter SET status = 'forgotten'"))
    move(empty, command.downgrade, BEFORE_REVOKING)
    with empty.read() as session:
        rows = session.execute(text("SELECT status, name FROM matter JOIN milestone ON matter_id = matter.id"))
        assert rows.all() == [("closed", "封顶")]


def test_names_that_were_kept_twice_are_kept_once(empty: Database) -> None:
    """The guard of the first tables refused nothing."""
    move(empty, command.upgrade, FIRST_TABLES)
    with empty.engine.execution_options(writes=True).begin() as connection:
        for name in ("招商局", "经信局"):
            connection.execute(
                text("INSERT INTO unit (name, owes_reports, is_active) VALUES (:name, true, true)"), {"name": name}
            )
        for unit in (1, 1, 2):
            connection.execute(text("INSERT INTO alias (text, unit_id) VALUES ('招商', :unit)"), {"unit": unit})
    migrate(empty)
    with empty.read() as session:
        assert session.execute(text("SELECT id, unit_id FROM alias ORDER BY id")).all() == [(1, 1), (3, 2)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Database) -> None:
    """Somebody's table stands where the last of ours should come."""
    with empty.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("CREATE TABLE help_call (words TEXT)"))
    before = shape(empty.engine)
    with pytest.raises(DBAPIError):
        migrate(empty)
    assert shape(empty.engine) == before
    assert revision_of(empty) == ""


_KILLED = """
import os, signal, sys
from sqlalchemy import event
from models.migrating import migrate
from models.session import connect

database = connect(sys.argv[1])

def kill(connection, cursor, statement, *rest):
    if "CREATE TABLE help_call" in statement:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(database.engine, "before_cursor_execute", kill)
migrate(database)
"""


def test_a_killed_migration_leaves_nothing_and_can_be_run_again(empty_url: str) -> None:
    ended = subprocess.run([sys.executable, "-c", _KILLED, empty_url], timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    database = connect(empty_url)
    assert shape(database.engine) == {}
    migrate(database)
    assert set(shape(database.engine)) == set(Base.metadata.tables)
    database.dispose()


_PAUSING = """
import sys
from sqlalchemy import event
from models.migrating import migrate
from models.session import connect

database, before, paused = connect(sys.argv[1]), sys.argv[2], []

def pause(connection, cursor, statement, *rest):
    if before in statement and not paused:
        paused.append(statement)
        print("paused", flush=True)
        sys.stdin.readline()

event.listen(database.engine, "before_cursor_execute", pause)
migrate(database)
"""


def pausing(url: str, before: str) -> subprocess.Popen[bytes]:
    """A process on its way through the migration, standing before its first statement that holds these words."""
    command = [sys.executable, "-c", _PAUSING, url, before]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"paused\n"
    return process


def test_processes_that_start_together_migrate_in_turn(empty_url: str) -> None:
    """The second looks while the first is nearly through but has not committed."""
    first, second = pausing(empty_url, "CREATE TABLE help_call"), pausing(empty_url, "")
    assert second.stdin is not None
    second.stdin.write(b"go on\n")
    second.stdin.flush()
    first.communicate(b"go on\n", timeout=120)
    second.communicate(timeout=120)
    assert (first.returncode, second.returncode) == (0, 0)
    database = connect(empty_url)
    assert revision_of(database) == newest_revision()
    database.dispose()
