"""How a matter stands, from the words said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.reading import vocabulary as words
from handlers.reading.clauses import Role
from handlers.reading.completion import completes
from handlers.reading.modality import Moods, has_next
from handlers.reading.percent import Progress
from handlers.reading.pieces import Piece
from handlers.reading.result import Status
from handlers.reading.state_words import (
    ACTIVE,
    ACTIVE_VERB,
    ALL_STOP,
    CAUSE_OF_STOP,
    DENIED_ACT,
    DENIED_STOP,
    FORMAL_END,
    GOES_ON,
    HOLIDAY,
    LEAD,
    LEFT_OVER,
    MISTOLD,
    NOT_STARTED,
    NOT_STOPPED,
    NOT_YET,
    OF_A_PART,
    OUR_SHARE,
    PART_STOP,
    PAST_STOP,
    REPORT_WORD,
    RESUMED,
    RUMOUR,
    STILL_OPEN,
    STOPPED,
    UNFINISHED,
)
from handlers.reading.subject import Subject

NEAR = 4  # characters
WEAK_STOPS = (
    "卡住了",
    "卡死",
    "动不了",
    "拦下来",
    "受阻",
    "搞不动",
    "推不动",
)  # said of a part as well as of the whole
OF_SOME = re.compile(
    "[一二两三四五六\\d]+个(?:标段|点位|工点|楼栋|作业面)"
    "|(?:剩下?|余下|其余|剩余|^[ 〓]*[还也就只]?有)[^,。;]{0,3}[\\d一二三四五六七八九十几两]+[项件处个户家条座人栋]"
)
STILL = re.compile("仍|还|一直")
BEGINS_THEN = re.compile("(?:正式|全面)?(?:开工|动工|开建|破土|进场施工|开挖)(?:建设|仪式)?(?=$|[,。;!\\s])")
DAY = re.compile(r"\d{1,2}月\d{0,2}[日号]?|\d{1,2}[日号]")


def same_length(found: re.Match[str]) -> str:
    """Blanks, so that places in the text stay what they are."""
    return "。" * len(found[0])


@dataclass(slots=True)
class Told:
    """What the clauses of one matter tell of its state, as far as they go."""

    not_started: bool = False
    stopped: bool = False
    part_stopped: bool = False
    resumed: bool = False
    completed: bool = False
    active: bool = False
    paused: bool = False  # a public holiday
    part_waits: bool = False  # a part has not begun, or is left over
    is_share: bool = False  # done is only what one unit does of it
    bare_end: bool = False  # 完工, 干完了: not yet said to be completed
    words: str = ""


def read_state(
    text: str,
    pieces: Sequence[Piece],
    subject: Subject,
    moods: Moods,
    is_quota: bool,
    looks_ahead: Callable[[Piece], bool],
) -> Told:
    """Goes through the clauses in order; the later word wins between stopping and going on."""
    told = Told(paused=_begins_with_a_holiday(text, pieces))
    some = (-1, -1)  # the sentence in which what is left over, or some of many, is spoken of
    for piece in pieces:
        if piece.role in (Role.NUMBER, Role.UNIT, Role.DUE, Role.NEED, Role.ASKED) or moods.is_ordered(piece):
            continue
        said = piece.said(text)
        if MISTOLD.search(said):
            continue
        is_future = moods.is_future(piece) or piece.role in (Role.PLAN, Role.EXPECTED)
        if is_future and piece.role is Role.BODY:
            _read_before_the_plan(text, piece, subject, told)
        if OF_SOME.search(said):
            some = (piece.line, piece.sentence)
        if some == (piece.line, piece.sentence) and STOPPED.search(said):
            told.part_stopped = True
            continue
        if not is_future:
            is_hoped = moods.is_hoped(piece) or looks_ahead(piece)
            _read_clause(text, piece, said, subject, told, is_quota, is_hoped)
    return told


def _begins_with_a_holiday(text: str, pieces: Sequence[Piece]) -> bool:
    """国庆放假,引水工程、小河供水两处都歇着: said before any of them is named."""
    if not pieces:
        return False
    line_start = text.rfind("\n", 0, pieces[0].start) + 1
    return "放假" in text[line_start : pieces[0].start]


def _read_before_the_plan(text: str, piece: Piece, subject: Subject, told: Told) -> None:
    """还没开工明天打第一根桩; 计划10月12日开工: not begun, by what is said before the plan or by the plan itself."""
    said = piece.said(text)
    plan = has_next(said)
    if plan is None:
        return
    told.active = told.active or is_active(said[: plan.start()])
    found = NOT_STARTED.search(said, 0, plan.start()) or BEGINS_THEN.search(said, plan.start())
    if found and _is_loose(DAY.sub("", piece.before(text, piece.start + min(found.start(), plan.start()))), subject):
        told.not_started, told.words = True, said


def _read_clause(
    text: str, piece: Piece, said: str, subject: Subject, told: Told, is_quota: bool, is_hoped: bool
) -> None:
    said = REPORT_WORD.sub(same_length, words.NO_NEWS.sub(same_length, said))
    if found := NOT_STARTED.search(said):
        if told.stopped or _is_loose(piece.before(text, piece.start + found.start()), subject):
            told.not_started, told.words = True, said
        else:
            told.part_waits = True
        return
    told.paused = told.paused or "放假" in said
    told.part_waits = told.part_waits or "窝工" in said
    _read_stop(text, piece, said, subject, told, is_hoped)
    told.is_share = told.is_share or OUR_SHARE.search(said) is not None
    if not is_hoped and completes(text, piece, said, subject, is_quota):
        told.completed, told.words = True, said
        told.bare_end = FORMAL_END.search(said) is None
    elif told.completed and told.bare_end and LEFT_OVER.search(said):
        told.completed, told.part_waits = False, True
    told.active = told.active or is_active(said) or UNFINISHED.search(said) is not None


def is_active(said: str) -> bool:
    """Work is under way: 正在浇筑, 铺了2公里, 已报批; not 手续没批, 缺建设资金."""
    plain = DENIED_ACT.sub(same_length, said)
    return any(pattern.search(plain) for pattern in (ACTIVE, ACTIVE_VERB, STILL_OPEN))


def _is_loose(before: str, subject: Subject) -> bool:
    """尚未开工 after a lead without a comma: 施工单位已中标未进场未开工; but 交安工程未启动 is a part's."""
    return "主体" in before or (
        not PART_STOP.search(before) and (subject.is_whole(before) or bool(LEAD.search(before)))
    )


