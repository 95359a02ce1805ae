"""复核: 「复核 督2026-3 当日已电话报告」 by the unit, 「复核决定 督2026-3 维持 事实清楚」 by somebody else."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers.matter_ref import find_matter
from handlers.message import Answer
from handlers.office.fields import labelled
from handlers.office.papers import corrected_in, no_such_paper, paper_of, reason_in
from handlers.turn import Turn
from models import Notice
from models.inbox import Disposition
from models.notice import NoticeState
from supervision import appeals, handovers, numbers

VERDICTS = ("维持", "撤销", "变更")
_EDGES = " ,:。"


def appeal(turn: Turn, match: re.Match[str]) -> Answer | None:
    """By the notice's number or the matter's; anything else is not meant as one."""
    first, _, words = match["words"].strip().partition(" ")
    notice = numbers.find(turn.session, first) or _of_matter(turn, first)
    if notice is None:
        return None
    if not words.strip() and notice.unit_id == turn.person.unit_id:
        return Answer("appeal_needs_words", {"paper": first})
    asked = appeals.ask(turn.session, notice, turn.telling, turn.rules, words)
    facts = {"written": numbers.number_of(notice), "decide_by": asked.decide_by}
    return Answer("appeal_registered", facts, Disposition.DONE)


def decide(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「复核决定 督2026-3 变更 时限:7月20日 理由:期间停电」."""
    notice = paper_of(turn, match["paper"])
    if notice is None:
        return no_such_paper(match["paper"])
    words = (match["words"] or "").strip(_EDGES)
    verdict = next((one for one in VERDICTS if words.startswith(one)), "")
    fields = labelled(words.removeprefix(verdict).strip(_EDGES))
    because = reason_in(fields)
    if verdict == "维持":
        decided = appeals.uphold(turn.session, notice, turn.telling, because)
    elif verdict == "撤销":
        decided = appeals.revoke(turn.session, notice, turn.telling, turn.rules, because)
    elif verdict == "变更":
        changes = corrected_in(turn, fields)
        decided = appeals.alter(turn.session, notice, turn.telling, turn.rules, changes, because)
    else:
        return Answer("appeal_needs_verdict", {"paper": match["paper"]})
    facts = {
        "written": numbers.number_of(notice),
        "state": decided.state.value,
        "decision": decided.decision,
        "has_points": notice.points is not None,
        "handed": handovers.handed(turn.session, notice),
    }
    return Answer("appeal_decided_told", facts, Disposition.DONE)


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
