"""Cards as bytes: within the platform's limits whatever the matter is called, and never instead of the words."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from bot.sender import WeComSender
from bot.wecom.client import WeComClient
from bot.wecom.http import Wire
from bot.wecom.robots import Robots
from bot.wecom.token import TokenProvider
from rehearsal.platform.cards import check_card
from supervision.offers import Choice, Offer, Settlement
from supervision.sending import Address, Outcome, Part
from tests.bot.wecom.switchboard import SECRET, OfficeClock, Switchboard

APP, CARD = Address("app", "wang"), Address("card", "wang")
OFFER = Offer("申请延期 #3 奥瑞金", (Choice("同意延期", "同意 3 延期"), Choice("退回", "退回 3 延期")), "7-1-0f")


@pytest.fixture
def board() -> Switchboard:
    return Switchboard()


@pytest.fixture
def sender(board: Switchboard) -> WeComSender:
    session = requests.Session()
    session.mount("https://", board)
    wire = Wire(session=session)
    client = WeComClient(wire, TokenProvider("ww1", SECRET, wire, OfficeClock()), "1000002")
    return WeComSender(client, 1000002, Robots(wire, {}), form="cards")


def read(part: Part) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(part.body)
    return message


def test_what_is_short_is_one_card(sender: WeComSender) -> None:
    [part] = sender.compose(APP, "张伟申请延期\n请回:同意 3 延期", (), OFFER)
    assert part.words == "张伟申请延期\n请回:同意 3 延期"
    assert read(part) == {
        "touser": "wang", "msgtype": "template_card", "agentid": 1000002,
        "template_card": {
            "card_type": "button_interaction", "task_id": "7-1-0f",
            "main_title": {"title": "申请延期 #3 奥瑞金"}, "sub_title_text": "张伟申请延期\n请回:同意 3 延期",
            "button_list": [
                {"text": "同意延期", "style": 1, "key": "say:同意 3 延期"},
                {"text": "退回", "style": 2, "key": "say:退回 3 延期"},
            ],
        },
        "enable_duplicate_check": 1, "duplicate_check_interval": 1800,
    }  # fmt: skip


def test_what_is_long_is_read_in_full_before_the_card(sender: WeComSender) -> None:
    words = "督" * 1500
    *texts, card = sender.compose(APP, words, (), OFFER)
    assert [read(part)["msgtype"] for part in texts] == ["text"] * 3
    assert "".join(read(part)["text"]["content"].split("\n")[0] for part in texts) == words
    assert "sub_title_text" not in read(card)["template_card"] and card.words.endswith("[同意延期] [退回]")


@pytest.mark.parametrize("name", ["奥" * 300, "𠀀👨‍👩‍👧" * 90, "a\nb\x00" * 50, "x" * 36, "x" * 37])
def test_no_card_is_more_than_the_platform_shows(sender: WeComSender, name: str) -> None:
    offer = Offer(
        name, (Choice(name, f"同意 {name}"[:200]), Choice("退回", "退回 3")), "9-1-ab", Settlement("code", name)
    )
    [*_, sent] = sender.compose(APP, name, (), offer)
    [changed] = sender.compose(CARD, name, (), offer)
    for card in (read(sent)["template_card"], read(changed)["template_card"]):
        check_card(card)
        assert len(card["main_title"]["title"]) <= 36 and len(card.get("sub_title_text", "")) <= 160
        assert all(len(one["text"]) <= 10 and len(one["key"].encode()) <= 1024 for one in card["button_list"])
    assert len(read(changed)["template_card"]["replace_text"]) <= 10


@pytest.mark.parametrize(
    "choices", [(), tuple(Choice(str(n), str(n)) for n in range(7)), (Choice("同意", "同意 " + "长" * 400),)]
)
def test_where_a_card_has_no_room_the_words_do(sender: WeComSender, choices: tuple[Choice, ...]) -> None:
    [part] = sender.compose(APP, "请回:同意 3", (), Offer("申请延期", choices, "9-1-ab"))
    assert read(part)["text"] == {"content": "请回:同意 3"}


@pytest.mark.parametrize("address", [Address("appchat", "g1"), Address("robot", "main")])
def test_groups_get_words(sender: WeComSender, address: Address) -> None:
    [part] = sender.compose(address, "请回:同意 3", (), OFFER)
    assert read(part)["msgtype"] == "text"


def test_without_an_offer_there_is_no_card(sender: WeComSender) -> None:
    [part] = sender.compose(APP, "日报未交")
    assert read(part)["msgtype"] == "text"


def test_a_pressed_card_is_changed_by_its_own_call(sender: WeComSender, board: Switchboard) -> None:
    offer = Offer(OFFER.heading, OFFER.choices, OFFER.ref, Settlement("one-time", "周明:同意延期"))
    [part] = sender.compose(CARD, "周明 6月15日 09:00:已同意", (), offer)
    assert sender.send(CARD, part.body).outcome is Outcome.SENT
    assert "/cgi-bin/message/update_template_card" in (board.others[-1].url or "")
    told = read(part)
    assert (told["userids"], told["response_code"]) == (["wang"], "one-time")
    assert told["template_card"]["replace_text"] == "周明:同意延期"
