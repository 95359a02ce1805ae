"""A unit's year: what each of its books comes to, closed or not, and what it may not become."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ScoreEntry, ScoreMark, ScoreSheet, Unit
from supervision.scores import books, closing, marks
from supervision.scores import entries as ledger
from supervision.scores.books import Book
from supervision.scores.reckoning import Sheet, reckon
from supervision.visibility import Readers, may_see_unit


@dataclass(frozen=True, slots=True)
class BookSheet:
    """`sheet` counts every entry; a book that is closed also says what it came to then, and who closed it."""

    name: str
    sheet: Sheet
    closed: ScoreSheet | None = None
    closed_by: str = ""

    @property
    def corrected(self) -> Decimal | None:
        """定档后更正: what it comes to since, where that is another figure."""
        if self.closed is None or self.sheet.total == self.closed.total:
            return None
        return self.sheet.total

    def is_after(self, entry: ScoreEntry) -> bool:
        return self.closed is not None and entry.id not in self.closed.entry_ids


@dataclass(frozen=True, slots=True)
class Standing:
    unit: str
    sheets: tuple[BookSheet, ...]
    marks: tuple[ScoreMark, ...]

    def is_after(self, entry: ScoreEntry) -> bool:
        """Whether it came after its book was closed."""
        return any(sheet.name == entry.book and sheet.is_after(entry) for sheet in self.sheets)


def standing(session: Session, readers: Readers, unit_id: int, year: int) -> Standing | None:
    """None for a unit these readers may not know of."""
    if not may_see_unit(readers, unit_id):
        return None
    rows = session.scalars(
        select(ScoreMark).where(ScoreMark.unit_id == unit_id, ScoreMark.year == year).order_by(ScoreMark.id)
    ).all()
    sheets = [
        *(_open_or_closed(session, unit_id, year, book) for book in books.in_force(session)),
        *_retired(session, unit_id, year),
    ]
    by_name = {sheet.name: sheet for sheet in reversed(sheets)}
    return Standing(session.get_one(Unit, unit_id).name, tuple(reversed(by_name.values())), tuple(marks.standing(rows)))


def _open_or_closed(session: Session, unit_id: int, year: int, book: Book) -> BookSheet:
    closed = ledger.sheet_of(session, unit_id, book.rule.name, year)
    if closed is not None:
        return _closed(session, closed)
    found = ledger.of_book(session, unit_id, book.rule.name, year)
    return BookSheet(book.rule.name, reckon(ledger.lines(found), book.rule))


def _retired(session: Session, unit_id: int, year: int) -> list[BookSheet]:
    """Closed under a policy that is no longer in force: it stays what it was."""
    rows = session.scalars(select(ScoreSheet).where(ScoreSheet.unit_id == unit_id, ScoreSheet.year == year))
    return [_closed(session, row) for row in rows]


def _closed(session: Session, closed: ScoreSheet) -> BookSheet:
    """By the rules it was closed under, whatever is in force now."""
    book = books.as_of(session, closed.book, closed.policy_version_id)
    found = ledger.of_book(session, closed.unit_id, closed.book, closed.year)
    sheet = reckon(ledger.lines(found), book.rule if book else None)
    return BookSheet(closed.book, sheet, closed, closing.signer_of(session, closed))
