"""复核: 「复核 督2026-3 当日已电话报告」."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers.matter_ref import find_matter
from handlers.message import Answer
from handlers.turn import Turn
from models import Notice
from models.inbox import Disposition
from models.notice import NoticeState
from supervision import appeals, numbers


def appeal(turn: Turn, match: re.Match[str]) -> Answer | None:
    """By the notice's number or the matter's; anything else is not meant as one."""
    first, _, words = match["words"].strip().partition(" ")
    notice = numbers.find(turn.session, first) or _of_matter(turn, first)
    if notice is None:
        return None
    appeals.ask(turn.session, notice, turn.telling, turn.rules, words.strip())
    return Answer("appeal_registered", {"written": numbers.number_of(notice)}, Disposition.DONE)


def _of_matter(turn: Turn, ref: str) -> Notice | None:
    matter = find_matter(turn, ref)
    if matter is None:
        return None
    return turn.session.scalar(
        select(Notice)
        .where(Notice.matter_id == matter.id, Notice.state == NoticeState.SIGNED)
        .order_by(Notice.level.desc(), Notice.id.desc())
        .limit(1)
    )
