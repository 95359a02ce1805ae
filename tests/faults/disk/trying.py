"""One operation under one trouble, then room again; the checker says what was lost and what was there twice."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from rehearsal.platform import State
from tests.faults.checker import Facts, Violation, check, operations_of
from tests.faults.disk.operations import OPERATIONS, Hands, Operation, opened
from tests.faults.disk.troubles import DISK_FULL, FILE_FULL, TROUBLES
from tests.faults.simulation.ending import LOST, TWICE
from tests.stories.office import StoryOffice

PAIRS = tuple(
    (trouble, name) for trouble in TROUBLES for name, one in OPERATIONS.items() if one.grows or trouble != FILE_FULL
)
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


def try_all(evening: Path, rooms: Sequence[int], pair: tuple[str, str], spoil: Spoil = lambda _: None) -> Row:
    """A pair of trouble and operation; `evening` is the file of `live_until_evening`."""
    row = Row(*pair)
    for room in rooms if row.trouble == DISK_FULL else rooms[:1]:
        _try(row, OPERATIONS[row.operation], evening, room, spoil)
    return row


def _try(row: Row, operation: Operation, evening: Path, room: int, spoil: Spoil) -> None:
    row.tried += 1
    with tempfile.TemporaryDirectory(dir=evening.parent) as folder:
        path = Path(folder) / "duban.db"
        shutil.copyfile(evening, path)
        hands = Hands()
        office = opened(path, hands)
        since = office.clock.now
        operation.before(office)
        spoil(office)
        row.found += _struck(row, operation, office, path, room)
        _recover(office, hands)
        row.found += _wrong_in_the_end(operation, office, path, since)
        office.house.close()


def _struck(row: Row, operation: Operation, office: StoryOffice, path: Path, room: int) -> Iterator[Violation]:
    """Under the trouble: what is not done is told, by the log and by /ready."""
    web, log, raised = office.house.web.test_client(), _Log(), False
    root = logging.getLogger()
    root.addHandler(log)
    try:
        with TROUBLES[row.trouble](office.house.database, path, room):
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


def _wrong_in_the_end(operation: Operation, office: StoryOffice, path: Path, since: datetime) -> Iterator[Violation]:
    if not operation.stands(office):
        yield Violation("I1", "what was asked for does not stand in the end")
    ready = office.house.web.test_client().get("/ready")
    if ready.status_code != 200:
        yield Violation("F17", f"there is room, and it is not ready: {ready.json}")
    platform, engine = office.platform, create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        facts = Facts(
            connection, office.clock.now, operations_of(platform.deliveries), tuple(platform.ledger.entries),
            tuple(platform.ledger.dropped), since=since, is_calm=True,
        )  # fmt: skip
        yield from check(facts)
    engine.dispose()


COLUMNS = "{:<10} {:<20} {:>5} {:>6} {:>5} {:>5} {:>5}"
HEAD = COLUMNS.format("trouble", "operation", "tried", "struck", "lost", "twice", "other")


def lines_of(row: Row) -> Iterator[str]:
    lost, twice = row.broken(LOST), row.broken(TWICE)
    other = len(row.found) - lost - twice
    yield COLUMNS.format(row.trouble, row.operation, row.tried, row.struck, lost, twice, other)
    yield from (f"    {one.invariant} {one.sentence} {' '.join(one.rows)}" for one in row.found)
