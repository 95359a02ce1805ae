"""认定: what a person finds, or the bot reckons, besides the passing of a due day. It drafts nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, bindparam, select, update
from sqlalchemy.orm import Session

from models import Finding, Matter
from models.finding import FindingKind
from models.loading import Loading
from models.matter import OPEN
from models.person import Role
from supervision import acts
from supervision.clock import day_of
from supervision.errors import NotInThePolicy, SomethingMissing
from supervision.policies.policy import Policy
from supervision.signers import speaker
from supervision.standing import require_standing
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
T = TypeVar("T")
AT_ONCE = 500  # in one statement
_UNUSED = Loading(
    Finding,
    and_(Finding.matter_id == bindparam("matter"), Finding.notice_id.is_(None), Finding.revoked_at.is_(None)),
    Finding.on,
    Finding.id,
)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """`which` tells apart what may be found of a matter more than once; `facts` are plain JSON values."""

    matter_id: int
    which: str
    on: date
    facts: dict[str, Any]


def find(
    session: Session, matter: Matter, kind: FindingKind, telling: Telling, policy: Policy, words: str,
    level: int | None = None, on: date | None = None,
) -> Finding:  # fmt: skip
    """A supervisor finds it so, and says why; the next look at the matter drafts what the policy makes of it.

    `level` asks for a rung above the next one, where the policy allows it (N3).
    Raises NotYours, AlreadyRevoked, SomethingMissing, NotInThePolicy.
    """
    person = speaker(session, telling, Role.SUPERVISOR)
    require_standing(matter)
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


def reckon(session: Session, kind: FindingKind, rows: Sequence[Reckoned], now: datetime) -> int:
    """What the bot reckons by the policy's own measure; once for each `which` of a matter. How many are new."""
    keyed = {f"{kind.value}:{row.matter_id}:{row.which}": row for row in rows}
    known = _known(session, list(keyed))
    new = {key: row for key, row in keyed.items() if key not in known}
    for key, row in new.items():
        session.add(Finding(key=key, matter_id=row.matter_id, kind=kind, on=row.on, facts=row.facts, found_at=now))
        acts.note_own(session, "found", now, row.matter_id, kind=kind.value, **row.facts)
    session.flush()
    for ids in in_parts([row.matter_id for row in new.values()]):
        looks = update(Matter).where(Matter.id.in_(ids)).values(next_look_on=day_of(now))
        session.execute(looks.execution_options(synchronize_session="fetch"))
    return len(new)


def runs() -> list[ColumnElement[bool]]:
    """Conditions on Matter: its clock runs, so that something may be found of it."""
    return [Matter.status.in_(OPEN), Matter.suspended_since.is_(None), Matter.is_sealed.is_(False)]


def _known(session: Session, keys: Sequence[str]) -> set[str]:
    return {
        key for some in in_parts(keys) for key in session.scalars(select(Finding.key).where(Finding.key.in_(some)))
    }  # fmt: skip


def in_parts(all_of: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many as one statement may name."""
    yield from (all_of[first : first + AT_ONCE] for first in range(0, len(all_of), AT_ONCE))


def unused(session: Session, matter_id: int) -> Sequence[Finding]:
    """Those no notice rests on yet, oldest first."""
    return _UNUSED.all(session, {"matter": matter_id})
