"""The progress of a whole matter, among all the figures said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from handlers.reading.among import WHOLE_AGAIN, without_shares_of_parts
from handlers.reading.bare_figures import (
    CALLED_TOTAL,
    FORMER,
    MENDED,
    OF_SOMETHING_ELSE,
    TOTAL_END,
    bare_figures,
)
from handlers.reading.clauses import Role
from handlers.reading.counts import is_share_of_counts
from handlers.reading.figures import FIGURE, Figure, value_of
from handlers.reading.labels import FAR, label_of
from handlers.reading.modality import Moods
from handlers.reading.pieces import RESPECTIVELY, Piece
from handlers.reading.ranks import BEHIND_A_CLAUSE, rank_of
from handlers.reading.subject import Subject

OPEN_BEFORE = re.compile(
    r"(?:(?<![经通])过|(?<=[^脱])离|距离?|超过|超|突破|不足|不到|低于|未达到?|未到|没到|高于|大于|小于|没有达到|尚未达到|不低于|不少于|达不到)(?:了|计划的?)?$"
)
OPEN_AFTER = re.compile(r" ?(?:以上|以下|刚?出头|多(?!少)|余|强|不到)")
TARGET = re.compile(
    r"计划进度|目标是?(?:[月年]底|本[月周]|\d{1,2}月|下月)|力争|争取(?!目标|资金|任务|到|数|总|进度|工作)|确保|预计|预期|目标[是为:值]|(?<![度务成])(?<!占)(?<!占全年)(?<!占年度)(?<!占今年)(?<!完成全年)(?<!完成年度)(?<!完成)目标$|计划(?:完成|达到|今年)|拟完成|[要应需]达到|年初定的|原定|必须|务必|要求|(?<![认核审确])定的|才能|才算|的目标|指标为"
)
TARGET_AFTER = re.compile(r'付款|支付|[以之]?[上内]?["]?的?(?:目标|要求|有困难|任务目标)')
GROWN = re.compile(
    r"提高|增长|增加|上升|加了|提升|前进|推进|往前|走了|提了|加|推了|赶了|长了?|抢[了回]|新增|净增|多了?|涨|上涨|进了|增|(?:登记|台账|系统|上次|上周|昨天|昨日|记录)[^,。;]{0,4}高"
)
NOT_GROWN = re.compile(r"慢|落后|滞后|低于|比计划|较计划|超计划|同比|去年|快于|高于|优于|下降|减少|延误")
FALLEN = re.compile("(?:比|较)[^,。]{0,2}(?:上|昨|前)[^,。]{0,4}?(?:回落|下降|减少|倒退|降|退|少|掉|回撤|低)了?$")
RISES_TO = re.compile(
    r"(?:\d%|成|分之.{1,3})[ ]*(?:到|至|变成|变为|提到"
    r"|(?:推进|提高|提升|上升|增长|调整|升|涨|增|下调|调减|核减|回落|降|减|退|掉|跌)[到至为回]+) *(?=\d|百分|$)"
)
STANDS_AT = re.compile("(?:到了?|达到?|为|是|完成了?)(?:约|近|大概)?$")
SINCE_THEN = re.compile(
    "(?:比|较)[^,。]{0,2}(?:上|昨|前|去)[^,。]{0,4}?(?:提高|增长|增加|提升|上升|涨|多|升|进|加|推进)(?:了|约)*$"
)
CORRECTED_TO = re.compile(
    "(?:核[算对]后|应为|应是|应该?填|应该是|更正为|改为|改回|实为|实看|实测|实核|核实[是为]?|实际[是为]?|认定为?|核定为?|核为|定为)$"
)
NOT_DONE_YET = re.compile(
    "的?(?:卡在|(?:还没|没|未)(?:有)?[改装签交拆完换搬修做]|不同意|空着)"
)  # 三分之一卡在住户不同意上
BY_A_MEASURE = re.compile("按[^,。;]{1,8}口径(?:填|上)?(?:报|算|计|统计|认定)?(?:是|为)?$")
OPEN_END = re.compile("(?:约|大概|大约|差不多)$")
TAKEN_AS = re.compile(" ?(?:认定|核定|计|算|报|上报|为准)")
_THINGS = (
    "农户|住户|居民|村民|群众|户主?|拆迁户|商户|工人|民工|人员?(?!民|才)|设备|机械|苗木?|树苗|桩|地块|地(?!铁)|土地|库房|车辆?|征地款|资金|款|材料"
    "|钢材|企业|家长|学生|老师|老人|村(?!振)|单位|部门|墙|窗|门|管(?!网)|树|路灯|房子|房源|铺面"
)
OF_THINGS = re.compile(f"(?:多|左右)?的(?:{_THINGS})")
BARE_THINGS = re.compile(f"(?:{_THINGS})(?:已|都|没|不|还|未|同意|签|搬|死|空|回|到|走|拿|愿|交|反对|返)")
STEP_BEHIND = re.compile("开工|封顶|完成[一-鿿]|没问题|满意|到岗|覆盖|合格|签约")
OF_DAYS_BEFORE = re.compile(r"\((?:上周|上月|上次|上期|昨天|昨日|前期)\)")
BETWEEN = re.compile(r"(?:到|至|-|~)\d{1,3}%?之间|之间")
DAY_BEFORE = re.compile("(?<![比较])昨[天日]$")
CALLED_SO = re.compile("(?:总|整体|形象)进度(?:现在|目前)?(?:约|近|是|为|在)?$")
NO_ACT = re.compile(
    "[\\d一二三四五六七八九十年月日号周底前初内上中下旬,]|实现|完成|达到|使|把|将|推动|确保|前后|以前|之前"
)
SHORTEST_ACT = 3  # characters of 露出水面
LEAST = 0.4  # the rank of a figure that any other replaces
STOPS = ("", ",", "。", ";", "\n", " ")
FULL = 100  # percent
ALMOST = 99
MENDED_NEAR = 12


@dataclass(frozen=True, slots=True)
class Progress:
    """`others` are equally good figures, in the order of the text; `is_open` tells of 过半, 超过60%."""

    value: int | None
    is_relative: bool = False
    others: tuple[int, ...] = ()
    is_open: bool = False
    has_part: bool = False
    words: str = ""
    is_unsure: bool = False  # the words before it tell of a part, and may have ended there
    over: int | None = None  # said of the whole, and more than there is


def _is_of_things(text: str, found: re.Match[str], value: float) -> bool:
    """九成农户同意, 70%的设备到场, 一半工人; 100%封顶: a share of those, or of that step."""
    if OF_THINGS.match(text, found.end()):
        return True
    if not found[0].endswith("%") and BARE_THINGS.match(text, found.end()):
        return True
    return value == FULL and STEP_BEHIND.match(text, found.end()) is not None


def _is_target(ahead: str) -> bool:
    """力争总进度65%; but 争取汛前露出水面总进度百分之十八 hopes for something else."""
    found = TARGET.search(ahead)
    if found is None:
        return False
    total = CALLED_SO.search(ahead)
    return total is None or len(NO_ACT.sub("", ahead[found.end() : total.start()])) < SHORTEST_ACT


def half_up(value: float) -> int:
    return ALMOST if ALMOST < value < FULL else int(value + 0.5)  # 99.6% is not done


def progress_of(
    text: str, pieces: Sequence[Piece], subject: Subject, moods: Moods, is_quota: bool, on_record: int | None
) -> Progress:
    """The matter's own figure; changes are applied to the one on record."""
    figures = [figure for piece in pieces for figure in _figures(text, piece, subject, moods, is_quota)]
    figures = list(without_shares_of_parts(text, figures, [piece.named[0] for piece in pieces if piece.named]))
    is_open = any(figure.rank < 0 for figure in figures)
    has_part = any(figure.rank == 0 for figure in figures)
    sure = [figure for figure in figures if figure.rank > 0 and not figure.is_change and figure.value <= 100]
    changes = [figure for figure in figures if figure.is_change]
    moves_whole = (
        bool(changes and sure)
        and changes[-1].start > sure[-1].start
        and changes[-1].rank > max(figure.rank for figure in sure)
    )
    if not sure or (moves_whole and on_record is not None):
        has_other = any(figure.rank == 0 and not figure.is_change for figure in figures)
        if changes and on_record is not None:
            value = max(0, min(100, half_up(on_record + changes[-1].value)))
            return Progress(value, True, (), is_open, has_part, changes[-1].words, is_unsure=has_other)
        return Progress(None, False, (), is_open, has_part, over=_over_full(figures))
    for earlier, later in pairwise(sure):
        if MENDED.search(text, earlier.start, later.start + 1) or RISES_TO.search(text, earlier.start, later.start):
            sure = [figure for figure in sure if figure.start >= later.start]
    best = max(figure.rank for figure in sure)
    top = [figure for figure in sure if figure.rank == best]
    chosen = top[-1]
    values = tuple(dict.fromkeys(half_up(figure.value) for figure in top))
    others = values if len(values) > 1 else ()
    is_unsure = chosen.rank == BEHIND_A_CLAUSE and not is_quota
    return Progress(half_up(chosen.value), False, others, is_open, has_part, chosen.words, is_unsure)


