"""Does a finding still hold? What the bot reckoned is let go when a word, a done node or a figure has overtaken it.

What a person found stands until a person takes it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import Session

from models import Climb, Finding, Matter, Milestone, Notice, Progress, Report
from models.asking import Asking
from models.base import Moment
from models.finding import FindingKind
from models.loading import Loading
from supervision import acts, findings
from supervision.clock import at

OVERTAKEN = "overtaken"  # kept with the finding, where a person would say why
ENDS_A_CLIMB = (FindingKind.REPORTS_MISSING, FindingKind.NODE_MISSED)

_SINCE = bindparam("since", type_=Moment)
_FIRST = select(Notice.id).where(Notice.climb_id == bindparam("climb")).order_by(Notice.level).limit(1)
_BEGAN_WITH = Loading(Finding, Finding.notice_id.in_(_FIRST))
_TOLD = exists().where(
    Progress.matter_id == bindparam("matter"), Progress.told_at >= _SINCE, Progress.withdrawn_at.is_(None)
)
_NO_CHANGE = exists().where(
    Report.unit_id == bindparam("unit"),
    Report.told_at >= _SINCE,
    Report.is_no_change.is_(True),
    Report.withdrawn_at.is_(None),
)
_SPOKEN_OF = Asking(select(or_(_TOLD, _NO_CHANGE)))


def standing(session: Session, matter: Matter) -> list[Finding]:
    """Those no notice rests on yet and that still hold, oldest first."""
    return [one for one in findings.unused(session, matter.id) if not is_overtaken(session, matter, one)]


def let_lapse(session: Session, matter: Matter, now: datetime) -> int:
    """Take back what no longer holds; how many."""
    gone = [one for one in findings.unused(session, matter.id) if is_overtaken(session, matter, one)]
    for one in gone:
        one.revoked_at, one.revoked_because = now, OVERTAKEN
        acts.note_own(session, "finding_lapsed", now, matter.id, finding=one.id, kind=one.kind.value)
    return len(gone)


def is_cause_gone(session: Session, matter: Matter, climb: Climb) -> bool:
    """A climb for missing reports ends with the report, one for nodes when they are done (N2); no other by itself."""
    began = _began_with(session, climb)
    return bool(began) and all(one.kind in ENDS_A_CLIMB and is_overtaken(session, matter, one) for one in began)


def is_overtaken(session: Session, matter: Matter, found: Finding) -> bool:
    """Whether what the bot reckoned is no longer so."""
    if found.by_id is not None:
        return False
    if found.kind is FindingKind.REPORTS_MISSING:
        return _spoken_of_since(session, matter, at(date.fromisoformat(found.facts["since"]), time()))
    if found.kind is FindingKind.NODE_MISSED:
        node = session.get(Milestone, found.facts["milestone_id"])
        return node is None or node.done_on is not None or node.due_on.isoformat() != found.facts["due_on"]
    if found.kind is FindingKind.BEHIND_PLAN:
        return matter.percent is None or found.facts["planned"] - matter.percent < found.facts["points"]
    return False


def _spoken_of_since(session: Session, matter: Matter, since: datetime) -> bool:
    """Whether a report spoke of the matter, or said 「无变化」 for its whole unit."""
    return bool(_SPOKEN_OF.first(session, {"matter": matter.id, "unit": matter.unit_id, "since": since}))


def _began_with(session: Session, climb: Climb) -> Sequence[Finding]:
    """What the first notice of a climb rests on."""
    return _BEGAN_WITH.all(session, {"climb": climb.id})
