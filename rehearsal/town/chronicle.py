"""What the bot did by itself and why, read from its own books after each moment and put into plain words.

Nothing is taken from the product's word for it: runs of jobs, own acts, messages heard and messages sent are rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Act, Chat, Inbox, JobRun, Matter, Notice, Outgoing, Person, Unit
from models.outbox import OutgoingState
from models.session import Database
from supervision.texts import render

PENDING = (OutgoingState.WAITING, OutgoingState.CLAIMED)


class Kind(StrEnum):
    HEARD = "heard"  # a message came in
    DID = "did"  # a job ran, a notice was drafted
    SAID = "said"  # a message went out, or did not
    HELD = "held"  # something stops until a person has looked
    BROKE = "broke"


@dataclass(frozen=True, slots=True)
class Hearer:
    """Whose phone shows it; without a userid it is the group."""

    userid: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`group` is the same for what belongs in one line, such as a reminder to many."""

    serial: int
    at: datetime
    kind: Kind
    words: str
    why: str
    hearers: tuple[Hearer, ...] = ()
    group: str = ""


@dataclass
class Chronicle:
    """`entries` only grows. Before `begin_here` nothing is written down."""

    entries: list[Entry] = field(default_factory=list)
    screens_before: int = 0  # so many things stood on screens when the rehearsal began
    intents_before: int = 0  # the newest intent of that time
    has_begun: bool = False
    has_news: bool = False
    _last_act: int = 0
    _last_message: int = 0
    _known_runs: set[tuple[str, datetime]] = field(default_factory=set)
    _known_words: set[int] = field(default_factory=set)

    def begin_here(self, database: Database, screens_before: int) -> None:
        """What happened up to now is the past and is not told."""
        self.screens_before = screens_before
        self.has_begun = True
        with database.read() as session:
            self._last_act = session.scalar(select(func.max(Act.id))) or 0
            self._last_message = session.scalar(select(func.max(Inbox.id))) or 0
            self._known_runs = {(run.job, run.scheduled_for) for run in session.scalars(select(JobRun))}
            self.intents_before = session.scalar(select(func.max(Outgoing.id))) or 0
            self._known_words = set(session.scalars(select(Outgoing.id).where(Outgoing.ended_at.is_not(None))))

    def write(self, database: Database, now: datetime, done: Sequence[object]) -> None:
        """Write down what is new in the books; `done` is asked only for what broke, which leaves no row."""
        if not self.has_begun:
            return
        before = len(self.entries)
        with database.read() as session:
            self._messages(session)
            self._runs(session)
            self._acts(session)
            self._words(session, now)
        for broken in done:
            if trouble := getattr(broken, "trouble", ""):
                self._add(now, Kind.BROKE, render("town_broke", trouble=trouble))
        self.has_news = len(self.entries) > before

    def _messages(self, session: Session) -> None:
        rows = session.execute(
            select(Inbox, Person.name)
            .outerjoin(Person, Person.userid == Inbox.sender)
            .where(Inbox.id > self._last_message)
            .order_by(Inbox.id)
        ).all()
        for message, name in rows:
            self._last_message = message.id
            text = render(
                "town_heard",
                name=name or message.sender,
                intent=message.intent,
                disposition=message.disposition.value,
                is_first=not any(entry.kind is Kind.HEARD for entry in self.entries),
            )
            self._add(message.told_at, Kind.HEARD, text)

    def _runs(self, session: Session) -> None:
        keys = session.execute(select(JobRun.job, JobRun.scheduled_for).order_by(JobRun.ran_at, JobRun.job))
        for key in [(job, moment) for job, moment in keys if (job, moment) not in self._known_runs]:
            run = session.get_one(JobRun, key)
            self._known_runs.add(key)
            self._add(run.ran_at, Kind.DID, render("town_job", job=run.job, at=run.scheduled_for, found=run.found))

    def _acts(self, session: Session) -> None:
        rows = session.execute(
            select(Act, Matter, Unit.name)
            .outerjoin(Matter, Matter.id == Act.matter_id)
            .outerjoin(Unit, Unit.id == Matter.unit_id)
            .where(Act.id > self._last_act)
            .order_by(Act.id)
        ).all()
        for act, matter, unit in rows:
            self._last_act = act.id
            if act.by_id is not None:
                continue  # a person's own act is told by the message it came with
            facts = {"act": act.act, "facts": act.facts, "unit": unit, **_matter(matter), **_notice(session, act)}
            kind = Kind.HELD if act.act == "hold_opened" else Kind.DID
            self._add(act.at, kind, render("town_act", **facts))

    def _words(self, session: Session, now: datetime) -> None:
        rows = session.execute(
            select(Outgoing, Person, Unit.name, Chat.name)
            .outerjoin(Person, Person.id == Outgoing.person_id)
            .outerjoin(Unit, Unit.id == Person.unit_id)
            .outerjoin(Chat, Chat.id == Outgoing.chat_id)
            .where(Outgoing.state.not_in(PENDING), Outgoing.id.not_in(self._known_words))
            .order_by(Outgoing.ended_at, Outgoing.event, Outgoing.state, Outgoing.id)
        ).all()
        self._known_words |= {row[0].id for row in rows}
        for (event, state), same in groupby(rows, key=lambda row: (row[0].event, row[0].state)):
            told = list(same)
            at = told[0][0].ended_at or now
            hearers = tuple(_hearer(person, unit, chat) for _, person, unit, chat in told)
            words = render("town_said", about=event, state=state.value)
            self._add(at, Kind.SAID, words, hearers, f"{event} {state.value}")

    def _add(
        self, moment: datetime, kind: Kind, text: str, hearers: tuple[Hearer, ...] = (), group: str = ""
    ) -> None:  # fmt: skip
        """The first line says what, the rest why; a text that is empty says there is nothing to tell."""
        words, _, why = text.partition("\n")
        if words:
            self.entries.append(Entry(len(self.entries) + 1, moment, kind, words, why, hearers, group))


def _hearer(person: Person | None, unit: str | None, chat: str | None) -> Hearer:
    return Hearer(person.userid, f"{unit} {person.name}") if person is not None else Hearer("", chat or "")


def _matter(matter: Matter | None) -> dict[str, Any]:
    return {"number": matter.number, "title": matter.title} if matter is not None else {"number": 0, "title": ""}


def _notice(session: Session, act: Act) -> dict[str, Any]:
    """What the notice of an act rests on, as it was frozen when it was drafted."""
    notice = session.get(Notice, act.facts["notice"]) if "notice" in act.facts else None
    if notice is None:
        return {"notice": None}
    return {
        "notice": {
            "name": notice.grounds["name"],
            "state": notice.state.value,
            "due_on": notice.grounds["due_on"],
            "workdays_late": notice.grounds["workdays_late"],
            "previous": notice.grounds["previous"],
            "findings": notice.grounds["findings"],
            "policy": notice.grounds["policy"]["title"],
            "article": notice.article,
            "hearing_until": notice.hearing_until,
        }
    }
