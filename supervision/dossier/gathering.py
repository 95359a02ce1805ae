"""Every row that is about one matter, table by table, and those its rows point at: messages, people, rules, sends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, inspect, or_, select
from sqlalchemy.orm import Session

from models import (
    AccountabilityCase,
    Act,
    Appeal,
    Attempt,
    Availability,
    Base,
    Climb,
    Closeout,
    Collection,
    CoUnit,
    DueChange,
    Extension,
    Finding,
    Handover,
    HelpCall,
    Hold,
    Inbox,
    LeadChange,
    Matter,
    Milestone,
    Notice,
    Outage,
    Outgoing,
    Person,
    Plate,
    PolicyVersion,
    Progress,
    Question,
    Report,
    ScoreEntry,
    ScoreMark,
    ScoreProposal,
    Send,
    Suspension,
    Unit,
)
from supervision.dossier.whose import its_people

Tables = dict[str, Sequence[Base]]
Kind = TypeVar("Kind", bound=Base)

_OF_THE_MATTER: dict[str, type[Base]] = {
    "deadlines": DueChange,
    "leads": LeadChange,
    "co_units": CoUnit,
    "suspensions": Suspension,
    "milestones": Milestone,
    "progress": Progress,
    "help_calls": HelpCall,
    "extensions": Extension,
    "closeouts": Closeout,
    "findings": Finding,
    "climbs": Climb,
    "notices": Notice,
    "proposals": ScoreProposal,
    "cases": AccountabilityCase,
    "plates": Plate,
}
MOST_PARTS = 9  # of one answer


@dataclass(frozen=True, slots=True)
class Dossier:
    """`since` and `until`: the time the matter was open, for which the machine answers."""

    matter: Matter
    since: datetime
    until: datetime
    tables: Tables

    def rows(self, name: str) -> Sequence[Any]:
        return self.tables[name]


def gather(session: Session, matter: Matter, now: datetime) -> Dossier:
    """Reads only."""
    until = matter.revoked_at or matter.closed_at or now
    tables: Tables = {"matter": [matter]}
    for name, kind in _OF_THE_MATTER.items():
        tables[name] = _of(session, kind, kind.__table__.c.matter_id == matter.id)
    tables |= _of_those(session, tables)
    tables["questions"] = _questions(session, matter, tables)
    acts = session.scalars(select(Act.inbox_id).where(Act.matter_id == matter.id, Act.inbox_id.is_not(None)))
    told = {*acts, *_pointed_at(tables, "inbox")}
    tables["messages"] = _of(session, Inbox, Inbox.id.in_(told))
    tables |= _said(session, matter, told)
    tables |= _own_state(session, matter.opened_at, until)
    tables["policies"] = _of(session, PolicyVersion, PolicyVersion.id.in_(_pointed_at(tables, "policy_version")))
    tables["people"] = _of(session, Person, Person.id.in_(_pointed_at(tables, "person") | _actors(session, matter)))
    tables["units"] = _of(session, Unit, Unit.id.in_(_pointed_at(tables, "unit")))
    return Dossier(matter, matter.opened_at, until, tables)


def _of(session: Session, kind: type[Base], condition: ColumnElement[bool]) -> Sequence[Base]:
    return session.scalars(select(kind).where(condition).order_by(*inspect(kind).primary_key)).all()


def _of_those(session: Session, tables: Tables) -> Tables:
    """What hangs on the matter's own rows."""
    notices, proposals = _ids(tables["notices"]), _ids(tables["proposals"])
    return {
        "reports": _of(session, Report, Report.id.in_({row.report_id for row in _as(tables["progress"], Progress)})),
        "collections": _of(session, Collection, Collection.milestone_id.in_(_ids(tables["milestones"]))),
        "appeals": _of(session, Appeal, Appeal.notice_id.in_(notices)),
        "handovers": _of(session, Handover, Handover.notice_id.in_(notices)),
        "scores": _of(session, ScoreEntry, _grounded(ScoreEntry, notices, proposals)),
        "marks": _of(session, ScoreMark, _grounded(ScoreMark, notices, proposals)),
    }


def _grounded(kind: type[ScoreEntry | ScoreMark], notices: set[int], proposals: set[int]) -> ColumnElement[bool]:
    return or_(
        and_(kind.ground_kind == "notice", kind.ground_id.in_(notices)),
        and_(kind.ground_kind == "proposal", kind.ground_id.in_(proposals)),
    )


def _questions(session: Session, matter: Matter, tables: Tables) -> Sequence[Question]:
    """What was asked back about it, of those whose words it is made of; others may be asked whether they mean it."""
    leads, reports = list(_as(tables["leads"], LeadChange)), list(_as(tables["reports"], Report))
    asked = select(Question).where(Question.person_id.in_(its_people(session, matter, leads, reports)))
    return [one for one in session.scalars(asked.order_by(Question.id)) if matter.id in one.matter_ids]


def _said(session: Session, matter: Matter, told: Iterable[int]) -> Tables:
    """What the bot said of it and answered to those messages, with what became of that on the wire."""
    answers = [f"answer:{inbox_id}:{part}" for inbox_id in sorted(told) for part in range(1, MOST_PARTS + 1)]
    outgoing = _of(session, Outgoing, or_(Outgoing.matter_id == matter.id, Outgoing.key.in_(answers)))
    sends = {row.send_id for row in _as(outgoing, Outgoing) if row.send_id is not None}
    return {
        "outgoing": outgoing,
        "sends": _of(session, Send, Send.id.in_(sends)),
        "attempts": _of(session, Attempt, Attempt.send_id.in_(sends)),
    }


def _own_state(session: Session, since: datetime, until: datetime) -> Tables:
    ended = or_(Hold.released_at.is_(None), Hold.released_at >= since)
    return {
        "holds": _of(session, Hold, and_(Hold.since <= until, ended)),
        "outages": _of(session, Outage, and_(Outage.first <= until, Outage.last >= since)),
        "availability": _of(session, Availability, and_(Availability.first <= until, Availability.last >= since)),
    }


def _actors(session: Session, matter: Matter) -> set[int]:
    acting = session.scalars(select(Act.by_id).where(Act.matter_id == matter.id).distinct())
    return {person_id for person_id in acting if person_id is not None}


def _pointed_at(tables: Tables, table: str) -> set[int]:
    """The rows of another table that any of these names."""
    found = set()
    for row in (row for rows in tables.values() for row in rows):
        for attribute in inspect(type(row)).column_attrs:
            if any(key.column.table.name == table for key in attribute.columns[0].foreign_keys):
                found.add(getattr(row, attribute.key))
    return found - {None}


def _ids(rows: Sequence[Base]) -> set[int]:
    return {row.id for row in rows}  # type: ignore[attr-defined]  # asked of tables that have one


def _as(rows: Sequence[Base], kind: type[Kind]) -> Iterator[Kind]:
    return (row for row in rows if isinstance(row, kind))
