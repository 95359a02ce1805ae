"""A made-up town in a database: units, people, matters, what was told. The same size is the same town every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Insert, String, cast, insert, literal, select, update
from sqlalchemy.orm import Session

from bench.names import person_name, unit_name, work
from models import Alias, Charge, CoUnit, Inbox, Matter, Milestone, Person, Progress, Report, Unit
from models.base import Base
from models.inbox import Disposition
from models.matter import OPEN, MatterStatus
from models.person import Role
from models.report import ReportKind
from models.session import Database
from supervision import deadlines, reckoning
from supervision.clock import day_of
from supervision.registry import touch_registry
from supervision.rules import Rules

BATCH = 20_000  # rows in one statement
SOME = 10_000  # matters; a multiple of every number of units that is used with `due`
TOLD = 100_000  # rows of progress; a multiple of every number of matters that is used with more
MOST_AT_ONCE = 500  # ids in one statement
TOLD_AT_ONCE = 5  # matters in one report
FIRST_UNDER_WAY = 5  # of twenty matters in a ledger those before are done
SEALED = 3  # of five hundred: one that is done
CHARGES = 8  # units in the care of the second leader

Row = dict[str, Any]
Changed = dict[str, ColumnElement[Any]]  # what a copy has instead of the first row's own values


@dataclass(frozen=True, slots=True)
class Size:
    """`due`: None for a ledger as it stands on any day; a number for one in which the tick finds so many matters."""

    units: int
    matters: int
    progress: int = 0
    due: int | None = None

    @property
    def name(self) -> str:
        parts = [f"{self.units}-units", f"{self.matters}-matters", f"{self.progress}-told"]
        return "-".join(parts if self.due is None else [*parts, f"{self.due}-due"])


COUNTY = Size(units=60, matters=200)

SUPERVISOR, LEADER, LEADER_IN_CHARGE, ADMINISTRATOR = "supervisor", "leader", "leader-in-charge", "administrator"


def head_of(unit_id: int) -> str:
    """The userid of a unit's head."""
    return f"head{unit_id}"


def fill(database: Database, size: Size, rules: Rules, now: datetime) -> None:
    """Write the whole town into an empty database, in one transaction."""
    today = day_of(now)
    with database.write() as session:
        reckoning.reckon(session, rules, now - timedelta(days=1), 1)  # done at once while there are no matters
        _insert(session, Unit, _units(size))
        _insert(session, Person, _people(size))
        _insert(session, Charge, _charges(size))
        _insert(session, Matter, _matters(size, rules, now))
        if size.due is not None:
            _more_matters(session, size)
            _make_due(session, size, rules, today)
        _insert(session, Alias, _aliases(size))
        _insert(session, CoUnit, _co_units(size))
        _insert(session, Milestone, _milestones(size, today))
        _tell(session, size, now)
        touch_registry(session)


def _told_one_by_one(size: Size) -> int:
    """How many matters have a name of their own; the others, where only the tick looks at them, are copies."""
    return size.matters if size.due is None else min(SOME, size.matters)


def unit_of(number: int, size: Size) -> int:
    """Which unit leads a matter: the units take turns. Ids and numbers begin at 1."""
    return (number - 1) % size.units + 1


def percent_of(number: int, status: MatterStatus = MatterStatus.IN_PROGRESS) -> int:
    """How far a matter has come before anything is told."""
    return number * 7 % 40 if status in OPEN else 100


def is_reported_on(number: int) -> bool:
    """Whether a matter of a ledger is under way, so that reports on it raise no question."""
    return number % 20 >= FIRST_UNDER_WAY


def _insert(session: Session, table: type[Base], rows: Iterable[Row]) -> None:
    statement: Insert = insert(table.__table__)  # type: ignore[arg-type]  # the table, not the class: no objects are made
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        session.execute(statement, batch)


def _units(size: Size) -> Iterator[Row]:
    for number in range(size.units):
        yield {"id": number + 1, "name": unit_name(number), "owes_reports": True, "is_active": True}
    yield {"id": size.units + 1, "name": "督查室", "owes_reports": False, "is_active": True}


