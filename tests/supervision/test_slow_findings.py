"""The morning's reckoning, on both databases: whom it finds, and whom it leaves in peace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Climb, Duty, Finding, Hold, Matter, Milestone, Outage, PolicyVersion, Progress, Suspension
from models.finding import FindingKind
from models.matter import MatterStatus
from models.notice import Cause
from models.report import ReportKind
from models.run import HoldKind
from models.session import Database
from supervision import slow_findings
from supervision.duties import open_duties
from supervision.policies.active import activate, preset
from supervision.standing import Word, after, keep, standing_of
from tests.supervision.house import MONDAY, House, moment

WEEK = timedelta(days=7)
FIRST = MONDAY  # the streak begins here: four weeks, of which the first is that of 端午
AFTER_FOUR = FIRST + 4 * WEEK
LATER = date(2026, 12, 31)
Change = Callable[[House, int], object]


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def weeks_go_by(house: House, count: int) -> None:
    for number in range(count):
        with house.database.write() as session:
            open_duties(session, house.rules, moment(FIRST + number * WEEK, 0, 5))


def reckon(house: House, day: date) -> dict[str, Any]:
    with house.database.write() as session:
        return slow_findings.reckon(session, house.rules, moment(day, 8))


def found(house: House) -> list[Finding]:
    with house.database.read() as session:
        return list(session.scalars(select(Finding).order_by(Finding.id)))


def add(house: House, *rows: object) -> None:
    with house.database.write() as session:
        session.add_all(rows)


def tell(house: House, matter_id: int, day: date, percent: int | None = None, is_correction: bool = False) -> None:
    """A report that speaks of the matter, as `reports` would write it down."""
    told_at = moment(day, 10)
    report_id = house.report(house.zhao, told_at, ReportKind.WEEKLY, day)
    words = {"percent": percent, "words": "推进中", "is_correction": is_correction}
    with house.database.write() as session:
        matter = session.get_one(Matter, matter_id)
        session.add(
            Progress(report_id=report_id, matter_id=matter_id, told_at=told_at, told_key=f"m{report_id}", **words)
        )
        word = Word(
            told_at, f"m{report_id}", None, percent, None, has_problem=False, words="", is_correction=is_correction
        )
        keep(session, matter, after(standing_of(matter), word, is_confirmed=False))


def test_four_weeks_without_a_word_are_found_once(house: House) -> None:
    """C16, X5: 周报 four times in a row."""
    silent = house.matter(1, LATER)
    weeks_go_by(house, 5)
    assert reckon(house, AFTER_FOUR - timedelta(days=3))["reports_missing"] == 0
    assert reckon(house, AFTER_FOUR)["reports_missing"] == 1
    assert reckon(house, AFTER_FOUR + timedelta(days=1))["reports_missing"] == 0
    [one] = found(house)
    assert (one.matter_id, one.kind, one.by_id) == (silent, FindingKind.REPORTS_MISSING, None)
    assert one.facts == {"report": "weekly", "times": 4, "since": "2026-06-15", "last": "2026-07-12"}
    assert house.look_at(silent).next_look_on == AFTER_FOUR


def _waive_a_week(house: House, _matter_id: int) -> None:
    with house.database.write() as session:
        for duty in session.scalars(select(Duty).where(Duty.period_first == FIRST)):
            duty.waived_because = "停电"


def _was_away(house: House, _matter_id: int) -> None:
    begun, ended = moment(FIRST, 9), moment(FIRST, 17)
    add(house, Outage(first=begun, last=ended))
    add(house, Hold(kind=HoldKind.OUTAGE, facts={}, since=ended, released_at=ended))


def _stood(house: House, matter_id: int) -> None:
    since, until = moment(FIRST, 9), moment(FIRST + WEEK, 9)
    add(house, Suspension(matter_id=matter_id, since=since, until=until, because="停工", by_id=house.li))


def _climbs(house: House, matter_id: int, ended_at: datetime | None = None) -> None:
    with house.database.write() as session:
        version = session.scalars(select(PolicyVersion.id)).one()
        session.add(
            Climb(
                matter_id=matter_id, cause=Cause.OVERDUE, cycle=1, policy_version_id=version,
                started_at=moment(FIRST, 8), ended_at=ended_at, ended_because="reason_accepted" if ended_at else None,
            )
        )  # fmt: skip


def _set(**values: Any) -> Change:  # noqa: ANN401
    def change(house: House, matter_id: int) -> None:
        with house.database.write() as session:
            matter = session.get_one(Matter, matter_id)
            for name, value in values.items():
                setattr(matter, name, value)

    return change


SPARED: dict[str, Change] = {
    "a report spoke of it": lambda house, matter: tell(house, matter, FIRST),
    "the unit said 无变化": lambda house, _: house.report(house.zhao, moment(FIRST, 9), is_no_change=True),
    "a week was waived": _waive_a_week,
    "we were away": _was_away,
    "it stood still for a week": _stood,
    "it climbs": _climbs,
    "a person accepted a reason": lambda house, matter: _climbs(house, matter, moment(FIRST, 9)),
    "it was opened within the first week": _set(opened_at=moment(FIRST, 9)),
    "it stands still": _set(suspended_since=moment(FIRST + 3 * WEEK, 9)),
    "it is sealed": _set(is_sealed=True),
    "it is told as done": _set(status=MatterStatus.COMPLETED),
}


@pytest.mark.parametrize("why", SPARED)
def test_who_is_left_in_peace(house: House, why: str) -> None:
    matter = house.matter(1, LATER)
    weeks_go_by(house, 5)
    SPARED[why](house, matter)
    assert reckon(house, AFTER_FOUR) == {"reports_missing": 0, "behind_plan": 0, "node_missed": 0}


def test_a_waived_week_is_reached_over(house: House) -> None:
    house.matter(1, LATER)
    weeks_go_by(house, 6)
    _waive_a_week(house, 0)
    assert reckon(house, AFTER_FOUR + WEEK)["reports_missing"] == 1
    assert found(house)[0].facts["since"] == "2026-06-22"


def test_a_unit_that_owed_nothing_has_nothing_missing(house: House) -> None:
    weeks_go_by(house, 2)
    house.matter(1, LATER)
    weeks_go_by(house, 5)  # it owes from the third week on, for the first two were over
    with house.database.write() as session:
        for duty in session.scalars(select(Duty).where(Duty.period_first <= FIRST + WEEK)):
            session.delete(duty)
    assert reckon(house, AFTER_FOUR)["reports_missing"] == 0


PLAN: dict[str, Any] = {"start_on": date(2026, 4, 1), "due_on": date(2026, 7, 10)}  # a hundred days


def test_thirty_points_below_the_line_are_found_once_a_month(house: House) -> None:
    """C16, D22, X5."""
    slow = house.matter(1, percent=47, **PLAN)
    house.matter(2, percent=48, **PLAN)
    house.matter(3, percent=None, **PLAN)
    house.matter(4, LATER, percent=0)
    assert reckon(house, date(2026, 6, 16))["behind_plan"] == 0
    assert reckon(house, date(2026, 6, 17))["behind_plan"] == 1
    [one] = found(house)
    assert one.matter_id == slow
    assert one.facts == {
        "percent": 47, "planned": 77, "behind": 30, "points": 30, "start_on": "2026-04-01", "due_on": "2026-07-10"
    }  # fmt: skip
    assert reckon(house, date(2026, 6, 18))["behind_plan"] == 1  # the second, now 30 below
    assert reckon(house, date(2026, 6, 30))["behind_plan"] == 0
    assert reckon(house, date(2026, 7, 1))["behind_plan"] == 2


def test_a_plan_is_looked_at_again_when_the_line_can_have_left_it_behind(house: House) -> None:
    matter = house.matter(1, percent=10, **PLAN)
    reckon(house, date(2026, 4, 1))
    assert house.look_at(matter).plan_look_on == date(2026, 5, 11)
    tell(house, matter, date(2026, 5, 8), percent=40)
    assert house.look_at(matter).plan_look_on == date(2026, 5, 11)  # a figure that rises costs nothing
    assert reckon(house, date(2026, 5, 11))["behind_plan"] == 0
    assert house.look_at(matter).plan_look_on == date(2026, 6, 10)


def test_a_figure_that_falls_back_is_compared_at_once(house: House) -> None:
    matter = house.matter(1, percent=60, **PLAN)
    reckon(house, date(2026, 6, 9))
    tell(house, matter, date(2026, 6, 9), percent=15, is_correction=True)
    assert reckon(house, date(2026, 6, 10))["behind_plan"] == 1


def test_a_due_day_that_moves_gives_the_plan_another_line(house: House) -> None:
    matter = house.matter(1, percent=47, **PLAN)
    reckon(house, date(2026, 6, 16))
    _set(due_on=date(2026, 12, 31))(house, matter)
    assert reckon(house, date(2026, 6, 17))["behind_plan"] == 0
    assert house.look_at(matter).plan_look_on == date(2026, 10, 29)


def test_another_policy_measures_anew(house: House) -> None:
    house.matter(1, percent=60, **PLAN)
    assert reckon(house, date(2026, 6, 16))["behind_plan"] == 0
    with house.database.write() as session:
        activate(session, preset("xianyang").replace("points = 30", "points = 10"), "李督查", moment(MONDAY, 9))
    assert reckon(house, date(2026, 6, 17))["behind_plan"] == 1


def test_past_its_due_day_it_is_overdue_and_no_longer_slow(house: House) -> None:
    house.matter(1, percent=10, **PLAN)
    assert reckon(house, date(2026, 7, 10))["behind_plan"] == 0


def node(house: House, matter_id: int, due_on: date, **others: Any) -> int:  # noqa: ANN401
    with house.database.write() as session:
        one = Milestone(matter_id=matter_id, name=f"节点{due_on}", due_on=due_on, **others)
        session.add(one)
        session.flush()
        return one.id


@pytest.fixture
def collecting(house: House) -> House:
    """Another policy governs 大会战项目: the nodes of all others are nobody's trigger."""
    text = preset("shishi").replace("may_skip = false", 'covers = ["大会战项目"]\nmay_skip = false', 1)
    with house.database.write() as session:
        activate(session, text, "李督查", moment(MONDAY, 9))
    return house


