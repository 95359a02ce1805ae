"""Several answers in one message: 「1 2」, 「第一个选2,第二个是」, 「都对」. All of them fit, or none is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.answers import Chosen, choose, spoken
from handlers.message import Answer
from handlers.open_questions import shown
from handlers.questions import answer_to, settle
from handlers.turn import Turn
from models import Question

ALL_RIGHT = frozenset({"都对", "都对的", "全对", "都是", "都是的", "没错", "都没错", "没有错", "都正确", "全部正确"})
_BETWEEN = re.compile(r"[\s,、;。]+")
_FOR_ONE = re.compile(r"第([一二三1-3])(?:个|项|处|问)?(?:选|填|答|为|:)?(.+)")
_ANSWERS_ONLY = re.compile(
    r"(?:第[一二三四五六七八九1-9](?:个|项|处|问)(?:选|填|答|为|:)?(?:不?是|不?对|都不是|[0-9]{1,2})[\s,、;]*)+"
)
_PLACES = {"一": 0, "二": 1, "三": 2}


def answers_to(turn: Turn, questions: Sequence[Question]) -> Answer | None:
    """What these words answer of what is open, oldest first; None: they want to be read on their own."""
    if len(questions) == 1:
        return answer_to(turn, questions[0])
    said = spoken(turn.message.text)
    if said in ALL_RIGHT:
        return _all_right(turn, questions)
    if chosen := _one_by_one(turn, questions, said):
        return settle(turn, chosen)
    if _ANSWERS_ONLY.fullmatch(said):  # 「第三个是」 where two things were asked is no report on the matter #3
        return Answer("question_still_open", {"questions": shown(turn)})
    return answer_to(turn, questions[0])


def _all_right(turn: Turn, asked: Sequence[Question]) -> Answer:
    """It agrees to what was offered alone; a choice among several is still open, and said so."""
    offered = [question for question in asked if len(question.facts["options"]) == 1]
    chosen = [(question, choose(turn, question, "是")) for question in offered]
    agreed = [(question, one) for question, one in chosen if one is not None]
    return settle(turn, agreed) if agreed else Answer("question_still_open", {"questions": shown(turn)})


def _one_by_one(turn: Turn, asked: Sequence[Question], said: str) -> list[tuple[Question, Chosen]]:
    """Empty unless every part of the words answers its question."""
    parts = [part for part in _BETWEEN.split(said) if part]
    aimed = [_FOR_ONE.fullmatch(part) for part in parts]
    if all(aimed):
        pairs = [(_place(found[1]), found[2]) for found in aimed if found]
    elif any(aimed) or len(parts) == 1:
        return []
    else:
        pairs = list(enumerate(parts))
    if len({place for place, _ in pairs}) < len(pairs) or any(place >= len(asked) for place, _ in pairs):
        return []
    chosen = [(asked[place], choose(turn, asked[place], words)) for place, words in pairs]
    return [(question, one) for question, one in chosen if one] if all(one for _, one in chosen) else []


def _place(word: str) -> int:
    return _PLACES[word] if word in _PLACES else int(word) - 1
