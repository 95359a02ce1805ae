"""Fixtures: a fresh database for each test, with every table, on SQLite and on PostgreSQL.

database        both in turn: a test that asks for it runs twice
sqlite          SQLite alone, in a file
postgresql      PostgreSQL alone
empty_url       the address of a database without tables, on both in turn (for migrations)
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import models  # noqa: F401 (so that every table is known)
from models.base import Base
from models.session import Database, connect
from tests.support.needs import require
from tests.support.postgres import Postgres, running_postgres

_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One server for each worker; asked for by name only where PostgreSQL is wanted."""
    require("postgresql")
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def _sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file made once and copied for each test: a hundred times quicker than making the tables anew."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    made = connect(f"sqlite:///{path}")
    Base.metadata.create_all(made.engine)
    made.dispose()
    return path


@pytest.fixture
def sqlite(_sqlite_with_tables: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "duban.db"
    shutil.copyfile(_sqlite_with_tables, path)
    with_tables = connect(f"sqlite:///{path}")
    yield with_tables
    with_tables.dispose()


@pytest.fixture
def postgresql(postgres_server: Postgres) -> Iterator[Database]:
    with postgres_server.with_tables() as url:
        with_tables = connect(url.render_as_string(hide_password=False))
        yield with_tables
        with_tables.dispose()


@pytest.fixture(params=_BOTH)
def database(request: pytest.FixtureRequest) -> Database:
    made: Database = request.getfixturevalue(request.param)
    return made


@pytest.fixture(params=_BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    with server.empty() as url:
        yield url.render_as_string(hide_password=False)