def _people(size: Size) -> Iterator[Row]:
    office = size.units + 1
    told = [(head_of(unit), unit, Role.UNIT_HEAD) for unit in range(1, size.units + 1)]
    told += [(f"liaison{unit}", unit, Role.LIAISON) for unit in range(1, size.units + 1)]
    told += [(SUPERVISOR, office, Role.SUPERVISOR), (ADMINISTRATOR, office, Role.ADMINISTRATOR)]
    told += [(LEADER, office, Role.LEADER), (LEADER_IN_CHARGE, office, Role.LEADER)]
    for number, (userid, unit, role) in enumerate(told):
        yield {
            "id": number + 1, "userid": userid, "name": person_name(number), "unit_id": unit, "role": role,
            "title": "", "is_active": True, "is_reachable": True,
        }  # fmt: skip


def _charges(size: Size) -> Iterator[Row]:
    last_person = 2 * size.units + 4
    for unit in range(1, min(CHARGES, size.units) + 1):
        yield {"person_id": last_person, "unit_id": unit}


def _matters(size: Size, rules: Rules, now: datetime) -> Iterator[Row]:
    today = day_of(now)
    days = _days_of_a_ledger if size.due is None else _days_far_off
    looks: dict[tuple[MatterStatus, date], date | None] = {}
    for number in range(1, _told_one_by_one(size) + 1):
        status, due_on = days(number, today)
        if (status, due_on) not in looks:
            looks[status, due_on] = deadlines.look_on(_like(status, due_on), [], rules, today)
        title, _, category = work(number - 1)
        yield {
            "id": number, "code": f"ZD-2026-{number:03d}", "number": number, "title": title, "category": category,
            "unit_id": unit_of(number, size), "basis": "市政府第5次常务会", "source": "", "due_on": due_on,
            "original_due_on": due_on, "status": status, "percent": percent_of(number, status),
            "base_status": MatterStatus.NOT_STARTED,
            "has_problem": number % 12 == 0, "problem_words": "电力指标未落实" if number % 12 == 0 else "",
            "told_key": "", "is_sealed": number % 500 == SEALED, "opened_at": now - timedelta(days=100),
            "closed_at": now - timedelta(days=9) if status is MatterStatus.CLOSED else None,
            "next_look_on": looks[status, due_on],
        }  # fmt: skip


def _like(status: MatterStatus, due_on: date) -> Matter:
    return Matter(status=status, due_on=due_on, is_sealed=False)


def _days_of_a_ledger(number: int, today: date) -> tuple[MatterStatus, date]:
    """Of twenty: two overdue, one due within the week, three struck off, two told as done; of a hundred three stand."""
    turn = number % 20
    late, soon = today - timedelta(days=1 + number % 60), today + timedelta(days=number % 7)
    later = today + timedelta(days=8 + number % 390)
    if turn < 3:
        return MatterStatus.CLOSED, late
    if turn < FIRST_UNDER_WAY:
        return MatterStatus.COMPLETED, later
    if turn < 7:
        return MatterStatus.IN_PROGRESS, late
    if turn == 7:
        return MatterStatus.IN_PROGRESS, soon
    if number % 100 < 11:
        return MatterStatus.BLOCKED, later
    return MatterStatus.IN_PROGRESS if turn < 16 else MatterStatus.NOT_STARTED, later


def _days_far_off(number: int, today: date) -> tuple[MatterStatus, date]:
    """Nothing to do for time."""
    return MatterStatus.IN_PROGRESS, today + timedelta(days=60 + number % 120)


def _more_matters(session: Session, size: Size) -> None:
    columns = Matter.__table__.c

    def renumbered(by: int) -> Changed:
        number = columns.number + by
        return {"number": number, "code": literal("ZD-2026-") + cast(number, String)}

    _copy(session, Matter, min(SOME, size.matters), size.matters, renumbered)


def _copy(
    session: Session, model: type[Base], there: int, wanted: int, changed: Callable[[int], Changed]
) -> None:  # fmt: skip
    """The first rows again and again, under other ids, until there are enough: a hundred times quicker."""
    columns = model.__table__.c
    while there < wanted:
        other = {"id": columns.id + there, **changed(there)}
        more = select(*(other.get(column.name, column) for column in columns)).where(columns.id <= wanted - there)
        session.execute(insert(model).from_select([column.name for column in columns], more))
        there = min(2 * there, wanted)


