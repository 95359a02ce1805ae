"""Is what we meant to say still true? Asked when an intent's turn comes, by the name it carries (N2, N7).

Each check names the facts it needs. A name that is not here, or a fact that is missing, is a defect of ours: the intent
is not sent and an administrator is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from models import Appeal, Closeout, Extension, HelpCall, Hold, Matter, Notice, Outgoing, Question, ScoreProposal
from models.appeal import AppealState
from models.extension import RequestState
from models.matter import OPEN, MatterStatus
from models.notice import NoticeState
from models.question import QuestionState
from supervision.missing import unmet

Check = Callable[[Session, Outgoing], bool]

UNSIGNED = (NoticeState.HEARING, NoticeState.DRAFT, NoticeState.PROPOSED)


def duty_unmet(session: Session, row: Outgoing) -> bool:
    """facts: duty_id. No report of that kind and period came, and the duty was not waived."""
    return bool(unmet(session, [row.facts["duty_id"]]))


def matter_open(session: Session, row: Outgoing) -> bool:
    """The matter is neither completed nor closed, and its clock runs."""
    matter = _matter(session, row)
    return matter.status in OPEN and matter.suspended_since is None


def matter_completed(session: Session, row: Outgoing) -> bool:
    """The matter was told as done and waits for the office."""
    return _matter(session, row).status is MatterStatus.COMPLETED


def due_unchanged(session: Session, row: Outgoing) -> bool:
    """facts: due_on. The matter is open and its due day is still the one we speak of."""
    due_on = _matter(session, row).due_on
    return matter_open(session, row) and due_on is not None and due_on.isoformat() == row.facts["due_on"]


def notice_open(session: Session, row: Outgoing) -> bool:
    """facts: notice_id. It is drafted and not decided."""
    return _notice(session, row).state in UNSIGNED


def notice_in_hearing(session: Session, row: Outgoing) -> bool:
    """facts: notice_id. The unit may still give its reasons."""
    return _notice(session, row).state is NoticeState.HEARING


def notice_to_draft(session: Session, row: Outgoing) -> bool:
    """facts: notice_id. The supervisor has to complete it."""
    return _notice(session, row).state in (NoticeState.HEARING, NoticeState.DRAFT)


def notice_proposed(session: Session, row: Outgoing) -> bool:
    """facts: notice_id. It waits for its signer."""
    return _notice(session, row).state is NoticeState.PROPOSED


def notice_signed(session: Session, row: Outgoing) -> bool:
    """facts: notice_id. It is signed and not withdrawn."""
    return _notice(session, row).state is NoticeState.SIGNED


def notice_not_received(session: Session, row: Outgoing) -> bool:
    """facts: notice_id. It is signed and nobody of the unit has acknowledged it (签收)."""
    return notice_signed(session, row) and _notice(session, row).received_at is None


def question_open(session: Session, row: Outgoing) -> bool:
    """facts: question_id. Nobody has answered it."""
    return session.get_one(Question, row.facts["question_id"]).state is QuestionState.OPEN


def question_with_office(session: Session, row: Outgoing) -> bool:
    """facts: question_id. Its sender kept silent and the office decides."""
    return session.get_one(Question, row.facts["question_id"]).state is QuestionState.WITH_OFFICE


def extension_asked(session: Session, row: Outgoing) -> bool:
    """facts: extension_id. It waits for a decision."""
    return session.get_one(Extension, row.facts["extension_id"]).state is RequestState.ASKED


def closeout_asked(session: Session, row: Outgoing) -> bool:
    """facts: closeout_id. It waits for a decision."""
    return session.get_one(Closeout, row.facts["closeout_id"]).state is RequestState.ASKED


def appeal_undecided(session: Session, row: Outgoing) -> bool:
    """facts: appeal_id. Nobody has decided it, and its notice stands."""
    return session.get_one(Appeal, row.facts["appeal_id"]).state is AppealState.ASKED


def help_unanswered(session: Session, row: Outgoing) -> bool:
    """facts: help_call_id. The unit asked has not answered, and the matter is open."""
    call = session.get_one(HelpCall, row.facts["help_call_id"])
    matter = session.get_one(Matter, call.matter_id)
    return call.answered_at is None and matter.status in OPEN and matter.suspended_since is None


def score_proposal_waits(session: Session, row: Outgoing) -> bool:
    """facts: proposal_id. No leader has decided it, and its matter was not taken back."""
    is_revoked = row.matter_id is not None and _matter(session, row).status is MatterStatus.REVOKED
    return session.get_one(ScoreProposal, row.facts["proposal_id"]).state == "waits" and not is_revoked


def hold_open(session: Session, row: Outgoing) -> bool:
    """facts: hold_id. Nobody has released it."""
    return session.get_one(Hold, row.facts["hold_id"]).released_at is None


def _matter(session: Session, row: Outgoing) -> Matter:
    return session.get_one(Matter, row.matter_id)


def _notice(session: Session, row: Outgoing) -> Notice:
    return session.get_one(Notice, row.facts["notice_id"])


CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        duty_unmet,
        matter_open,
        matter_completed,
        due_unchanged,
        notice_open,
        notice_in_hearing,
        notice_to_draft,
        notice_proposed,
        notice_signed,
        notice_not_received,
        question_open,
        question_with_office,
        extension_asked,
        closeout_asked,
        appeal_undecided,
        help_unanswered,
        score_proposal_waits,
        hold_open,
    )
}
