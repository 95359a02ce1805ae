"""What exceeds the budget waits for the next permitted moment and is merged there, or is dropped (docs/adr/0011)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models import Outgoing
from models.outbox import OutgoingState
from schedules.judging import Ears
from schedules.queue import end, wait
from schedules.quiet import Quiet
from schedules.spent import NOON, Spent, spent
from supervision.clock import at, day_of
from supervision.lightness import DROPPED, WAITS, Kind, counts, is_bounded_decision, is_pressing, kind_of
from supervision.outbox import LIFE
from supervision.policies.policy import Lightness
from supervision.sending import Address

ONE_DAY = timedelta(days=1)


def within(
    session: Session, rows: Sequence[Outgoing], ears: Ears, address: Address, quiet: Quiet, now: datetime
) -> Sequence[Outgoing]:
    """The rows of a letter that may be said now. The others are back in the queue, or have ended."""
    lightness = quiet.lightness
    role = ears.person.role if ears.person else None
    kinds = {row.id: _kind(row, ears) for row in rows}
    if lightness is None or not any(_is_bounded(row, ears) for row in rows):
        return rows
    so_far = spent(session, ears, address, now)
    pressing = any(is_pressing(row.event, row.facts, now, row.expires_at) for row in rows)
    unasked = permitted_at(so_far, lightness, quiet, now, is_pressing=pressing, is_group=ears.chat is not None)
    news = office_news_at(so_far, quiet, now)
    asked = decisions_at(so_far, lightness, quiet, now)
    said = []
    for row in rows:
        is_asked = is_bounded_decision(kinds[row.id], row.event, role)
        until = asked if is_asked else _until(kinds[row.id], ears, unasked, news)
        if until is None:
            said.append(row)
        else:
            put_off(row, until, now)
    return said


def leaves(rows: Sequence[Outgoing], ears: Ears, now: datetime) -> Sequence[Outgoing]:
    """In the order in which they may be left out of a message that would be too long: what must not wait comes last."""
    free = [row for row in rows if _is_bounded(row, ears)]
    return sorted(free, key=lambda row: (is_pressing(row.event, row.facts, now, row.expires_at), -row.id))


def put_off(row: Outgoing, until: datetime, now: datetime) -> None:
    """A life of usual length begins only then; what is said to end at a certain hour and loses its sense ends now."""
    if row.expires_at - row.created_at >= LIFE[row.message_class]:
        row.expires_at += until - max(now, min(row.not_before, until))
    if row.expires_at <= until:
        end(row, OutgoingState.EXPIRED, now, DROPPED)
    else:
        wait([row], until, WAITS)


def permitted_at(
    so_far: Spent, lightness: Lightness, quiet: Quiet, now: datetime, *, is_pressing: bool, is_group: bool
) -> datetime | None:
    """When one more counted message may be said; None: now.

    The week's last message is kept for what must not wait, until the last working day of the week.
    """
    tomorrow = quiet.opens(day_of(now) + ONE_DAY)
    if is_group:
        return tomorrow if so_far.day >= lightness.group_day else None
    if so_far.week >= lightness.person_week:
        return quiet.opens(next_monday(now))
    if so_far.day >= lightness.person_day:
        return tomorrow
    is_last = so_far.week == lightness.person_week - 1 and lightness.person_week > 1
    week_goes_on = day_of(tomorrow) < next_monday(now)
    return tomorrow if is_last and week_goes_on and not is_pressing else None


def office_news_at(so_far: Spent, quiet: Quiet, now: datetime) -> datetime | None:
    """The office hears of its own work once in each half of a working day."""
    if not so_far.half_day:
        return None
    noon = at(day_of(now), NOON)
    return noon if now < noon else quiet.opens(day_of(now) + ONE_DAY)


def decisions_at(so_far: Spent, lightness: Lightness, quiet: Quiet, now: datetime) -> datetime | None:
    """After so many on one day a supervisor gets what else waits for his word in one list, the next morning."""
    return quiet.opens(day_of(now) + ONE_DAY) if so_far.decisions >= lightness.office_day else None


def next_monday(now: datetime) -> date:
    today = day_of(now)
    return today + ONE_DAY * (7 - today.weekday())


def _until(kind: Kind, ears: Ears, unasked: datetime | None, news: datetime | None) -> datetime | None:
    if counts(kind, is_group=ears.chat is not None):
        return unasked
    return news if kind is Kind.OFFICE else None


def _is_bounded(row: Outgoing, ears: Ears) -> bool:
    kind, role = _kind(row, ears), ears.person.role if ears.person else None
    is_counted = kind is Kind.OFFICE or counts(kind, is_group=ears.chat is not None)
    return is_counted or is_bounded_decision(kind, row.event, role)


def _kind(row: Outgoing, ears: Ears) -> Kind:
    role = ears.person.role if ears.person else None
    return kind_of(row.event, row.message_class, role, is_urgent=row.is_urgent)
