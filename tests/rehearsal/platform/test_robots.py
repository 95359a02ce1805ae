"""A group's robot: one key, twenty a minute, mentions that ring only members."""

import base64
import hashlib
from typing import Any

import pytest

from rehearsal.platform import Rules

from .conftest import Office, open_office

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
IMAGE = {"base64": base64.b64encode(PNG).decode(), "md5": hashlib.md5(PNG, usedforsecurity=False).hexdigest()}
NOTICE = {
    "card_type": "text_notice",
    "main_title": {"title": "通报"},
    "card_action": {"type": 1, "url": "https://a.cn"},
}


def text(content: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"msgtype": "text", "text": {"content": content, **more}}


def test_unknown_disabled_and_removed_robots(office: Office) -> None:
    assert office.robot(text("提醒"), "made-up")["errcode"] == 93000
    robot = office.corp.robots["robot-key"]
    robot.enabled = False
    assert office.robot(text("提醒"))["errcode"] == 93004
    robot.enabled, robot.in_group = True, False
    assert office.robot(text("提醒"))["errcode"] == 93008
    assert office.platform.group_screen("work-group") == []


def test_mentions_by_id_by_telephone_inline_and_everyone(office: Office) -> None:
    office.corp.add_member("outsider", mobile="13800000009")
    office.robot(
        text(
            "<@li> 请今日报送 <@outsider>",
            mentioned_list=["WANG", "@all"],
            mentioned_mobile_list=["13800000001", "13800000009", "10086"],
        )
    )
    [shown] = office.platform.group_screen("work-group")
    assert shown.mentions == ("li", "wang", "zhang")
    assert shown.broken_mentions == ("outsider", "13800000009", "10086")
    assert shown.mentions_everyone


def test_markdown_calls_and_markdown_v2_does_not(office: Office) -> None:
    office.robot({"msgtype": "markdown", "markdown": {"content": "<@li> 红灯"}})
    office.robot({"msgtype": "markdown_v2", "markdown_v2": {"content": "<@li> |事项|灯|"}})
    assert [one.mentions for one in office.platform.group_screen("work-group")] == [("li",), ()]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (text("办" * 682), 0),
        (text("办" * 683), 40058),
        (text(""), 44004),
        (text("x", mentioned_list="zhang"), 40058),
        ({"msgtype": "markdown", "markdown": {"content": "办" * 1365}}, 0),
        ({"msgtype": "markdown", "markdown": {"content": "办" * 1366}}, 40058),
        ({"msgtype": "markdown_v2", "markdown_v2": {"content": "办" * 1366}}, 40058),
        ({"msgtype": "image", "image": IMAGE}, 0),
        ({"msgtype": "image", "image": {**IMAGE, "md5": "0" * 32}}, 40058),
        ({"msgtype": "image", "image": {**IMAGE, "base64": "not base64"}}, 40058),
        ({"msgtype": "image", "image": {**IMAGE, "base64": base64.b64encode(b"GIF89a").decode()}}, 40004),
        ({"msgtype": "news", "news": {"articles": [{"title": "通报", "url": "https://a.cn"}]}}, 0),
        ({"msgtype": "template_card", "template_card": NOTICE}, 0),
        ({"msgtype": "template_card", "template_card": {**NOTICE, "card_type": "button_interaction"}}, 42031),
        ({"msgtype": "textcard", "textcard": {}}, 40008),
        ({"msgtype": "file", "file": {"media_id": "gone"}}, 40007),
    ],
)
def test_what_is_too_long_or_wrong_is_refused_not_cut(office: Office, message: dict[str, Any], code: int) -> None:
    assert office.robot(message)["errcode"] == code
    assert len(office.platform.group_screen("work-group")) == (1 if code == 0 else 0)


def test_the_limit_for_text_can_be_the_one_seen_live() -> None:
    office = open_office(Rules(robot_text=5120))
    assert office.robot(text("办" * 1706))["errcode"] == 0


def test_the_twenty_first_message_shuts_the_robot_for_a_minute(office: Office) -> None:
    assert [office.robot(text(f"{n}"))["errcode"] for n in range(21)] == [0] * 20 + [45009]
    office.clock.forward(seconds=59)
    assert office.robot(text("早了"))["errcode"] == 45009
    office.clock.forward(seconds=1)
    assert office.robot(text("可以了"))["errcode"] == 0
    assert len(office.platform.group_screen("work-group")) == 21


def test_each_robot_has_its_own_share(office: Office) -> None:
    office.corp.add_robot("second-key", "work-group")
    for n in range(21):
        office.robot(text(f"{n}"))
    assert office.robot(text("另一个"), "second-key")["errcode"] == 0


def test_a_robot_needs_no_token_and_minds_no_address(office: Office) -> None:
    office.line.app.trusted_addresses = frozenset()
    assert office.robot(text("提醒"))["errcode"] == 0
