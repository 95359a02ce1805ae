"""移交, 移交结果: the office handed a packet to a body, and what that body answered."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.office.ref import meant
from handlers.turn import Turn
from models.inbox import Disposition
from supervision import handovers


def hand_over(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「移交 3 纪检监察机关」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    body = (match["words"] or "").strip(" ,。")
    handover = handovers.hand_over(turn.session, matter, body, turn.telling)
    facts = {"number": matter.number, "title": matter.title, "body": handover.body, "asks_for": handover.asks_for}
    return Answer("handed_over_told", facts, Disposition.DONE)


def answered(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「移交结果 3 考核办 已取消优秀评选资格」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    body, _, words = (match["words"] or "").strip().partition(" ")
    handover = handovers.answer(turn.session, matter, body, words, turn.telling)
    facts = {"number": matter.number, "title": matter.title, "body": handover.body, "words": handover.answer}
    return Answer("handover_answered_told", facts, Disposition.DONE)
