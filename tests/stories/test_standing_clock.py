"""暂停: no day on which a clock stood is one of lateness; a due day without work means the working day after it."""

from __future__ import annotations

from datetime import date, datetime

from models.notice import NoticeState
from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import heard, notices_of


def _at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def _until_resumed(office: StoryOffice, since: datetime, until: datetime) -> str:
    office.until(since)
    office.says("zhouming", "暂停 8 市政府统一停工令")
    office.until(until)
    answer = office.says("zhouming", "恢复 8 停工令解除")
    office.live()
    return answer


def test_resumed_after_its_due_day_it_is_late_from_the_next_working_day(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 24), percent=95)
    answer = _until_resumed(small_office, _at(6, 22), _at(7, 1))
    assert "暂停的日子不算逾期,从明天起接着算" in answer
    small_office.until(_at(7, 1, 17))
    assert notices_of(small_office) == [] and not heard(small_office, "chenchen", "现已逾期")

    small_office.until(_at(7, 2, 17))
    (white,) = notices_of(small_office)
    assert (white.state, white.grounds["workdays_late"]) == (NoticeState.DRAFT, 1)
    assert heard(small_office, "zhouming", "应于6月24日完成,已过1个工作日(暂停的日子不算)")


def test_who_was_late_before_is_as_late_as_before(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 12), percent=95)
    _until_resumed(small_office, _at(6, 16), _at(6, 29))  # two working days late
    small_office.until(_at(6, 29, 17))
    assert notices_of(small_office)[-1].grounds["workdays_late"] == 2


def test_resumed_before_its_due_day_nothing_changes(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 24), percent=95)
    answer = _until_resumed(small_office, _at(6, 16), _at(6, 18))
    assert "暂停的日子" not in answer and small_office.matter(8).stood_until is None


def test_another_due_day_is_counted_from_itself(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 24), percent=95)
    _until_resumed(small_office, _at(6, 22), _at(7, 1))
    small_office.says("chenchen", "申请延期 8 到7月10日 因暴雨停工")
    small_office.says("zhouming", "同意 8")
    assert small_office.matter(8).stood_until is None
    small_office.until(_at(7, 14))
    assert notices_of(small_office)[-1].grounds["workdays_late"] in (1, 2)


def test_on_the_working_day_after_a_sunday_it_is_in_time_for_everybody(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 28), percent=95)  # a Sunday
    small_office.until(_at(6, 29, 10))
    assert "#8" not in small_office.says("liuyang", "逾期") and "超期" not in small_office.says("liuyang", "#8")
    assert "黄灯" in small_office.says("liuyang", "#8")
    small_office.until(_at(6, 30, 10))
    assert "#8" in small_office.says("liuyang", "逾期") and "超期1天" in small_office.says("liuyang", "#8")


def test_granted_late_an_extension_makes_nothing_later(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 24), percent=95)
    small_office.until(_at(6, 22))
    small_office.says("chenchen", "申请延期 8 到6月30日 因暴雨停工")
    _until_resumed(small_office, _at(6, 23), _at(7, 6))
    small_office.says("zhouming", "同意 8 延期")
    assert (small_office.matter(8).due_on, small_office.matter(8).stood_until) == (date(2026, 6, 30), date(2026, 7, 6))
    small_office.until(_at(7, 6, 17))
    assert notices_of(small_office) == []
