"""Names of projects that the registry does not hold: 「2.镇文化站改造主体封顶」."""

from __future__ import annotations

import re

from handlers.reading.clauses import Clause, Line
from handlers.reading.vocabulary import ASIDE_HEADS, PROJECT_ENDINGS, ROUTINE_WORDS, STATE_WORDS

ENDING = re.compile("|".join(sorted(PROJECT_ENDINGS, key=len, reverse=True)))
ROUTINE = re.compile("|".join(ROUTINE_WORDS))
STATE = re.compile("|".join(STATE_WORDS) + r"|\d%|成[一二三四五六七八九半]?$|百分之")
HEAD = re.compile(
    "(?:"
    + "|".join(map(re.escape, ASIDE_HEADS))
    + r")?(?:(?:[一-鿿]{2,8}(?=[日周月]报))?[日周月]报[:\s]*)?[,\s\"“”《]*(?:还有|我们?自己的?|我们|的|是)?[: ]*"
)
STOP = re.compile(r"[:,。;!?|\t\n\d]|也|开始|已|正在|今天|昨天|全部|都")
LONGEST = 24


def unknown_name(text: str, part: Line | Clause, has_siblings: bool) -> tuple[int, int] | None:
    """Where a project's name stands at the head of an item, or None if the item reads like something else."""
    start = part.body if isinstance(part, Line) else part.start
    if head := HEAD.match(text, start, part.end):
        start = head.end()
    stop = STOP.search(text, start, min(part.end, start + LONGEST))
    end = stop.start() if stop else min(part.end, start + LONGEST)
    if ROUTINE.search(text, start, end):
        return None
    has_colon = bool(stop and stop[0] == ":")
    last = None
    for found in ENDING.finditer(text, start, end):
        last = found
    if last is None or last.end() - start < 4:
        return None
    if not (has_siblings or has_colon or STATE.search(text, start, part.end)):
        return None
    stands_alone = has_siblings and isinstance(part, Line) and not text[last.end() : part.end].strip(" 。:")
    if not stands_alone and not STATE.search(text, last.end(), part.end):
        return None
    return start, end if has_colon else last.end()
