"""Which book: a matter's own for a year, fixed with the first entry (A22), and those of the policies in force."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Matter, MatterBook, PolicyVersion
from supervision.policies.active import rules_of
from supervision.policies.assessment import BookRule
from supervision.rules import Rules
from supervision.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Book:
    """A book with the policy it stands in."""

    rule: BookRule
    policy: str
    policy_version_id: int

    def clause(self, article: str) -> str:
        return f"{self.policy} {article}"


def of_matter(session: Session, matter: Matter, rules: Rules, year: int) -> Book | None:
    """The matter's book in that year; `rules` say which where none was fixed yet. None: they keep none for it."""
    fixed = session.get(MatterBook, (matter.id, year))
    if fixed is not None:
        return named(session, fixed.book, fixed.policy_version_id)
    rule = rules.policy.book_of(matter.category)
    return Book(rule, rules.policy.title, rules.policy_version_id) if rule else None


def fix(session: Session, matter: Matter, book: Book, year: int) -> None:
    """With its first entry of the year the matter is in this book; a second one at the same moment is refused."""
    if session.get(MatterBook, (matter.id, year)) is None:
        session.add(
            MatterBook(
                matter_id=matter.id, year=year, book=book.rule.name, policy_version_id=book.policy_version_id
            )
        )  # fmt: skip
        session.flush()


def in_force(session: Session) -> tuple[Book, ...]:
    """Those of the general policy first. Books of one name are one book: the first tells its rules."""
    versions = session.scalars(
        select(PolicyVersion.id)
        .where(PolicyVersion.retired_at.is_(None))
        .order_by(PolicyVersion.covers, PolicyVersion.id)
    ).all()
    found: dict[str, Book] = {}
    for version_id in versions:
        policy = rules_of(session, version_id, Calendar()).policy
        for rule in policy.books:
            found.setdefault(rule.name, Book(rule, policy.title, version_id))
    return tuple(found.values())


def named(session: Session, name: str, policy_version_id: int) -> Book | None:
    """The book as it is in force, else as it was under that policy."""
    current = next((book for book in in_force(session) if book.rule.name == name), None)
    return current or as_of(session, name, policy_version_id)


def as_of(session: Session, name: str, policy_version_id: int) -> Book | None:
    """The book as that policy has it."""
    policy = rules_of(session, policy_version_id, Calendar()).policy
    rule = next((rule for rule in policy.books if rule.name == name), None)
    return Book(rule, policy.title, policy_version_id) if rule else None
