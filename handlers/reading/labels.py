"""The words before a figure that say what it is of."""

from __future__ import annotations

import re

from handlers.reading.pieces import Piece
from handlers.reading.ranks import ends_a_clause

FAR = 60  # characters before a figure that can say what it is of
NOT_THIS_BUT = re.compile(r"(?:不是|而非|不应是)\d{1,3}%?[,]?(?:而)?是?$|(?:不是|而非)\d{1,3}%?,?")
FROM = re.compile(
    r"[从由](?:\d{1,3}(?:\.\d)?%?|百分之[零一二两三四五六七八九十点]+|[一二三四五六七八九]成[一二三四五六七八九半]?)"
    "(?:推进|提高|提升|上升|增长|调整|升|涨|增|提|变|干|做)?[到至为成]?"
)
RECKONED = re.compile(
    "(?:[按照][^,。;]{1,10}?(?:口径)?)?(?:折下来|折算|核算|测算|折合|算下来|算出来|计算|(?<!统)算)[为成是有]?$|(?:[^,。;]{0,14}后)?(?:重新?算|重新?核[定实算减了]|核下来|核[定实算减]|重新?统计|测算)为?$"
)
REST_ADDED_UP = re.compile("(?<=[一-鿿])(?:算下来|算起来|折下来|这么算|这样算)$")  # 修好了五个算下来一半
CALLED = "总体"
STRETCH = re.compile("^片区?(?:那边|这边|的)?")  # 柳林片81%
BY_ONE_COUNT = re.compile("^[ ]*按[^,。;]{1,8}?算(?:的话|的)?")  # 按投资算进度34%
MOVED_TO = re.compile(
    "(?:稳步|小幅)?(?:提高|增长|增加|上升|提升|推进|调整|下降|降低|回落|修正|更新|倒退|退回|滑落|升|涨|增|降|退|掉)[到至为]"
)


OVERALL = re.compile("总的(?:来)?(?:话|讲|说|看)(?:呢|嘛|吧)?")


def label_of(text: str, piece: Piece, last: int, where: int) -> str:
    """The words that say what the figure is of: back to the name, a bracket or the figure before."""
    start = last
    if piece.named and last <= piece.named[1] <= where:
        start = piece.named[1]
    label = text[start:where]
    label = OVERALL.sub(CALLED, label)
    label = MOVED_TO.sub("", NOT_THIS_BUT.sub("", FROM.sub("", label)))
    label = BY_ONE_COUNT.sub("", label)
    if REST_ADDED_UP.search(label):
        return CALLED
    label = RECKONED.sub("", label)[-FAR:]
    if start != last:
        label = STRETCH.sub("", label)
    if label.endswith("、"):
        return ""
    for mark in "()":
        label = label[label.rfind(mark) + 1 :]
    head, gap, tail = label.rpartition(" ")
    if gap and (tail.strip() or ends_a_clause(head.strip(), has_gap=True) or any(char.isdigit() for char in head)):
        return tail
    return label
