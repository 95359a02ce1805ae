"""督办升级: a matter climbs the ladder of its own policy, one step a working day, never by the machine alone.

What the machine does is a draft or an open hearing, with its grounds; `notices` and `hearings` are what people do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from sqlalchemy import exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Climb, Finding, Matter, Notice
from models.finding import FindingKind
from models.matter import STILL_OPEN
from models.notice import Cause, NoticeState
from supervision import evidence, lapsing, serving
from supervision.acts import note_own
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.breaker import breaker
from supervision.clock import at, day_of
from supervision.policies.active import rules_for, rules_of
from supervision.policies.ladder import Step
from supervision.rules import Rules
from supervision.rungs import next_rung_on, next_step
from supervision.situations import gather, latest_notice, latest_of, next_cycle, running_climb
from supervision.standpoint import EscalationReason, Proposal, Situation, Waiting

__all__ = [
    "EscalationReason",
    "Proposal",
    "Situation",
    "Waiting",
    "breaker",
    "climb",
    "climb_on",
    "draft",
    "due_climbs",
    "kept_rules",
    "let_go",
    "look",
    "next_rung_on",
    "next_step",
    "rung_due_on",
    "settle",
    "would_climb",
]

UNSIGNED = (NoticeState.HEARING, NoticeState.DRAFT, NoticeState.PROPOSED)
END_OF_DAY = time(23, 59, 59)


def due_climbs(session: Session, today: date, limit: int) -> list[int]:
    """Matters past their due day, or that climb for another cause, whose time to be looked at has come.

    The index on that day is asked.
    """
    climbs = exists().where(Climb.matter_id == Matter.id, Climb.ended_at.is_(None))
    found = exists().where(
        Finding.matter_id == Matter.id, Finding.notice_id.is_(None), Finding.revoked_at.is_(None)
    )  # fmt: skip
    return list(
        session.scalars(
            select(Matter.id)
            .where(
                Matter.next_look_on <= today,
                or_(Matter.due_on < today, climbs, found),
                STILL_OPEN,
                Matter.suspended_since.is_(None),
                Matter.is_sealed.is_(False),
            )
            .order_by(Matter.next_look_on, Matter.id)
            .limit(limit)
        )
    )


def look(session: Session, matter_id: int, rules: Rules, now: datetime) -> Proposal | Waiting:
    """What the ladder says of a matter now, without doing it: 「为什么还没升级」 has an answer."""
    matter = session.get_one(Matter, matter_id)
    running = running_climb(session, matter_id)
    frozen = kept_rules(session, matter, running, rules)
    return next_step(gather(session, matter, running, rules.calendar), frozen.policy, rules.calendar, day_of(now))


def would_climb(session: Session, matter_ids: Iterable[int], rules: Rules, now: datetime) -> list[int]:
    """Those for which a step may be proposed now: what a run wants, asked of the breaker before it acts."""
    return [each for each in matter_ids if isinstance(look(session, each, rules, now), Proposal)]


def rung_due_on(session: Session, matter: Matter, rules: Rules, today: date) -> date | None:
    """The first day after today on which time alone could bring a step. Raises CalendarYearMissing."""
    running = running_climb(session, matter.id)
    latest = latest_of(session, latest_notice(session, running))
    policy = kept_rules(session, matter, running, rules).policy
    return next_rung_on(matter.due_on, latest, policy, rules.calendar, today)


def climb(session: Session, matter_id: int, rules: Rules, now: datetime) -> str | None:
    """Draft the next notice, or open its hearing; the name of the step, or None when it has to wait.

    The matter's row is locked first: of two runs at once the second sees what the first did. A running climb keeps the
    policy version under which it began.
    """
    matter = session.get(Matter, matter_id, with_for_update=True, populate_existing=True)
    if matter is None:
        return None
    return climb_on(session, matter, running_climb(session, matter_id), rules, now)


def climb_on(session: Session, matter: Matter, running: Climb | None, rules: Rules, now: datetime) -> str | None:
    """The same for a matter whose row is locked already, and whose climb was asked for since."""
    frozen = kept_rules(session, matter, running, rules)
    found = next_step(gather(session, matter, running, rules.calendar), frozen.policy, rules.calendar, day_of(now))
    if isinstance(found, Waiting):
        return None
    return found.step.name if draft(session, matter, running, found, frozen, now) else None


def draft(
    session: Session, matter: Matter, running: Climb | None, found: Proposal, rules: Rules, now: datetime,
    by_id: int | None = None,
) -> Notice | None:  # fmt: skip
    """Write a step down as a draft, or open its hearing, and tell; None when another run was first.

    The matter's row is locked and `rules` are those of its climb. `by_id`: the person who said that it is time.
    """
    notice = _draft(session, matter, running, found, rules, now)
    if notice is None:
        return None
    if by_id is not None:
        notice.grounds = notice.grounds | {"drafted_by_id": by_id}
    note_own(session, "notice_drafted", now, matter.id, notice=notice.id, level=notice.level, why=found.reason.value)
    _tell(session, notice, matter, found.step, rules, now)
    return notice


def let_go(session: Session, matter: Matter, now: datetime) -> Climb | None:
    """What the bot reckoned is no longer so: its findings lapse, and a climb that began with them ends (N2).

    The climb that goes on.
    """
    lapsing.let_lapse(session, matter, now)
    running = running_climb(session, matter.id)
    if running is not None and lapsing.is_cause_gone(session, matter, running):
        settle(session, matter.id, EscalationReason.CAUSE_GONE.value, now)
        return None
    return running


def settle(session: Session, matter_id: int, because: str, now: datetime) -> int:
    """The cause is gone: end the matter's climb and cancel what is unsigned; how many notices were cancelled.

    What waits in the outbox about them is cancelled when its turn comes. `because` is a word, kept with the climb.
    """
    climbs = session.scalars(
        select(Climb).where(Climb.matter_id == matter_id, Climb.ended_at.is_(None)).with_for_update()
    ).all()
    for each in climbs:
        each.ended_at, each.ended_because = now, because
    cancelled = session.scalars(
        update(Notice)
        .where(Notice.climb_id.in_([each.id for each in climbs]), Notice.state.in_(UNSIGNED))
        .values(state=NoticeState.CANCELLED, ended_because=because)
        .returning(Notice.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    if climbs:
        note_own(session, "climb_ended", now, matter_id, because=because, cancelled=sorted(cancelled))
    return len(cancelled)


def kept_rules(session: Session, matter: Matter, running: Climb | None, rules: Rules) -> Rules:
    """The version under which the running climb began; without one, that of the matter's category."""
    if running is None:
        return rules_for(session, matter, rules)
    return rules_of(session, running.policy_version_id, rules.calendar)


