"""Old envelopes are sent again, a second later or a month later: nothing happens a second time (T2)."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from models import Inbox
from models.inbox import Disposition
from rehearsal.platform import Delivery
from tests.security.envelopes import outer, post, signed
from tests.security.rows import beyond_the_inbox, rows
from tests.stories.office import StoryOffice

SAID = (
    ("zhangwei", "日报 奥瑞金二期 进度66%,缺电力指标,请经信局协助"),
    ("zhangwei", "更正 奥瑞金二期 67%"),
    ("limin", "厂房进度40%"),
    ("limin", "2"),
    ("zhangwei", "厂房一期 35%"),
    ("zhangwei", "撤回"),
    ("zhangwei", "申请延期 3 到11月15日 因暴雨停工"),
    ("zhouming", "同意 3 延期"),
    ("zhangwei", "#4 已完成"),
    ("zhouming", "退回 4 缺验收单"),
    ("zhouming", "交办 滨江路改造 招商局 6月30日前 依据:县长批示"),
    ("zhouming", "登记 stranger 路人 城管局 联络员"),
    ("zhouming", "暂停 5 停工令"),
    ("zhouming", "恢复 5 停工令解除"),
    ("liuyang", "红灯"),
    ("zhangwei", "建议 少开碰头会"),
    ("nobody", "帮助"),
)
LATER = tuple(
    timedelta(seconds=seconds) for seconds in (1, 59, 240, 299, 301, 3600, 7200, 24 * 3600, 7 * 86400, 30 * 86400)
)  # fmt: skip


def said(office: StoryOffice) -> list[Delivery]:
    """One message of each kind, and the events of a day."""
    office.platform.corp().add_member("nobody", "过客")
    told = [office.line.says(userid, text) for userid, text in SAID]
    told.append(office.line.enters("limin"))
    told.append(office.line.clicks("zhangwei", "say:我的事项"))
    told.append(office.line.change_contact("delete_user", {"UserID": "stranger"}))
    office.live()
    return told


@pytest.mark.parametrize("later", LATER, ids=str)
def test_a_replay_has_no_effect_whatever_its_age(small_office: StoryOffice, later: timedelta) -> None:
    old = said(small_office) * 3
    random.Random(str(later)).shuffle(old)
    small_office.clock.now += later
    before = rows(small_office)
    assert {small_office.line.replays(one).status for one in old} == {200}
    assert {small_office.line.repeats(one).status for one in old} == {200}
    assert rows(small_office) == before


def test_each_of_them_did_something_the_first_time(small_office: StoryOffice) -> None:
    """Guards the test above: it replays what counts."""
    old = said(small_office)
    with small_office.house.database.read() as session:
        became = [one.disposition for one in session.query(Inbox)]
    assert len(became) == len(old) and Disposition.WAITING not in became
    assert became.count(Disposition.RECORDED) >= 5 and became.count(Disposition.DONE) >= 8


def test_timestamp_and_nonce_changed_places_are_still_the_same_message(small_office: StoryOffice) -> None:
    """The only change a signature over sorted strings does not show."""
    told = small_office.line.says("zhouming", "暂停 3 停工令")
    envelope = told.attempts[-1].envelope
    turned = {**envelope.query, "timestamp": envelope.query["nonce"], "nonce": envelope.query["timestamp"]}
    before = rows(small_office)
    assert post(small_office, turned, envelope.body)[0] == 200
    assert rows(small_office) == before


def test_a_new_time_needs_a_new_signature(small_office: StoryOffice) -> None:
    told = small_office.line.says("zhouming", "暂停 3 停工令")
    envelope, before = told.attempts[-1].envelope, rows(small_office)
    small_office.clock.now += timedelta(hours=1)
    fresh = str(int(small_office.clock.now.timestamp()))
    assert post(small_office, {**envelope.query, "timestamp": fresh}, envelope.body)[0] == 403
    other = signed("another ciphertext", int(fresh))
    assert post(small_office, other, outer("another ciphertext "))[0] == 403
    assert rows(small_office) == before


@pytest.mark.parametrize("skew", [timedelta(hours=1), timedelta(hours=-1)], ids=["ahead", "behind"])
def test_with_our_clock_an_hour_wrong_nothing_is_lost_and_nothing_is_done(
    small_office: StoryOffice, skew: timedelta
) -> None:
    before = beyond_the_inbox(small_office)
    small_office.platform.faults.skew = skew
    told = [small_office.line.says(userid, text) for userid, text in SAID[:-1]]
    assert {one.attempts[-1].status for one in told} == {200}
    assert beyond_the_inbox(small_office) == before
    with small_office.house.database.read() as session:
        kept = session.query(Inbox).order_by(Inbox.id).all()
        assert [one.text for one in kept] == [text for _, text in SAID[:-1]]
        assert {one.disposition for one in kept} == {Disposition.QUARANTINED}
