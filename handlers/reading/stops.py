"""Does work stand still, the whole of it or a part, or has it been taken up again?"""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.pieces import Piece
from handlers.reading.state_words import (
    ALL_STOP,
    CAUSE_OF_STOP,
    DENIED_STOP,
    GOES_ON,
    HOLIDAY,
    NOT_STOPPED,
    NOT_YET,
    OF_A_PART,
    PART_STOP,
    PAST_STOP,
    RESUMED,
    RUMOUR,
    STOPPED,
)
from handlers.reading.subject import Subject
from handlers.reading.told import Told, same_length

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
CONDITION = re.compile(
    "再不|扬言|说不定|差点|险些|以免|避免|防止|威胁|要是|如果|假如|万一|一旦|倘若|[^一-鿿]若"
)  # 要是下雨就得停工
BECAUSE = re.compile("因为?|由于|受|被")
OF_ALL = re.compile("项目|工地|现场|施工|班组|队伍|工人|单位|全|都|[了完好过]|(?<!其)中|[,。;]|已|又|正")
OF_FIGURES = re.compile(
    r"\d{1,3}(?:\.\d)?%|百分之[一-鿿]{1,3}|[一二三四五六七八九]成[一-九]?|一半|[\[(]"
)  # 35%(因雨停工)
FOR_A_WHILE = re.compile(
    "停(?:工|了|下)*(?:了)?(?:几|半|[一二两三四五六七八九十\\d]+)个?(?:多)?(?:天|小时|上午|下午|周|礼拜|星期|晚)"
)
BACK_AT_WORK = re.compile(
    "现?已排除|[现已]?(?:在|又)(?:在)?(?:干|做|施工)|正在(?:铺|浇|砌|挖|装|打|吊|刷|焊|施工)|又(?:上|开|动)了?|今[天早日](?:进场|开工|复工)|接着[干做]"
)
STILL = re.compile("仍|还|一直")


def read_stop(text: str, piece: Piece, said: str, subject: Subject, told: Told, is_hoped: bool) -> None:
    """Writes it down in `told`; the later word wins."""
    plain = NOT_STOPPED.sub(same_length, RUMOUR.sub(same_length, said))
    stop = _stop_in(text, piece, plain, subject)
    if told.stopped and told.is_brief and stop is None and BACK_AT_WORK.search(said):
        told.stopped, told.resumed = False, True
        return
    resumed = None if is_hoped else _resumed_in(said)
    if resumed and not (stop and stop.start() > resumed.start()):
        told.resumed, told.stopped = True, False
        return
    if stop is None:
        told.active = told.active or DENIED_STOP.search(said) is not None  # 没停工
        if told.stopped and (DENIED_STOP.search(said) or GOES_ON.search(said)):
            told.stopped, told.part_stopped, told.part_words = False, True, told.words
        return
    if (told.paused or HOLIDAY.search(said)) and not STILL.search(said):
        told.paused = True
        return
    if CONDITION.search(said, 0, stop.start()):
        return
    if told.resumed and PAST_STOP.search(said[: stop.start()]):
        return
    if _is_of_a_part(text, piece, said, stop, subject):
        told.part_stopped, told.part_words = True, said
        return
    told.stopped, told.resumed, told.words = True, False, said
    told.is_brief = FOR_A_WHILE.search(said) is not None


def _resumed_in(said: str) -> re.Match[str] | None:
    found = RESUMED.search(said)
    if found and NOT_YET.search(said, max(0, found.start() - NEAR), found.start()):
        return None
    return found


def _is_of_a_part(text: str, piece: Piece, said: str, stop: re.Match[str], subject: Subject) -> bool:
    """二标段停工, 室外管网暂停, 卡住了6号桩: by what stands before the word and behind it."""
    if OF_A_PART.match(said, stop.end()) or GOES_ON.search(said, stop.end()):
        return True
    lead = OF_FIGURES.sub("", piece.before(text, piece.start + stop.start()))
    before = words.NO_NEWS.sub("", STOPPED.sub("", lead))
    is_whole = subject.is_whole(before)
    if stop[0] in WEAK_STOPS and not is_whole and (piece.named is None or len(before) > NEAR):
        return True
    if PART_STOP.search(before) and not ALL_STOP.search(before):
        return True
    if is_whole:
        return False
    has_cause = CAUSE_OF_STOP.search(lead) is not None and not _is_for_a_part(before, subject)
    return not has_cause or (piece.named is None and stop[0] == "受阻")


def _is_for_a_part(before: str, subject: Subject) -> bool:
    """东侧围墙因纠纷停工; not 现场因…, 施工队因…."""
    cause = BECAUSE.search(before)
    if cause is None:
        return False
    head = before[: cause.start()]
    return OF_ALL.search(head) is None and not subject.is_whole(head)


def _stop_in(text: str, piece: Piece, plain: str, subject: Subject) -> re.Match[str] | None:
    """The first that is said of the whole: 变电站停掉了…从八号停到现在; else the last."""
    stops = list(STOPPED.finditer(plain))
    of_whole = (stop for stop in stops if subject.is_whole(piece.before(text, piece.start + stop.start())))
    return next(of_whole, stops[-1] if stops else None)
