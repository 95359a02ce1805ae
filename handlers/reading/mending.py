"""更正, 打错了, 昨天报的应为…: what was reported earlier is put right."""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.marks import FIGURE, SHORT
from handlers.reading.state_words import any_of

CORRECTION = re.compile(
    any_of(words.CORRECTION_WORDS).pattern + "|(?<![说拿])不准|[写报说打填发输]成[^。;]{1,10}(?:应|实际|其实|不是)"
)
BEGINS_TO_MEND = re.compile(
    "更正|订正|勘误|(?:修正|纠正|更改)(?=一?下|[:, ]|$)|[哎啊呀哦唉嗨 ,]*(?:刚才?)?"
    "(?:[打说报写填输敲]错|说串|说早|[搞弄发]错(?=了[,。 ].*(?:\\d|成|应|改|停|完)))"
    "(?:了|咯|啦|喽|哈)(?=$|[,。!; ]|[啊哈哦打说报写]|是|应)(?!.{0,4}(?:怎么|咋|如何|能不能))"
)
DAYS_ONLY = ("昨天", "昨日", "前天", "今早", "昨晚")
OF_A_REPORT = re.compile(r"[报说写填发讲]|数|进度|状态|\d")
OF_WHAT_WAS_SAID = re.compile(
    r"应该?[为是]\d{1,3}%[,]?而?不是\d|[写报填打]错了?[,]?(?:应|是|改)|刚才?[^,。;]{0,6}报(?:成|的)?\d[^,。;]{0,4}(?:错|了$)|更正为|^(?:麻烦|请)?把[^,。;]{2,14}改[成为]\d"
    "|(?:说法|报的数|那个数|的数)[^,。;]{0,4}(?:改一下|要改|更正)"
)
SORRY = re.compile("[哎啊呀哦唉 ,]*(?:不好意思|抱歉|对不住|对不起)[,。! ]")
EARLIER = any_of(words.EARLIER_WORDS)
MENDS_NOW = re.compile(r"不对|说错|说串|哦|口误")


def corrects(bare: str) -> bool:
    """What was reported earlier is put right."""
    if BEGINS_TO_MEND.match(bare):
        return True
    said = OF_WHAT_WAS_SAID.search(bare)
    if said and len(bare) <= SHORT and not FIGURE.search(bare[: said.start()]):
        return True
    found = CORRECTION.search(bare)
    if found is None:
        return False
    if SORRY.match(bare):
        return True
    first = re.split(r"[:,。;\n]", bare, maxsplit=1)[0]
    if "更正" in first or "勘误" in first or (CORRECTION.search(first) and first.startswith("申请")):
        return True
    earlier = EARLIER.search(bare)
    if earlier is None or len(bare) > 3 * SHORT:
        return False
    if earlier[0] in DAYS_ONLY and not OF_A_REPORT.search(bare):
        return False  # 昨天放线不准,返工
    if MENDS_NOW.search(bare) and earlier[0] in ("刚才", "刚刚") and FIGURE.search(bare[: earlier.start()]):
        return False  # 52%……刚说串了: mended within the same report
    return earlier.start() < SHORT and (found.start() > earlier.start() or found.start() < SHORT)
