"""The databases that the other tests stand on."""

from __future__ import annotations

import sqlalchemy
from sqlalchemy import Engine, create_engine, insert, select

from models.base import Base
from models.session import Database, connect
from models.unit import Unit


def _tables(engine: Engine) -> set[str]:
    return set(sqlalchemy.inspect(engine).get_table_names())


def _register_once(database: Database) -> None:
    with database.write() as session:
        session.execute(insert(Unit).values(id=1, name="经信局"))
    with database.read() as session:
        assert session.scalars(select(Unit.name)).all() == ["经信局"]


def test_a_database_has_every_table(database: Database) -> None:
    assert _tables(database.engine) == set(Base.metadata.tables)


def test_what_one_test_writes(database: Database) -> None:
    _register_once(database)


def test_the_next_does_not_see(database: Database) -> None:
    _register_once(database)


def test_what_is_known_of_statements_outlives_an_engine(database: Database) -> None:
    """Compiled once for its kind of database; what it finds is its own database's."""
    again = connect(database.engine.url.render_as_string(hide_password=False))
    _register_once(database)
    with again.read() as session:
        assert session.scalars(select(Unit.name)).all() == ["经信局"]
    assert again.engine.dialect is database.engine.dialect
    again.dispose()


def test_both_kinds_in_one_test(sqlite: Database, postgresql: Database) -> None:
    assert (sqlite.engine.dialect.name, postgresql.engine.dialect.name) == ("sqlite", "postgresql")


def test_an_empty_database_has_no_table(empty_url: str) -> None:
    engine = create_engine(empty_url)
    assert _tables(engine) == set()
    engine.dispose()
