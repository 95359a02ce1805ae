"""What tells of progress and names no matter: 今天又交了两栋精装."""

from __future__ import annotations

import re

from handlers.reading.intent import is_question
from handlers.reading.line_walk import TOTAL

TELLS_PROGRESS = re.compile(r"(?:进度|总体|完成|整体|到|达|现在|眼下|目前).{0,6}(?:\d%|百分之|[一-九]成)")
# of nothing by name: 今天又交了两栋精装, 主体到三层了,四十九
TELLS_WORK = re.compile(
    r"(?:今[天日早]|昨[天日])[^,。;]{0,8}[一-鿿][了完好](?:\d{1,4}|[一二两三四五六七八九十百]{1,3})[多来余]?"
    r"(?:栋|层|公里|亩|户|根|节|台|套|吨|方|片|榀|环|跨|孔|米|桩)"
    r"|(?:各|全部|所有)(?:项目|工地)[^,。;]{0,4}停工"
    r"|(?:今[天日]|昨[天日])[^,。;]{0,4}没(?:有)?(?:干活|上工)"
    r"|[了完好层][, ](?:\d{2}|[二三四五六七八九]?十[一二三四五六七八九]?)了?[。!]?$"
    r"|[一-鿿]{2}(?:改造|工程|项目|建设) ?\d{2}[。!]?$"
)
LONGEST_UNNAMED = 80  # characters


def tells_progress(text: str, *, by_senior: bool) -> bool:
    """A figure of the whole, or work of the day; of the latter only units tell."""
    is_told = TELLS_PROGRESS.search(text) is not None or (
        TELLS_WORK.search(text) is not None and not is_question(text) and not by_senior
    )
    return is_told and len(text) < LONGEST_UNNAMED and TOTAL.search(text) is None
