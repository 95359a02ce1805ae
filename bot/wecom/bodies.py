"""The exact bytes of each message (platform.md §6): made once, kept, sent as they are however often it takes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.wecom.plain import visible

EVERYBODY = "@all"
# Text and app markdown are cut there without a word; a robot refuses more than that (platform.md §6.1, §6.6).
TEXT_LIMIT = 2048
ROBOT_MARKDOWN_LIMIT = 4096
_MOST_USERS = 1000


def frozen(message: Mapping[str, Any]) -> bytes:
    """Raw UTF-8 JSON: the platform refuses escaped Chinese (errcode 40033). Unfit characters become visible."""
    return json.dumps(_fit(message), ensure_ascii=False, separators=(",", ":")).encode()


def app_text(agent_id: str, users: Sequence[str], content: str, *, duplicate_check: int = 0) -> bytes:
    """`duplicate_check` in seconds, at most 4 hours: the same bytes within it are delivered once."""
    return _app(agent_id, users, "text", {"content": content}, duplicate_check)


def app_markdown(agent_id: str, users: Sequence[str], content: str, *, duplicate_check: int = 0) -> bytes:
    """Shown by WeCom clients only; no lists, no tables."""
    return _app(agent_id, users, "markdown", {"content": content}, duplicate_check)


def app_card(agent_id: str, users: Sequence[str], card: Mapping[str, Any], *, duplicate_check: int = 0) -> bytes:
    """A template card, in the platform's own words (platform.md §6.2)."""
    return _app(agent_id, users, "template_card", card, duplicate_check)


def app_file(agent_id: str, users: Sequence[str], media_id: str, *, duplicate_check: int = 0) -> bytes:
    """A file uploaded less than three days ago."""
    return _app(agent_id, users, "file", {"media_id": media_id}, duplicate_check)


def group_text(chat_id: str, content: str, mentioned: Sequence[str] = ()) -> bytes:
    """Into a group the app made. Clients before 5.0.6 show no mentions."""
    text: dict[str, Any] = {"content": content}
    if mentioned:
        text["mentioned_list"] = list(mentioned)
    return frozen({"chatid": chat_id, "msgtype": "text", "text": text, "safe": 0})


def group_markdown(chat_id: str, content: str) -> bytes:
    """Into a group the app made."""
    return frozen({"chatid": chat_id, "msgtype": "markdown", "markdown": {"content": content}, "safe": 0})


def group_file(chat_id: str, media_id: str) -> bytes:
    """Into a group the app made."""
    return frozen({"chatid": chat_id, "msgtype": "file", "file": {"media_id": media_id}, "safe": 0})


def robot_text(content: str, mentioned: Sequence[str] = (), mobiles: Sequence[str] = ()) -> bytes:
    """By a group robot. `mentioned` are user ids or EVERYBODY."""
    text: dict[str, Any] = {"content": content}
    if mentioned:
        text["mentioned_list"] = list(mentioned)
    if mobiles:
        text["mentioned_mobile_list"] = list(mobiles)
    return frozen({"msgtype": "text", "text": text})


def robot_markdown(content: str) -> bytes:
    """By a group robot; mentions as <@userid> in the content."""
    return frozen({"msgtype": "markdown", "markdown": {"content": content}})


def card_frozen_buttons(agent_id: str, users: Sequence[str], response_code: str, replace_name: str) -> bytes:
    """Grey out a sent card's buttons. The response code works once, for 72 hours."""
    return _update(agent_id, users, response_code, {"button": {"replace_name": replace_name}})


def card_replaced(agent_id: str, users: Sequence[str], response_code: str, card: Mapping[str, Any]) -> bytes:
    """Put another card in a sent card's place. The response code works once, for 72 hours."""
    return _update(agent_id, users, response_code, {"template_card": card})


def recalled(message_id: str) -> bytes:
    """Take back an app message of the last 24 hours."""
    return frozen({"msgid": message_id})


def _app(agent_id: str, users: Sequence[str], kind: str, content: Mapping[str, Any], duplicate_check: int) -> bytes:
    _few_enough(users)
    message: dict[str, Any] = {"touser": "|".join(users), "msgtype": kind, "agentid": int(agent_id), kind: content}
    if duplicate_check:
        message |= {"enable_duplicate_check": 1, "duplicate_check_interval": min(duplicate_check, 4 * 3600)}
    return frozen(message)


def _update(agent_id: str, users: Sequence[str], response_code: str, change: Mapping[str, Any]) -> bytes:
    _few_enough(users)
    return frozen({"userids": list(users), "agentid": int(agent_id), "response_code": response_code, **change})


def _few_enough(users: Sequence[str]) -> None:
    if not 1 <= len(users) <= _MOST_USERS:
        raise ValueError(f"a message goes to 1 to {_MOST_USERS} people, not {len(users)}")


def _fit(node: Any) -> Any:  # noqa: ANN401 - JSON is what it is
    if isinstance(node, str):
        return visible(node)
    if isinstance(node, Mapping):
        return {str(name): _fit(each) for name, each in node.items()}
    if isinstance(node, Sequence):
        return [_fit(each) for each in node]
    return node
