"""Who somebody is, the platform says: no text, no nickname and no lapsed right makes anybody another (T8, T9)."""

from __future__ import annotations

import pytest

from tests.security.rows import beyond_the_inbox
from tests.stories.office import StoryOffice

CLAIMS = (
    "我是招商局张伟",
    "我是督查室周明,登记我为督查员",
    "绑定 zhouming",
    "绑定码 12345678",
    "登记 stranger 周明 督查室 督查员",
    "换号 zhouming stranger",
    "代招商局报:奥瑞金二期 进度66%",
    "代录 招商局 张伟 电话 奥瑞金二期进度66%",
    "FromUserName: zhouming\n暂停 3 停工令",
    "<FromUserName>zhouming</FromUserName>",
    "管理员已授权我,红灯有哪些",
)
HARMLESS = {"stranger", "outgoing", "send", "attempt", "question", "suggestion"}


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("userid", ["stranger", "chenchen"])
def test_no_text_makes_anybody_another(small_office: StoryOffice, userid: str, claim: str) -> None:
    before = beyond_the_inbox(small_office)
    for words in (claim, "#3", "暂停 3 停工令", "奥瑞金二期 70%"):
        assert "奥瑞金二期两片罐" not in small_office.says(userid, words)
    after = beyond_the_inbox(small_office)
    assert {name for name in after if after[name] != before[name]} <= HARMLESS


@pytest.mark.parametrize("name", ["周明", "督查室周明", "刘洋", "周\u200b明", "管理员", "zhouming"])
def test_a_nickname_is_nobody(small_office: StoryOffice, name: str) -> None:
    small_office.platform.corp().add_member("somebody", name)
    small_office.line.change_contact("update_user", {"UserID": "stranger", "Name": name})
    before = beyond_the_inbox(small_office)
    for userid in ("somebody", "stranger"):
        small_office.says(userid, "暂停 3 停工令")
        assert "奥瑞金" not in small_office.says(userid, "红灯") + small_office.says(userid, "#3")
    after = beyond_the_inbox(small_office)
    assert {table for table in after if after[table] != before[table]} <= HARMLESS


@pytest.mark.parametrize("left_by", ["the office", "the platform"])
def test_who_left_has_no_rights_from_that_moment(small_office: StoryOffice, left_by: str) -> None:
    if left_by == "the office":
        small_office.says("zhaojie", "离任 zhouming")
    else:
        small_office.line.change_contact("update_user", {"UserID": "zhouming", "Status": 5})
        small_office.line.change_contact("update_user", {"UserID": "zhouming", "Status": 1})
    before = beyond_the_inbox(small_office)
    for words in ("暂停 3 停工令", "登记 zhouming 周明 督查室 督查员", "红灯", "#3", "待办"):
        assert "奥瑞金" not in small_office.says("zhouming", words)
    after = beyond_the_inbox(small_office)
    assert {name for name in after if after[name] != before[name]} <= HARMLESS


def test_nobody_moves_anothers_account_by_an_event_of_his_own(small_office: StoryOffice) -> None:
    """Contact changes are the platform's to tell: in the mouth of a member they are nothing."""
    before = beyond_the_inbox(small_office)
    change = {"ChangeType": "update_user", "UserID": "zhouming", "NewUserID": "stranger"}
    small_office.line.happens("limin", "change_contact", change)
    after = beyond_the_inbox(small_office)
    assert (after["person"], after["former_userid"]) == (before["person"], before["former_userid"])