def _over_full(figures: Sequence[Figure]) -> int | None:
    """进度110%: no figure of a whole. 占年度计划的102% is one of a plan."""
    over = [figure for figure in figures if figure.rank > 0 and not figure.is_change and half_up(figure.value) > FULL]
    return half_up(over[-1].value) if over else None


def _figures(text: str, piece: Piece, subject: Subject, moods: Moods, is_quota: bool) -> Iterator[Figure]:
    found_any = False
    last = piece.start
    said = piece.said(text)
    if piece.role in (Role.NUMBER, Role.UNIT, Role.DUE, Role.ASKED):
        return
    is_of_parts = _tells_of_parts(text, piece)
    for found in FIGURE.finditer(text, piece.start, piece.end):
        found_any = True
        if OF_DAYS_BEFORE.match(text, found.end()):
            last = found.end()
            continue
        if DAY_BEFORE.search(text, max(last, found.start() - FAR), found.start()):
            value = value_of(found)
            if value is not None:  # 住院楼昨天38%: if there is no later one
                yield Figure(value, LEAST, found.start(), text[piece.start : found.end()].strip())
            last = found.end()
            continue
        if former := FORMER.search(text, max(last, found.start() - FAR), found.start()):
            last = last if former[0] in ("从", "由") else found.end()
            continue
        judged = _judge(text, said, piece, found, last, subject, moods, is_quota)
        yield replace(judged, rank=0) if is_of_parts and judged.rank < CALLED_TOTAL else judged
        last = found.end()
    is_mended = MENDED.search(text, max(0, piece.start - MENDED_NEAR), piece.end) is not None
    if moods.is_ordered(piece) or piece.role in (Role.PROBLEM, Role.PLAN):
        return
    is_doubtful = moods.is_future(piece) or (found_any and not is_mended)
    for value, rank, start, end in bare_figures(text, piece, last, subject, is_mended):
        if is_doubtful and rank < CALLED_TOTAL:
            continue
        yield Figure(value, rank, start, text[piece.start : end].strip())


