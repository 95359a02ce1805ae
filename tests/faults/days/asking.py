"""Puts the table to the house. What differs comes back, a line each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Notice, Outgoing, Person, Report, Send
from models.outbox import MessageClass
from models.report import ReportKind
from schedules.budget import permitted_at
from schedules.jobs import JOBS, next_moment
from schedules.judging import ears_of
from schedules.quiet import Quiet
from schedules.spent import Spent, spent
from supervision import outbox
from supervision.clock import SHANGHAI, local
from supervision.duties import due_moment, period_of
from supervision.outbox import Intent, To
from supervision.policies.policy import Lightness
from supervision.rules import Rules
from supervision.sending import Address, Outcome
from tests.faults.days import table
from tests.stories.office import StoryOffice, add_matter, open_office

LATE = 5


def asked_of(rules: Rules) -> Iterator[str]:
    """What follows from the rules and the calendar alone."""
    for written, day, due in table.DUE:
        [rule] = [one for one in rules.policy.reports if _WRITTEN[one.kind] == written]
        found = due_moment(rule, period_of(rule.kind, date.fromisoformat(day)), rules.calendar)
        yield from _differs(f"{written} of {day} is due", due, found)
    for written, after, wanted in table.REMINDER:
        [job] = [one for one in JOBS if one.name == f"remind_{_kind(written).value}"]
        yield from _differs(f"{written} after {after} is reminded", wanted, next_moment(job, rules, _at(after)))
    quiet = Quiet.of(rules)
    for now, until in table.QUIET:
        yield from _differs(f"at {now} it waits until", until, quiet.held_until(_at(now)))
    for now, day_count, week_count, until in table.BUDGET:
        so_far = Spent(day=day_count, week=week_count)
        found = permitted_at(so_far, Lightness(), quiet, _at(now), is_pressing=False, is_group=False)
        yield from _differs(f"at {now} after {day_count} and {week_count} the next is said", until, found)


def counted(office: StoryOffice) -> Iterator[str]:
    """How many messages count at a moment, when one was said; nothing of it stays."""
    for said, now, *wanted in table.COUNTED:
        with office.house.database.write() as session:
            scratch = session.begin_nested()
            person = session.scalars(select(Person).where(Person.userid == "zhangwei")).one()
            row = _said(session, person, _at(said))
            found = spent(session, ears_of(session, row), Address("app", person.userid), _at(now))
            scratch.rollback()
        yield from _differs(f"at {now} count of {said}", f"{wanted}", f"{[found.day, found.week]}")


def _said(session: Session, person: Person, moment: datetime) -> Outgoing:
    intent = Intent(key="days", event="warn_due", facts={}, message_class=MessageClass.REMINDER)
    outbox.post(session, To(person_id=person.id), intent, moment)
    send = Send(
        channel="app", target=person.userid, message_class=MessageClass.REMINDER, body=b"", words="",
        created_at=moment, outcome=Outcome.SENT,
    )  # fmt: skip
    session.add(send)
    session.flush()
    row = session.scalars(select(Outgoing).where(Outgoing.key == "days")).one()
    row.send_id = send.id
    session.flush()
    return row


def told_around_midnight(office: StoryOffice) -> Iterator[str]:
    """Reports at the moments of the table, in one office."""
    for number, (moment, kind, *_) in enumerate(table.TOLD):
        office.clock.now = _at(moment) + timedelta(milliseconds=number)
        office.says("zhangwei", f"{kind} 奥瑞金二期 进度{61 + number}%")
    with office.house.database.read() as session:
        reports = session.scalars(select(Report).order_by(Report.id)).all()
    for (moment, kind, first, last), report in zip(table.TOLD, reports, strict=True):
        found = f"{report.period_first} {report.period_last}"
        yield from _differs(f"{kind} told at {moment} is of", f"{first} {last}", found)
        yield from _differs(f"{kind} told at {moment} is", kind, _WRITTEN[report.kind] if report.kind else "")


def signed_around_the_year(office: StoryOffice) -> Iterator[str]:
    """Four notices drafted in time, each signed at a moment of the table."""
    numbers = range(11, 11 + len(table.SIGNED))
    for number in numbers:
        add_matter(office, number, f"第{number}号工程", "城管局", due_on=date(2025, 12, 29), percent=50)
    office.until(_at("2025-12-31 10:00"))
    for number, (moment, *_) in zip(numbers, table.SIGNED, strict=True):
        office.clock.now = _at(moment)
        office.says("zhouming", f"签发 {number} 标准:完成主体验收 时限:1月20日")
    with office.house.database.read() as session:
        found = session.execute(select(Notice.year, Notice.serial).order_by(Notice.matter_id)).all()
    for (moment, *wanted), (year, serial) in zip(table.SIGNED, found, strict=True):
        yield from _differs(f"signed at {moment} has the number", f"{wanted}", f"{[year, serial]}")


@dataclass(frozen=True, slots=True)
class Lived:
    troubles: tuple[str, ...]
    digest: str  # of all that people saw, and when


def live_through(path: Path, which: int) -> Lived:
    """A story of the table, from the morning on which the office opens."""
    opens, due, ends, warned, overdue, ahead, daily = table.LIVED[which]
    office = open_office(f"sqlite:///{path}", _at(f"{opens} 07:00"))
    add_matter(office, LATE, "老旧小区改造", "城管局", due_on=date.fromisoformat(due), percent=50)
    office.until(_at(ends))
    with office.house.database.read() as session:
        said = [(f"{local(row.created_at):%Y-%m-%d %H:%M}", row.event) for row in session.scalars(_OUTGOING)]
    lines = "\n".join(f"{one.at} {one.to} {one.channel} {one.text}" for one in office.platform.ledger.entries)
    office.house.close()
    wanted = {
        "warn_due": [one.removesuffix(" warn_due") for one in warned],
        "overdue_told": [overdue],
        "escalation_draft_ready": [overdue, overdue],  # to both supervisors
        "remind_missing": sorted([*ahead, *(f"{day} 17:30" for day in daily)]),
    }
    troubles: list[str] = []
    for event, moments in wanted.items():
        found = [at for at, one in said if one == event]
        troubles += _differs(f"due on {due}, {event} at", f"{moments}", f"{found}")
    return Lived(tuple(troubles), hashlib.sha256(lines.encode()).hexdigest()[:16])


_OUTGOING = select(Outgoing).order_by(Outgoing.created_at, Outgoing.id)
_WRITTEN = {ReportKind.DAILY: table.DAILY, ReportKind.WEEKLY: table.WEEKLY, ReportKind.MONTHLY: table.MONTHLY}


def _kind(written: str) -> ReportKind:
    return next(kind for kind, name in _WRITTEN.items() if name == written)


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def _differs(what: str, wanted: str, found: object) -> Iterator[str]:
    shown = f"{local(found):%Y-%m-%d %H:%M}" if isinstance(found, datetime) else str(found or "")
    if shown != wanted:
        yield f"{what} {wanted or 'never'}, not {shown or 'never'}"
