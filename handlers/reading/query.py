"""Questions: what is asked, of which matters, unit, person, light, state, days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.reading.codes_asked import listed_in, ranges_in
from handlers.reading.conditions import ASSISTS, WHO_HOLDS, with_conditions
from handlers.reading.conversation import Workdays
from handlers.reading.intent import HAS_IT
from handlers.reading.mentions import How, Mention
from handlers.reading.query_about import about_of, kind_and_period
from handlers.reading.query_words import MINE, keyword_of, waiting_for
from handlers.reading.registry import Hit, KnownPerson, Registry
from handlers.reading.result import About, Query
from handlers.reading.units_ranked import units_ranked
from handlers.reading.windows import due_of

QUOTED_WORD = re.compile('(?:名称|名字|标题|题目)[^“"]{0,6}[“"]([^”"]{1,12})[”"]')
AND = re.compile("局?[ 、,]?(?:和|与|跟|同|及|以及|还有|加上)?[ 、,]?")
_NO_NAMES = ("事情", "任务", "活儿")  # 张伟手上有什么事情


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
    kind, period = kind_and_period(text, sent_at, workdays, about)
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
    if matters and HAS_IT.search(text.strip(" ?。!")):
        return query  # 这两件销号了没: of those that are named, however they stand
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
    asked = [hit for hit in named if hit.unit != waited_for]
    unit = asked[0].unit if asked else None
    if query.about is About.MATTERS:
        query = replace(query, unit=unit, waits_for=waited_for, assists=ASSISTS.search(text) is not None)
    else:
        query = replace(query, unit=unit or waited_for)
    if several := _listed(text, asked):
        return replace(query, unit=several[0], units_beside=tuple(several[1:]))
    return query


def _listed(text: str, hits: Sequence[Hit]) -> list[str]:
    """民政局和税务局: the units that stand in a row; none where there is but one."""
    found: list[str] = []
    end = -1
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if hit.unit is None or hit.start < end or hit.unit in found:
            continue
        if found and AND.fullmatch(text, end, hit.start) is None:
            break
        found.append(hit.unit)
        end = hit.end
    return found if len(found) > 1 else []


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
