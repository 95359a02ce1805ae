"""A small office under the rules of Xianyang: 招商局 leads, 经信局 helps, 督查室 watches. Its Monday is 15 June 2026.

日报 by 18:00 (reminded at 17:30), 周报 by Friday 17:00, 月报 by the last working day 17:00; warnings 3 and 1 working
days before a due day; the office's day begins at 08:00.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Inbox, Matter, Outgoing, Person, Report, Unit
from models.matter import MatterStatus
from models.outbox import OutgoingState
from models.person import Role
from models.report import ReportKind
from models.session import Database
from supervision.clock import at
from supervision.policies.active import activate, preset, rules_in_force
from supervision.policies.policy import Policy
from supervision.rules import Rules
from supervision.telling import Telling
from supervision.workdays import Calendar

MONDAY = date(2026, 6, 15)
OPENED = at(date(2026, 1, 5), time(9))


def moment(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return at(day, time(hour, minute, second))


class House:
    """Writes rows, each call in its own transaction, and knows what lies in the outbox."""

    def __init__(self, database: Database, calendar: Calendar | None = None) -> None:
        self.database = database
        self.calendar = calendar or Calendar()
        self._messages = 0
        self._changed: dict[str, Any] = {}
        with database.write() as session:
            activate(session, preset("xianyang"), "test", OPENED)
        self.office = self.unit("督查室", owes_reports=False)
        self.investment = self.unit("招商局")
        self.industry = self.unit("经信局")
        self.li = self.person("li", "李督查", self.office, Role.SUPERVISOR)
        self.wang = self.person("wang", "王局长", self.investment, Role.UNIT_HEAD)
        self.zhao = self.person("zhao", "赵联络", self.investment, Role.LIAISON)
        self.qian = self.person("qian", "钱局长", self.industry, Role.UNIT_HEAD)

    @property
    def rules(self) -> Rules:
        with self.database.read() as session:
            return self.source(session)

    def source(self, session: Session) -> Rules:
        """As the rim hands the rules in."""
        rules = rules_in_force(session, self.calendar)
        policy: Policy = replace(rules.policy, **self._changed)
        return replace(rules, policy=policy)

    def change_policy(self, **changed: Any) -> None:  # noqa: ANN401
        self._changed |= changed

    def unit(self, name: str, owes_reports: bool = True) -> int:
        with self.database.write() as session:
            unit = Unit(name=name, owes_reports=owes_reports)
            session.add(unit)
            session.flush()
            return unit.id

    def person(self, userid: str, name: str, unit_id: int, role: Role) -> int:
        with self.database.write() as session:
            person = Person(userid=userid, name=name, unit_id=unit_id, role=role)
            session.add(person)
            session.flush()
            return person.id

    def matter(self, number: int, due_on: date | None, unit_id: int | None = None, **others: Any) -> int:  # noqa: ANN401
        """An open matter that the tick has not looked at; 招商局 leads it."""
        values: dict[str, Any] = {
            "code": f"ZD-2026-{number:03}",
            "number": number,
            "title": f"事项{number}",
            "unit_id": unit_id or self.investment,
            "due_on": due_on,
            "original_due_on": due_on,
            "status": MatterStatus.IN_PROGRESS,
            "base_status": MatterStatus.IN_PROGRESS,
            "opened_at": OPENED,
            "next_look_on": OPENED.date(),
        }
        with self.database.write() as session:
            matter = Matter(**(values | others))
            session.add(matter)
            session.flush()
            return matter.id

    def message(self, person_id: int, told_at: datetime, text: str = "") -> int:
        self._messages += 1
        with self.database.write() as session:
            row = Inbox(
                corp="c",
                agent="1",
                message_key=f"m{self._messages}",
                channel="app",
                sender=str(person_id),
                kind="text",
                told_at=told_at,
                received_at=told_at,
                envelope=b"",
                plaintext=b"",
                text=text,
            )
            session.add(row)
            session.flush()
            return row.id

    def telling(self, person_id: int, now: datetime, told_at: datetime | None = None) -> Telling:
        inbox_id = self.message(person_id, told_at or now)
        with self.database.read() as session:
            unit_id = session.get_one(Person, person_id).unit_id
        return Telling(inbox_id, person_id, unit_id, told_at or now, f"m{self._messages}", now)

    def report(
        self,
        person_id: int,
        told_at: datetime,
        kind: ReportKind | None = None,
        first: date | None = None,
        last: date | None = None,
        is_no_change: bool = False,
    ) -> int:
        inbox_id = self.message(person_id, told_at)
        with self.database.write() as session:
            report = Report(
                inbox_id=inbox_id,
                person_id=person_id,
                unit_id=session.get_one(Person, person_id).unit_id,
                kind=kind,
                period_first=first,
                period_last=last or first,
                told_at=told_at,
                recorded_at=told_at,
                is_no_change=is_no_change,
            )
            session.add(report)
            session.flush()
            return report.id

    def withdraw(self, report_id: int, at_: datetime) -> None:
        with self.database.write() as session:
            session.get_one(Report, report_id).withdrawn_at = at_

    def look_at(self, matter_id: int) -> Matter:
        with self.database.read() as session:
            return session.get_one(Matter, matter_id)

    def outbox(self, event: str) -> Sequence[Outgoing]:
        """What waits to be said, in its order."""
        with self.database.read() as session:
            return session.scalars(
                select(Outgoing)
                .where(Outgoing.event == event, Outgoing.state == OutgoingState.WAITING)
                .order_by(Outgoing.id)
            ).all()

    def heard(self, event: str) -> list[int | None]:
        """Who is to hear it."""
        return [row.person_id for row in self.outbox(event)]
