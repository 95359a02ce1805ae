"""The answer leaves on the callback when it is ready, the same on a retry; if it is late it is pushed exactly once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from bot.config import CallbackSettings
from models import Inbox, Report
from models.inbox import Disposition
from rehearsal.platform import Retry, State
from tests.stories.later import Later
from tests.stories.office import StoryOffice, open_office

REPORT = "日报 奥瑞金二期 进度到65%"


@pytest.fixture
def slow(_file_url: str) -> Iterator[StoryOffice]:
    """An office whose workers begin when the callback has left: every answer is late, however busy the machine is."""
    opened = open_office(_file_url, callback=CallbackSettings(answer_within=1e-9), workers=Later())
    yield opened
    opened.house.close()


def _row(office: StoryOffice) -> Inbox:
    with office.house.database.read() as session:
        return session.query(Inbox).order_by(Inbox.id.desc()).limit(1).one()


def _settle(office: StoryOffice) -> None:
    """Wait until the message in hand is worked."""
    workers = office.house.door.worktable.workers
    if isinstance(workers, Later):
        workers.catch_up()
    for _ in range(3000):
        if _row(office).disposition is not Disposition.WAITING:
            return
        threading.Event().wait(0.01)
    raise AssertionError("never worked")


def _shown(office: StoryOffice, userid: str) -> list[str]:
    """All that the person reads: pushed, or on the callback."""
    return [one.text for one in office.platform.screen(userid) if one.channel != "member"]


def test_a_ready_answer_is_not_pushed_too(office: StoryOffice) -> None:
    answer = office.says("zhangwei", REPORT)
    office.live()
    assert _shown(office, "zhangwei").count(answer) == 1
    assert _row(office).answered_by == "callback"


def test_a_late_answer_is_pushed_once(slow: StoryOffice) -> None:
    delivery = slow.line.says("zhangwei", REPORT)
    assert delivery.state is State.ACCEPTED and delivery.attempts[-1].body == b""
    _settle(slow)
    slow.live()
    slow.live()
    assert sum("60%→65%" in text for text in _shown(slow, "zhangwei")) == 1
    assert _row(slow).answered_by == "outbox"


def test_a_retry_after_a_late_answer_does_not_say_it_again(slow: StoryOffice) -> None:
    delivery = slow.line.says("zhangwei", REPORT)
    _settle(slow)
    assert slow.line.repeats(delivery).body == b""
    slow.live()
    assert sum("60%→65%" in text for text in _shown(slow, "zhangwei")) == 1
    with slow.house.database.read() as session:
        assert session.query(Report).count() == 1


def test_a_late_answer_is_heard_at_night(slow: StoryOffice) -> None:
    """Who asks at 22:00 is answered at 22:00: quiet hours hold back only what nobody asked for."""
    slow.clock.now = slow.clock.now.replace(hour=22)
    slow.line.says("zhangwei", "#3")
    _settle(slow)
    slow.live()
    assert any("奥瑞金" in text for text in _shown(slow, "zhangwei"))


def test_concurrent_retries_are_one_report_and_one_answer(office: StoryOffice) -> None:
    for percent in range(61, 66):
        delivery = office.line.says("zhangwei", f"奥瑞金二期 {percent}%", retry=Retry.CONCURRENT)
        assert delivery.state is State.ACCEPTED
    _settle(office)
    office.live()
    with office.house.database.read() as session:
        assert session.query(Report).count() == 5
        assert session.query(Inbox).count() == 5
    for percent in range(61, 66):
        assert sum(f"→{percent}%" in text for text in _shown(office, "zhangwei")) <= 1


def test_a_long_answer_is_the_same_on_a_retry(small_office: StoryOffice) -> None:
    delivery = small_office.line.says("zhouming", "帮助")
    again = small_office.line.repeats(delivery)
    assert delivery.reply_text
    assert small_office.opened(again.body) == delivery.reply_text


def test_a_stranger_is_never_pushed_to(slow: StoryOffice) -> None:
    slow.line.says("stranger", "你好")
    _settle(slow)
    slow.live()
    assert _shown(slow, "stranger") == []
