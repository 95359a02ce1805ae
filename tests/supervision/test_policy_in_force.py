"""A person puts a policy into force; what was in force before stays readable for the climbs that began under it."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from models import Act, Matter, PolicyVersion
from models.session import Database
from supervision.clock import at
from supervision.policies.active import (
    CoveredAlready,
    NoPolicyInForce,
    activate,
    preset,
    rules_for,
    rules_in_force,
    rules_of,
)
from supervision.policies.complaints import PolicyError, Wrong
from supervision.workdays import Calendar

MONDAY = at(date(2026, 6, 1), time(9))
CALENDAR = Calendar()
XIANYANG = preset("xianyang")
MILDER = XIANYANG.replace('points = "-0.3"', 'points = "-0.1"')


def test_before_anybody_activates_one_there_is_none(database: Database) -> None:
    with database.read() as session, pytest.raises(NoPolicyInForce):
        rules_in_force(session, CALENDAR)


def test_the_latest_is_in_force_and_the_former_stays_readable(database: Database) -> None:
    with database.write() as session:
        first = activate(session, XIANYANG, "李科", MONDAY).id
    with database.write() as session:
        second = activate(session, MILDER, "周科", MONDAY + timedelta(days=1)).id

    with database.read() as session:
        now, before = rules_in_force(session, CALENDAR), rules_of(session, first, CALENDAR)
        rows = session.scalars(select(PolicyVersion).order_by(PolicyVersion.id)).all()
    assert (now.policy_version_id, now.policy.ladder[1].points) == (second, Decimal("-0.1"))
    assert before.policy.ladder[1].points == Decimal("-0.3")
    assert [(row.retired_at is None, row.activated_by) for row in rows] == [(False, "李科"), (True, "周科")]
    assert rows[0].sha256 == before.policy.sha256 != rows[1].sha256


def test_activating_what_is_in_force_changes_nothing(database: Database) -> None:
    for day in range(3):
        with database.write() as session:
            activate(session, XIANYANG, f"第{day}人", MONDAY + timedelta(days=day))
    with database.read() as session:
        assert [row.activated_by for row in session.scalars(select(PolicyVersion))] == ["第0人"]
        assert len(session.scalars(select(Act)).all()) == 1


def test_going_back_to_an_earlier_text_is_on_record(database: Database) -> None:
    for day, text in enumerate((XIANYANG, MILDER, XIANYANG)):
        with database.write() as session:
            activate(session, text, "李科", MONDAY + timedelta(days=day))
    with database.read() as session:
        assert rules_in_force(session, CALENDAR).policy.ladder[1].points == Decimal("-0.3")
        acts = session.scalars(select(Act).order_by(Act.id)).all()
    assert len({act.facts["sha256"] for act in acts}) == 2
    assert [act.act for act in acts] == ["policy_activated"] * 3


def test_what_the_rules_forbid_never_comes_into_force(database: Database) -> None:
    text = XIANYANG.replace('asks_for = "实施效能监察"', 'asks_for = "按打卡次数考核"')
    with pytest.raises(PolicyError) as refused, database.write() as session:
        activate(session, text, "李科", MONDAY)

    assert {complaint.wrong for complaint in refused.value.complaints} == {Wrong.AGAINST_THE_RULES}
    with database.read() as session:
        assert session.scalars(select(PolicyVersion)).all() == []


def test_a_version_that_never_was_has_no_rules(database: Database) -> None:
    with database.read() as session, pytest.raises(NoPolicyInForce):
        rules_of(session, 99, CALENDAR)
    with pytest.raises(KeyError):
        preset("../../etc/passwd")


ROADS = XIANYANG.replace('name = "xianyang"', 'name = "roads"\ncovers = ["道路", "桥梁"]').replace("-0.3", "-0.5")


def a_matter(category: str) -> Matter:
    return Matter(id=1, category=category)


def test_a_group_of_matters_may_have_rules_of_its_own(database: Database) -> None:
    """单列考评 (A22): roads and bridges under one policy, everything else under the general one."""
    with database.write() as session:
        activate(session, XIANYANG, "李科", MONDAY)
        activate(session, ROADS, "李科", MONDAY)
    with database.read() as session:
        general = rules_in_force(session, CALENDAR)
        named = {word: rules_for(session, a_matter(word), general).policy.name for word in ("桥梁", "教育", "")}
    assert general.policy.name == "xianyang"
    assert named == {"桥梁": "roads", "教育": "xianyang", "": "xianyang"}


def test_a_policy_retires_the_one_that_covered_the_same_and_no_other(database: Database) -> None:
    with database.write() as session:
        activate(session, XIANYANG, "李科", MONDAY)
        activate(session, ROADS, "李科", MONDAY)
        activate(session, ROADS.replace("-0.5", "-0.2"), "周科", MONDAY + timedelta(days=1))
    with database.read() as session:
        general = rules_in_force(session, CALENDAR)
        bridge = rules_for(session, a_matter("桥梁"), general)
    assert bridge.policy.ladder[1].points == Decimal("-0.2")
    assert general.policy.ladder[1].points == Decimal("-0.3")


def test_no_category_is_covered_twice(database: Database) -> None:
    with database.write() as session:
        activate(session, XIANYANG, "李科", MONDAY)
        activate(session, ROADS, "李科", MONDAY)
    with database.write() as session, pytest.raises(CoveredAlready) as refused:
        activate(session, ROADS.replace('"桥梁"', '"隧道"'), "李科", MONDAY)
    assert (refused.value.name, refused.value.categories) == ("roads", frozenset({"道路"}))
