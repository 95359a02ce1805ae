"""Whoever signs, and whoever asks why, is shown how things stood at the signature, not only at the draft (N8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from models import Notice
from supervision.clock import SHANGHAI
from tests.stories.climbing import HEARD, propose
from tests.stories.office import StoryOffice

REPORTED, LATER = "老旧小区改造 进度70%", datetime(2026, 6, 26, 9, 10, tzinfo=SHANGHAI)
UNSURE = "老旧小区改造500户都联网上线了"


def _last(office: StoryOffice, userid: str, word: str) -> str:
    return [text for text in office.hears(userid) if word in text][-1]


@pytest.fixture
def reported(on_the_day: Callable[[datetime], StoryOffice]) -> StoryOffice:
    """The unit reported after the draft was written and before it is proposed."""
    office = on_the_day(HEARD)
    office.says("chenchen", REPORTED)
    office.until(LATER)
    return office


def test_the_last_report_is_the_one_before_the_proposal(reported: StoryOffice) -> None:
    answer = propose(reported)
    reported.live()
    paper = _last(reported, "liuyang", "请签发")
    for text in (answer, paper):
        assert "最近一次报告:6月26日 09:00,70%" in text and "拟单时还没有报告" in text
    assert "拟单时已过4个工作日,提请时8个" in paper


def test_a_mark_explains_itself_with_what_was_known_when_it_was_signed(reported: StoryOffice) -> None:
    propose(reported)
    reported.says("liuyang", "签发 8")
    reported.live()
    why = reported.says("chenchen", "为什么扣0.3")
    assert "最近一次上报:拟单时没有,签发时6月26日 09:00" in why
    assert "拟单时超期4个工作日,签发时8个" in why
    with reported.house.database.read() as session:
        notice = session.query(Notice).order_by(Notice.level.desc()).limit(1).one()
    assert notice.grounds["last_report"] is None  # what the draft rested on is not rewritten
    assert notice.grounds["signed"]["last_report"]["percent"] == 70


def test_nothing_is_proposed_while_a_told_completion_is_not_clear(heard: StoryOffice) -> None:
    assert "整项已完成" in heard.says("chenchen", UNSURE)
    assert "还在问清" in propose(heard)


def test_what_was_never_cleared_up_stands_on_the_paper(heard: StoryOffice) -> None:
    heard.says("chenchen", UNSURE)
    heard.until(datetime(2026, 6, 30, 10, tzinfo=SHANGHAI))  # one working day: the office has it now
    answer = heard.says("zhouming", "提请 8 认定:无正当理由,没有提交说明 标准:完成主体验收 时限:7月10日")
    heard.live()
    for text in (answer, _last(heard, "liuyang", "请签发")):
        assert "6月26日 09:00报来“老旧小区改造500户都联网上线了”,有一处问了没有回,没有计入" in text
    heard.says("liuyang", "签发 8")
    heard.live()
    assert "6月26日 09:00报的没有答清、未计入" in heard.says("chenchen", "为什么扣0.3")
