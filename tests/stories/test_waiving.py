"""免报: whom the office excuses is neither reminded nor counted among those who did not report."""

from __future__ import annotations

from datetime import datetime

import pytest

from models import Duty
from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice, add_matter


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=SHANGHAI)


def _reminded(office: StoryOffice) -> bool:
    return any("日报还没有" in text for userid in ("limin", "zhangwei") for text in office.hears(userid))


@pytest.mark.parametrize("words", ["免报 日报 系统停机", "免报 招商局 日报 全员抗洪", "免报日报 系统停机"])
def test_who_is_excused_is_left_alone(small_office: StoryOffice, words: str) -> None:
    small_office.until(_at(15, 10))
    answer = small_office.says("zhouming", words)
    assert "已免报日报(6月15日):招商局" in answer
    assert "招商局" not in small_office.says("zhouming", "谁没交日报")
    small_office.until(_at(15, 19))
    assert not _reminded(small_office)
    small_office.until(_at(16, 19))
    assert _reminded(small_office)


def test_a_reason_is_asked_for_and_the_unit_has_to_be_known(small_office: StoryOffice) -> None:
    small_office.until(_at(15, 10))
    assert "还缺原因" in small_office.says("zhouming", "免报 日报")
    assert "名册里没有「水务集团」" in small_office.says("zhouming", "免报 水务集团 日报 抗洪")
    assert "免报" not in small_office.says("zhangwei", "免报 日报 太忙")
    with small_office.house.database.read() as session:
        assert session.query(Duty).filter(Duty.waived_because.is_not(None)).count() == 0


@pytest.mark.parametrize("words", ["免报 上周周报 系统停机", "免报 招商局 上周周报 系统停机", "免报上周周报,系统停机"])
def test_the_week_before_is_excused_when_it_is_over(small_office: StoryOffice, words: str) -> None:
    small_office.until(_at(22, 10))
    assert "已免报周报(6月15日至6月21日):招商局" in small_office.says("zhouming", words)
    assert "招商局" not in small_office.says("zhouming", "谁没交上周周报")


@pytest.mark.parametrize(
    "words", ["免报 日报 招商局 全员抗洪", "免报 招商局、城管局 日报 抗洪", "免报 日报 城管局 抗洪"]
)
def test_only_the_units_that_are_named_are_excused(office: StoryOffice, words: str) -> None:
    add_matter(office, 8, "老旧小区改造", "城管局", percent=20)
    office.until(_at(16, 10))
    answer = office.says("zhouming", words)
    assert "已免报" in answer
    assert all((unit in answer) is (unit in words) for unit in ("招商局", "城管局"))
    assert "没有要免的" in office.says("zhouming", words)


@pytest.mark.parametrize("words", ["免报日报的单位有哪些?", "免报周报的条件是什么", "免报月报需要谁批?"])
def test_a_question_excuses_nobody(small_office: StoryOffice, words: str) -> None:
    small_office.until(_at(15, 10))
    assert "已免报" not in small_office.says("zhouming", words)
    assert "招商局" in small_office.says("zhouming", "谁没交日报")
