"""What the house knows already, in the fields of the layout, so that a table can be compared with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Alias, Charge, Chat, ChatMember, CoUnit, FormerUserid, Matter, Milestone, NamedOn, Person, Unit
from models.matter import MatterStatus
from supervision import deadlines
from supervision.errors import CalendarYearMissing
from supervision.importing.layout import Field, Values
from supervision.workdays import Calendar


@dataclass(frozen=True, slots=True)
class KnownMatter:
    """`is_told`: reports made its state. `is_past_due`: its due day is over, whatever its state."""

    values: Values
    status: MatterStatus
    base: tuple[MatterStatus, int | None]
    is_told: bool
    is_past_due: bool
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class Known:
    units: Mapping[str, Values] = field(default_factory=dict)
    inactive_units: frozenset[str] = frozenset()
    unit_aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # alias → the units it may mean
    people: Mapping[str, Values] = field(default_factory=dict)
    departed: frozenset[str] = frozenset()
    former: Mapping[str, str] = field(default_factory=dict)  # former userid → today's
    matters: Mapping[str, KnownMatter] = field(default_factory=dict)
    milestones: Mapping[tuple[str, str], Values] = field(default_factory=dict)  # by the matter's code and the name
    chats: Mapping[str, Values] = field(default_factory=dict)


def known_to(session: Session, calendar: Calendar, today: date) -> Known:
    """Everything, also what is sealed: who imports sits at the machine itself."""
    unit_names = dict(session.execute(select(Unit.id, Unit.name)).all())
    codes = dict(session.execute(select(Matter.id, Matter.code)).all())
    unit_aliases = _grouped(session, _out_of_tables(Alias.unit_id))
    meaning: dict[str, list[str]] = defaultdict(list)
    for unit_id, aliases in unit_aliases.items():
        for alias in aliases:
            meaning[alias].append(unit_names[unit_id])
    return Known(
        units=_units(session, unit_aliases),
        inactive_units=frozenset(session.scalars(select(Unit.name).where(Unit.is_active.is_(False)))),
        unit_aliases={alias: tuple(sorted(names)) for alias, names in meaning.items()},
        people=_people(session, unit_names),
        departed=frozenset(session.scalars(select(Person.userid).where(Person.is_active.is_(False)))),
        former=_former(session),
        matters=_matters(session, unit_names, calendar, today),
        milestones={
            (codes[one.matter_id], one.name): {
                Field.MATTER: codes[one.matter_id],
                Field.NAME: one.name,
                Field.DUE_ON: one.due_on,
                Field.DONE_ON: one.done_on,
            }
            for one in session.scalars(select(Milestone))
        },
        chats=_chats(session),
    )


def _units(session: Session, aliases: Mapping[int, tuple[str, ...]]) -> dict[str, Values]:
    return {
        unit.name: {
            Field.NAME: unit.name,
            Field.ALIASES: aliases.get(unit.id, ()),
            Field.OWES_REPORTS: unit.owes_reports,
        }
        for unit in session.scalars(select(Unit))
    }


def _people(session: Session, unit_names: Mapping[int, str]) -> dict[str, Values]:
    charges = _grouped(session, select(Charge.person_id, Unit.name).join(Unit, Unit.id == Charge.unit_id))
    return {
        person.userid: {
            Field.USERID: person.userid,
            Field.NAME: person.name,
            Field.UNIT: unit_names[person.unit_id],
            Field.ROLE: person.role,
            Field.TITLE: person.title,
            Field.CHARGES: charges.get(person.id, ()),
        }
        for person in session.scalars(select(Person))
    }


def _former(session: Session) -> dict[str, str]:
    rows = session.execute(
        select(FormerUserid.userid, Person.userid).join(Person, Person.id == FormerUserid.person_id)
    ).all()
    return dict(row._tuple() for row in rows)


def _matters(
    session: Session, unit_names: Mapping[int, str], calendar: Calendar, today: date
) -> dict[str, KnownMatter]:
    aliases = _grouped(session, _out_of_tables(Alias.matter_id))
    helping = _grouped(session, select(CoUnit.matter_id, Unit.name).join(Unit, Unit.id == CoUnit.unit_id))
    named = _grouped(session, select(NamedOn.matter_id, Person.userid).join(Person, Person.id == NamedOn.person_id))
    return {
        one.code: KnownMatter(
            values={
                Field.CODE: one.code,
                Field.NUMBER: one.number,
                Field.TITLE: one.title,
                Field.ALIASES: aliases.get(one.id, ()),
                Field.CATEGORY: one.category,
                Field.UNIT: unit_names[one.unit_id],
                Field.CO_UNITS: helping.get(one.id, ()),
                Field.BASIS: one.basis,
                Field.START_ON: one.start_on,
                Field.DUE_ON: one.due_on,
                Field.STATUS: one.status,
                Field.PERCENT: one.percent,
                Field.IS_SEALED: one.is_sealed,
                Field.NAMED: named.get(one.id, ()),
            },
            status=one.status,
            base=(one.base_status, one.base_percent),
            is_told=one.told_at is not None,
            is_past_due=is_past(one.due_on, calendar, today),
            is_sealed=one.is_sealed,
        )
        for one in session.scalars(select(Matter))
    }


def is_past(due_on: date | None, calendar: Calendar, today: date) -> bool:
    """Whether a due day is over. Without the year's holidays the day itself decides."""
    if due_on is None or today <= due_on:
        return False
    try:
        return today > deadlines.last_day(due_on, calendar)
    except CalendarYearMissing:
        return True


def _chats(session: Session) -> dict[str, Values]:
    members = _grouped(
        session, select(ChatMember.chat_id, Person.userid).join(Person, Person.id == ChatMember.person_id)
    )
    return {
        chat.name: {
            Field.NAME: chat.name,
            Field.CHANNEL: chat.channel,
            Field.ADDRESS: chat.address,
            Field.MEMBERS: members.get(chat.id, ()),
        }
        for chat in session.scalars(select(Chat))
    }


def _out_of_tables(target: InstrumentedAttribute[int | None]) -> Select[int | None, str]:
    """The names out of tables; those that were learned from answers are no concern of a table."""
    return select(target, Alias.text).where(target.is_not(None), Alias.confirmed_at.is_(None))


def _grouped(session: Session, pairs: Select[int, str] | Select[int | None, str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = defaultdict(set)
    for key, text in session.execute(pairs):
        if key is not None:
            found[key].add(text)
    return {key: tuple(sorted(texts)) for key, texts in found.items()}
