"""An app and a robot at work: the bytes that leave, the token that ages, the secrets that stay."""

import json
import logging
from typing import Any

import pytest
import requests

from bot.wecom import bodies
from bot.wecom.client import SEND, WeComClient
from bot.wecom.errors import NoAnswer, PlatformRefused
from bot.wecom.outcomes import Kind, Scope
from bot.wecom.robot import GroupRobot
from bot.wecom.token import TokenProvider
from tests.bot.wecom.switchboard import SECRET, OfficeClock, Switchboard, refusal


def sent(board: Switchboard) -> dict[str, Any]:
    body = board.others[-1].body
    assert isinstance(body, bytes)
    read: dict[str, Any] = json.loads(body)
    return read


def test_a_reminder_leaves_in_plain_utf8(client: WeComClient, board: Switchboard) -> None:
    told = client.send_text(["ZhangSan", "LiSi"], "「奥瑞金」今天到期 🙏\n请报进度", duplicate_check=1800)
    assert told.kind is Kind.SENT
    assert sent(board) == {
        "touser": "ZhangSan|LiSi",
        "msgtype": "text",
        "agentid": 1000002,
        "text": {"content": "「奥瑞金」今天到期 🙏\n请报进度"},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 1800,
    }
    assert "奥瑞金".encode() in (board.others[-1].body or b"")
    assert "/cgi-bin/message/send?access_token=CANARY-token-1" in (board.others[-1].url or "")


def test_frozen_bytes_leave_unchanged_each_time(client: WeComClient, board: Switchboard) -> None:
    body = bodies.app_markdown("1000002", ["u"], "**红灯** 3件", duplicate_check=99_999)
    assert json.loads(body)["duplicate_check_interval"] == 4 * 3600
    for _ in range(3):
        client.post_frozen(SEND, body)
    assert [each.body for each in board.others] == [body] * 3


def test_what_json_cannot_carry_is_shown(client: WeComClient, board: Switchboard) -> None:
    client.send_markdown(["u"], "a\x00b\ud800c\x1b[31m")
    assert sent(board)["markdown"]["content"] == "a␀b\ufffdc␛[31m"


def test_cards_groups_and_recalls(client: WeComClient, board: Switchboard) -> None:
    card = {"card_type": "text_notice", "main_title": {"title": "督办单"}, "jump_list": [{"type": 1}]}
    client.send_template_card(["u"], card)
    assert sent(board)["template_card"] == card
    client.update_card(["u"], "code", card)
    assert sent(board) == {"userids": ["u"], "agentid": 1000002, "response_code": "code", "template_card": card}
    client.appchat_send("chat1", "通报", ["u"])
    assert sent(board)["text"] == {"content": "通报", "mentioned_list": ["u"]}
    client.recall("m1")
    assert sent(board) == {"msgid": "m1"}
    paths = [(each.url or "").split("?")[0].rsplit("/cgi-bin/", 1)[1] for each in board.others]
    assert paths == ["message/send", "message/update_template_card", "appchat/send", "message/recall"]


def test_buttons_can_be_frozen_and_files_sent() -> None:
    frozen = json.loads(bodies.card_frozen_buttons("1", ["u"], "code", "已签收"))
    assert frozen["button"] == {"replace_name": "已签收"}
    assert json.loads(bodies.app_file("1", ["u"], "m"))["file"] == {"media_id": "m"}
    assert json.loads(bodies.group_file("c", "m"))["file"] == {"media_id": "m"}
    assert json.loads(bodies.group_markdown("c", "**x**"))["markdown"] == {"content": "**x**"}


@pytest.mark.parametrize("many", [0, 1001])
def test_nobody_and_too_many_are_our_defect(many: int, client: WeComClient, board: Switchboard) -> None:
    with pytest.raises(ValueError, match="1 to 1000 people"):
        client.send_text(["u"] * many, "x")
    assert not board.asked


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_token_voided_early_is_renewed_once(
    code: int, client: WeComClient, board: Switchboard, tokens: TokenProvider, clock: OfficeClock
) -> None:
    tokens.token()
    clock.passes(minutes=1)
    board.answers = [refusal(code), {"errcode": 0, "msgid": "m"}]
    told = client.send_text(["u"], "x")
    assert (told.kind, told.message_id) == (Kind.SENT, "m")
    assert board.tokens_asked == 2
    assert [("token-1" in (each.url or "")) for each in board.others] == [True, False]


