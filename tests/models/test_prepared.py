"""A prepared statement stores, tells and refuses what SQLAlchemy itself would, only sooner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from models import Progress
from models.base import NaiveMoment
from models.insertion import insert_if_absent
from models.matter import MatterStatus
from models.outbox import MessageClass, Outgoing
from models.prepared import Prepared
from models.session import Database
from tests.models.rows import NOON, stand

TOLD: dict[str, Any] = {
    "report_id": 1,
    "matter_id": 1,
    "told_at": NOON,
    "told_key": "m1",
    "status": MatterStatus.IN_PROGRESS,
    "percent": 65,
    "expected_on": date(2026, 6, 30),
    "has_problem": True,
    "words": "缺电力指标",
    "measures": [{"name": "完成投资", "amount": "1.2", "unit": "亿元"}],
}
PROGRESS = cast(Table, Progress.__table__)
NEW = Prepared(insert(PROGRESS).values({name: bindparam(name) for name in TOLD}))
BY_ID = Prepared(select(*(PROGRESS.c[name] for name in TOLD)).where(PROGRESS.c.id == bindparam("id")))
MOVE = Prepared(
    update(PROGRESS).where(PROGRESS.c.id == bindparam("which")).values({"percent": bindparam("percent")})
)  # fmt: skip


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as session:
        stand(session)
        yield session


def test_the_session_reads_what_it_wrote_with_the_defaults_of_the_columns(session: Session) -> None:
    row = session.get_one(Progress, NEW.new_id(session, TOLD))
    assert {name: getattr(row, name) for name in TOLD} == TOLD
    assert row.has_next_steps is False
    assert row.withdrawn_at is None


def test_it_reads_what_the_session_wrote(session: Session) -> None:
    row = Progress(**TOLD)
    session.add(row)
    session.flush()
    assert BY_ID.first(session, {"id": row.id}) == tuple(TOLD.values())
    assert BY_ID.first(session, {"id": 0}) is None


def test_nothing_told_is_nothing(session: Session) -> None:
    silent = TOLD | dict.fromkeys(("status", "percent", "expected_on", "measures"))
    assert BY_ID.all(session, {"id": NEW.new_id(session, silent)}) == [tuple(silent.values())]


def test_it_counts_what_it_changed(session: Session) -> None:
    ids = [NEW.new_id(session, TOLD), NEW.new_id(session, TOLD), 0]
    assert MOVE.change(session, [{"which": one, "percent": 70} for one in ids]) == 2
    assert session.get_one(Progress, ids[1]).percent == 70


def test_it_is_undone_with_the_session(database: Database) -> None:
    def report_and_break() -> None:
        with database.write() as session:
            stand(session)
            NEW.new_id(session, TOLD)
            raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError):
        report_and_break()
    with database.read() as session:
        assert session.scalar(select(func.count(Progress.id))) == 0


def test_what_the_table_refuses_is_told_without_the_words_of_the_message(session: Session) -> None:
    with pytest.raises(IntegrityError) as refused:
        NEW.new_id(session, TOLD | {"percent": 101})
    assert refused.value.hide_parameters


def test_a_moment_without_a_zone_is_refused_before_it_is_stored(session: Session) -> None:
    with pytest.raises(SQLAlchemyError) as refused:
        NEW.new_id(session, TOLD | {"told_at": datetime(2026, 6, 15, 9)})  # noqa: DTZ001
    assert isinstance(refused.value.__cause__, NaiveMoment)


def test_a_value_that_was_not_given_is_missed(session: Session) -> None:
    with pytest.raises(SQLAlchemyError):
        BY_ID.first(session)


def test_a_default_that_is_made_anew_for_each_row_has_to_be_named(sqlite: Database) -> None:
    table = Table(
        "drawn", MetaData(), Column("id", Integer, primary_key=True), Column("lot", Integer, default=lambda: 7)
    )
    with sqlite.write() as session, pytest.raises(TypeError, match=r"drawn\.lot"):
        Prepared(insert(table).values({"id": bindparam("id")})).new_id(session, {"id": 1})


def test_what_is_there_already_is_not_inserted_again(session: Session) -> None:
    row = {
        "key": "answer:1:1",
        "person_id": 1,
        "event": "late_answer",
        "facts": {"words": "已记录"},
        "message_class": MessageClass.REPLY,
        "created_at": NOON,
        "not_before": NOON,
        "expires_at": NOON,
    }
    first = insert_if_absent(session, Outgoing, row)
    assert first is not None
    assert insert_if_absent(session, Outgoing, row) is None
    assert session.get_one(Outgoing, first).facts == {"words": "已记录"}
