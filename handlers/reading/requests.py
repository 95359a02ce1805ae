"""Close-outs, extensions and corrections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.reading.dates import Days, month_end
from handlers.reading.mentions import Mention
from handlers.reading.numerals import number
from handlers.reading.registry import Registry
from handlers.reading.result import Doubt, DoubtKind, Intent, Reading, Status, Update

UNTIL = re.compile(
    r"(?:延期|延长|顺延|推迟|延后|展期|宽限|延|调整?|缓办|往后[推挪移]|改|挪|推)[^,。;\n]{0,8}?(?:至|到|为)"
)
BARE_NUMBER = re.compile(
    r"(?:销号|办结|延期|延长|展期)[ :]*#?(?P<behind>\d{1,4})号?(?=$|[\s,。;到至])"
    r"|[把将]#?(?P<before>\d{1,4})号?(?:事项)?(?:给)?(?:办结|销)"
)
MOVED_BY = re.compile(
    r"(?:延期|延长|顺延|推迟|延后|展期|宽限|延|往后[推挪移放延]|[再多](?:给|宽|要|放))[^,。;\n\d一二两三四五六七八九十半到至]{0,4}"
    r"(?P<many>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)个?(?P<unit>工作日|月|星期|周|天|日)(?!前|底|之前|以前|[一二三四五六日上中下])"
)
HALF_A_MONTH = timedelta(days=15)
REASON = re.compile(r"(?:因为|由于|因|受|原因是|原因:|理由:|鉴于|考虑到|为此|系)[^。;\n]{2,80}")
CAUSED_BY = re.compile("^(?:是?因为|由于|因)[ ,:]*(?=[一-鿿]{2})")  # the answer says 原因 itself
LABEL = re.compile(r"^(?:原因是?|理由是?):?")
SHORTEST_REASON = 4  # characters
EVIDENCE = re.compile(r"[^,。;\n]*(?:验收|资料|材料|佐证|照片|附件|报告|通过|完成|办结|投用|交付|答复|齐全)[^,。;\n]*")
UNDER_WAY = re.compile(
    "还在|正在|一直在|照常|在施工|试运行|没有?完工|没完成|没有完成|未完工|推进中|在建|正常施工|没停|不是停|没有停|已复工"
)
CAUSE = re.compile(
    r"纠纷|停工|暴雨|台风|未批|没批|慢|滞后|未到位|没到位|无法|困难|不足|阻|未完成|影响|难|缺|征地|诉讼|流标|变更|超标|未能|耽误|耽搁|下雨|连雨|雨天|没到货|没到位|没来"
)


def request_reading(
    intent: Intent, text: str, mentions: Sequence[Mention], registry: Registry, days: Days, owned: tuple[int, ...]
) -> Reading:
    """A request to close a matter or to move its deadline."""
    named = [mention for mention in mentions if mention.candidates]
    best = max(named, key=lambda mention: (mention.is_head, mention.weight), default=None)
    candidates = best.candidates if best else _numbered(text, registry) or owned
    code = registry.codes[candidates[0]] if len(candidates) == 1 else None
    doubts = () if code else (Doubt(DoubtKind.WHICH_MATTER, tuple(registry.codes[n] for n in candidates[:9])),)
    is_extension = intent is Intent.EXTENSION
    due_on = registry.matter(candidates[0]).due_on if code else None
    return Reading(
        intent,
        matter=code,
        mention=text[best.start : best.end] if best else "",
        until=(until_of(text, days) or moved_by(text, due_on, days)) if is_extension else None,
        reason=reason_of(text, days) if is_extension else evidence_of(text),
        doubts=doubts,
    )


def _numbered(text: str, registry: Registry) -> tuple[int, ...]:
    """申请销号 3."""
    found = BARE_NUMBER.search(text)
    return tuple(registry.by_ordinal(int(found["behind"] or found["before"]))) if found else ()


def until_of(text: str, days: Days) -> date | None:
    """The day asked for: the one after 延期至, else the last one to come."""
    found = list(days.find(text, 0, len(text)))
    for asked in UNTIL.finditer(text):
        for day in found:
            if 0 <= day.start - asked.end() <= 2:
                return day.last
    for day in found:
        before = text[max(0, day.start - 6) : day.start]
        if day.last >= days.today and re.search(r"[到至]$|申请$|[到至]于?$", before):
            return day.last
    for mark in re.finditer(r"延期|延长|顺延|推迟|延后|展期|宽限", text):
        for day in found:
            if 0 <= day.start - mark.end() <= 3:
                return day.last
    return None


def moved_by(text: str, due_on: date | None, days: Days) -> date | None:
    """顺延一个月, 延长15天, 推迟十个工作日: counted from the day on which it is due."""
    found = MOVED_BY.search(text)
    amount = (1 if found["many"] == "半" else number(found["many"])) if found else None
    if found is None or due_on is None or not amount:
        return None
    many, unit = int(amount), found["unit"]
    if found["many"] == "半":
        return due_on + HALF_A_MONTH if unit == "月" else None
    if "月" in unit:
        return _months_later(due_on, many)
    if unit == "工作日":
        return _workdays_later(due_on, many, days)
    return due_on + timedelta(days=many * (7 if unit in ("周", "星期") else 1))


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    last = month_end(index // 12, index % 12 + 1)
    return last.replace(day=min(day.day, last.day))


def _workdays_later(day: date, many: int, days: Days) -> date:
    while many:
        day += timedelta(days=1)
        many -= days.workdays.is_workday(day)
    return day


def reason_of(text: str, days: Days) -> str:
    """Words that give a cause, else what is said after the day asked for."""
    if found := REASON.search(text):
        return CAUSED_BY.sub("", LABEL.sub("", found[0]).strip())
    for clause in re.split(r"[,。;\n]", text):
        if CAUSE.search(clause) and "申请" not in clause:
            return CAUSED_BY.sub("", clause.strip())
    last = max((day.end for day in days.find(text, 0, len(text))), default=len(text))
    if moved := MOVED_BY.search(text):
        last = moved.end()
    rest = CAUSED_BY.sub("", text[last:].strip(" ,。;:\n前底完成"))
    return rest if len(rest) >= SHORTEST_REASON else ""


def evidence_of(text: str) -> str:
    return ",".join(found[0].strip() for found in EVIDENCE.finditer(text) if "申请" not in found[0])[:120]


def correction_of(updates: list[Update]) -> Reading:
    """Only what is corrected stays; a figure given again says nothing new of the state."""
    return Reading(Intent.CORRECTION, updates=tuple(map(_only_corrected, updates)))


def _only_corrected(update: Update) -> Update:
    is_under_way = update.status is Status.IN_PROGRESS and UNDER_WAY.search(update.words) is not None
    says_state = is_under_way or (
        update.status in (Status.COMPLETED, Status.BLOCKED, Status.NOT_STARTED)
        and update.percent
        in (
            None,
            100,
            0,
        )
    )
    return replace(
        update,
        status=update.status if says_state else None,
        has_next_steps=False,
        doubts=tuple(doubt for doubt in update.doubts if doubt.kind is not DoubtKind.LOWER_THAN_BEFORE),
    )
