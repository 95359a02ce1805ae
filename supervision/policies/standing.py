"""Which policies stand: those in force, and former ones under which climbs still run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models import Climb, PolicyVersion
from supervision.policies.reader import read


@dataclass(frozen=True, slots=True)
class Standing:
    name: str
    title: str
    sha256: str
    covers: str
    since: datetime
    by: str
    retired_at: datetime | None
    climbs: int


def standing(session: Session) -> Sequence[Standing]:
    """In force first, the newest first."""
    running = (
        select(func.count())
        .where(Climb.policy_version_id == PolicyVersion.id, Climb.ended_at.is_(None))
        .correlate(PolicyVersion)
        .scalar_subquery()
    )
    rows = session.execute(
        select(PolicyVersion, running)
        .where(or_(PolicyVersion.retired_at.is_(None), running > 0))
        .order_by(PolicyVersion.retired_at.is_not(None), PolicyVersion.activated_at.desc(), PolicyVersion.id)
    )
    return [_standing(version, climbs) for version, climbs in rows]


def _standing(version: PolicyVersion, climbs: int) -> Standing:
    return Standing(
        version.name,
        read(version.toml).title,
        version.sha256,
        version.covers,
        version.activated_at,
        version.activated_by,
        version.retired_at,
        climbs,
    )
