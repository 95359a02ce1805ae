"""办结与销号: a unit tells a matter as done; the office confirms or returns it (补办/重办). Nobody closes his own."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Closeout, Matter, Person
from models.extension import RequestState
from models.finding import FindingKind
from models.matter import OPEN, MatterStatus
from supervision import acts, deadlines, findings, hearing_windows, unwinding
from supervision.anew import make_state_anew
from supervision.announcing import announce
from supervision.audience import people_of, supervisors
from supervision.clock import day_of
from supervision.enrolment import require_supervisor
from supervision.errors import (
    AlreadyEnded,
    CalendarYearMissing,
    NothingPending,
    SamePerson,
    SomethingMissing,
    ToldOtherwiseSince,
)
from supervision.escalation import kept_rules, settle
from supervision.rules import Rules
from supervision.situations import running_climb
from supervision.standing import require_standing
from supervision.telling import Telling

ALL_DONE = 100
REDO = ("重办", "重新办理")


def tell(
    session: Session, matter: Matter, telling: Telling, rules: Rules, *, strikes_off: bool, evidence: str
) -> Closeout:
    """Somebody says it is done, or asks to have it struck off (申请销号). Until it is decided the ladder waits.

    What was told first keeps its date. Raises AlreadyEnded, AlreadyRevoked.
    """
    require_standing(matter)
    confirmed = last_decided(session, matter.id, RequestState.GRANTED)
    is_done = matter.status is MatterStatus.COMPLETED and confirmed is not None
    if matter.status is MatterStatus.CLOSED or (is_done and not strikes_off):
        raise AlreadyEnded(number=matter.number, title=matter.title)
    closeout = waiting(session, matter.id)
    if closeout is not None:
        closeout.strikes_off = closeout.strikes_off or strikes_off
        _add(closeout, telling, rules, evidence)
    else:
        closeout = _ask(session, matter, telling, rules, strikes_off, evidence)
    _mark_completed(matter, telling)
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    return closeout


def confirm(session: Session, matter: Matter, telling: Telling, rules: Rules, words: str = "") -> Closeout:
    """认定: it was done on the day it was told. Raises NotYours, SamePerson, NothingPending, ToldOtherwiseSince."""
    if matter.status in OPEN and waiting(session, matter.id) is not None:
        raise ToldOtherwiseSince(number=matter.number, title=matter.title, percent=matter.percent)
    closeout = _decide(session, matter, telling, RequestState.GRANTED, words)
    matter.status = MatterStatus.CLOSED if closeout.strikes_off else MatterStatus.COMPLETED
    matter.percent = ALL_DONE
    matter.confirmed_at = closeout.told_at
    if closeout.strikes_off:
        matter.closed_at = closeout.told_at
    settle(session, matter.id, "completion_confirmed", telling.now)
    unwinding.drop_extension(session, matter.id, words, telling.now)  # there is nothing left to extend
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    acts.note(session, "closeout_confirmed", telling, matter.id, closeout_id=closeout.id, words=words)
    _tell_unit(session, matter, closeout, "closeout_confirmed", telling)
    return closeout


def return_(session: Session, matter: Matter, telling: Telling, rules: Rules, words: str) -> Closeout:
    """退回: what is lacking has to be said; the clock goes on from the original due day, as if never told.

    补办 asks for more; 重办 says that the result is below the standard, which a policy may make a trigger (B24, C24).
    Raises NotYours, SamePerson, NothingPending, SomethingMissing.
    """
    if not words.strip():
        raise SomethingMissing(lacks="reason")
    closeout = _decide(session, matter, telling, RequestState.RETURNED, words)
    _let_go_on(session, matter, telling)
    _find_wanting(session, matter, telling, rules, words)
    hearing_windows.hear_again(session, matter, closeout, rules, telling.now)
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    acts.note(session, "closeout_returned", telling, matter.id, closeout_id=closeout.id, words=words)
    _tell_unit(session, matter, closeout, "closeout_returned", telling)
    return closeout


def reopen(session: Session, matter: Matter, telling: Telling, rules: Rules, words: str) -> Closeout:
    """撤销办结: what was confirmed by mistake goes on, from the day due that it had; the mistake stays on record.

    Raises NotYours, NothingPending, SomethingMissing.
    """
    supervisor = require_supervisor(session, telling)
    if not words.strip():
        raise SomethingMissing(lacks="reason")
    session.refresh(matter, with_for_update=True)
    closeout = last_decided(session, matter.id, RequestState.GRANTED)
    if closeout is None or matter.confirmed_at is None:
        raise NothingPending(number=matter.number, title=matter.title)
    closeout.state, closeout.words = RequestState.RETURNED, words.strip()
    closeout.decided_by_id, closeout.decided_at = supervisor.id, telling.now
    _let_go_on(session, matter, telling)
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    acts.note(session, "closeout_reopened", telling, matter.id, closeout_id=closeout.id, words=words.strip())
    _tell_unit(session, matter, closeout, "closeout_reopened", telling)
    return closeout


def _let_go_on(session: Session, matter: Matter, telling: Telling) -> None:
    matter.confirmed_at, matter.closed_at, matter.status = None, None, MatterStatus.IN_PROGRESS
    session.flush()
    make_state_anew(session, matter)  # the figure falls back, too
    matter.status = MatterStatus.IN_PROGRESS
    matter.told_at, matter.told_key = telling.told_at, telling.key  # what was told before does not bring it back (I6)


def _find_wanting(session: Session, matter: Matter, telling: Telling, rules: Rules, words: str) -> None:
    policy = kept_rules(session, matter, running_climb(session, matter.id), rules).policy
    if words.strip().startswith(REDO) and policy.trigger(FindingKind.RESULT_REJECTED) is not None:
        findings.find(session, matter, FindingKind.RESULT_REJECTED, telling, policy, words)


def waiting(session: Session, matter_id: int) -> Closeout | None:
    """The claim that waits for the office."""
    return session.scalar(select(Closeout).where(Closeout.matter_id == matter_id, Closeout.state == RequestState.ASKED))


def last_decided(session: Session, matter_id: int, state: RequestState) -> Closeout | None:
    """The newest claim that was granted, or returned."""
    return session.scalar(
        select(Closeout)
        .where(Closeout.matter_id == matter_id, Closeout.state == state)
        .order_by(Closeout.decided_at.desc(), Closeout.id.desc())
        .limit(1)
    )


def _ask(
    session: Session, matter: Matter, telling: Telling, rules: Rules, strikes_off: bool, evidence: str
) -> Closeout:
    closeout = Closeout(
        matter_id=matter.id,
        inbox_id=telling.inbox_id,
        asked_by_id=telling.person_id,
        told_at=telling.told_at,
        strikes_off=strikes_off,
        evidence=evidence,
        decide_by=_decide_by(rules, telling),
        state=RequestState.ASKED,
    )
    session.add(closeout)
    session.flush()
    acts.note(session, "closeout_asked", telling, matter.id, closeout_id=closeout.id, strikes_off=strikes_off)
    facts = _facts(matter, closeout) | {
        "person": session.get_one(Person, telling.person_id).name,
        "evidence": evidence,
        "decide_by": closeout.decide_by.isoformat() if closeout.decide_by else None,
    }
    announce(
        session,
        supervisors(session),
        "closeout_asked",
        f"closeout:{closeout.id}:asked",
        facts,
        telling.now,
        matter_id=matter.id,
        still_true="closeout_asked",
    )
    return closeout


def _add(closeout: Closeout, telling: Telling, rules: Rules, evidence: str) -> None:
    """What was told again adds to the claim; what was told before it, and came in late, is the claim (I5, I6)."""
    if telling.told_at >= closeout.told_at:
        closeout.evidence = evidence or closeout.evidence
        return
    closeout.inbox_id, closeout.asked_by_id = telling.inbox_id, telling.person_id
    closeout.told_at, closeout.decide_by = telling.told_at, _decide_by(rules, telling)
    closeout.evidence = closeout.evidence or evidence


def _decide_by(rules: Rules, telling: Telling) -> date | None:
    """None while the calendar of the year is missing (N6)."""
    try:
        return rules.calendar.add(day_of(telling.told_at), rules.policy.decide_closeout_workdays)
    except CalendarYearMissing:
        return None


def _mark_completed(matter: Matter, telling: Telling) -> None:
    """Unless something was told later than this (I6)."""
    if matter.told_at is None or (matter.told_at, matter.told_key) <= (telling.told_at, telling.key):
        matter.status = MatterStatus.COMPLETED
        matter.told_at, matter.told_key = telling.told_at, telling.key


def _decide(session: Session, matter: Matter, telling: Telling, state: RequestState, words: str) -> Closeout:
    """Whoever decides first has decided; not who asked, nor anybody of the unit that leads the matter."""
    supervisor = require_supervisor(session, telling)
    asked = waiting(session, matter.id)
    if asked is None:
        raise NothingPending(number=matter.number, title=matter.title)
    if supervisor.id == asked.asked_by_id or supervisor.unit_id == matter.unit_id:
        raise SamePerson(number=matter.number, title=matter.title)
    decided: Closeout | None = session.scalar(
        update(Closeout)
        .where(Closeout.id == asked.id, Closeout.state == RequestState.ASKED)
        .values(state=state, decided_by_id=supervisor.id, decided_at=telling.now, words=words)
        .returning(Closeout)
    )
    if decided is None:
        raise NothingPending(number=matter.number, title=matter.title)
    return decided


def _tell_unit(session: Session, matter: Matter, closeout: Closeout, event: str, telling: Telling) -> None:
    people = [*people_of(session, matter.unit_id), session.get_one(Person, closeout.asked_by_id)]
    facts = _facts(matter, closeout) | {"words": closeout.words}
    announce(session, people, event, f"closeout:{closeout.id}:{event}", facts, telling.now, matter_id=matter.id)


def _facts(matter: Matter, closeout: Closeout) -> dict[str, Any]:
    return {
        "closeout_id": closeout.id,
        "number": matter.number,
        "title": matter.title,
        "told_at": closeout.told_at.isoformat(),
        "strikes_off": closeout.strikes_off,
        "due_on": matter.due_on.isoformat() if matter.due_on else None,
    }
