"""How fast we may speak is counted from what was attempted, whoever attempted it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from models import Attempt, Send
from models.outbox import MessageClass
from models.session import Database
from schedules.limits import channel_key, held_until, key_of, room
from supervision.clock import at
from supervision.sending import Address
from tests.schedules.post_office import MONDAY

NOON = at(MONDAY, time(12, 0))
MEMBER, ROBOT, GROUP = Address("app", "wang"), Address("robot", "main"), Address("appchat", "g1")


def attempted(
    database: Database, key: str, times: int, since: datetime, every: float, frozen: datetime | None = None
) -> None:
    with database.write() as session:
        send = Send(
            channel="app", target="x", message_class=MessageClass.REPLY, body=b"", words="", created_at=since
        )  # fmt: skip
        session.add(send)
        session.flush()
        session.add_all(
            Attempt(
                send_id=send.id, limit_key=key, started_at=since + timedelta(seconds=every) * n, frozen_until=frozen
            )
            for n in range(times)
        )


def waits(database: Database, address: Address, now: datetime = NOON) -> float | None:
    """Seconds until there is room; None: now."""
    with database.read() as session:
        until = held_until(session, address, now)
        assert (room(session, address, now) == 0) == (until is not None)
    return (until - now).total_seconds() if until else None


@pytest.mark.parametrize(("address", "most"), [(MEMBER, 25), (ROBOT, 18), (GROUP, 18)])
def test_in_a_minute(database: Database, address: Address, most: int) -> None:
    begun = NOON - timedelta(seconds=30)
    attempted(database, key_of(address), most - 1, begun, 1)
    assert waits(database, address) is None
    attempted(database, key_of(address), 1, NOON, 0)
    assert waits(database, address) == 35
    assert waits(database, address, begun + timedelta(seconds=65)) is None


def test_in_an_hour_a_member_hears_900_at_most(sqlite: Database) -> None:
    attempted(sqlite, key_of(MEMBER), 900, NOON - timedelta(minutes=59), 3.9)
    assert waits(sqlite, MEMBER) == pytest.approx(120, abs=5)


def test_somebody_in_every_group_hears_180_a_minute_at_most(sqlite: Database) -> None:
    for number in range(12):
        attempted(sqlite, key_of(Address("appchat", f"g{number + 2}")), 15, NOON - timedelta(seconds=10), 0.1)
    assert waits(sqlite, GROUP) == 55
    assert waits(sqlite, MEMBER) is None and waits(sqlite, ROBOT) is None


def test_what_is_frozen_waits_and_others_do_not(database: Database) -> None:
    attempted(database, key_of(ROBOT), 1, NOON, 0, frozen=NOON + timedelta(seconds=60))
    assert waits(database, ROBOT) == 60
    assert waits(database, Address("robot", "other")) is None
    attempted(database, channel_key(MEMBER), 1, NOON, 0, frozen=NOON + timedelta(seconds=300))
    assert waits(database, MEMBER) == waits(database, GROUP) == 300
    assert waits(database, ROBOT) == 60
