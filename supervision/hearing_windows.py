"""说明期: the window in which a unit is heard before a step that hurts. It has all its working days, whatever happens.

A unit that was never reached has not kept silent; days on which we stood still are no days of the window; and while the
office has a claim of completion before it, which is one of the three answers, the window does not run out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from models import Closeout, Matter, Notice, Outage, Person
from models.asking import Asking
from models.extension import RequestState
from models.loading import Loading
from models.matter import MatterStatus
from models.notice import NoticeState
from supervision import acts, holds, serving
from supervision.announcing import announce
from supervision.audience import people_of
from supervision.clock import at, day_of
from supervision.errors import CalendarYearMissing
from supervision.escalation import END_OF_DAY
from supervision.hearings import end, tell_office
from supervision.pending import rules_and_step
from supervision.reasons import add_reason
from supervision.rules import Rules

NOON = time(12)  # a day is lost when we stood still at its noon
_OVER = Loading(
    Notice,
    and_(Notice.state == NoticeState.HEARING, Notice.hearing_until < bindparam("now")),
    Notice.id,
    locks=True,
    skips=True,
)
_CLAIMED = Asking(
    select(Closeout.id).where(Closeout.matter_id == bindparam("matter"), Closeout.state == RequestState.ASKED).limit(1)
)


def close_hearings(session: Session, rules: Rules, now: datetime) -> int:
    """Windows that are over become drafts for the supervisor, with the reason or its absence; how many did.

    None while something is held: how long we stood still may not be known yet.
    """
    if holds.is_on_hold(session):
        return 0
    return sum(_close(session, notice, rules, now) for notice in _OVER.all(session, {"now": now}))


def hear_again(session: Session, matter: Matter, returned: Closeout, rules: Rules, now: datetime) -> Notice | None:
    """The unit answered with 「已完成」 and the office returned it: both stand in the paper.

    The rest of the window runs from today, at least one working day. The notice; None where no window is open.
    """
    notice = session.scalar(
        select(Notice).where(Notice.matter_id == matter.id, Notice.state == NoticeState.HEARING).with_for_update()
    )
    if notice is None or notice.hearing_until is None:
        return None
    asker = session.get_one(Person, returned.asked_by_id)
    add_reason(notice, asker, returned.told_at, f"报完成:{returned.evidence}(督查室退回:{returned.words})")
    left = _workdays(rules, day_of(returned.told_at), day_of(notice.hearing_until))
    days = max(1, len(left))
    until = _ends(rules, now, days)
    notice.grounds = notice.grounds | {"window": {"began": now.isoformat(), "workdays": days}}
    if until is not None and until > notice.hearing_until:
        _prolong(session, notice, matter, until, "returned", now)
    return notice


def _close(session: Session, notice: Notice, rules: Rules, now: datetime) -> bool:
    matter = session.get_one(Matter, notice.matter_id)
    if matter.status is MatterStatus.COMPLETED and _CLAIMED.finds(session, {"matter": matter.id}):
        return False  # the office has to say whether it is done
    reached = serving.reached_at(session, notice, serving.HEARING)
    window = rules_and_step(session, notice, rules)[1].hearing_workdays or 1
    if reached is None and not notice.reason:
        return _begin_again(session, notice, matter, _ends(rules, now, window), now)
    began, window = _window(notice, reached or notice.drafted_at, window)
    lost = _lost(session, rules, began, now)
    until = _ends(rules, began, window + lost)
    if until is None:
        return False
    if until > now and lost:
        _prolong(session, notice, matter, until, "outage", now)
        return False
    if until > now and not notice.reason:
        notice.hearing_until = until  # it arrived late: the unit has its days all the same
        return False
    end(notice, reached)
    acts.note_own(session, "hearing_closed", now, matter.id, notice=notice.id, has_reason=bool(notice.reason))
    tell_office(session, notice, matter, "escalation_hearing_closed", "heard", now)
    return True


def _window(notice: Notice, began: datetime, workdays: int) -> tuple[datetime, int]:
    """When it began, and how long it is: anew where a claim was returned, unless the notice arrived after that."""
    anew = notice.grounds.get("window")
    if anew is None or datetime.fromisoformat(anew["began"]) < began:
        return began, workdays
    return datetime.fromisoformat(anew["began"]), anew["workdays"]


def _begin_again(session: Session, notice: Notice, matter: Matter, until: datetime | None, now: datetime) -> bool:
    if until is not None:
        notice.hearing_until = until
        again = f"unheard:{day_of(now).isoformat()}"
        tell_office(session, notice, matter, "escalation_hearing_unheard", again, now)
    return False


def _prolong(session: Session, notice: Notice, matter: Matter, until: datetime, why: str, now: datetime) -> None:
    notice.hearing_until = until
    acts.note_own(session, "hearing_prolonged", now, matter.id, notice=notice.id, until=until.isoformat(), why=why)
    facts = serving.about(session, notice, matter) | {"hearing_until": until.isoformat(), "why": why}
    key = f"notice:{notice.id}:prolonged:{day_of(until).isoformat()}"
    announce(
        session, people_of(session, notice.unit_id), "escalation_hearing_prolonged", key, facts, now,
        matter_id=matter.id, still_true="notice_in_hearing",
    )  # fmt: skip


def _ends(rules: Rules, begun: datetime, window: int) -> datetime | None:
    """None while the calendar of the year in which it ends is missing: until then the unit has its say (N6)."""
    last = rules.calendar.add_if_loaded(day_of(begun), window)
    return at(last, END_OF_DAY) if last is not None else None


def _lost(session: Session, rules: Rules, since: datetime, now: datetime) -> int:
    """The working days after the first at whose noon nothing of ours ran."""
    outages = session.scalars(select(Outage).where(Outage.last > since, Outage.first < now)).all()
    days = _workdays(rules, day_of(since), day_of(now))
    return sum(any(one.first <= at(day, NOON) <= one.last for one in outages) for day in days)


def _workdays(rules: Rules, after: date, until: date) -> Sequence[date]:
    days = (after + timedelta(days=one) for one in range(1, (until - after).days + 1))
    try:
        return [day for day in days if rules.calendar.is_workday(day)]
    except CalendarYearMissing:
        return []
