"""From claimed rows to bytes on paper: look once more, write, freeze, and note the attempt before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Attempt, Outgoing, Person, Send
from models.asking import Asking
from models.outbox import OutgoingState
from schedules import budget, limits
from schedules.alarms import is_alarm
from schedules.claims import CLAIM_LASTS
from schedules.judging import STATES, UNDELIVERABLE, Ears, Why, ears_of, judge
from schedules.letters import Letter, with_serial, words_of
from schedules.outcomes import WITHOUT_CARD, Touch, tell_undelivered
from schedules.queue import end, parts_of, wait
from schedules.quiet import Quiet
from supervision.clock import day_of
from supervision.lightness import WAITS
from supervision.lightness_muting import why_quiet
from supervision.offers import SETTLED, Offer, offer_of
from supervision.sending import Address, Outcome, Part, Sender
from supervision.still_true import Check

SWALLOWED_WITHIN = timedelta(minutes=30)  # the platform shows identical bytes to one person only once in this time
_SAID_SINCE = Asking(
    select(Send.id)
    .join(Attempt, Attempt.send_id == Send.id)
    .where(
        Attempt.limit_key == bindparam("key"),
        Attempt.started_at > bindparam("since"),
        Send.words == bindparam("words"),
        Send.outcome != Outcome.NOT_SENT,
        Send.outcome != Outcome.FAILED,
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to write a letter."""

    sender: Sender
    checks: Mapping[str, Check]
    quiet: Quiet
    makes_offers: bool = False  # the channel has buttons


class Defect(Exception):
    """An intent of ours that cannot be said: an unknown check, a missing fact, an empty text."""


def prepare(session: Session, letter: Letter, desk: Desk, now: datetime) -> Touch | None:
    """The next message of a letter, frozen, its attempt noted; None when there is nothing to send now.

    Raises Defect, or whatever a text or a check raised, when the fault is ours.
    """
    rows = ours(session, letter)
    if not rows:
        return None
    ears = ears_of(session, rows[0])
    address = _card_or(address_of(ears), rows[0])
    if rows[0].send_id is None:
        rows = _still_to_be_said(session, rows, ears, desk, now)
        rows = budget.within(session, rows, ears, address, desk.quiet, now)
        rows = _in_one_message(session, rows, ears, desk, now)
    elif any(judge(session, row, ears, desk.checks, now) for row in rows):
        for row in rows:
            end(row, OutgoingState.UNKNOWN, now, "no longer true, and some of it may have arrived")
        return None
    if not rows:
        return None
    until = limits.held_until(session, address, now)
    if until is not None:
        wait(rows, until, "too many at once")
        return None
    frozen = _frozen(session, rows, address, desk, now)
    part = next((one for one in frozen if one.outcome not in (Outcome.SENT, Outcome.PARTIAL)), frozen[-1])
    attempt = Attempt(send_id=part.id, limit_key=limits.key_of(address), started_at=now)
    session.add(attempt)
    session.flush()
    for row in rows:
        row.claimed_until = now + CLAIM_LASTS
    claims = {row.id: row.claim for row in rows}
    return Touch(attempt.id, part.id, frozen[0].id, part is frozen[-1], address, part.body, claims)


def ours(session: Session, letter: Letter) -> Sequence[Outgoing]:
    rows = session.scalars(
        select(Outgoing)
        .where(Outgoing.id.in_(letter.claims), Outgoing.state == OutgoingState.CLAIMED)
        .order_by(Outgoing.id)
        .with_for_update()
    )
    return [row for row in rows if row.claim == letter.claims[row.id]]


def is_waiting(session: Session, letter: Letter) -> bool:
    """Some of it has to be said later, and not only because enough was said: that keeps nobody else waiting."""
    waits = select(Outgoing.id).where(
        Outgoing.id.in_(letter.claims), Outgoing.state == OutgoingState.WAITING, Outgoing.trouble != WAITS
    )
    return session.scalar(waits.limit(1)) is not None


