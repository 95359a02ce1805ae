"""「第二个改成70%」, 「把第一条改成停工」, 「改成70%」, 「都对」: words about what the bot has just shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.answers import spoken
from handlers.correction import on_correction
from handlers.last_told import last_list, last_within_a_day
from handlers.message import Answer
from handlers.reading.numerals import number
from handlers.reading.result import Intent, Reading
from handlers.several_answers import ALL_RIGHT
from handlers.turn import Turn
from handlers.understanding import understand_words
from models import Matter
from models.inbox import Disposition
from supervision import reports

_INTO = r"(?:改成|改为|改到|更正[为成]|应该?[为是]|改(?=[\s0-9]))"
_NTH = r"(?:刚才|上面)?的?第(?P<place>[0-9一二三四五六七八九十]{1,2})(?:个|项|条|件)(?:事项|项目)?的?(?:进度|状态)?"
_MENDED = re.compile(rf"(?:请|把|将)*{_NTH}[\s,:]*{_INTO}[\s:]*(?P<value>.+)", re.DOTALL)
_CORRECTED = re.compile(rf"(?:更正|改正|订正)[\s:,]*{_NTH}[\s,:]*{_INTO}?[\s:]*(?P<value>.+)", re.DOTALL)
_ALONE = re.compile(
    rf"(?:(?:更正|改正|订正)[\s:,]*)?(?:请|把|将)*(?:刚才的?)?(?:进度|状态)?{_INTO}[\s:]*(?P<value>.+)", re.DOTALL
)
_WRONG = re.compile(  # 刚才说错了,是64
    r"(?:[哦啊呃,\s]|不好意思|抱歉|对不起|刚才|刚刚|我)*[说报打写填发弄]错了?[\s,。:!]*(?:应该?|实际|其实)?(?:[是为]|改成|改为)?[\s:]*"
    r"(?P<value>(?:\d|百分之|[一二三四五六七八九]成|[二三四五六七八九]?十)[^,。;\n]{0,8})[。!]?"
)
_LONGEST = 60  # characters; longer words are a report


@dataclass(frozen=True, slots=True)
class _Meant:
    value: str
    place: int | None  # None: it is not said which


def about_the_list(turn: Turn) -> Answer | None:
    """None: the words are about something else, or nothing was shown in the last day."""
    if len(turn.message.text) > _LONGEST:
        return None
    said = spoken(turn.message.text)
    if said in ALL_RIGHT:
        return _stands(turn)
    meant = _meant(said)
    if meant is None:
        return None
    return _the_last(turn, meant.value) if meant.place is None else _the_nth(turn, meant.value, meant.place)


def _meant(said: str) -> _Meant | None:
    if found := _MENDED.fullmatch(said) or _CORRECTED.fullmatch(said):
        return _Meant(found["value"], int(number(found["place"]) or 0))
    found = _ALONE.fullmatch(said) or _WRONG.fullmatch(said)
    return _Meant(found["value"], None) if found else None


def _stands(turn: Turn) -> Answer | None:
    shown = last_list(turn)
    return Answer("record_stands", {"items": _items(shown.matters)}) if shown else None


def _the_nth(turn: Turn, value: str, place: int) -> Answer | None:
    shown = last_list(turn)
    if shown is None:
        return None
    matter = shown.at(place)
    if matter is None:
        facts = {"place": place, "items": _items(shown.matters)}
        return Answer("correction_of_which", facts, Disposition.REFUSED)
    return _corrected(turn, value, matter)


def _the_last(turn: Turn, value: str) -> Answer | None:
    """Of one matter it corrects that one; of several it asks which."""
    report = last_within_a_day(turn)
    matters = reports.last_matters(turn.session, report.id) if report else []
    if not matters:
        return None
    if len(matters) == 1:
        return _corrected(turn, value, matters[0])
    reading = _as_said_of(turn, value, matters[0])
    if reading is None or reading.updates[0].is_relative:
        return Answer("correction_not_understood")
    unnamed = replace(reading.updates[0], matter=None, mention="", words=turn.message.text, doubts=())
    return on_correction(turn, replace(reading, updates=(unnamed,)))


def _corrected(turn: Turn, value: str, matter: Matter) -> Answer:
    reading = _as_said_of(turn, value, matter)
    return on_correction(turn, reading) if reading else Answer("correction_not_understood")


def _as_said_of(turn: Turn, value: str, matter: Matter) -> Reading | None:
    """The value as a correction of that matter; None where it is none, or names another."""
    reading = understand_words(turn, f"更正 {matter.code} {value}", [matter])
    is_about_it = [one.matter for one in reading.updates] == [matter.code]
    return reading if reading.intent is Intent.CORRECTION and is_about_it else None


def _items(matters: Sequence[Matter]) -> list[dict[str, Any]]:
    return [{"number": one.number, "title": one.title, "percent": one.percent} for one in matters]
