"""What became of an attempt, written down under the claim it was made with (S5), class by class (O4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from models import Attempt, Chat, Outgoing, Person, Send
from models.loading import Loading
from models.outbox import MessageClass, OutgoingState
from schedules.alarms import is_alarm, tell_administrators, tell_office
from schedules.chat_gone import wait_for_the_chat
from schedules.limits import channel_key
from schedules.queue import end, may_have_left, parts_of, unknowns, wait
from supervision.clock import local
from supervision.offers import SETTLED, has_offer
from supervision.sending import Address, Delivered, Outcome

BACK_OFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
REPEATS = 2
WITHOUT_CARD = "the card was refused"
REPEATED = (MessageClass.REMINDER, MessageClass.BULLETIN)
_ROWS = Loading(
    Outgoing,
    and_(Outgoing.send_id == bindparam("send"), Outgoing.state == OutgoingState.CLAIMED),
    Outgoing.id,
    locks=True,
)


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
            _failed(session, rows, touch, delivered, now)
        case Outcome.UNKNOWN:
            nobody_knows(session, rows, send, now)
    return False


def _rows_of(session: Session, first_send_id: int) -> Sequence[Outgoing]:
    return _ROWS.all(session, {"send": first_send_id})


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
        _failed(session, rows, touch, delivered, now)
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
    if not may_have_left(session, touch.first_send_id):
        for row in rows:
            row.send_id = None  # nothing left the house: it is written anew, with what is true then


def _failed(session: Session, rows: Sequence[Outgoing], touch: Touch, delivered: Delivered, now: datetime) -> None:
    first = rows[0]
    if first.event == SETTLED:  # the card keeps its buttons; the answer was said in words
        end(first, OutgoingState.FAILED, now, f"refused: {delivered.platform_code}")
        return
    if len(rows) == 1 and _is_card_refused(first, delivered):
        _do_without_card(session, first, touch, now)
        return
    if delivered.is_target_gone and first.chat_id is not None:
        wait_for_the_chat(session, rows, delivered.platform_code, now)
        return
    for row in rows:
        end(row, OutgoingState.FAILED, now, f"refused: {delivered.platform_code}")
    if first.person_id is not None and (delivered.is_target_gone or delivered.unreached):
        session.get_one(Person, first.person_id).is_reachable = False
        session.flush()
    if not is_alarm(first):
        tell_undelivered(session, rows, "refused", now)


def _is_card_refused(row: Outgoing, delivered: Delivered) -> bool:
    """The person is there, but the message is not taken, and it may be its buttons that are not: once."""
    is_there = not (delivered.is_target_gone or delivered.unreached)
    return is_there and row.person_id is not None and has_offer(row.event) and row.trouble != WITHOUT_CARD


def _do_without_card(session: Session, row: Outgoing, touch: Touch, now: datetime) -> None:
    """The words say all there is to say: they are sent alone, or stand there already."""
    parts = parts_of(session, session.get_one(Send, touch.first_send_id))
    if any(part.outcome in (Outcome.SENT, Outcome.PARTIAL) for part in parts):
        end(row, OutgoingState.SENT, now, WITHOUT_CARD)
        return
    wait([row], now, WITHOUT_CARD)
    row.send_id = None


def nobody_knows(session: Session, rows: Sequence[Outgoing], send: Send, now: datetime) -> None:
    """Again with the same bytes, or never and a question to the office: the class decides (O4)."""
    first = rows[0]
    if send.message_class in REPEATED and unknowns(session, send) <= REPEATS:
        pause = BACK_OFF[min(1 + first.tries, len(BACK_OFF) - 1)]
        wait(rows, now + pause, "nobody knows whether it arrived", is_tried=True)
        return
    for row in rows:
        end(row, OutgoingState.UNKNOWN, now, "nobody knows whether it arrived")
    if send.message_class is MessageClass.PENALTY:
        ask_about_penalty(session, first, now)


def ask_about_penalty(session: Session, row: Outgoing, now: datetime) -> None:
    """A formal paper that may or may not have arrived is a question to the office, once; no machine repeats it."""
    at = local(row.ended_at or now).isoformat()
    tell_office(
        session, "alarm_unknown_penalty", f"outgoing:{row.id}", now, whom=_name(session, row), at=at, serial=row.id
    )


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


def _name(session: Session, row: Outgoing) -> str:
    if row.person_id is not None:
        return session.get_one(Person, row.person_id).name
    return session.get_one(Chat, row.chat_id).name


def _hour(now: datetime) -> str:
    return f"{local(now):%Y-%m-%dT%H}"
