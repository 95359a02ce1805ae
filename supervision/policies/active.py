"""Which policies are in force: every version ever activated is kept, with its text, its hash and who did it (C04).

One is general: reports, quiet hours and answers are the whole office's. Others may cover categories of matters of their
own, with ladders and books of their own (A22).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, cast

from sqlalchemy import ColumnElement, Table, bindparam, select, true, update
from sqlalchemy.orm import Session

from models import Matter, PolicyVersion
from models.asking import Asking
from models.prepared import Prepared
from supervision.acts import note_own
from supervision.policies.complaints import PolicyError
from supervision.policies.lint import lint
from supervision.policies.policy import Policy
from supervision.policies.reader import read
from supervision.retention.months import USUAL_MONTHS
from supervision.rules import Rules
from supervision.workdays import Calendar

_PARSED: dict[str, Policy] = {}  # by the hash of their text: the same text is the same policy
_VERSION = cast(Table, PolicyVersion.__table__)
_IN_FORCE = Prepared(
    select(_VERSION.c.id, _VERSION.c.sha256)
    .where(_VERSION.c.retired_at.is_(None), _VERSION.c.covers == "")
    .order_by(_VERSION.c.activated_at.desc())
)
_HASH = Asking(select(PolicyVersion.sha256).where(PolicyVersion.id == bindparam("version")))
_SPECIAL = Prepared(
    select(_VERSION.c.id, _VERSION.c.name, _VERSION.c.sha256, _VERSION.c.covers)
    .where(_VERSION.c.retired_at.is_(None), _VERSION.c.covers != "")
    .order_by(_VERSION.c.id)
)
_BETWEEN = "、"
_PRESETS = Path(__file__).parent / "presets"


class _Special(NamedTuple):
    """A version in force for categories of its own."""

    id: int
    name: str
    sha256: str
    covers: str


@dataclass(frozen=True, slots=True)
class Domain:
    """What a policy in force governs: the matters of its categories; the general one all but those of others."""

    rules: Rules
    covers: frozenset[str]
    leaves: frozenset[str]

    def governs(self) -> ColumnElement[bool]:
        """A condition on Matter."""
        if self.covers:
            return Matter.category.in_(self.covers)
        return Matter.category.not_in(self.leaves) if self.leaves else true()

    def has(self, category: str) -> bool:
        return category in self.covers if self.covers else category not in self.leaves


class NoPolicyInForce(Exception):
    """Nobody has activated a policy yet: nothing is owed and nothing climbs."""


class CoveredAlready(Exception):
    """Another policy in force covers some of these categories, but not just them; both names and the categories."""

    def __init__(self, name: str, categories: frozenset[str]) -> None:
        super().__init__(name, categories)
        self.name = name
        self.categories = categories


def presets() -> list[str]:
    """The names of the policies that come with the house."""
    return sorted(path.stem for path in _PRESETS.glob("*.toml"))


def preset(name: str) -> str:
    """The text of a preset. Raises KeyError for a name that is none."""
    if name not in presets():
        raise KeyError(name)
    return (_PRESETS / f"{name}.toml").read_text(encoding="utf-8")


def activate(session: Session, toml_text: str, by: str, now: datetime) -> PolicyVersion:
    """Put a policy into force and retire the one that covered the same. Raises PolicyError, CoveredAlready.

    A text that was in force before keeps its row; the acts tell when it came and went.
    """
    policy = read(toml_text)
    if against := lint(toml_text):
        raise PolicyError("", against)
    version = session.scalar(
        select(PolicyVersion).where(PolicyVersion.name == policy.name, PolicyVersion.sha256 == policy.sha256)
    )
    if version is not None and version.retired_at is None:
        return version
    covers = _written(policy.covers)
    _require_clear(session, covers)
    retires = update(PolicyVersion).where(PolicyVersion.retired_at.is_(None), PolicyVersion.covers == covers)
    session.execute(retires.values(retired_at=now))
    if version is None:
        version = PolicyVersion(name=policy.name, sha256=policy.sha256, toml=toml_text, covers=covers)
        session.add(version)
    version.activated_at, version.activated_by, version.retired_at = now, by[:80], None
    _compare_plans_anew(session)
    note_own(session, "policy_activated", now, name=policy.name, sha256=policy.sha256, by=by)
    session.flush()
    return version


def rules_in_force(session: Session, calendar: Calendar, raw_text_months: int = USUAL_MONTHS) -> Rules:
    """Raises NoPolicyInForce."""
    found = _IN_FORCE.first(session)
    if found is None:
        raise NoPolicyInForce
    version_id, sha256 = found
    return Rules(_policy(session, version_id, sha256), version_id, calendar, raw_text_months)


def rules_for(session: Session, matter: Matter, rules: Rules) -> Rules:
    """The rules of a matter's own category, or the general ones."""
    version = next((each for each in _special(session) if matter.category in each.covers.split(_BETWEEN)), None)
    if version is None:
        return rules
    return Rules(_policy(session, version.id, version.sha256), version.id, rules.calendar)


def domains(session: Session, rules: Rules) -> list[Domain]:
    """The general rules and those of each group; together they govern every matter once."""
    special = [
        Domain(rules_of(session, version.id, rules.calendar), frozenset(version.covers.split(_BETWEEN)), frozenset())
        for version in _special(session)
    ]
    return [Domain(rules, frozenset(), frozenset().union(*(one.covers for one in special))), *special]


def rules_of(session: Session, policy_version_id: int, calendar: Calendar) -> Rules:
    """The rules of a climb, frozen when it began. Raises NoPolicyInForce for an id that never was."""
    sha256 = _HASH.first(session, {"version": policy_version_id})
    if sha256 is None:
        raise NoPolicyInForce
    return Rules(_policy(session, policy_version_id, sha256), policy_version_id, calendar)


def _special(session: Session) -> Sequence[_Special]:
    session.flush()
    return [_Special(*row) for row in _SPECIAL.all(session)]


def _compare_plans_anew(session: Session) -> None:
    """Another policy may measure slowness otherwise: every plan that is looked at is looked at again."""
    looks = update(Matter).where(Matter.plan_look_on.is_not(None)).values(plan_look_on=Matter.start_on)
    session.execute(looks.execution_options(synchronize_session=False))


def _require_clear(session: Session, covers: str) -> None:
    wanted = frozenset(covers.split(_BETWEEN)) if covers else frozenset()
    for other in _special(session):
        shared = wanted & frozenset(other.covers.split(_BETWEEN))
        if shared and other.covers != covers:
            raise CoveredAlready(other.name, shared)


def _written(categories: Sequence[str]) -> str:
    return _BETWEEN.join(sorted(categories))


def _policy(session: Session, version_id: int, sha256: str) -> Policy:
    """Its text is fetched and parsed once in a process."""
    if sha256 not in _PARSED:
        _PARSED[sha256] = read(session.get_one(PolicyVersion, version_id).toml)
    return _PARSED[sha256]
