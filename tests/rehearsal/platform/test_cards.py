"""Cards: what they must have, who may press what, and how they change."""

from typing import Any

import pytest

from rehearsal.platform import App

from .conftest import Office
from .product import AGENT, CORP, text_reply

URL = {"type": 1, "url": "https://example.com/matters/3"}
NOTICE = {"card_type": "text_notice", "main_title": {"title": "督办单"}, "card_action": URL}
BUTTONS = {
    "card_type": "button_interaction",
    "main_title": {"title": "延期申请"},
    "task_id": "matter-3@extension_1",
    "button_list": [{"text": "同意", "key": "grant:3"}, {"text": "退回", "key": "return:3"}],
}
VOTE = {
    "card_type": "vote_interaction",
    "main_title": {"title": "本期有无变化"},
    "task_id": "vote-1",
    "checkbox": {"question_key": "q", "mode": 1, "option_list": [{"id": "1", "text": "无变化"}]},
    "submit_button": {"text": "提交", "key": "submit"},
}
SELECT = {
    "card_type": "multiple_interaction",
    "main_title": {"title": "选择事项"},
    "task_id": "select-1",
    "select_list": [{"question_key": "q", "option_list": [{"id": "1", "text": "奥瑞金"}]}],
    "submit_button": {"text": "提交", "key": "submit"},
}
PICTURE = {**NOTICE, "card_type": "news_notice", "card_image": {"url": "https://example.com/p.png"}}
MENU = {"desc": "更多", "action_list": [{"text": "不再提醒", "key": "mute"}]}


def send(office: Office, card: dict[str, Any], to: str = "zhang") -> dict[str, Any]:
    return office.send(to, msgtype="template_card", template_card=card)


def without(card: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in card.items() if name not in names}


@pytest.mark.parametrize("card", [NOTICE, PICTURE, BUTTONS, VOTE, SELECT], ids=lambda card: card["card_type"])
def test_each_kind_of_card_is_shown_with_its_structure(office: Office, card: dict[str, Any]) -> None:
    answer = send(office, card)
    assert answer["errcode"] == 0
    assert ("response_code" in answer) == card["card_type"].endswith("interaction")
    [shown] = office.platform.screen("zhang")
    assert shown.content == card
    assert shown.text == card["main_title"]["title"]


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ({**NOTICE, "card_type": "poster"}, 42031),
        (without(NOTICE, "card_action"), 42045),
        ({**NOTICE, "card_action": {"type": 1}}, 42028),
        (without(NOTICE, "main_title"), 42027),
        (without(PICTURE, "card_image"), 42032),
        ({**NOTICE, "jump_list": [{"type": 0, "title": "x"}] * 4}, 42042),
        ({**NOTICE, "horizontal_content_list": [{"keyname": "单位"}] * 7}, 42035),
        ({**NOTICE, "action_menu": MENU}, 42014),
        ({**NOTICE, "task_id": "m1", "action_menu": {"desc": "", "action_list": []}}, 42051),
        (without(BUTTONS, "task_id"), 42014),
        ({**BUTTONS, "task_id": "事项3"}, 42014),
        ({**BUTTONS, "task_id": "x" * 129}, 42014),
        ({**BUTTONS, "button_list": []}, 42040),
        ({**BUTTONS, "button_list": BUTTONS["button_list"] * 4}, 42040),  # type: ignore[operator]
        ({**BUTTONS, "button_list": [{"key": "k"}]}, 42038),
        ({**BUTTONS, "button_list": [{"text": "同意"}]}, 42039),
        ({**VOTE, "checkbox": {"option_list": [{"id": "1", "text": "a"}]}}, 42043),
        ({**VOTE, "checkbox": {"question_key": "q", "option_list": [{"id": "1", "text": "a"}] * 2}}, 42037),
        ({**VOTE, "submit_button": {"key": "k"}}, 42049),
        ({**VOTE, "submit_button": {"text": "提交"}}, 42046),
        ({**SELECT, "select_list": []}, 42047),
    ],
)
def test_a_card_with_something_missing_is_refused(office: Office, card: dict[str, Any], code: int) -> None:
    assert send(office, card)["errcode"] == code
    assert office.platform.screen("zhang") == []


def test_a_task_id_is_good_for_one_card_only(office: Office) -> None:
    assert send(office, BUTTONS)["errcode"] == 0
    assert send(office, BUTTONS, "li")["errcode"] == 42014
    assert send(office, {**BUTTONS, "task_id": "another"}, "nobody")["errcode"] == 81013
    assert send(office, {**BUTTONS, "task_id": "another"}, "li")["errcode"] == 0


def test_a_card_one_can_press_needs_somewhere_to_tell(office: Office) -> None:
    office.corp.add_app(App(CORP, 1000009, "deaf-secret"))
    token = office.get("gettoken", token="", corpid=CORP, corpsecret="deaf-secret")["access_token"]
    message = {"touser": "zhang", "agentid": 1000009, "msgtype": "template_card", "template_card": BUTTONS}
    assert office.post("message/send", message, token)["errcode"] == 43012
    assert office.post("message/send", {**message, "template_card": NOTICE}, token)["errcode"] == 0


