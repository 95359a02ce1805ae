"""What names no matter belongs to the only matter of the message, if there is only one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.reading.clauses import Line, Mark, Role
from handlers.reading.pieces import Piece, Topic
from handlers.reading.state_words import OUR_SHARE

FIGURE = re.compile(r"\d%|百分之|[一二三四五六七八九]成")
TITLE = re.compile("关于[^\n]{4,40}(?:报告|情况|汇报|说明)")  # a paper on one matter
SHORT = 60  # characters; a longer paragraph that names no matter opens a subject of its own
SECTIONS = (Role.PROBLEM, Role.PLAN, Role.NEED)


def give_loose(text: str, lines: Sequence[Line], topics: Sequence[Topic], loose: Sequence[Piece]) -> None:
    """Adds the pieces to the topic they must belong to; leaves them where there are several topics."""
    if len(topics) != 1:
        return
    topic = topics[0]
    marked = {line.number for line in lines if line.mark is not Mark.NONE}
    is_of_one = TITLE.match(text.lstrip()) is not None and topic.mention is not None and topic.mention.is_whole
    first = min(topic.pieces, key=lambda one: one.start, default=None)
    for piece in loose:
        line = lines[piece.line]
        is_near = is_of_one or (piece.line not in marked and line.end - line.start <= 2 * SHORT)
        if piece.role in SECTIONS or (is_near and not _is_before(text, piece, first)):
            topic.pieces.append(piece)
    topic.pieces.sort(key=lambda piece: piece.start)


def _is_before(text: str, piece: Piece, first: Piece | None) -> bool:
    """A figure told in a sentence before the matter is named is of something else."""
    if first is None or (piece.line, piece.sentence) >= (first.line, first.sentence):
        return False
    return (
        FIGURE.search(text, piece.start, piece.end) is not None
        or OUR_SHARE.search(text, piece.start, piece.end) is not None
    )
