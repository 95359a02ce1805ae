"""Whose fault a failed write is: a database that takes nothing in says so until it does again (F17, F18, F20)."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from models import Office
from models.session import CHANGES_NOTHING, Database
from supervision.importing import hold_still


def _may_only_read(database: Database) -> None:
    """One unit of work, as on a full disk or on a replica."""
    words = "PRAGMA query_only = ON" if database.is_sqlite else "SET TRANSACTION READ ONLY"
    with database.write() as session:
        session.execute(text(words))
        session.execute(insert(Office).values(id=1))


def _may_write(database: Database) -> None:
    if database.is_sqlite:
        with database.read() as session:
            session.execute(text("PRAGMA query_only = OFF"))


def test_it_refuses_until_a_write_has_reached_the_disk(database: Database) -> None:
    with pytest.raises(DBAPIError):
        _may_only_read(database)
    assert database.refuses_writes
    _may_write(database)
    database.try_to_write()
    assert not database.refuses_writes


def test_a_server_that_may_only_be_read_is_no_server_that_can_be_written(postgresql: Database) -> None:
    """As whoever runs it makes it when its disk is nearly full; each of its connections is so then."""
    with postgresql.write() as session:
        session.execute(insert(Office).values(id=1))
    only_read = postgresql.engine.execution_options(postgresql_readonly=True)
    with pytest.raises(DBAPIError):
        Database(only_read).try_to_write()
    postgresql.try_to_write()


def test_who_waits_for_a_long_import_is_not_refused(postgresql: Database) -> None:
    """It holds the office's row till it is done; the look at oneself waits for nothing."""
    with postgresql.write() as session:
        session.execute(insert(Office).values(id=1))
    other = Database(postgresql.engine.execution_options())
    with postgresql.write() as importing:
        hold_still(importing)
        with other.write() as session:
            session.execute(text("SET LOCAL lock_timeout = '2s'"))
            session.execute(text(CHANGES_NOTHING))
        other.try_to_write()
    assert not other.refuses_writes


def test_what_was_asked_for_wrongly_is_no_fault_of_the_database(database: Database) -> None:
    with pytest.raises(DBAPIError), database.write() as session:
        session.execute(insert(Office).values(id=1))
        session.execute(insert(Office).values(id=1))
    assert not database.refuses_writes
