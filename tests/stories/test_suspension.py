"""暂停 / 恢复: the office stops a matter's clock, with a reason."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models import Notice, Suspension
from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice, add_matter


def test_suspended_with_a_reason_and_told(office: StoryOffice) -> None:
    assert "停工令" in office.says("zhouming", "暂停 3 市政府统一停工令")
    assert office.matter(3).suspended_since is not None
    with office.house.database.read() as session:
        assert session.query(Suspension).one().matter_id == office.matter(3).id
    office.live()
    assert any("暂停" in text and "停工令" in text for text in office.hears("zhangwei"))


def test_without_a_reason_nothing_stops(small_office: StoryOffice) -> None:
    assert "原因" in small_office.says("zhouming", "暂停 3")
    assert small_office.matter(3).suspended_since is None


def test_resumed_the_clock_runs_again(office: StoryOffice) -> None:
    office.says("zhouming", "暂停 3 停工令")
    assert "9月30日" in office.says("zhaojie", "恢复 3 停工令解除")
    assert office.matter(3).suspended_since is None


def test_a_suspended_matter_neither_warns_nor_climbs(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 17), percent=50)
    small_office.says("zhouming", "暂停 8 停工令")
    small_office.until(datetime(2026, 6, 23, 12, 0, tzinfo=SHANGHAI))
    assert not any("到期" in text for text in small_office.hears("chenchen"))
    with small_office.house.database.read() as session:
        assert session.query(Notice).count() == 0
    assert "#8" not in small_office.says("liuyang", "逾期")


def test_progress_is_still_written_down(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "暂停 3 停工令")
    assert "62%" in small_office.says("zhangwei", "奥瑞金二期 62%")
    assert small_office.matter(3).percent == 62


def test_twice_is_said_to_be_so(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "暂停 3 停工令")
    assert "已在暂停" in small_office.says("zhouming", "暂停 3 停工令")
    assert "没有暂停" in small_office.says("zhouming", "恢复 4 复工")


@pytest.mark.parametrize("userid", ["zhangwei", "limin", "liuyang", "admin"])
def test_only_a_supervisor_suspends(small_office: StoryOffice, userid: str) -> None:
    small_office.says(userid, "暂停 3 停工令")
    assert small_office.matter(3).suspended_since is None


def test_a_unit_that_tells_of_a_stop_reports(small_office: StoryOffice) -> None:
    """「暂停施工」 from a unit is a report, not a command."""
    small_office.says("zhangwei", "奥瑞金二期暂停施工,等电力接入")
    assert small_office.matter(3).suspended_since is None
    assert small_office.matter(3).has_problem or small_office.matter(3).status.value == "blocked"
