"""Which period an early report means that names none: the one before, or the one that has just begun.

A daily before nine, a weekly on Monday or Tuesday morning, a monthly in the first three days are read as being about
the period before. Where that period owes nothing more - a day off, or reported already - the new one is meant. So it is
where a daily is a plan (D07).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from handlers.reading.result import Kind, Period, Reading
from handlers.turn import Turn
from models.report import ReportKind
from supervision import missing
from supervision.clock import at, day_of
from supervision.duties import period_of
from supervision.policies.policy import ReportMeaning


def of_its_period(turn: Turn, reading: Reading) -> Reading:
    """The reading with the period its sender means; one that its own words name stays."""
    if reading.kind is None or reading.period is None or not reading.period.is_by_hour:
        return reading
    kind = ReportKind(reading.kind.value)
    now = period_of(kind, day_of(turn.telling.told_at))
    meant = replace(reading, period=Period(now.first, now.last))
    if reading.kind is Kind.DAILY and turn.rules.policy.meaning(kind) == ReportMeaning.PLAN.value:
        return meant
    told_at, begins = turn.telling.told_at, at(now.first, time())
    owed = missing.owed_before(turn.session, turn.person.unit_id, kind, told_at, begins)
    return meant if now.first in owed and reading.period.first not in owed else reading
