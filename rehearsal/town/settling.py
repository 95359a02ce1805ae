"""The city moves in: its rows in the product's database, its people and their group on the pretend platform."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models import Alias, Charge, Chat, ChatMember, CoUnit, DueChange, Matter, Milestone, Person, Unit
from models.chat import ChatChannel
from models.matter import MatterStatus
from rehearsal.platform import Corp
from supervision.registry import touch_registry

from .city import LEADERS, OFFICE, City, Undertaking

GROUP = "work-group"


def settle(session: Session, city: City) -> None:
    """Everything as if imported on the first day. The first tick reckons when to look at each matter."""
    units = {unit.name: Unit(name=unit.name, owes_reports=unit.name not in (OFFICE, LEADERS)) for unit in city.units}
    session.add_all(units.values())
    session.flush()
    session.add_all(Alias(text=alias, unit_id=units[unit.name].id) for unit in city.units for alias in unit.aliases)
    _people(session, city, units)
    for told in city.matters:
        _matter(session, city, told, units)
    touch_registry(session)


def move_in(corp: Corp, city: City, robot_key: str) -> None:
    """Everybody is in the directory; the group is one that people made, so the app itself does not hear it."""
    for number, unit in enumerate(city.units, 2):
        corp.add_department(number, unit.name, 1)
    numbers = {unit.name: number for number, unit in enumerate(city.units, 2)}
    for one in (*city.people, city.stranger):
        corp.add_member(one.userid, one.name, departments=(numbers[one.unit],), position=one.title)
    corp.add_group(GROUP, list(city.group_members), city.group)
    corp.add_robot(robot_key, GROUP)


def _people(session: Session, city: City, units: dict[str, Unit]) -> None:
    people = {
        one.userid: Person(
            userid=one.userid,
            name=one.name,
            unit_id=units[one.unit].id,
            role=one.role,
            title=one.title,
            welcomed_at=city.opened_at,
        )
        for one in city.people
    }
    session.add_all(people.values())
    chat = Chat(name=city.group, channel=ChatChannel.ROBOT, address=city.group)
    session.add(chat)
    session.flush()
    session.add_all(
        Charge(person_id=people[one.userid].id, unit_id=units[name].id) for one in city.people for name in one.charges
    )
    session.add_all(ChatMember(chat_id=chat.id, person_id=people[userid].id) for userid in city.group_members)


def _matter(session: Session, city: City, told: Undertaking, units: dict[str, Unit]) -> None:
    is_closed = told.status is MatterStatus.CLOSED
    matter = Matter(
        code=f"ZD-{told.due_on.year}-{told.number:03d}",
        number=told.number,
        title=told.title,
        category=told.category,
        unit_id=units[told.unit].id,
        basis="县政府第5次常务会议纪要",
        source="常务会议",
        due_on=told.due_on,
        original_due_on=told.due_on,
        status=told.status,
        base_status=told.status,
        percent=told.percent,
        base_percent=told.percent,
        opened_at=city.opened_at,
        closed_at=city.opened_at if is_closed else None,
    )
    session.add(matter)
    session.flush()
    session.add(DueChange(matter_id=matter.id, due_on=told.due_on, since=city.opened_at, because="立项"))
    session.add_all(Alias(text=alias, matter_id=matter.id) for alias in told.aliases)
    session.add_all(CoUnit(matter_id=matter.id, unit_id=units[name].id) for name in told.co_units)
    session.add_all(Milestone(matter_id=matter.id, name=name, due_on=day) for name, day in told.milestones)
