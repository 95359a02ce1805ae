"""How to talk to the bot; also the answer to what was not understood."""

from __future__ import annotations

import re

from handlers.acknowledge import OBJECTS
from handlers.message import Answer
from handlers.office.decisions import waits_for_leader
from handlers.office.free_words import perhaps_meant
from handlers.queries.matters import answer_keyword
from handlers.reading.result import Reading
from handlers.taken_back import take_back
from handlers.turn import Turn
from supervision.clock import day_of

GREETED = re.compile(
    "(?:你好|您好|早上?好|早安|上午好|中午好|下午好|晚上好|在吗|hello|hi)[呀啊吗!！。.??~\\s]*", re.IGNORECASE
)

# 谢谢, 行: courtesy, answered in a line; who says it asked for no manual
COURTESY = re.compile(
    "(?:(?:谢谢|多谢|感谢|辛苦|麻烦)[您你]?了?|好嘞|好呀|好啊|好|行|可以|嗯+|哦+|是|对|没事|不客气|再见|晚安)"
    "[了啦的哈呀啊!！。.,,~\\s]*",
)
TIRED_OF_IT = re.compile(
    "(?:机器人|提醒|消息|通知|督办助手)[^,。;!?]{0,8}(?:烦|吵|太多|催|骚扰)|(?:烦|吵)死|太烦|(?:别|不要|少)再?(?:催|提醒|发消息)"
)


def on_help(turn: Turn, _reading: Reading) -> Answer:
    return Answer("help", {"role": turn.person.role.value, "name": turn.person.name})


def on_other(turn: Turn, reading: Reading) -> Answer:
    """Chat, greetings, forwarded notices: nothing is recorded, and the answer says so."""
    if gone := take_back(turn):
        return gone
    if reading.doubts:
        return Answer("not_understood")
    if GREETED.fullmatch(turn.message.text.strip()):
        return Answer("greeted", {"role": turn.person.role.value, "name": turn.person.name})
    if COURTESY.fullmatch(turn.message.text.strip()):
        return Answer("agree_names_the_matter" if waits_for_leader(turn) else "courtesy")
    if turn.viewer.is_of_unit and OBJECTS.search(turn.message.text):
        return Answer("object_how")
    by_name = answer_keyword(turn.session, turn.message.text, turn.viewer, day_of(turn.now))
    if by_name is not None:
        return by_name
    if TIRED_OF_IT.search(turn.message.text):
        return Answer("tired_of_it", {"role": turn.person.role.value})
    if ordered := perhaps_meant(turn):
        return ordered
    return Answer("nothing_recorded", {"role": turn.person.role.value})
