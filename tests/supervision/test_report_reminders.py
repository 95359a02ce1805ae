"""Who hears that his report is missing, when, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from models import Person
from models.person import Role
from models.report import ReportKind
from models.session import Database
from supervision import texts
from supervision.clock import at
from supervision.duties import open_duties
from supervision.missing import missing, unmentioned
from supervision.report_reminders import remind_missing
from tests.supervision.house import MONDAY, House, moment

MORNING = moment(MONDAY, 0, 5)


@pytest.fixture
def house(database: Database) -> House:
    house = House(database)
    house.matter(1, date(2026, 9, 30))
    house.matter(2, date(2026, 9, 30), house.industry)
    return house


def opened(house: House, now: datetime = MORNING) -> None:
    with house.database.write() as session:
        open_duties(session, house.rules, now)


def remind(house: House, now: datetime, scheduled_for: datetime | None = None) -> dict[str, object]:
    with house.database.write() as session:
        return remind_missing(session, house.rules, ReportKind.DAILY, scheduled_for or moment(MONDAY, 17, 30), now)


def test_only_the_missing_are_reminded_once_each_at_the_liaison(house: House) -> None:
    opened(house)
    house.report(house.qian, moment(MONDAY, 17, 29))
    assert remind(house, moment(MONDAY, 17, 30)) == {"missing": 1, "reminded": 1}
    assert remind(house, moment(MONDAY, 17, 31)) == {"missing": 1, "reminded": 0}
    [row] = house.outbox("remind_missing")
    assert row.person_id == house.zhao  # the liaison; the head is left in peace
    assert row.key == f"remind:daily:2026-06-15:1730:person:{house.zhao}"
    assert moment(MONDAY, 17, 31) <= row.not_before < moment(MONDAY, 17, 37, 1)
    assert row.expires_at == moment(MONDAY, 18)
    assert row.still_true == "duty_unmet"


def test_a_unit_without_liaison_hears_it_through_its_head(house: House) -> None:
    opened(house)
    remind(house, moment(MONDAY, 17, 30))
    assert set(house.heard("remind_missing")) == {house.zhao, house.qian}


def test_a_reminder_whose_time_has_passed_is_skipped_with_its_reason(house: House) -> None:
    opened(house)
    assert remind(house, moment(MONDAY, 18)) == {"skipped": "its time had passed"}
    thursday = moment(MONDAY + timedelta(days=3), 9)
    assert remind(house, thursday) == {"skipped": "its time had passed"}
    assert remind(house, moment(MONDAY, 17, 45), moment(date(2026, 6, 14), 17, 30)) == {"skipped": "nothing is owed"}
    assert house.outbox("remind_missing") == []


def test_where_each_matter_is_asked_for_only_the_unmentioned_are(house: House) -> None:
    house.change_policy(reports=tuple(replace(rule, each_matter=True) for rule in house.rules.policy.reports))
    opened(house)
    house.report(house.wang, moment(MONDAY, 10))
    house.report(house.qian, moment(MONDAY, 10), is_no_change=True)
    assert remind(house, moment(MONDAY, 17, 30)) == {"missing": 0, "reminded": 0, "asked_for_the_rest": 1}
    [row] = house.outbox("remind_unmentioned")
    assert row.person_id == house.zhao
    assert [matter["number"] for matter in row.facts["matters"]] == [1]
    with house.database.read() as session:
        assert [matter.number for matter in unmentioned(session, row.facts["duty_id"])] == [1]
    assert "#1 事项1" in texts.render(row.event, **row.facts)


@pytest.mark.parametrize("kind", list(ReportKind))
def test_no_reminder_asks_for_an_answer(house: House, kind: ReportKind) -> None:
    """P06, P01: no 收到请回复, nothing that must be answered at once."""
    opened(house)
    rule = next(rule for rule in house.rules.policy.reports if rule.kind is kind)
    with house.database.read() as session:
        due_at = missing(session, MORNING, kind=kind)[0].due_at
    day = due_at.astimezone(MORNING.tzinfo).date()
    with house.database.write() as session:
        remind_missing(session, house.rules, kind, at(day, rule.remind_at[0]), at(day, rule.remind_at[0]))
    said = [texts.render(row.event, **row.facts) for row in house.outbox("remind_missing")]
    assert len(said) == 2
    for words in said:
        assert "无变化" in words
        assert not any(word in words for word in ("回复", "收到请", "立即", "马上", "打卡", "签到"))


def test_a_liaison_who_left_is_spared_and_the_head_hears_it(house: House) -> None:
    sun = house.person("sun", "孙联络", house.industry, Role.LIAISON)
    opened(house)
    with house.database.write() as session:
        session.get_one(Person, sun).is_active = False
    remind(house, moment(MONDAY, 17, 30))
    assert set(house.heard("remind_missing")) == {house.zhao, house.qian}
