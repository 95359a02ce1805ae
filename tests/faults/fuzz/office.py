"""An office in memory with much afoot; whatever is said there is undone again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from handlers.dispatch import Desk, Errand
from handlers.hearer import Console
from handlers.message import Arrival
from handlers.reception import just_stored, store
from handlers.registry import RegistryCache
from models.session import Database
from tests.stories.office import MONDAY, StoryOffice, add_matter, open_office
from tests.support.memory import memory

# Who said what, before anything is tried: requests, a finding, a paper signed and one drafted, questions left open.
SAID = (
    ("zhangwei", "日报 奥瑞金二期 进度66%,缺电力指标,请经信局协调"),
    ("limin", "厂房一期 35%"),
    ("zhangwei", "申请延期 4 到8月20日 因连续暴雨停工"),
    ("zhangwei", "申请销号 5 验收报告已报"),
    ("limin", "厂房二期完成了吧大概"),
    ("zhouming", "签发 8 标准:完成主体验收 时限:6月18日"),
    ("chenchen", "老旧小区进度40%"),
    ("zhaojie", "提请 8 认定:拖延"),
    ("zhouming", "暂停 6 停工令"),
    ("zhangwei", "建议 少发几次提醒"),
    ("zhaojie", "交办 夜市整治"),
    ("liuyang", "招商局的"),
)


class Scratch(Database):
    """A copy of a database in memory, on one connection; `undone()` takes back all that was written inside."""

    def __init__(self, file: Path) -> None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        event.listen(engine, "connect", _by_hand)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        super().__init__(engine)
        self.connection: Connection = engine.connect()
        with sqlite3.connect(file) as source:
            source.backup(self.connection.connection.driver_connection)  # type: ignore[arg-type]
        source.close()

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self.read() as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session

    @contextmanager
    def undone(self) -> Iterator[None]:
        transaction = self.connection.begin()
        try:
            yield
        finally:
            transaction.rollback()


def _by_hand(connection: Any, _entry: object) -> None:  # noqa: ANN401 (the driver's own type)
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")


class Anybody:
    """Asks as often as he likes."""

    def allows(self, person_id: int) -> bool:
        return person_id > 0


@dataclass(frozen=True, slots=True)
class Office:
    desk: Desk
    scratch: Scratch

    def hears(self, sender: str, text: str, heard: str, key: str) -> tuple[int, str]:
        """One message from the door to the answer: its row, and what was said back. `heard`: what the desk is given."""
        now = self.desk.clock()
        said = text.encode(errors="surrogatepass")
        arrival = Arrival("corp", "agent", key, "app", sender, "text", now, now, said, said, text=text)
        stored = store(self.scratch, arrival)
        console = Console()
        message = just_stored(replace(arrival, text=heard), stored.inbox_id)
        self.desk.work_together([Errand(stored.inbox_id, console, message=message)])
        return stored.inbox_id, console.answer


@cache
def busy_office() -> Office:
    """Opened once for a process."""
    folder = Path(mkdtemp(dir=memory()))
    try:
        story = open_office(f"sqlite:///{folder / 'office.db'}")
        _live(story)
        desk, clock = story.house.desk, story.clock
        story.house.close()
        scratch = Scratch(folder / "office.db")
    finally:
        shutil.rmtree(folder)
    return Office(replace(desk, database=scratch, clock=clock, throttle=Anybody(), registry=RegistryCache()), scratch)


def _live(story: StoryOffice) -> None:
    add_matter(story, 3, "奥瑞金二期两片罐项目", due_on=date(2026, 9, 30), percent=60, aliases=("奥瑞金二期",))
    add_matter(story, 4, "标准化厂房一期", due_on=date(2026, 7, 31), percent=30, aliases=("厂房一期",))
    add_matter(story, 5, "标准化厂房二期", due_on=date(2026, 8, 31), percent=10, aliases=("厂房二期",))
    add_matter(story, 6, "智慧园区", "经信局", due_on=date(2026, 10, 31), percent=5, co_units=("招商局",))
    add_matter(story, 7, "征地拆迁专案", due_on=date(2026, 8, 31), percent=1, is_sealed=True)
    add_matter(story, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    story.until(MONDAY + timedelta(days=1, hours=1))
    for userid, text in SAID:
        story.says(userid, text)
        story.clock.now += timedelta(minutes=1)
    story.live()
