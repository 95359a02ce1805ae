"""The papers behind entries, as far as these readers may see them: notices, and what was proposed and signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models import Appeal, Matter, NamedOn, Notice, Outgoing, Person, ScoreProposal
from models.outbox import OutgoingState
from supervision.scores.kinds import NOTICE, PROPOSAL, ProposalState
from supervision.visibility import Audience, Readers, may_see, may_see_notices


@dataclass(frozen=True, slots=True)
class Chain:
    notice: Notice | None = None
    proposal: ScoreProposal | None = None
    proposer: str = ""
    title: str = ""
    delivered: int = 0
    appeal: Appeal | None = None  # 复核, asked once (P12)


Chains = dict[tuple[str, int], Chain]


def notices_behind(session: Session, readers: Readers, ids: Sequence[int]) -> Chains:
    """Whole for the unit it is addressed to; who bears a share of it sees the outline: which matter."""
    if not ids:
        return {}
    joined = select(Notice, Matter.title).join(Matter, Matter.id == Notice.matter_id).where(Notice.id.in_(ids))
    outlines = session.execute(joined.where(may_see(readers))).all()
    found: Chains = {(NOTICE, notice.id): Chain(title=title) for notice, title in outlines}
    appeals = {one.notice_id: one for one in session.scalars(select(Appeal).where(Appeal.notice_id.in_(ids)))}
    for notice, title in session.execute(joined.where(may_see_notices(readers))):
        proposer = session.get(Person, notice.proposed_by_id) if notice.proposed_by_id else None
        found[NOTICE, notice.id] = Chain(
            notice, None, proposer.name if proposer else "", title, _delivered(session, notice), appeals.get(notice.id)
        )
    return found


def proposals_behind(session: Session, readers: Readers, ids: Sequence[int]) -> Chains:
    """Whoever may see the entry sees it; of a sealed matter only who is named on it."""
    if not ids:
        return {}
    rows = session.execute(
        select(ScoreProposal, Matter.title, Person.name)
        .join(Person, Person.id == ScoreProposal.proposed_by_id)
        .outerjoin(Matter, Matter.id == ScoreProposal.matter_id)
        .where(ScoreProposal.id.in_(ids), or_(Matter.id.is_(None), Matter.is_sealed.is_(False), _is_named(readers)))
    )
    return {(PROPOSAL, row.id): Chain(None, row, proposer, title or "") for row, title, proposer in rows}


def reasons_of_revocation(session: Session, entry_ids: Sequence[int]) -> dict[int, str]:
    """Why an entry was countered, by the entry: as it was proposed and signed."""
    rows = session.execute(
        select(ScoreProposal.entry_id, ScoreProposal.words).where(
            ScoreProposal.entry_id.in_(entry_ids), ScoreProposal.state == ProposalState.SIGNED.value
        )
    )
    return {entry_id: words for entry_id, words in rows if entry_id is not None}


def _is_named(readers: Readers) -> ColumnElement[bool]:
    person_id = 0 if isinstance(readers, Audience) else readers.person_id
    return Matter.id.in_(select(NamedOn.matter_id).where(NamedOn.person_id == person_id))


def _delivered(session: Session, notice: Notice) -> int:
    ids = [each["id"] for each in notice.grounds.get("reminders", [])]
    if not ids:
        return 0
    sent = select(func.count()).where(Outgoing.id.in_(ids), Outgoing.state == OutgoingState.SENT)
    return session.scalar(sent) or 0
