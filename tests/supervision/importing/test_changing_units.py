"""Another 责任单位 in a table is 改派: on record, the climb ends, both units hear; what has ended keeps its unit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import Act, Climb, CoUnit, LeadChange, Notice, Outgoing, Person, Unit
from models.matter import MatterStatus
from models.notice import NoticeState
from models.session import Database
from supervision import escalation
from supervision.importing import Plan
from supervision.policies.active import rules_in_force
from supervision.texts import render
from supervision.workdays import Calendar
from tests.supervision.house import House, moment
from tests.supervision.importing.tables import matter as row
from tests.supervision.importing.tables import office
from tests.supervision.importing.test_import import NOW, bring, everything, found

CODE = "ZD-2026-003"
LATER = NOW + timedelta(days=1)
PEOPLE = [
    ["账号", "姓名", "单位", "身份"],
    ["wang", "王局长", "招商局", "单位负责人"],
    ["qian", "钱局长", "经信局", "单位负责人"],
    ["li", "李督查", "督查室", "督查室"],
]


@pytest.fixture
def city(database: Database) -> Database:
    """招商局 leads #3, 经信局 assists."""
    House(database)
    bring(database, office(人员=PEOPLE, 事项=row(责任单位="招商局", 配合单位="经信局")))
    return database


def changes_unit(city: Database, **others: object) -> Plan:
    return bring(city, office(人员=PEOPLE, 事项=row(**{"责任单位": "经信局", "配合单位": "无", **others})), LATER)


def heard(city: Database, event: str) -> list[tuple[str, str]]:
    """Who, and in which words."""
    with city.read() as session:
        rows = session.execute(
            select(Person.userid, Outgoing).join(Person, Person.id == Outgoing.person_id).where(Outgoing.event == event)
        )
        return [(userid, render(row.event, **row.facts)) for userid, row in rows]


def test_it_is_on_record_with_who_sat_at_the_machine(city: Database) -> None:
    plan = changes_unit(city)
    assert [note.kind.value for note in plan.notes] == ["lead_changes"] and plan.problems == ()
    with city.read() as session:
        names = {unit.id: unit.name for unit in session.scalars(select(Unit))}
        change = session.scalars(select(LeadChange)).one()
        assert (names[change.from_unit_id], names[change.to_unit_id]) == ("招商局", "经信局")
        assert change.because == "按导入的台账改派", "it is read on papers"
        assert (change.since, change.first_day, change.due_on) == (LATER, LATER.date(), date(2026, 6, 30))
        act = session.scalars(select(Act).where(Act.act == "matter_reassigned")).one()
        assert (act.by_words, act.by_id, act.facts["lead_change"]) == ("clerk", None, change.id)
        assert names[found(session, CODE).unit_id] == "经信局"
        assert session.scalars(select(CoUnit)).all() == [], "who leads assists no longer"


def test_each_of_the_two_hears_of_it_once(city: Database) -> None:
    changes_unit(city)
    changes_unit(city)
    [(gains, gained)] = heard(city, "matter_taken_over")
    (loses, lost), (beside, _) = heard(city, "matter_handed_on")
    assert (gains, {loses, beside}) == ("qian", {"wang", "zhao"})
    assert "由您单位负责" in gained and "按导入的台账改派" in gained and "请于2026年6月30日前完成" in gained
    assert "改由经信局负责,您单位不用再报。按导入的台账改派。" in lost


def test_a_new_day_in_the_same_row_is_told_with_it(city: Database) -> None:
    changes_unit(city, 完成时限="2026-08-31")
    [(_, gained)] = heard(city, "matter_taken_over")
    assert "请于2026年8月31日前完成" in gained
    with city.read() as session:
        assert session.scalars(select(LeadChange.due_on)).one() == date(2026, 6, 30)


def test_what_was_under_way_for_the_unit_before_ends(city: Database) -> None:
    """A white draft is withdrawn, its climb ends, and the new unit is late with nothing."""
    late = moment(date(2026, 7, 1), 9)
    with city.write() as session:
        rules = rules_in_force(session, Calendar())
        assert escalation.climb(session, found(session, CODE).id, rules, late) is not None
    plan = bring(city, office(人员=PEOPLE, 事项=row(责任单位="经信局", 配合单位="无")), late + timedelta(hours=1))
    assert plan.problems == ()
    with city.read() as session:
        climb, notice = session.scalars(select(Climb)).one(), session.scalars(select(Notice)).one()
        assert climb.ended_because == "matter_reassigned" and notice.state is NoticeState.CANCELLED
        assert session.scalars(select(LeadChange.workdays_late)).one() == 1
        matter = found(session, CODE)
    with city.write() as session:
        later = moment(date(2026, 7, 6), 9)
        assert escalation.climb(session, matter.id, rules_in_force(session, Calendar()), later) is None


@pytest.mark.parametrize("status", [MatterStatus.COMPLETED, MatterStatus.CLOSED, MatterStatus.REVOKED])
def test_of_what_has_ended_the_table_changes_no_unit(city: Database, status: MatterStatus) -> None:
    with city.write() as session:
        found(session, CODE).status = status
    before = everything(city)
    plan = changes_unit(city)
    assert [problem.kind.value for problem in plan.problems] == ["lead_of_ended"]
    assert everything(city) == before


def test_what_is_sealed_changes_hands_without_a_push_to_the_unit_before(city: Database) -> None:
    changes_unit(city, 密封="是", 知悉人员="li")
    assert heard(city, "matter_handed_on") == []