def test_a_press_is_told_with_a_code_and_can_freeze_the_card_of_the_one_who_pressed(office: Office) -> None:
    send(office, BUTTONS, "zhang|li")
    update = text_reply("x").replace("[text]", "[update_button]")
    office.product.reply = lambda _: update.replace(
        "<Content><![CDATA[x]]></Content>", "<Button><ReplaceName>已同意</ReplaceName></Button>"
    )
    office.line.card_clicks("zhang", "matter-3@extension_1", "grant:3")
    heard = office.product.heard[0]
    assert (heard["Event"], heard["EventKey"], heard["TaskId"]) == (
        "template_card_event", "grant:3", "matter-3@extension_1",
    )  # fmt: skip
    assert heard["CardType"] == "button_interaction"
    assert heard["ResponseCode"]
    frozen, untouched = office.platform.screen("zhang")[0], office.platform.screen("li")[0]
    assert frozen.content["replace_text"] == "已同意"
    assert frozen.revisions == 1
    assert "replace_text" not in untouched.content
    with pytest.raises(ValueError, match="greyed"):
        office.line.card_clicks("zhang", "matter-3@extension_1", "grant:3")
    assert len(office.platform.screen("zhang")) == 1


def test_a_whole_new_card_may_come_back_in_camel_case(office: Office) -> None:
    send(office, BUTTONS)
    card = (
        "<TemplateCard><CardType>text_notice</CardType><MainTitle><Title>已同意延期</Title></MainTitle>"
        "<HorizontalContentList><KeyName>新时限</KeyName><Value>7月15日</Value></HorizontalContentList>"
        "<CardAction><Type>1</Type><Url>https://example.com</Url></CardAction></TemplateCard>"
    )
    update = text_reply("x").replace("[text]", "[update_template_card]")
    office.product.reply = lambda _: update.replace("<Content><![CDATA[x]]></Content>", card)
    delivery = office.line.card_clicks("zhang", "matter-3@extension_1", "grant:3")
    assert delivery.reply_problem == ""
    [shown] = office.platform.screen("zhang")
    assert shown.content["main_title"] == {"title": "已同意延期"}
    assert shown.content["horizontal_content_list"] == [{"keyname": "新时限", "value": "7月15日"}]
    office.product.reply = lambda _: update.replace(
        "<Content><![CDATA[x]]></Content>", "<TemplateCard><A>1</A></TemplateCard>"
    )
    send(office, {**BUTTONS, "task_id": "second"})
    assert "TemplateCard" in office.line.card_clicks("zhang", "second", "grant:3").reply_problem


def test_what_was_chosen_travels_with_the_press(office: Office) -> None:
    send(office, SELECT)
    office.line.card_clicks("zhang", "select-1", "submit", {"q": ["1"]})
    item = office.product.heard[0]["SelectedItems"]["SelectedItem"]
    assert item == {"QuestionKey": "q", "OptionIds": {"OptionId": "1"}}


def test_the_menu_of_a_card(office: Office) -> None:
    send(office, {**NOTICE, "task_id": "with-menu", "action_menu": MENU})
    office.line.card_menu_clicks("zhang", "with-menu", "mute")
    assert (office.product.heard[0]["Event"], office.product.heard[0]["EventKey"]) == (
        "template_card_menu_event",
        "mute",
    )
    with pytest.raises(ValueError, match="the menu has no"):
        office.line.card_menu_clicks("zhang", "with-menu", "explode")


def test_one_cannot_press_what_one_does_not_have(office: Office) -> None:
    send(office, BUTTONS)
    with pytest.raises(ValueError, match="has no card"):
        office.line.card_clicks("li", "matter-3@extension_1", "grant:3")
    with pytest.raises(ValueError, match="nothing on the card"):
        office.line.card_clicks("zhang", "matter-3@extension_1", "delete-everything")


def test_a_response_code_updates_once_within_three_days(office: Office) -> None:
    code = send(office, BUTTONS, "zhang|li")["response_code"]

    def update(response_code: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
        content = {"agentid": AGENT, "response_code": response_code, "button": {"replace_name": "已办结"}, **more}
        return office.post("message/update_template_card", content)

    answer = update(code, userids=["zhang", "nobody"])
    assert (answer["errcode"], answer["invaliduser"]) == (0, ["nobody"])
    assert office.platform.screen("zhang")[0].content["replace_text"] == "已办结"
    assert office.platform.screen("li")[0].revisions == 0
    assert update(code, userids=["zhang"])["errcode"] == 60140
    assert update("made-up", userids=["zhang"])["errcode"] == 60140
    assert update(code)["errcode"] == 82001
    office.line.card_clicks("li", "matter-3@extension_1", "grant:3")
    late = office.product.heard[-1]["ResponseCode"]
    office.clock.forward(hours=73)
    assert update(late, atall=1)["errcode"] == 60140
