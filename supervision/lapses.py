"""What nobody answered: a question goes to the office, a call for help is shown to it. Neither is ever a trigger."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import HelpCall, Inbox, Matter, Person, Question, Unit
from models.matter import STILL_OPEN
from models.question import QuestionState
from supervision import acts
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.clock import at, day_of, local
from supervision.rules import Rules

LONGEST_SHOWN = timedelta(days=60)  # a call older than this was shown long ago


def lapse_questions(session: Session, rules: Rules, now: datetime) -> int:
    """Hand over the questions asked at least the policy's working days ago. Raises CalendarYearMissing."""
    asked_before = _workdays_ago(rules, rules.policy.lapse_question_workdays, now)
    lapsed = session.execute(
        select(Question, Person.name, Unit.name, Inbox.text)
        .join(Person, Person.id == Question.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Inbox, Inbox.id == Question.inbox_id)
        .where(Question.state == QuestionState.OPEN, Question.asked_at <= asked_before)
        .order_by(Question.id)
        .with_for_update(of=Question)
    ).all()
    for question, person, unit, text in lapsed:
        question.state = QuestionState.WITH_OFFICE
        facts = {
            "question_id": question.id,
            "person": person,
            "unit": unit,
            "words": text,
            "asked_at": question.asked_at.isoformat(),
            "numbers": _numbers(session, question),
            "matter_ids": question.matter_ids,
        }
        announce(
            session,
            supervisors(session),
            "question_with_office",
            f"question:{question.id}:with_office",
            facts,
            now,
            still_true="question_with_office",
        )
        acts.note_own(session, "question_lapsed", now, question_id=question.id)
    return len(lapsed)


def show_help_calls(session: Session, rules: Rules, now: datetime) -> int:
    """Show the office the calls for help nobody answered in time; each once. Raises CalendarYearMissing."""
    asked_before = _workdays_ago(rules, rules.policy.help_workdays, now)
    calls = session.execute(
        select(HelpCall, Matter, Unit.name)
        .join(Matter, Matter.id == HelpCall.matter_id)
        .join(Unit, Unit.id == HelpCall.unit_id)
        .where(HelpCall.answered_at.is_(None), HelpCall.asked_at <= asked_before)
        .where(HelpCall.asked_at > asked_before - LONGEST_SHOWN)
        .where(STILL_OPEN, Matter.suspended_since.is_(None), Matter.is_sealed.is_(False))
        .order_by(HelpCall.id)
    ).all()
    return sum(_show(session, call, matter, asked, now) for call, matter, asked in calls)


def _show(session: Session, call: HelpCall, matter: Matter, asked: str, now: datetime) -> bool:
    facts = {
        "help_call_id": call.id,
        "number": matter.number,
        "title": matter.title,
        "unit": session.get_one(Unit, matter.unit_id).name,
        "asked": asked,
        "words": call.words,
        "asked_at": call.asked_at.isoformat(),
    }
    told = announce(
        session,
        supervisors(session),
        "help_unanswered",
        f"help:{call.id}:unanswered",
        facts,
        now,
        matter_id=matter.id,
        still_true="help_unanswered",
    )
    return told > 0


def _workdays_ago(rules: Rules, workdays: int, now: datetime) -> datetime:
    """The same time of day, so many working days ago; a day without work counts as the end of the last with."""
    today = day_of(now)
    if rules.calendar.is_workday(today):
        return at(rules.calendar.add(today, -workdays), local(now).time())
    return at(rules.calendar.add(rules.calendar.on_or_before(today), -workdays), time.max)


def _numbers(session: Session, question: Question) -> list[int]:
    asked = select(Matter.number).where(Matter.id.in_(question.matter_ids), Matter.is_sealed.is_(False))
    return list(session.scalars(asked.order_by(Matter.number)))
