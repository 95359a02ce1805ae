"""Callbacks that share a commit: each is answered only after it, and none sinks another (I1, I2, F1, F9)."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from handlers.message import Arrival
from handlers.reception import Stored, store_together
from handlers.storing import Storing
from models import Inbox
from models.session import Database
from tests.handlers.arriving import THREADS, arrival

ROOT = Path(__file__).parents[2]
ROUNDS = 12


def _broken(key: str) -> Arrival:
    """Its moment has no zone: the table refuses it."""
    return replace(arrival(key), told_at=datetime(2026, 6, 15, 9, 0))  # noqa: DTZ001


def _at_once(storing: Storing, arrivals: list[Arrival]) -> list[Stored | SQLAlchemyError]:
    """Each from a thread of its own, all at the same moment."""
    barrier = threading.Barrier(len(arrivals))

    def store(one: Arrival) -> Stored | SQLAlchemyError:
        barrier.wait()
        try:
            return storing.store(one)
        except SQLAlchemyError as trouble:
            return trouble

    with ThreadPoolExecutor(len(arrivals)) as threads:
        return list(threads.map(store, arrivals))


def _keys(database: Database) -> set[str]:
    with database.read() as session:
        return {row.message_key for row in session.query(Inbox)}


def test_each_of_many_is_stored_and_knows_its_own_row(database: Database) -> None:
    storing = Storing(database)
    for turn in range(ROUNDS):
        arrivals = [arrival(f"{turn}-{number}") for number in range(THREADS)]
        for one, stored in zip(arrivals, _at_once(storing, arrivals), strict=True):
            assert isinstance(stored, Stored) and stored.is_new
            with database.read() as session:
                assert session.get_one(Inbox, stored.inbox_id).message_key == one.message_key


def test_of_one_message_that_comes_many_times_at_once_one_is_new(database: Database) -> None:
    storing = Storing(database)
    for turn in range(ROUNDS):
        stored = _at_once(storing, [arrival(f"{turn}") for _ in range(THREADS)])
        assert [isinstance(one, Stored) and one.is_new for one in stored].count(True) == 1
    assert len(_keys(database)) == ROUNDS


def test_in_one_statement_the_first_is_new_and_both_have_the_row(database: Database) -> None:
    first, other, second = store_together(database, [arrival("a"), arrival("b"), arrival("a")])
    assert (first.is_new, other.is_new, second.is_new) == (True, True, False)
    assert first.inbox_id == second.inbox_id != other.inbox_id


def test_one_that_cannot_be_stored_sinks_no_other(database: Database) -> None:
    storing = Storing(database)
    for turn in range(ROUNDS):
        good = [arrival(f"{turn}-{number}") for number in range(THREADS)]
        *stored, broken = _at_once(storing, [*good, _broken(f"{turn}-broken")])
        assert isinstance(broken, SQLAlchemyError)
        assert all(isinstance(one, Stored) and one.is_new for one in stored)
    assert len(_keys(database)) == ROUNDS * THREADS


def test_together_they_are_stored_all_or_none(database: Database) -> None:
    with pytest.raises(SQLAlchemyError):
        store_together(database, [arrival("good"), _broken("broken")])
    assert _keys(database) == set()


def _refuse_to_write(connection: Any, _entry: object) -> None:  # noqa: ANN401 (the driver's own type)
    connection.execute("PRAGMA query_only = ON")


def test_what_troubles_the_database_is_told_to_all_and_leaves_nothing(sqlite: Database) -> None:
    event.listen(sqlite.engine, "connect", _refuse_to_write)
    sqlite.dispose()
    troubles = _at_once(Storing(sqlite), [arrival(str(number)) for number in range(THREADS)])
    assert all(isinstance(trouble, OperationalError) for trouble in troubles)
    event.remove(sqlite.engine, "connect", _refuse_to_write)
    sqlite.dispose()
    assert _keys(sqlite) == set()


@pytest.mark.parametrize("after", [1, 40, 200])
def test_killed_at_any_moment_what_was_answered_is_there(sqlite: Database, after: int) -> None:
    url = sqlite.engine.url.render_as_string(hide_password=False)
    answered = _until_killed(url, after)
    assert len(answered) >= after
    assert set(answered) <= _keys(sqlite)


def _until_killed(url: str, after: int) -> list[str]:
    """The keys a storing process said before it was killed, at least so many."""
    command = [sys.executable, "-m", "tests.handlers.arriving", url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        read: Callable[[], str] = process.stdout.readline
        said = [read() for _ in range(after)]
        process.kill()  # SIGKILL
        said += process.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]
