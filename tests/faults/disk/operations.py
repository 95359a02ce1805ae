"""What the house does on a Tuesday morning: what comes before, what is struck, and what must stand in the end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from bot.config import CallbackSettings
from handlers.dispatch import MOST_TRIES
from models import Notice, Report
from models.notice import NoticeState
from rehearsal.platform import Retry
from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice, add_matter, open_office

REPORT, OLD, LATE = 3, 60, 8
SAID, NEW = "日报 奥瑞金二期 进度66%,缺电力指标,请经信局协调", 66
AT_LENGTH = SAID + ",另附说明" * 400  # more than a page of the file holds
ORDER, NUMBER = f"签发 {LATE} 标准:完成主体验收 时限:6月18日", "1号"
EVENING, MORNING, TEN = (datetime(2026, 6, day, hour, tzinfo=SHANGHAI) for day, hour in ((15, 19), (16, 8), (16, 10)))


@dataclass
class Hands(Executor):
    """Works in the caller's thread, or when it has time again; what breaks stays in the future, as with threads."""

    is_busy: bool = False
    left: list[Callable[[], None]] = field(default_factory=list)

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:  # noqa: ANN401
        done: Future[Any] = Future()

        def do() -> None:
            try:
                done.set_result(work(*args, **named))
            except DBAPIError as trouble:
                done.set_exception(trouble)

        self.left.append(do)
        if not self.is_busy:
            self.catch_up()
        return done

    def catch_up(self) -> None:
        while self.left:
            self.left.pop(0)()


@dataclass(frozen=True, slots=True)
class Operation:
    before: Callable[[StoryOffice], object]
    act: Callable[[StoryOffice], object]
    stands: Callable[[StoryOffice], bool]
    grows: bool = True  # it needs pages that were not there


def live_until_evening(url: str) -> None:
    """One matter that goes on, one of another unit that is due today and not done."""
    office = open_office(url)
    add_matter(office, REPORT, "奥瑞金二期两片罐项目", due_on=date(2026, 9, 30), percent=OLD, aliases=("奥瑞金二期",))
    add_matter(office, LATE, "老旧小区改造", "城管局", due_on=EVENING.date(), percent=50)
    office.until(EVENING)
    office.house.close()


def opened(url: str, spool: Path, hands: Hands) -> StoryOffice:
    return open_office(url, EVENING, CallbackSettings(answer_within=0.01), spool=str(spool), workers=hands)


def _at(moment: datetime) -> Callable[[StoryOffice], object]:
    return lambda office: office.until(moment)


def _says(userid: str, words: str) -> Callable[[StoryOffice], object]:
    return lambda office: office.line.says(userid, words, retry=Retry.LATER)


def _stored_only(office: StoryOffice) -> None:
    """The hands are busy; half a minute later it is left over."""
    office.until(TEN)
    hands = office.house.door.worktable.workers
    assert isinstance(hands, Hands)
    hands.is_busy = True
    _says("zhangwei", SAID)(office)
    office.clock.now = TEN.replace(second=30)
    hands.is_busy = False


def _reported(office: StoryOffice) -> None:
    office.until(TEN)
    _says("zhangwei", SAID)(office)
    office.live()


def _signed(office: StoryOffice) -> None:
    office.until(TEN)
    _says("zhouming", ORDER)(office)


def _begins(moment: datetime) -> Callable[[StoryOffice], object]:
    def tick(office: StoryOffice) -> None:
        office.clock.now = moment
        office.house.tick(leaps=True)

    return tick


def _sweeps_on_and_on(office: StoryOffice) -> None:
    """It is rung every few seconds, however long the trouble lasts; a sound message is not put aside for it."""
    trouble: DBAPIError | None = None
    for _ in range(MOST_TRIES + 1):
        office.clock.now += timedelta(seconds=5)
        try:
            office.house.sweep()
        except DBAPIError as one:
            trouble = one
    if trouble is not None:
        raise trouble


def _is_recorded(office: StoryOffice) -> bool:
    with office.house.database.read() as session:
        reports = session.scalar(select(func.count()).select_from(Report))
    return reports == 1 and office.matter(REPORT).percent == NEW


def _is_taken_back(office: StoryOffice) -> bool:
    return office.matter(REPORT).percent == OLD


def _is_drafted(office: StoryOffice) -> bool:
    with office.house.database.read() as session:
        return session.scalar(select(func.count()).select_from(Notice)) == 1


def _is_served(office: StoryOffice) -> bool:
    """Signed under its number, and seen once by the unit's head."""
    with office.house.database.read() as session:
        notice = session.scalars(select(Notice)).one()
    seen = sum(NUMBER in one for one in office.hears("chenchen"))
    return notice.state is NoticeState.SIGNED and notice.serial == 1 and seen == 1


OPERATIONS = {
    "a report is stored": Operation(_at(TEN), _says("zhangwei", AT_LENGTH), _is_recorded),
    "a report is worked": Operation(_stored_only, _sweeps_on_and_on, _is_recorded),
    "it is taken back": Operation(_reported, _says("zhangwei", "撤回"), _is_taken_back, grows=False),
    "the morning begins": Operation(_at(MORNING - timedelta(seconds=1)), _begins(MORNING), _is_drafted, grows=False),
    "a notice is signed": Operation(_at(TEN), _says("zhouming", ORDER), _is_served),
    "it is sent": Operation(_signed, lambda office: office.house.deliver(), _is_served),
}
