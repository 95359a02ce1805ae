"""冲销, 恢复资格: a mistake gets a counter-entry or a lift, proposed and signed like the thing itself (N4)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models import ScoreEntry, ScoreProposal, Unit
from models.person import Role
from supervision.scores import books, entries, marks
from supervision.scores.books import Book
from supervision.scores.kinds import PROPOSAL, ProposalKind
from supervision.scores.proposals import Wanted, propose
from supervision.scores.refusals import BookFrozen, NoSuchEntry
from supervision.signers import speaker
from supervision.telling import Telling

REVIEW = "复核"


def revocation(session: Session, number: int, words: str, telling: Telling) -> ScoreProposal:
    """「冲销 12 理由」: what a notice cost is taken back with the notice. After 定档 the words say what 复核 found.

    Raises NotYours, SomethingMissing, NoSuchEntry, EnteredAlready, BookFrozen.
    """
    speaker(session, telling, Role.SUPERVISOR)
    entry = session.get(ScoreEntry, number)
    book = _book_of(session, entry) if entry is not None and entry.ground_kind == PROPOSAL else None
    if entry is None or book is None or entry.id not in {one.id for one in _standing(session, entry)}:
        raise NoSuchEntry(entry=number)
    is_closed = entries.sheet_of(session, entry.unit_id, book.rule.name, entry.year) is not None
    if is_closed and REVIEW not in words:
        raise BookFrozen(unit=session.get_one(Unit, entry.unit_id).name, book=book.rule.name, year=entry.year)
    wanted = Wanted(
        kind=ProposalKind.REVOKE,
        about=f"revoke:{entry.id}",
        unit_id=entry.unit_id,
        year=entry.year,
        book=book,
        clause=entry.clause,
        words=words,
        entry_id=entry.id,
        name=entry.name,
        points=-entry.points,
        facts={"entry": entry.id, "kind": entry.kind},
    )
    return propose(session, wanted, telling)


def lift(session: Session, number: int, words: str, telling: Telling) -> ScoreProposal:
    """「恢复资格 5 理由」; what a notice did is lifted with the notice.

    Raises NotYours, SomethingMissing, NoSuchEntry, EnteredAlready.
    """
    speaker(session, telling, Role.SUPERVISOR)
    mark = marks.find(session, number)
    proposal = session.get(ScoreProposal, mark.ground_id) if mark and mark.ground_kind == PROPOSAL else None
    book = books.named(session, proposal.book or "", proposal.policy_version_id) if proposal else None
    if mark is None or book is None:
        raise NoSuchEntry(entry=number)
    wanted = Wanted(
        kind=ProposalKind.LIFT,
        about=f"lift:{mark.id}",
        unit_id=mark.unit_id,
        year=mark.year,
        book=book,
        clause=mark.clause,
        words=words,
        facts={"mark": mark.id, "effect": mark.effect},
    )
    return propose(session, wanted, telling)


def _book_of(session: Session, entry: ScoreEntry) -> Book | None:
    proposal = session.get_one(ScoreProposal, entry.ground_id)
    return books.named(session, entry.book or "", proposal.policy_version_id)


def _standing(session: Session, entry: ScoreEntry) -> Sequence[ScoreEntry]:
    return entries.standing(session, entry.ground_kind, entry.ground_id)
