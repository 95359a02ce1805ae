"""暂停 / 恢复, with a reason."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.office.ref import meant
from handlers.turn import Turn
from models import Matter
from models.inbox import Disposition
from supervision import suspensions
from supervision.errors import SomethingMissing


def suspend(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「暂停 3 市政府统一停工令」: the matter's clock stands."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    if matter.suspended_since is not None:
        return _as_it_is("suspended_already", matter)
    because = _reason(match)
    suspensions.suspend(turn.session, matter, turn.telling, because, turn.rules)
    facts = {"number": matter.number, "title": matter.title, "because": because}
    return Answer("suspended", facts, Disposition.DONE)


def resume(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「恢复 3 停工令解除」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    if matter.suspended_since is None:
        return _as_it_is("not_suspended", matter)
    because = _reason(match)
    suspensions.resume(turn.session, matter, turn.telling, because, turn.rules)
    facts = {"number": matter.number, "title": matter.title, "due_on": matter.due_on}
    facts["has_passed"] = matter.late_after != matter.due_on
    return Answer("resumed", facts, Disposition.DONE)


def _reason(match: re.Match[str]) -> str:
    because = (match["words"] or "").strip()
    if not because:
        raise SomethingMissing(lacks="reason")
    return because


def _as_it_is(event: str, matter: Matter) -> Answer:
    return Answer(event, {"number": matter.number, "title": matter.title}, Disposition.REFUSED)
