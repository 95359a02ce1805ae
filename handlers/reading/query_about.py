"""What kind of answer a question wants: matters, missing reports, scores, notices, a summary."""

from __future__ import annotations

import re
from datetime import datetime

from handlers.reading import vocabulary as words
from handlers.reading.conversation import Workdays
from handlers.reading.dates import Days
from handlers.reading.marks import REPORT_KIND
from handlers.reading.order_asked import order_of, without_order
from handlers.reading.percent_asked import without_percent
from handlers.reading.period import kind_of, period_of
from handlers.reading.result import About, Kind, Period
from handlers.reading.state_words import any_of
from handlers.reading.units_ranked import units_ranked

MISSING = any_of(words.MISSING_WORDS)
SCORES = any_of(words.SCORE_WORDS)
NOTICES = any_of(words.NOTICE_QUERY_WORDS)
SUMMARY = any_of(words.SUMMARY_WORDS)
LIGHTS = any_of(words.LIGHT_WORDS)
COUNTED = re.compile("几[个项件条]|多少|数量|各有|分别|个数|统计|占比|几何|[事项目]数")
EACH_UNIT = re.compile("各单位|各部门|各局|各乡镇|各镇|各科室|各街道|每个单位|各责任单位|分单位|按单位")
NAMED_LIST = re.compile("清单|名单|哪些|列表|明细")
ABSENT = re.compile("报呢$|没|未|缺|空着|还?差|漏|欠|交了吗|报了吗|齐了|交齐|报齐|齐没|交了没|报了没|不交|不报")
HAS_REPORTED = re.compile("[一-鿿]{2,8}?(?:今[天日]|本[周月])?(?:都)?[报交]了(?:没有?|吗)[?。]*")  # 交通局报了吗
MOST_OF_ALL = re.compile(
    "(?:哪个|哪家|哪些|哪几个)?(?:责任)?(?:单位|部门).{0,8}最多|最多的(?:是哪[个家]|责任)?(?:单位|部门)"
)
OF_PROGRESS = re.compile("进度|进展|推进|完成率")


def about_of(text: str) -> About:
    """What kind of answer is wanted."""
    if re.search("[白黄红]色?督?办?单", text):
        return About.NOTICES
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
    if (REPORT_KIND.search(text) and ABSENT.search(text)) or HAS_REPORTED.fullmatch(text.strip()):
        return True
    return bool(re.search(r"谁|哪|名单|单位|列|几|统计|还有|没交|未交|没报|未报", text) and MISSING.search(text))


def kind_and_period(
    text: str, sent_at: datetime, workdays: Workdays, about: About
) -> tuple[Kind | None, Period | None]:
    """Of the reports asked for; of nothing else."""
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
