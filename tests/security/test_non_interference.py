"""Two worlds that differ only in what a reader may not see are one world to him, for a whole fortnight (T10, T11).

He asks, reports, gives orders and reads what he is sent; meanwhile in the second world there is a sealed matter of his
own unit, a late one of another unit, and that other unit climbs the ladder.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from rehearsal.platform import Shown
from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice, add_matter, open_office

Hide = Callable[[StoryOffice], None]

ASKED = (
    "红灯", "黄灯有哪些", "绿灯几个", "红黄绿灯各几个", "我的事项", "招商局", "城管局", "经信局", "逾期", "本月到期",
    "卡在谁那里", "谁没交", "督办单", "考核", "排名", "统计", "有困难的事项", "停工的", "#3", "#8", "#79", "#71",
    "ZD-2026-079", "涉密专项整改", "涉密", "智慧城管平台到哪了", "秘密别名", "全部事项", "多少项",
    "待办", "文号", "下一页",
)  # fmt: skip
TOLD = (
    "涉密专项整改 50%", "#79 已完成", "智慧城管平台 66%", "申请延期 79 到11月15日 因暴雨停工", "申请销号 71 材料归档",
    "暂停 79 停工令", "签发 79", "更正 涉密专项整改 70%", "知悉 79", "说明 71 因暴雨", "厂房进度40%", "0",
)  # fmt: skip


def a_sealed_one(office: StoryOffice) -> None:
    add_matter(office, 79, "涉密专项整改", due_on=date(2026, 6, 12), percent=5, aliases=("秘密别名",), is_sealed=True)


def a_late_one_of_another_unit(office: StoryOffice) -> None:
    add_matter(office, 71, "智慧城管平台", "城管局", due_on=date(2026, 6, 10), percent=20)
    office.says("chenchen", "智慧城管平台 30%,停工,缺资金")


def namesakes_of_another_unit(office: StoryOffice) -> None:
    for number in range(100, 130):
        add_matter(office, number, f"标准化厂房{number}期", "城管局", due_on=date(2026, 6, 20), percent=number - 60)


WORLDS = {
    "zhangwei": (a_sealed_one, a_late_one_of_another_unit, namesakes_of_another_unit),
    "wangqiang": (a_sealed_one, a_late_one_of_another_unit, namesakes_of_another_unit),
    "admin": (a_sealed_one,),
    "liuyang": (a_sealed_one,),
    "zhouming": (a_sealed_one,),
    "stranger": (a_sealed_one, a_late_one_of_another_unit, namesakes_of_another_unit),
}


@contextmanager
def world(file: Path, path: Path, hidden: tuple[Hide, ...]) -> Iterator[StoryOffice]:
    shutil.copyfile(file, path)
    office = open_office(f"sqlite:///{path}")
    for hide in hidden:
        hide(office)
    yield office
    office.house.close()


def life(office: StoryOffice, userid: str) -> list[str]:
    """All that the person reads, on his own screen: answers and what he is sent."""
    answers = []
    with time_machine.travel(office.clock.now, tick=False) as real:  # by the real clock questions are counted (T35)
        for day in (15, 24):
            office.until(datetime(2026, 6, day, 10, tzinfo=SHANGHAI))
            for words in (*ASKED, *TOLD):
                real.move_to(office.clock.now)
                answers.append(f"{words} → {office.says(userid, words)}")
                office.clock.now += timedelta(seconds=7)
            office.live()
    return [*answers, *(seen(one) for one in office.platform.screen(userid) if one.sender != userid)]


def seen(one: Shown) -> str:
    """The number that makes a repetition known runs through all messages: it tells how many there are (see below)."""
    return re.sub(r"（消息编号 \d+）", "", f"{one.at} {one.kind} {one.text}")


@pytest.mark.parametrize("userid", WORLDS)
def test_the_hidden_changes_no_byte_of_what_he_reads(_office_file: Path, tmp_path: Path, userid: str) -> None:
    with (
        world(_office_file, tmp_path / "one.db", ()) as one,
        world(_office_file, tmp_path / "two.db", WORLDS[userid]) as two,
    ):
        mine, theirs = life(one, userid), life(two, userid)
    assert [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]] == []
    assert len(mine) == len(theirs) and not any("问得有点快" in one for one in mine)


def test_the_worlds_do_differ(_office_file: Path, tmp_path: Path) -> None:
    """Guards the test above: what it hides is there, and makes itself felt to those who may see it."""
    with (
        world(_office_file, tmp_path / "one.db", ()) as one,
        world(_office_file, tmp_path / "two.db", WORLDS["zhangwei"]) as two,
    ):
        assert life(one, "chenchen") != life(two, "chenchen")
