"""What cannot be done, or changes nothing, is answered with the reason that is true."""

from __future__ import annotations

import pytest

from models import Progress
from tests.stories.climbing import sign_white
from tests.stories.office import StoryOffice


@pytest.mark.parametrize("userid", ["liuyang", "zhouming"])
def test_同意_where_nothing_waits_says_that_nothing_waits(small_office: StoryOffice, userid: str) -> None:
    answer = small_office.says(userid, "同意")
    assert "目前没有等您处理的" in answer and "权限" not in answer


def test_签发_a_second_time_names_the_number_it_has(proposed: StoryOffice) -> None:
    written = "督〔2026〕2号"
    assert written in proposed.says("liuyang", "签发 8")
    again = proposed.says("liuyang", "签发 8")
    assert written in again and "已于6月26日 10:00签发" in again


def test_the_office_is_told_the_same_of_its_own_paper(drafted: StoryOffice) -> None:
    sign_white(drafted)
    assert "文号督〔2026〕1号,不用再签" in sign_white(drafted)


def test_who_did_not_sign_it_learns_no_number(proposed: StoryOffice) -> None:
    proposed.says("liuyang", "签发 8")
    assert "督〔2026〕2号" not in proposed.says("zhouming", "签发 8")


def test_a_report_on_a_paused_matter_is_recorded_and_says_that_it_is_paused(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "暂停 3 停工令")
    answer = small_office.says("zhangwei", "日报 奥瑞金二期 65%")
    assert "60%→65%" in answer and "暂停督办中" in answer
    with small_office.house.database.read() as session:
        assert session.query(Progress).one().percent == 65
    small_office.says("zhouming", "恢复 3 已复工")
    assert "暂停" not in small_office.says("zhangwei", "日报 奥瑞金二期 66%")
