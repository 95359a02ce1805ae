"""How a matter stands, from the words said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

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
    DENIED_ACT,
    FORMAL_END,
    LEAD,
    LEFT_OVER,
    MISTOLD,
    NOT_ACCEPTED,
    NOT_ALL,
    NOT_STARTED,
    OUR_SHARE,
    PART_STOP,
    REPORT_WORD,
    STILL_OPEN,
    STOPPED,
    TAKEN_BACK,
    UNFINISHED,
)
from handlers.reading.stops import read_stop
from handlers.reading.subject import Subject
from handlers.reading.told import Told, same_length

OF_SOME = re.compile(
    "[一二两三四五六\\d]+个(?:标段|点位|工点|楼栋|作业面)"
    "|(?:剩下?|余下|其余|剩余|^[ 〓]*[还也就只]?有)[^,。;]{0,3}[\\d一二三四五六七八九十几两]+[项件处个户家条座人栋]"
)
ALL_OF_IT = re.compile("整个|全部?停|都停")
BEGINS_THEN = re.compile("(?:正式|全面)?(?:开工|动工|开建|破土|进场施工|开挖)(?:建设|仪式)?(?=$|[,。;!\\s])")
IDLE = re.compile("(?:还没|还未|还没有|尚未|一直没|至今没|压根没)动(?:起来|手)?(?=$|[,。;!])")
BEGINS_AHEAD = re.compile(
    r"(?:预计|力争|争取|定于|将于|确保)[^,。;]{0,12}?(?:[日号底旬初]|月份?)前?(?:正式|全面)?(?:开工|动工|开建|破土)(?:建设)?(?=$|[,。;!\s])"
)
HAS_BEGUN = re.compile("(?:已经?|昨[天日]|今[天日早])[^,。;没未]{0,4}(?:开工|动工|进场)(?:了|$)")
AT_HOME = re.compile("放假|过节|回家过年")
STILL = re.compile("还|尚|仍")
DAY = re.compile(r"\d{1,2}月\d{0,2}[日号]?|\d{1,2}[日号]")


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
    for piece, following in zip_longest(pieces, pieces[1:]):
        if told.completed and NOT_ALL.search(piece.said(text)):  # 被要求返工, too
            told.completed, told.part_waits, told.is_less = False, True, True
        if piece.role in (Role.NUMBER, Role.UNIT, Role.DUE, Role.NEED, Role.ASKED) or moods.is_ordered(piece):
            continue
        said = piece.said(text)
        if MISTOLD.search(said) or (following is not None and TAKEN_BACK.match(following.said(text))):
            continue
        is_future = moods.is_future(piece) or piece.role in (Role.PLAN, Role.EXPECTED)
        if is_future and piece.role is Role.BODY:
            _read_before_the_plan(text, piece, subject, told)
        if OF_SOME.search(said):
            some = (piece.line, piece.sentence)
        if some == (piece.line, piece.sentence) and STOPPED.search(said) and not ALL_OF_IT.search(said):
            told.part_stopped, told.part_words = True, said
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
    return AT_HOME.search(text, line_start, pieces[0].start) is not None


def _read_before_the_plan(text: str, piece: Piece, subject: Subject, told: Told) -> None:
    """还没开工明天打第一根桩; 计划10月12日开工: not begun, by what is said before the plan or by the plan itself."""
    said = piece.said(text)
    plan = has_next(said)
    if plan is None:
        _read_what_still_waits(text, piece, said, subject, told)
        return
    told.active = told.active or is_active(said[: plan.start()])
    found = NOT_STARTED.search(said, 0, plan.start()) or BEGINS_THEN.search(said, plan.start())
    if found and _is_loose(DAY.sub("", piece.before(text, piece.start + min(found.start(), plan.start()))), subject):
        told.not_started, told.words = True, said


def _read_what_still_waits(text: str, piece: Piece, said: str, subject: Subject, told: Told) -> None:
    """许可证预计下周办下来,还没开工: 还 tells of the present, whatever was announced before it."""
    found = NOT_STARTED.search(said)
    if (
        found
        and STILL.search(said, 0, found.end())
        and _is_loose(piece.before(text, piece.start + found.start()), subject)
    ):
        told.not_started, told.words = True, said


def _read_clause(
    text: str, piece: Piece, said: str, subject: Subject, told: Told, is_quota: bool, is_hoped: bool
) -> None:
    if (idle := IDLE.search(said) or BEGINS_AHEAD.search(said)) and subject.is_whole(
        piece.before(text, piece.start + idle.start())
    ):
        told.is_idle = True
    if HAS_BEGUN.search(said):
        told.is_idle = False
    said = REPORT_WORD.sub(same_length, words.NO_NEWS.sub(same_length, said))
    if found := NOT_STARTED.search(said):
        if told.stopped or _is_loose(piece.before(text, piece.start + found.start()), subject):
            told.not_started, told.words = True, said
        else:
            told.part_waits = True
        return
    told.paused = told.paused or "放假" in said
    told.part_waits = told.part_waits or "窝工" in said
    read_stop(text, piece, said, subject, told, is_hoped)
    told.is_share = told.is_share or OUR_SHARE.search(said) is not None
    if not is_hoped and completes(text, piece, said, subject, is_quota):
        told.completed, told.words = True, said
        told.bare_end = FORMAL_END.search(said) is None
    elif told.completed and ((told.bare_end and LEFT_OVER.search(said)) or NOT_ACCEPTED.search(said)):
        told.completed, told.part_waits = False, True
    if NOT_ALL.search(said):
        told.completed, told.part_waits, told.is_less = False, True, True
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


def decide(told: Told, progress: Progress) -> tuple[Status | None, int | None]:
    """Status and percent together: 未开工 before 停工 before 完成; a figure alone is in progress."""
    percent = progress.value
    if told.not_started and not (percent and percent > 0):
        return Status.NOT_STARTED, percent
    if told.stopped:
        return Status.BLOCKED, percent
    if told.is_share:
        return Status.IN_PROGRESS, None
    if percent == 100 and told.is_less:
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
