"""原因 has to be 主观 before a unit is held to account (A14); where a policy names 职务, they and nobody else sign."""

from __future__ import annotations

from datetime import date

import pytest

from models.notice import NoticeState
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import WITH_CAUSE, changed, days, govern, heard, notices_of, points_of, signed_by

PROPOSAL = "提请 8 认定:无正当理由 标准:完成主体验收 时限:7月10日"


def heard_under(office: StoryOffice, policy: str) -> StoryOffice:
    """White is signed, its limit went by, the unit kept silent."""
    govern(office, policy)
    add_matter(office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    office.until(days(6, 16))
    office.says("zhouming", "签发 8 标准:完成主体验收 时限:6月18日")
    office.until(days(6, 26))
    return office


def test_only_a_subjective_cause_is_proposed(office: StoryOffice) -> None:
    heard_under(office, WITH_CAUSE)
    assert heard(office, "zhouming", "说明期已过", "原因:主观、客观或待查")

    assert "还缺原因" in office.says("zhouming", PROPOSAL)
    for cause, way in (("客观", "申请延期"), ("待查", "查清")):
        answer = office.says("zhouming", f"{PROPOSAL} 原因:{cause}")
        assert "没有提请" in answer and "采纳 8" in answer and way in answer
    assert (notices_of(office)[-1].state, notices_of(office)[-1].found_cause) == (NoticeState.DRAFT, None)

    assert "已提请" in office.says("zhouming", f"{PROPOSAL} 原因:主观")
    office.live()
    assert heard(office, "liuyang", "请签发黄色", "原因:主观")
    office.says("liuyang", "签发 8")
    office.live()
    yellow = notices_of(office)[-1]
    assert (yellow.found_cause, yellow.grounds["cause"]) == ("subjective", "subjective")
    assert heard(office, "chenchen", "督〔2026〕2号", "原因认定:主观")


def test_where_no_cause_is_asked_for_none_is_needed(heard: StoryOffice) -> None:
    assert "已提请" in heard.says("zhouming", "提请 8 原因:施工组织不力 标准:完成主体验收 时限:7月10日")
    assert notices_of(heard)[-1].verdict == "施工组织不力"


def test_a_verdict_keeps_every_word(heard: StoryOffice) -> None:
    heard.says("zhouming", "提请 8 认定:无正当理由,依据现场记录 标准:完成主体验收 时限:7月10日")
    assert notices_of(heard)[-1].verdict == "无正当理由,依据现场记录"


def test_whom_the_policy_names_signs(office: StoryOffice) -> None:
    heard_under(office, signed_by("县长", "常务副县长"))
    answer = office.says("zhouming", PROPOSAL)
    assert "由县长、常务副县长签发" in answer and "登记" in answer and "职务:县长" in answer
    assert notices_of(office)[-1].state is NoticeState.DRAFT

    assert "职务县长" in office.says("zhouming", "登记 stranger 吴刚 县领导 领导 职务:县长")
    assert "已提请" in office.says("zhouming", PROPOSAL)
    office.live()
    assert "不在您的权限内" in office.says("liuyang", "签发 8")  # a leader, but 副县长
    assert "不在您的权限内" in office.says("liuyang", "不签 8 先约谈")
    assert points_of(office) == 0
    assert "督〔2026〕2号" in office.says("stranger", "签发 8")


def test_the_head_of_the_office_alone_signs_white_where_the_policy_says_so(small_office: StoryOffice) -> None:
    policy = changed(('signer = "督查室"', 'signer_titles = ["督查室主任"]\nsigner = "督查室"'))
    govern(small_office, policy)
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    small_office.until(days(6, 16))
    white = "签发 8 标准:完成主体验收 时限:6月18日"
    assert "由督查室主任签发" in small_office.says("zhouming", white)
    small_office.says("zhouming", "登记 zhaojie 赵洁 督查室 督查员 职务:督查室主任")
    assert "不在您的权限内" in small_office.says("zhouming", white)
    assert "督〔2026〕1号" in small_office.says("zhaojie", white)


@pytest.mark.parametrize("words", ["登记 zhaojie 赵洁 督查室 督查员", "登记 zhaojie 赵洁 督查室 督查员 职务:科长"])
def test_enrolling_anew_leaves_what_was_not_said(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhouming", "登记 zhaojie 赵洁 督查室 督查员 职务:科长")
    assert "职务科长" in small_office.says("zhouming", words)
