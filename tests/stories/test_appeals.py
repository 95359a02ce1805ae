"""复核: asked once, decided by somebody who had no part in the paper; until then its climb goes no further (P12)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models import Appeal
from models.appeal import AppealState
from models.notice import NoticeState
from tests.stories.climbing import propose, sign_white
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import days, heard, notices_of, points_of

ASKED = "复核 督2026-1 当日已电话报告"


@pytest.fixture
def appealed(drafted: StoryOffice) -> StoryOffice:
    """周明 signed white for the 18th; 城管局 had it and asks for a review."""
    sign_white(drafted)
    drafted.live()
    drafted.says("chenchen", ASKED)
    drafted.live()
    return drafted


def appeal(office: StoryOffice) -> Appeal:
    with office.house.database.read() as session:
        return session.scalars(select(Appeal)).one()


def test_until_it_is_decided_nothing_goes_on(office: StoryOffice) -> None:
    add_matter(office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    office.until(days(6, 16))
    sign_white(office)
    office.live()
    assert "2026年7月16日前答复" in office.says("chenchen", ASKED)
    office.until(days(6, 30))

    assert [one.level for one in notices_of(office)] == [1]
    assert heard(office, "zhouming", "申请复核", "当日已电话报告", "复核决定 督〔2026〕1号")
    assert "复核中" in office.says("chenchen", "督办单")
    assert "复核中" in office.says("zhouming", "文号 2026")
    for userid in ("zhouming", "liuyang"):
        assert "督〔2026〕1号" in office.says(userid, "待办")

    assert "维持" in office.says("zhaojie", "复核决定 督2026-1 维持 电话没有记录")
    office.until(days(7, 1))
    assert heard(office, "chenchen", "复核决定", "维持", "电话没有记录")
    assert appeal(office).state is AppealState.UPHELD
    assert "复核中" not in office.says("chenchen", "督办单")
    assert [one.level for one in notices_of(office)] == [1, 2]


def test_a_proposal_waits_for_the_review_of_the_paper_below(proposed: StoryOffice) -> None:
    proposed.says("chenchen", ASKED)
    assert "复核中" in proposed.says("liuyang", "签发 8")
    assert points_of(proposed) == 0


def test_what_is_revoked_gives_the_points_back_and_ends_the_climb(proposed: StoryOffice) -> None:
    proposed.says("liuyang", "签发 8")
    proposed.live()
    assert str(points_of(proposed)) == "-0.3"
    proposed.says("chenchen", "复核 督2026-2 电力6月才接通")
    assert "撤销" in proposed.says("zhaojie", "复核决定 督2026-2 撤销 供电公司证明属实")
    proposed.live()

    assert points_of(proposed) == 0
    assert notices_of(proposed)[-1].state is NoticeState.WITHDRAWN
    told = [text for text in proposed.hears("chenchen") if "供电公司证明属实" in text]
    assert len(told) == 1 and "0.3分已加回" in told[0]
    matter_id = proposed.matter(8).id
    proposed.until(days(7, 20))
    assert [one.level for one in notices_of(proposed) if one.matter_id == matter_id] == [1, 2]


def test_a_score_says_that_it_is_under_review_and_what_came_of_it(proposed: StoryOffice) -> None:
    proposed.says("liuyang", "签发 8")
    proposed.live()
    proposed.says("chenchen", "复核 督2026-2 电力6月才接通")

    assert "-0.3分(复核中) 督〔2026〕2号" in proposed.says("liuyang", "考核 城管局")
    asked = proposed.says("chenchen", "为什么扣0.3")
    assert "复核中:6月26日申请,7月26日前决定" in asked and "每张单只能申请一次复核" in asked

    proposed.says("zhaojie", "复核决定 督2026-2 撤销 供电公司证明属实")
    listed = proposed.says("chenchen", "考核")
    assert "合计0分" in listed and "+0.3分(复核撤销,已加回)" in listed and "-0.3分(已撤销)" in listed
    assert "复核中" not in listed
    assert "复核:6月26日撤销,分已加回" in proposed.says("chenchen", "为什么扣0.3")


def test_a_score_that_was_upheld_says_so(proposed: StoryOffice) -> None:
    proposed.says("liuyang", "签发 8")
    proposed.says("chenchen", "复核 督2026-2 电力6月才接通")
    proposed.says("zhaojie", "复核决定 督2026-2 维持 供电记录不符")
    assert "复核:6月26日维持" in proposed.says("chenchen", "为什么扣0.3")
    assert "(复核" not in proposed.says("chenchen", "考核")


def test_what_is_changed_bears_the_new_limit(appealed: StoryOffice) -> None:
    answer = appealed.says("zhaojie", "复核决定 督2026-1 变更 时限:6月30日 理由:期间停电")
    appealed.live()
    assert "变更" in answer
    assert notices_of(appealed)[0].finish_by == date(2026, 6, 30)
    assert heard(appealed, "chenchen", "决定:变更", "2026年6月30日(原为2026年6月18日)", "期间停电")
    assert not heard(appealed, "chenchen", "录入")


@pytest.mark.parametrize(
    ("userid", "why"),
    [("zhouming", "是您签发的"), ("chenchen", "不在您的权限内"), ("admin", "不在您的权限内")],
)
def test_whoever_had_a_part_does_not_decide(appealed: StoryOffice, userid: str, why: str) -> None:
    assert why in appealed.says(userid, "复核决定 督2026-1 维持 事实清楚")
    assert appeal(appealed).state is AppealState.ASKED


def test_proposer_and_signer_both_stand_back(heard_: StoryOffice) -> None:
    propose(heard_)
    heard_.says("liuyang", "签发 8")
    heard_.says("chenchen", "复核 督2026-2 有误")
    assert "是您提请的" in heard_.says("zhouming", "复核决定 督2026-2 维持 清楚")
    assert "是您签发的" in heard_.says("liuyang", "复核决定 督2026-2 维持 清楚")
    assert "已记录" in heard_.says("zhaojie", "复核决定 督2026-2 维持 清楚")


@pytest.fixture
def heard_(heard: StoryOffice) -> StoryOffice:
    return heard


def test_whose_finding_it_rests_on_and_who_drafted_stand_back(small_office: StoryOffice) -> None:
    small_office.says("zhaojie", "认定 3 质量不达标:验收有两处渗漏")
    small_office.until(days(6, 15, 11))
    small_office.says("zhouming", "签发 3 标准:修好 时限:6月29日")
    small_office.says("zhangwei", ASKED)
    assert "依据的是您的认定" in small_office.says("zhaojie", "复核决定 督2026-1 维持 清楚")
    assert "已记录" in small_office.says("liuyang", "复核决定 督2026-1 维持 清楚")


def test_it_is_asked_once_in_words_and_in_time(appealed: StoryOffice) -> None:
    assert "只能申请一次" in appealed.says("chenchen", ASKED)
    assert "请写明" in appealed.says("chenchen", "复核 督2026-1")
    appealed.says("zhaojie", "复核决定 督2026-1 维持 清楚")
    assert "只能申请一次" in appealed.says("chenchen", ASKED)
    assert "没有等您处理" in appealed.says("zhaojie", "复核决定 督2026-1 撤销 再看一次")


def test_the_days_count_from_the_receipt(drafted: StoryOffice) -> None:
    sign_white(drafted)
    drafted.live()
    drafted.clock.now = days(6, 26)
    drafted.says("chenchen", "签收")
    drafted.clock.now = days(7, 26)
    assert "已登记" in drafted.says("chenchen", ASKED)


def test_after_the_days_it_is_too_late(drafted: StoryOffice) -> None:
    sign_white(drafted)
    drafted.live()
    drafted.clock.now = days(7, 17)
    assert "已于2026年7月16日届满" in drafted.says("chenchen", ASKED)


def test_the_office_is_warned_twice_and_told_when_it_is_over(appealed: StoryOffice) -> None:
    """Due on Thursday 16 July: told on the 13th (the 11th has no work), the day before, and after."""
    appealed.until(days(7, 10))
    assert not heard(appealed, "zhaojie", "还有")
    appealed.until(days(7, 14))
    assert heard(appealed, "zhaojie", "督〔2026〕1号", "还有3天")
    appealed.until(days(7, 15))
    assert heard(appealed, "zhaojie", "还有1天")
    appealed.until(days(7, 24))
    assert [text.count("已经过期") for text in appealed.hears("zhaojie") if "复核" in text].count(1) == 1


def test_a_decision_needs_a_verdict_and_a_reason(appealed: StoryOffice) -> None:
    assert "请写明决定和理由" in appealed.says("zhaojie", "复核决定 督2026-1 同意")
    assert "还缺说明" in appealed.says("zhaojie", "复核决定 督2026-1 维持")
    assert "还缺改什么" in appealed.says("zhaojie", "复核决定 督2026-1 变更 理由:停电")
    assert "没有找到" in appealed.says("zhaojie", "复核决定 督2026-9 维持 清楚")
    assert appeal(appealed).state is AppealState.ASKED


def test_a_paper_that_is_withdrawn_leaves_nothing_to_decide(appealed: StoryOffice) -> None:
    appealed.says("zhouming", "撤销 8 登记的时限有误")
    assert appeal(appealed).state is AppealState.MOOT
    assert "督〔2026〕1号" not in appealed.says("zhouming", "待办")


def test_another_unit_asks_for_nothing(drafted: StoryOffice) -> None:
    sign_white(drafted)
    assert "没有等您处理" in drafted.says("zhangwei", ASKED)
    assert "不在您的权限内" in drafted.says("zhouming", ASKED)
