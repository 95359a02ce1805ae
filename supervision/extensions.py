"""申请延期: a unit asks for another due day; a supervisor grants or returns it. The original day is never forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import DueChange, Extension, Matter, Person
from models.extension import RequestState
from models.matter import OPEN
from models.person import Role
from supervision import acts, closeouts, deadlines, suspensions
from supervision.announcing import announce
from supervision.audience import people_of, supervisors
from supervision.clock import day_of
from supervision.enrolment import require_supervisor
from supervision.errors import (
    AlreadyEnded,
    BeyondThePolicy,
    DateNotPossible,
    DecidedSince,
    NothingPending,
    NotLater,
    NotYours,
    SomethingMissing,
)
from supervision.escalation import settle
from supervision.extension_bounds import beyond
from supervision.leads import led_since
from supervision.policies.active import rules_for
from supervision.policies.hands import Signer
from supervision.policies.policy import ExtensionRule
from supervision.rules import Rules
from supervision.signers import signers_of, speaker
from supervision.telling import Telling

STANDING = (RequestState.ASKED, RequestState.GRANTED, RequestState.RETURNED)


def request(
    session: Session, matter: Matter, telling: Telling, *, until: date, because: str, rules: Rules
) -> Extension:
    """The leading unit asks. What it asked last takes the place of what waits, whatever came in last (I6).

    Raises NotYours, AlreadyEnded, SomethingMissing, DecidedSince, NotLater, DateNotPossible, BeyondThePolicy.
    """
    if telling.unit_id != matter.unit_id:
        raise NotYours
    if _has_ended(session, matter):
        raise AlreadyEnded(number=matter.number, title=matter.title)
    if not because.strip():
        raise SomethingMissing(lacks="reason")
    if (newer := _asked_after(session, matter, telling)) is not None:
        return newer
    _require_possible(matter, until, day_of(telling.told_at))
    rule = rules_for(session, matter, rules).policy.extensions
    is_late = not deadlines.told_in_time(telling.told_at, matter.late_after, rules.calendar)
    _require_within(session, matter, rule, until, rules, is_late=is_late)
    _take_back(session, matter, telling)
    extension = Extension(
        matter_id=matter.id,
        inbox_id=telling.inbox_id,
        asked_by_id=telling.person_id,
        asked_at=telling.told_at,
        due_on=matter.due_on,
        until=until,
        because=because,
        is_late=is_late,
        state=RequestState.ASKED,
    )
    session.add(extension)
    session.flush()
    acts.note(session, "extension_asked", telling, matter.id, extension_id=extension.id, until=until.isoformat())
    facts = _facts(matter, extension) | {"person": session.get_one(Person, telling.person_id).name}
    key = f"extension:{extension.id}:asked"
    announce(
        session,
        signers_of(session, matter.unit_id) if rule.signer is Signer.LEADER else supervisors(session),
        "extension_asked",
        key,
        facts,
        telling.now,
        matter_id=matter.id,
        still_true="extension_asked",
    )
    return extension


def grant(
    session: Session, matter: Matter, telling: Telling, rules: Rules, words: str = "", until: date | None = None
) -> Extension:
    """Whom the policy names moves the due day, to the day asked for or to his own; the climb ends.

    Raises NotYours, NothingPending, NotLater, DateNotPossible, BeyondThePolicy.
    """
    extension = _decide(session, matter, telling, rules, RequestState.GRANTED, words)
    asked = extension.until
    if until is not None and until != asked:
        _require_possible(matter, until, day_of(telling.told_at))
        rule = rules_for(session, matter, rules).policy.extensions
        _require_within(session, matter, rule, until, rules, is_late=extension.is_late, but=1)
        extension.until = until
    matter.original_due_on = matter.original_due_on or matter.due_on
    matter.due_on = extension.until
    matter.stood_until = suspensions.stood_over(session, matter.id, extension.until, rules.calendar)
    session.add(
        DueChange(
            matter_id=matter.id,
            due_on=extension.until,
            since=telling.now,
            because=extension.because,
            by_id=telling.person_id,
        )
    )
    settle(session, matter.id, "extension_granted", telling.now)
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    days = {"asked": asked.isoformat(), "until": extension.until.isoformat()}
    acts.note(session, "extension_granted", telling, matter.id, extension_id=extension.id, words=words, **days)
    _tell_unit(session, matter, extension, "extension_granted", telling, asked)
    return extension


def take_back(session: Session, matter: Matter, telling: Telling, rules: Rules) -> None:
    """The unit does not ask any more. Raises NotYours, NothingPending."""
    if telling.unit_id != matter.unit_id:
        raise NotYours
    gone = _take_back(session, matter, telling)
    if not gone:
        raise NothingPending(number=matter.number, title=matter.title)
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    acts.note(session, "extension_taken_back", telling, matter.id, extension_id=gone[0])


def return_(session: Session, matter: Matter, telling: Telling, rules: Rules, words: str) -> Extension:
    """Whom the policy names says why not; the due day stays. Raises NotYours, NothingPending, SomethingMissing."""
    if not words.strip():
        raise SomethingMissing(lacks="reason")
    extension = _decide(session, matter, telling, rules, RequestState.RETURNED, words)
    acts.note(session, "extension_returned", telling, matter.id, extension_id=extension.id, words=words)
    _tell_unit(session, matter, extension, "extension_returned", telling)
    return extension


def judged_on(session: Session, matter: Matter) -> date | None:
    """The day on which lateness is judged: an extension asked for only after the due day leaves that day standing."""
    since = led_since(session, matter.id)  # what another unit was late with is not this one's
    late = session.scalar(
        select(Extension.due_on)
        .where(Extension.matter_id == matter.id, Extension.is_late, Extension.state == RequestState.GRANTED)
        .where(*([Extension.due_on >= since] if since else []))
        .order_by(Extension.due_on)
        .limit(1)
    )
    return late or matter.due_on


def decided_by_leaders(session: Session, matter: Matter, rules: Rules) -> bool:
    """Whether the policy of this matter leaves its extensions to the leaders in charge."""
    return rules_for(session, matter, rules).policy.extensions.signer is Signer.LEADER


def _has_ended(session: Session, matter: Matter) -> bool:
    """Told as done is not yet done: until the office decides both may be asked, in any order of arrival (I6)."""
    return matter.status not in OPEN and (matter.is_decided or closeouts.waiting(session, matter.id) is None)


def _require_possible(matter: Matter, until: date, today: date) -> None:
    if matter.due_on is not None and until <= matter.due_on:
        raise NotLater(number=matter.number, title=matter.title, until=until, due_on=matter.due_on)
    if until < today:
        raise DateNotPossible(day=until)


def _require_within(
    session: Session, matter: Matter, rule: ExtensionRule, until: date, rules: Rules, *, is_late: bool, but: int = 0
) -> None:
    """`but`: so many of those granted are this very one."""
    had = select(func.count()).where(Extension.matter_id == matter.id, Extension.state == RequestState.GRANTED)
    granted = (session.scalar(had) or 0) - but
    passed = beyond(rule, matter.due_on, until, rules.calendar, is_late=is_late, granted=granted)
    if passed is not None:
        raise BeyondThePolicy(bound=passed.bound.value, number=matter.number, most=passed.most, last=passed.last)


def _decider(session: Session, matter: Matter, telling: Telling, rules: Rules) -> Person:
    if not decided_by_leaders(session, matter, rules):
        return require_supervisor(session, telling)
    person = speaker(session, telling, Role.LEADER)
    if person.id not in {signer.id for signer in signers_of(session, matter.unit_id)}:
        raise NotYours
    return person


def _decide(
    session: Session, matter: Matter, telling: Telling, rules: Rules, state: RequestState, words: str
) -> Extension:
    """Whoever decides first has decided."""
    decider = _decider(session, matter, telling, rules)
    extension: Extension | None = session.scalar(
        update(Extension)
        .where(Extension.matter_id == matter.id, Extension.state == RequestState.ASKED)
        .values(state=state, decided_by_id=decider.id, decided_at=telling.now, words=words)
        .returning(Extension)
    )
    if extension is None:
        raise NothingPending(number=matter.number, title=matter.title)
    return extension


def _asked_after(session: Session, matter: Matter, telling: Telling) -> Extension | None:
    """What waits and was told later than this. Raises DecidedSince where it does not wait any more."""
    newer = session.scalar(
        select(Extension)
        .where(Extension.matter_id == matter.id, Extension.state.in_(STANDING), Extension.asked_at > telling.told_at)
        .order_by(Extension.asked_at.desc())
        .limit(1)
    )
    if newer is None or newer.state is RequestState.ASKED:
        return newer
    is_granted = newer.state is RequestState.GRANTED
    raise DecidedSince(number=matter.number, title=matter.title, until=newer.until, is_granted=is_granted)


def _take_back(session: Session, matter: Matter, telling: Telling) -> Sequence[int]:
    """What waits does not wait any more; its ids."""
    return session.scalars(
        update(Extension)
        .where(Extension.matter_id == matter.id, Extension.state == RequestState.ASKED)
        .values(state=RequestState.WITHDRAWN, decided_at=telling.now)
        .returning(Extension.id)
    ).all()


def _tell_unit(
    session: Session, matter: Matter, extension: Extension, event: str, telling: Telling, asked: date | None = None
) -> None:
    people = [*people_of(session, matter.unit_id), session.get_one(Person, extension.asked_by_id)]
    facts = _facts(matter, extension) | {"words": extension.words, "asked": asked.isoformat() if asked else None}
    announce(session, people, event, f"extension:{extension.id}:{event}", facts, telling.now, matter_id=matter.id)


def _facts(matter: Matter, extension: Extension) -> dict[str, Any]:
    return {
        "extension_id": extension.id,
        "number": matter.number,
        "title": matter.title,
        "due_on": extension.due_on.isoformat() if extension.due_on else None,
        "until": extension.until.isoformat(),
        "because": extension.because,
        "is_late": extension.is_late,
    }
