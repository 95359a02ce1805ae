"""The bytes that leave for WeCom: whole, within the limit, and nobody rung but those we meant to ring."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from bot.config import Form
from bot.console_sender import ConsoleSender
from bot.sender import UnknownChannel, WeComSender
from bot.wecom.client import WeComClient
from bot.wecom.http import Wire
from bot.wecom.robots import Robots
from bot.wecom.token import TokenProvider
from supervision.sending import Address, Delivered, Outcome, Part
from tests.bot.wecom.switchboard import SECRET, OfficeClock, Switchboard, refusal

APP, ROBOT, GROUP = Address("app", "wang"), Address("robot", "main"), Address("appchat", "g1")


@pytest.fixture
def board() -> Switchboard:
    return Switchboard()


@pytest.fixture
def sender(board: Switchboard) -> WeComSender:
    return over(board)


@pytest.fixture
def marked(board: Switchboard) -> WeComSender:
    return over(board, form="markdown")


def over(board: Switchboard, *, form: Form = "text") -> WeComSender:
    session = requests.Session()
    session.mount("https://", board)
    wire = Wire(session=session)
    client = WeComClient(wire, TokenProvider("ww1", SECRET, wire, OfficeClock()), "1000002")
    return WeComSender(client, 1000002, Robots(wire, {"main": SECRET}), form=form)


def read(part: Part) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(part.body)
    return message


def test_to_a_person_the_platform_is_asked_to_drop_repetitions(sender: WeComSender) -> None:
    [part] = sender.compose(APP, "日报未交")
    assert read(part) == {
        "touser": "wang", "msgtype": "text", "agentid": 1000002, "text": {"content": "日报未交"},
        "enable_duplicate_check": 1, "duplicate_check_interval": 1800,
    }  # fmt: skip
    assert part.words == "日报未交" and "日报未交".encode() in part.body


@pytest.mark.parametrize("address", [APP, ROBOT, GROUP])
@pytest.mark.parametrize("text", ["𠀀" * 3000, "\n".join(["奥瑞金👨‍👩‍👧"] * 400), "a" * 2001, "短\n" * 1400])
def test_no_part_is_longer_than_the_platform_takes_and_nothing_is_lost(
    sender: WeComSender, address: Address, text: str
) -> None:
    parts = sender.compose(address, text)
    assert all(len(part.words.encode()) <= 2048 for part in parts)
    pieces = [part.words.rsplit("\n", 1)[0] for part in parts]
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
    numbers = [part.words.rsplit("\n", 1)[1] for part in parts]
    assert numbers == [f"（{number}/{len(parts)}）" for number in range(1, len(parts) + 1)]


def test_only_those_we_name_are_rung_and_only_once(sender: WeComSender, marked: WeComSender) -> None:
    words = "@all <@li> 明天开会\n" * 200
    first, *others = (read(part)["text"] for part in sender.compose(ROBOT, words, ("wang",)))
    assert first["mentioned_list"] == ["wang"]
    assert all("mentioned_list" not in other for other in others) and others
    [part] = marked.compose(GROUP, "明天开会", ("wang", "li"))
    assert read(part)["markdown"]["content"] == "明天开会\n<@wang>\n<@li>"


def test_markdown_is_longer_for_a_robot_only(marked: WeComSender) -> None:
    many = tuple(f"person{number}" for number in range(40))
    assert all(len(read(part)["markdown"]["content"].encode()) <= 2048 for part in marked.compose(APP, "督" * 3000))
    parts = marked.compose(ROBOT, "督" * 3000, many)
    assert all(len(read(part)["markdown"]["content"].encode()) <= 4096 for part in parts)


def test_what_json_cannot_carry_is_counted_as_it_is_shown(sender: WeComSender) -> None:
    parts = sender.compose(APP, "\x00" * 1500)
    assert len(parts) == 3 and all(len(read(part)["text"]["content"].encode()) <= 2048 for part in parts)


def test_nothing_is_no_message(sender: WeComSender) -> None:
    assert sender.compose(APP, " \n") == []


def test_a_channel_nobody_has(sender: WeComSender) -> None:
    with pytest.raises(UnknownChannel):
        sender.compose(Address("pigeon", "wang"), "日报未交")


def test_exactly_the_composed_bytes_leave(sender: WeComSender, board: Switchboard) -> None:
    for address, path in ((APP, "message/send"), (GROUP, "appchat/send"), (ROBOT, "webhook/send")):
        [part] = sender.compose(address, "日报未交")
        assert sender.send(address, part.body).outcome is Outcome.SENT
        assert board.others[-1].body == part.body and f"/cgi-bin/{path}" in (board.others[-1].url or "")


def answer(board: Switchboard, sender: WeComSender, address: Address, code: int) -> Delivered:
    board.answers.append(refusal(code))
    [part] = sender.compose(address, "日报未交")
    return sender.send(address, part.body)


def test_a_robot_that_spoke_too_often_rests_alone(sender: WeComSender, board: Switchboard) -> None:
    told = answer(board, sender, ROBOT, 45009)
    assert (told.outcome, told.retry_after, told.freezes_all) == (Outcome.NOT_SENT, 60.0, False)


def test_an_address_nobody_trusts_is_the_trouble_of_the_whole_app(
    sender: WeComSender,
    board: Switchboard,
) -> None:
    told = answer(board, sender, APP, 60020)
    assert told.outcome is Outcome.NOT_SENT and told.freezes_all and "60020" in told.alarm


def test_who_is_gone_is_no_trouble_of_the_wire(sender: WeComSender, board: Switchboard) -> None:
    told = answer(board, sender, APP, 60111)
    assert told.outcome is Outcome.FAILED and told.is_target_gone and not told.alarm


def test_a_robot_without_a_key_says_so(sender: WeComSender) -> None:
    told = sender.send(Address("robot", "other"), b"{}")
    assert told.outcome is Outcome.FAILED and "other" in told.alarm


def test_on_the_console_one_reads_it() -> None:
    lines: list[str] = []
    console = ConsoleSender(lines.append)
    [part] = console.compose(APP, "日报未交", ("li",))
    assert console.send(APP, part.body).outcome is Outcome.SENT
    assert lines == ["→ wang\n日报未交 @li\n"]
