"""The clock costs what is due, not what is open or was ever said: no question of it walks all of that (ADR 3)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.stories.office import MONDAY, StoryOffice, add_matter, open_office

ALL_THAT_ARE_OPEN = "ix_matter_status_due"
ALL_THAT_WAS_SAID = (
    "SCAN outgoing USING INDEX ix_outgoing_person",
    "SCAN outgoing USING INDEX ix_outgoing_chat",
    "ix_outgoing_person (person_id>?)",
    "ix_outgoing_chat (chat_id>?)",
    "ix_outgoing_send_id (send_id>?)",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[StoryOffice]:
    """A Monday morning; the days of a new policy were reckoned in the night, once, for all that are open."""
    office = open_office(f"sqlite:///{tmp_path}/duban.db", MONDAY - timedelta(hours=10))
    add_matter(office, 3, "奥瑞金二期", due_on=MONDAY.date() - timedelta(days=3), percent=60)
    office.house.tick(leaps=True)
    office.clock.now = MONDAY
    yield office
    office.house.close()


def test_a_working_morning_walks_no_index_of_states(office: StoryOffice) -> None:
    with _heard(office) as questions:
        office.house.tick(leaps=True)
    about = [words for words in questions if "matter" in words]
    assert any("climb" in words for words in about) and any("help_call" in words for words in about)
    assert [words for words, step in _plans(office, about) if ALL_THAT_ARE_OPEN in step] == []


def test_a_round_of_delivery_walks_what_waits_and_nothing_that_was_said(office: StoryOffice) -> None:
    office.house.tick(leaps=True)
    with _heard(office) as questions:
        while not office.house.deliver().is_idle:
            pass
        office.house.next_due()
    about = [words for words in questions if "outgoing" in words]
    plans = _plans(office, about)
    assert any("ix_outgoing_waiting" in step for _, step in plans)
    assert [(words, step) for words, step in plans if step == "SCAN outgoing" or _is_of_all(step)] == []


def _is_of_all(step: str) -> bool:
    return any(walk in step for walk in ALL_THAT_WAS_SAID)


@contextmanager
def _heard(office: StoryOffice) -> Iterator[list[str]]:
    """Every SELECT that reaches SQLite, prepared ones too, with its values."""
    asked: list[str] = []

    def note(statement: str) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.append(statement)

    def listen(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(note)

    engine = office.house.database.engine
    event.listen(engine, "checkout", listen)
    try:
        yield asked
    finally:
        event.remove(engine, "checkout", listen)
        engine.dispose()


def _plans(office: StoryOffice, questions: list[str]) -> list[tuple[str, str]]:
    with office.house.database.engine.connect() as connection:
        return [
            (words, str(step[3]))
            for words in dict.fromkeys(questions)
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")
        ]
