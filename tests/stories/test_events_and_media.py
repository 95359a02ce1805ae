"""What comes without typed words: entering, clicks, pictures, voices, places, and events nobody waits for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Inbox
from models.inbox import Disposition
from rehearsal.platform import Delivery, State
from tests.stories.office import StoryOffice


def _row(office: StoryOffice) -> Inbox:
    with office.house.database.read() as session:
        return session.query(Inbox).order_by(Inbox.id.desc()).limit(1).one()


def _later(office: StoryOffice) -> None:
    office.clock.now += timedelta(minutes=1)


def test_one_welcome_in_a_persons_life(office: StoryOffice) -> None:
    assert "张伟" in (office.line.enters("zhangwei").reply_text or "")
    for _ in range(3):
        office.clock.now += timedelta(days=30)
        assert office.line.enters("zhangwei").reply_text is None
    assert "李敏" in (office.line.enters("limin").reply_text or "")


def test_a_welcome_survives_a_rename(small_office: StoryOffice) -> None:
    small_office.line.enters("zhangwei")
    small_office.line.change_contact("update_user", {"UserID": "zhangwei", "NewUserID": "zw"})
    _later(small_office)
    assert small_office.line.enters("zw").reply_text is None


def test_a_retry_of_the_welcome_says_the_same(small_office: StoryOffice) -> None:
    first = small_office.line.enters("zhangwei")
    assert small_office.opened(small_office.line.repeats(first).body) == first.reply_text


def test_a_strangers_entering_shows_the_way_in(small_office: StoryOffice) -> None:
    assert "登记" in (small_office.line.enters("stranger").reply_text or "")


@pytest.mark.parametrize("kind", ["image", "voice", "video"])
def test_media_are_kept_with_their_id_and_text_is_asked_for(office: StoryOffice, kind: str) -> None:
    sends = {"image": office.line.sends_image, "voice": office.line.sends_voice, "video": office.line.sends_video}
    answer = sends[kind]("zhangwei", "media-4711").reply_text or ""
    assert "文字" in answer and "没有记入" in answer
    row = _row(office)
    assert (row.kind, row.detail) == (kind, "media-4711")
    assert row.disposition is Disposition.ANSWERED


def test_a_place_is_kept(small_office: StoryOffice) -> None:
    assert "文字" in (small_office.line.sends_location("zhangwei", 34.5, 117.5, "二期工地").reply_text or "")
    with small_office.house.database.read() as session:
        row = session.query(Inbox).one()
        assert "二期工地" in row.detail and b"34.5" in row.plaintext


def test_a_strangers_picture_says_nothing_of_the_office(small_office: StoryOffice) -> None:
    assert "登记" in (small_office.line.sends_image("stranger", "m").reply_text or "")


def _happens(office: StoryOffice, event: str) -> Delivery:
    return office.line.happens("zhangwei", event, {"EventKey": ""})


@pytest.mark.parametrize(
    "event", ["subscribe", "unsubscribe", "batch_job_result", "open_approval_change", "never_heard_of"]
)
def test_events_nobody_waits_for_are_kept_and_answered_empty(office: StoryOffice, event: str) -> None:
    delivery = _happens(office, event)
    assert delivery.state is State.ACCEPTED
    assert [attempt.body for attempt in delivery.attempts] == [b""]
    row = _row(office)
    assert (row.kind, row.disposition) == (f"event:{event}", Disposition.IGNORED)
    office.live()
    assert office.hears("zhangwei") == []


def test_a_change_of_somebody_unknown_is_kept_and_changes_nothing(small_office: StoryOffice) -> None:
    small_office.line.change_contact("create_user", {"UserID": "newcomer", "Name": "新人"})
    small_office.line.change_contact("update_user", {"UserID": "newcomer", "Name": "新人"})
    assert _row(small_office).disposition is Disposition.IGNORED


@pytest.mark.parametrize("words", ["我的事项", "帮助", "#3", "无变化", "日报 奥瑞金二期 66%"])
def test_a_click_is_as_good_as_typing(small_office: StoryOffice, words: str) -> None:
    clicked = small_office.line.clicks("zhangwei", f"say:{words}").reply_text
    _later(small_office)
    assert clicked
    assert _row(small_office).disposition in (Disposition.ANSWERED, Disposition.RECORDED)


def test_a_clicked_report_is_written_down(small_office: StoryOffice) -> None:
    small_office.line.clicks("zhangwei", "say:日报 奥瑞金二期 66%")
    assert small_office.matter(3).percent == 66


def test_who_clicks_has_his_own_rights(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    due_on = small_office.matter(3).due_on
    small_office.line.clicks("zhangwei", "say:同意 3")
    small_office.line.clicks("stranger", "say:同意 3")
    assert small_office.matter(3).due_on == due_on
    small_office.line.clicks("zhouming", "say:同意 3")
    assert small_office.matter(3).due_on != due_on


def test_the_same_click_twice_acts_once(small_office: StoryOffice) -> None:
    first = small_office.line.clicks("zhouming", "say:暂停 3 停工令")
    assert small_office.opened(small_office.line.repeats(first).body) == first.reply_text


@pytest.mark.parametrize("key", ["", "say", "say:", "sayhello", "drop table", "SAY:同意 3"])
def test_other_keys_do_nothing(small_office: StoryOffice, key: str) -> None:
    assert small_office.line.clicks("zhouming", key).state is State.ACCEPTED
    assert _row(small_office).disposition is not Disposition.QUARANTINED
