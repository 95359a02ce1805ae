"""谁收到了什么: for each person the messages the bot started since the rehearsal began, and about what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Outgoing, Person, Send, Unit
from models.outbox import MessageClass, OutgoingState
from supervision.texts import render


@dataclass
class Received:
    """`messages` counts what rang on the phone: several matters in one message are one. `papers` of them are formal."""

    userid: str
    name: str
    unit: str
    sends: set[int] = field(default_factory=set)
    papers: set[int] = field(default_factory=set)
    about: Counter[str] = field(default_factory=Counter)

    @property
    def messages(self) -> int:
        return len(self.sends)

    @property
    def words(self) -> str:
        """At most four kinds, the most frequent first."""
        return "、".join(f"{what}{times}次" if times > 1 else what for what, times in self.about.most_common(4))


def received(session: Session, after: int) -> list[Received]:
    """Of the intents after that id; answers to what somebody asked are not counted. Who got most stands first."""
    rows = session.execute(
        select(Outgoing.event, Outgoing.message_class, Send.id, Person, Unit.name)
        .join(Send, Send.id == Outgoing.send_id)
        .join(Person, Person.id == Outgoing.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(
            Outgoing.id > after,
            Outgoing.state == OutgoingState.SENT,
            Outgoing.message_class != MessageClass.REPLY,
        )
        .order_by(Outgoing.id)
    ).all()
    found: dict[int, Received] = {}
    for event, kind, send_id, person, unit in rows:
        one = found.setdefault(person.id, Received(person.userid, person.name, unit))
        one.about[_label(event)] += 1
        one.sends.add(send_id)
        if kind is MessageClass.PENALTY:
            one.papers.add(send_id)
    return sorted(found.values(), key=lambda one: (-one.messages, one.userid))


@cache
def _label(event: str) -> str:
    """The words after the colon: 「发出:提醒报送」."""
    said = render("town_said", about=event, state=OutgoingState.SENT.value).partition("\n")[0]
    return said.partition(":")[2]