def _make_due(session: Session, size: Size, rules: Rules, today: date) -> None:
    """So many, spread over the whole ledger: a few are overdue, the others to be warned of."""
    due = size.due or 0
    numbers = range(size.matters // max(1, due), size.matters + 1, size.matters // max(1, due))
    climbing = min(rules.policy.breaker_floor, due)
    late, soon = rules.calendar.add(today, -1), rules.calendar.add(today, max(rules.policy.warn_workdays))
    for due_on, some in ((late, numbers[:climbing]), (soon, numbers[climbing:due])):
        for first in range(0, len(some), MOST_AT_ONCE):
            session.execute(
                update(Matter)
                .where(Matter.id.in_(some[first : first + MOST_AT_ONCE]))
                .values(due_on=due_on, original_due_on=due_on, next_look_on=today)
                .execution_options(synchronize_session=False)
            )


def _aliases(size: Size) -> Iterator[Row]:
    for number in range(1, _told_one_by_one(size) + 1):
        yield {"id": number, "text": work(number - 1).alias, "matter_id": number}


def _co_units(size: Size) -> Iterator[Row]:
    for number in range(1, _told_one_by_one(size) + 1, 5):
        yield {"matter_id": number, "unit_id": unit_of(number + 1, size)}


def _milestones(size: Size, today: date) -> Iterator[Row]:
    """Every fourth matter has one, mostly met; in a town that is made for the tick none wakes a matter."""
    for number in range(1, _told_one_by_one(size) + 1, 4):
        due_on = today + timedelta(days=number % 50 - 10)
        done_on = due_on if size.due is not None or number % 40 else None
        yield {"matter_id": number, "name": "主体封顶", "due_on": due_on, "done_on": done_on}


def _tell(session: Session, size: Size, now: datetime) -> None:
    """The first reports one by one, the others as copies of them under other keys."""
    wanted = -(-size.progress // TOLD_AT_ONCE)
    reports, rows = min(TOLD // TOLD_AT_ONCE, wanted), min(TOLD, size.progress)
    _insert(session, Inbox, (_inbox(number, size, now) for number in range(1, reports + 1)))
    _insert(session, Report, (_report(number, size, now) for number in range(1, reports + 1)))
    _insert(session, Progress, (_progress(number, size, now) for number in range(1, rows + 1)))
    inbox, report, progress = Inbox.__table__.c, Report.__table__.c, Progress.__table__.c
    _copy(session, Inbox, reports, wanted, lambda by: {"message_key": _past(inbox.id + by)})
    _copy(session, Report, reports, wanted, lambda by: {"inbox_id": report.inbox_id + by})
    _copy(
        session, Progress, rows, size.progress,
        lambda by: {
            "report_id": progress.report_id + by // TOLD_AT_ONCE,
            "told_key": _past(progress.report_id + by // TOLD_AT_ONCE),
        },
    )  # fmt: skip


def _past(number: ColumnElement[int]) -> ColumnElement[str]:
    return literal("past-") + cast(number, String)


def _inbox(number: int, size: Size, now: datetime) -> Row:
    told_at = _told_at(number, now)
    return {
        "id": number, "corp": "bench", "agent": "1", "message_key": f"past-{number}", "channel": "app",
        "sender": head_of(unit_of(number, size)), "kind": "text", "told_at": told_at, "received_at": told_at,
        "envelope": b"-", "signed": "", "plaintext": b"-", "text": "周报", "detail": "", "tries": 0, "trouble": "",
        "disposition": Disposition.RECORDED, "is_released": False, "person_id": unit_of(number, size),
        "intent": "report", "answer": "", "answered_by": "callback", "worked_at": told_at,
    }  # fmt: skip


def _report(number: int, size: Size, now: datetime) -> Row:
    told_at = _told_at(number, now)
    week = day_of(told_at) - timedelta(days=day_of(told_at).weekday())
    return {
        "id": number, "inbox_id": number, "person_id": unit_of(number, size), "unit_id": unit_of(number, size),
        "kind": ReportKind.WEEKLY, "period_first": week, "period_last": week + timedelta(days=6), "told_at": told_at,
        "recorded_at": told_at, "is_no_change": False, "told_through": "",
    }  # fmt: skip


def _progress(number: int, size: Size, now: datetime) -> Row:
    report = (number - 1) // TOLD_AT_ONCE + 1
    return {
        "id": number, "report_id": report, "matter_id": (number - 1) % size.matters + 1,
        "told_at": _told_at(report, now), "told_key": f"past-{report}", "status": MatterStatus.IN_PROGRESS,
        "percent": number * 7 % 90, "has_problem": False, "has_next_steps": False, "is_correction": False,
        "words": "主体施工按计划推进,完成年度投资的一半,下步加快设备安装。",
    }  # fmt: skip


def _told_at(report: int, now: datetime) -> datetime:
    """Within the last hundred days, all different."""
    return now - timedelta(days=1 + report % 100, microseconds=report)
