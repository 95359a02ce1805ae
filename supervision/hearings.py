"""说明理由: before a step that hurts is proposed the unit is heard; silence is written down as silence (C23).

The unit has three answers: its reasons, 「已完成」 (see closeouts.py), or that it has nothing to say against it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Climb, Matter, Notice
from models.notice import ForceMajeure, NoticeState
from models.person import Role
from supervision import acts, serving
from supervision.announcing import announce
from supervision.audience import people_of, supervisors
from supervision.errors import NothingPending, NothingToExplain, NotYours, SomethingMissing
from supervision.escalation import settle
from supervision.pending import pending
from supervision.reasons import add_reason, reasons_of
from supervision.signers import speaker
from supervision.situations import Ended
from supervision.telling import Telling

FORCE_MAJEURE = ("不可抗力", "不可抗因素", "不可抗拒")
HEARD = (NoticeState.HEARING, NoticeState.DRAFT, NoticeState.PROPOSED)


def give_reason(session: Session, matter: Matter, telling: Telling, words: str) -> Notice:
    """The unit's own words, or a supervisor's record of what it said by phone. Several add up.

    A reason that comes after a proposal brings it back to the supervisor when it was told in time (I5).
    Raises NotYours, NothingToExplain, SomethingMissing.
    """
    person = speaker(session, telling, Role.UNIT_HEAD, Role.LIAISON, Role.SUPERVISOR)
    if person.role is not Role.SUPERVISOR and person.unit_id != matter.unit_id:
        raise NotYours
    try:
        notice = pending(session, matter, *_states_for(session, matter, telling))
    except NothingPending:
        raise NothingToExplain(number=matter.number, title=matter.title) from None
    if not words.strip():
        raise SomethingMissing(lacks="words")
    add_reason(notice, person, telling.told_at, words.strip())
    if notice.force_majeure is None and any(word in words for word in FORCE_MAJEURE):  # looked at once (B37)
        notice.force_majeure = ForceMajeure.CLAIMED
    if notice.state is NoticeState.PROPOSED:
        notice.state = NoticeState.DRAFT
    acts.note(session, "reason_given", telling, matter.id, notice=notice.id, words=words.strip())
    tell_office(session, notice, matter, "escalation_reason_given", f"reason:{telling.inbox_id}", telling.now)
    return notice


def accept_reason(session: Session, matter: Matter, telling: Telling, words: str) -> Notice:
    """采纳: a supervisor finds the reason good; the climb ends. Raises NotYours, NothingPending, SomethingMissing."""
    speaker(session, telling, Role.SUPERVISOR)
    notice = pending(session, matter, *HEARD, NoticeState.REFUSED)
    if session.get_one(Climb, notice.climb_id).ended_at is not None:
        raise NothingPending
    if not words.strip():
        raise SomethingMissing(lacks="words")
    notice.verdict = words.strip()
    settle(session, matter.id, Ended.REASON_ACCEPTED, telling.now)
    acts.note(session, "reason_accepted", telling, matter.id, notice=notice.id, words=words.strip())
    if notice.hearing_until is not None:  # who was not asked needs no answer
        facts = serving.about(session, notice, matter) | {"words": words.strip()}
        announce(
            session, people_of(session, notice.unit_id), "notice_reason_accepted", f"notice:{notice.id}:accepted",
            facts, telling.now, matter_id=matter.id,
        )  # fmt: skip
    return notice


def reject_reason(session: Session, matter: Matter, telling: Telling, words: str) -> Notice:
    """不采纳: a supervisor finds the reason not good, in words that the notice will bear.

    Raises NotYours, NothingPending, SomethingMissing.
    """
    speaker(session, telling, Role.SUPERVISOR)
    notice = pending(session, matter, NoticeState.HEARING, NoticeState.DRAFT)
    if not notice.reason or session.get_one(Climb, notice.climb_id).ended_at is not None:
        raise NothingPending(number=matter.number, title=matter.title)
    if not words.strip():
        raise SomethingMissing(lacks="words")
    notice.verdict = words.strip()
    notice.grounds = notice.grounds | {"rejected": notice.verdict}
    if notice.force_majeure is not None:
        notice.force_majeure = ForceMajeure.REJECTED
    acts.note(session, "reason_rejected", telling, matter.id, notice=notice.id, words=notice.verdict)
    return notice


def object_nothing(session: Session, matter: Matter, telling: Telling) -> Notice:
    """无异议: the unit has nothing to say against it; its window closes at once. Raises NotYours, NothingPending."""
    person = speaker(session, telling, Role.UNIT_HEAD, Role.LIAISON)
    if person.unit_id != matter.unit_id:
        raise NotYours
    notice = pending(session, matter, NoticeState.HEARING)
    add_reason(notice, person, telling.told_at, "无异议")
    end(notice, telling.told_at)
    acts.note(session, "no_objection", telling, matter.id, notice=notice.id)
    tell_office(session, notice, matter, "escalation_no_objection", "no_objection", telling.now)
    return notice


def _states_for(session: Session, matter: Matter, telling: Telling) -> tuple[NoticeState, ...]:
    """A proposal is reopened only by words told before the window closed."""
    until = session.scalar(
        select(Notice.hearing_until)
        .join(Climb, Climb.id == Notice.climb_id)
        .where(Notice.matter_id == matter.id, Notice.state == NoticeState.PROPOSED, Climb.ended_at.is_(None))
        .limit(1)
    )
    return HEARD if until is not None and telling.told_at <= until else HEARD[:2]


def end(notice: Notice, heard_at: datetime | None) -> None:
    """The window is closed; the supervisor goes on."""
    notice.state = NoticeState.DRAFT
    notice.grounds = notice.grounds | {"heard_at": heard_at.isoformat() if heard_at else None}


def tell_office(session: Session, notice: Notice, matter: Matter, event: str, kind: str, now: datetime) -> None:
    """What the unit said, or did not say, to all supervisors, once for each `kind`."""
    facts = serving.about(session, notice, matter) | {
        "reason": notice.reason,
        "reasons": reasons_of(notice),
        "reason_at": notice.reason_at.isoformat() if notice.reason_at else None,
        "hearing_until": notice.hearing_until.isoformat() if notice.hearing_until else None,
        "is_open": notice.state is NoticeState.HEARING,
        "is_force_majeure": notice.force_majeure == ForceMajeure.CLAIMED,
        "needs_cause": notice.grounds.get("needs_cause", False),
    }
    announce(
        session, supervisors(session), event, f"notice:{notice.id}:{kind}", facts, now,
        matter_id=matter.id, still_true="notice_to_draft",
    )  # fmt: skip
