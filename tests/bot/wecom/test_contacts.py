"""wechatpy's calls over our wire: one token, no hidden retries, our errors."""

import pytest
import requests

from bot.wecom.client import WeComClient
from bot.wecom.contacts import Contacts, Department, Member
from bot.wecom.errors import NoAnswer, PlatformRefused
from tests.bot.wecom.switchboard import SECRET, Switchboard, refusal


@pytest.fixture
def contacts(client: WeComClient) -> Contacts:
    return Contacts("ww1", client)


def test_one_person(contacts: Contacts, board: Switchboard) -> None:
    board.answers = [
        {"errcode": 0, "userid": "ZhangSan", "name": "张三", "department": [1, 2], "position": "局长", "status": 1},
        {"errcode": 0, "userid": "left"} | {"status": 5},
    ]
    assert contacts.member("ZhangSan") == Member("ZhangSan", "张三", (1, 2), "局长")
    assert not contacts.member("left").is_active
    assert "/cgi-bin/user/get?userid=ZhangSan&access_token=CANARY-token-1" in (board.others[0].url or "")


def test_departments_and_their_members(contacts: Contacts, board: Switchboard) -> None:
    board.answers = [
        {
            "errcode": 0,
            "department": [{"id": 1, "name": "市政府", "parentid": 0}, {"id": 7, "name": "经信局", "parentid": 1}],
        },
        {"errcode": 0, "userlist": [{"userid": "a", "name": "甲", "department": [7]}]},
    ]
    assert contacts.departments() == [Department(1, "市政府", 0), Department(7, "经信局", 1)]
    assert [each.user_id for each in contacts.members_of(7)] == ["a"]


def test_a_group_is_made(contacts: Contacts, board: Switchboard) -> None:
    board.answers = [{"errcode": 0, "chatid": "chat1"}]
    assert contacts.create_group("督查专班", "a", ["a", "b"]) == "chat1"
    body = board.others[0].body
    assert body == '{"name":"督查专班","owner":"a","userlist":["a","b"]}'.encode()


def test_a_bulletin_is_uploaded(contacts: Contacts, board: Switchboard) -> None:
    board.answers = [{"errcode": 0, "type": "file", "media_id": "m1", "created_at": "1767225600"}]
    assert contacts.upload_file("通报.docx", b"PK....") == "m1"
    body = board.others[0].body
    assert isinstance(body, bytes)
    assert 'name="media"; filename="通报.docx"'.encode() in body
    assert "type=file" in (board.others[0].url or "")


def test_a_refusal_is_ours_and_asked_once(contacts: Contacts, board: Switchboard) -> None:
    board.answers = [refusal(60111), {"userid": "x"}]
    with pytest.raises(PlatformRefused) as caught:
        contacts.member("nobody")
    assert caught.value.code == 60111
    assert SECRET not in str(caught.value)
    with pytest.raises(PlatformRefused):
        contacts.member("an answer without a code")
    assert len(board.others) == 2


def test_a_token_that_stays_bad_does_not_go_in_circles(contacts: Contacts, board: Switchboard) -> None:
    board.answers = [refusal(42001)] * 1000
    with pytest.raises(PlatformRefused):
        contacts.departments()
    assert len(board.asked) <= 4


def test_a_silent_platform_is_our_trouble(contacts: Contacts, board: Switchboard) -> None:
    board.answers = [requests.ReadTimeout(SECRET)]
    with pytest.raises(NoAnswer) as caught:
        contacts.members_of(1)
    assert SECRET not in str(caught.value)
