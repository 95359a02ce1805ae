"""A small office under the policy of Xianyang: its people, its clock, and a postman who delivers what is posted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Charge, Chat, ChatMember, Inbox, Matter, Notice, Outgoing, Person, Unit
from models.chat import ChatChannel
from models.inbox import Disposition
from models.matter import MatterStatus
from models.outbox import OutgoingState
from models.person import Role
from models.session import Database
from supervision import escalation, hearing_windows, notices
from supervision.clock import at, day_of
from supervision.policies.active import activate, preset, rules_in_force
from supervision.rules import Rules
from supervision.still_true import CHECKS
from supervision.telling import Telling
from supervision.texts import render
from supervision.workdays import Calendar

DUE = date(2026, 6, 15)  # a Monday; the 19th is 端午
MORNING = time(9, 0)

ZHAO, QIAN, SUN, LI, ZHOU, WU, ZHENG = range(1, 8)
PEOPLE = (
    (ZHAO, "赵局", 1, Role.UNIT_HEAD),
    (QIAN, "小钱", 1, Role.LIAISON),
    (SUN, "孙局", 2, Role.UNIT_HEAD),
    (LI, "李科", 3, Role.SUPERVISOR),
    (ZHOU, "周科", 3, Role.SUPERVISOR),
    (WU, "吴市长", 4, Role.LEADER),
    (ZHENG, "郑市长", 4, Role.LEADER),
)
UNITS = (Unit(id=1, name="招商局"), Unit(id=2, name="经信局"), Unit(id=3, name="督查室"), Unit(id=4, name="市政府"))


@dataclass
class Office:
    """吴市长 is in charge of 招商局, 郑市长 of 经信局. The clock only moves when it is told to."""

    database: Database
    now: datetime = field(default_factory=lambda: at(date(2026, 6, 12), MORNING))
    calendar: Calendar = field(default_factory=Calendar)
    messages: Iterator[int] = field(default_factory=itertools.count)

    def open(self, policy: str | None = None) -> None:
        with self.database.write() as session:
            session.add_all(Unit(id=unit.id, name=unit.name) for unit in UNITS)
            session.flush()
            session.add_all(
                Person(id=number, userid=f"u{number}", name=name, unit_id=unit, role=role)
                for number, name, unit, role in PEOPLE
            )
            session.flush()
            session.add_all([Charge(person_id=WU, unit_id=1), Charge(person_id=ZHENG, unit_id=2)])
            session.add(Chat(id=1, name="重点工作群", channel=ChatChannel.ROBOT, address="main"))
            session.flush()
            session.add_all([ChatMember(chat_id=1, person_id=ZHAO), ChatMember(chat_id=1, person_id=LI)])
            activate(session, policy or preset("xianyang"), "李科", self.now)

    def matter(self, number: int = 3, due_on: date = DUE, unit_id: int = 1) -> int:
        with self.database.write() as session:
            matter = Matter(
                code=f"ZD-2026-{number:03d}",
                number=number,
                title=f"奥瑞金{number}期",
                unit_id=unit_id,
                due_on=due_on,
                original_due_on=due_on,
                status=MatterStatus.IN_PROGRESS,
                base_status=MatterStatus.IN_PROGRESS,
                opened_at=self.now,
                next_look_on=due_on,
            )
            session.add(matter)
            session.flush()
            return matter.id

    @contextmanager
    def told_by(self, person_id: int, matter_id: int) -> Iterator[tuple[Session, Matter, Telling]]:
        """One message of one person about one matter, in its own transaction."""
        with self.database.write() as session:
            yield session, session.get_one(Matter, matter_id), self.telling(session, person_id)

    def telling(self, session: Session, person_id: int, told_at: datetime | None = None) -> Telling:
        key = f"m{next(self.messages)}"
        row = Inbox(
            corp="c", agent="1", message_key=key, channel="app", sender=f"u{person_id}", kind="text",
            told_at=told_at or self.now, received_at=self.now, envelope=b"", plaintext=b"",
            disposition=Disposition.DONE,
        )  # fmt: skip
        session.add(row)
        session.flush()
        unit_id = session.get_one(Person, person_id).unit_id
        return Telling(row.id, person_id, unit_id, row.told_at, key, self.now)

    def rules(self, session: Session) -> Rules:
        return rules_in_force(session, self.calendar)

    def until(self, month: int, day: int, hour: time = MORNING) -> None:
        """Let the days pass: every morning the ladder is looked at and the post goes out."""
        goal = at(date(2026, month, day), hour)
        while day_of(self.now) < day_of(goal):
            self.now = at(date.fromordinal(day_of(self.now).toordinal() + 1), MORNING)
            self.morning()
        self.now = goal

    def morning(self) -> list[str]:
        """What the ladder did this morning."""
        done = self.climb_all()
        self.post()
        return done

    def climb_all(self) -> list[str]:
        with self.database.write() as session:
            rules = self.rules(session)
            hearing_windows.close_hearings(session, rules, self.now)
            due = escalation.due_climbs(session, day_of(self.now), 100)
            wanted = escalation.would_climb(session, due, rules, self.now)
            if escalation.breaker(session, len(wanted), rules, self.now):
                return []
            return [step for each in wanted if (step := escalation.climb(session, each, rules, self.now))]

    def post(self, stays: bool = False) -> None:
        """The postman: what is still true is rendered and arrives, the rest is cancelled. Or the wire is down."""
        if stays:
            return
        with self.database.write() as session:
            for row in session.scalars(select(Outgoing).where(Outgoing.state == OutgoingState.WAITING)):
                is_true = not row.still_true or CHECKS[row.still_true](session, row)
                row.state = OutgoingState.SENT if is_true else OutgoingState.CANCELLED
                row.ended_at = self.now
                words = render(row.event, **row.facts)
                assert 0 < len(words.encode()) <= 2048

    def said(self, event: str, person_id: int | None = None, chat_id: int | None = None) -> list[str]:
        """What arrived, in words."""
        with self.database.read() as session:
            rows = session.scalars(
                select(Outgoing)
                .where(Outgoing.event == event, Outgoing.state == OutgoingState.SENT)
                .order_by(Outgoing.id)
            ).all()
        return [
            render(row.event, **row.facts)
            for row in rows
            if person_id in (None, row.person_id) and chat_id in (None, row.chat_id)
        ]

    def notices(self, matter_id: int | None = None) -> Sequence[Notice]:
        with self.database.read() as session:
            wanted = select(Notice).order_by(Notice.id)
            return session.scalars(wanted.where(Notice.matter_id == matter_id) if matter_id else wanted).all()

    # What people do, in the words of the office.

    def sign_white(self, matter_id: int, finish_by: date, person_id: int = LI) -> Notice:
        with self.told_by(person_id, matter_id) as (session, matter, telling):
            return notices.sign(session, matter, telling, self.rules(session), "完成主体验收", finish_by)

    def explain(self, matter_id: int, words: str, person_id: int = ZHAO) -> Notice:
        with self.told_by(person_id, matter_id) as (session, matter, telling):
            return notices.give_reason(session, matter, telling, words)

    def accept(self, matter_id: int, words: str, person_id: int = LI) -> Notice:
        with self.told_by(person_id, matter_id) as (session, matter, telling):
            return notices.accept_reason(session, matter, telling, words)

    def propose(self, matter_id: int, finish_by: date, person_id: int = LI) -> Notice:
        with self.told_by(person_id, matter_id) as (session, matter, telling):
            return notices.propose(
                session, matter, telling, "完成主体验收", finish_by, "无正当理由:电力已于5月接通", self.rules(session)
            )

    def sign(self, matter_id: int, person_id: int = WU) -> Notice:
        with self.told_by(person_id, matter_id) as (session, matter, telling):
            return notices.sign(session, matter, telling, self.rules(session))

    def settle(self, matter_id: int, because: str) -> int:
        with self.database.write() as session:
            return escalation.settle(session, matter_id, because, self.now)

    def to_yellow_hearing(self, matter_id: int) -> None:
        """White drafted on the 16th, signed with a limit on the 23rd; the hearing for yellow opens on the 24th."""
        self.until(6, 16)
        self.sign_white(matter_id, date(2026, 6, 23))
        self.post()
        self.until(6, 24)
