"""What the office finds, in its words: a climb begins, or goes further, and the answer says what follows and when."""

from __future__ import annotations

from datetime import date

import pytest

from models.notice import NoticeState
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import SKIPPING, WITHOUT_DAYS, changed, days, govern, heard, notices_of

PROBLEMS = changed(
    ('when = "质量不达标"', 'when = "发现问题"\narticle = "四"\n\n[[triggers]]\nwhen = "质量不达标"'),
)


@pytest.mark.parametrize(
    "words", ["质量不达标:验收有两处渗漏", "质量不合格 验收有两处渗漏", "达不到标准,验收有两处渗漏"]
)
def test_a_finding_is_written_down_and_says_what_follows(small_office: StoryOffice, words: str) -> None:
    answer = small_office.says("zhouming", f"认定 3 {words}")

    assert "质量不达标" in answer and "验收有两处渗漏" in answer
    assert "今天拟白色专项督办单" in answer and "四、创新结果运用(一)" in answer


def test_a_finding_starts_a_climb_long_before_the_due_day(office: StoryOffice) -> None:
    """C24."""
    office.says("zhouming", "认定 3 质量不达标:验收有两处渗漏")
    office.until(days(6, 15, 11))

    (white,) = notices_of(office)
    assert (white.level, white.state) == (1, NoticeState.DRAFT)
    assert heard(office, "zhouming", "白色专项督办单待填写", "质量不达标", "验收有两处渗漏")
    office.says("zhouming", "签发 3 标准:渗漏修好 时限:6月29日")
    office.live()
    assert heard(office, "zhangwei", "督〔2026〕1号", "认定:质量不达标", "两处渗漏")
    assert not heard(office, "zhangwei", "已过0个工作日")


def test_in_the_evening_the_day_after_is_named(small_office: StoryOffice) -> None:
    small_office.until(days(6, 20))  # a Saturday after 端午
    assert "6月22日拟白色" in small_office.says("zhouming", "认定 3 质量不达标:验收有两处渗漏")


def test_what_waits_is_said_where_nothing_is_drafted(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "暂停 3 市政府统一停工令")
    answer = small_office.says("zhouming", "认定 3 质量不达标:验收有两处渗漏")
    small_office.until(days(6, 16))

    assert "现在还不拟单:事项暂停督办中" in answer
    assert notices_of(small_office) == []


@pytest.mark.parametrize("words", ["认定 3 发现问题:消防通道堵塞", "认定 3 回头看不合格:又漏了"])
def test_what_the_policy_makes_nothing_of_is_not_written_down(small_office: StoryOffice, words: str) -> None:
    assert "没有把这种情形列入" in small_office.says("zhouming", words)


def test_problems_found_where_the_policy_names_them(small_office: StoryOffice) -> None:
    govern(small_office, PROBLEMS)
    assert "发现问题" in small_office.says("zhouming", "认定 3 发现问题:消防通道堵塞")
    small_office.until(days(6, 15, 11))
    assert len(notices_of(small_office)) == 1


def test_without_a_kind_or_without_words_nothing_is_written_down(small_office: StoryOffice) -> None:
    assert "请写明认定了什么" in small_office.says("zhouming", "认定 3 很不好")
    assert "还缺说明" in small_office.says("zhouming", "认定 3 质量不达标")
    small_office.until(days(6, 15, 11))
    assert notices_of(small_office) == []


def test_a_finding_is_taken_back_before_a_paper_rests_on_it(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "认定 3 质量不达标:验收有两处渗漏")
    assert "已撤销" in small_office.says("zhaojie", "撤销认定 3 看错了楼号")
    small_office.until(days(6, 16))
    assert notices_of(small_office) == []
    assert "没有等您处理" in small_office.says("zhouming", "撤销认定 3 再撤一次")


def test_an_unsigned_paper_falls_with_the_finding_it_rests_on(small_office: StoryOffice) -> None:
    """What the answer to 认定 promises holds on the day after, too."""
    assert "认定有误,回:撤销认定 3" in small_office.says("zhouming", "认定 3 质量不达标:验收有两处渗漏")
    small_office.until(days(6, 15, 11))
    (white,) = notices_of(small_office)
    assert white.state is NoticeState.DRAFT
    assert "据此拟的白色专项督办单不再签发" in small_office.says("zhaojie", "撤销认定 3 看错了楼号")
    small_office.until(days(6, 17))
    (white,) = notices_of(small_office)
    assert white.state is NoticeState.CANCELLED
    assert "没有等您处理" in small_office.says("zhouming", "签发 3 标准:渗漏修好 时限:6月29日")


def test_it_goes_on_while_another_finding_stands(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "认定 3 质量不达标:验收有两处渗漏")
    small_office.says("zhouming", "认定 3 质量不达标:外墙空鼓")
    small_office.until(days(6, 15, 11))
    assert "还有别的依据,仍待处理" in small_office.says("zhouming", "撤销认定 3 空鼓已修")
    assert notices_of(small_office)[0].state is NoticeState.DRAFT
    assert "不再签发" in small_office.says("zhouming", "撤销认定 3 看错了楼号")


