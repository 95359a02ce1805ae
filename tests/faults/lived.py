"""Two weeks of an office, lived once and kept: its file, what people saw, what was said; a test harms a copy."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import create_engine

from models.guards import unguards
from rehearsal.platform import Dropped, Shown
from supervision.clock import SHANGHAI
from tests.faults.checker import Facts, Operation, Violation, check, operations_of
from tests.stories.office import StoryOffice, add_matter, open_office

JUNE = 6


@dataclass(frozen=True)
class Lived:
    path: Path
    now: datetime
    history: tuple[Operation, ...]
    shown: tuple[Shown, ...]
    dropped: tuple[Dropped, ...] = ()

    def copied_to(self, path: Path) -> Lived:
        shutil.copyfile(self.path, path)
        return replace(self, path=path)

    def harm(self, statements: Iterable[str]) -> None:
        """Past every guard of the database; `free TABLE` takes its keys away first."""
        with sqlite3.connect(self.path) as driver:
            driver.execute("PRAGMA ignore_check_constraints = ON")
            for statement in (*unguards("act", "sqlite"), *unguards("seal", "sqlite")):
                driver.execute(statement)
            for statement in statements:
                if statement.startswith("free "):
                    _free(driver, statement.removeprefix("free "))
                else:
                    assert driver.execute(statement).rowcount > 0, f"it harmed nothing: {statement}"
        driver.close()

    def found(self, *, is_calm: bool = True) -> list[Violation]:
        engine = create_engine(f"sqlite:///{self.path}")
        with engine.connect() as connection:
            told = Facts(connection, self.now, self.history, self.shown, self.dropped, is_calm=is_calm)
            violations = check(told)
        engine.dispose()
        return violations

    def broken(self) -> set[str]:
        return {one.invariant for one in self.found()}


def _free(driver: sqlite3.Connection, table: str) -> None:
    driver.execute(f"CREATE TABLE freed AS SELECT * FROM {table}")  # noqa: S608 (the test's own words)
    driver.execute(f"DROP TABLE {table}")
    driver.execute(f"ALTER TABLE freed RENAME TO {table}")


def live_two_weeks(path: Path) -> Lived:
    """Reports, a withdrawal, a close-out, an extension, a suspension; two climbs to yellow, one of them taken back."""
    office = open_office(f"sqlite:///{path}")
    for number, title in ((8, "老旧小区改造"), (9, "消防通道整治")):
        add_matter(office, number, title, "城管局", due_on=_day(15), percent=50)
    for number, title in ((10, "污水处理厂提标"), (11, "充电桩建设")):
        add_matter(office, number, title, "经信局", due_on=date(2026, 9, 30), percent=10)
    _first_days(office)
    _to_yellow(office)
    office.until(_at(29, 10))
    lived = keep(office, path)
    office.house.close()
    return lived


def keep(office: StoryOffice, path: Path) -> Lived:
    platform = office.platform
    return Lived(
        path,
        office.clock.now,
        tuple(operations_of(platform.deliveries)),
        tuple(platform.ledger.entries),
        tuple(platform.ledger.dropped),
    )


def _first_days(office: StoryOffice) -> None:
    _all_say(
        office,
        ("zhangwei", "日报 奥瑞金二期 进度66%"),
        ("limin", "厂房一期 35%"),
        ("liuyang", "红灯"),
        ("wangqiang", "充电桩建设 20%"),
        ("wangqiang", "撤回"),
        ("zhangwei", "申请销号 5 验收单已归档"),
        ("zhangwei", "申请延期 奥瑞金二期 到11月15日 因暴雨停工"),
        ("zhouming", "同意 3"),
    )
    office.until(_at(15, 18))
    _all_say(office, ("zhouming", "同意 5 销号"), ("zhouming", "暂停 4 停工令"))
    office.until(_at(16, 10))


def _to_yellow(office: StoryOffice) -> None:
    for number in (8, 9):
        _all_say(office, ("zhouming", f"签发 {number} 标准:完成主体验收 时限:6月18日"))
    office.until(_at(17, 10))
    _all_say(office, ("chenchen", "收到"), ("zhouming", "恢复 4 已复工"), ("zhangwei", "厂房一期 40%"))
    office.until(_at(26, 9))
    for number in (8, 9):
        words = f"提请 {number} 认定:无正当理由,没有提交说明 标准:完成主体验收 时限:7月15日"
        _all_say(office, ("zhouming", words), ("liuyang", f"签发 {number}"))
    office.until(_at(26, 11))
    _all_say(office, ("liuyang", "撤销 9 登记的时限有误"))


def _all_say(office: StoryOffice, *said: tuple[str, str]) -> None:
    for userid, words in said:
        office.until(office.clock.now.replace(second=office.clock.now.second + 1))
        assert office.line.says(userid, words).attempts[-1].accepted


def _day(day: int) -> date:
    return date(2026, JUNE, day)


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, JUNE, day, hour, tzinfo=SHANGHAI)
