"""知悉, inhibition, 建议 and 投诉: being left alone with what one knows, and saying what is too much."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from models import Outgoing
from supervision.clock import SHANGHAI
from supervision.lightness_muting import HIGHER_STEP, KNOWN
from tests.stories.office import StoryOffice, add_matter


def _at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def _about(office: StoryOffice, userid: str, *words: str) -> list[str]:
    return [text for text in office.hears(userid) if all(word in text for word in words)]


def _kept_back(office: StoryOffice, because: str) -> list[str]:
    with office.house.database.read() as session:
        return list(session.scalars(select(Outgoing.event).where(Outgoing.trouble == because)))


def _reasons_kept_back(office: StoryOffice) -> list[str]:
    with office.house.database.read() as session:
        return list(session.scalars(select(Outgoing.trouble).where(Outgoing.event == "overdue_told")))


def test_who_knows_of_it_is_left_alone_until_the_due_day(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 18), percent=50)
    small_office.until(_at(6, 15, 10))
    assert len(_about(small_office, "chenchen", "#8")) == 1
    assert "6月18日以前不再" in small_office.says("chenchen", "知悉 8")
    small_office.until(_at(6, 17, 20))
    assert len(_about(small_office, "chenchen", "#8")) == 1
    assert _kept_back(small_office, KNOWN) == ["warn_due"]
    small_office.until(_at(6, 22, 20))
    assert _about(small_office, "chenchen", "#8", "6月18日"), "it has expired by itself: late is told"


def test_a_draft_in_the_offices_drawer_wakes_no_reminder(small_office: StoryOffice) -> None:
    """「有新的督办单除外」 means one that the unit has."""
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    small_office.until(_at(6, 15, 10))
    assert "6月22日以前不再" in small_office.says("chenchen", "知悉 8")
    before = len(small_office.hears("chenchen"))
    small_office.until(_at(6, 18, 20))
    assert not [text for text in small_office.hears("chenchen")[before:] if "现已逾期" in text]
    assert KNOWN in _reasons_kept_back(small_office)


def test_knowing_lasts_a_week_at_most_and_only_for_who_said_it(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 7, 31), percent=50)
    assert "6月22日以前不再" in small_office.says("chenchen", "知悉 8")
    assert "不再" not in small_office.says("wangqiang", "知悉 8")


def test_while_a_paper_waits_to_be_signed_for_the_word_signs_it(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    small_office.until(_at(6, 16, 9))
    small_office.says("zhouming", "签发 8 标准:完成主体验收 时限:6月30日")
    assert "已签收" in small_office.says("chenchen", "知悉 8")


def test_a_notice_whose_limit_runs_speaks_for_the_reminders(small_office: StoryOffice) -> None:
    """The matter's own new due day comes near, and only the notice's limit is spoken of."""
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    small_office.until(_at(6, 16, 9))
    small_office.says("zhouming", "签发 8 标准:完成主体验收 时限:6月30日")
    small_office.until(_at(6, 16, 10))
    small_office.says("chenchen", "申请延期 8 到6月25日 因暴雨停工")
    small_office.until(_at(6, 16, 11))
    before = len(_about(small_office, "chenchen", "到期,还有"))
    small_office.says("zhouming", "同意 8")
    small_office.until(_at(6, 25, 20))
    assert len(_about(small_office, "chenchen", "到期,还有")) == before
    assert "warn_due" in _kept_back(small_office, HIGHER_STEP)


@pytest.mark.parametrize("kind", ["建议", "投诉"])
def test_a_suggestion_goes_outside_the_chain_and_its_answer_comes_back(small_office: StoryOffice, kind: str) -> None:
    """P16."""
    answer = small_office.says("chenchen", f"{kind} 周报和月报内容重复,这是形式主义")
    assert "编号1" in answer
    small_office.until(_at(6, 15, 10))
    [heard] = _about(small_office, "admin", "形式主义")
    assert "陈晨" not in heard and "城管局" not in heard
    assert not any(_about(small_office, userid, "形式主义") for userid in ("zhouming", "zhaojie", "liuyang"))
    assert "转给" not in small_office.says("zhouming", "建议答复 1 不采纳")
    assert "已把答复转给" in small_office.says("admin", "建议答复 1 从7月起合并")
    small_office.live()
    assert _about(small_office, "chenchen", "从7月起合并")
    assert "建议和投诉1条,答复1条" in small_office.says("zhouming", "减负账")
    assert "转给" not in small_office.says("admin", "建议答复 1 再答一次")


@pytest.mark.parametrize("words", ["这个机器人太烦了", "天天催,烦死了", "能不能少提醒几次"])
def test_who_is_tired_of_it_is_told_what_helps(small_office: StoryOffice, words: str) -> None:
    answer = small_office.says("zhangwei", words)
    assert "知悉 编号" in answer and "建议" in answer


@pytest.mark.parametrize("words", ["谢谢", "辛苦了", "好嘞", "行", "嗯嗯"])
def test_courtesy_is_answered_in_a_line(small_office: StoryOffice, words: str) -> None:
    assert small_office.says("zhangwei", words) == "好的。这条没有要记录的。"
