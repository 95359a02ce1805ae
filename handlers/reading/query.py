"""Questions: what is asked, of which matters, unit, person, light, state, days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.reading import vocabulary as words
from handlers.reading.codes_asked import listed_in, ranges_in
from handlers.reading.conditions import ASSISTS, WAITED_FOR, WAITING, WHO_HOLDS, with_conditions, without_conditions
from handlers.reading.conversation import Workdays
from handlers.reading.dates import Days
from handlers.reading.intent import REPORT_KIND
from handlers.reading.mentions import How, Mention
from handlers.reading.order_asked import order_of, without_order
from handlers.reading.percent_asked import without_percent
from handlers.reading.period import kind_of, period_of
from handlers.reading.registry import Hit, KnownPerson, Registry
from handlers.reading.result import About, Kind, Period, Query
from handlers.reading.state_words import any_of
from handlers.reading.units_ranked import units_ranked
from handlers.reading.windows import due_of

MISSING = any_of(words.MISSING_WORDS)
SCORES = any_of(words.SCORE_WORDS)
NOTICES = any_of(words.NOTICE_QUERY_WORDS)
SUMMARY = any_of(words.SUMMARY_WORDS)
LIGHTS = any_of(words.LIGHT_WORDS)
MINE = any_of(words.MINE_WORDS)
NOISE = any_of(words.QUERY_NOISE)
QUOTED_WORD = re.compile('(?:名称|名字|标题|题目)[^“"]{0,6}[“"]([^”"]{1,12})[”"]')
COUNTED = re.compile("几[个项件条]|多少|数量|各有|分别|个数|统计|占比|几何|[事项目]数")
EACH_UNIT = re.compile("各单位|各部门|各局|各乡镇|各镇|各科室|各街道|每个单位|各责任单位|分单位|按单位")
NAMED_LIST = re.compile("清单|名单|哪些|列表|明细")
ABSENT = re.compile("报呢$|没|未|缺|还?差|漏|欠|交了吗|报了吗|齐了|交齐|报齐|齐没|交了没|报了没|不交|不报")
DUE_SPAN = re.compile(
    r"[\d一二两三四五六七八九十半]{1,3}个?(?:天|日|周|星期|月)(?:之内|以内|内|里)|(?:\d{1,2}月)?\d{1,2}[日号](?:之前|以前|前)"
    "|(?:年底|年末|年内|今年|本季度|季度末|本年)(?:之前|以前|前)?"
)
MOST_OF_ALL = re.compile(
    "(?:哪个|哪家|哪些|哪几个)?(?:责任)?(?:单位|部门).{0,8}最多|最多的(?:是哪[个家]|责任)?(?:单位|部门)"
)
_NO_NAMES = ("事情", "任务", "活儿")  # 张伟手上有什么事情
OF_PROGRESS = re.compile("进度|进展|推进|完成率")


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
    about = about_of(text)
    kind, period = _kind_and_period(text, sent_at, workdays, about)
    is_named = about is not About.NOTICES and not QUOTED_WORD.search(text)
    named = [*resolve(mentions), *by_number(text, registry)] if is_named else []
    matters = tuple(registry.codes[number] for number in dict.fromkeys(named))
    query = Query(
        about=about,
        matters=matters,
        person=next((hit.person for hit in sorted(hits, key=_longest) if hit.person), None),
        mine=MINE.search(text) is not None,
        kind=kind,
        period=period,
        category=_category(text, registry),
        keyword=_keyword(text, mentions, hits, registry, about) if not matters else "",
        who_holds=WHO_HOLDS.search(text) is not None,
    )
    query = _of_unit(query, text, mentions, hits, registry)
    if query.mine and query.unit is None and sender is not None:
        query = replace(query, unit=sender.unit)
    plain = blanked(text, mentions, registry)
    if about is About.MATTERS:
        return _without_chatter(with_conditions(query, plain, sent_at.date()), registry)
    if about is not About.SUMMARY:
        return query
    return replace(query, due=due_of(plain, sent_at.date()), units_by=units_ranked(text))


def _without_chatter(query: Query, registry: Registry) -> Query:
    """亮红灯的有哪些?下午常务会要讲: beside a condition, words that no matter is called by are none."""
    is_narrowed = (
        query.lights or query.status or query.due or query.unit or query.problem or query.percent or query.mine
    )
    if query.keyword and is_narrowed and not registry.is_in_a_name(query.keyword):
        return replace(query, keyword="")
    return query


def _of_unit(query: Query, text: str, mentions: Sequence[Mention], hits: Sequence[Hit], registry: Registry) -> Query:
    """Whose matters: led by the unit, helped by it, or waiting for it."""
    aside = [*((m.start, m.end) for m in mentions), *category_spans(text, registry)]
    named = [hit for hit in sorted(hits, key=_longest) if hit.unit and not _inside(hit, aside)]
    waited_for = next((hit.unit for hit in named if waiting_for(text, hit)), None)
    unit = next((hit.unit for hit in named if hit.unit != waited_for), None)
    if query.about is not About.MATTERS:
        return replace(query, unit=unit or waited_for)
    return replace(query, unit=unit, waits_for=waited_for, assists=ASSISTS.search(text) is not None)


def waiting_for(text: str, hit: Hit) -> re.Match[str] | None:
    """The word before a unit: 等经信局的, 需要交通局协调的, 卡在住建局."""
    return WAITED_FOR.search(text, max(0, hit.start - 4), hit.start) if hit.unit else None


def blanked(text: str, mentions: Sequence[Mention], registry: Registry) -> str:
    """The text without the names of matters and categories, at the same length."""
    chars = list(text)
    for start, end in [*((mention.start, mention.end) for mention in mentions), *category_spans(text, registry)]:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def category_spans(text: str, registry: Registry) -> list[tuple[int, int]]:
    """Where a category is named."""
    return [(at, at + len(name)) for name in registry.categories if (at := text.find(name)) >= 0]


def without_categories(text: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """续建项目 is a category, though part of a title, too."""
    spans = category_spans(text, registry)
    return [
        m
        for m in mentions
        if m.is_whole or m.how is How.CODE or not any(start <= m.start and m.end <= end for start, end in spans)
    ]


def by_number(text: str, registry: Registry) -> list[int]:
    """#3到#7, 3号和5号: those that there are; none where nothing but one end is known."""
    found = [[registry.by_ordinal(number) for number in numbers] for _, _, numbers in ranges_in(text)]
    several = [known for each in found if sum(map(bool, each)) > 1 for known in each]
    listed = [registry.by_ordinal(number) for number in listed_in(text)]
    if all(listed):
        several += listed
    return [matter for known in several for matter in known]


