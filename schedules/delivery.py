"""Say what lies in the outbox: claim, look once more, write, freeze, touch the wire, write down what it said.

Any number of processes may do this at once; each row is served by one of them. The wire is touched outside of any
transaction, and what the platform may have seen is never forgotten: an attempt is noted before it is made.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import Outgoing
from models.outbox import OutgoingState
from models.session import Database
from schedules import limits
from schedules.alarms import is_alarm, tell_administrators
from schedules.claims import Claimed, claim, has_work
from schedules.judging import ears_of
from schedules.lapses import expire, settle_hanging
from schedules.letters import Letter, letters_of
from schedules.outcomes import Touch, record
from schedules.prepare import Desk, address_of, is_waiting, ours, prepare
from schedules.queue import end, release
from schedules.quiet import Quiet
from supervision.clock import Clock
from supervision.sending import Delivered, Outcome, Sender
from supervision.still_true import CHECKS, Check

RECORD_TRIES = 3

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivery:
    """What one round did."""

    audiences: int = 0
    hanging: int = 0  # attempts of somebody who died on the wire
    expired: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)  # one for each touch of the wire

    @property
    def is_idle(self) -> bool:
        """Nothing was due: the next round would find nothing either."""
        return not (self.audiences or self.hanging or self.expired)


def deliver(
    database: Database,
    sender: Sender,
    clock: Clock,
    quiet: Quiet,
    *,
    checks: Mapping[str, Check] = CHECKS,
    is_stopping: Callable[[], bool] = lambda: False,
    makes_offers: bool = False,
) -> Delivery:
    """One round. `clock` is asked anew before each touch: a round may last.

    Once `is_stopping`, nothing new is begun and what is claimed is given back at once (F56).
    """
    now = clock()
    done = Delivery()
    with database.read() as session:
        if not has_work(session, now):
            return done
    with database.write() as session:
        done.hanging = settle_hanging(session, now)
        done.expired = expire(session, now)
        turns = claim(session, now, quiet)
    done.audiences = len(turns)
    desk = Desk(sender, checks, quiet, makes_offers)
    for turn in turns:
        waiting = deque(_letters(database, turn, desk, clock))
        is_blocked = False
        while waiting and not is_blocked and not is_stopping():
            letter = waiting.popleft()
            _send(database, letter, desk, clock, done)
            is_blocked = bool(waiting) and _has_to_wait(database, letter)
        if waiting:  # when one has to wait, those behind it wait, too (O2)
            _give_back(database, waiting)
    return done


def _give_back(database: Database, letters: Iterable[Letter]) -> None:
    with database.write() as session:
        for letter in letters:
            release(ours(session, letter))


def _letters(database: Database, turn: Sequence[Claimed], desk: Desk, clock: Clock) -> list[Letter]:
    if len(turn) == 1:
        return [Letter((turn[0],))]
    with database.read() as session:
        ears = ears_of(session, session.get_one(Outgoing, turn[0].id))
        room = limits.room(session, address_of(ears), clock())
    return letters_of(turn, room, makes_offers=desk.makes_offers)


def _has_to_wait(database: Database, letter: Letter) -> bool:
    with database.read() as session:
        return is_waiting(session, letter)


def _send(database: Database, letter: Letter, desk: Desk, clock: Clock, done: Delivery) -> None:
    goes_on = True
    while goes_on:
        touch = _prepared(database, letter, desk, clock, done)
        if touch is None:
            return
        delivered = _touch(desk.sender, touch)
        done.outcomes[delivered.outcome] += 1
        goes_on = _recorded(database, touch, delivered, clock)


def _recorded(database: Database, touch: Touch, delivered: Delivered, clock: Clock) -> bool:
    """What the wire said is worth a second and a third try: what is not written down counts as unknown."""
    for tries_left in reversed(range(RECORD_TRIES)):
        try:
            with database.write() as session:
                return record(session, touch, delivered, clock())
        except DBAPIError:
            if not tries_left:
                raise
    return False


def _prepared(database: Database, letter: Letter, desk: Desk, clock: Clock, done: Delivery) -> Touch | None:
    try:
        with database.write() as session:
            return prepare(session, letter, desk, clock())
    except DBAPIError:
        raise  # the database's trouble, not the letter's
    except Exception as trouble:
        # One intent that cannot be written must not keep the others from their readers (I7).
        log.exception("an intent cannot be said")
        _set_aside(database, letter, desk, clock, done, trouble)
        return None


def _set_aside(
    database: Database, letter: Letter, desk: Desk, clock: Clock, done: Delivery, trouble: Exception
) -> None:
    with database.write() as session:
        rows = ours(session, letter)
        is_mixed = len(rows) > 1 and all(row.send_id is None for row in rows)
        for row in () if is_mixed else rows:
            _fail(session, row, trouble, clock)
    if not is_mixed:
        return
    for claimed in letter.rows:
        _send(database, Letter((claimed,)), desk, clock, done)


def _fail(session: Session, row: Outgoing, trouble: Exception, clock: Clock) -> None:
    state = OutgoingState.FAILED if row.send_id is None else OutgoingState.UNKNOWN
    end(row, state, clock(), f"{type(trouble).__name__}: {trouble}")
    if not is_alarm(row):
        tell_administrators(session, "alarm_defect", row.event, clock(), serial=row.id, what=row.event)


def _touch(sender: Sender, touch: Touch) -> Delivered:
    try:
        return sender.send(touch.address, touch.body)
    except Exception:
        # A sender must not raise; when one does, the bytes may have left.
        log.exception("the sender broke")
        return Delivered(Outcome.UNKNOWN)