def _draft(
    session: Session, matter: Matter, running: Climb | None, found: Proposal, rules: Rules, now: datetime
) -> Notice | None:
    """The climb and its notice, or None when another run was first: the unique keys are the last guard (N1)."""
    previous = latest_notice(session, running)
    grounds = evidence.gather(session, matter, found, previous, rules, now)
    try:
        with session.begin_nested():
            climbing = running or _begin(session, matter, found, rules, now)
            notice = _notice(matter, climbing, found, rules, now)
            notice.grounds = grounds
            session.add(notice)
            climbing.level = found.level
            session.flush()
            _use_findings(session, notice)
    except IntegrityError:
        if running_climb(session, matter.id) is None:
            raise  # not a race: something is wrong with what we wrote
        return None
    return notice


def _use_findings(session: Session, notice: Notice) -> None:
    """What was found up to now is what this notice rests on; it does not start another."""
    session.execute(
        update(Finding)
        .where(Finding.id.in_([each["id"] for each in notice.grounds["findings"]]))
        .values(notice_id=notice.id)
        .execution_options(synchronize_session="fetch")
    )


CAUSES = {None: Cause.OVERDUE, FindingKind.REPORTS_MISSING: Cause.MISSING_REPORT}


def _begin(session: Session, matter: Matter, found: Proposal, rules: Rules, now: datetime) -> Climb:
    begun = Climb(
        matter_id=matter.id,
        cause=CAUSES.get(found.found.kind if found.found else None, Cause.QUALITY),
        cycle=next_cycle(session, matter.id),
        policy_version_id=rules.policy_version_id,
        started_at=now,
    )
    session.add(begun)
    session.flush()
    return begun


def _notice(matter: Matter, climbing: Climb, found: Proposal, rules: Rules, now: datetime) -> Notice:
    step, until = found.step, None
    if step.hearing_workdays is not None:
        until = at(rules.calendar.add(day_of(now), step.hearing_workdays), END_OF_DAY)
    return Notice(
        climb_id=climbing.id,
        matter_id=matter.id,
        unit_id=matter.unit_id,
        cycle=climbing.cycle,
        level=found.level,
        colour=step.colour,
        article=step.article,
        state=NoticeState.DRAFT if until is None else NoticeState.HEARING,
        points=step.points,
        drafted_at=now,
        hearing_until=until,
    )


def _tell(session: Session, notice: Notice, matter: Matter, step: Step, rules: Rules, now: datetime) -> None:
    facts = serving.about(session, notice, matter) | {"policy": rules.policy.title}
    if notice.hearing_until is not None:
        facts |= {"hearing_until": notice.hearing_until.isoformat(), "previous": notice.grounds["previous"]}
        serving.serve(
            session, notice, serving.HEARING, "escalation_hearing_opened", facts, "notice_in_hearing", now
        )  # fmt: skip
        return
    limit = step.default_limit_workdays
    suggested_on = rules.calendar.add_if_loaded(day_of(now), limit) if limit else None
    facts |= {
        "last_report": notice.grounds["last_report"],
        "suggested_on": suggested_on.isoformat() if suggested_on else None,
        "signer": step.signer.value,
        "needs_cause": step.needs_cause,
    }
    announce(
        session, supervisors(session), "escalation_draft_ready", f"notice:{notice.id}:draft", facts, now,
        matter_id=matter.id, still_true="notice_to_draft",
    )  # fmt: skip