def _keyword(text: str, mentions: Sequence[Mention], hits: Sequence[Hit], registry: Registry, about: About) -> str:
    if quoted := QUOTED_WORD.search(text):
        return quoted[1]
    word = keyword_of(text, mentions, hits, registry)
    if word in _NO_NAMES:
        return ""
    return "" if about is About.SUMMARY and not registry.is_in_a_name(word) else word


def _longest(hit: Hit) -> tuple[int, int]:
    return (hit.start - hit.end, hit.start)


def _inside(hit: Hit, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def about_of(text: str) -> About:
    """What kind of answer is wanted."""
    if re.search("通知|督办单|交办单|提醒单", text) and NOTICES.search(text):
        return About.NOTICES
    if _asks_who_is_missing(text):
        return About.MISSING_REPORTS
    if SCORES.search(text) and not (OF_PROGRESS.search(text) and order_of(text)):
        return About.SCORES
    if re.search("签收", text):
        return About.NOTICES
    if units_ranked(text) is not None:
        return About.SUMMARY
    if (
        MOST_OF_ALL.search(text)
        or SUMMARY.search(without_order(without_percent(text)))
        or (len(set(LIGHTS.findall(text))) > 1 and COUNTED.search(text))
    ):
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


def remainder(text: str, mentions: Sequence[Mention], hits: Sequence[Hit], registry: Registry) -> str:
    """What remains when all known words are taken away."""
    text = re.sub("|".join(map(re.escape, registry.categories)) + "类?", _blank, text) if registry.categories else text
    spans = [(hit.start, hit.end) for hit in hits] + [(mention.start, mention.end) for mention in mentions]
    spans += [(start, end) for start, end, _ in ranges_in(text)]
    spans += [found.span() for hit in hits if (found := waiting_for(text, hit))]
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    rest = "".join(chars)
    rest = without_conditions(WAITING.sub(" ", rest) if any(waiting_for(text, hit) for hit in hits) else rest)
    for pattern in (SUMMARY, LIGHTS, MISSING, SCORES, MINE, DUE_SPAN):
        rest = pattern.sub(" ", rest)
    rest = re.sub(
        r"本周|本月|下周|下月|上周|上月|这周|[日周月]报|\d{1,2}月(?:底|末|初|份)?(?:前|内)?|月底?前?|[底末]前",
        " ",
        rest,
    )
    return NOISE.sub(" ", rest)


def keyword_of(text: str, mentions: Sequence[Mention], hits: Sequence[Hit], registry: Registry) -> str:
    """The longest word that remains."""
    return longest_of(remainder(text, mentions, hits, registry))


def longest_of(rest: str) -> str:
    """Of the words of a text."""
    return max(re.findall(r"[一-鿿A-Z0-9%_]{2,}|[%_]", rest), key=len, default="")