def test_a_token_that_is_never_good_enough_ends_after_two_calls(
    client: WeComClient, board: Switchboard, clock: OfficeClock
) -> None:
    client.get("user/get")
    clock.passes(minutes=1)
    board.asked.clear()
    board.answers = [refusal(42001)] * 1000
    told = client.send_text(["u"], "x")
    assert (told.kind, told.code) == (Kind.NOT_SENT, 42001)
    assert (len(board.others), board.tokens_asked) == (2, 1)
    for _ in range(50):
        assert client.send_text(["u"], "x").kind is Kind.NOT_SENT
    assert len(board.others) <= 3
    assert board.tokens_asked == 1


def test_without_a_token_nothing_is_sent(client: WeComClient, board: Switchboard) -> None:
    board.token_answers = [refusal(40013)]
    told = client.send_text(["u"], "x")
    assert (told.kind, told.code, told.freeze_scope, told.alarm) == (Kind.NOT_SENT, 40013, Scope.APP, True)
    assert not board.others


def test_a_reset_after_writing_is_unknown_and_not_repeated(client: WeComClient, board: Switchboard) -> None:
    board.answers = [requests.ConnectionError(ConnectionResetError())]
    assert client.send_text(["u"], "x").kind is Kind.UNKNOWN
    assert len(board.others) == 1


def test_a_question_raises_what_went_wrong(client: WeComClient, board: Switchboard) -> None:
    board.answers = [requests.ReadTimeout(), refusal(60111)]
    with pytest.raises(NoAnswer):
        client.get("user/get", {"userid": "u"})
    assert client.get("user/get", {"userid": "u"}).code == 60111


def test_a_download_that_is_json_is_a_refusal(client: WeComClient, board: Switchboard, clock: OfficeClock) -> None:
    board.answers = [b"PK\x03\x04", refusal(40007)]
    assert client.download("m") == b"PK\x03\x04"
    with pytest.raises(PlatformRefused, match="media/get: 40007"):
        client.download("m")
    clock.passes(minutes=1)
    board.answers = [refusal(42001), b"RIFF"]
    assert client.download("m") == b"RIFF"


def test_the_robot_posts_with_mentions(robot: GroupRobot, board: Switchboard) -> None:
    assert robot.send_text("谁没交", ["ZhangSan", "@all"]).kind is Kind.SENT
    assert sent(board) == {"msgtype": "text", "text": {"content": "谁没交", "mentioned_list": ["ZhangSan", "@all"]}}
    robot.send_markdown("<@ZhangSan> 请报")
    assert sent(board) == {"msgtype": "markdown", "markdown": {"content": "<@ZhangSan> 请报"}}
    assert json.loads(bodies.robot_text("x", mobiles=["13800000000"]))["text"]["mentioned_mobile_list"] == [
        "13800000000"
    ]
    assert board.tokens_asked == 0


def test_a_robot_that_talked_too_much_pauses_alone(robot: GroupRobot, board: Switchboard) -> None:
    board.answers = [refusal(45009), refusal(93000)]
    told = robot.send_text("x")
    assert (told.kind, told.freeze_scope) == (Kind.NOT_SENT, Scope.ROBOT)
    assert robot.send_text("x").is_target_gone


@pytest.mark.parametrize(
    "error",
    [
        requests.ReadTimeout(SECRET),
        requests.ConnectionError(f"/webhook/send?key={SECRET}"),
        requests.exceptions.SSLError(SECRET),
    ],
)
def test_no_secret_in_any_outcome_or_log(
    error: Exception, robot: GroupRobot, client: WeComClient, board: Switchboard, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        board.answers = [error, refusal(93000), error, refusal(48002)]
        told = [robot.send_text("x"), robot.send_text("x"), client.send_text(["u"], "x"), client.send_text(["u"], "x")]
    assert "CANARY" not in repr(told) + caplog.text
