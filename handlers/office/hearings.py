"""The unit's side and what the office makes of it: 说明, 无异议; 采纳, 不采纳."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers.message import Answer
from handlers.office.ref import meant
from handlers.turn import Turn
from models import Matter, Notice
from models.inbox import Disposition
from models.notice import NoticeState
from supervision import notices
from supervision.reasons import reasons_of

_NO_MORE = frozenset({"", "无异议", "没有异议", "没意见", "无意见", "发单"})


def explain_oneself(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「说明 3 因暴雨停工12天,已补人手」: the unit's side, heard before anything that costs points."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    words = (match["words"] or "").strip()
    if not words:
        return Answer("reason_needs_words", {"number": matter.number, "title": matter.title})
    notice = notices.give_reason(turn.session, matter, turn.telling, words)
    return _done("reason_given_told", matter, words=words, times=len(reasons_of(notice)))


def object_nothing(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「无异议 3」, or 「同意 3」 from the unit that is being heard; with more words behind it is something else."""
    if match["ref"] is None:
        return _which(turn)
    matter = meant(turn, match["ref"])
    if matter is None or (match["words"] or "").strip(" ,。") not in _NO_MORE:
        return None
    notices.object_nothing(turn.session, matter, turn.telling)
    return _done("no_objection_told", matter)


def accept_reason(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「采纳 3 征地受阻属实」: the climb ends."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    notice = notices.accept_reason(turn.session, matter, turn.telling, (match["words"] or "").strip())
    facts = {"is_explained": bool(notice.reason), "is_unit_told": notice.hearing_until is not None}
    return _done("reason_accepted_told", matter, words=notice.verdict, **facts)


def reject_reason(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「不采纳 3 停工只有两天,不属于不可抗力」: the step may go on."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    notice = notices.reject_reason(turn.session, matter, turn.telling, (match["words"] or "").strip())
    facts = {"is_open": notice.state is NoticeState.HEARING, "hearing_until": notice.hearing_until}
    return _done("reason_rejected_told", matter, words=notice.verdict, **facts)


def _which(turn: Turn) -> Answer | None:
    """「同意」 alone means nothing while nothing is asked of the unit."""
    asked = select(Notice.id).where(Notice.state == NoticeState.HEARING, Notice.unit_id == turn.person.unit_id)
    return Answer("agree_names_the_matter") if turn.session.scalar(asked.limit(1)) else None


def _done(event: str, matter: Matter, **facts: object) -> Answer:
    return Answer(event, {"number": matter.number, "title": matter.title, **facts}, Disposition.DONE)
