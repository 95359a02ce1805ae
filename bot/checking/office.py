"""The office: the years' holidays, the policy, the people, the groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.checking.finding import Finding, lacking, ready
from bot.config import OfficeSettings
from bot.opening import PolicyFileMissing, policy_text
from models import Chat, ChatMember, Person, PolicyVersion, Unit
from models.chat import ChatChannel
from models.person import Role
from supervision.audience import SPEAKERS
from supervision.policies.active import presets
from supervision.workdays import Calendar, CalendarFileWrong, load_years

NEXT_YEAR_FROM_MONTH = 11  # the State Council publishes the next year's holidays in November


def look_at_calendar(settings: OfficeSettings, today: date) -> Finding:
    try:
        calendar = Calendar(load_years(settings.calendar_folder))
    except CalendarFileWrong as error:
        return lacking("calendar", "file", detail=str(error))
    years = [today.year] + ([today.year + 1] if today.month >= NEXT_YEAR_FROM_MONTH else [])
    missing = [year for year in years if not calendar.has_year(year)]
    if missing:
        return lacking("calendar", "years", years=missing, folder=str(settings.calendar_folder))
    return ready("calendar", years=years)


def look_at_office(
    session: Session, robots: Mapping[str, SecretStr], configured: str = OfficeSettings().policy
) -> Iterator[Finding]:
    """`configured` is the policy that the settings name."""
    yield _policy(session, configured)
    yield _roles(session)
    yield _units(session)
    yield from _unreachable(session)
    yield from _chats(session, robots)


def _policy(session: Session, configured: str) -> Finding:
    """The general one; those for groups of matters are told with it."""
    try:
        text = policy_text(configured)
    except PolicyFileMissing:
        return lacking("policy", "unknown", configured=configured, presets=presets())
    in_force = session.scalars(
        select(PolicyVersion).where(PolicyVersion.retired_at.is_(None)).order_by(PolicyVersion.covers, PolicyVersion.id)
    ).all()
    general = next((version for version in in_force if not version.covers), None)
    if general is None:
        return lacking("policy", "none")
    others = [version.name for version in in_force if version.covers]
    # Settings are read once, for an empty database; afterwards a policy is changed by a person (C04).
    is_in_force = hashlib.sha256(text.encode()).hexdigest() == general.sha256
    differs = "" if is_in_force else configured
    return ready("policy", name=general.name, since=general.activated_at, others=others, differs=differs)


def _roles(session: Session) -> Finding:
    """Reminders need a supervisor who is told of trouble; what costs points needs a leader who signs."""
    counted = dict(
        session.execute(select(Person.role, func.count()).where(Person.is_active).group_by(Person.role)).all()
    )
    missing = [role.value for role in (Role.SUPERVISOR, Role.LEADER) if not counted.get(role)]
    if missing:
        return lacking("people", "roles", roles=missing)
    return ready("people", count=sum(counted.values()))


def _units(session: Session) -> Finding:
    """A unit that owes reports has somebody who can give them."""
    speaking = select(Person.unit_id).where(Person.is_active, Person.role.in_(SPEAKERS))
    owing = select(Unit.name).where(Unit.is_active, Unit.owes_reports)
    silent = session.scalars(owing.where(Unit.id.not_in(speaking)).order_by(Unit.id)).all()
    if silent:
        return lacking("units", "people", names=list(silent))
    count = session.scalar(select(func.count()).select_from(owing.subquery())) or 0
    return ready("units", count=count) if count else lacking("units", "none")


def _unreachable(session: Session) -> Iterator[Finding]:
    people = session.scalars(
        select(Person).where(Person.is_active, Person.is_reachable.is_(False)).order_by(Person.id)
    ).all()
    if people:
        yield lacking("reachable", "people", people=[{"name": one.name, "userid": one.userid} for one in people])


def _chats(session: Session, robots: Mapping[str, SecretStr]) -> Iterator[Finding]:
    chats = session.scalars(select(Chat).where(Chat.is_active).order_by(Chat.id)).all()
    peopled = set(session.scalars(select(ChatMember.chat_id)))
    if empty := [chat.name for chat in chats if chat.id not in peopled]:
        yield lacking("chats", "members", names=empty)
    for chat in chats:
        if chat.channel is ChatChannel.ROBOT and chat.address not in robots:
            yield lacking("chats", "robot", names=[chat.name], robot=chat.address)
    if chats and not empty and all(c.channel is not ChatChannel.ROBOT or c.address in robots for c in chats):
        yield ready("chats", count=len(chats))
