"""Is it still true when its turn comes? Each check by its name, on rows as they lie in the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Closeout, Duty, Extension, HelpCall, Hold, Outgoing, Question
from models.extension import RequestState
from models.matter import MatterStatus
from models.notice import NoticeState
from models.question import QuestionState
from models.report import ReportKind
from models.run import HoldKind
from models.session import Database
from supervision.clock import at
from supervision.still_true import CHECKS
from tests.supervision.ledger import NOW, TODAY, City

ROOT = Path(__file__).parents[2]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as opened:
        yield opened


@pytest.fixture
def city(session: Session) -> City:
    return City(session)


def holds(session: Session, check: str, matter_id: int | None = None, **facts: Any) -> bool:  # noqa: ANN401
    session.flush()
    return CHECKS[check](session, Outgoing(facts=facts, matter_id=matter_id))


def test_every_check_that_is_named_anywhere_exists() -> None:
    sources = [
        path.read_text() for room in ("supervision", "handlers", "schedules") for path in ROOT.glob(f"{room}/**/*.py")
    ]
    named = {name for source in sources for name in re.findall(r'still_true="(\w+)"', source)}
    assert named and named <= set(CHECKS)


def test_a_matter_that_is_open(session: Session, city: City) -> None:
    cans = city.cans
    assert holds(session, "matter_open", cans.id) and not holds(session, "matter_completed", cans.id)
    cans.status = MatterStatus.COMPLETED
    assert not holds(session, "matter_open", cans.id) and holds(session, "matter_completed", cans.id)
    cans.status, cans.suspended_since = MatterStatus.BLOCKED, NOW
    assert not holds(session, "matter_open", cans.id)


def test_a_due_day_that_has_not_moved(session: Session, city: City) -> None:
    assert holds(session, "due_unchanged", city.parking.id, due_on="2026-06-03")
    city.parking.due_on = TODAY
    assert not holds(session, "due_unchanged", city.parking.id, due_on="2026-06-03")
    city.parking.status = MatterStatus.CLOSED
    assert not holds(session, "due_unchanged", city.parking.id, due_on=TODAY.isoformat())


@pytest.mark.parametrize(
    ("state", "true"),
    [
        (NoticeState.HEARING, {"notice_open", "notice_in_hearing", "notice_to_draft"}),
        (NoticeState.DRAFT, {"notice_open", "notice_to_draft"}),
        (NoticeState.PROPOSED, {"notice_open", "notice_proposed"}),
        (NoticeState.SIGNED, {"notice_signed", "notice_not_received"}),
        (NoticeState.CANCELLED, set()),
        (NoticeState.REFUSED, set()),
        (NoticeState.WITHDRAWN, set()),
    ],
)
def test_where_a_notice_stands(session: Session, city: City, state: NoticeState, true: set[str]) -> None:
    signed = state is NoticeState.SIGNED
    notice = city.book.notice(city.parking, state, city.supervisor if signed else None, 3 if signed else None)
    names = {name for name in CHECKS if name.startswith("notice_")}
    assert {name for name in names if holds(session, name, notice_id=notice.id)} == true


def test_a_notice_somebody_has_acknowledged(session: Session, city: City) -> None:
    notice = city.book.notice(city.parking, NoticeState.SIGNED, city.supervisor, 3)
    notice.received_at = NOW
    assert not holds(session, "notice_not_received", notice_id=notice.id)
    assert holds(session, "notice_signed", notice_id=notice.id)


def test_a_duty_until_the_unit_has_told(session: Session, city: City) -> None:
    duty = Duty(
        unit_id=city.investment.id, kind=ReportKind.DAILY, period_first=TODAY, period_last=TODAY,
        opens_at=at(TODAY, time()), due_at=at(TODAY, time(18)),
    )  # fmt: skip
    session.add(duty)
    session.flush()
    assert holds(session, "duty_unmet", duty_id=duty.id)
    city.book.told(city.cans, city.liaison, "主体三层浇筑完")
    assert not holds(session, "duty_unmet", duty_id=duty.id)


def test_a_duty_that_was_waived(session: Session, city: City) -> None:
    duty = Duty(
        unit_id=city.investment.id, kind=ReportKind.DAILY, period_first=TODAY, period_last=TODAY,
        opens_at=at(TODAY, time()), due_at=at(TODAY, time(18)), waived_because="系统中断",
    )  # fmt: skip
    session.add(duty)
    session.flush()
    assert not holds(session, "duty_unmet", duty_id=duty.id)


def test_requests_that_wait_for_the_office(session: Session, city: City) -> None:
    city.book.closeout(city.cans, city.head)
    city.book.extension(city.cans, city.head)
    closeout, extension = session.scalars(select(Closeout)).one(), session.scalars(select(Extension)).one()
    assert holds(session, "closeout_asked", closeout_id=closeout.id)
    assert holds(session, "extension_asked", extension_id=extension.id)
    closeout.state, extension.state = RequestState.RETURNED, RequestState.GRANTED
    assert not holds(session, "closeout_asked", closeout_id=closeout.id)
    assert not holds(session, "extension_asked", extension_id=extension.id)


def test_a_call_for_help_until_it_is_answered_or_the_matter_is_done(session: Session, city: City) -> None:
    city.book.call(city.book.told(city.cans, city.liaison, "缺电力指标"), city.industry, "缺电力指标")
    call = session.scalars(select(HelpCall)).one()
    assert holds(session, "help_unanswered", help_call_id=call.id)
    city.cans.status = MatterStatus.COMPLETED
    assert not holds(session, "help_unanswered", help_call_id=call.id)
    city.cans.status, call.answered_at = MatterStatus.IN_PROGRESS, NOW
    assert not holds(session, "help_unanswered", help_call_id=call.id)


def test_a_question_and_a_hold(session: Session, city: City) -> None:
    question = Question(
        person_id=city.liaison.person_id, inbox_id=city.book.message(city.liaison, "奥瑞金", NOW).id, event="which",
        facts={}, matter_ids=[], asked_at=NOW,
    )  # fmt: skip
    hold = Hold(kind=HoldKind.CLOCK, facts={}, since=NOW)
    session.add_all([question, hold])
    session.flush()
    assert holds(session, "question_open", question_id=question.id) and holds(session, "hold_open", hold_id=hold.id)
    question.state, hold.released_at = QuestionState.WITH_OFFICE, NOW + timedelta(hours=1)
    assert not holds(session, "question_open", question_id=question.id)
    assert holds(session, "question_with_office", question_id=question.id)
    assert not holds(session, "hold_open", hold_id=hold.id)
