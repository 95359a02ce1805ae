"""registry.json, what an office already knows, as rows of the very tables the bot works on."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from models import Alias, CoUnit, Matter, Milestone, Office, Person, Unit
from models.matter import MatterStatus
from models.person import Role

_NUMBER = re.compile(r"(\d+)\D*$")


def write_registry(session: Session, registry: dict[str, Any]) -> None:
    """Raises KeyError or ValueError when the file is not of the corpus's format."""
    session.add(Office())
    units: dict[str, Unit] = {}
    for entry in registry["units"]:
        _unit(session, units, entry["name"], entry.get("aliases", ()))
    for entry in registry["people"]:
        unit = _unit(session, units, entry["unit"])
        role = Role(entry["role"])
        session.add(Person(userid=entry["userid"].lower(), name=entry["name"], unit_id=unit.id, role=role))
    as_of = date.fromisoformat(registry["as_of"])
    for entry in registry["matters"]:
        _matter(session, units, entry, as_of)
    session.flush()


def _unit(session: Session, units: dict[str, Unit], name: str, aliases: Any = ()) -> Unit:  # noqa: ANN401 (a list from JSON)
    if name not in units:
        units[name] = Unit(name=name)
        session.add(units[name])
        session.flush()
        session.add_all(Alias(text=text, unit_id=units[name].id) for text in dict.fromkeys(aliases))
    return units[name]


def _matter(session: Session, units: dict[str, Unit], entry: dict[str, Any], as_of: date) -> None:
    status = MatterStatus(entry["status"])
    found = _NUMBER.search(entry["code"])
    matter = Matter(
        code=entry["code"],
        number=int(found[1]) if found else 0,
        title=entry["title"],
        category=entry.get("category") or "",
        unit_id=_unit(session, units, entry["unit"]).id,
        start_on=_day(entry.get("start_on")),
        due_on=_day(entry.get("due_on")),
        status=status,
        base_status=status,
        percent=entry.get("percent"),
        base_percent=entry.get("percent"),
        opened_at=datetime.combine(as_of, time(), UTC),
    )
    session.add(matter)
    session.flush()
    helpers = (_unit(session, units, name) for name in dict.fromkeys(entry.get("co_units", ())))
    session.add_all(CoUnit(matter_id=matter.id, unit_id=helper.id) for helper in helpers)
    session.add_all(Alias(text=text, matter_id=matter.id) for text in dict.fromkeys(entry.get("aliases", ())))
    for node in entry.get("milestones", ()):
        due_on = date.fromisoformat(node["due_on"])
        done_on = as_of if node.get("done") else None
        session.add(Milestone(matter_id=matter.id, name=node["name"], due_on=due_on, done_on=done_on))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