def test_a_node_that_passes_is_collected_on_the_next_working_day(collecting: House) -> None:
    """A02, A15: the 19th is 端午, so what was set for it is in time until Monday the 22nd."""
    ours = collecting.matter(1, LATER, category="大会战项目")
    others = collecting.matter(2, LATER)
    missed = node(collecting, ours, date(2026, 6, 19))
    node(collecting, ours, date(2026, 6, 18), done_on=date(2026, 6, 18))
    node(collecting, ours, date(2026, 1, 4))  # before it was put under supervision
    node(collecting, others, date(2026, 6, 17))
    assert reckon(collecting, date(2026, 6, 22))["node_missed"] == 0
    assert reckon(collecting, date(2026, 6, 23))["node_missed"] == 1
    assert reckon(collecting, date(2026, 6, 24))["node_missed"] == 0
    [one] = found(collecting)
    assert (one.matter_id, one.facts["milestone_id"], one.on) == (ours, missed, date(2026, 6, 23))


def test_a_node_that_was_moved_is_collected_on_its_new_day(collecting: House) -> None:
    ours = collecting.matter(1, LATER, category="大会战项目")
    missed = node(collecting, ours, date(2026, 6, 15))
    assert reckon(collecting, date(2026, 6, 16))["node_missed"] == 1
    with collecting.database.write() as session:
        session.get_one(Milestone, missed).due_on = date(2026, 6, 24)
    assert reckon(collecting, date(2026, 6, 24))["node_missed"] == 0
    assert reckon(collecting, date(2026, 6, 25))["node_missed"] == 1
