"""登记, 换号, 离任: who a userid is. Only a supervisor says so, never the stranger himself (T8)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import select

from handlers.message import Answer
from handlers.office.fields import labelled
from handlers.turn import Turn
from models import Person, Unit
from models.inbox import Disposition
from models.person import Role
from supervision import enrolment

LONGEST_TITLE = 40
ROLE_WORDS = {
    "负责人": Role.UNIT_HEAD, "单位负责人": Role.UNIT_HEAD, "主要负责人": Role.UNIT_HEAD, "局长": Role.UNIT_HEAD,
    "联络员": Role.LIAISON, "领导": Role.LEADER, "分管领导": Role.LEADER,
    "督查员": Role.SUPERVISOR, "督查室": Role.SUPERVISOR, "管理员": Role.ADMINISTRATOR,
}  # fmt: skip


def enrol(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「登记 zhangwei 张伟 招商局 负责人」; policies may name signers by 「职务:县长」."""
    fields = labelled(match["words"])
    words = fields[""].replace(",", " ").split()
    role = next((ROLE_WORDS[word] for word in words if word in ROLE_WORDS), None)
    names = {name: unit.name for unit in turn.registry.units.values() for name in (unit.name, *unit.aliases)}
    unit_name = next((names[word] for word in words if word in names), None)
    person_name = next((word for word in words if word not in ROLE_WORDS and word not in names), None)
    lacks = [
        part for part, value in (("name", person_name), ("unit", unit_name), ("role", role)) if value is None
    ]  # fmt: skip
    if person_name is None or unit_name is None or role is None:
        return Answer("enrol_lacks", {"lacks": lacks, "userid": match["userid"]}, Disposition.REFUSED)
    unit = turn.session.scalars(select(Unit).where(Unit.name == unit_name)).one()
    person = enrolment.bind(
        turn.session, turn.telling, match["userid"].lower(), person_name, unit, role, _title(fields)
    )
    facts = {"userid": person.userid, "name": person.name, "unit": unit.name, "role": role.value, "title": person.title}
    return Answer("enrolled", facts, Disposition.DONE)


def _title(fields: Mapping[str, str]) -> str | None:
    return fields["职务"][:LONGEST_TITLE] if "职务" in fields else None


def rename(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「换号 zhangwei zhangwei2」: the same person under a new userid."""
    enrolment.require_supervisor(turn.session, turn.telling)
    person = _known(turn, match["old"])
    if person is None:
        return Answer("no_such_person", {"userid": match["old"]}, Disposition.REFUSED)
    holder = _known(turn, match["new"])
    if holder is not None and holder.is_active:
        return Answer("userid_taken", {"userid": match["new"]}, Disposition.REFUSED)
    enrolment.rename(turn.session, person, match["new"].lower(), turn.now)
    return Answer("person_renamed", {"name": person.name, "userid": person.userid}, Disposition.DONE)


def depart(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「离任 zhangwei」: rights end, records stay."""
    enrolment.require_supervisor(turn.session, turn.telling)
    person = _known(turn, match["userid"])
    if person is None:
        return Answer("no_such_person", {"userid": match["userid"]}, Disposition.REFUSED)
    enrolment.leave(turn.session, person, turn.now)
    return Answer("person_left", {"name": person.name}, Disposition.DONE)


def _known(turn: Turn, userid: str) -> Person | None:
    return turn.session.scalar(select(Person).where(Person.userid == userid.lower()))
