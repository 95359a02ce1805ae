"""Where in a text a matter may be named: the heads of clauses, and what units' and people's names cover."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.reading.clauses import Clause
from handlers.reading.registry import Hit
from handlers.reading.vocabulary import FILLERS

FILLER = re.compile("|".join(sorted(map(re.escape, FILLERS), key=len, reverse=True)) + r"|[\s\"“”'《》【】\[\]():@]")
DAY_WORDS = re.compile(r"\d{1,2}月\d{0,2}[日号]?|\d{1,2}[日号]")
AFTER_FIGURE = re.compile(
    r"\d%|个(?:百分)?点|[一二两三四五六七八九十]成[一二三四五六七八九半]?|百分之[零一二两三四五六七八九十百点]+|\d分"
    r"|(?<![\d.])\d{2}(?=[一-鿿])(?![个项件处户家座条所名人台套米月日号年万亿吨公])|[二三四五六七八九]十[一二三四五六七八九]?(?=[一-鿿])(?![个项件处户家座条所名人台套米月日号年万亿吨公])"
)


def masks_of(hits: Sequence[Hit]) -> dict[int, int]:
    """start → end of the longest unit's or person's name that starts there."""
    masks: dict[int, int] = {}
    for hit in hits:
        if hit.matter is None:
            masks[hit.start] = max(hit.end, masks.get(hit.start, 0))
    return masks


def blocked_by(masks: dict[int, int]) -> dict[int, int]:
    """position → end of the unit's or person's name that covers it."""
    blocked: dict[int, int] = {}
    for start, end in masks.items():
        for at in range(start, end):
            blocked[at] = max(end, blocked.get(at, -1))
    return blocked


def heads_of(text: str, clauses: Sequence[Clause], masks: dict[int, int]) -> set[int]:
    """Where a clause may begin to name its subject."""
    heads: set[int] = set()
    for clause in clauses:
        starts = [clause.start, *(found.end() for found in AFTER_FIGURE.finditer(text, clause.start, clause.end))]
        for at in starts:
            while at < clause.end:
                heads.add(at)
                if at in masks:
                    heads.update(range(at, masks[at]))
                    at = masks[at]
                    continue
                found = FILLER.match(text, at, clause.end) or DAY_WORDS.match(text, at, clause.end)
                if not found:
                    break
                at = found.end()
    return heads
