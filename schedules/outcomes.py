"""What became of an attempt, written down under the claim it was made with (S5), class by class (O4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Attempt, Chat, Outgoing, Person, Send
from models.outbox import MessageClass, OutgoingState
from schedules.alarms import is_alarm, tell_administrators, tell_office
from schedules.claims import CLAIM_LASTS
from schedules.limits import channel_key
from supervision.clock import local
from supervision.sending import Address, Delivered, Outcome

BACK_OFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
GONE_CHAT_WAITS = timedelta(minutes=30)  # a robot's key is replaced by a person; what waits goes out afterwards
REPEATS = 2
REPEATED = (MessageClass.REMINDER, MessageClass.BULLETIN)


@dataclass(frozen=True, slots=True)
class Touch:
    """One message that is about to touch the wire. `claims`: row → the claim number under which it is ours."""

    attempt_id: int
    send_id: int
    first_send_id: int
    is_last: bool
    address: Address
    body: bytes
    claims: Mapping[int, int]


def record(session: Session, touch: Touch, delivered: Delivered, now: datetime) -> bool:
    """Write down what the wire said; True when the next part of the same letter may follow."""
    attempt = session.get_one(Attempt, touch.attempt_id, with_for_update=True)
    if attempt.ended_at is not None:
        return False  # we took so long that it was counted as unknown
    send = session.get_one(Send, touch.send_id)
    _end_attempt(session, attempt, send, touch.address, delivered, now)
    rows = [row for row in _rows_of(session, touch.first_send_id) if touch.claims.get(row.id) == row.claim]
    if not rows:
        return False
    _alarm(session, rows, delivered, now)
    match delivered.outcome:
        case Outcome.SENT | Outcome.PARTIAL:
            return _sent(session, rows, touch, delivered, now)
        case Outcome.NOT_SENT:
            _not_sent(session, rows, touch, delivered, now)
        case Outcome.FAILED:
            _failed(session, rows, delivered, now)
        case Outcome.UNKNOWN:
            _unknown(session, rows, send, now)
    return False


def settle_hanging(session: Session, now: datetime) -> int:
    """Attempts that were begun and never written down: the process died on the wire. Nobody knows, so: unknown."""
    attempts = session.scalars(
        select(Attempt)
        .where(Attempt.ended_at.is_(None), Attempt.started_at <= now - CLAIM_LASTS)
        .with_for_update(skip_locked=True)
    ).all()
    for attempt in attempts:
        send = session.get_one(Send, attempt.send_id)
        attempt.ended_at, attempt.outcome, send.outcome = now, Outcome.UNKNOWN, Outcome.UNKNOWN
        rows = _rows_of(session, first_part(session, send).id)
        for row in rows:
            row.claim += 1
        if rows:
            _unknown(session, rows, send, now)
    return len(attempts)


def expire(session: Session, now: datetime) -> int:
    """Rows whose time is over, blocked or not, end here (O1, O2)."""
    rows = session.scalars(
        select(Outgoing)
        .where(Outgoing.state == OutgoingState.WAITING, Outgoing.expires_at <= now)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        gone = row.send_id is not None and _may_have_left(session, row.send_id)
        end(row, OutgoingState.UNKNOWN if gone else OutgoingState.EXPIRED, now, "its time is over")
    return len(rows)


def end(row: Outgoing, state: OutgoingState, now: datetime, trouble: str = "") -> None:
    row.state, row.ended_at, row.claimed_until = state, now, None
    row.trouble = trouble


def wait(rows: Sequence[Outgoing], until: datetime, trouble: str = "", is_tried: bool = False) -> None:
    """Back into the queue; what was tried keeps its place and lets nobody of its audience pass."""
    for row in rows:
        row.state, row.not_before, row.claimed_until = OutgoingState.WAITING, until, None
        row.trouble = trouble
        row.tries += is_tried


def parts_of(session: Session, first: Send) -> Sequence[Send]:
    """The frozen messages of one letter, in their order. They were written in one go for one target."""
    found: dict[int, Send] = {}
    for send in session.scalars(
        select(Send)
        .where(Send.target == first.target, Send.channel == first.channel, Send.created_at == first.created_at)
        .where(Send.id >= first.id, Send.parts == first.parts)
        .order_by(Send.id)
    ):
        found.setdefault(send.part, send)
    return [found[part] for part in sorted(found)]


def first_part(session: Session, send: Send) -> Send:
    """The first message of the letter that this one is part of."""
    if send.part == 1:
        return send
    return session.scalars(
        select(Send)
        .where(Send.target == send.target, Send.channel == send.channel, Send.created_at == send.created_at)
        .where(Send.id < send.id, Send.parts == send.parts, Send.part == 1)
        .order_by(Send.id.desc())
        .limit(1)
    ).one()


def _rows_of(session: Session, first_send_id: int) -> Sequence[Outgoing]:
    return session.scalars(
        select(Outgoing)
        .where(Outgoing.send_id == first_send_id, Outgoing.state == OutgoingState.CLAIMED)
        .order_by(Outgoing.id)
        .with_for_update()
    ).all()


def _end_attempt(
    session: Session, attempt: Attempt, send: Send, address: Address, delivered: Delivered, now: datetime
) -> None:
    attempt.ended_at, attempt.outcome = now, delivered.outcome
    attempt.platform_code = delivered.platform_code
    attempt.unreached = list(delivered.unreached) or None
    send.outcome, send.platform_message = delivered.outcome, delivered.platform_message
    if delivered.retry_after is None:
        return
    attempt.frozen_until = now + timedelta(seconds=delivered.retry_after)
    if not delivered.freezes_all:
        return
    # The trouble is the whole channel's, so it is noted a second time under the channel's own key.
    session.add(
        Attempt(
            send_id=send.id,
            limit_key=channel_key(address),
            started_at=attempt.started_at,
            ended_at=now,
            outcome=delivered.outcome,
            platform_code=delivered.platform_code,
            frozen_until=attempt.frozen_until,
        )
    )


def _sent(session: Session, rows: Sequence[Outgoing], touch: Touch, delivered: Delivered, now: datetime) -> bool:
    if touch.address.target in delivered.unreached:  # accepted, and yet the only recipient was refused
        _failed(session, rows, delivered, now)
        return False
    if not touch.is_last:
        return True
    for row in rows:
        end(row, OutgoingState.SENT, now, " ".join(("refused:", *delivered.unreached)) if delivered.unreached else "")
    if delivered.unreached and not is_alarm(rows[0]):
        names = session.scalars(select(Person.name).where(Person.userid.in_(delivered.unreached))).all()
        facts = {"whom": _name(session, rows[0]), "unreached": list(names) or list(delivered.unreached)}
        tell_office(session, "alarm_partly_sent", f"send:{touch.send_id}", now, **facts)
    return False


def _not_sent(session: Session, rows: Sequence[Outgoing], touch: Touch, delivered: Delivered, now: datetime) -> None:
    pause = BACK_OFF[min(rows[0].tries, len(BACK_OFF) - 1)]
    if delivered.retry_after is not None:
        pause = max(pause, timedelta(seconds=delivered.retry_after))
    wait(rows, now + pause, str(delivered.platform_code or delivered.outcome), is_tried=True)
    if not _may_have_left(session, touch.first_send_id):
        for row in rows:
            row.send_id = None  # nothing left the house: it is written anew, with what is true then


def _failed(session: Session, rows: Sequence[Outgoing], delivered: Delivered, now: datetime) -> None:
    first = rows[0]
    if delivered.is_target_gone and first.chat_id is not None:
        wait(rows, now + GONE_CHAT_WAITS, f"the chat is gone: {delivered.platform_code}", is_tried=True)
        for row in rows:
            row.send_id = None
        tell_office(session, "alarm_chat_gone", f"{first.chat_id}:{_day(now)}", now, whom=_name(session, first))
        return
    for row in rows:
        end(row, OutgoingState.FAILED, now, f"refused: {delivered.platform_code}")
    if first.person_id is not None and (delivered.is_target_gone or delivered.unreached):
        session.get_one(Person, first.person_id).is_reachable = False
        session.flush()
    if not is_alarm(first):
        tell_undelivered(session, rows, "refused", now)


def _unknown(session: Session, rows: Sequence[Outgoing], send: Send, now: datetime) -> None:
    first = rows[0]
    if send.message_class in REPEATED and _unknowns(session, send) <= REPEATS:
        pause = BACK_OFF[min(1 + first.tries, len(BACK_OFF) - 1)]
        wait(rows, now + pause, "nobody knows whether it arrived", is_tried=True)
        return
    for row in rows:
        end(row, OutgoingState.UNKNOWN, now, "nobody knows whether it arrived")
    if send.message_class is MessageClass.PENALTY:
        facts = {"whom": _name(session, first), "at": local(now).isoformat(), "serial": first.id}
        tell_office(session, "alarm_unknown_penalty", f"outgoing:{first.id}", now, **facts)


def tell_undelivered(session: Session, rows: Sequence[Outgoing], why: str, now: datetime) -> None:
    """The office is told that it has to say this itself. What the message was about is not told (an administrator
    reads it, too), only of which kind it was."""
    first = rows[0]
    facts = {"whom": _name(session, first), "why": why, "kind": first.message_class.value, "serial": first.id}
    tell_office(session, "alarm_undelivered", f"outgoing:{first.id}", now, **facts)


def _alarm(session: Session, rows: Sequence[Outgoing], delivered: Delivered, now: datetime) -> None:
    if delivered.alarm and not is_alarm(rows[0]):
        subject = f"{delivered.platform_code}:{_hour(now)}"
        tell_administrators(session, "alarm_wire", subject, now, words=delivered.alarm)


def _unknowns(session: Session, send: Send) -> int:
    session.flush()
    counted = select(func.count()).where(Attempt.send_id == send.id, Attempt.outcome == Outcome.UNKNOWN)
    return session.scalar(counted) or 0


def _may_have_left(session: Session, first_send_id: int) -> bool:
    parts = parts_of(session, session.get_one(Send, first_send_id))
    return any(part.outcome in (Outcome.SENT, Outcome.PARTIAL) or _unknowns(session, part) for part in parts)


def _name(session: Session, row: Outgoing) -> str:
    if row.person_id is not None:
        return session.get_one(Person, row.person_id).name
    return session.get_one(Chat, row.chat_id).name


def _hour(now: datetime) -> str:
    return f"{local(now):%Y-%m-%dT%H}"


def _day(now: datetime) -> str:
    return f"{local(now):%Y-%m-%d}"
