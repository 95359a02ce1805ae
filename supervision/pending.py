"""The notice a person means by a matter's number, locked, and whether anything forbids going on with it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Climb, Matter, Notice
from models.notice import ForceMajeure, NoticeState
from supervision.clock import day_of
from supervision.errors import LimitTooEarly, NothingPending, Refusal, SomethingMissing
from supervision.policies.active import rules_of
from supervision.policies.ladder import Step
from supervision.rules import Rules
from supervision.rungs import blocked
from supervision.situations import gather
from supervision.standpoint import EscalationReason
from supervision.telling import Telling


class MustWait(Refusal):
    """Something has to be decided first; `why` is an EscalationReason, `until` the end of a hearing."""

    event: ClassVar[str] = "notice_must_wait"


def pending(session: Session, matter: Matter, *states: NoticeState) -> Notice:
    """The matter's newest notice in one of these states, its row locked. Raises NothingPending."""
    notice = session.scalar(
        select(Notice)
        .where(Notice.matter_id == matter.id, Notice.state.in_(states))
        .order_by(Notice.cycle.desc(), Notice.level.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if notice is None:
        raise NothingPending
    return notice


def rules_and_step(session: Session, notice: Notice, rules: Rules) -> tuple[Rules, Step]:
    """The rules under which the notice's climb began, with its step."""
    climb = session.get_one(Climb, notice.climb_id)
    frozen = rules_of(session, climb.policy_version_id, rules.calendar)
    step = frozen.policy.step(notice.level)
    if step is None:
        raise LookupError(f"policy version {climb.policy_version_id} has no step {notice.level}")
    return frozen, step


def require_unblocked(session: Session, notice: Notice, matter: Matter, rules: Rules, telling: Telling) -> None:
    """What forbids drafting forbids signing: asked again, in the transaction that signs (N2, N7). Raises MustWait."""
    climb = session.get_one(Climb, notice.climb_id)
    situation = gather(session, matter, climb, rules.calendar)
    reason = blocked(situation, rules.calendar, day_of(telling.now))
    if reason is not None:
        raise _must_wait(matter, reason, notice)
    if notice.state is NoticeState.HEARING:
        raise _must_wait(matter, EscalationReason.HEARING_OPEN, notice)
    if notice.force_majeure == ForceMajeure.CLAIMED:
        raise _must_wait(matter, EscalationReason.FORCE_MAJEURE, notice)


def require_limit(step: Step, finish_by: date | None, rules: Rules, telling: Telling) -> date:
    """完成时限: the one given, or the policy's own (C25). Raises SomethingMissing, LimitTooEarly.

    Not within the working day: that would be an instant reply by another name (P06).
    """
    today = day_of(telling.now)
    if finish_by is None and step.default_limit_workdays is not None:
        finish_by = rules.calendar.add(today, step.default_limit_workdays)
    if finish_by is None:
        raise SomethingMissing(lacks="finish_by")
    if finish_by < (earliest := rules.calendar.add(today, 1)):
        raise LimitTooEarly(day=finish_by, earliest=earliest)
    return finish_by


def _must_wait(matter: Matter, why: EscalationReason, notice: Notice) -> MustWait:
    until = notice.hearing_until.isoformat() if notice.hearing_until else None
    return MustWait(why=why.value, number=matter.number, title=matter.title, until=until)
