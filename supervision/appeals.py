"""复核: a unit asks, once, that a signed notice be looked at again; somebody who had no part in it decides (P12)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Appeal, Matter, Notice, Person
from models.appeal import AppealState
from models.notice import NoticeState
from models.person import Role
from supervision import acts, corrections, serving, withdrawals
from supervision.announcing import announce
from supervision.audience import people_of, supervisors
from supervision.clock import day_of
from supervision.corrections import Corrected
from supervision.errors import AppealedAlready, AppealTooLate, NothingPending, Recused, SomethingMissing
from supervision.numbers import number_of
from supervision.pending import rules_and_step
from supervision.recusal import part_of
from supervision.rules import Rules
from supervision.signers import speaker
from supervision.telling import Telling


def ask(session: Session, notice: Notice, telling: Telling, rules: Rules, words: str) -> Appeal:
    """Within the policy's calendar days of its receipt. Until it is decided its climb goes no further.

    Raises NotYours, NothingPending, SomethingMissing, AppealTooLate, AppealedAlready.
    """
    person = speaker(session, telling, Role.UNIT_HEAD, Role.LIAISON)
    session.refresh(notice, with_for_update=True)
    if notice.unit_id != person.unit_id or notice.state is not NoticeState.SIGNED:
        raise NothingPending
    if not words.strip():
        raise SomethingMissing(lacks="words")
    policy = rules_and_step(session, notice, rules)[0].policy
    last = day_of(_received_at(session, notice)) + timedelta(days=policy.appeal_days)
    if day_of(telling.told_at) > last:
        raise AppealTooLate(last=last)
    if session.scalar(select(Appeal.id).where(Appeal.notice_id == notice.id)) is not None:
        raise AppealedAlready(written=number_of(notice))
    appeal = Appeal(
        notice_id=notice.id,
        inbox_id=telling.inbox_id,
        asked_by_id=person.id,
        asked_at=telling.told_at,
        because=words.strip(),
        decide_by=day_of(telling.told_at) + timedelta(days=policy.appeal_decision_days),
        state=AppealState.ASKED,
    )
    session.add(appeal)
    session.flush()
    acts.note(session, "appeal_asked", telling, notice.matter_id, notice=notice.id, words=appeal.because)
    facts = about(session, appeal, notice)
    key = f"appeal:{appeal.id}:asked"
    announce(
        session, supervisors(session), "appeal_asked", key, facts, telling.now, matter_id=notice.matter_id,
        still_true="appeal_undecided",
    )  # fmt: skip
    return appeal


def uphold(session: Session, notice: Notice, telling: Telling, words: str) -> Appeal:
    """维持. Raises NotYours, NothingPending, Recused, SomethingMissing."""
    _, appeal = _decide(session, notice, telling, AppealState.UPHELD, words)
    _tell_unit(session, notice, appeal, {"changes": []}, telling.now)
    return appeal


def revoke(session: Session, notice: Notice, telling: Telling, rules: Rules, words: str) -> Appeal:
    """撤销: the notice is withdrawn, its points come back. Raises like uphold."""
    person, appeal = _decide(session, notice, telling, AppealState.REVOKED, words)
    matter = session.get_one(Matter, notice.matter_id)
    frozen, _ = rules_and_step(session, notice, rules)
    withdrawals.take_back(session, notice, matter, frozen, person, telling, appeal.decision)
    _tell_unit(session, notice, appeal, {"changes": []}, telling.now)
    return appeal


def alter(
    session: Session, notice: Notice, telling: Telling, rules: Rules, corrected: Corrected, words: str
) -> Appeal:  # fmt: skip
    """变更: standard, limit or verdict become others.

    Raises NotYours, NothingPending, Recused, SomethingMissing, LimitTooEarly, ClimbedSince.
    """
    _, appeal = _decide(session, notice, telling, AppealState.CHANGED, words)
    matter = session.get_one(Matter, notice.matter_id)
    facts = corrections.change(session, notice, matter, telling, rules, corrected, appeal.decision)
    _tell_unit(session, notice, appeal, {"changes": facts["changes"]}, telling.now)
    return appeal


def about(session: Session, appeal: Appeal, notice: Notice) -> dict[str, Any]:
    """What every word about an appeal begins with."""
    matter = session.get_one(Matter, notice.matter_id)
    return serving.about(session, notice, matter) | {
        "appeal_id": appeal.id,
        "written": number_of(notice),
        "words": appeal.because,
        "asked_on": day_of(appeal.asked_at).isoformat(),
        "decide_by": appeal.decide_by.isoformat(),
    }


def _decide(
    session: Session, notice: Notice, telling: Telling, state: AppealState, words: str
) -> tuple[Person, Appeal]:  # fmt: skip
    """By a supervisor or a leader who had no part in the notice (回避)."""
    person = speaker(session, telling, Role.SUPERVISOR, Role.LEADER)
    session.refresh(notice, with_for_update=True)
    appeal = session.scalar(select(Appeal).where(Appeal.notice_id == notice.id, Appeal.state == AppealState.ASKED))
    if appeal is None:
        raise NothingPending
    part = part_of(person, notice, appeal, _correctors(session, notice))
    if part is not None:
        raise Recused(why=part.value, written=number_of(notice))
    if not words.strip():
        raise SomethingMissing(lacks="words")
    appeal.state, appeal.decision = state, words.strip()
    appeal.decided_by_id, appeal.decided_at = person.id, telling.told_at
    session.flush()
    acts.note(
        session,
        "appeal_decided",
        telling,
        notice.matter_id,
        notice=notice.id,
        decision=state.value,
        words=words.strip(),
    )
    return person, appeal


def _correctors(session: Session, notice: Notice) -> frozenset[int]:
    rows = session.execute(
        select(Act.by_id, Act.facts).where(Act.matter_id == notice.matter_id, Act.act == "notice_corrected")
    )
    return frozenset(by_id for by_id, facts in rows if by_id is not None and facts["notice"] == notice.id)


def _received_at(session: Session, notice: Notice) -> datetime:
    """签收, else when the first of the unit had it, else the signing."""
    moment = notice.received_at or serving.reached_at(session, notice, serving.ISSUED) or notice.signed_at
    if moment is None:
        raise LookupError(f"notice {notice.id} is signed at no time")
    return moment


def _tell_unit(session: Session, notice: Notice, appeal: Appeal, changes: dict[str, Any], now: datetime) -> None:
    facts = about(session, appeal, notice) | {"state": appeal.state.value, "decision": appeal.decision} | changes
    people = people_of(session, notice.unit_id)
    announce(
        session, people, "appeal_decided", f"appeal:{appeal.id}:decided", facts, now, matter_id=notice.matter_id
    )  # fmt: skip
