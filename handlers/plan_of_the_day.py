"""日报计划: where a daily is a plan, one sent before nine is about the day that begins, not the one before (D07)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from handlers.reading.result import Kind, Period, Reading
from handlers.turn import Turn
from models.report import ReportKind
from supervision.clock import day_of
from supervision.policies.policy import ReportMeaning

_NAMES_ITS_DAY = re.compile(r"昨|补|前天|\d{1,2}[日号]|[一二三四五六七八九十][日号]|周[一二三四五六日]")


def of_its_day(turn: Turn, reading: Reading) -> Reading:
    """The reading with today as its day, unless its own words name another."""
    today = day_of(turn.telling.told_at)
    if reading.kind is not Kind.DAILY or reading.period is None or reading.period.last != today - timedelta(days=1):
        return reading
    if turn.rules.policy.meaning(ReportKind.DAILY) != ReportMeaning.PLAN.value:
        return reading
    return reading if _NAMES_ITS_DAY.search(turn.message.text) else replace(reading, period=Period(today, today))
