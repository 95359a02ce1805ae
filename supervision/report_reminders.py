"""提醒还没报的: one message a person, only to units whose report is missing, and only while it is still of use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Duty, Matter, Unit
from models.outbox import MessageClass
from models.report import ReportKind
from supervision import outbox
from supervision.audience import speakers_of
from supervision.clock import day_of, local
from supervision.duties import period_of
from supervision.jitter import spread
from supervision.missing import missing, unmentioned
from supervision.outbox import Intent, To
from supervision.rules import Rules

LATEST_AFTER_DUE = timedelta(hours=2)  # a reminder meant to come after the due moment is of use this long
BEFORE_THE_END = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Occasion:
    scheduled_for: datetime
    latest: datetime
    now: datetime
    means: str  # what the policy wants this report for


def remind_missing(
    session: Session, rules: Rules, kind: ReportKind, scheduled_for: datetime, now: datetime
) -> dict[str, Any]:
    """Remind the units that owe the report due on the scheduled day. What was done, or why it was skipped."""
    period = period_of(kind, day_of(scheduled_for))
    duties = session.execute(
        select(Duty, Unit.name)
        .join(Unit, Unit.id == Duty.unit_id)
        .where(Duty.kind == kind, Duty.period_first == period.first, Duty.waived_because.is_(None))
        .order_by(Duty.id)
    ).all()
    if not duties:
        return {"skipped": "nothing is owed"}
    due_at = duties[0][0].due_at
    latest = due_at if scheduled_for < due_at else scheduled_for + LATEST_AFTER_DUE
    occasion = _Occasion(scheduled_for, latest, now, rules.policy.meaning(kind))
    if now >= occasion.latest:
        return {"skipped": "its time had passed"}
    owing = {one.duty_id for one in missing(session, now, kind=kind, period=period)}
    late = [(duty, unit) for duty, unit in duties if duty.id in owing]
    found = {"missing": len(late), "reminded": sum(_remind(session, duty, unit, occasion) for duty, unit in late)}
    if any(rule.each_matter for rule in rules.policy.reports if rule.kind is kind):
        met = [(duty, unit) for duty, unit in duties if duty.id not in owing]
        found["asked_for_the_rest"] = sum(_ask_for_the_rest(session, duty, unit, occasion) for duty, unit in met)
    return found


def _ask_for_the_rest(session: Session, duty: Duty, unit: str, occasion: _Occasion) -> int:
    left = unmentioned(session, duty.id)
    return _remind(session, duty, unit, occasion, left) if left else 0


def _remind(session: Session, duty: Duty, unit: str, occasion: _Occasion, left: Sequence[Matter] = ()) -> int:
    """How many people hear of it; nobody, where the unit has nobody or all were reminded before."""
    return sum(
        outbox.post(session, To(person_id=person.id), _intent(duty, unit, person.id, occasion, left), occasion.now)
        for person in speakers_of(session, duty.unit_id)
    )


def _intent(duty: Duty, unit: str, person_id: int, occasion: _Occasion, left: Sequence[Matter]) -> Intent:
    when = local(occasion.scheduled_for)
    not_before = spread(max(occasion.now, occasion.scheduled_for), person_id)
    return Intent(
        key=f"remind:{duty.kind.value}:{when:%Y-%m-%d:%H%M}:person:{person_id}",
        event="remind_unmentioned" if left else "remind_missing",
        facts={
            "unit": unit,
            "kind": duty.kind.value,
            "means": occasion.means,
            "period_first": duty.period_first.isoformat(),
            "period_last": duty.period_last.isoformat(),
            "due_at": duty.due_at.isoformat(),
            "duty_id": duty.id,
            "matters": [{"number": matter.number, "title": matter.title} for matter in left],
        },
        message_class=MessageClass.REMINDER,
        still_true="" if left else "duty_unmet",
        not_before=min(not_before, occasion.latest - BEFORE_THE_END),
        expires_at=occasion.latest,
    )
