"""说明理由: before a step that hurts is proposed the unit is heard; silence is written down as silence (C23).

The unit has three answers: its reasons, 「已完成」 (see closeouts.py), or that it has nothing to say against it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from models import Climb, Matter, Notice
from models.loading import Loading
from models.notice import ForceMajeure, NoticeState
from models.person import Role
from supervision import acts, serving
from supervision.announcing import announce
from supervision.audience import people_of, supervisors
from supervision.clock import at, day_of
from supervision.errors import NothingPending, NotYours, SomethingMissing
from supervision.escalation import END_OF_DAY, settle
from supervision.pending import pending, rules_and_step
from supervision.reasons import add_reason, reasons_of
from supervision.rules import Rules
from supervision.signers import speaker
from supervision.situations import Ended
from supervision.telling import Telling

FORCE_MAJEURE = ("不可抗力", "不可抗因素", "不可抗拒")
HEARD = (NoticeState.HEARING, NoticeState.DRAFT, NoticeState.PROPOSED)
_OVER = Loading(
    Notice,
    and_(Notice.state == NoticeState.HEARING, Notice.hearing_until < bindparam("now")),
    Notice.id,
    locks=True,
    skips=True,
)


def give_reason(session: Session, matter: Matter, telling: Telling, words: str) -> Notice:
    """The unit's own words, or a supervisor's record of what it said by phone. Several add up.

    A reason that comes after a proposal brings it back to the supervisor when it was told in time (I5).
    Raises NotYours, NothingPending, SomethingMissing.
    """
    person = speaker(session, telling, Role.UNIT_HEAD, Role.LIAISON, Role.SUPERVISOR)
    if person.role is not Role.SUPERVISOR and person.unit_id != matter.unit_id:
        raise NotYours
    notice = pending(session, matter, *_states_for(session, matter, telling))
    if not words.strip():
        raise SomethingMissing(lacks="words")
    add_reason(notice, person, telling.told_at, words.strip())
    if notice.force_majeure is None and any(word in words for word in FORCE_MAJEURE):  # looked at once (B37)
        notice.force_majeure = ForceMajeure.CLAIMED
    if notice.state is NoticeState.PROPOSED:
        notice.state = NoticeState.DRAFT
    acts.note(session, "reason_given", telling, matter.id, notice=notice.id, words=words.strip())
    _tell_office(session, notice, matter, "escalation_reason_given", f"reason:{telling.inbox_id}", telling.now)
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
    _end(notice, telling.told_at)
    acts.note(session, "no_objection", telling, matter.id, notice=notice.id)
    _tell_office(session, notice, matter, "escalation_no_objection", "no_objection", telling.now)
    return notice


def close_hearings(session: Session, rules: Rules, now: datetime) -> int:
    """Windows that are over become drafts for the supervisor, with the reason or its absence; how many did.

    A unit that was never reached has not kept silent: its window begins again and the office is told.
    """
    return sum(_close(session, notice, rules, now) for notice in _OVER.all(session, {"now": now}))


def _close(session: Session, notice: Notice, rules: Rules, now: datetime) -> bool:
    matter = session.get_one(Matter, notice.matter_id)
    reached = serving.reached_at(session, notice, serving.HEARING)
    window = _workdays_to_answer(session, notice, rules)
    if reached is None and not notice.reason:
        until = _ends(rules, now, window)
        if until is None:
            return False
        notice.hearing_until = until
        again = f"unheard:{day_of(now).isoformat()}"
        _tell_office(session, notice, matter, "escalation_hearing_unheard", again, now)
        return False
    if reached is not None and not notice.reason:
        until = _ends(rules, reached, window)
        if until is None:
            return False
        if until > now:
            notice.hearing_until = until  # it arrived late: the unit has its days all the same
            return False
    _end(notice, reached)
    acts.note_own(session, "hearing_closed", now, matter.id, notice=notice.id, has_reason=bool(notice.reason))
    _tell_office(session, notice, matter, "escalation_hearing_closed", "heard", now)
    return True


def _end(notice: Notice, heard_at: datetime | None) -> None:
    notice.state = NoticeState.DRAFT
    notice.grounds = notice.grounds | {"heard_at": heard_at.isoformat() if heard_at else None}


def _workdays_to_answer(session: Session, notice: Notice, rules: Rules) -> int:
    return rules_and_step(session, notice, rules)[1].hearing_workdays or 1


def _ends(rules: Rules, begun: datetime, window: int) -> datetime | None:
    """None while the calendar of the year in which it ends is missing: until then the unit has its say (N6)."""
    last = rules.calendar.add_if_loaded(day_of(begun), window)
    return at(last, END_OF_DAY) if last is not None else None


def _states_for(session: Session, matter: Matter, telling: Telling) -> tuple[NoticeState, ...]:
    """A proposal is reopened only by words told before the window closed."""
    until = session.scalar(
        select(Notice.hearing_until)
        .join(Climb, Climb.id == Notice.climb_id)
        .where(Notice.matter_id == matter.id, Notice.state == NoticeState.PROPOSED, Climb.ended_at.is_(None))
        .limit(1)
    )
    return HEARD if until is not None and telling.told_at <= until else HEARD[:2]


def _tell_office(session: Session, notice: Notice, matter: Matter, event: str, kind: str, now: datetime) -> None:
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
