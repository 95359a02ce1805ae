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
BEFORE = {
    ReportKind.DAILY: ("昨天", "昨日"),
    ReportKind.WEEKLY: ("上周", "上个周"),
    ReportKind.MONTHLY: ("上月", "上个月"),
}
_ASKS = re.compile("[??]|[吗么]$|哪|什么|谁|怎么|多少|条件|可不可以|能不能")  # 免报日报的单位有哪些
_BETWEEN = re.compile("[、,和及]")
_EDGES = " \n:,、;。"


def waive(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「免报 周报 系统停机」, 「免报 招商局、城管局 上周周报 抗洪」: the newest of its kind, or the one before it.

    Of all that owe it, or of the units named before or behind the kind.
    """
    if _ASKS.search(match[0]):
        return None
    kind = KINDS[match["kind"]]
    mention, period = _before(turn, kind, (match["unit"] or "").strip(_EDGES))
    behind, because = _units_at_the_head(turn, (match["words"] or "").strip(_EDGES))
    named = [*filter(None, _BETWEEN.split(mention)), *behind]
    chosen = [units.named(turn, one) for one in named]
    if None in chosen:
        return units.unknown(turn, named[chosen.index(None)])
    ids = {unit.id for unit in chosen if unit is not None}
    everybody = missing.missing(turn.session, turn.now, kind=kind, period=period)
    owed = [one for one in everybody if not ids or one.unit_id in ids]
    if not owed:
        return Answer("waived_none", {"kind": kind.value, "units": named}, Disposition.REFUSED)
    duties.waive(turn.session, [one.duty_id for one in owed], turn.telling, because)
    facts = {
        "kind": kind.value,
        "first": owed[0].period.first,
        "last": owed[0].period.last,
        "units": [one.unit for one in owed],
    }
    return Answer("waived", facts, Disposition.DONE)


def _units_at_the_head(turn: Turn, words: str) -> tuple[list[str], str]:
    """「免报 日报 交通局 防汛」: units that stand behind the kind; and the reason that is left."""
    known, found = units.names(turn), []
    while words:
        word, _, rest = words.partition(" ")
        each = [one for one in _BETWEEN.split(word) if one]
        if not each or any(one not in known for one in each):
            break
        found += each
        words = rest.strip(_EDGES)
    return found, words


def _before(turn: Turn, kind: ReportKind, mention: str) -> tuple[str, duties.Period | None]:
    """What is left of the words when 上周, 上月 or 昨天 is taken off, and the period that it names."""
    word = next((word for word in BEFORE[kind] if mention.endswith(word)), None)
    if word is None:
        return mention, None
    this = duties.period_of(kind, day_of(turn.now))
    return mention.removesuffix(word).strip(_EDGES), duties.period_of(kind, this.first - duties.ONE_DAY)
