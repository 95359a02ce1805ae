"""谁没报才提醒谁: on working days, not at night, in one message, and never for an answer already given."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from supervision.clock import SHANGHAI, local
from tests.stories.office import StoryOffice, add_matter


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def _about(office: StoryOffice, userid: str, word: str) -> list[str]:
    return [text for text in office.hears(userid) if word in text]


def _pushed_between(office: StoryOffice, first: datetime, last: datetime) -> list[str]:
    people = ("zhangwei", "limin", "wangqiang", "chenchen", "zhouming", "zhaojie", "liuyang")
    return [
        one.text
        for userid in people
        for one in office.platform.screen(userid)
        if one.channel == "app" and first <= local(one.at) < last
    ]


def test_who_has_not_reported_is_reminded_before_the_end(office: StoryOffice) -> None:
    office.until(_at(6, 15, 18))
    heard = _about(office, "limin", "日报") + _about(office, "zhangwei", "日报")
    assert len(heard) == 1
    assert "18:00" in heard[0] and "无变化" in heard[0]


@pytest.mark.parametrize("words", ["日报 奥瑞金二期 65%", "无变化", "日报 无变化", "奥瑞金二期 65%"])
def test_who_has_reported_is_left_alone(small_office: StoryOffice, words: str) -> None:
    small_office.until(_at(6, 15, 16))
    small_office.says("zhangwei", words)
    small_office.until(_at(6, 15, 18))
    assert not _about(small_office, "limin", "日报还没有") and not _about(small_office, "zhangwei", "日报还没有")


def test_one_of_the_unit_speaks_for_all_of_it(small_office: StoryOffice) -> None:
    small_office.says("limin", "日报 无变化")
    small_office.until(_at(6, 15, 18))
    assert not _about(small_office, "zhangwei", "还没有收到")


def test_a_unit_without_matters_owes_nothing(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 15, 18))
    assert not _about(small_office, "chenchen", "日报") and not _about(small_office, "wangqiang", "日报")


def test_a_withdrawn_report_meets_no_duty(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 15, 10))
    small_office.says("zhangwei", "日报 奥瑞金二期 65%")
    small_office.until(_at(6, 15, 11))
    small_office.says("zhangwei", "撤回")
    small_office.until(_at(6, 15, 18))
    assert _about(small_office, "limin", "日报还没有") or _about(small_office, "zhangwei", "日报还没有")


def test_nobody_is_reminded_on_a_day_off(small_office: StoryOffice) -> None:
    """19 June 2026 is 端午; the 20th and 21st are the weekend."""
    small_office.until(_at(6, 18, 23))
    small_office.until(_at(6, 22, 0))
    assert not _pushed_between(small_office, _at(6, 19, 0), _at(6, 22, 0))


def test_the_weekly_report_moves_before_the_holiday(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 18, 17))
    assert any("18日 17:00" in text for text in _about(small_office, "limin", "周报"))


def test_a_worked_saturday_is_a_working_day(small_office: StoryOffice) -> None:
    """10 October 2026 is worked for 国庆."""
    small_office.clock.now = _at(10, 8, 8)
    small_office.until(_at(10, 10, 18))
    assert _about(small_office, "limin", "10月10日的日报")


def test_nights_are_quiet(small_office: StoryOffice) -> None:
    for day in range(4):
        add_matter(
            small_office, 20 + day, f"路段整治{day}标段", "城管局", due_on=date(2026, 6, 15) + timedelta(days=day)
        )
    small_office.until(_at(6, 17, 20))
    nights = [_pushed_between(small_office, _at(6, day, 21), _at(6, day + 1, 8)) for day in (15, 16)]
    days = [_pushed_between(small_office, _at(6, day, 8), _at(6, day, 21)) for day in (15, 16)]
    assert not any(nights) and all(days)


def test_a_due_day_is_warned_of_before(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 18), percent=50)
    small_office.until(_at(6, 17, 20))
    warned = _about(small_office, "chenchen", "6月18日到期")
    assert len(warned) == 2  # three working days before, and one
    assert all("申请延期" in text for text in warned)


def test_what_is_done_is_not_warned_of(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 18), percent=50)
    small_office.says("chenchen", "老旧小区改造已完成,已验收")
    small_office.until(_at(6, 17, 20))
    assert not _about(small_office, "chenchen", "到期")


def test_many_warnings_are_one_message(small_office: StoryOffice) -> None:
    for number in range(30, 36):
        add_matter(small_office, number, f"背街小巷整治{number}号", "城管局", due_on=date(2026, 6, 18), percent=50)
    small_office.until(_at(6, 15, 17))
    assert len(_about(small_office, "chenchen", "到期")) == 1


def test_nobody_is_asked_to_answer_收到(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 18), percent=50)
    small_office.until(_at(6, 18, 20))
    heard = small_office.hears("chenchen") + small_office.hears("limin") + small_office.group_hears()
    assert heard and not any("回复收到" in text or "请回复「收到」" in text for text in heard)


def test_收到_to_a_reminder_records_nothing(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 15, 17, 40))
    assert "没有" in small_office.says("limin", "收到")
    assert "招商局" in small_office.says("zhouming", "谁没交日报")


def test_who_has_not_reported_can_be_asked(office: StoryOffice) -> None:
    add_matter(office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 30), percent=50)
    office.until(_at(6, 15, 12))
    office.says("chenchen", "日报 老旧小区改造 52%")
    answer = office.says("liuyang", "谁没交日报")
    assert "招商局" in answer and "城管局" not in answer


def test_a_unit_whose_last_matter_went_to_another_is_left_alone(small_office: StoryOffice) -> None:
    small_office.until(_at(6, 15, 10))
    for number in (3, 4, 5):
        small_office.says("zhouming", f"改派 {number} 给城管局 因职能调整")
    assert "招商局" not in small_office.says("zhouming", "谁没交日报")
    small_office.until(_at(6, 19, 12))
    assert not _about(small_office, "limin", "日报还没有") and not _about(small_office, "limin", "周报还没有")