def test_a_higher_paper_falls_with_what_it_rests_on(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "认定 3 质量不达标:验收有两处渗漏")
    small_office.until(days(6, 15, 11))
    small_office.says("zhouming", "签发 3 标准:渗漏修好 时限:6月29日")
    small_office.until(days(6, 16, 9))
    small_office.says("zhouming", "认定 3 质量不达标:外墙空鼓")
    small_office.until(days(6, 16, 11))
    assert [one.level for one in notices_of(small_office)] == [1, 2]
    assert "不再签发" in small_office.says("zhouming", "撤销认定 3 看错了楼号")
    assert [one.state for one in notices_of(small_office)] == [NoticeState.SIGNED, NoticeState.CANCELLED]
    small_office.live()
    assert heard(small_office, "zhangwei", "督查室撤回了认定", "不用再说明")


def test_a_signed_paper_is_taken_back_by_its_own_words(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "认定 3 质量不达标:验收有两处渗漏")
    small_office.until(days(6, 15, 11))
    small_office.says("zhouming", "签发 3 标准:渗漏修好 时限:6月29日")
    answer = small_office.says("zhouming", "撤销认定 3 看错了楼号")
    assert "没有撤销" in answer and "撤销督办单 3 原因" in answer
    assert "已撤销" in small_office.says("zhouming", "撤销督办单 3 看错了楼号")


def test_a_paper_that_began_with_the_day_due_stays(small_office: StoryOffice) -> None:
    small_office.until(days(10, 8, 11))  # due on 30 September
    assert notices_of(small_office)
    small_office.says("zhouming", "认定 3 质量不达标:验收有两处渗漏")
    before = [notice.state for notice in notices_of(small_office)]
    small_office.says("zhouming", "撤销认定 3 看错了楼号")
    assert [notice.state for notice in notices_of(small_office)] == before


def test_xianyang_refuses_red_at_once(small_office: StoryOffice) -> None:
    """C26."""
    assert "不许越级" in small_office.says("zhouming", "认定 3 红色 质量不达标:敷衍了事")
    small_office.until(days(6, 16))
    assert notices_of(small_office) == []


def test_where_a_level_may_be_passed_over_the_signer_cites_the_article(office: StoryOffice) -> None:
    """N3."""
    govern(office, SKIPPING)
    answer = office.says("zhouming", "认定 3 质量不达标 黄色:敷衍了事")
    assert "今天拟黄色专项督办单" in answer and "3个工作日内说明" in answer and "越级" in answer
    office.until(days(6, 15, 11))
    assert [one.level for one in notices_of(office)] == [2]
    office.until(days(6, 22))
    office.says("zhouming", "提请 3 认定:无正当理由 标准:返工 时限:6月30日")
    office.live()
    assert heard(office, "liuyang", "请签发黄色", "越级,须写明")

    assert "还缺越级依据的条款" in office.says("liuyang", "签发 3")
    assert "督〔2026〕1号" in office.says("liuyang", "签发 3 依据:四、创新结果运用(二)")
    office.live()
    assert heard(office, "zhangwei", "签发人引用:四、创新结果运用(二)")


def test_without_a_number_of_days_a_person_is_asked_and_says_when(office: StoryOffice) -> None:
    """A28: the office is asked once; what it says goes through the same guards as the tick."""
    govern(office, WITHOUT_DAYS)
    add_matter(office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    assert "事项还没有到期" in office.says("zhouming", "拟单 8")
    office.until(days(6, 18))
    assert notices_of(office) == []
    assert [text.count("拟单 8") for text in office.hears("zhouming") if "拟单 8" in text] == [1]

    assert "已拟白色专项督办单" in office.says("zhouming", "拟单 8")
    office.says("zhouming", "签发 8 标准:完成主体验收 时限:6月22日")
    office.live()
    assert "时限还没有过" in office.says("zhouming", "拟单 8")
    office.until(days(6, 24))
    assert "已拟黄色专项督办单" in office.says("zhaojie", "拟单 8")
    assert [(one.level, one.state) for one in notices_of(office)] == [
        (1, NoticeState.SIGNED),
        (2, NoticeState.HEARING),
    ]
    assert "说明理由的时间还没有过" in office.says("zhouming", "拟单 8")
    assert notices_of(office)[1].grounds["drafted_by_id"] is not None


def test_where_the_policy_gives_days_nobody_drafts_earlier(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    small_office.says("zhouming", "认定 8 质量不达标:渗漏")
    small_office.until(days(6, 15, 11))
    small_office.says("zhouming", "签发 8 标准:完成主体验收 时限:6月18日")
    small_office.until(days(6, 18))
    assert "时限还没有过" in small_office.says("zhouming", "拟单 8")
    assert len(notices_of(small_office)) == 1


def test_nobody_drafts_before_the_paper_below_has_arrived(small_office: StoryOffice) -> None:
    govern(small_office, WITHOUT_DAYS)
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    small_office.until(days(6, 16))
    small_office.says("zhouming", "拟单 8")
    small_office.says("zhouming", "签发 8 标准:完成主体验收 时限:6月18日")
    small_office.clock.now = days(6, 23)  # nothing was delivered in between
    assert "还没有送达" in small_office.says("zhouming", "拟单 8")
