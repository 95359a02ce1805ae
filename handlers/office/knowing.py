"""「知悉 3」: this person knows of the matter and is left alone with it for a while."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers.message import Answer
from handlers.office.ref import meant
from handlers.turn import Turn
from models import Notice
from models.inbox import Disposition
from models.notice import NoticeState
from supervision import lightness_muting


def know(turn: Turn, match: re.Match[str]) -> Answer | None:
    """Where a paper of the matter waits to be signed for, the words mean that."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    waits = select(Notice.id).where(
        Notice.matter_id == matter.id, Notice.state == NoticeState.SIGNED, Notice.received_at.is_(None)
    )
    if turn.session.scalar(waits.limit(1)) is not None:
        return None
    until = lightness_muting.know(turn.session, matter, turn.telling)
    facts = {"number": matter.number, "title": matter.title, "until": until}
    return Answer("known_until", facts, Disposition.DONE)
