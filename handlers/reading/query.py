"""Questions: what is asked, of which matters, unit, person, light, state, days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.reading import vocabulary as words
from handlers.reading.conversation import Workdays
from handlers.reading.dates import Days
from handlers.reading.intent import REPORT_KIND
from handlers.reading.mentions import Mention
from handlers.reading.period import kind_of, period_of
from handlers.reading.registry import Hit, KnownPerson, Registry
from handlers.reading.result import About, Kind, Light, Period, Query, Status
from handlers.reading.state_words import any_of
from handlers.reading.windows import DUE, OVERDUE, SOON, due_of

MISSING = any_of(words.MISSING_WORDS)
SCORES = any_of(words.SCORE_WORDS)
NOTICES = any_of(words.NOTICE_QUERY_WORDS)
SUMMARY = any_of(words.SUMMARY_WORDS)
WHO_HOLDS = any_of(words.WHO_HOLDS_WORDS)
LIGHTS = any_of(words.LIGHT_WORDS)
MINE = any_of(words.MINE_WORDS)
PROBLEM = any_of(words.PROBLEM_QUERY_WORDS)
OPEN = any_of(words.OPEN_QUERY_WORDS)
NOISE = any_of(words.QUERY_NOISE)
QUOTED_WORD = re.compile('(?:名称|名字|标题|题目)[^“"]{0,6}[“"]([^”"]{1,12})[”"]')
COUNTED = re.compile("几[个项件条]|多少|数量|各有|分别|个数|统计|占比|几何|[事项目]数")
EACH_UNIT = re.compile("各单位|各部门|各局|各乡镇|各镇|各科室|各街道|每个单位|各责任单位|分单位|按单位")
NAMED_LIST = re.compile("清单|名单|哪些|列表|明细")
ABSENT = re.compile("没|未|缺|还?差|漏|欠|交了吗|报了吗|齐了|交齐|报齐|齐没|交了没|报了没|不交|不报")
DUE_SPAN = re.compile(
    r"[\d一二两三四五六七八九十半]{1,3}个?(?:天|日|周|星期|月)(?:之内|以内|内|里)|(?:\d{1,2}月)?\d{1,2}[日号](?:之前|以前|前)"
    "|(?:年底|年末|年内|今年|本季度|季度末|本年)(?:之前|以前|前)?"
)
STATES = tuple((Status(value), any_of(entries)) for value, entries in words.STATUS_QUERY_WORDS)


def query_of(
    text: str,
    sent_at: datetime,
    sender: KnownPerson | None,
    registry: Registry,
    mentions: Sequence[Mention],
    hits: Sequence[Hit],
    workdays: Workdays,
) -> Query:
    """The question that a message asks."""
    unit = next((hit.unit for hit in sorted(hits, key=_longest) if hit.unit and not _inside(hit, mentions)), None)
    person = next((hit.person for hit in sorted(hits, key=_longest) if hit.person), None)
    mine = MINE.search(text) is not None
    if mine and unit is None and sender is not None:
        unit = sender.unit
    about = about_of(text)
    kind, period = _kind_and_period(text, sent_at, workdays, about)
    named = resolve(mentions) if about is not About.NOTICES and not QUOTED_WORD.search(text) else []
    matters = tuple(registry.codes[number] for number in named)
    light = LIGHTS.search(text)
    return Query(
        about=about,
        matters=matters,
        unit=unit,
        person=person,
        mine=mine,
        light=Light(words.LIGHT_WORDS[light[0]]) if light and about is About.MATTERS else None,
        status=_status(text) if about is About.MATTERS else (),
        due=due_of(text, sent_at.date()) if about in (About.MATTERS, About.SUMMARY) else None,
        kind=kind,
        period=period,
        category=_category(text, registry),
        keyword=_keyword(text, mentions, hits, registry, about) if not matters else "",
        problem=PROBLEM.search(text) is not None,
        who_holds=WHO_HOLDS.search(text) is not None,
    )


def _keyword(text: str, mentions: Sequence[Mention], hits: Sequence[Hit], registry: Registry, about: About) -> str:
    if quoted := QUOTED_WORD.search(text):
        return quoted[1]
    word = keyword_of(text, mentions, hits, registry)
    return "" if about is About.SUMMARY and not registry.is_in_a_name(word) else word


def _status(text: str) -> tuple[Status, ...]:
    if OPEN.search(text):
        return (Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED)
    return tuple(state for state, pattern in STATES if pattern.search(text))


def _longest(hit: Hit) -> tuple[int, int]:
    return (hit.start - hit.end, hit.start)


def _inside(hit: Hit, mentions: Sequence[Mention]) -> bool:
    return any(m.start <= hit.start and hit.end <= m.end for m in mentions)


def about_of(text: str) -> About:
    """What kind of answer is wanted."""
    if re.search("通知|督办单|交办单|提醒单", text) and NOTICES.search(text):
        return About.NOTICES
    if _asks_who_is_missing(text):
        return About.MISSING_REPORTS
    if SCORES.search(text):
        return About.SCORES
    if re.search("签收", text):
        return About.NOTICES
    if SUMMARY.search(text) or (len(set(LIGHTS.findall(text))) > 1 and COUNTED.search(text)):
        return About.SUMMARY
    if EACH_UNIT.search(text) and (COUNTED.search(text) or not NAMED_LIST.search(text)):
        return About.SUMMARY
    return About.MATTERS


def _asks_who_is_missing(text: str) -> bool:
    if REPORT_KIND.search(text) and ABSENT.search(text):
        return True
    return bool(re.search(r"谁|哪|名单|单位|列|几|统计|还有|没交|未交|没报|未报", text) and MISSING.search(text))


def _kind_and_period(
    text: str, sent_at: datetime, workdays: Workdays, about: About
) -> tuple[Kind | None, Period | None]:
    if about is not About.MISSING_REPORTS:
        return None, None
    named = kind_of(text)
    if named is None:
        return None, None
    kind, start, end = named
    asked_at = sent_at.replace(hour=23)  # a question is about today, not about the report that is due at this hour
    if kind is not Kind.DAILY and re.search(r"上周|上月|\d月|本周|本月|这周|这个月|上个月", text) is None:
        asked_at = sent_at
    return kind, period_of(text, kind, start, end, asked_at, Days(sent_at.date(), workdays))


def resolve(mentions: Sequence[Mention]) -> list[int]:
    """All matters meant. 「东门和西门两个城楼」: names that overlap narrow one another down."""
    meant: dict[int, None] = {}
    for mention in mentions:
        fits = set(mention.candidates)
        narrowed = {
            matter
            for other in mentions
            if other is not mention and (shared := fits & set(other.candidates)) and len(shared) < len(fits)
            for matter in shared
        }
        meant.update(dict.fromkeys(sorted(narrowed or fits)))
    return list(meant)


def _category(text: str, registry: Registry) -> str | None:
    return next((name for name in registry.categories if name in text), None)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def keyword_of(text: str, mentions: Sequence[Mention], hits: Sequence[Hit], registry: Registry) -> str:
    """What remains when all known words are taken away."""
    text = re.sub("|".join(map(re.escape, registry.categories)) + "类?", _blank, text) if registry.categories else text
    spans = [(hit.start, hit.end) for hit in hits] + [(mention.start, mention.end) for mention in mentions]
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    rest = "".join(chars)
    for pattern in (
        SUMMARY,
        LIGHTS,
        MISSING,
        SCORES,
        WHO_HOLDS,
        OVERDUE,
        SOON,
        DUE,
        MINE,
        PROBLEM,
        OPEN,
        *(p for _, p in STATES),
    ):
        rest = pattern.sub(" ", rest)
    rest = DUE_SPAN.sub(" ", rest)
    rest = re.sub(
        r"本周|本月|下周|下月|上周|上月|这周|[日周月]报|\d{1,2}月(?:底|末|初|份)?(?:前|内)?|月底?前?|[底末]前",
        " ",
        rest,
    )
    rest = NOISE.sub(" ", rest)
    kept = re.findall(r"[一-鿿A-Z0-9%_]{2,}|[%_]", rest)
    return max(kept, key=len, default="")