def _still_to_be_said(
    session: Session, rows: Sequence[Outgoing], ears: Ears, desk: Desk, now: datetime
) -> Sequence[Outgoing]:
    judged = [(row, judge(session, row, ears, desk.checks, now)) for row in rows]
    for row, why in judged:
        if why is Why.UNKNOWN_CHECK:
            raise Defect(f"no check is called {row.still_true!r}")
        if why is None:
            if quiet_because := why_quiet(session, row, now):
                end(row, OutgoingState.CANCELLED, now, quiet_because)
            continue
        end(row, STATES[why], now, why)
        if why in UNDELIVERABLE and not (is_alarm(row) or row.event == SETTLED):
            tell_undelivered(session, [row], why.name.lower(), now)
    return [row for row, _ in judged if row.state is OutgoingState.CLAIMED]


def _in_one_message(
    session: Session, rows: Sequence[Outgoing], ears: Ears, desk: Desk, now: datetime
) -> Sequence[Outgoing]:
    """What is counted is counted in messages on the wire: what does not fit into one waits for the next."""
    said = list(rows)
    for row in budget.leaves(rows, ears, now) if desk.quiet.lightness else ():
        if len(said) < 2 or len(_composed(session, said, address_of(ears), desk, now)) < 2:
            return said
        said.remove(row)
        budget.put_off(row, desk.quiet.opens(day_of(now) + timedelta(days=1)), now)
    return said


def address_of(ears: Ears) -> Address:
    if ears.person is not None:
        return Address("app", ears.person.userid)
    if ears.chat is None:
        raise Defect("nobody to speak to")
    return Address(ears.chat.channel, ears.chat.address)


def _card_or(address: Address, row: Outgoing) -> Address:
    """What became of a card is said on the card itself."""
    return Address("card", address.target) if row.event == SETTLED else address


def _frozen(session: Session, rows: Sequence[Outgoing], address: Address, desk: Desk, now: datetime) -> Sequence[Send]:
    first = rows[0]
    if first.send_id is not None:
        return parts_of(session, session.get_one(Send, first.send_id))
    sends = [
        Send(
            channel=address.channel,
            target=address.target,
            message_class=first.message_class,
            part=number,
            parts=len(parts),
            body=part.body,
            words=part.words,
            created_at=now,
        )
        for parts in [_composed(session, rows, address, desk, now)]
        for number, part in enumerate(parts, start=1)
    ]
    for send in sends:  # one by one: their numbers tell their order
        session.add(send)
        session.flush()
    for row in rows:
        row.send_id = sends[0].id
    return sends


def _composed(
    session: Session, rows: Sequence[Outgoing], address: Address, desk: Desk, now: datetime
) -> Sequence[Part]:
    words = words_of(rows)
    mentions = _mentions(session, rows)
    offer = _offer(rows, desk)
    parts = desk.sender.compose(address, words, mentions, offer)
    if not words or not parts:
        raise Defect(f"{rows[0].event} has no words")
    if not _was_just_said(session, address, parts[0], now):
        return parts
    return desk.sender.compose(address, with_serial(words, rows), mentions, offer)


def _offer(rows: Sequence[Outgoing], desk: Desk) -> Offer | None:
    """Only a letter about one thing offers something. A card that was pressed is always told what became of it."""
    if len(rows) > 1 or rows[0].trouble == WITHOUT_CARD or not (desk.makes_offers or rows[0].event == SETTLED):
        return None
    return offer_of(rows[0])


def _was_just_said(session: Session, address: Address, part: Part, now: datetime) -> bool:
    """The same answer to the same question, asked twice, would be taken for a repetition and never shown."""
    since = now - SWALLOWED_WITHIN
    return _SAID_SINCE.finds(session, {"key": limits.key_of(address), "since": since, "words": part.words})


def _mentions(session: Session, rows: Sequence[Outgoing]) -> tuple[str, ...]:
    """facts: mentions, the ids of people to be rung in a group."""
    ids = {person_id for row in rows if row.chat_id is not None for person_id in row.facts.get("mentions", [])}
    if not ids:
        return ()
    return tuple(session.scalars(select(Person.userid).where(Person.id.in_(ids), Person.is_active).order_by(Person.id)))
