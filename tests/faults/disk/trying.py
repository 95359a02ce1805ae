"""One operation under one trouble, then room again; the checker says what was lost and what was there twice."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from rehearsal.platform import State
from tests.faults.checker import Facts, Violation, check, operations_of
from tests.faults.disk.operations import OPERATIONS, Hands, Operation, opened
from tests.faults.disk.places import Evening
from tests.faults.disk.troubles import BIT_BY_BIT, FILE_FULL, OF_THE_SERVER, TROUBLES
from tests.faults.simulation.ending import LOST, TWICE
from tests.stories.office import StoryOffice
from tests.support.memory import memory

PAIRS = tuple(
    (trouble, name) for trouble in TROUBLES for name, one in OPERATIONS.items() if one.grows or trouble != FILE_FULL
)
SERVER_PAIRS = tuple((trouble, name) for trouble in OF_THE_SERVER for name in OPERATIONS)
A_MINUTE = timedelta(minutes=1)
TRIES = 4  # of the platform
Spoil = Callable[[StoryOffice], None]


@dataclass(slots=True)
class Row:
    """`struck`: how often the operation did fail. `found`: what is wrong in the end, or was wrong meanwhile."""

    trouble: str
    operation: str
    tried: int = 0
    struck: int = 0
    found: list[Violation] = field(default_factory=list)

    def broken(self, invariants: Iterable[str]) -> int:
        wanted = set(invariants)
        return sum(one.invariant in wanted for one in self.found)


class _Log(logging.Handler):
    """What the house complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def try_all(evening: Evening, rooms: Sequence[int], pair: tuple[str, str], spoil: Spoil = lambda _: None) -> Row:
    """A pair of trouble and operation."""
    row = Row(*pair)
    for room in rooms if row.trouble in BIT_BY_BIT else rooms[:1]:
        before = row.struck
        _try(row, OPERATIONS[row.operation], evening, room, spoil)
        if row.struck == before:
            break  # there was room for all of it
    return row


def _try(row: Row, operation: Operation, evening: Evening, room: int, spoil: Spoil) -> None:
    row.tried += 1
    with evening.copied() as url, tempfile.TemporaryDirectory(dir=memory()) as folder:
        hands = Hands()
        office = opened(url, Path(folder) / "spool", hands)
        since = office.clock.now
        operation.before(office)
        spoil(office)
        row.found += _struck(row, operation, office, room)
        _recover(office, hands)
        row.found += _wrong_in_the_end(operation, office, since)
        office.house.close()


def _struck(row: Row, operation: Operation, office: StoryOffice, room: int) -> Iterator[Violation]:
    """Under the trouble: what is not done is told, by the log and by /ready."""
    web, log, raised = office.house.web.test_client(), _Log(), False
    root = logging.getLogger()
    root.addHandler(log)
    try:
        with (TROUBLES | OF_THE_SERVER)[row.trouble](office.house.database, room):
            try:
                operation.act(office)
            except DBAPIError:
                raised = True  # the one who called it, an alarm clock, writes that into the log
            refuses = office.house.database.refuses_writes
            ready = web.get("/ready")
    finally:
        root.removeHandler(log)
    is_away = any(one.state is not State.ACCEPTED for one in office.platform.deliveries)
    failed = raised or refuses or is_away
    row.struck += failed
    if failed and (ready.status_code != 503 or ready.json != {"ready": False, "troubles": {"database": "unwritable"}}):
        yield Violation("F18", f"room {room}: it failed and was ready: {ready.json}")
    if failed and not raised and not log.said:
        yield Violation("F17", f"room {room}: it failed and no word of it is in the log")


def _recover(office: StoryOffice, hands: Hands) -> None:
    """There is room; the platform brings again what was not taken."""
    hands.catch_up()
    for _ in range(TRIES):
        office.line.redeliver()
        office.until(office.clock.now + A_MINUTE)


def _wrong_in_the_end(operation: Operation, office: StoryOffice, since: datetime) -> Iterator[Violation]:
    if not operation.stands(office):
        yield Violation("I1", "what was asked for does not stand in the end")
    ready = office.house.web.test_client().get("/ready")
    if ready.status_code != 200:
        yield Violation("F17", f"there is room, and it is not ready: {ready.json}")
    platform = office.platform
    with office.house.database.engine.connect() as connection:
        facts = Facts(
            connection, office.clock.now, operations_of(platform.deliveries), tuple(platform.ledger.entries),
            tuple(platform.ledger.dropped), since=since, is_calm=True,
        )  # fmt: skip
        yield from check(facts)


COLUMNS = "{:<16} {:<20} {:>5} {:>6} {:>5} {:>5} {:>5}"
HEAD = COLUMNS.format("trouble", "operation", "tried", "struck", "lost", "twice", "other")


def lines_of(row: Row) -> Iterator[str]:
    lost, twice = row.broken(LOST), row.broken(TWICE)
    other = len(row.found) - lost - twice
    yield COLUMNS.format(row.trouble, row.operation, row.tried, row.struck, lost, twice, other)
    yield from (f"    {one.invariant} {one.sentence} {' '.join(one.rows)}" for one in row.found)