def _tells_of_parts(text: str, piece: Piece) -> bool:
    """驳岸、栈道、绿化分别完成90%、66%、40%: to each part of the matter its own."""
    several = len(list(FIGURE.finditer(text, piece.start, piece.end))) > 1
    return several and RESPECTIVELY.search(text, piece.start, piece.end) is not None


def _judge(
    text: str,
    said: str,
    piece: Piece,
    found: re.Match[str],
    last: int,
    subject: Subject,
    moods: Moods,
    is_quota: bool,
) -> Figure:
    is_of_another = OF_SOMETHING_ELSE.match(text, found.end()) and not (piece.named and piece.named[0] >= found.end())
    is_not_done = "分之" in found[0] and "百" not in found[0] and NOT_DONE_YET.match(text, found.end())
    value = None if is_of_another or is_not_done else value_of(found)
    if BETWEEN.match(text, found.end()):  # 65%到70%之间
        value = None
    before = text[max(last, found.start() - FAR) : found.start()]
    told = text[last : found.end()].strip()
    where = found.start()
    if value is None:
        is_open = found["over"] is not None and subject.is_whole(label_of(text, piece, last, where))
        return Figure(0, -1 if is_open else 0, where, told)
    is_change = bool(found["points"] or found["points2"])
    is_right_behind = (
        piece.named is not None and piece.named[1] == found.start() and text[found.end() : found.end() + 1] in STOPS
    )
    if is_change and (is_right_behind or STANDS_AT.search(before) or TOTAL_END.search(before)):  # 到了68个点
        is_change = False
    ahead = said[max(0, where - piece.start - FAR) : where - piece.start]
    if moods.is_ordered(piece) or _is_target(ahead) or TARGET_AFTER.match(text, found.end(), piece.end + 6):
        return Figure(value, 0, where, told)
    if piece.role is Role.PLAN:
        return Figure(value, 0, where, told)
    if is_change:
        if FALLEN.search(before):
            return Figure(-value, 0, where, told, is_change=True)
        grown = GROWN.search(before) and not NOT_GROWN.search(ahead)
        moves_whole = grown and WHOLE_AGAIN.search(before) is not None
        return Figure(value, CALLED_TOTAL if moves_whole else 0, where, told, is_change=bool(grown))
    if SINCE_THEN.search(before):
        return Figure(value, 0, where, told, is_change=True)
    label = label_of(text, piece, last, where)
    if piece.named and last <= piece.named[0] and subject.is_part(text[slice(*piece.named)]):
        return Figure(value, 0, where, told)
    if OPEN_BEFORE.search(before) or OPEN_AFTER.match(text, found.end(), piece.end):
        return Figure(value, -1 if subject.is_whole(OPEN_BEFORE.sub("", label)) else 0, where, told)
    if piece.role is Role.PERCENT:
        return Figure(value, 6.5 if "总" in label else 6, where, told)
    if (
        BY_A_MEASURE.search(before)
        or CORRECTED_TO.search(OPEN_END.sub("", before))
        or (before.endswith("按") and TAKEN_AS.match(text, found.end()))
    ):
        return Figure(value, 5.5, where, told)
    if is_quota and is_share_of_counts(text[max(piece.start, where - FAR) : where], value):
        return Figure(value, 3, where, told)
    rank = rank_of(label, subject, is_quota, bool(piece.named and piece.named[1] <= where))
    if rank < CALLED_TOTAL and _is_of_things(text, found, value):
        rank = 0
    if moods.is_future(piece) and rank < CALLED_TOTAL and not moods.announces_after(piece, text, where):
        rank = 0
    return Figure(value, rank, where, told)
