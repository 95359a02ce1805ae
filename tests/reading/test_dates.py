"""By when, and for which days. It is Monday, 15 June 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from handlers.reading.result import Kind, Period
from tests.reading.office import MONDAY_EVENING, SHANGHAI, only, tell


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("预计月底封顶", date(2026, 6, 30)),
        ("预计6月28日封顶", date(2026, 6, 28)),
        ("力争六月二十八日前封顶", date(2026, 6, 28)),
        ("预计7月上旬封顶", date(2026, 7, 10)),
        ("预计下个月中旬封顶", date(2026, 7, 20)),
        ("预计9月下旬封顶", date(2026, 9, 30)),
        ("下周封顶", date(2026, 6, 28)),
        ("下周三封顶", date(2026, 6, 24)),
        ("本周五封顶", date(2026, 6, 19)),
        ("明天封顶", date(2026, 6, 16)),
        ("年内肯定能投用", date(2026, 12, 31)),
        ("预计明年3月底完工", date(2027, 3, 31)),
        ("预计2027年5月完工", date(2027, 5, 31)),
        ("国庆前完工", date(2026, 9, 30)),
        ("春节前完工", date(2027, 2, 5)),
        ("预计10个工作日内完工", date(2026, 6, 29)),
        ("竣工时间由6月推迟到8月", date(2026, 8, 31)),
        ("汛前完工", None),
        ("6月10日已完工验收", None),
        ("原定6月20日封顶，无法实现", None),
        ("市长要求6月20日前封顶", None),
        ("继续推进到月底", None),
    ],
)
def test_the_day_promised(told: str, day: date | None) -> None:
    assert only("新院区主体施工，" + told).expected_on == day


def test_the_whole_matters_day_wins() -> None:
    assert only("新院区力争9月10日完成灯具安装，9月20日整体投用").expected_on == date(2026, 9, 20)


def week(monday: date) -> Period:
    return Period(monday, monday + timedelta(days=6))


@pytest.mark.parametrize(
    ("told", "kind", "period"),
    [
        ("日报 新院区66%", Kind.DAILY, Period(date(2026, 6, 15), date(2026, 6, 15))),
        ("补报周五日报 新院区66%", Kind.DAILY, Period(date(2026, 6, 12), date(2026, 6, 12))),
        ("14日日报 新院区66%", Kind.DAILY, Period(date(2026, 6, 14), date(2026, 6, 14))),
        ("6.14日报：新院区66%", Kind.DAILY, Period(date(2026, 6, 14), date(2026, 6, 14))),
        ("周报 新院区66%", Kind.WEEKLY, week(date(2026, 6, 15))),
        ("上周周报 新院区66%", Kind.WEEKLY, week(date(2026, 6, 8))),
        ("周报（6月8日至14日） 新院区66%", Kind.WEEKLY, week(date(2026, 6, 8))),
        ("5月月报 新院区66%", Kind.MONTHLY, Period(date(2026, 5, 1), date(2026, 5, 31))),
        ("本周工作进展：\n新院区66%", Kind.WEEKLY, week(date(2026, 6, 15))),
        ("新院区本月完成三层，66%", None, None),
    ],
)
def test_what_the_report_is_about(told: str, kind: Kind | None, period: Period | None) -> None:
    reading = tell(told)
    assert (reading.kind, reading.period) == (kind, period)


def test_early_reports_are_about_what_has_ended() -> None:
    monday = datetime(2026, 6, 15, 9, tzinfo=SHANGHAI)
    assert tell("周报 新院区66%", at=monday).period == week(date(2026, 6, 8))
    assert tell("日报 新院区66%", at=monday.replace(hour=8)).period == Period(date(2026, 6, 14), date(2026, 6, 14))
    second = datetime(2026, 7, 2, 9, tzinfo=SHANGHAI)
    assert tell("月报 新院区66%", at=second).period == Period(date(2026, 6, 1), date(2026, 6, 30))
    assert tell("本周周报 新院区66%", at=monday).period == week(MONDAY_EVENING.date())


def test_a_plan_counts_from_the_period_reported_on() -> None:
    reading = tell("上周周报\n1.新院区66%\n2.中医院迁建22%\n下周计划：新院区完成封顶")
    assert reading.updates[0].expected_on == date(2026, 6, 21)
    assert reading.updates[0].has_next_steps
    assert reading.updates[1].expected_on is None
