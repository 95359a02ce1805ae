"""Twenty-four townships, each with a head and two matters: enough people that nobody is told too much in one day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models import Person
from models.person import Role
from models.unit import Unit
from rehearsal.platform import Platform
from supervision.clock import day_of
from supervision.registry import touch_registry
from tests.stories.office import CORP, add_matter, open_office

TOWNSHIPS = (
    "龙泉镇", "白水镇", "石门镇", "柳林镇", "大河镇", "金沙镇", "安平镇", "清溪镇",
    "高桥镇", "长岭镇", "兴隆镇", "永和镇", "太平镇", "新塘镇", "东坝镇", "西湾镇",
    "南坪镇", "北寨镇", "松源镇", "桃园镇", "梅岭镇", "云台镇", "镜湖镇", "福口镇",
)  # fmt: skip
RESERVOIR, SCHOOL = 101, 201  # the numbers of the first township's two matters
WITH_LIAISONS = 21  # of this township two liaisons hear what in others the head hears
FIRST_PERCENT = 10
LATER = timedelta(days=90)


def head(township: int) -> str:
    return f"head{township}"


def liaison(nth: int) -> str:
    return f"liaison{nth}"


def reservoir(township: int) -> str:
    return f"{TOWNSHIPS[township]}水库除险加固"


def school(township: int) -> str:
    return f"{TOWNSHIPS[township]}中学迁建"


def settle(url: str, platform: Platform) -> None:
    office = open_office(url)
    try:
        with office.house.database.write() as session:
            units = [Unit(name=name, owes_reports=False) for name in TOWNSHIPS]
            session.add_all(units)
            session.flush()
            heads = [
                Person(userid=head(nth), name=f"{unit.name}负责人", unit_id=unit.id, role=Role.UNIT_HEAD)
                for nth, unit in enumerate(units)
            ]
            liaisons = [
                Person(userid=liaison(nth), name=f"联络员{nth}", unit_id=units[WITH_LIAISONS].id, role=Role.LIAISON)
                for nth in range(2)
            ]
            session.add_all([*heads, *liaisons])
            touch_registry(session)
        due_on = day_of(datetime.now(UTC)) + LATER
        for nth, name in enumerate(TOWNSHIPS):
            add_matter(office, RESERVOIR + nth, reservoir(nth), name, due_on=due_on, percent=FIRST_PERCENT)
            add_matter(office, SCHOOL + nth, school(nth), name, due_on=due_on, percent=FIRST_PERCENT)
    finally:
        office.house.close()
    for person in (*heads, *liaisons):
        platform.corp(CORP).add_member(person.userid, person.name)
