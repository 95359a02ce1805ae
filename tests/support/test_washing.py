"""A database goes to the next test only as it was made, and what a test found is never hidden by the washing."""

from __future__ import annotations

import pytest
from sqlalchemy import URL, create_engine, text
from sqlalchemy.pool import NullPool

from tests.support.postgres import Postgres

pytestmark = pytest.mark.needs("postgresql")


def _say(url: URL, *statements: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_one_that_was_only_written_comes_again(postgres_server: Postgres) -> None:
    with postgres_server.with_tables() as url:
        _say(url, "INSERT INTO clock_mark (id, seen_at) VALUES (1, now())")
    with postgres_server.with_tables() as again:
        assert again == url
        _say(again, "INSERT INTO clock_mark (id, seen_at) VALUES (1, now())")


@pytest.mark.parametrize(
    "statements",
    [
        ["ALTER TABLE clock_mark ALTER COLUMN seen_at SET DEFAULT now()"],
        ["ALTER TABLE outage ALTER COLUMN first TYPE date"],
        ["ALTER TABLE clock_mark DROP CONSTRAINT ck_clock_mark_one_row, ADD CONSTRAINT another CHECK (id = 2)"],
        ["DROP INDEX uq_hold_open", "CREATE INDEX uq_hold_open ON hold (kind)"],
        ["ALTER TABLE act DISABLE TRIGGER ALL"],
    ],
)
def test_one_that_counts_the_same_and_is_another_does_not(postgres_server: Postgres, statements: list[str]) -> None:
    with postgres_server.with_tables() as url:
        _say(url, *statements)
    with postgres_server.with_tables() as next_one:
        assert next_one != url


def test_what_the_test_found_is_told_although_its_database_is_gone(postgres_server: Postgres) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        postgres_server.with_tables() as url,
        postgres_server.empty() as elsewhere,
    ):
        _say(elsewhere, f'DROP DATABASE "{url.database}" WITH (FORCE)')
        raise ZeroDivisionError
