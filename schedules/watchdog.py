"""Is anything stuck? Then a person hears of it: once an hour for each kind of trouble, and in the log in any case.

What looks is apart from what tells, so that a page for administrators can ask the same questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Attempt, Inbox, Outgoing
from models.inbox import Disposition
from models.outbox import MessageClass, OutgoingState
from schedules.alarms import tell_office
from schedules.claims import unserved
from schedules.outcomes import ask_about_penalty, tell_undelivered
from supervision.clock import local
from supervision.sending import Outcome

INBOX_WAITS = timedelta(minutes=2)
OUTBOX_WAITS = timedelta(minutes=10)
CLAIM_LAPSED = timedelta(minutes=5)  # delivery settles it within a second, where there is a delivery
LAST_ATTEMPTS = 10
RECENTLY = timedelta(minutes=30)
A_DAY = timedelta(days=1)
_ARRIVED = (Outcome.SENT, Outcome.PARTIAL)


class Trouble(StrEnum):
    INBOX_WAITING = "inbox_waiting"  # messages nobody works
    OUTBOX_WAITING = "outbox_waiting"  # intents nobody delivers
    ATTEMPTS_HANGING = "attempts_hanging"  # claims that ended and were not taken up
    QUARANTINED = "quarantined"  # messages that could not be worked
    SENDS_FAILING = "sends_failing"  # nothing gets through to the platform


@dataclass(frozen=True, slots=True)
class Alarm:
    """`subject` makes it one of a kind: nobody is told of the same subject twice."""

    trouble: Trouble
    subject: str
    count: int
    since: datetime

    @property
    def event(self) -> str:
        return f"alarm_{self.trouble.value}"


def watch(session: Session, now: datetime) -> list[Alarm]:
    """Look, and tell supervisors and administrators what they have not been told yet; returns what was found."""
    found = look(session, now)
    for alarm in found:
        since = local(alarm.since).isoformat()
        tell_office(session, alarm.event, alarm.subject, now, count=alarm.count, since=since)
    for row in _lost_penalties(session, now):
        if row.state is OutgoingState.UNKNOWN:
            ask_about_penalty(session, row, now)
        else:
            tell_undelivered(session, [row], "expired", now)
    return found


def look(session: Session, now: datetime) -> list[Alarm]:
    """What is stuck at this moment; changes nothing."""
    return [*_inbox(session, now), *_outbox(session, now), *_quarantine(session, now), *_wire(session, now)]


def _inbox(session: Session, now: datetime) -> Iterator[Alarm]:
    waiting = select(func.count(), func.min(Inbox.received_at)).where(
        Inbox.disposition == Disposition.WAITING, Inbox.received_at <= now - INBOX_WAITS
    )
    count, since = session.execute(waiting).one()
    if since is not None:
        yield Alarm(Trouble.INBOX_WAITING, _hour(now), count, since)


def _outbox(session: Session, now: datetime) -> Iterator[Alarm]:
    count, since = unserved(session, now - OUTBOX_WAITS)
    if since is not None:
        yield Alarm(Trouble.OUTBOX_WAITING, _hour(now), count, since)
    lapsed = select(func.count(), func.min(Outgoing.claimed_until)).where(
        Outgoing.state == OutgoingState.CLAIMED, Outgoing.claimed_until <= now - CLAIM_LAPSED
    )
    count, since = session.execute(lapsed).one()
    if since is not None:
        yield Alarm(Trouble.ATTEMPTS_HANGING, _hour(now), count, since)


def _quarantine(session: Session, now: datetime) -> Iterator[Alarm]:
    """One alarm for each that is new, however often somebody looks."""
    kept = select(func.count(), func.min(Inbox.worked_at), func.max(Inbox.id)).where(
        Inbox.disposition == Disposition.QUARANTINED, Inbox.worked_at > now - A_DAY
    )
    count, since, newest = session.execute(kept).one()
    if since is not None:
        yield Alarm(Trouble.QUARANTINED, f"inbox:{newest}", count, since)


def _wire(session: Session, now: datetime) -> Iterator[Alarm]:
    """The last ten attempts, all of them recent and none with success."""
    last = session.scalars(
        select(Attempt).where(Attempt.ended_at.is_not(None)).order_by(Attempt.id.desc()).limit(LAST_ATTEMPTS)
    ).all()
    failing = [one for one in last if one.started_at > now - RECENTLY and one.outcome not in _ARRIVED]
    if len(failing) == LAST_ATTEMPTS:
        yield Alarm(Trouble.SENDS_FAILING, _hour(now), len(failing), failing[-1].started_at)


def _lost_penalties(session: Session, now: datetime) -> Sequence[Outgoing]:
    """Formal papers of the last day that did not arrive for certain; the office may have been told already."""
    return session.scalars(
        select(Outgoing).where(
            Outgoing.message_class == MessageClass.PENALTY,
            Outgoing.state.in_([OutgoingState.UNKNOWN, OutgoingState.EXPIRED]),
            Outgoing.ended_at > now - A_DAY,
        )
    ).all()


def _hour(now: datetime) -> str:
    return f"{local(now):%Y-%m-%dT%H}"
