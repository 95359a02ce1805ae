"""Of what is told of some of many, nothing is the whole: 完成78%。其中景区35家,完成率88%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.reading.figures import Figure

WHOLE_AGAIN = re.compile("总体|整体|总进度|全部|综合|累计")
AMONG = re.compile("其中|(?:剩余|其余|余下|剩下)的?[\\d一二三四五六七八九十两]+[件个项处家户][为是:]")


def without_shares_of_parts(text: str, figures: Sequence[Figure], named: Sequence[int]) -> Iterator[Figure]:
    """完成78%。其中景区35家,完成率88%: what is told of some of them, once the whole was told, is not the whole."""
    told: Figure | None = None
    if len(figures) == 1:  # 新增线索9件,其中建筑领域6件,办结率74%
        yield from figures
        return
    for figure in figures:
        begin = told.start if told else text.rfind("\n", 0, figure.start) + 1
        between = text[max(begin, min(named, default=0)) : figure.start]
        among = max((found.start() for found in AMONG.finditer(between)), default=-1)
        if among >= 0 and "\n" not in between[among:] and not WHOLE_AGAIN.search(between[among:]):
            yield replace(figure, rank=0)
            continue
        told = told or (figure if figure.rank > 0 else None)
        yield figure
