"""Policies with books of points for stories, that of Xianyang with more to it; and how slips get into the books."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CoUnit, Matter, Notice, ScoreEntry, ScoreSheet, Unit
from models.person import Role
from supervision import notices
from supervision.lookups.score_sheets import BookSheet, standing
from supervision.policies.active import preset
from supervision.scores import closing, signing
from supervision.telling import Telling
from supervision.visibility import Viewer
from tests.stories.ladder import LI, WU, Office

MAYOR = Viewer(0, Role.LEADER, 4)
YEAR = 2026


BOOKED = (
    preset("xianyang")
    + """
[[books]]
name = "重点工作"
article = "第五条"
base = 100
most = 101
lead = "1.0"
assist = "0.5"

[[books.grades]]
time = "提前"
quality = "好"
points = "2"
article = "第六条(一)"

[[books.grades]]
time = "延时"
points = "-1.5"
article = "第六条(二)"

[[books.bonuses]]
name = "月度亮点"
points = "0.5"
most = "0.8"
article = "第七条"

[[books.vetoes]]
conditions = ["任务未完成", "影响全局考核"]
effect = "取消评先评优资格"
article = "第八条"
"""
)

WEIGHTED = (
    preset("xianyang")
    + """
[[books]]
name = "年度考核"
article = "第九条"
base = 0
most = 100

[[books.parts]]
name = "个人自评"
weight = "0.3"
by = "本人"

[[books.parts]]
name = "科室评价"
weight = "0.3"
by = "科室"

[[books.parts]]
name = "领导测评"
weight = "0.4"
by = "局领导"
"""
)

TWO_BOOKS = (
    preset("xianyang")
    + """
[[books]]
name = "重点项目"
article = "第五条"
base = 100
most = 100
covers = ["项目"]

[[books]]
name = "其他工作"
article = "第六条"
base = 50
most = 50
"""
)


@contextmanager
def said_by(office: Office, person_id: int) -> Iterator[tuple[Session, Telling]]:
    with office.database.write() as session:
        yield session, office.telling(session, person_id)


def with_helper(office: Office) -> int:
    matter = office.matter()
    with office.database.write() as session:
        session.add(CoUnit(matter_id=matter, unit_id=2))
    return matter


def to_yellow_proposed(office: Office, matter: int) -> None:
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))


def to_yellow(office: Office, matter: int) -> Notice:
    to_yellow_proposed(office, matter)
    return office.sign(matter)


def move(office: Office, matter: int, unit_id: int) -> None:
    with office.database.write() as session:
        session.get_one(Matter, matter).unit_id = unit_id


def categorise(office: Office, matter: int, category: str) -> None:
    with office.database.write() as session:
        session.get_one(Matter, matter).category = category


def points(office: Office) -> list[tuple[int, str, Decimal]]:
    with office.database.read() as session:
        rows = session.scalars(select(ScoreEntry).order_by(ScoreEntry.id))
        return [(row.unit_id, row.kind, row.points) for row in rows]


def sheet(office: Office, unit_id: int = 1) -> BookSheet:
    with office.database.read() as session:
        found = standing(session, MAYOR, unit_id, YEAR)
    assert found is not None
    return found.sheets[0]


def freeze(office: Office, unit_id: int = 1, signer: int = WU) -> ScoreSheet:
    with said_by(office, LI) as (session, telling):
        number = propose_closing(session, unit_id, telling)
    with said_by(office, signer) as (session, telling):
        signing.sign(session, number, telling)
    with office.database.read() as session:
        return session.scalars(select(ScoreSheet).where(ScoreSheet.unit_id == unit_id)).one()


def propose_closing(session: Session, unit_id: int, telling: Telling) -> int:
    return closing.freeze(session, session.get_one(Unit, unit_id), YEAR, "", telling).id


def withdraw(office: Office, matter: int) -> None:
    with office.told_by(WU, matter) as (session, row, telling):
        notices.withdraw(session, row, telling, office.rules(session), "时限登记有误")
