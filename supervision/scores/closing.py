"""定档: a leader closes a unit's book of a year; what it came to is kept with its entries and their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from models import Person, ScoreEntry, ScoreProposal, ScoreSheet, Unit
from models.person import Role
from supervision.scores import books, entries
from supervision.scores.books import Book
from supervision.scores.kinds import ProposalKind
from supervision.scores.proposals import Wanted, propose
from supervision.scores.reckoning import Sheet, reckon
from supervision.scores.refusals import NotInTheBook, SheetChanged, SheetIncomplete
from supervision.signers import speaker
from supervision.telling import Telling


def freeze(session: Session, unit: Unit, year: int, name: str, telling: Telling) -> ScoreProposal:
    """「定档 2026 招商局」, the book's name behind it where there are several. The leader signs the figure he sees.

    Raises NotYours, NotInTheBook, BookFrozen, SheetIncomplete, EnteredAlready.
    """
    speaker(session, telling, Role.SUPERVISOR)
    known = books.in_force(session)
    meant = [book for book in known if name in ("", book.rule.name)]
    if len(meant) != 1:
        raise NotInTheBook(kind="which_book" if known else "book", names=[book.rule.name for book in known])
    book = meant[0]
    entries.require_open(session, unit.id, book.rule.name, year)
    found = entries.of_book(session, unit.id, book.rule.name, year)
    sheet = reckon(entries.lines(found), book.rule)
    wanted = Wanted(
        kind=ProposalKind.FREEZE,
        about=f"freeze:{unit.id}:{book.rule.name}:{year}",
        unit_id=unit.id,
        year=year,
        book=book,
        clause=book.clause(book.rule.article),
        words=f"{year}年{book.rule.name}定档",
        points=_total(sheet, unit.name, book),
        facts={"entries": len(sheet.standing), "sha256": hash_of(found)},
    )
    return propose(session, wanted, telling)


def close(session: Session, row: ScoreProposal, telling: Telling) -> ScoreSheet:
    """The leader signed. Raises BookFrozen, SheetIncomplete, SheetChanged."""
    name = row.book or ""
    entries.require_open(session, row.unit_id, name, row.year)
    unit = session.get_one(Unit, row.unit_id)
    book = books.as_of(session, name, row.policy_version_id)
    if book is None:
        raise NotInTheBook(kind="book", names=[])
    found = entries.of_book(session, row.unit_id, name, row.year)
    total = _total(reckon(entries.lines(found), book.rule), unit.name, book)
    if hash_of(found) != row.facts["sha256"] or total != row.points:
        raise SheetChanged(unit=unit.name, book=name, year=row.year)
    sheet = ScoreSheet(
        unit_id=row.unit_id,
        book=name,
        year=row.year,
        total=total,
        entry_ids=[entry.id for entry in found],
        sha256=hash_of(found),
        policy_version_id=row.policy_version_id,
        proposal_id=row.id,
        frozen_at=telling.told_at,
    )
    session.add(sheet)
    session.flush()
    return sheet


def recompute(session: Session, sheet: ScoreSheet) -> tuple[Decimal | None, str]:
    """Total and hash from the entries it was closed with and the policy of that day: both must be what it says."""
    book = books.as_of(session, sheet.book, sheet.policy_version_id)
    found = [session.get_one(ScoreEntry, number) for number in sheet.entry_ids]
    return reckon(entries.lines(found), book.rule if book else None).total, hash_of(found)


def hash_of(found: Sequence[ScoreEntry]) -> str:
    """Over everything that counts or explains, in the order of their numbers."""
    parts = [
        "\t".join(
            str(value)
            for value in (
                each.id, each.unit_id, each.year, each.book, each.kind, each.name, each.points, each.ground_kind,
                each.ground_id, each.clause, each.signed_by_id,
            )
        )
        for each in sorted(found, key=lambda one: one.id)
    ]  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def signer_of(session: Session, sheet: ScoreSheet) -> str:
    proposal = session.get_one(ScoreProposal, sheet.proposal_id)
    return session.get_one(Person, proposal.decided_by_id).name


def _total(sheet: Sheet, unit: str, book: Book) -> Decimal:
    if sheet.total is None:
        raise SheetIncomplete(unit=unit, book=book.rule.name, missing=list(sheet.missing))
    return sheet.total
