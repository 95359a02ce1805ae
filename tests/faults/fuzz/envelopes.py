"""Damaged and forged envelopes at the door: taken in or refused, never anything else, all refusals alike (T4–T6)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import cast

from flask import Flask
from sqlalchemy import String

from bot.callback import callback_page
from bot.config import CallbackSettings
from bot.door import Door, Reply, Verdict
from bot.wecom.codec import Codec
from handlers.dispatch import Desk
from handlers.message import Arrival, Message
from handlers.reception import Stored
from handlers.storing import Storing
from handlers.worktable import Worktable
from models import Inbox
from tests.bot.wecom.forger import CORP, DOOR, NONCE, TIME, padded, plain, signed, wrapped
from tests.faults.fuzz.damage import Query, forged, inside_out
from tests.faults.fuzz.trying import Tried, smallest, try_all

AGENT = "1000002"
_NOW = datetime.fromtimestamp(int(TIME) + 3, UTC)
_HEAD = f"<xml><ToUserName>{CORP}</ToUserName><FromUserName>zhangwei</FromUserName><CreateTime>{TIME}</CreateTime>"
_TAIL = f"<AgentID>{AGENT}</AgentID></xml>"
_EVENT = "<MsgType>event</MsgType><Event>template_card_event</Event><EventKey>says:收到</EventKey><TaskId>t1</TaskId>"
MESSAGES = tuple(
    f"{_HEAD}{middle}{_TAIL}".encode()
    for middle in (
        "<MsgType>text</MsgType><Content><![CDATA[日报 奥瑞金二期 66%]]></Content><MsgId>4711</MsgId>",
        f"<MsgType>text</MsgType><Content><![CDATA[{'𠮷督' * 300}]]></Content><MsgId>4712</MsgId>",
        "<MsgType>image</MsgType><PicUrl>http://p/1</PicUrl><MediaId>m1</MediaId><MsgId>4713</MsgId>",
        f"{_EVENT}<ResponseCode>c</ResponseCode><SelectedItems><SelectedItem><QuestionKey>q</QuestionKey>"
        "<OptionIds><OptionId>1</OptionId></OptionIds></SelectedItem></SelectedItems>",
        "<MsgType>event</MsgType><Event>change_contact</Event><ChangeType>update_user</ChangeType><UserID>x</UserID>",
    )
)
_COLUMNS = {
    name: cast(String, Inbox.__table__.c[name].type).length for name in ("message_key", "sender", "kind", "signed")
}


@dataclass(frozen=True, slots=True)
class Posted:
    """One request. `is_ours`: sealed by the key, so anything authentic may lie inside."""

    query: Query
    body: bytes
    is_ours: bool
    by_http: bool

    def __repr__(self) -> str:
        return f"{self.query} {base64.b64encode(self.body).decode()}"


class Shelf(Storing):
    """Keeps the last arrival instead of writing it."""

    def __init__(self) -> None:
        self.kept: Arrival | None = None

    def store(self, arrival: Arrival) -> Stored:
        self.kept = arrival
        return Stored(1, is_new=True)


class _Empty(Worktable):
    """Nobody works here."""

    def answer_to(self, message: Message, patience: float) -> str:
        return "已收到。"


def run(seed: int, count: int, codec: Codec = DOOR) -> Tried:
    """`count` envelopes; `codec` is the lock under test, its keys those of the forger."""
    shelf = Shelf()
    table = _Empty(cast(Desk, None), ThreadPoolExecutor(1), 1)
    door = Door(codec, CORP, AGENT, lambda: _NOW, shelf, table, CallbackSettings())
    web = Flask("fuzz")
    web.register_blueprint(callback_page(door))
    client = web.test_client()

    def trouble(posted: Posted) -> str:
        shelf.kept = None
        if posted.by_http:
            answer = client.post(door.settings.path, query_string=posted.query, data=posted.body)
            said = (answer.status_code, answer.data, answer.content_type)
            if answer.status_code not in (200, 411, 413) and said != (403, b"", "text/plain; charset=utf-8"):
                return f"answered unlike a refusal: {said}"
            verdict = Verdict.ACCEPTED if answer.status_code == 200 else Verdict.FORBIDDEN
        else:
            reply = door.receive(posted.query, posted.body)
            verdict = reply.verdict
            if verdict is not Verdict.ACCEPTED and reply != Reply(Verdict.FORBIDDEN):
                return f"refused unlike others: {reply}"
        return _about(posted, verdict, shelf.kept)

    return try_all("envelopes", seed, count, _made, trouble, _smaller)


def _about(posted: Posted, verdict: Verdict, kept: Arrival | None) -> str:
    if verdict is Verdict.FORBIDDEN:
        return "refused, but something was written" if kept else ""
    if kept is None:
        return "taken in, but nothing was kept"
    if not posted.is_ours and kept.plaintext not in MESSAGES:
        return "a message nobody sealed was taken in"
    if not posted.is_ours and all(posted.query != query for query, _ in _authentic()):
        return "a message was taken in that nobody signed"
    if kept.envelope != posted.body:
        return "kept otherwise than it came"
    misfits = [name for name, most in _COLUMNS.items() if len(getattr(kept, name)) > (most or 0)]
    return f"more than its column holds: {misfits}" if misfits else ""


@cache
def _authentic() -> tuple[tuple[Query, bytes], ...]:
    sealed = [signed(padded(plain(one))) for one in MESSAGES]
    return tuple((_query(signature), wrapped(encrypted)) for encrypted, signature in sealed)


def _query(signature: str) -> Query:
    return {"msg_signature": signature, "timestamp": TIME, "nonce": NONCE}


def _made(chance: Random) -> Posted:
    if chance.random() < 0.3:
        encrypted, signature = signed(inside_out(chance, chance.choice(MESSAGES)))
        return Posted(_query(signature), wrapped(encrypted), True, chance.random() < 0.01)
    query, body = chance.choice(_authentic())
    query, body = forged(chance, query, body, chance.choice(_authentic())[1])
    return Posted(query, body, False, chance.random() < 0.01)


def _smaller(posted: Posted, fails: Callable[[Posted], bool]) -> Posted:
    return replace(posted, body=smallest(posted.body, lambda body: fails(replace(posted, body=body))))
