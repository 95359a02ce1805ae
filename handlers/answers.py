"""One character is enough: 「2」, 「是」, 「都不是」, a name, a number, a figure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from handlers.matter_ref import find_matter
from handlers.reading.result import Status
from handlers.turn import Turn
from models import Question

YES = frozenset({"是", "是的", "对", "对的", "没错", "确认", "好", "好的", "嗯", "可以", "都对", "正确", "y", "yes"})
NO = frozenset({"不是", "否", "不对", "都不是", "不", "没有", "算了", "不用", "不记", "n", "no", "0"})
_NTH = re.compile(r"(?:第|选|选第)?([0-9一二三四五六七八九])(?:个|项|号)?[.、。]?")
_FIGURE = re.compile(r"(?:记?为?|是|应该?[为是]|改[为成]|更正为)([0-9]{1,3})%?")
_AROUND_A_NAME = re.compile(r"^(?:就?是|说的是|指的?是|指)|(?:那个|这个|那项|这项|的|吧|啊)+$")
_CHINESE = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}
ABOUT_A_FIGURE = frozenset({"ask_which_percent", "ask_lower_than_before", "ask_completed_below_full"})
OVER_FULL = "ask_over_full"  # nothing that was read can be agreed to
ABOUT_A_STATE = "ask_which_state"
_LONGEST = 24  # longer words are a message of their own


@dataclass(frozen=True, slots=True)
class Chosen:
    matter_id: int = 0
    percent: int | None = None
    status: Status | None = None
    is_nothing: bool = False


def spoken(text: str) -> str:
    """As answers are compared."""
    return unicodedata.normalize("NFKC", text).strip().lower().rstrip("。.!！")


def choose(turn: Turn, question: Question, text: str) -> Chosen | None:
    """What the words choose among the question's options; None when they choose nothing."""
    said = spoken(text)
    if not said or len(said) > _LONGEST:
        return None
    options: list[dict[str, Any]] = question.facts["options"]
    if options and question.event == ABOUT_A_STATE:
        return _by_state(said, options)
    if said in NO:
        return Chosen(is_nothing=True)
    if options and question.event == OVER_FULL:
        return _by_figure(said, options)
    if options and question.event in ABOUT_A_FIGURE:
        return _by_place(said, options) or _by_figure(said, options)
    if options:
        return _by_place(said, options) or _among(turn, said, options)
    matter = find_matter(turn, said) or find_matter(turn, _bare(said))
    return Chosen(matter.id) if matter is not None else None


def _by_place(said: str, options: list[dict[str, Any]]) -> Chosen | None:
    if said in YES:
        return _chosen(options[0]) if len(options) == 1 else None
    found = _NTH.fullmatch(said)
    if found is None:
        return None
    place = _CHINESE.get(found[1]) or int(found[1])
    is_numbered = len(options) > 1 or "percent" not in options[0]
    return _chosen(options[place - 1]) if is_numbered and 1 <= place <= len(options) else None


def _by_state(said: str, options: list[dict[str, Any]]) -> Chosen | None:
    """「是」 is the first state that was offered, 「不是」 the last, 「0」 drops it."""
    if said == "0":
        return Chosen(is_nothing=True)
    if said in YES or said in NO:
        return _chosen(options[0] if said in YES else options[-1])
    found = _NTH.fullmatch(said)
    place = (_CHINESE.get(found[1]) or int(found[1])) if found else 0
    return _chosen(options[place - 1]) if 1 <= place <= len(options) else None


def _by_figure(said: str, options: list[dict[str, Any]]) -> Chosen | None:
    """「65%」 settles a doubt about the figure of one matter."""
    found = _FIGURE.fullmatch(said)
    if found is None or not options or len({option.get("id") for option in options}) != 1:
        return None
    percent = int(found[1])
    return Chosen(options[0]["id"], percent) if percent <= 100 and "id" in options[0] else None


def _among(turn: Turn, said: str, options: list[dict[str, Any]]) -> Chosen | None:
    """One of those that were offered; another matter's name is a new question, not an answer."""
    for words in dict.fromkeys((said, _bare(said))):
        named = [option for option in options if words and words in str(option.get("title", "")).lower()]
        if len(named) == 1:
            return _chosen(named[0])
        matter = find_matter(turn, words)
        if matter is not None:
            return next((_chosen(option) for option in options if option.get("id") == matter.id), None)
    return None


def _bare(said: str) -> str:
    """就是二期那个: the name without what people say around it."""
    return _AROUND_A_NAME.sub("", said)


def _chosen(option: dict[str, Any]) -> Chosen | None:
    if "id" not in option:
        return None
    status = Status(option["status"]) if "status" in option else None
    return Chosen(option["id"], option.get("percent"), status)
