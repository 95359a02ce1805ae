"""A small office that has things to say, a clock that stands until it is moved, and wires to say them over."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Attempt, Base, Chat, ChatMember, Matter, Outgoing, Person, Unit
from models.chat import ChatChannel
from models.outbox import MessageClass
from models.person import Role
from models.session import Database
from schedules.claims import next_delivery_at
from schedules.delivery import Delivery, deliver
from schedules.quiet import Quiet
from supervision import outbox
from supervision.clock import at
from supervision.offers import Offer
from supervision.outbox import Intent, To
from supervision.sending import Address, Delivered, Outcome, Part, Sender
from supervision.workdays import Calendar

T = TypeVar("T", bound=Base)

MONDAY = date(2026, 6, 15)
QUIET = Quiet(time(20, 0), time(8, 0), Calendar())
SENT = Delivered(Outcome.SENT, 0)
BROKEN = Delivered(Outcome.UNKNOWN)
REFUSED = Delivered(Outcome.NOT_SENT)


class StandingClock:
    """Shows the same moment until somebody moves it."""

    def __init__(self, moment: datetime) -> None:
        self.now = moment

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class PretendWire:
    """Answers what it was told to answer, then that all went well; keeps every touch, heard or not."""

    answers: deque[Delivered] = field(default_factory=deque)
    touches: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    longest: int = 10_000  # characters in one part

    def compose(
        self, address: Address, words: str, mentions: tuple[str, ...] = (), offer: Offer | None = None
    ) -> list[Part]:
        whole = words + "".join(f" @{one}" for one in mentions)
        pieces = [whole[start : start + self.longest] for start in range(0, len(whole), self.longest)]
        return [Part(piece, f"{address.channel}:{address.target}:{piece}".encode()) for piece in pieces]

    def send(self, address: Address, body: bytes) -> Delivered:
        self.bodies.append(body)
        self.touches.append((address.target, body.decode().split(":", 2)[2]))
        return self.answers.popleft() if self.answers else SENT

    def said_to(self, target: str) -> list[str]:
        return [words for whom, words in self.touches if whom == target]


class Killed(BaseException):
    """The process died."""


@dataclass
class DyingWire(PretendWire):
    """The message arrives, and the process that sent it is killed before it can write that down."""

    def send(self, address: Address, body: bytes) -> Delivered:
        super().send(address, body)
        raise Killed


class PostOffice:
    """招商局 has a head and a liaison, the office a supervisor and an administrator; one group has a robot."""

    def __init__(self, database: Database, quiet: Quiet = QUIET) -> None:
        self.database, self.quiet = database, quiet
        self.wire = PretendWire()
        self.clock = StandingClock(at(MONDAY, time(9, 0)))
        self.posted = 0
        with database.write() as session:
            unit = _add(session, Unit(name="招商局"))
            office = _add(session, Unit(name="督查室"))
            self.unit_id = unit.id
            self.head = self._person(session, "wang", "王局长", unit, Role.UNIT_HEAD)
            self.liaison = self._person(session, "li", "小李", unit, Role.LIAISON)
            self.supervisor = self._person(session, "zhang", "张科长", office, Role.SUPERVISOR)
            self.administrator = self._person(session, "admin", "管理员小赵", office, Role.ADMINISTRATOR)
            chat = _add(session, Chat(name="督办群", channel=ChatChannel.ROBOT, address="main"))
            self.chat_id = chat.id
            session.add_all(ChatMember(chat_id=chat.id, person_id=one) for one in (self.head, self.liaison))

    def matter(self, number: int = 3, **values: Any) -> int:  # noqa: ANN401
        with self.database.write() as session:
            matter = Matter(
                code=f"ZD-2026-{number:03}", number=number, title="奥瑞金二期", unit_id=self.unit_id,
                opened_at=self.clock(), **values,
            )  # fmt: skip
            return _add(session, matter).id

    def posts(self, words: str, to: int | To, kind: MessageClass = MessageClass.REMINDER, **more: Any) -> int:  # noqa: ANN401
        """Puts a sentence into the outbox; returns the row's id."""
        self.posted += 1
        facts = {"words": words, **more.pop("facts", {})}
        key = f"test:{self.posted}"
        intent = Intent(key=key, event=more.pop("event", "late_answer"), facts=facts, message_class=kind, **more)
        with self.database.write() as session:
            outbox.post(session, to if isinstance(to, To) else To(person_id=to), intent, self.clock())
            return session.scalars(select(Outgoing.id).where(Outgoing.key == key)).one()

    def delivers(self, sender: Sender | None = None) -> Delivery:
        return deliver(self.database, sender or self.wire, self.clock, self.quiet)

    def passes(self, sender: Sender | None = None, **by: float) -> None:
        """Rings delivery whenever the outbox says it is time, until so much time has passed."""
        end = self.clock() + timedelta(**by)
        while self.clock() < end:
            was_idle = self.delivers(sender).is_idle
            with self.database.read() as session:
                then = next_delivery_at(session)
            assert not (was_idle and then is not None and then <= self.clock()), "due, and nothing is done about it"
            self.clock.now = min(end, max(self.clock(), then or end))
        self.delivers(sender)

    def row(self, row_id: int) -> Outgoing:
        with self.database.read() as session:
            return session.get_one(Outgoing, row_id)

    def attempts(self) -> list[Attempt]:
        with self.database.read() as session:
            return list(session.scalars(select(Attempt).order_by(Attempt.id)))

    def change(self, kind: type[T], row_id: int, **values: Any) -> None:  # noqa: ANN401
        with self.database.write() as session:
            row = session.get_one(kind, row_id)
            for name, value in values.items():
                setattr(row, name, value)

    def _person(self, session: Session, userid: str, name: str, unit: Unit, role: Role) -> int:
        return _add(session, Person(userid=userid, name=name, unit_id=unit.id, role=role)).id


def _add(session: Session, row: T) -> T:
    session.add(row)
    session.flush()
    return row
