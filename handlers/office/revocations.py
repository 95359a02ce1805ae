"""撤销交办: the office takes a matter back, with a reason."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.office.fields import reason_in
from handlers.office.ref import meant
from handlers.turn import Turn
from models.inbox import Disposition
from models.matter import MatterStatus
from supervision import revocations
from supervision.standing import require_standing


def revoke_matter(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「撤销交办 12 因机构调整,任务取消」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    if matter.status is MatterStatus.REVOKED:
        require_standing(matter)
    because = reason_in(match["words"] or "")
    if not because:
        facts = {"number": matter.number, "title": matter.title}
        return Answer("revoke_needs_reason", facts, Disposition.REFUSED)
    done = revocations.revoke(turn.session, matter, turn.telling, because, turn.rules)
    facts = {
        "number": matter.number,
        "title": matter.title,
        "because": because,
        "drafts": done.drafts,
        "signed": done.signed,
    }
    return Answer("matter_revoked_told", facts, Disposition.DONE)
