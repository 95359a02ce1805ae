"""免报: the office excuses units from a report, for instance after an outage of ours."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.office import units
from handlers.turn import Turn
from models.inbox import Disposition
from models.report import ReportKind
from supervision import duties, missing

KINDS = {"日报": ReportKind.DAILY, "周报": ReportKind.WEEKLY, "月报": ReportKind.MONTHLY}
_EDGES = " \n:,、;。"


def waive(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「免报 周报 系统停机」, 「免报 招商局 日报 全员抗洪」: the newest of its kind, of all that owe it or of one."""
    kind = KINDS[match["kind"]]
    mention = (match["unit"] or "").strip(_EDGES)
    unit = units.named(turn, mention) if mention else None
    if mention and unit is None:
        return units.unknown(turn, mention)
    everybody = missing.missing(turn.session, turn.now, kind=kind)
    owed = [one for one in everybody if unit is None or one.unit_id == unit.id]
    duties.waive(turn.session, [one.duty_id for one in owed], turn.telling, (match["words"] or "").strip(_EDGES))
    facts = {
        "kind": kind.value,
        "first": owed[0].period.first,
        "last": owed[0].period.last,
        "units": [one.unit for one in owed],
    }
    return Answer("waived", facts, Disposition.DONE)
