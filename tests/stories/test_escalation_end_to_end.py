"""白 → 黄 → 红 under the policy of Xianyang, as people see it: nothing that hurts goes without a signature."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from models import Handover, Notice, ScoreEntry
from models.notice import NoticeState
from supervision.clock import SHANGHAI
from tests.stories.climbing import TITLE, propose, sign_white
from tests.stories.office import StoryOffice, add_matter


def _at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def late(small_office: StoryOffice) -> StoryOffice:
    """A matter of 城管局 that was due on Monday the 15th."""
    add_matter(small_office, 8, TITLE, "城管局", due_on=date(2026, 6, 15), percent=50)
    return small_office


def _notices(office: StoryOffice) -> list[Notice]:
    with office.house.database.read() as session:
        return session.query(Notice).order_by(Notice.id).all()


def _points(office: StoryOffice) -> list[Decimal]:
    with office.house.database.read() as session:
        return [one.points for one in session.query(ScoreEntry)]


def _heard(office: StoryOffice, userid: str, *words: str) -> bool:
    return any(all(word in text for word in words) for text in office.hears(userid))


def test_the_white_draft_is_the_offices_and_nobody_elses(late: StoryOffice) -> None:
    late.until(_at(6, 16, 10))
    assert [one.state for one in _notices(late)] == [NoticeState.DRAFT]
    assert _heard(late, "zhouming", TITLE, "签发 8")
    assert not _heard(late, "chenchen", "督办单") and not any("督办单" in text for text in late.group_hears())


def test_standard_and_limit_are_filled_by_the_office(drafted: StoryOffice) -> None:
    for words in ("签发 8", "签发 8 标准:完成主体验收", "签发 8 时限:6月18日"):
        drafted.says("zhouming", words)
    assert [one.state for one in _notices(drafted)] == [NoticeState.DRAFT]


@pytest.mark.parametrize("userid", ["chenchen", "zhangwei", "liuyang", "admin"])
def test_white_is_signed_by_the_office_alone(drafted: StoryOffice, userid: str) -> None:
    drafted.says(userid, "签发 8 标准:完成主体验收 时限:6月18日")
    assert [one.state for one in _notices(drafted)] == [NoticeState.DRAFT]


def test_signed_it_has_a_number_and_costs_nothing(drafted: StoryOffice) -> None:
    answer = sign_white(drafted)
    assert "督〔2026〕1号" in answer and "白色" in answer
    assert _points(drafted) == []
    drafted.live()
    assert _heard(drafted, "chenchen", "督〔2026〕1号", "完成主体验收", "6月18日", "四、创新结果运用(一)")
    assert _heard(drafted, "chenchen", "签收") and _heard(drafted, "chenchen", "复核")


def test_收到_signs_the_paper_and_only_the_paper(drafted: StoryOffice) -> None:
    sign_white(drafted)
    drafted.live()
    assert "督〔2026〕1号" in drafted.says("chenchen", "收到")
    assert "督〔2026〕1号" not in drafted.says("chenchen", "收到")


@pytest.mark.parametrize("words", ["收到白单,我们不服,怎么申诉", "收到,不认可,有异议"])
def test_who_protests_signs_for_nothing_in_the_same_breath(drafted: StoryOffice, words: str) -> None:
    sign_white(drafted)
    drafted.live()
    answer = drafted.says("chenchen", words)
    assert "没有替您签收" in answer and "复核 督" in answer
    assert "督〔2026〕1号" in drafted.says("chenchen", "签收")


@pytest.mark.parametrize("words", ["签收,没有异议", "收到,之前工作不认真,马上整改"])
def test_who_does_not_protest_has_signed(drafted: StoryOffice, words: str) -> None:
    sign_white(drafted)
    drafted.live()
    assert "督〔2026〕1号" in drafted.says("chenchen", words)


def test_an_unsigned_paper_is_never_a_score(drafted: StoryOffice) -> None:
    drafted.says("zhouming", "签发 8 标准:完成主体验收 时限:12月18日")
    drafted.until(_at(6, 23, 12))
    assert _heard(drafted, "zhouming", "纸质")
    assert _points(drafted) == [] and len(_notices(drafted)) == 1


def test_before_yellow_the_unit_is_heard(drafted: StoryOffice) -> None:
    sign_white(drafted)
    drafted.until(_at(6, 22, 10))
    assert _heard(drafted, "chenchen", "说明 8", "0.3", "6月25日")
    assert "6月25日" in drafted.says("zhouming", "提请 8 认定:无正当理由 标准:完成主体验收 时限:7月10日")
    drafted.says("chenchen", "说明 8 供应商破产,正重新招标")
    drafted.live()
    assert _heard(drafted, "zhouming", "供应商破产", "采纳 8")
    assert _points(drafted) == []


def test_an_accepted_reason_ends_the_climb(hearing: StoryOffice) -> None:
    hearing.says("chenchen", "说明 8 供应商破产,正重新招标")
    assert "#8" in hearing.says("zhouming", "采纳 8 供应商破产属实")
    hearing.until(_at(6, 29, 12))
    assert _points(hearing) == []
    assert all(one.level == 1 or one.state is not NoticeState.DRAFT for one in _notices(hearing))


def test_yellow_needs_a_verdict_in_words(heard: StoryOffice) -> None:
    assert "认定" in heard.says("zhouming", "提请 8 标准:完成主体验收 时限:7月10日")
    heard.says("liuyang", "签发 8")
    assert NoticeState.PROPOSED not in {one.state for one in _notices(heard)} and _points(heard) == []


def test_the_leader_signs_yellow_and_it_costs_its_points(proposed: StoryOffice) -> None:
    answer = proposed.says("liuyang", "签发 8")
    assert "督〔2026〕2号" in answer and "0.3" in answer
    assert _points(proposed) == [Decimal("-0.3")]
    proposed.live()
    assert _heard(proposed, "chenchen", "督〔2026〕2号", "无正当理由,没有提交说明", "0.3")


@pytest.mark.parametrize("userid", ["zhouming", "zhaojie", "chenchen", "admin"])
def test_nobody_but_the_leader_signs_yellow(proposed: StoryOffice, userid: str) -> None:
    proposed.says(userid, "签发 8")
    proposed.says(userid, "同意 8")
    assert _points(proposed) == []


def test_what_was_proposed_waits_for_the_leader_and_he_may_decline(heard: StoryOffice) -> None:
    propose(heard)
    heard.live()
    assert _heard(heard, "liuyang", TITLE, "签发 8")
    assert TITLE in heard.says("liuyang", "待办")
    assert "#8" in heard.says("liuyang", "不签 8 先约谈了解情况")
    assert _points(heard) == []
    heard.live()
    assert _heard(heard, "zhouming", "先约谈了解情况")


def test_a_bare_同意_signs_nothing_and_says_how(proposed: StoryOffice) -> None:
    assert "编号" in proposed.says("liuyang", "同意")
    assert _points(proposed) == []


def test_every_mark_explains_itself(proposed: StoryOffice) -> None:
    proposed.says("liuyang", "签发 8")
    why = proposed.says("chenchen", "为什么扣0.3")
    for part in ("督〔2026〕2号", "四、创新结果运用(二)", TITLE, "刘洋"):
        assert part in why
    assert "0.3" in proposed.says("chenchen", "考核")


def test_anothers_marks_are_not_told(proposed: StoryOffice) -> None:
    before = proposed.says("zhangwei", "考核 城管局"), proposed.says("zhangwei", "为什么扣0.3")
    proposed.says("liuyang", "签发 8")
    assert (proposed.says("zhangwei", "考核 城管局"), proposed.says("zhangwei", "为什么扣0.3")) == before


def test_the_unit_may_ask_for_a_review(proposed: StoryOffice) -> None:
    proposed.says("liuyang", "签发 8")
    assert "督〔2026〕2号" in proposed.says("chenchen", "复核 督2026-2 供应商破产属不可抗力")
    proposed.live()
    assert _heard(proposed, "zhouming", "复核", "不可抗力")


def test_progress_on_an_overdue_matter_is_recorded_and_ends_nothing(drafted: StoryOffice) -> None:
    assert "80%" in drafted.says("chenchen", "老旧小区改造 80%")
    assert [one.state for one in _notices(drafted)] == [NoticeState.DRAFT]
    assert "督〔2026〕1号" in drafted.says("zhouming", "签发 8 标准:完成主体验收 时限:6月18日")


def test_told_as_done_the_draft_cannot_be_signed(drafted: StoryOffice) -> None:
    drafted.says("chenchen", "老旧小区改造已完成,已验收")
    assert "督〔2026〕1号" not in drafted.says("zhouming", "签发 8 标准:完成主体验收 时限:6月18日")


def test_red_hands_over_and_takes_no_more_points(proposed: StoryOffice) -> None:
    proposed.says("liuyang", "签发 8")
    proposed.until(_at(7, 6, 9))
    proposed.says("zhouming", "提请 8 认定:屡督不动 标准:完成主体验收 时限:7月20日")
    answer = proposed.says("liuyang", "签发 8")
    assert "督〔2026〕3号" in answer and "红色" in answer
    assert _points(proposed) == [Decimal("-0.3")]
    with proposed.house.database.read() as session:
        assert {one.body for one in session.query(Handover)} == {"纪检监察机关", "考核办", "组织部"}
    proposed.live()
    assert _heard(proposed, "zhouming", "组织部") or _heard(proposed, "zhouming", "移交")


@pytest.mark.parametrize(("words", "shown"), [
    ("本月签发了几张督办单", True), ("6月的白单", True), ("这个月发了哪些白单", True), ("今年的督办单", True),
    ("上月签发的督办单", False), ("本月签发了哪些黄单", False), ("红单有几张", False),
])  # fmt: skip
def test_notices_are_asked_for_by_colour_and_month(drafted: StoryOffice, words: str, shown: bool) -> None:
    sign_white(drafted)
    assert ("督〔2026〕1号" in drafted.says("liuyang", words)) is shown


def test_while_another_is_under_way_the_signed_one_is_called_by_its_number(proposed: StoryOffice) -> None:
    answer = proposed.says("zhouming", "撤销 8 时限写错了")
    assert "没有撤销任何一份" in answer and "撤销 督2026-1 原因" in answer
    assert [notice.state for notice in _notices(proposed)] == [NoticeState.SIGNED, NoticeState.PROPOSED]
    assert "已撤销 督〔2026〕1号" in proposed.says("zhouming", "撤销 督2026-1 时限写错了")


def test_可以_signs_nothing_and_the_leader_is_told_so(proposed: StoryOffice) -> None:
    assert "请带上要处理的编号" in proposed.says("liuyang", "可以")
    assert _notices(proposed)[-1].state is NoticeState.PROPOSED
