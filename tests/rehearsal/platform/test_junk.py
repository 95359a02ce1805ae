"""Whatever a careless product sends, the platform answers with a code; it never falls over."""

import copy
from typing import Any

import pytest

from .conftest import Office, open_office
from .product import AGENT
from .test_cards import BUTTONS, MENU, NOTICE, PICTURE, SELECT, VOTE

JUNK: list[Any] = [None, 0, -1, 1.5, True, "", "x", [], ["x"], [1], [None], {}, {"a": 1}, [[]], [{}], {"content": 3}]
MESSAGES: list[tuple[str, dict[str, Any]]] = [
    ("message/send", {"touser": "zhang", "toparty": "2", "totag": "1", "agentid": AGENT, "msgtype": "text",
                      "text": {"content": "提醒"}, "enable_duplicate_check": 1, "duplicate_check_interval": 60}),
    ("message/send", {"touser": "zhang", "agentid": AGENT, "msgtype": "textcard",
                      "textcard": {"title": "a", "description": "b", "url": "https://a.cn", "btntxt": "c"}}),
    ("message/send", {"touser": "zhang", "agentid": AGENT, "msgtype": "news", "safe": 0,
                      "news": {"articles": [{"title": "a", "url": "https://a.cn"}]}}),
    ("message/update_template_card", {"agentid": AGENT, "userids": ["zhang"], "partyids": [2], "tagids": [1],
                                      "atall": 0, "response_code": "x", "button": {"replace_name": "y"}}),
    ("message/update_template_card", {"agentid": AGENT, "userids": ["zhang"], "response_code": "x",
                                      "template_card": NOTICE}),
    ("message/recall", {"msgid": "x"}),
    ("appchat/create", {"name": "a", "owner": "zhang", "userlist": ["zhang", "li"], "chatid": "c1"}),
    ("appchat/update", {"chatid": "own", "name": "a", "owner": "zhang", "add_user_list": ["wang"],
                        "del_user_list": ["li"]}),
    ("appchat/send", {"chatid": "own", "msgtype": "text", "text": {"content": "a", "mentioned_list": ["zhang"]}}),
    ("webhook/send", {"msgtype": "text", "text": {"content": "a", "mentioned_list": ["zhang"],
                                                  "mentioned_mobile_list": ["1"]}}),
    ("webhook/send", {"msgtype": "image", "image": {"base64": "eA==", "md5": "x"}}),
    ("webhook/send", {"msgtype": "template_card", "template_card": PICTURE}),
    ("user/getuserid", {"mobile": "1"}),
    *[("message/send", {"touser": "zhang", "agentid": AGENT, "msgtype": "template_card", "template_card": card})
      for card in ({**NOTICE, "task_id": "t", "action_menu": MENU, "horizontal_content_list": [{"keyname": "k"}],
                    "jump_list": [{"type": 1, "title": "t", "url": "https://a.cn"}]}, PICTURE, BUTTONS, VOTE, SELECT)],
]  # fmt: skip


def paths(content: object, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The place of every value inside."""
    found = [before] if before else []
    if isinstance(content, dict):
        inside: list[tuple[str | int, object]] = list(content.items())
    elif isinstance(content, list):
        inside = list(enumerate(content))
    else:
        return found
    return found + [place for key, value in inside for place in paths(value, (*before, key))]


def spoiled(content: dict[str, Any], place: tuple[str | int, ...], junk: object) -> dict[str, Any]:
    """A copy with something else in one place."""
    copied = copy.deepcopy(content)
    target: Any = copied
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = junk
    return copied


@pytest.fixture(scope="module")
def crowded() -> Office:
    office = open_office()
    office.corp.directory.tags[1] = {"wang"}
    office.post("appchat/create", {"name": "a", "userlist": ["zhang", "li"], "chatid": "own"})
    return office


@pytest.mark.parametrize(("path", "content"), MESSAGES, ids=lambda part: part if isinstance(part, str) else "")
def test_junk_in_any_field_is_answered_with_a_code(crowded: Office, path: str, content: dict[str, Any]) -> None:
    for place in paths(content):
        for junk in JUNK:
            crowded.clock.forward(minutes=2)
            query = {"access_token": crowded.token(), "key": "robot-key"}
            for _ in range(2):
                answer = crowded.platform.call("POST", path, query, spoiled(content, place, junk))
                assert answer.status == 200
                assert isinstance(answer.json["errcode"], int)
