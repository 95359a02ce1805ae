"""白 → 黄 → 红 under the policy of Xianyang, as people see it in the chat: nothing that hurts goes without a signature."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from models import Handover, Notice, ScoreEntry
from models.notice import NoticeState
from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice, add_matter

TITLE = "老旧小区改造"


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


def _sign_white(office: StoryOffice) -> str:
    office.until(_at(6, 16, 10))
    return office.says("zhouming", "签发 8 标准:完成主体验收 时限:6月18日")


def _to_the_end_of_the_hearing(office: StoryOffice) -> None:
    _sign_white(office)
    office.until(_at(6, 26, 9))


def _sign_yellow(office: StoryOffice) -> str:
    _to_the_end_of_the_hearing(office)
    office.says("zhouming", "提请 8 认定:无正当理由,没有提交说明 标准:完成主体验收 时限:6月29日")
    return office.says("liuyang", "签发 8")


def test_the_white_draft_is_the_offices_and_nobody_elses(late: StoryOffice) -> None:
    late.until(_at(6, 16, 10))
    assert [one.state for one in _notices(late)] == [NoticeState.DRAFT]
    assert _heard(late, "zhouming", TITLE, "签发 8")
    assert not _heard(late, "chenchen", "督办单") and not any("督办单" in text for text in late.group_hears())


def test_standard_and_limit_are_filled_by_the_office(late: StoryOffice) -> None:
    late.until(_at(6, 16, 10))
    for words in ("签发 8", "签发 8 标准:完成主体验收", "签发 8 时限:6月18日"):
        late.says("zhouming", words)
    assert [one.state for one in _notices(late)] == [NoticeState.DRAFT]


@pytest.mark.parametrize("userid", ["chenchen", "zhangwei", "liuyang", "admin"])
def test_white_is_signed_by_the_office_alone(late: StoryOffice, userid: str) -> None:
    late.until(_at(6, 16, 10))
    late.says(userid, "签发 8 标准:完成主体验收 时限:6月18日")
    assert [one.state for one in _notices(late)] == [NoticeState.DRAFT]


def test_signed_it_has_a_number_and_costs_nothing(late: StoryOffice) -> None:
    answer = _sign_white(late)
    assert "督〔2026〕1号" in answer and "白色" in answer
    assert _points(late) == []
    late.live()
    assert _heard(late, "chenchen", "督〔2026〕1号", "完成主体验收", "6月18日", "四、创新结果运用(一)")
    assert _heard(late, "chenchen", "签收") and _heard(late, "chenchen", "复核")


def test_收到_signs_the_paper_and_only_the_paper(late: StoryOffice) -> None:
    _sign_white(late)
    late.live()
    assert "督〔2026〕1号" in late.says("chenchen", "收到")
    assert "督〔2026〕1号" not in late.says("chenchen", "收到")


def test_an_unsigned_paper_is_never_a_score(late: StoryOffice) -> None:
    add_matter(late, 9, "夜市整治", "招商局", due_on=date(2026, 12, 15), percent=50)
    late.until(_at(6, 16, 10))
    late.says("zhouming", "签发 8 标准:完成主体验收 时限:12月18日")
    late.until(_at(6, 23, 12))
    assert _heard(late, "zhouming", "纸质")
    assert _points(late) == [] and len(_notices(late)) == 1


def test_before_yellow_the_unit_is_heard(late: StoryOffice) -> None:
    _sign_white(late)
    late.until(_at(6, 22, 10))
    assert _heard(late, "chenchen", "说明 8", "0.3", "6月25日")
    assert "6月25日" in late.says("zhouming", "提请 8 认定:无正当理由 标准:完成主体验收 时限:7月10日")
    late.says("chenchen", "说明 8 供应商破产,正重新招标")
    late.live()
    assert _heard(late, "zhouming", "供应商破产", "采纳 8")
    assert _points(late) == []


def test_an_accepted_reason_ends_the_climb(late: StoryOffice) -> None:
    _sign_white(late)
    late.until(_at(6, 22, 10))
    late.says("chenchen", "说明 8 供应商破产,正重新招标")
    assert "#8" in late.says("zhouming", "采纳 8 供应商破产属实")
    late.until(_at(6, 29, 12))
    assert _points(late) == []
    assert all(one.level == 1 or one.state is not NoticeState.DRAFT for one in _notices(late))


def test_yellow_needs_a_verdict_in_words(late: StoryOffice) -> None:
    _to_the_end_of_the_hearing(late)
    assert "认定" in late.says("zhouming", "提请 8 标准:完成主体验收 时限:7月10日")
    assert "没有等您" in late.says("liuyang", "签发 8") or _points(late) == []


def test_the_leader_signs_yellow_and_it_costs_its_points(late: StoryOffice) -> None:
    answer = _sign_yellow(late)
    assert "督〔2026〕2号" in answer and "0.3" in answer
    assert _points(late) == [Decimal("-0.3")]
    late.live()
    assert _heard(late, "chenchen", "督〔2026〕2号", "无正当理由,没有提交说明", "0.3")


@pytest.mark.parametrize("userid", ["zhouming", "zhaojie", "chenchen", "admin"])
def test_nobody_but_the_leader_signs_yellow(late: StoryOffice, userid: str) -> None:
    _to_the_end_of_the_hearing(late)
    late.says("zhouming", "提请 8 认定:无正当理由 标准:完成主体验收 时限:7月10日")
    late.says(userid, "签发 8")
    late.says(userid, "同意 8")
    assert _points(late) == []


def test_what_was_proposed_waits_for_the_leader_and_he_may_decline(late: StoryOffice) -> None:
    _to_the_end_of_the_hearing(late)
    late.says("zhouming", "提请 8 认定:无正当理由 标准:完成主体验收 时限:7月10日")
    late.live()
    assert _heard(late, "liuyang", TITLE, "签发 8")
    assert TITLE in late.says("liuyang", "待办")
    assert "#8" in late.says("liuyang", "不签 8 先约谈了解情况")
    assert _points(late) == []
    late.live()
    assert _heard(late, "zhouming", "先约谈了解情况")


def test_every_mark_explains_itself(late: StoryOffice) -> None:
    _sign_yellow(late)
    why = late.says("chenchen", "为什么扣0.3")
    for part in ("督〔2026〕2号", "四、创新结果运用(二)", TITLE, "刘洋"):
        assert part in why
    assert "0.3" in late.says("chenchen", "考核")


def test_anothers_marks_are_not_told(late: StoryOffice) -> None:
    before = late.says("zhangwei", "考核 城管局"), late.says("zhangwei", "为什么扣0.3")
    _sign_yellow(late)
    assert (late.says("zhangwei", "考核 城管局"), late.says("zhangwei", "为什么扣0.3")) == before


def test_the_unit_may_ask_for_a_review(late: StoryOffice) -> None:
    _sign_yellow(late)
    assert "督〔2026〕2号" in late.says("chenchen", "复核 督2026-2 供应商破产属不可抗力")
    late.live()
    assert _heard(late, "zhouming", "复核", "不可抗力")


def test_progress_on_an_overdue_matter_is_recorded_and_ends_nothing(late: StoryOffice) -> None:
    late.until(_at(6, 16, 10))
    assert "80%" in late.says("chenchen", "老旧小区改造 80%")
    assert [one.state for one in _notices(late)] == [NoticeState.DRAFT]
    assert "督〔2026〕1号" in late.says("zhouming", "签发 8 标准:完成主体验收 时限:6月18日")


def test_told_as_done_the_draft_cannot_be_signed(late: StoryOffice) -> None:
    late.until(_at(6, 16, 10))
    late.says("chenchen", "老旧小区改造已完成,已验收")
    assert "督〔2026〕1号" not in late.says("zhouming", "签发 8 标准:完成主体验收 时限:6月18日")


def test_red_hands_over_and_takes_no_more_points(late: StoryOffice) -> None:
    _sign_yellow(late)
    late.until(_at(7, 6, 9))
    late.says("zhouming", "提请 8 认定:屡督不动 标准:完成主体验收 时限:7月20日")
    answer = late.says("liuyang", "签发 8")
    assert "督〔2026〕3号" in answer and "红色" in answer
    assert _points(late) == [Decimal("-0.3")]
    with late.house.database.read() as session:
        assert {one.body for one in session.query(Handover)} == {"纪检监察机关", "考核办", "组织部"}
    late.live()
    assert _heard(late, "zhouming", "组织部") or _heard(late, "zhouming", "移交")
