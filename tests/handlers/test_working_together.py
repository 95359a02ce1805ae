"""Messages that share the second commit: each has its own end, and the broken one has it alone (I2, I7)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

from sqlalchemy import event

from handlers.dispatch import Errand
from handlers.hearer import Console
from handlers.reception import just_stored, store
from handlers.worktable import Worktable
from models import Inbox, Report
from models.inbox import Disposition
from tests.handlers.arriving import arrival
from tests.stories.office import StoryOffice

TWO = "奥瑞金二期 66%"
FACTORY = "厂房一期 35%"


def _errand(office: StoryOffice, key: str, text: str, **more: str) -> Errand:
    told = arrival(key, text, **more)
    stored = store(office.house.database, told)
    return Errand(stored.inbox_id, Console(), message=just_stored(told, stored.inbox_id))


def _answer(errand: Errand) -> str:
    assert isinstance(errand.hearer, Console)
    return errand.hearer.answer


def _row(office: StoryOffice, errand: Errand) -> Inbox:
    with office.house.database.read() as session:
        return session.get_one(Inbox, errand.inbox_id)


def _reports(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return session.query(Report).count()


def test_all_are_answered_each_with_its_own_words(office: StoryOffice) -> None:
    errands = [_errand(office, "a", TWO), _errand(office, "b", FACTORY, sender="limin"), _errand(office, "c", "帮助")]
    office.house.desk.work_together(errands)
    assert "66%" in _answer(errands[0]) and "35%" in _answer(errands[1]) and "日报" in _answer(errands[2])
    assert [_row(office, one).disposition for one in errands] == [
        Disposition.RECORDED, Disposition.RECORDED, Disposition.ANSWERED,
    ]  # fmt: skip


def test_the_second_sees_what_the_first_wrote(office: StoryOffice) -> None:
    errands = [_errand(office, "a", TWO), _errand(office, "b", "更正 奥瑞金二期 65%")]
    office.house.desk.work_together(errands)
    assert "66%→65%" in _answer(errands[1])
    assert office.matter(3).percent == 65


def test_the_broken_one_breaks_alone(office: StoryOffice) -> None:
    broken = _errand(office, "b", "", kind="event:template_card_event", detail="no JSON")
    errands = [_errand(office, "a", TWO), broken, _errand(office, "c", FACTORY)]
    office.house.desk.work_together(errands)
    assert (office.matter(3).percent, office.matter(4).percent, _reports(office)) == (66, 35, 2)
    assert (_row(office, broken).disposition, _row(office, broken).tries) == (Disposition.WAITING, 1)
    assert [_row(office, one).tries for one in (errands[0], errands[2])] == [0, 0]


def test_a_refusal_is_a_result_and_undoes_no_neighbour(office: StoryOffice) -> None:
    refused = _errand(office, "b", "暂停 3 停工令")  # not for a unit head to say
    errands = [_errand(office, "a", TWO), refused]
    office.house.desk.work_together(errands)
    assert _row(office, refused).disposition is Disposition.REFUSED and _answer(refused)
    assert (office.matter(3).percent, _reports(office)) == (66, 1)


def test_one_that_was_worked_elsewhere_is_left_as_it_is(office: StoryOffice) -> None:
    errands = [_errand(office, "a", TWO), _errand(office, "b", FACTORY)]
    office.house.desk.work(errands[0].inbox_id)
    answer = _row(office, errands[0]).answer
    office.house.desk.work_together(errands)
    assert _reports(office) == 2
    assert (_row(office, errands[0]).answer, _answer(errands[0])) == (answer, "")
    assert "35%" in _answer(errands[1])


class NoRoom(Exception):
    """The disk is full at the very last step."""


def test_nobody_is_told_what_could_not_be_committed(small_office: StoryOffice) -> None:
    """Else somebody would have it in writing that his report is on record, and it is not (I2, F9)."""

    def fail(_connection: Any) -> None:  # noqa: ANN401
        raise NoRoom

    errand = _errand(small_office, "a", TWO)
    event.listen(small_office.house.database.engine, "commit", fail, once=True)
    small_office.house.desk.work_together([errand])
    assert (_answer(errand), _reports(small_office)) == ("", 0)
    small_office.house.desk.work_together([errand])
    assert "66%" in _answer(errand) and _reports(small_office) == 1


class Later(Executor):
    """Keeps what is submitted until it is told to work."""

    def __init__(self) -> None:
        self.kept: list[Callable[[], Any]] = []

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:  # noqa: ANN401
        self.kept.append(lambda: work(*args, **named))
        return Future()


def test_the_worktable_calls_no_more_workers_than_it_needs(small_office: StoryOffice) -> None:
    later = Later()
    table = Worktable(small_office.house.desk, later, most=2)
    errands = [_errand(small_office, str(number), TWO) for number in range(5)]
    messages = [one.message for one in errands if one.message is not None]
    unanswered = [table.answer_to(message, patience=0) for message in messages]
    assert unanswered == [""] * 5 and len(later.kept) == 3
    for work in later.kept:
        work()
    assert _reports(small_office) == 5


def test_many_at_the_table_are_each_answered(small_office: StoryOffice) -> None:
    with ThreadPoolExecutor(1) as workers, ThreadPoolExecutor(8) as callbacks:
        table = Worktable(small_office.house.desk, workers, most=4)
        errands = [_errand(small_office, str(number), (TWO, FACTORY)[number % 2]) for number in range(16)]
        messages = [one.message for one in errands if one.message is not None]
        together = threading.Barrier(8)

        def ask(number: int) -> str:
            together.wait()
            return table.answer_to(messages[number], patience=60)

        answers = list(callbacks.map(ask, range(16)))
    assert all(("66%", "35%")[number % 2] in answer for number, answer in enumerate(answers))
    assert _reports(small_office) == 16
