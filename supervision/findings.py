"""认定: what a person finds, or the bot reckons, besides the passing of a due day. It drafts nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Finding, Matter
from models.finding import FindingKind
from models.person import Role
from supervision import acts
from supervision.clock import day_of
from supervision.errors import NothingPending, NotInThePolicy, SomethingMissing
from supervision.policies.policy import Policy
from supervision.signers import speaker
from supervision.telling import Telling

# What the office says on its own word; the rest is reckoned, or comes of another act.
SAID_BY_PEOPLE = (
    FindingKind.POOR_QUALITY,
    FindingKind.PROBLEM_FOUND,
    FindingKind.NODE_MISSED,
    FindingKind.REVISIT_FAILED,
    FindingKind.MONTH_UNFINISHED,
    FindingKind.RESULT_REJECTED,
)


def find(
    session: Session, matter: Matter, kind: FindingKind, telling: Telling, policy: Policy, words: str,
    level: int | None = None, on: date | None = None,
) -> Finding:  # fmt: skip
    """A supervisor finds it so, and says why; the next look at the matter drafts what the policy makes of it.

    `level` asks for a rung above the next one, where the policy allows it (N3).
    Raises NotYours, SomethingMissing, NotInThePolicy.
    """
    person = speaker(session, telling, Role.SUPERVISOR)
    if not words.strip():
        raise SomethingMissing(lacks="words")
    if policy.trigger(kind) is None or kind not in SAID_BY_PEOPLE:
        raise NotInThePolicy(kind=kind.value, policy=policy.title)
    if level is not None and (not policy.may_skip or policy.step(level) is None):
        raise NotInThePolicy(kind="level", policy=policy.title, level=level)
    found = Finding(
        key=f"{kind.value}:{matter.id}:said:{telling.key}",
        matter_id=matter.id,
        kind=kind,
        on=on or day_of(telling.told_at),
        level=level,
        words=words.strip(),
        facts={},
        by_id=person.id,
        inbox_id=telling.inbox_id,
        found_at=telling.told_at,
    )
    session.add(found)
    matter.next_look_on = day_of(telling.now)
    session.flush()
    acts.note(session, "found", telling, matter.id, finding=found.id, kind=kind.value, words=found.words)
    return found


def reckon(
    session: Session, matter: Matter, kind: FindingKind, which: str, on: date, facts: dict[str, Any], now: datetime
) -> bool:
    """What the bot reckons by the policy's own measure; once for each `which`. Whether it is new."""
    key = f"{kind.value}:{matter.id}:{which}"
    if session.scalar(select(Finding.id).where(Finding.key == key)) is not None:
        return False
    session.add(Finding(key=key, matter_id=matter.id, kind=kind, on=on, facts=facts, found_at=now))
    matter.next_look_on = day_of(now)
    session.flush()
    acts.note_own(session, "found", now, matter.id, kind=kind.value, **facts)
    return True


def revoke(session: Session, matter: Matter, telling: Telling, words: str) -> Finding:
    """撤销认定: the newest one no signed notice rests on. Raises NotYours, NothingPending, SomethingMissing."""
    speaker(session, telling, Role.SUPERVISOR)
    if not words.strip():
        raise SomethingMissing(lacks="words")
    open_ones = unused(session, matter.id)
    if not open_ones:
        raise NothingPending(number=matter.number, title=matter.title)
    found = open_ones[-1]
    found.revoked_at, found.revoked_because = telling.now, words.strip()
    acts.note(session, "finding_revoked", telling, matter.id, finding=found.id, words=found.revoked_because)
    return found


def unused(session: Session, matter_id: int) -> Sequence[Finding]:
    """Those no notice rests on yet, oldest first."""
    return session.scalars(
        select(Finding)
        .where(Finding.matter_id == matter_id, Finding.notice_id.is_(None), Finding.revoked_at.is_(None))
        .order_by(Finding.on, Finding.id)
    ).all()
