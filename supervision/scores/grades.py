"""「评定 3 质量:好 依据:…」: how a matter was done, proposed by a supervisor (B27, B28)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Matter, Person, Report, ScoreEntry, ScoreProposal
from models.extension import RequestState
from models.person import Role
from supervision import extensions
from supervision.clock import day_of
from supervision.closeouts import last_decided
from supervision.policies.active import rules_for
from supervision.policies.assessment import QualityGrade
from supervision.rules import Rules
from supervision.scores import books, entries, grading
from supervision.scores.kinds import PROPOSAL, EntryKind, ProposalKind
from supervision.scores.proposals import Wanted, propose
from supervision.scores.refusals import EnteredAlready, GradedTooEarly, NotInTheBook
from supervision.scores.shares import assisting, share
from supervision.signers import speaker
from supervision.standing import require_standing
from supervision.telling import Telling
from supervision.visibility import UNIT_ROLES


def grade(
    session: Session, matter: Matter, quality: QualityGrade, words: str, telling: Telling, rules: Rules
) -> ScoreProposal:
    """The time grade is reckoned, the quality said. It counts in the year it was done, else in which it was due.

    Raises NotYours, AlreadyRevoked, SomethingMissing, NotInTheBook, GradedTooEarly, EnteredAlready, BookFrozen.
    """
    speaker(session, telling, Role.SUPERVISOR)
    require_standing(matter)
    today = day_of(telling.told_at)
    done_on = day_of(matter.confirmed_at) if matter.confirmed_at else None
    judged_on = extensions.judged_on(session, matter)
    late_after = matter.late_after if judged_on == matter.due_on else None
    time = grading.time_grade(judged_on, done_on, today, rules.calendar, late_after)
    if done_on is None and time is None:
        raise GradedTooEarly(number=matter.number, title=matter.title)
    year = (done_on or matter.due_on or today).year
    book = books.of_matter(session, matter, rules_for(session, matter, rules), year)
    if book is None or not book.rule.grades:
        raise NotInTheBook(kind="grade", names=[])
    if (standing := standing_grade(session, matter.id, year)) is not None:
        raise EnteredAlready(entry=standing.id, proposal=None)
    unit_id = unit_at_completion(session, matter)
    entries.require_open(session, unit_id, book.rule.name, year)
    graded = grading.points_for(book.rule, time, quality)
    shares = share(graded.points, unit_id, assisting(session, matter), book.rule)
    wanted = Wanted(
        kind=ProposalKind.GRADE,
        about=f"grade:{matter.id}:{year}",
        unit_id=unit_id,
        year=year,
        book=book,
        clause=book.clause("、".join(dict.fromkeys(graded.articles))),
        words=words,
        matter=matter,
        points=shares[0].points,
        facts={
            "time": time.value if time else "",
            "quality": quality.value,
            "due_on": _iso(judged_on),
            "original_due_on": _iso(matter.original_due_on),
            "done_on": _iso(done_on),
            "shares": [{"unit_id": each.unit_id, "points": str(each.points)} for each in shares],
        },
    )
    return propose(session, wanted, telling)


def unit_at_completion(session: Session, matter: Matter) -> int:
    """The unit that told it as done, wherever the matter is by now (X11); while it is not done, the one that has it."""
    closeout = last_decided(session, matter.id, RequestState.GRANTED)
    if closeout is None:
        return matter.unit_id
    told_by = session.scalar(select(Report.unit_id).where(Report.inbox_id == closeout.inbox_id))
    if told_by is not None:
        return told_by
    person = session.get_one(Person, closeout.asked_by_id)
    return person.unit_id if person.role in UNIT_ROLES else matter.unit_id


def standing_grade(session: Session, matter_id: int, year: int) -> ScoreEntry | None:
    """The entry of a grade that was signed and not countered."""
    signed = session.scalars(
        select(ScoreProposal.id).where(
            ScoreProposal.kind == ProposalKind.GRADE.value,
            ScoreProposal.matter_id == matter_id,
            ScoreProposal.year == year,
        )
    ).all()
    found = (each for number in signed for each in entries.standing(session, PROPOSAL, number))
    return next((entry for entry in found if entry.kind == EntryKind.GRADE), None)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
