"""Which clauses speak of what is, and which of what shall be or of what a superior wants."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.reading import vocabulary as words
from handlers.reading.clauses import Role
from handlers.reading.pieces import Piece

NEXT = re.compile(
    "(?<![一汇])(?:" + "|".join(sorted(words.NEXT_WORDS, key=len, reverse=True)).replace("下周", "下周(?!报)") + ")"
)
NOT_NEXT = re.compile("|".join(sorted(words.NOT_NEXT, key=len, reverse=True)))
EXPECT = re.compile("|".join(words.EXPECT_WORDS))
TOLD = re.compile("[ ]*(?:已|累计|共|现)")
DONE = re.compile("已|了$|目前|现在|累计")
NOW = re.compile("|".join(words.NOW_WORDS))
ORDERED = re.compile(
    "(?:"
    + "|".join(words.SUPERIORS)
    + ")[^,。;!?]{0,8}?(?:"
    + "|".join(words.ORDER_WORDS)
    + ")|^(?:按照?|根据)?.{0,8}要求(?!\\d)"
)
STANDS = re.compile(r"(?:〓|进度|总体|整体|形象|筹备|完成率)[^,。;]{0,4}(?:\d|百分|[一二三四五六七八九]成)")
FIGURE_ALONE = re.compile(
    r"[ ]*(?:约|大概|差不多|仍是|还是|仍为|目前)?"
    r"(?:\d{1,3}(?:\.\d)?%|\d{2}|[一二三四五六七八九]成[一二三四五六七八九半]?"
    r"|[二三四五六七八九]?十[一二三四五六七八九]?)了?[吧哈]?$"
)
OURS = re.compile("[ ]*(?:我们|我[局镇县委科部乡区办站队]|本局|我单位|咱们)")
QUOTED = re.compile(r'“([^“”\n]{0,400})”|"([^"\n]{0,400})"')
ORDERS = re.compile(r"必须|务必|要|月底|年底|月内|年内|\d|不[能得许]|尽快|抓紧|确保|加快|应|得")
REPORTS_FOR = re.compile(
    "以上请|请收录|托我(?:代|发|报|转)|代(?:发|报)一下|请[^,。;]{0,6}登记|帮(?:忙|我)?登记|按(?:这个|此|这|照这个)(?:登|记|录|填|报)|以上转报|原话|转报督|我[^,。;]{0,4}核(?:实)?过"
    "|转(?![^,。:\n]{0,4}(?:[省市州部厅]|国家))[^,。:\n]{0,8}(?:[局所镇乡办站]|街道|公司|项目部|中心)[^,。:\n]{0,5}发来的|以上(?:作为|是|算)[^,。;]{0,12}[日周月]报|我?[替代帮](?:他|她|其|他们|[一-鿿]{1,3}(?:局|所|镇|主任|所长|书记))[^,。;]{0,4}(?:报|发|填)"
)
BUILDERS = re.compile("施工单位|施工方|施工队|监理|厂家|项目部|承建|中标单位|总包")  # what they say is how things stand
ASIDE = re.compile(r"(?<=[\d%])\([^()]{4,}\)?")  # 75%(省厅要求10月底达到85%)
NEAR = 12  # characters
SHORTEST_SPEECH = 6
SPEECH = re.compile(r"[说讲示求调出话催][了过着]?[:,]?$")


def blank_quotes(text: str) -> str:
    """Quoted speech replaced by blanks of the same length; quoted names stay."""
    if REPORTS_FOR.search(text):
        return text
    pieces, last = [], 0
    for found in QUOTED.finditer(text):
        inside = found[1] or found[2] or ""
        if len(inside) < SHORTEST_SPEECH or BUILDERS.search(text, max(0, found.start() - NEAR), found.start()):
            continue
        is_speech = SPEECH.search(text, max(0, found.start() - 4), found.start())
        if is_speech or any(mark in inside for mark in ",。;"):
            pieces.append(text[last : found.start()])
            ordered = ORDERS.search(text, found.start(), found.end()) if is_speech else None
            kept = ordered.start() if ordered else found.start()  # what the speech is about may be the subject
            pieces.append(text[found.start() : kept] + "。" * (found.end() - kept))
            last = found.end()
    return "".join([*pieces, text[last:]]) if pieces else text


def has_next(words_said: str) -> re.Match[str] | None:
    """The first word that announces an act to come (下步, 拟, 明天)."""
    return NEXT.search(NOT_NEXT.sub(lambda found: "。" * len(found[0]), words_said))


class Moods:
    """For each piece: does it tell of the present? Announced acts reach to the end of their sentence."""

    def __init__(self, text: str, pieces: Iterable[Piece]) -> None:
        self._future: dict[int, bool] = {}
        self._ordered: dict[int, bool] = {}
        self._hoped: dict[int, bool] = {}
        place, future, ordered, hoped = (-1, -1), False, False, False
        for piece in pieces:
            said = ASIDE.sub(lambda found: "。" * len(found[0]), piece.said(text))
            if (piece.line, piece.sentence) != place:
                place, future, ordered, hoped = (piece.line, piece.sentence), False, False, False
            if NOW.search(said) or FIGURE_ALONE.match(said) or TOLD.match(said) or STANDS.search(said):
                future = ordered = False
            if OURS.match(said):
                ordered = False
            hoped = EXPECT.search(said) is not None or (hoped and not DONE.search(said))
            self._hoped[piece.start] = hoped
            future = future or has_next(said) is not None
            ordered = ordered or ORDERED.search(said) is not None
            self._future[piece.start] = future or piece.role is Role.PLAN
            self._ordered[piece.start] = ordered

    def is_future(self, piece: Piece) -> bool:
        return self._future.get(piece.start, False)

    def announces_after(self, piece: Piece, text: str, at: int) -> bool:
        """47%、明日继续拼装: what stands before the word for the future tells of the present."""
        found = has_next(piece.said(text))
        return piece.role is not Role.PLAN and found is not None and piece.start + found.start() > at

    def is_hoped(self, piece: Piece) -> bool:
        """预计, 力争 here or before it in the sentence, and nothing told as done since."""
        return self._hoped.get(piece.start, False)

    def is_ordered(self, piece: Piece) -> bool:
        return self._ordered.get(piece.start, False)
