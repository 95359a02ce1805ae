"""改派: another unit leads a matter from today on; what fell due before stays with the one that had it (X11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from models import Act, CoUnit, Extension, LeadChange, Matter, Notice, Outgoing, Person, ScoreEntry, Unit
from models.extension import RequestState
from models.notice import NoticeState
from supervision.clock import SHANGHAI
from tests.stories.climbing import HEARING, PROPOSED
from tests.stories.office import StoryOffice, add_matter

TITLE = "老旧小区改造"
SAYS = "改派 #3 给城管局 因职能调整"


def unit_of(office: StoryOffice, number: int) -> str:
    with office.house.database.read() as session:
        return session.get_one(Unit, office.matter(number).unit_id).name


def test_from_today_another_unit_leads_and_both_are_told_once(office: StoryOffice) -> None:
    answer = office.says("zhouming", SAYS)
    assert "由城管局负责" in answer and "招商局" in answer and "2026年9月30日" in answer
    assert unit_of(office, 3) == "城管局"
    office.live()
    (new,) = [text for text in office.hears("chenchen") if "奥瑞金" in text]
    assert "由您单位负责" in new and "9月30日" in new and "职能调整" in new
    for userid in ("zhangwei", "limin"):
        (old,) = [text for text in office.hears(userid) if "奥瑞金" in text]
        assert "改由城管局负责" in old and "不用再报" in old


def test_who_was_responsible_when_stays_on_record(small_office: StoryOffice) -> None:
    small_office.says("zhouming", SAYS)
    with small_office.house.database.read() as session:
        names = {unit.id: unit.name for unit in session.query(Unit)}
        change = session.query(LeadChange).one()
        assert (names[change.from_unit_id], names[change.to_unit_id]) == ("招商局", "城管局")
        assert (change.first_day, change.due_on, change.because) == (
            date(2026, 6, 15), date(2026, 9, 30), "职能调整",
        )  # fmt: skip
        act = session.query(Act).filter(Act.act == "matter_reassigned").one()
        assert act.facts["lead_change"] == change.id


@pytest.mark.parametrize(
    ("says", "unit", "due_on"),
    [
        ("改派 3 给经信局 8月31日前 因职能调整", "经信局", date(2026, 8, 31)),
        ("改派 3 经信局 职能调整", "经信局", date(2026, 9, 30)),
        ("改派 奥瑞金二期 由经信局负责,原因:6月1日机构改革", "经信局", date(2026, 9, 30)),
        ("改派 #3 给经信局因为机构改革", "经信局", date(2026, 9, 30)),
    ],
)
def test_as_people_write_it(small_office: StoryOffice, says: str, unit: str, due_on: date) -> None:
    assert "负责" in small_office.says("zhouming", says)
    assert (unit_of(small_office, 3), small_office.matter(3).due_on) == (unit, due_on)


@pytest.mark.parametrize(
    ("says", "asked"),
    [
        ("改派 3", "改派给哪个单位、原因"),
        ("改派 3 给城管局", "原因"),
        ("改派 3 给城管所 因职能调整", "城管局"),
        ("改派 3 给招商局 因职能调整", "现在就由招商局负责"),
        ("改派 99 给城管局 因职能调整", "99"),
        ("改派 3 给城管局 5月1日前 因职能调整", ""),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_changes(small_office: StoryOffice, says: str, asked: str) -> None:
    assert asked in small_office.says("zhouming", says)
    assert unit_of(small_office, 3) == "招商局"


def test_reports_and_duties_go_with_it(small_office: StoryOffice) -> None:
    small_office.says("zhouming", SAYS)
    assert "70%" in small_office.says("chenchen", "奥瑞金二期进度70%")
    small_office.says("zhangwei", "#3 进度80%")
    assert "奥瑞金" in small_office.says("chenchen", "我的事项")
    assert "奥瑞金" not in small_office.says("zhangwei", "我的事项")
    assert small_office.matter(3).percent == 70


def test_who_assisted_leads_and_assists_no_longer(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "背街小巷改造", "城管局", due_on=date(2026, 8, 31), co_units=("经信局",))
    small_office.says("zhouming", "改派 8 给经信局 因职能调整")
    with small_office.house.database.read() as session:
        assert session.query(CoUnit).count() == 0


def test_a_request_of_the_unit_before_is_not_asked_any_more(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "申请延期 3 到10月15日 因为暴雨停工")
    small_office.says("zhouming", SAYS)
    with small_office.house.database.read() as session:
        assert session.query(Extension).one().state is RequestState.WITHDRAWN


def test_what_is_overdue_stays_with_the_unit_before(on_the_day: Callable[[datetime], StoryOffice]) -> None:
    """White is signed, yellow is heard. The new unit is neither late nor heard nor drafted against."""
    office = on_the_day(HEARING)
    answer = office.says("zhouming", "改派 8 给招商局 因职能调整")
    assert "记在城管局" in answer and "拟的、没有签发的督办单1份已撤回" in answer and "定新时限" in answer
    office.until(datetime(2026, 7, 10, 12, tzinfo=SHANGHAI))
    with office.house.database.read() as session:
        names = {unit.id: unit.name for unit in session.query(Unit)}
        white, yellow = session.query(Notice).order_by(Notice.level).all()
        assert (white.state, names[white.unit_id]) == (NoticeState.SIGNED, "城管局")
        assert yellow.state is NoticeState.CANCELLED
        change = session.query(LeadChange).one()
        assert (names[change.from_unit_id], change.workdays_late) == ("城管局", 4)
        told = (
            session.query(Outgoing)
            .join(Person, Person.id == Outgoing.person_id)
            .filter(Outgoing.matter_id == change.matter_id)
        )
        assert {row.event for row in told.filter(Person.userid == "zhangwei")} == {"matter_taken_over"}


def test_points_stay_with_the_unit_before_and_it_hears_what_becomes_of_its_paper(
    on_the_day: Callable[[datetime], StoryOffice],
) -> None:
    office = on_the_day(PROPOSED)
    office.says("liuyang", "签发 8")
    office.live()
    office.says("zhouming", "改派 8 给招商局 7月31日前 因职能调整")
    with office.house.database.read() as session:
        units = {session.get_one(Unit, entry.unit_id).name for entry in session.query(ScoreEntry)}
    assert units == {"城管局"}
    office.says("liuyang", "撤销 8 登记的时限有误")
    office.live()
    assert any("撤销" in text and TITLE in text for text in office.hears("chenchen"))


def test_one_unit_leads(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, TITLE, "城管局", due_on=date(2026, 6, 30), percent=50)
    assert "牵头单位只有一个" in small_office.says("zhouming", "改派 8 给招商局、城管局 因职能调整")
    assert "由招商局负责" in small_office.says("zhouming", "改派 8 给招商局 因职能调整")


def test_with_a_day_of_its_own_the_new_unit_may_be_late_again(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, TITLE, "城管局", due_on=date(2026, 6, 12), percent=50)
    small_office.says("zhouming", "改派 8 给招商局 因职能调整")
    assert "时限定为2026年6月16日" in small_office.says("zhouming", "改派 8 给招商局 6月16日前 补定时限")
    small_office.until(datetime(2026, 6, 18, 12, tzinfo=SHANGHAI))
    with small_office.house.database.read() as session:
        (notice,) = session.query(Notice).all()
        assert session.get_one(Unit, notice.unit_id).name == "招商局"
        assert notice.grounds["due_on"] == "2026-06-16"
        assert session.query(Matter).filter(Matter.number == 8).one().original_due_on == date(2026, 6, 12)


def test_nobody_but_the_office_reassigns(small_office: StoryOffice) -> None:
    for userid in ("zhangwei", "liuyang", "admin"):
        small_office.says(userid, SAYS)
    assert unit_of(small_office, 3) == "招商局"
