"""What a supervisor proposes for the books; it waits until a leader in charge of the unit signs or declines (P13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models import Matter, Person, ScoreProposal, Unit
from models.matter import MatterStatus
from models.person import Role
from supervision import acts
from supervision.announcing import announce
from supervision.audience import people_of
from supervision.errors import NothingPending, SamePerson, SomethingMissing
from supervision.scores.books import Book
from supervision.scores.kinds import ProposalKind, ProposalState
from supervision.scores.refusals import EnteredAlready
from supervision.signers import signers_of, speaker
from supervision.telling import Telling
from supervision.visibility import Readers, Scope, may_see_units, may_see_whole, scope, viewer_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be entered. `about` is the one thing it decides: it waits once at a time. `shown` is for people."""

    kind: ProposalKind
    about: str
    unit_id: int
    year: int
    book: Book
    clause: str
    words: str
    matter: Matter | None = None
    entry_id: int | None = None
    name: str | None = None
    points: Decimal | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """A unit that hears of what was signed, and what it gets or loses by it."""

    unit_id: int
    points: Decimal | None


def propose(session: Session, wanted: Wanted, telling: Telling) -> ScoreProposal:
    """Raises NotYours, SomethingMissing, EnteredAlready while the same waits."""
    person = speaker(session, telling, Role.SUPERVISOR)
    if not wanted.words.strip():
        raise SomethingMissing(lacks="words")
    waits = session.scalar(
        select(ScoreProposal.id).where(
            ScoreProposal.about == wanted.about, ScoreProposal.state == ProposalState.WAITS.value
        )
    )
    if waits is not None:
        raise EnteredAlready(proposal=waits, entry=None)
    row = ScoreProposal(
        kind=wanted.kind.value,
        about=wanted.about,
        state=ProposalState.WAITS.value,
        unit_id=wanted.unit_id,
        year=wanted.year,
        book=wanted.book.rule.name,
        matter_id=wanted.matter.id if wanted.matter else None,
        entry_id=wanted.entry_id,
        name=wanted.name,
        points=wanted.points,
        words=wanted.words.strip(),
        clause=wanted.clause,
        facts=wanted.facts,
        policy_version_id=wanted.book.policy_version_id,
        inbox_id=telling.inbox_id,
        proposed_by_id=person.id,
        proposed_at=telling.told_at,
    )
    session.add(row)
    session.flush()
    acts.note(session, "score_proposed", telling, row.matter_id, proposal=row.id, kind=row.kind, words=row.words)
    announce(
        session, signers_of(session, row.unit_id), "score_proposed", f"score:{row.id}:proposed",
        facts_of(session, row), telling.now, matter_id=row.matter_id, still_true="score_proposal_waits",
    )  # fmt: skip
    return row


def take(session: Session, number: int, telling: Telling) -> tuple[ScoreProposal, Person]:
    """The proposal that waits for this leader, locked. Raises NotYours, NothingPending, SamePerson."""
    person = speaker(session, telling, Role.LEADER)
    row = session.scalar(
        select(ScoreProposal)
        .where(ScoreProposal.id == number, ScoreProposal.state == ProposalState.WAITS.value)
        .with_for_update()
    )
    if row is None or not _may_decide(session, row, person):
        raise NothingPending
    if person.id == row.proposed_by_id:
        raise SamePerson
    return row, person


def _may_decide(session: Session, row: ScoreProposal, person: Person) -> bool:
    """In charge of the unit, and of a sealed matter one of those named on it."""
    if person.id not in {each.id for each in signers_of(session, row.unit_id)}:
        return False
    matter = session.get(Matter, row.matter_id) if row.matter_id is not None else None
    if matter is None:
        return True
    if matter.status is MatterStatus.REVOKED:  # nothing is entered for it any more
        return False
    return not matter.is_sealed or scope(session, viewer_of(session, person), matter.id) is Scope.WHOLE


def decline(session: Session, number: int, telling: Telling, words: str) -> ScoreProposal:
    """不签, with a reason; nothing is entered. Raises NotYours, NothingPending, SamePerson, SomethingMissing."""
    row, person = take(session, number, telling)
    if not words.strip():
        raise SomethingMissing(lacks="words")
    decide(session, row, person, ProposalState.DECLINED, telling, words.strip())
    proposer = session.get_one(Person, row.proposed_by_id)
    facts = facts_of(session, row) | {"leader": person.name, "because": row.decided_words}
    announce(
        session, [proposer], "score_declined", f"score:{row.id}:declined", facts, telling.now, matter_id=row.matter_id
    )
    return row


def decide(
    session: Session, row: ScoreProposal, person: Person, state: ProposalState, telling: Telling, words: str = ""
) -> None:
    row.state, row.decided_by_id, row.decided_at = state.value, person.id, telling.told_at
    row.decided_words = words
    session.flush()
    acts.note(session, f"score_{state.value}", telling, row.matter_id, proposal=row.id, kind=row.kind)


def tell_units(session: Session, row: ScoreProposal, told: Sequence[Told], signer: Person, telling: Telling) -> None:
    """What was signed about a unit is told to it at once (P11); to one that assists, its own share."""
    # Who has the matter by now is no matter: the points are this unit's. A sealed one is for those named on it only.
    sealed = session.scalar(select(Matter.id).where(Matter.id == row.matter_id, Matter.is_sealed))
    for each in told:
        facts = facts_of(session, row) | {
            "signer": signer.name,
            "unit": session.get_one(Unit, each.unit_id).name,
            "points": str(each.points) if each.points is not None else "",
        }
        announce(
            session, people_of(session, each.unit_id), "score_signed", f"score:{row.id}:signed", facts, telling.now,
            matter_id=sealed,
        )  # fmt: skip


def waiting(session: Session, readers: Readers, limit: int) -> Sequence[ScoreProposal]:
    """Those no leader has decided, oldest first."""
    return session.scalars(
        select(ScoreProposal)
        .outerjoin(Matter, Matter.id == ScoreProposal.matter_id)
        .where(
            ScoreProposal.state == ProposalState.WAITS.value,
            may_see_units(readers, ScoreProposal.unit_id),
            or_(ScoreProposal.matter_id.is_(None), and_(Matter.status != MatterStatus.REVOKED, may_see_whole(readers))),
        )
        .order_by(ScoreProposal.id)
        .limit(limit)
    ).all()


def facts_of(session: Session, row: ScoreProposal) -> dict[str, Any]:
    """Plain values: what is to be entered, on what ground, by whom it was proposed."""
    matter = session.get(Matter, row.matter_id) if row.matter_id is not None else None
    return {
        "proposal_id": row.id,
        "kind": row.kind,
        "unit": session.get_one(Unit, row.unit_id).name,
        "year": row.year,
        "book": row.book or "",
        "name": row.name or "",
        "points": str(row.points) if row.points is not None else "",
        "words": row.words,
        "clause": row.clause,
        "number": matter.number if matter else None,
        "title": matter.title if matter else "",
        "proposer": session.get_one(Person, row.proposed_by_id).name,
        "detail": row.facts,
    }
