"""A made-up town in a database: units, people, matters, what was told. The same size is the same town every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import String, cast, literal, update
from sqlalchemy.orm import Session

from bench.filling import Changed, Row, copy_rows, insert_rows
from bench.names import person_name, unit_name, work
from bench.sizes import ADMINISTRATOR, LEADER, LEADER_IN_CHARGE, SUPERVISOR, Size, head_of, unit_of
from bench.told import tell
from models import Alias, Charge, CoUnit, Duty, HelpCall, Matter, Milestone, Person, Unit, follow
from models.light_days import days_of, follow_nodes
from models.matter import OPEN, MatterStatus
from models.person import Role
from models.report import ReportKind
from models.session import Database
from supervision import deadlines, reckoning
from supervision.clock import day_of
from supervision.registry import touch_registry
from supervision.rules import Rules

SOME = 10_000  # matters; a multiple of every number of units that is used with `due`
MOST_AT_ONCE = 500  # ids in one statement
FIRST_UNDER_WAY = 5  # of twenty matters in a ledger those before are done
SEALED = 3  # of five hundred: one that is done
CHARGES = 8  # units in the care of the second leader


def fill(database: Database, size: Size, rules: Rules, now: datetime) -> None:
    """Write the whole town into an empty database, in one transaction."""
    today = day_of(now)
    with database.write() as session:
        reckoning.reckon(session, rules, now - timedelta(days=1), 1)  # done at once while there are no matters
        insert_rows(session, Unit, _units(size))
        insert_rows(session, Person, _people(size))
        insert_rows(session, Charge, _charges(size))
        insert_rows(session, Matter, _matters(size, rules, now))
        if size.due is not None:
            _more_matters(session, size)
            _make_due(session, size, rules, today)
        insert_rows(session, Alias, _aliases(size))
        insert_rows(session, CoUnit, _co_units(size))
        insert_rows(session, Milestone, _milestones(size, today))
        tell(session, size, now)
        if size.due is None:
            insert_rows(session, HelpCall, _calls(size, now))
            insert_rows(session, Duty, _duties(size, now))
            follow(session, range(1, size.matters + 1))
        touch_registry(session)


def _told_one_by_one(size: Size) -> int:
    """How many matters have a name of their own; the others, where only the tick looks at them, are copies."""
    return size.matters if size.due is None else min(SOME, size.matters)


def percent_of(number: int, status: MatterStatus = MatterStatus.IN_PROGRESS) -> int:
    """How far a matter has come before anything is told."""
    return number * 7 % 40 if status in OPEN else 100


def is_reported_on(number: int) -> bool:
    """Whether a matter of a ledger is under way, so that reports on it raise no question."""
    return number % 20 >= FIRST_UNDER_WAY


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
    looks: dict[tuple[MatterStatus, date, date | None], date | None] = {}
    for number in range(1, _told_one_by_one(size) + 1):
        status, due_on = days(number, today)
        node = _open_milestone(number, size, today)
        if (status, due_on, node) not in looks:
            nodes = [Milestone(name="", due_on=node)] if node else []
            looks[status, due_on, node] = deadlines.look_on(_like(status, due_on), nodes, rules, today)
        turns = days_of(status, due_on, node, None)
        title, _, category = work(number - 1)
        yield {
            "id": number, "code": f"ZD-2026-{number:03d}", "number": number, "title": title, "category": category,
            "unit_id": unit_of(number, size), "basis": "市政府第5次常务会", "source": "", "due_on": due_on,
            "original_due_on": due_on, "status": status, "percent": percent_of(number, status),
            "base_status": MatterStatus.NOT_STARTED,
            "has_problem": number % 12 == 0, "problem_words": "电力指标未落实" if number % 12 == 0 else "",
            "told_key": "", "is_sealed": number % 500 == SEALED, "opened_at": now - timedelta(days=100),
            "closed_at": now - timedelta(days=9) if status is MatterStatus.CLOSED else None,
            "next_look_on": looks[status, due_on, node], "node_on": node, "yellow_from": turns.yellow_from,
            "red_from": turns.red_from, "order_on": turns.order_on,
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

    copy_rows(session, Matter, min(SOME, size.matters), size.matters, renumbered)


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
    follow_nodes(session, list(numbers))


def _aliases(size: Size) -> Iterator[Row]:
    for number in range(1, _told_one_by_one(size) + 1):
        yield {"id": number, "text": work(number - 1).alias, "matter_id": number}


def _co_units(size: Size) -> Iterator[Row]:
    for number in range(1, _told_one_by_one(size) + 1, 5):
        yield {"matter_id": number, "unit_id": unit_of(number + 1, size)}


def _milestones(size: Size, today: date) -> Iterator[Row]:
    """Every fourth matter has one, mostly met."""
    for number in range(1, _told_one_by_one(size) + 1, 4):
        due_on = _milestone_day(number, today)
        done_on = None if _open_milestone(number, size, today) else due_on
        yield {"matter_id": number, "name": "主体封顶", "due_on": due_on, "done_on": done_on}


def _open_milestone(number: int, size: Size, today: date) -> date | None:
    """One of ten is still to be met; in a town that is made for the tick none wakes a matter."""
    return _milestone_day(number, today) if size.due is None and number % 40 == 1 else None


def _milestone_day(number: int, today: date) -> date:
    return today + timedelta(days=number % 50 - 10)


def _calls(size: Size, now: datetime) -> Iterator[Row]:
    """Of every fiftieth report somebody waits for another unit."""
    for number in range(1, min(size.matters, size.progress) + 1, 50):
        yield {
            "progress_id": number, "matter_id": number, "unit_id": unit_of(number + 1, size),
            "words": "请协调电力指标", "asked_at": now - timedelta(days=1 + number % 9),
        }  # fmt: skip


def _duties(size: Size, now: datetime) -> Iterator[Row]:
    """Everybody owes today's daily."""
    for unit in range(1, size.units + 1):
        yield {
            "unit_id": unit, "kind": ReportKind.DAILY, "period_first": day_of(now), "period_last": day_of(now),
            "opens_at": now - timedelta(hours=2), "due_at": now + timedelta(hours=8),
        }  # fmt: skip
