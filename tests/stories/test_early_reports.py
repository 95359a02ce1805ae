"""A report sent in the morning without naming its day is about the period that still owes one."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models import Report
from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def _period(office: StoryOffice) -> tuple[date | None, date | None]:
    with office.house.database.read() as session:
        report = session.query(Report).order_by(Report.id.desc()).limit(1).one()
        return report.period_first, report.period_last


@pytest.mark.parametrize("words", ["日报 奥瑞金二期 65%", "日报 无变化"])
def test_on_monday_a_daily_is_not_about_sunday(small_office: StoryOffice, words: str) -> None:
    small_office.until(_at(6, 22, 8, 33))  # after 端午 and a weekend
    assert "6月22日" in small_office.says("zhangwei", words)
    assert _period(small_office) == (date(2026, 6, 22), date(2026, 6, 22))
    before = len(small_office.hears("limin"))
    small_office.until(_at(6, 22, 18))
    assert not [text for text in small_office.hears("limin")[before:] if "日报" in text]


def test_the_day_before_comes_first_while_it_is_owed(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 16, 8, 33))
    assert "6月15日" in small_office.says("zhangwei", "日报 奥瑞金二期 65%")
    assert "6月15日" in small_office.says("zhangwei", "日报 厂房一期 35%"), "one daily in two messages"
    assert "6月16日" in small_office.says("limin", "今日日报 奥瑞金二期 66%")


def test_what_its_own_words_name_stays(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 22, 8, 33))
    assert "6月21日" in small_office.says("zhangwei", "昨天日报 奥瑞金二期 65%")


def test_a_weekly_on_monday_is_about_this_week_where_the_last_is_in(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 18, 15))
    small_office.says("zhangwei", "周报 奥瑞金二期 62%")
    small_office.until(_at(6, 23, 8, 41))
    small_office.says("zhangwei", "周报 奥瑞金二期 65%")
    assert _period(small_office) == (date(2026, 6, 22), date(2026, 6, 28))


def test_and_about_the_last_where_it_is_owed(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 22, 8, 41))
    small_office.says("zhangwei", "周报 奥瑞金二期 65%")
    assert _period(small_office) == (date(2026, 6, 15), date(2026, 6, 21))


def test_a_message_is_one_report_and_the_second_kind_is_asked_for(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 18, 15))
    answer = small_office.says("zhangwei", "日报 奥瑞金二期 65%;周报 厂房一期 35%")
    assert "已记录日报" in answer and "这条算日报;周报请另发一条" in answer
    assert "请另发" not in small_office.says("zhangwei", "日报 奥瑞金二期 66%,周报晚点再发")
