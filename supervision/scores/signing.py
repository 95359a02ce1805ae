"""「签发 考核7」: what the leader's signature does to each kind of proposal. One transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy.orm import Session

from models import Matter, ScoreEntry, ScoreMark, ScoreProposal
from supervision.scores import books, closing, entries, grades, marks
from supervision.scores.entries import Signed
from supervision.scores.kinds import PROPOSAL, EntryKind, ProposalKind, ProposalState
from supervision.scores.proposals import Told, decide, take, tell_units
from supervision.scores.refusals import EnteredAlready, NoSuchEntry
from supervision.scores.revoking import REVIEW
from supervision.scores.shares import assisting, share
from supervision.telling import Telling

Carry = Callable[[Session, ScoreProposal, Signed, Telling], Sequence[Told]]


def sign(session: Session, number: int, telling: Telling) -> ScoreProposal:
    """Enter what was proposed and tell the units. Raises NotYours, NothingPending, SamePerson, BookFrozen,
    EnteredAlready, NoSuchEntry, SheetIncomplete, SheetChanged.
    """
    row, person = take(session, number, telling)
    signed = Signed(PROPOSAL, row.id, row.clause, person, telling.now)
    told = _CARRY[ProposalKind(row.kind)](session, row, signed, telling)
    decide(session, row, person, ProposalState.SIGNED, telling)
    tell_units(session, row, told, person, telling)
    return row


def _grade(session: Session, row: ScoreProposal, signed: Signed, _telling: Telling) -> Sequence[Told]:
    matter = _matter(session, row)
    if (standing := grades.standing_grade(session, matter.id, row.year)) is not None:
        raise EnteredAlready(entry=standing.id, proposal=None)
    _fix_book(session, row, matter)
    shares = sorted((each["unit_id"], Decimal(each["points"])) for each in row.facts["shares"])
    for unit_id, points in shares:
        entries.enter(session, unit_id, row.year, EntryKind.GRADE, points, row.book, signed)
    return [Told(unit_id, points) for unit_id, points in shares]


def _bonus(session: Session, row: ScoreProposal, signed: Signed, _telling: Telling) -> Sequence[Told]:
    """Shared with those who assist on the day of the signature (X8)."""
    matter, book = _matter(session, row), books.as_of(session, row.book or "", row.policy_version_id)
    _fix_book(session, row, matter)
    shares = share(_points(row), row.unit_id, assisting(session, matter), book.rule if book else None)
    for each in sorted(shares, key=lambda one: one.unit_id):  # always locked in one order
        entries.enter(session, each.unit_id, row.year, EntryKind.BONUS, each.points, row.book, signed, row.name)
    return [Told(each.unit_id, each.points) for each in shares]


def _part(session: Session, row: ScoreProposal, signed: Signed, _telling: Telling) -> Sequence[Told]:
    entries.require_open(session, row.unit_id, row.book, row.year)
    for entry in entries.live(session, row.unit_id, row.book or "", row.year, EntryKind.PART):
        if entry.name == row.name:
            raise EnteredAlready(entry=entry.id, proposal=None)
    entries.enter(session, row.unit_id, row.year, EntryKind.PART, _points(row), row.book, signed, row.name)
    return [Told(row.unit_id, row.points)]


def _revoke(session: Session, row: ScoreProposal, signed: Signed, _telling: Telling) -> Sequence[Told]:
    """The ground is taken back whole: for the unit that leads and for those that assist."""
    entry = session.get_one(ScoreEntry, row.entry_id)
    found = entries.standing(session, entry.ground_kind, entry.ground_id)
    if entry.id not in {one.id for one in found}:
        raise NoSuchEntry(entry=entry.id)
    for each in found:
        entries.counter(session, each, signed.clause, signed.signer, signed.now, after_appeal=REVIEW in row.words)
    return [Told(each.unit_id, -each.points) for each in found]


def _veto(session: Session, row: ScoreProposal, signed: Signed, _telling: Telling) -> Sequence[Told]:
    marks.mark(session, row.unit_id, row.year, row.facts["effect"], signed)
    return [Told(row.unit_id, row.points)]


def _lift(session: Session, row: ScoreProposal, signed: Signed, _telling: Telling) -> Sequence[Told]:
    found = session.get_one(ScoreMark, row.facts["mark"])
    marks.lift(session, replace(signed, ground_kind=found.ground_kind, ground_id=found.ground_id))
    return [Told(row.unit_id, row.points)]


def _freeze(session: Session, row: ScoreProposal, _signed: Signed, telling: Telling) -> Sequence[Told]:
    closing.close(session, row, telling)
    return [Told(row.unit_id, row.points)]


def _fix_book(session: Session, row: ScoreProposal, matter: Matter) -> None:
    book = books.as_of(session, row.book or "", row.policy_version_id)
    if book is not None:
        books.fix(session, matter, book, row.year)


def _matter(session: Session, row: ScoreProposal) -> Matter:
    return session.get_one(Matter, row.matter_id)


def _points(row: ScoreProposal) -> Decimal:
    if row.points is None:
        raise LookupError(f"proposal {row.id} has no points")
    return row.points


_CARRY: Mapping[ProposalKind, Carry] = {
    ProposalKind.GRADE: _grade,
    ProposalKind.BONUS: _bonus,
    ProposalKind.PART: _part,
    ProposalKind.REVOKE: _revoke,
    ProposalKind.VETO: _veto,
    ProposalKind.LIFT: _lift,
    ProposalKind.FREEZE: _freeze,
}
