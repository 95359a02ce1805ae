"""督办单: proposed, signed or declined, received, and taken back when it was a mistake.

A pending notice is addressed by its matter's number: 「签发 3 标准:… 时限:7月10日」. What hurts is signed by a person;
from the first step that costs points proposer and signer are two (N5, P13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Climb, Matter, Notice, Person
from models.notice import FoundCause, NoticeState
from models.person import Role
from supervision import acts, evidence, serving
from supervision.announcing import announce
from supervision.clock import day_of
from supervision.errors import (
    AlreadySigned,
    NothingPending,
    NotInThePolicy,
    NotSubjective,
    SignedByALeader,
    SomethingMissing,
)
from supervision.hearings import accept_reason, give_reason, object_nothing, reject_reason
from supervision.issuing import issue
from supervision.numbers import number_of
from supervision.pending import MustWait, pending, require_limit, require_unblocked, rules_and_step
from supervision.policies.hands import Signer
from supervision.policies.ladder import Step
from supervision.reasons import reasons_of
from supervision.rules import Rules
from supervision.signers import require_signer, signers_for, speaker
from supervision.situations import latest_notice, running_climb
from supervision.telling import Telling
from supervision.withdrawals import withdraw

__all__ = [
    "MustWait",
    "Received",
    "accept_reason",
    "give_reason",
    "object_nothing",
    "propose",
    "receive",
    "refuse",
    "reject_reason",
    "sign",
    "unsigned",
    "withdraw",
]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Received:
    """A notice that was just signed for; `number` as it is written on it."""

    notice: Notice
    number: str
    title: str


def propose(
    session: Session, matter: Matter, telling: Telling, standard: str | None, finish_by: date | None,
    verdict: str | None, rules: Rules, cause: FoundCause | None = None,
    points: Decimal | None = None,
) -> Notice:  # fmt: skip
    """提请签发: a supervisor completes a notice that a leader signs. One the leader declined may be proposed anew.

    Raises NotYours, NothingPending, MustWait, SomethingMissing, LimitTooEarly, NotSubjective, NoSigner,
    NotInThePolicy.
    """
    person = speaker(session, telling, Role.SUPERVISOR)
    notice = pending(session, matter, NoticeState.HEARING, NoticeState.DRAFT, NoticeState.REFUSED)
    frozen, step = rules_and_step(session, notice, rules)
    if step.signer is not Signer.LEADER or session.get_one(Climb, notice.climb_id).ended_at is not None:
        raise NothingPending
    require_unblocked(session, notice, matter, frozen, telling)
    notice.standard = _required(standard or notice.standard, "standard")
    notice.finish_by = require_limit(step, finish_by or notice.finish_by, frozen, telling)
    notice.verdict = _required(verdict or notice.verdict, "verdict")
    _find_cause(notice, matter, step, cause)
    _set_points(notice, step, points, frozen)
    signers = signers_for(session, notice, step)
    notice.state = NoticeState.PROPOSED
    notice.proposed_by_id, notice.proposed_at = person.id, telling.told_at
    notice.grounds = notice.grounds | {"proposed": evidence.as_of(session, notice, frozen, telling.told_at)}
    acts.note(session, "notice_proposed", telling, matter.id, notice=notice.id, verdict=notice.verdict)
    facts = serving.about(session, notice, matter) | {
        "standard": notice.standard,
        "finish_by": notice.finish_by.isoformat(),
        "verdict": notice.verdict,
        "reason": notice.reason,
        "reasons": reasons_of(notice),
        "proposer": person.name,
        "cause": notice.found_cause or "",
        "skips": notice.grounds.get("skips", False),
        "last_report": notice.grounds["last_report"],
        "as_of": notice.grounds["proposed"],
    }
    key = f"notice:{notice.id}:proposed:{telling.inbox_id}"
    announce(
        session, signers, "notice_proposed", key, facts, telling.now,
        matter_id=matter.id, still_true="notice_proposed",
    )  # fmt: skip
    return notice


def sign(
    session: Session, matter: Matter, telling: Telling, rules: Rules, standard: str | None = None,
    finish_by: date | None = None, cause: FoundCause | None = None, cited: str | None = None,
) -> Notice:  # fmt: skip
    """签发: the supervisor signs what he filled in himself, a leader what a supervisor proposed, or amends it.

    `cited`: the article on which the signer passes over a level (N3). Raises NotYours, SignedByALeader, SamePerson,
    NothingPending, MustWait, SomethingMissing, LimitTooEarly, NotSubjective, NoSigner.
    """
    person = speaker(session, telling, Role.SUPERVISOR, Role.LEADER)
    notice = _to_sign(session, matter, person)
    frozen, step = rules_and_step(session, notice, rules)
    if step.signer is Signer.LEADER and person.role is Role.SUPERVISOR and notice.proposed_by_id is None:
        raise SignedByALeader(number=matter.number, title=matter.title, name=step.name)
    require_signer(session, notice, step, person)
    require_unblocked(session, notice, matter, frozen, telling)
    if step.signer is Signer.LEADER and notice.state is not NoticeState.PROPOSED:
        raise NothingPending
    notice.standard = _required(standard or notice.standard, "standard")
    notice.finish_by = require_limit(step, finish_by or notice.finish_by, frozen, telling)
    _find_cause(notice, matter, step, cause)
    if notice.grounds.get("skips"):
        notice.grounds = notice.grounds | {"cited": _required(cited, "cited")}
    issue(session, notice, matter, frozen, step, person, telling)
    return notice


def refuse(session: Session, matter: Matter, telling: Telling, words: str, rules: Rules) -> Notice:
    """不签: a leader declines what was proposed, and says why. Raises NotYours, NothingPending, SomethingMissing."""
    person = speaker(session, telling, Role.LEADER)
    notice = pending(session, matter, NoticeState.PROPOSED)
    require_signer(session, notice, rules_and_step(session, notice, rules)[1], person)
    notice.ended_because = _required(words, "words")
    notice.state = NoticeState.REFUSED
    acts.note(session, "notice_refused", telling, matter.id, notice=notice.id, words=notice.ended_because)
    facts = serving.about(session, notice, matter) | {"leader": person.name, "words": notice.ended_because}
    proposer = session.scalars(select(Person).where(Person.id == notice.proposed_by_id))
    announce(
        session, proposer, "notice_refused", f"notice:{notice.id}:refused:{telling.inbox_id}", facts, telling.now,
        matter_id=matter.id,
    )  # fmt: skip
    return notice


def receive(session: Session, telling: Telling, matter: Matter | None = None) -> list[Received]:
    """签收: sign for one matter's notices, or for all that wait for this unit; empty when none does.

    A supervisor who names the matter writes down that the paper was handed over. It scores nothing and starts nothing.
    """
    person = speaker(session, telling, *Role)
    wanted = select(Notice, Matter.title).join(Matter, Matter.id == Notice.matter_id).where(
        Notice.state == NoticeState.SIGNED, Notice.received_at.is_(None)
    )  # fmt: skip
    if matter is not None:
        wanted = wanted.where(Notice.matter_id == matter.id)
    if person.role in (Role.UNIT_HEAD, Role.LIAISON):
        wanted = wanted.where(Notice.unit_id == person.unit_id)
    elif person.role is not Role.SUPERVISOR or matter is None:
        return []
    received = []
    for notice, title in session.execute(wanted.order_by(Notice.id).with_for_update(of=Notice)):
        notice.received_by_id, notice.received_at = person.id, telling.told_at
        acts.note(session, "notice_received", telling, notice.matter_id, notice=notice.id)
        received.append(Received(notice, number_of(notice), title))
    return received


def unsigned(session: Session, rules: Rules, today: date) -> Sequence[Notice]:
    """Signed notices nobody signed for in the days the policy gives: the office brings the paper (请送达纸质件)."""
    out = session.scalars(
        select(Notice).where(Notice.state == NoticeState.SIGNED, Notice.received_at.is_(None)).order_by(Notice.id)
    ).all()
    days, yesterday = rules.policy.paper_workdays, today - ONE_DAY
    return [
        each for each in out
        if each.signed_at and rules.calendar.between(day_of(each.signed_at), yesterday) >= days
    ]  # fmt: skip


def _set_points(notice: Notice, step: Step, points: Decimal | None, rules: Rules) -> None:
    """Where the document gives no figure the proposer does, and the signer sees it (A28, X7)."""
    if not step.points_asked:
        if points is not None:
            raise NotInThePolicy(kind="points", policy=rules.policy.title)
        return
    notice.points = points if points is not None else notice.points
    if notice.points is None:
        raise SomethingMissing(lacks="points")


def _find_cause(notice: Notice, matter: Matter, step: Step, cause: FoundCause | None) -> None:
    """主观 alone is held against a unit; for the others there is another way (A14)."""
    notice.found_cause = cause or notice.found_cause
    if not step.needs_cause:
        return
    if notice.found_cause is None:
        raise SomethingMissing(lacks="cause")
    if notice.found_cause != FoundCause.SUBJECTIVE:
        raise NotSubjective(number=matter.number, title=matter.title, cause=notice.found_cause)
    notice.grounds = notice.grounds | {"cause": notice.found_cause}


def _to_sign(session: Session, matter: Matter, person: Person) -> Notice:
    """Raises NothingPending, or AlreadySigned to whoever signed it himself."""
    try:
        return pending(session, matter, NoticeState.HEARING, NoticeState.DRAFT, NoticeState.PROPOSED)
    except NothingPending:
        notice = latest_notice(session, running_climb(session, matter.id))
        if notice is None or notice.state is not NoticeState.SIGNED or notice.signed_by_id != person.id:
            raise
        raise AlreadySigned(
            number=matter.number,
            title=matter.title,
            name=notice.grounds["name"],
            written=number_of(notice),
            signed_at=notice.signed_at,
        ) from None


def _required(words: str | None, name: str) -> str:
    if not words or not words.strip():
        raise SomethingMissing(lacks=name)
    return words.strip()
