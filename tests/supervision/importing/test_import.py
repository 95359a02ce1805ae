"""An office moves in: its tables are compared and written on a real database, whole or not at all, twice the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import (
    Act,
    Alias,
    Charge,
    Chat,
    ChatMember,
    CoUnit,
    DueChange,
    Matter,
    Milestone,
    NamedOn,
    Office,
    Person,
    Stranger,
    Unit,
)
from models.matter import MatterStatus
from models.session import Database
from supervision import deadlines
from supervision.importing import Plan, apply, hold_still, known_to, load, make_plan
from supervision.importing.applying import PlanHasProblems
from supervision.importing.layout import Field, Subject
from supervision.policies.active import activate, preset, rules_in_force
from supervision.registry import registry_version
from supervision.workdays import Calendar
from tests.supervision.house import OPENED, moment
from tests.supervision.importing.tables import MATTERS, MONDAY, Lines, matter, office, table

NOW = moment(MONDAY, 9)
HEADERS = [
    *("编号", "事项名称", "责任单位", "立项依据", "完成时限", "状态", "进度"),
    *("密封", "知悉人员", "简称", "类别", "配合单位"),
]
FULL: dict[str, Lines] = office(
    事项=[
        HEADERS,
        ["ZD-2026-003", "奥瑞金二期", "招商局", "会议", "2026-06-30", "在建", 40, "", "", "奥瑞金", "重点", "经信局"],
        ["ZD-2026-004", "机要事项", "经信局", "批示", "2026-07-31", None, None, "是", "li"],
        ["ZD-2025-009", "老旧小区改造", "经信局", "会议", "2025-12-31", "已销号", 100],
    ],
    节点=[["事项编号", "节点名称", "完成时限"], ["ZD-2026-003", "封顶", "2026-06-17"], [4, "会商", "2026-07-01"]],
    群=[["群名称", "方式", "地址", "成员"], ["督办群", "群机器人", "main", "wang、li"]],
)  # fmt: skip


@pytest.fixture
def city(database: Database) -> Database:
    """A database with an office and the rules of Xianyang, and nobody in it."""
    with database.write() as session:
        session.add(Office(id=1))
        activate(session, preset("xianyang"), "test", OPENED)
    return database


def bring(city: Database, sheets: Mapping[str, Lines], now: datetime = NOW) -> Plan:
    """As the command does it: held still, compared and written in one transaction."""
    reading, calendar, today = load(table(sheets)), Calendar(), now.date()
    with city.write() as session:
        hold_still(session)
        plan = make_plan(reading, known_to(session, calendar, today), calendar, today)
        if not plan.problems:
            apply(session, plan, rules_in_force(session, calendar), now, "clerk")
    return plan


def everything(city: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with city.read() as session:
        return {
            name: sorted((tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}"'))), key=repr)  # noqa: S608
            for name in inspect(city.engine).get_table_names()
        }


def found(session: Session, code: str) -> Matter:
    return session.scalars(select(Matter).where(Matter.code == code)).one()


def test_an_office_moves_in(city: Database) -> None:
    with city.write() as session:
        session.add(Stranger(userid="wang", first_seen_at=OPENED, last_seen_at=OPENED))
    plan = bring(city, FULL)
    assert plan.findings == ()
    with city.read() as session:
        units = dict(session.execute(select(Unit.name, Unit.id)).all())
        people = {person.userid: person for person in session.scalars(select(Person))}
        assert people["wang"].unit_id == units["招商局"] and people["wang"].title == "局长"
        assert set(session.scalars(select(Charge.unit_id))) == {units["招商局"], units["经信局"]}
        assert session.scalars(select(Unit.owes_reports).where(Unit.name == "督查室")).one() is False
        assert session.get(Stranger, "wang") is None
        aoruijin = found(session, "ZD-2026-003")
        assert (aoruijin.number, aoruijin.title, aoruijin.category) == (3, "奥瑞金二期", "重点")
        assert (aoruijin.status, aoruijin.percent) == (MatterStatus.IN_PROGRESS, 40)
        assert (aoruijin.base_status, aoruijin.base_percent) == (MatterStatus.IN_PROGRESS, 40)
        assert aoruijin.original_due_on == date(2026, 6, 30) and aoruijin.opened_at == NOW
        assert set(session.scalars(select(CoUnit.unit_id))) == {units["经信局"]}
        assert set(session.scalars(select(Alias.text).where(Alias.matter_id == aoruijin.id))) == {"奥瑞金"}
        sealed = found(session, "ZD-2026-004")
        assert sealed.is_sealed and session.scalars(select(NamedOn.person_id)).all() == [people["li"].id]
        old = found(session, "ZD-2025-009")
        assert old.status is MatterStatus.CLOSED and old.closed_at == NOW and old.next_look_on is None
        assert session.scalar(select(func.count()).select_from(Milestone)) == 2
        assert session.scalars(select(Chat.address)).one() == "main"
        assert set(session.scalars(select(ChatMember.person_id))) == {people["wang"].id, people["li"].id}


def test_time_matters_to_what_was_imported(city: Database) -> None:
    """The milestone is due in two working days: warned of now, not only when somebody reports."""
    bring(city, FULL)
    with city.read() as session:
        matter_ = found(session, "ZD-2026-003")
        assert matter_.next_look_on == MONDAY
        assert (MONDAY, matter_.id) in deadlines.due_to_look(session, MONDAY, (date.min, 0), 10)


def test_a_second_run_changes_nothing_at_all(city: Database) -> None:
    bring(city, FULL)
    before = everything(city)
    plan = bring(city, FULL, NOW + timedelta(hours=1))
    assert not plan.does_something
    assert everything(city) == before


def test_one_wrong_row_and_nothing_is_written(city: Database) -> None:
    before = everything(city)
    plan = bring(city, FULL | {"群": [["群名称", "方式", "地址", "成员"], ["督办群", "群机器人", "main", "nobody"]]})
    assert len(plan.problems) == 1
    assert everything(city) == before
    with pytest.raises(PlanHasProblems), city.write() as session:
        apply(session, plan, rules_in_force(session, Calendar()), NOW, "clerk")


def test_what_breaks_half_way_leaves_nothing_behind(city: Database) -> None:
    """Two clerks at once: the second compared before the first had written."""
    reading, calendar = load(table(FULL)), Calendar()
    with city.read() as session:
        stale = make_plan(reading, known_to(session, calendar, MONDAY), calendar, MONDAY)
    bring(city, {"群": [["群名称", "方式", "地址"], ["领导群", "群机器人", "main"]]})
    before = everything(city)
    with pytest.raises(IntegrityError), city.write() as session:
        apply(session, stale, rules_in_force(session, calendar), NOW, "clerk")
    assert everything(city) == before


def test_every_entry_is_on_record_with_who_sat_at_the_machine(city: Database) -> None:
    bring(city, office(事项=MATTERS))
    bring(city, office(事项=matter(事项名称="奥瑞金二期项目", 完成时限="2026-07-31")))
    with city.read() as session:
        acts = session.scalars(select(Act).where(Act.matter_id.is_not(None)).order_by(Act.id)).all()
        assert [act.act for act in acts] == ["matter_imported", "matter_changed_by_import"]
        assert {act.by_words for act in acts} == {"clerk"}
        assert acts[1].facts["was"] == {"title": "奥瑞金二期", "due_on": "2026-06-30"}
        assert acts[1].facts["said"] == {"title": "奥瑞金二期项目", "due_on": "2026-07-31"}


def test_a_moved_due_day_keeps_its_history(city: Database) -> None:
    bring(city, office(事项=MATTERS))
    later = NOW + timedelta(days=1)
    bring(city, office(事项=matter(完成时限="2026-07-31")), later)
    with city.read() as session:
        changes = session.scalars(select(DueChange).order_by(DueChange.id)).all()
        assert [(one.due_on, one.since) for one in changes] == [(date(2026, 6, 30), NOW), (date(2026, 7, 31), later)]
        moved = found(session, "ZD-2026-003")
        assert (moved.due_on, moved.original_due_on) == (date(2026, 7, 31), date(2026, 6, 30))


def test_when_it_is_late_only_an_extension_moves_it(city: Database) -> None:
    bring(city, office(事项=MATTERS))
    before = everything(city)
    plan = bring(city, office(事项=matter(完成时限="2026-12-31")), moment(date(2026, 7, 1), 9))
    assert [finding.kind.value for finding in plan.problems] == ["due_is_past"]
    assert everything(city) == before


def test_what_was_told_since_stands(city: Database) -> None:
    bring(city, FULL)
    with city.write() as session:
        told = found(session, "ZD-2026-003")
        told.percent, told.status, told.told_at = 60, MatterStatus.BLOCKED, NOW
    assert not bring(city, FULL).does_something
    with city.read() as session:
        assert (found(session, "ZD-2026-003").percent, found(session, "ZD-2026-003").base_percent) == (60, 40)


def test_a_report_that_comes_between_comparing_and_writing_stands(city: Database) -> None:
    bring(city, office(事项=matter(进度=10)))
    reading, calendar = load(table(office(事项=matter(进度=20, 类别="重点项目")))), Calendar()
    with city.read() as session:
        plan = make_plan(reading, known_to(session, calendar, MONDAY), calendar, MONDAY)
    with city.write() as session:
        told = found(session, "ZD-2026-003")
        told.percent, told.told_at = 60, NOW
    with city.write() as session:
        apply(session, plan, rules_in_force(session, calendar), NOW, "clerk")
    with city.read() as session:
        now = found(session, "ZD-2026-003")
        assert (now.percent, now.base_percent, now.category) == (60, 10, "重点项目")


def test_lists_are_replaced_and_emptied_and_what_a_unit_says_by_itself_stays(city: Database) -> None:
    bring(city, FULL)
    with city.write() as session:
        aoruijin = found(session, "ZD-2026-003")
        session.add(Alias(text="二期", matter_id=aoruijin.id, of_unit_id=aoruijin.unit_id))
    changed = matter(简称="奥瑞金二期厂房", 配合单位="无", 序号=None)
    plan = bring(city, office(事项=changed))
    [entry] = plan.changed(Subject.MATTER)
    assert {Field.ALIASES, Field.CO_UNITS} <= set(entry.changes)
    with city.read() as session:
        aoruijin = found(session, "ZD-2026-003")
        assert set(session.scalars(select(Alias.text).where(Alias.matter_id == aoruijin.id))) == {
            "二期",
            "奥瑞金二期厂房",
        }
        assert session.scalars(select(CoUnit)).all() == []


def test_empty_cells_leave_things_as_they_are(city: Database) -> None:
    bring(city, FULL)
    plan = bring(city, office(事项=matter(简称=None, 类别=None, 配合单位=None, 立项依据="会议")))
    assert plan.changed(Subject.MATTER) == ()


def test_the_readers_of_messages_learn_of_it_once(city: Database) -> None:
    with city.read() as session:
        before = registry_version(session)
    bring(city, FULL)
    bring(city, FULL)
    with city.read() as session:
        assert registry_version(session) == before + 1


def test_unsealing_starts_the_clock(city: Database) -> None:
    bring(city, FULL)
    with city.read() as session:
        assert found(session, "ZD-2026-004").next_look_on is None
    rows: Lines = [
        ["编号", "事项名称", "责任单位", "立项依据", "密封"],
        ["ZD-2026-004", "机要事项", "经信局", "市长批示", "否"],
    ]
    bring(city, office(事项=rows))
    with city.read() as session:
        assert found(session, "ZD-2026-004").next_look_on is not None


def test_what_the_office_adopted_stays_and_may_become_the_tables_own(city: Database) -> None:
    bring(city, FULL)
    with city.write() as session:
        aoruijin = found(session, "ZD-2026-003")
        session.add(Alias(text="罐子", matter_id=aoruijin.id, confirmed_at=NOW))
    assert bring(city, FULL).changed(Subject.MATTER) == ()
    bring(city, office(事项=matter(简称="奥瑞金二期厂房", 序号=None)))
    bring(city, office(事项=matter(简称="奥瑞金二期厂房、罐子", 序号=None)))
    with city.read() as session:
        known = session.scalars(select(Alias).where(Alias.matter_id == found(session, "ZD-2026-003").id)).all()
        assert {(one.text, one.confirmed_at) for one in known} == {("奥瑞金二期厂房", None), ("罐子", None)}
