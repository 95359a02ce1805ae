"""How the database is opened."""

from __future__ import annotations

from sqlalchemy import text

from models.session import Database


def test_the_server_ends_who_stands_still_in_the_middle(postgresql: Database) -> None:
    """Else one paused process would keep all others waiting for what it has locked (F35)."""
    for door in (postgresql.read, postgresql.write):
        with door() as session:
            assert session.scalar(text("SHOW idle_in_transaction_session_timeout")) == "10s"


def test_sqlite_makes_zeros_of_what_is_written_over(sqlite: Database) -> None:
    with sqlite.read() as session:
        assert session.scalar(text("PRAGMA secure_delete")) == 1