def _read_stop(text: str, piece: Piece, said: str, subject: Subject, told: Told, is_hoped: bool) -> None:
    plain = NOT_STOPPED.sub(same_length, RUMOUR.sub(same_length, said))
    stop = _stop_in(text, piece, plain, subject)
    resumed = None if is_hoped else RESUMED.search(said)
    if resumed and NOT_YET.search(said, max(0, resumed.start() - NEAR), resumed.start()):
        resumed = None
    if resumed and not (stop and stop.start() > resumed.start()):
        told.resumed, told.stopped = True, False
        return
    if stop is None:
        if told.stopped and DENIED_STOP.search(said):
            told.stopped, told.part_stopped = False, True
        if told.stopped and GOES_ON.search(said):
            told.stopped, told.part_stopped = False, True
        return
    if (told.paused or HOLIDAY.search(said)) and not STILL.search(said):
        told.paused = True
        return
    if told.resumed and PAST_STOP.search(said[: stop.start()]):
        return
    before = words.NO_NEWS.sub("", STOPPED.sub("", piece.before(text, piece.start + stop.start())))
    has_cause = CAUSE_OF_STOP.search(piece.before(text, piece.start + stop.start())) is not None
    if OF_A_PART.match(said, stop.end()) or GOES_ON.search(said, stop.end()):
        told.part_stopped = True
        return
    if stop[0] in WEAK_STOPS and not subject.is_whole(before) and (piece.named is None or len(before) > NEAR):
        told.part_stopped = True
        return
    if (PART_STOP.search(before) and not ALL_STOP.search(before)) or (
        piece.named is None and not subject.is_whole(before) and (stop[0] == "受阻" or not has_cause)
    ):
        told.part_stopped = True
        return
    if piece.named is not None and not subject.is_whole(before) and not has_cause:
        told.part_stopped = True
        return
    told.stopped, told.resumed, told.words = True, False, said


def _stop_in(text: str, piece: Piece, plain: str, subject: Subject) -> re.Match[str] | None:
    """The first that is said of the whole: 变电站停掉了…从八号停到现在; else the last."""
    stops = list(STOPPED.finditer(plain))
    of_whole = (stop for stop in stops if subject.is_whole(piece.before(text, piece.start + stop.start())))
    return next(of_whole, stops[-1] if stops else None)


def decide(told: Told, progress: Progress) -> tuple[Status | None, int | None]:
    """Status and percent together: 未开工 before 停工 before 完成; a figure alone is in progress."""
    percent = progress.value
    if told.not_started and not (percent and percent > 0):
        return Status.NOT_STARTED, percent
    if told.stopped:
        return Status.BLOCKED, percent
    if told.is_share:
        return Status.IN_PROGRESS, None
    if percent == 100 and not told.part_stopped:
        return Status.COMPLETED, 100
    if told.completed and percent is None and not progress.is_open:
        return Status.COMPLETED, 100
    if percent == 0 and not told.active:
        return Status.NOT_STARTED, 0
    if (
        percent is not None
        or told.resumed
        or told.part_stopped
        or told.part_waits
        or progress.is_open
        or progress.has_part
    ):
        return Status.IN_PROGRESS, percent
    if told.paused:
        return None, None
    return (Status.IN_PROGRESS if told.active else None), None
