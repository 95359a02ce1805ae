"""What a notice costs and how it is taken back (N4), and the chain behind an entry (N8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Appeal, Matter, Notice, Outgoing, Person, ScoreEntry
from models.appeal import AppealState
from supervision.numbers import number_of
from supervision.rules import Rules
from supervision.scores import books, entries, marks
from supervision.scores.entries import Signed
from supervision.scores.kinds import NOTICE, EntryKind
from supervision.scores.shares import assisting, share


@dataclass(frozen=True, slots=True)
class Reminded:
    """Something we told the unit beforehand, and what became of it on the wire."""

    event: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Ground:
    """「为什么扣0.3」: the whole chain behind one entry."""

    entry: ScoreEntry
    notice: Notice
    number: str
    matter_number: int
    title: str
    evidence: Mapping[str, Any]  # as it stood when the notice was drafted (N8)
    reminded: Sequence[Reminded]  # as it stands now
    signer: str


def deduct(session: Session, notice: Notice, matter: Matter, rules: Rules, signer: Person, now: datetime) -> None:
    """Enter what a signed notice costs, and what it does to eligibility. Once: the database refuses a second time.

    The lead is the unit the notice is addressed to, whoever has the matter by now (X11); those who assist bear the
    book's share (X8). Raises BookFrozen.
    """
    if notice.year is None:
        return
    signed = Signed(NOTICE, notice.id, f"{rules.policy.title} {notice.article}", signer, now)
    if effect := notice.grounds.get("eligibility"):
        marks.mark(session, notice.unit_id, notice.year, effect, signed)
    if notice.points is None:
        return
    book = books.of_matter(session, matter, rules, notice.year)
    if book is not None:
        books.fix(session, matter, book, notice.year)
    shares = share(notice.points, notice.unit_id, assisting(session, matter), book.rule if book else None)
    for each in sorted(shares, key=lambda one: one.unit_id):  # always locked in one order
        entries.enter(
            session, each.unit_id, notice.year, EntryKind.DEDUCT, each.points, book.rule.name if book else None, signed
        )


def revoke(session: Session, notice: Notice, clause: str, signer: Person, now: datetime) -> None:
    """The counter-entries to whatever the notice cost; nothing when it cost nothing.

    In a book that is closed only after the unit asked for a review (复核). Raises BookFrozen.
    """
    after_appeal = _was_appealed(session, notice)
    for entry in entries.standing(session, NOTICE, notice.id):
        entries.counter(session, entry, clause, signer, now, after_appeal=after_appeal)
    marks.lift(session, Signed(NOTICE, notice.id, clause, signer, now))


def total(session: Session, unit_id: int, year: int) -> Decimal:
    """Exact: the points are added here, not in a database that might make them binary."""
    points = session.scalars(
        select(ScoreEntry.points).where(ScoreEntry.unit_id == unit_id, ScoreEntry.year == year)
    ).all()
    return sum(points, Decimal(0))


def grounds(session: Session, unit_id: int, year: int) -> list[Ground]:
    """Every entry of a unit and year that rests on a notice, with its chain, oldest first."""
    rows = session.execute(
        select(ScoreEntry, Notice, Matter.number, Matter.title, Person.name)
        .join(Notice, Notice.id == ScoreEntry.ground_id)
        .join(Matter, Matter.id == Notice.matter_id)
        .join(Person, Person.id == ScoreEntry.signed_by_id)
        .where(ScoreEntry.unit_id == unit_id, ScoreEntry.year == year, ScoreEntry.ground_kind == NOTICE)
        .order_by(ScoreEntry.id)
    )
    return [
        Ground(entry, notice, number_of(notice), number, title, notice.grounds, reminded(session, notice), signer)
        for entry, notice, number, title, signer in rows
    ]


def reminded(session: Session, notice: Notice) -> list[Reminded]:
    """The reminders named in a notice's evidence, with their present state."""
    ids = [each["id"] for each in notice.grounds.get("reminders", [])]
    rows = session.scalars(select(Outgoing).where(Outgoing.id.in_(ids)).order_by(Outgoing.id)).all() if ids else []
    return [Reminded(row.event, row.ended_at or row.created_at, row.state.value) for row in rows]


def _was_appealed(session: Session, notice: Notice) -> bool:
    """复核 was asked, and did not end with the notice standing."""
    asked = select(Appeal.id).where(Appeal.notice_id == notice.id, Appeal.state != AppealState.UPHELD)
    return session.scalar(asked) is not None
