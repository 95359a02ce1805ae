"""How fast we may speak, counted from the attempts in the database: over all processes, restarts and a lost Redis (O3).

The platform counts when a request arrives, we count when it starts, so each minute is taken five seconds longer.
Its own limits: a robot 20 a minute, answered with an error; a member 30 a minute and 1000 an hour from one app, the
rest silently dropped; a member 200 a minute and 10,000 a day over all groups of an app, silently dropped, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Integer, String, bindparam, func, or_, select
from sqlalchemy.orm import Session

from models import Attempt
from models.asking import Asking
from models.base import Moment
from supervision.sending import Address

MINUTE = timedelta(seconds=65)
HOUR = timedelta(minutes=61)
DAY = timedelta(days=1)
LONGEST_FREEZE = timedelta(days=1)  # attempts older than this freeze nothing any more

GROUPS = "chat:"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` attempts on a key, or on all keys that begin with it, in any `span`."""

    key: str
    most: int
    span: timedelta
    is_prefix: bool = False

    def covers(self) -> ColumnElement[bool]:
        return Attempt.limit_key.startswith(self.key) if self.is_prefix else Attempt.limit_key == self.key


def key_of(address: Address) -> str:
    """What an attempt counts under."""
    kind = {"robot": "robot", "appchat": "chat"}.get(address.channel, "member")
    return f"{kind}:{address.target}"


def channel_key(address: Address) -> str:
    """What is frozen when the trouble is not this target's: all robots, or all that the app sends."""
    return "channel:robot" if address.channel == "robot" else "channel:app"


def limits_of(address: Address) -> tuple[Limit, ...]:
    key = key_of(address)
    if address.channel == "robot":
        return (Limit(key, 18, MINUTE),)
    if address.channel == "appchat":
        # Whoever sits in every group hears all of this, so counting all groups together drops nothing for anybody.
        return (Limit(key, 18, MINUTE), Limit(GROUPS, 180, MINUTE, True), Limit(GROUPS, 9_000, DAY, True))
    return (Limit(key, 25, MINUTE), Limit(key, 900, HOUR))


def held_until(session: Session, address: Address, now: datetime) -> datetime | None:
    """When there is room for one more attempt; None: now."""
    moments = [*_full_until(session, limits_of(address), now), *_frozen_until(session, address, now)]
    return max(moments, default=None)


def room(session: Session, address: Address, now: datetime) -> int:
    """How many attempts may be made now."""
    if list(_frozen_until(session, address, now)):
        return 0
    return min(max(0, limit.most - _count(session, limit, now)) for limit in limits_of(address))


def _count(session: Session, limit: Limit, now: datetime) -> int:
    counted = select(func.count()).where(limit.covers(), Attempt.started_at > now - limit.span)
    return session.scalar(counted) or 0


def _full_until(session: Session, limits: Iterable[Limit], now: datetime) -> Iterable[datetime]:
    for limit in limits:
        # When the most-th latest attempt leaves the window, one place is free.
        asked = _STARTED_OF_ALL if limit.is_prefix else _STARTED
        started = asked.first(session, {"key": limit.key, "since": now - limit.span, "others": limit.most - 1})
        if started is not None:
            yield started + limit.span


def _frozen_until(session: Session, address: Address, now: datetime) -> Iterable[datetime]:
    since = now - LONGEST_FREEZE - HOUR
    until = _FROZEN.first(
        session, {"key": key_of(address), "channel": channel_key(address), "since": since, "now": now}
    )
    if until is not None:
        yield until


def _started(covers: ColumnElement[bool]) -> Asking[datetime]:
    """After so many others, latest first."""
    return Asking(
        select(Attempt.started_at)
        .where(covers, Attempt.started_at > bindparam("since"))
        .order_by(Attempt.started_at.desc())
        .offset(bindparam("others", type_=Integer()))
        .limit(1)
    )


# Written once: they are asked before every message.
_KEY = bindparam("key", type_=String())
_STARTED, _STARTED_OF_ALL = _started(Attempt.limit_key == _KEY), _started(Attempt.limit_key.startswith(_KEY))
_FROZEN = Asking(
    select(func.max(Attempt.frozen_until)).where(
        or_(Attempt.limit_key == _KEY, Attempt.limit_key == bindparam("channel")),
        Attempt.started_at > bindparam("since", type_=Moment),
        Attempt.frozen_until > bindparam("now", type_=Moment),
    )
)
