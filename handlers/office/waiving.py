"""免报: the office excuses units from a report, for instance after an outage of ours."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.office import units
from handlers.turn import Turn
from models.inbox import Disposition
from models.report import ReportKind
from supervision import duties, missing
from supervision.clock import day_of

KINDS = {"日报": ReportKind.DAILY, "周报": ReportKind.WEEKLY, "月报": ReportKind.MONTHLY}
BEFORE = ("上周", "上个月", "上月", "昨天", "昨日")
_EDGES = " \n:,、;。"


def waive(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「免报 周报 系统停机」, 「免报 招商局 上周周报 全员抗洪」: the newest of its kind, or the one before it.

    Of all that owe it, or of one unit.
    """
    kind = KINDS[match["kind"]]
    mention, period = _before(turn, kind, (match["unit"] or "").strip(_EDGES))
    unit = units.named(turn, mention) if mention else None
    if mention and unit is None:
        return units.unknown(turn, mention)
    everybody = missing.missing(turn.session, turn.now, kind=kind, period=period)
    owed = [one for one in everybody if unit is None or one.unit_id == unit.id]
    duties.waive(turn.session, [one.duty_id for one in owed], turn.telling, (match["words"] or "").strip(_EDGES))
    facts = {
        "kind": kind.value,
        "first": owed[0].period.first,
        "last": owed[0].period.last,
        "units": [one.unit for one in owed],
    }
    return Answer("waived", facts, Disposition.DONE)


def _before(turn: Turn, kind: ReportKind, mention: str) -> tuple[str, duties.Period | None]:
    """What is left of the words when 上周, 上月 or 昨天 is taken off, and the period that it names."""
    word = next((word for word in BEFORE if mention.endswith(word)), None)
    if word is None:
        return mention, None
    this = duties.period_of(kind, day_of(turn.now))
    return mention.removesuffix(word).strip(_EDGES), duties.period_of(kind, this.first - duties.ONE_DAY)
