"""The small city as it is written down in data/: who works where, what is under supervision, what was said before."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from models.matter import MatterStatus
from models.person import Role
from supervision.clock import at, day_of

DATA = Path(__file__).parent / "data"
OFFICE, LEADERS = "督查室", "县领导"  # the two units that owe no reports
_DAY = re.compile(r"\{(-?\d+)\}")


@dataclass(frozen=True, slots=True)
class Citizen:
    """One of the people; `title` is the post a policy may name, `charges` the units in a leader's charge."""

    userid: str
    name: str
    unit: str
    role: Role
    title: str = ""
    charges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """A unit and what else it is called."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A matter as it stood when the city was founded."""

    number: int
    title: str
    unit: str
    category: str
    due_on: date
    percent: int | None
    status: MatterStatus
    aliases: tuple[str, ...]
    co_units: tuple[str, ...]
    milestones: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody said in the fortnight before the rehearsal begins."""

    at: datetime
    userid: str
    text: str


@dataclass(frozen=True, slots=True)
class City:
    """`starts_at`: when the newcomer sits down; `opened_at`: when the past begins to be lived.

    `stranger` works here, but nobody has enrolled her (登记) yet.
    """

    name: str
    group: str
    group_members: tuple[str, ...]
    starts_at: datetime
    opened_at: datetime
    units: tuple[Office, ...]
    people: tuple[Citizen, ...]
    stranger: Citizen
    matters: tuple[Undertaking, ...]
    past: tuple[Saying, ...]

    def day(self, offset: int) -> date:
        return day_of(self.starts_at) + timedelta(days=offset)

    def dated(self, text: str) -> str:
        """`{9}` stands for the day nine days after the start, as people write it."""
        return _dated(text, day_of(self.starts_at))


def load_city(folder: Path = DATA) -> City:
    """Read the three files of the city."""
    told = _toml(folder / "city.toml")
    starts_at: datetime = told["start"]
    first = day_of(starts_at)
    past = tuple(_past(_toml(folder / "past.toml"), first))
    return City(
        name=told["name"],
        group=told["group"]["name"],
        group_members=tuple(told["group"]["members"]),
        starts_at=starts_at,
        opened_at=at(day_of(past[0].at), time(7, 50)),
        units=(
            *(Office(unit["name"], tuple(unit["aliases"])) for unit in told["units"]),
            Office(OFFICE),
            Office(LEADERS),
        ),
        people=tuple(_people(told)),
        stranger=_citizen(told["stranger"]["person"], told["stranger"]["unit"], Role.LIAISON),
        matters=tuple(_matter(row, first) for row in _toml(folder / "matters.toml")["matters"]),
        past=past,
    )


def _people(told: Mapping[str, Any]) -> Iterator[Citizen]:
    for unit in told["units"]:
        yield _citizen(unit["head"], unit["name"], Role.UNIT_HEAD)
        yield from (_citizen(one, unit["name"], Role.LIAISON) for one in unit["liaisons"])
    for leader in told["leaders"]:
        yield _citizen(leader["person"], LEADERS, Role.LEADER, leader["title"], tuple(leader["charges"]))
    yield from (_citizen(one, OFFICE, Role.SUPERVISOR) for one in told["office"]["supervisors"])
    yield _citizen(told["office"]["administrator"], OFFICE, Role.ADMINISTRATOR)


def _citizen(
    named: Sequence[str], unit: str, role: Role, title: str = "", charges: tuple[str, ...] = ()
) -> Citizen:  # fmt: skip
    """`named`: userid and name."""
    userid, name = named
    return Citizen(userid, name, unit, role, title, charges)


def _matter(row: Mapping[str, Any], first: date) -> Undertaking:
    percent = row.get("percent")
    begun = MatterStatus.NOT_STARTED if percent is None else MatterStatus.IN_PROGRESS
    return Undertaking(
        number=row["number"],
        title=row["title"],
        unit=row["unit"],
        category=row["category"],
        due_on=first + timedelta(days=row["due"]),
        percent=percent,
        status=MatterStatus(row["status"]) if "status" in row else begun,
        aliases=tuple(row.get("aliases", ())),
        co_units=tuple(row.get("co_units", ())),
        milestones=tuple((name, first + timedelta(days=day)) for name, day in row.get("milestones", ())),
    )


def _past(told: Mapping[str, Any], first: date) -> Iterator[Saying]:
    for day, hour, userid, text in told["said"]:
        moment = at(first + timedelta(days=day), time.fromisoformat(hour))
        yield Saying(moment, userid, _dated(text, first))


def _dated(text: str, first: date) -> str:
    def written(found: re.Match[str]) -> str:
        day = first + timedelta(days=int(found[1]))
        return f"{day.month}月{day.day}日"

    return _DAY.sub(written, text)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
