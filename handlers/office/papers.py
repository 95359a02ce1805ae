"""A signed paper by its number, for whoever may see it; the numbers of a year; 更正督办单."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from handlers.message import Answer
from handlers.office.fields import labelled
from handlers.office.limits import limit_in
from handlers.turn import Turn
from models import Matter, Notice, NumberSeries
from models.inbox import Disposition
from models.notice import NoticeState
from supervision import appeals_open, corrections, numbers
from supervision.clock import day_of
from supervision.corrections import Corrected
from supervision.visibility import may_see_notices

PAPER = r"(?P<paper>[^\s,:;]{1,12}20[0-9]{2}[^\s,:;0-9]{1,2}[0-9]{1,6}号?)"
MOST_NUMBERS = 40


def paper_of(turn: Turn, words: str) -> Notice | None:
    """「督〔2026〕3号」「督2026-3」; None for one that is not there, or not for this person to see."""
    notice = numbers.find(turn.session, words)
    if notice is None:
        return None
    seen = select(Notice.id).join(Matter, Matter.id == Notice.matter_id).where(Notice.id == notice.id)
    return notice if turn.session.scalar(seen.where(may_see_notices(turn.viewer))) else None


def correct(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「更正督办单 督〔2026〕3号 时限:7月12日 原因:录入有误」; also 标准 and 认定."""
    notice = paper_of(turn, match["paper"])
    if notice is None:
        return no_such_paper(match["paper"])
    fields = labelled(match["words"] or "")
    facts = corrections.correct(
        turn.session, notice, turn.telling, turn.rules, corrected_in(turn, fields), reason_in(fields)
    )
    return Answer("notice_corrected_told", facts, Disposition.DONE)


def corrected_in(turn: Turn, fields: Mapping[str, str]) -> Corrected:
    """What labelled words want to stand on a paper. Raises DateNotPossible."""
    return Corrected(fields.get("标准") or None, limit_in(turn, fields.get("时限")), fields.get("认定") or None)


def reason_in(fields: Mapping[str, str]) -> str:
    """Why, whatever its label; or the words without one."""
    return fields.get("原因") or fields.get("理由") or fields.get("") or ""


def no_such_paper(words: str) -> Answer:
    return Answer("no_such_paper", {"paper": words}, Disposition.REFUSED)


def list_numbers(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「文号 2026」: every number that was given, withdrawn ones, too; the newest first."""
    year = int(match["year"] or day_of(turn.now).year)
    series = turn.session.scalars(
        select(NumberSeries).where(NumberSeries.year == year).order_by(NumberSeries.series)
    ).all()
    rows = turn.session.execute(
        select(Notice, Matter.number, Matter.title, may_see_notices(turn.viewer).label("seen"))
        .join(Matter, Matter.id == Notice.matter_id)
        .where(Notice.year == year, Notice.serial.is_not(None))
        .order_by(Notice.series, Notice.serial.desc())
    ).all()
    contested = appeals_open.contested(turn.session, [row.Notice.id for row in rows])
    facts = {
        "year": year,
        "series": [{"name": one.series, "last": one.last} for one in series],
        "void": [numbers.number_of(row.Notice) for row in rows if row.Notice.state is NoticeState.WITHDRAWN],
        "items": [
            _item(row.Notice, row.number, row.title, row.Notice.id in contested, is_seen=bool(row.seen))
            for row in rows[:MOST_NUMBERS]
        ],
        "rest": max(0, len(rows) - MOST_NUMBERS),
    }
    return Answer("number_list", facts)


def _item(notice: Notice, number: int, title: str, is_contested: bool, *, is_seen: bool) -> dict[str, Any]:
    """Of a paper this person may not see the number and its state alone."""
    return {
        "paper": numbers.number_of(notice),
        "colour": notice.colour if is_seen else "",
        "number": number if is_seen else None,
        "title": title if is_seen else "",
        "is_void": notice.state is NoticeState.WITHDRAWN,
        "because": notice.ended_because if is_seen else "",
        "signed_at": notice.signed_at.isoformat() if notice.signed_at else None,
        "is_contested": is_contested,
    }
