"""考核: which entries a unit has, and the whole chain behind each. Exact decimals throughout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Appeal, Notice, Person, ScoreEntry, ScoreProposal, Unit
from supervision.lookups.score_papers import Chain, notices_behind, proposals_behind, reasons_of_revocation
from supervision.scores.kinds import NOTICE, PROPOSAL, EntryKind
from supervision.visibility import Readers, may_see_units

__all__ = ["Ground", "UnitScore", "entries", "totals"]


@dataclass(frozen=True, slots=True)
class Ground:
    """An entry and the paper it rests on; `title` is empty when the matter is not for these readers."""

    entry: ScoreEntry
    unit: str
    signer: str
    is_revoked: bool = False
    notice: Notice | None = None
    proposal: ScoreProposal | None = None
    proposer: str = ""
    title: str = ""
    delivered: int = 0  # of the reminders named in the evidence
    because: str = ""  # of a counter-entry: why
    appeal: Appeal | None = None  # 复核 of the notice


@dataclass(frozen=True, slots=True)
class UnitScore:
    unit: str
    total: Decimal
    entries: int


def totals(session: Session, readers: Readers, year: int, units: frozenset[int] | None = None) -> list[UnitScore]:
    """Per unit of which these readers may know and that has entries in the year; the most points lost first.

    What was given or taken only: weighted parts mean nothing while one is missing (X6), they are on the unit's sheet.
    """
    wanted = [ScoreEntry.year == year, may_see_units(readers, ScoreEntry.unit_id)]
    if units is not None:
        wanted.append(ScoreEntry.unit_id.in_(sorted(units)))
    points: dict[str, list[Decimal]] = defaultdict(list)
    rows = select(Unit.name, ScoreEntry.points, ScoreEntry.kind, ScoreEntry.ground_kind, ScoreEntry.ground_id)
    found = session.execute(rows.join(Unit, Unit.id == ScoreEntry.unit_id).where(*wanted)).all()
    parts = {(row.ground_kind, row.ground_id) for row in found if row.kind == EntryKind.PART}
    for row in found:
        if (row.ground_kind, row.ground_id) not in parts:
            points[row.name].append(row.points)
    scores = [UnitScore(name, sum(ones, Decimal(0)), len(ones)) for name, ones in points.items()]
    return sorted(scores, key=lambda score: (score.total, score.unit))


def entries(
    session: Session, readers: Readers, year: int, limit: int, units: frozenset[int] | None = None,
    points: Decimal | None = None, *, only_losses: bool = False,
) -> Sequence[Ground]:  # fmt: skip
    """The entries of a year, newest first; `points` asks for those of this size, whatever their sign."""
    wanted = [ScoreEntry.year == year, may_see_units(readers, ScoreEntry.unit_id)]
    if units is not None:
        wanted.append(ScoreEntry.unit_id.in_(sorted(units)))
    rows = session.execute(
        select(ScoreEntry, Unit.name, Person.name)
        .join(Unit, Unit.id == ScoreEntry.unit_id)
        .join(Person, Person.id == ScoreEntry.signed_by_id)
        .where(*wanted)
        .order_by(ScoreEntry.entered_at.desc(), ScoreEntry.id.desc())
    ).all()
    revoked = {_ground_of(row[0]) for row in rows if row[0].kind == EntryKind.REVOKE}
    # Points are kept as exact text, so their size is compared here: 0.30 is 0.3.
    fitting = [
        row for row in rows if points in (None, abs(row[0].points)) and not (only_losses and row[0].points >= 0)
    ][:limit]
    chains = _chains(session, readers, [row[0] for row in fitting])
    whys = _reasons(session, [row[0] for row in rows])
    return [
        _ground(entry, unit, signer, _ground_of(entry) in revoked and entry.kind != EntryKind.REVOKE, chains, whys)
        for entry, unit, signer in fitting
    ]


def _ground_of(entry: ScoreEntry) -> tuple[str, int, int]:
    return entry.ground_kind, entry.ground_id, entry.unit_id


def _chains(session: Session, readers: Readers, found: Sequence[ScoreEntry]) -> dict[tuple[str, int], Chain]:
    notices = notices_behind(session, readers, [each.ground_id for each in found if each.ground_kind == NOTICE])
    proposals = proposals_behind(session, readers, [each.ground_id for each in found if each.ground_kind != NOTICE])
    return notices | proposals


def _ground(
    entry: ScoreEntry, unit: str, signer: str, is_revoked: bool, chains: dict[tuple[str, int], Chain],
    whys: dict[tuple[str, int], str],
) -> Ground:  # fmt: skip
    chain = chains.get((entry.ground_kind, entry.ground_id), Chain())
    return Ground(
        entry, unit, signer, is_revoked, chain.notice, chain.proposal, chain.proposer, chain.title, chain.delivered,
        _because(entry, chain, whys), chain.appeal,
    )  # fmt: skip


def _because(entry: ScoreEntry, chain: Chain, whys: dict[tuple[str, int], str]) -> str:
    if entry.kind != EntryKind.REVOKE:
        return ""
    if chain.notice is not None:
        return chain.notice.ended_because
    return whys.get((entry.ground_kind, entry.ground_id), "") if chain.proposal is not None else ""


def _reasons(session: Session, found: Sequence[ScoreEntry]) -> dict[tuple[str, int], str]:
    """By the ground that was taken back."""
    entry_ids = [entry.id for entry in found if entry.ground_kind == PROPOSAL]
    whys = reasons_of_revocation(session, entry_ids) if entry_ids else {}
    return {(entry.ground_kind, entry.ground_id): whys[entry.id] for entry in found if entry.id in whys}
