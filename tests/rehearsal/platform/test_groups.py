"""Groups an app makes: seen after the first word, spoken into with real mentions, never heard from."""

from typing import Any

import pytest

from rehearsal.platform import App, Channel, Reason, Rules

from .conftest import Office, open_office
from .product import CORP


def create(office: Office, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    wanted = {"name": "红灯事项会商群", "owner": "zhang", "userlist": ["zhang", "li"], "chatid": "red1", **more}
    return office.post("appchat/create", wanted)


def speak(office: Office, content: str = "请会商", chat: str = "red1", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return office.post("appchat/send", {"chatid": chat, "msgtype": "text", "text": {"content": content}, **more})


def test_a_group_is_invisible_until_the_first_message(office: Office) -> None:
    assert create(office)["chatid"] == "red1"
    assert [group.chat_id for group in office.platform.groups_of("li")] == ["work-group"]
    with pytest.raises(ValueError, match="does not see the group"):
        office.platform.says_in_group("red1", "li", "有人吗")
    assert speak(office) == {"errcode": 0, "errmsg": "ok"}
    assert [group.chat_id for group in office.platform.groups_of("li")] == ["work-group", "red1"]
    office.platform.says_in_group("red1", "li", "收到")
    assert [one.channel for one in office.platform.group_screen("red1")] == [Channel.APPCHAT, Channel.MEMBER]
    assert office.product.heard == []


def test_what_a_group_must_be(office: Office) -> None:
    assert create(office, userlist=["zhang"])["errcode"] == 86220
    assert create(office, userlist=["zhang", "nobody"])["errcode"] == 86216
    assert create(office, owner="wang")["errcode"] == 86216
    assert create(office, chatid="有中文")["errcode"] == 86001
    assert create(office, chatid="x" * 33)["errcode"] == 86001
    assert create(office)["errcode"] == 0
    assert create(office)["errcode"] == 86215
    assert len(create(office, chatid="", name="群" * 60)["chatid"]) == 32
    office.line.app.reach = frozenset({"zhang", "li"})
    assert create(office, chatid="red2")["errcode"] == 48002


def test_members_come_and_go_and_two_must_stay(office: Office) -> None:
    create(office)
    change = {"chatid": "red1", "name": "销号会商群", "add_user_list": ["wang"], "del_user_list": ["li"]}
    assert office.post("appchat/update", change)["errcode"] == 0
    assert office.post("appchat/update", {"chatid": "red1", "del_user_list": ["wang"]})["errcode"] == 86220
    info = office.get("appchat/get", chatid="red1")["chat_info"]
    assert info == {"chatid": "red1", "name": "销号会商群", "owner": "zhang", "userlist": ["zhang", "wang"]}


def test_only_the_maker_speaks_in_a_group(office: Office) -> None:
    create(office)
    office.corp.add_app(App(CORP, 1000003, "other-secret"))
    other = office.get("gettoken", token="", corpid=CORP, corpsecret="other-secret")["access_token"]
    message = {"chatid": "red1", "msgtype": "text", "text": {"content": "插话"}}
    assert office.post("appchat/send", message, other)["errcode"] == 86008
    assert speak(office, chat="work-group")["errcode"] == 86008
    assert speak(office, chat="unknown")["errcode"] == 40050
    office.corp.groups["red1"].dissolved = True
    assert speak(office)["errcode"] == 49008


def test_cards_are_not_for_groups_and_text_is_cut(office: Office) -> None:
    create(office)
    card = {"card_type": "text_notice", "main_title": {"title": "a"}, "card_action": {"type": 1, "url": "https://a.cn"}}
    assert speak(office, msgtype="template_card", template_card=card)["errcode"] == 40008
    speak(office, "办" * 700)
    assert office.platform.group_screen("red1")[0].text == "办" * 682


def test_members_are_really_called_and_strangers_are_not(office: Office) -> None:
    create(office)
    speak(office, text={"content": "<@ZHANG><@wang> 请会商", "mentioned_list": ["li"]})
    speak(office, msgtype="markdown", markdown={"content": "<@li> **红灯**"})
    first, second = office.platform.group_screen("red1")
    assert first.mentions == ("zhang", "li")
    assert first.broken_mentions == ("wang",)
    assert second.mentions == ("li",)


def test_over_two_hundred_a_minute_a_member_sees_no_more() -> None:
    office = open_office(Rules(chat_member_per_minute=5))
    create(office)
    assert [speak(office, f"第{n}条")["errcode"] for n in range(7)] == [0] * 7
    assert len([one for one in office.platform.ledger.seen_by("li") if one.in_group]) == 5
    assert {one.reason for one in office.platform.ledger.dropped} == {Reason.MEMBER_MINUTE}
    assert len(office.platform.ledger.dropped) == 4


def test_a_corporation_has_a_share_of_deliveries_a_minute() -> None:
    office = open_office(Rules(chat_deliveries_per_minute=5, chat_creates_per_day=1))
    create(office)
    assert create(office, chatid="red2")["errcode"] == 45009
    assert [speak(office)["errcode"] for _ in range(3)] == [0, 0, 45009]
