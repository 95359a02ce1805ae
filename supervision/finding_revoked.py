"""撤销认定: a mistaken finding is taken back, and with it the paper that began with it, while nobody has signed it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Climb, Finding, Matter, Notice
from models.notice import NoticeState
from models.person import Role
from supervision import acts, serving
from supervision.announcing import announce
from supervision.audience import people_of
from supervision.errors import NothingPending, PaperRestsOnIt, SomethingMissing
from supervision.escalation import UNSIGNED, settle
from supervision.numbers import number_of
from supervision.signers import speaker
from supervision.standpoint import EscalationReason
from supervision.telling import Telling

_NOT_ISSUED = (*UNSIGNED, NoticeState.REFUSED)


@dataclass(frozen=True, slots=True)
class Revoked:
    """`fallen` is the paper that will not be issued; `standing` one that has other grounds, and goes on."""

    finding: Finding
    fallen: Notice | None = None
    standing: Notice | None = None


def revoke(session: Session, matter: Matter, telling: Telling, words: str) -> Revoked:
    """The newest finding that no signed notice rests on.

    Raises NotYours, NothingPending, SomethingMissing, PaperRestsOnIt.
    """
    speaker(session, telling, Role.SUPERVISOR)
    session.refresh(matter, with_for_update=True)
    if not words.strip():
        raise SomethingMissing(lacks="words")
    found = _newest(session, matter)
    found.revoked_at, found.revoked_because = telling.now, words.strip()
    acts.note(session, "finding_revoked", telling, matter.id, finding=found.id, words=found.revoked_because)
    session.flush()
    notice = session.get_one(Notice, found.notice_id) if found.notice_id else None
    if notice is None:
        return Revoked(found)
    others = [one for one in notice.grounds.get("findings", []) if one["id"] != found.id]
    notice.grounds = notice.grounds | {"findings": others}
    if not _rests_on_nothing_else(session, notice):
        return Revoked(found, standing=notice)
    settle(session, matter.id, EscalationReason.CAUSE_GONE.value, telling.now)
    notice.state, notice.ended_because = NoticeState.CANCELLED, EscalationReason.CAUSE_GONE.value
    _tell_unit(session, notice, matter, telling, found.revoked_because)
    return Revoked(found, fallen=notice)


def _newest(session: Session, matter: Matter) -> Finding:
    stands = select(Finding).where(Finding.matter_id == matter.id, Finding.revoked_at.is_(None))
    beside = stands.outerjoin(Notice, Notice.id == Finding.notice_id)
    newest_first = beside.order_by(Finding.on.desc(), Finding.id.desc())
    open_one = session.scalar(newest_first.where(or_(Notice.id.is_(None), Notice.state.in_(_NOT_ISSUED))).limit(1))
    if open_one is not None:
        return open_one
    signed = session.scalar(newest_first.where(Notice.state == NoticeState.SIGNED).limit(1))
    if signed is None:
        raise NothingPending(number=matter.number, title=matter.title)
    written = number_of(session.get_one(Notice, signed.notice_id))
    raise PaperRestsOnIt(number=matter.number, title=matter.title, written=written)


def _rests_on_nothing_else(session: Session, notice: Notice) -> bool:
    """It was drafted on a finding, not by time, and none of those it names stands any more."""
    if notice.grounds.get("why") != EscalationReason.FOUND.value:
        return False
    stands = select(Finding.id).where(Finding.notice_id == notice.id, Finding.revoked_at.is_(None))
    return session.get_one(Climb, notice.climb_id).ended_at is None and session.scalar(stands.limit(1)) is None


def _tell_unit(session: Session, notice: Notice, matter: Matter, telling: Telling, words: str) -> None:
    """Who was never asked to explain needs no word of it."""
    if notice.hearing_until is None:
        return
    facts = serving.about(session, notice, matter) | {"words": words}
    announce(
        session, people_of(session, notice.unit_id), "notice_finding_revoked", f"notice:{notice.id}:unfounded", facts,
        telling.now, matter_id=matter.id,
    )  # fmt: skip
