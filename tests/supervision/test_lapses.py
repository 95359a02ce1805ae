"""A question nobody answered goes to the office, a call for help nobody answered is shown to it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models import HelpCall, Progress, Question
from models.matter import MatterStatus
from models.question import QuestionState
from models.session import Database
from supervision import texts
from supervision.lapses import lapse_questions, show_help_calls
from tests.supervision.house import MONDAY, House, moment

TUESDAY = date(2026, 6, 16)
THURSDAY = date(2026, 6, 18)  # the next two days and the Sunday are 端午


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def ask(house: House, asked_at: datetime, matter_id: int) -> int:
    inbox_id = house.message(house.zhao, asked_at, "二期进展顺利")
    with house.database.write() as session:
        question = Question(
            person_id=house.zhao,
            inbox_id=inbox_id,
            event="ask_which",
            facts={},
            matter_ids=[matter_id],
            asked_at=asked_at,
        )
        session.add(question)
        session.flush()
        return question.id


def lapse(house: House, now: datetime) -> int:
    with house.database.write() as session:
        return lapse_questions(session, house.rules, now)


def state(house: House, question_id: int) -> QuestionState:
    with house.database.read() as session:
        return session.get_one(Question, question_id).state


@pytest.mark.parametrize(
    ("asked_at", "still_open", "lapsed"),
    [
        (moment(MONDAY, 10), moment(TUESDAY, 9, 59), moment(TUESDAY, 10)),
        (moment(THURSDAY, 16), moment(date(2026, 6, 21), 20), moment(date(2026, 6, 22), 16)),
    ],
)
def test_a_question_lapses_after_a_working_day(
    house: House, asked_at: datetime, still_open: datetime, lapsed: datetime
) -> None:
    question = ask(house, asked_at, house.matter(3, None))
    assert lapse(house, still_open) == 0
    assert state(house, question) is QuestionState.OPEN
    assert lapse(house, lapsed) == 1
    assert lapse(house, lapsed) == 0
    assert state(house, question) is QuestionState.WITH_OFFICE
    [row] = house.outbox("question_with_office")
    assert row.person_id == house.li
    words = texts.render(row.event, **row.facts)
    assert "招商局赵联络" in words
    assert "#3" in words
    assert "“二期进展顺利”" in words


def test_a_matter_sealed_since_it_was_asked_about_is_not_named(house: House) -> None:
    """The office is asked what was meant, and who is not named on it learns nothing of the matter (T10)."""
    ask(house, moment(MONDAY, 10), house.matter(77, None, is_sealed=True))
    assert lapse(house, moment(TUESDAY, 10)) == 1
    [row] = house.outbox("question_with_office")
    assert "77" not in texts.render(row.event, **row.facts)


def test_an_answered_question_stays_answered(house: House) -> None:
    question = ask(house, moment(MONDAY, 10), house.matter(3, None))
    with house.database.write() as session:
        session.get_one(Question, question).state = QuestionState.ANSWERED
    assert lapse(house, moment(THURSDAY, 10)) == 0
    assert house.outbox("question_with_office") == []


def call(house: House, matter_id: int, asked_at: datetime) -> int:
    report = house.report(house.zhao, asked_at)
    with house.database.write() as session:
        row = Progress(report_id=report, matter_id=matter_id, told_at=asked_at, told_key="k", words="缺电力指标")
        session.add(row)
        session.flush()
        asked = HelpCall(
            progress_id=row.id, matter_id=matter_id, unit_id=house.industry, words="缺电力指标", asked_at=asked_at
        )
        session.add(asked)
        session.flush()
        return asked.id


def show(house: House, now: datetime) -> int:
    with house.database.write() as session:
        return show_help_calls(session, house.rules, now)


def test_a_call_is_shown_once_after_two_working_days(house: House) -> None:
    call(house, house.matter(3, None, title="奥瑞金二期"), moment(MONDAY, 10))
    assert show(house, moment(date(2026, 6, 17), 8)) == 0  # asked at ten: two days are over at ten
    assert show(house, moment(THURSDAY, 8)) == 1
    assert show(house, moment(date(2026, 6, 22), 8)) == 0
    [row] = house.outbox("help_unanswered")
    assert row.person_id == house.li
    assert "请经信局协调" in texts.render(row.event, **row.facts)


def test_an_answered_call_and_one_of_a_finished_matter_are_not_shown(house: House) -> None:
    answered = call(house, house.matter(3, None), moment(MONDAY, 10))
    call(house, house.matter(4, None, status=MatterStatus.COMPLETED), moment(MONDAY, 10))
    call(house, house.matter(5, None, is_sealed=True), moment(MONDAY, 10))
    with house.database.write() as session:
        session.get_one(HelpCall, answered).answered_at = moment(TUESDAY, 9)
    assert show(house, moment(date(2026, 6, 22), 8)) == 0
