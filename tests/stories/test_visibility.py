"""Who may see what: sealed, foreign and absent get the same answer, whichever way one asks."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models import Charge, NamedOn, Person, Unit
from supervision.clock import SHANGHAI
from supervision.registry import touch_registry
from tests.stories.office import StoryOffice, add_matter

SECRET = "涉密专项整改"
WAYS = (
    "{name}",
    "{name}到哪了",
    "#{number}",
    "ZD-2026-{number:03d}",
    "{name} 50%",
    "日报 {name}已完成",
    "#{number} 70%",
)
REQUESTS = (
    "申请延期 {number} 到11月15日 因暴雨停工",
    "申请销号 {number} 材料已归档",
    "更正 {name} 70%",
    "说明 {number} 因暴雨",
)


@pytest.fixture
def county(small_office: StoryOffice) -> StoryOffice:
    """79 is sealed; 77 does not exist; 71 belongs to 城管局, and 经信局 assists."""
    add_matter(small_office, 71, "智慧城管平台", "城管局", due_on=date(2026, 6, 10), percent=20, co_units=("经信局",))
    add_matter(small_office, 79, SECRET, "城管局", due_on=date(2026, 6, 10), percent=50, is_sealed=True)
    return small_office


def _ask(office: StoryOffice, userid: str, way: str, name: str, number: int) -> str:
    words = way.format(name=name, number=number)
    answer = office.says(userid, words)
    for own in (name, name[:3], str(number)):
        answer = answer.replace(own, "…")
    office.says(userid, "0")  # should anything have been asked back
    return answer


@pytest.mark.parametrize(
    ("userid", "way"),
    [
        *(("zhouming", way) for way in WAYS + REQUESTS),
        *(("chenchen", way) for way in WAYS + REQUESTS),
        *(("liuyang", way) for way in WAYS[:3]),
    ],
)
def test_a_sealed_matter_and_none_are_the_same(county: StoryOffice, userid: str, way: str) -> None:
    absent = _ask(county, userid, way, "绿道专项整改", 77)
    assert _ask(county, userid, way, SECRET, 79) == absent


@pytest.mark.parametrize("way", WAYS + REQUESTS)
def test_anothers_matter_and_none_are_the_same(county: StoryOffice, way: str) -> None:
    absent = _ask(county, "zhangwei", way, "绿道城管平台", 77)
    assert _ask(county, "zhangwei", way, "智慧城管平台", 71) == absent


@pytest.mark.parametrize(
    "way", ["同意 {number}", "退回 {number} 缺件", "暂停 {number} 停工令", "签发 {number}", "代录催办 {number} 已催"]
)
def test_the_office_gives_no_orders_about_what_is_sealed(county: StoryOffice, way: str) -> None:
    absent = _ask(county, "zhouming", way, "绿道专项整改", 77)
    assert _ask(county, "zhouming", way, SECRET, 79) == absent


@pytest.mark.parametrize(
    "words", ["红灯", "逾期", "城管局", "卡在谁那里", "谁没交", "统计", "多少个红灯", "待办", "督办单"]
)
def test_no_list_and_no_count_knows_the_sealed_one(small_office: StoryOffice, words: str) -> None:
    before = {userid: small_office.says(userid, words) for userid in ("liuyang", "zhouming", "chenchen", "zhangwei")}
    add_matter(small_office, 79, SECRET, "城管局", due_on=date(2026, 6, 10), percent=50, is_sealed=True)
    assert {userid: small_office.says(userid, words) for userid in before} == before


def test_who_is_named_on_it_sees_it(county: StoryOffice) -> None:
    with county.house.database.write() as session:
        person = session.query(Person).filter(Person.userid == "zhaojie").one()
        session.add(NamedOn(matter_id=county.matter(79).id, person_id=person.id))
        touch_registry(session)
    assert SECRET in county.says("zhaojie", "#79")
    assert SECRET not in county.says("zhouming", "#79")


def test_nothing_of_it_is_pushed_to_people_or_groups(county: StoryOffice) -> None:
    county.until(datetime(2026, 6, 24, 12, 0, tzinfo=SHANGHAI))
    everybody = [county.group_hears(), *(county.hears(one) for one in ("zhouming", "zhaojie", "liuyang", "zhangwei"))]
    assert not any(SECRET in text for texts in everybody for text in texts)


def test_who_assists_sees_the_outline_only(county: StoryOffice) -> None:
    county.says("chenchen", "智慧城管平台 25%,资金缺口300万元")
    answer = county.says("wangqiang", "#71")
    assert "智慧城管平台" in answer and "6月10日" in answer
    assert "25%" not in answer and "300万" not in answer


def test_a_leader_sees_the_units_in_his_charge(county: StoryOffice) -> None:
    with county.house.database.write() as session:
        leader = session.query(Person).filter(Person.userid == "liuyang").one()
        unit = session.query(Unit).filter(Unit.name == "城管局").one()
        session.add(Charge(person_id=leader.id, unit_id=unit.id))
        touch_registry(session)
    assert "智慧城管平台" in county.says("liuyang", "#71")
    assert "奥瑞金" not in county.says("liuyang", "#3")
    assert "奥瑞金" not in county.says("liuyang", "招商局")


def test_the_administrator_sees_no_content(county: StoryOffice) -> None:
    for words in ("#3", "红灯", "招商局", "我的事项", "谁没交", "隔离", "待办", "卡在谁那里", "考核 招商局"):
        answer = county.says("admin", words)
        assert "奥瑞金" not in answer and "厂房" not in answer and "智慧城管" not in answer, words


@pytest.mark.parametrize(
    "words",
    [
        "红灯",
        "#3",
        "帮助",
        "日报 奥瑞金二期 90%",
        "撤回",
        "同意 3",
        "收到",
        "say:红灯",
        "登记 stranger 我 督查室 督查员",
    ],
)
def test_a_stranger_gets_the_way_in_and_nothing_else(county: StoryOffice, words: str) -> None:
    welcome = county.says("stranger", "你好")
    assert "登记" in welcome
    assert county.says("stranger", words) == welcome
    assert county.matter(3).percent == 60


def test_a_call_for_help_shows_the_helper_what_he_needs_and_no_more(county: StoryOffice) -> None:
    county.says("zhangwei", "日报 奥瑞金二期 66%,缺电力指标,请经信局协调。厂房一期资金缺口300万元")
    county.live()
    heard = "".join(county.hears("wangqiang"))
    assert "电力指标" in heard
    assert "300万" not in heard
