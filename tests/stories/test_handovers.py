"""移交: the packets of a red paper wait in 待办, for those who may see the matter and nobody else (C20, T10)."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from models import Handover, Matter, NamedOn, Notice, Person
from models.notice import NoticeState
from supervision.clock import SHANGHAI
from tests.stories.climbing import TITLE
from tests.stories.office import StoryOffice

OFFICE, COLLEAGUE = "zhouming", "zhaojie"


@pytest.fixture
def red(proposed: StoryOffice) -> StoryOffice:
    """Red is signed: three bodies are to get a packet."""
    proposed.says("liuyang", "签发 8")
    proposed.until(datetime(2026, 7, 6, 9, tzinfo=SHANGHAI))
    proposed.says(OFFICE, "提请 8 认定:屡督不动 标准:完成主体验收 时限:7月20日")
    proposed.says("liuyang", "签发 8")
    return proposed


def _seal(office: StoryOffice, number: int) -> None:
    with office.house.database.write() as session:
        session.scalars(select(Matter).where(Matter.number == number)).one().is_sealed = True


def _packets_of_another(office: StoryOffice, number: int, bodies: int) -> None:
    """A signed paper of another matter, whose packets were opened before those of #8."""
    with office.house.database.write() as session:
        mine = session.scalars(select(Handover).order_by(Handover.id)).all()
        paper = session.get_one(Notice, mine[0].notice_id)
        other = session.scalars(select(Matter).where(Matter.number == number)).one()
        copied = {name: getattr(paper, name) for name in set(Notice.__table__.columns.keys()) - {"id"}}
        notice = Notice(**copied | {"matter_id": other.id, "serial": 99})
        session.add(notice)
        session.flush()
        for later, one in enumerate(mine, start=100):
            one.id = later
        session.flush()
        session.add_all(
            Handover(id=10 + place, notice_id=notice.id, body=f"第{place}组", asks_for="核查", opened_at=office.clock())
            for place in range(bodies)
        )


def test_they_wait_until_they_are_handed_over_and_answered(red: StoryOffice) -> None:
    waits = red.says(OFFICE, "待办")
    assert "移交" in waits and f"#8 {TITLE} → 组织部" in waits
    red.says(OFFICE, "移交 8 组织部")
    assert "→ 组织部(已移交,等结果)" in red.says(OFFICE, "待办")
    red.says(OFFICE, "移交结果 8 组织部 已约谈")
    assert "组织部" not in red.says(OFFICE, "待办")


def test_a_body_is_called_as_people_call_it_or_asked_for(red: StoryOffice) -> None:
    answer = red.says(OFFICE, "移交 8 宣传部")
    assert "没有看出是哪个单位" in answer and "组织部" in answer
    assert "已登记" in red.says(OFFICE, "移交 8 县纪委监委") or "纪检" in red.says(OFFICE, "待办")
    assert "(已移交,等结果)" in red.says(OFFICE, "待办")
    assert "等结果的有" in red.says(OFFICE, "移交结果 8 组织部 已约谈")


def test_who_has_its_papers_is_told_that_the_notice_was_taken_back(red: StoryOffice) -> None:
    red.says(OFFICE, "移交 8 组织部")
    answer = red.says("liuyang", "撤销 8 登记的时限有误")
    assert "已移交过:组织部,请书面告知" in answer and "扣过的分" not in answer


def test_of_a_sealed_matter_they_are_shown_to_those_named_on_it(red: StoryOffice) -> None:
    _seal(red, 8)
    with red.house.database.write() as session:
        person = session.scalars(select(Person).where(Person.userid == COLLEAGUE)).one()
        session.add(NamedOn(matter_id=red.matter(8).id, person_id=person.id))
    waits = red.says(OFFICE, "待办")
    assert "移交" not in waits and TITLE not in waits and "#8" not in waits
    assert f"#8 {TITLE} → 组织部" in red.says(COLLEAGUE, "待办")


def test_those_of_sealed_matters_leave_no_other_out(red: StoryOffice) -> None:
    """However many wait before it: what one may not see changes nothing of what one sees (A3)."""
    before = red.says(OFFICE, "待办")
    _packets_of_another(red, 3, bodies=12)
    assert "第1组" in red.says(OFFICE, "待办")
    _seal(red, 3)
    assert red.says(OFFICE, "待办") == before
    with red.house.database.read() as session:
        assert session.scalars(select(Notice.state).where(Notice.serial == 99)).one() is NoticeState.SIGNED
