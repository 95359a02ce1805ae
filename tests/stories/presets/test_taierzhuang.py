"""台儿庄古城“三重”: 督办通知书 until it is solved; at the second one people decide on accountability."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select

from models import AccountabilityCase
from models.accountability import CaseState
from supervision.policies.active import preset
from supervision.policies.assessment import QualityGrade, TimeGrade
from supervision.policies.reader import read
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import days, govern, heard, notices_of

Under = Callable[[str, datetime], StoryOffice]


@pytest.fixture
def office(under: Under) -> StoryOffice:
    opened = under("taierzhuang", days(6, 15, 7))
    add_matter(opened, 8, "运河码头修缮", "城管局", due_on=date(2026, 6, 16), percent=50)
    return opened


def first_paper(office: StoryOffice) -> None:
    office.until(days(6, 17))
    office.says("zhouming", "签发 8 标准:栈桥验收")
    office.live()


def second_paper(office: StoryOffice) -> None:
    first_paper(office)
    office.until(days(6, 26))
    assert heard(office, "chenchen", "请说明情况", "再次督办通知书")
    office.until(days(7, 2))
    office.says("zhouming", "提请 8 认定:没有提交说明,也无不可抗力 标准:栈桥验收")
    assert "古城督〔2026〕2号" in office.says("liuyang", "签发 8")
    office.live()


def cases(office: StoryOffice) -> list[AccountabilityCase]:
    with office.house.database.read() as session:
        return list(session.scalars(select(AccountabilityCase).order_by(AccountabilityCase.id)))


def test_a_quarter_of_one_matter(office: StoryOffice) -> None:
    """B21, B36, B37, A26, B47, B48, P11, P13: each word by a person, the two notices counted by the bot."""
    second_paper(office)
    office.until(days(7, 3))
    assert heard(office, "zhouming", "达到第十六条(四)的条件", "古城督〔2026〕1号、古城督〔2026〕2号")
    assert cases(office) == []  # a hint opens nothing (B46)

    assert "16-4 就同一事项" in office.says("zhouming", "问责 8")
    assert "没有这一条" in office.says("zhouming", "问责 8 条款:16-99 原因:主观 认定:拖延")
    assert "依据督办单2份" in office.says("zhouming", "问责 8 条款:16-4、16-2 原因:待查 认定:两次没有完成")
    office.says("zhouming", "问责 8 条款:16-17 原因:主观 认定:分管副局长没有协调 人员:陈副局长")
    assert [(case.subject, case.codes) for case in cases(office)] == [("", ["16-4", "16-2"]), ("陈副局长", ["16-17"])]

    assert "诫勉谈话、书面告诫" in office.says("zhouming", "问责建议 8 措施:扣工资")
    assert "待查" in office.says("zhouming", "问责建议 8 措施:通报批评")
    assert "上级党组织决定" in office.says("zhouming", "问责建议 8 措施:通报批评 原因:主观")
    office.says("zhouming", "问责建议 8 措施:移送上级纪检监察机关 人员:陈副局长")
    assert "另一个人" in office.says("zhouming", "问责批准 8 依据:区委〔2026〕9号")
    office.says("zhaojie", "问责批准 8 依据:区委〔2026〕9号")
    office.says("zhaojie", "问责批准 8 依据:移送函第3号 人员:陈副局长")
    office.live()
    assert heard(office, "chenchen", "上级党组织已作出决定", "通报批评")
    assert not heard(office, "chenchen", "陈副局长")
    office.says("zhouming", "问责执行 8 7月2日已通报")
    assert [case.state for case in cases(office)] == [CaseState.EXECUTED, CaseState.REFERRED]
    assert "没有" in office.says("zhouming", "问责 8 条款:16-2 原因:主观 认定:再查 人员:陈副局长")  # locked (B48)


def test_the_choice_of_two_or_more_than_two_is_the_policys(office: StoryOffice) -> None:
    """X1: with ">2" the second notice is no candidate."""
    govern(office, preset("taierzhuang").replace('notices = ">=2"', 'notices = ">2"'))
    second_paper(office)
    assert not heard(office, "zhouming", "达到第十六条(四)的条件")


def test_the_last_paper_is_repeated_until_it_is_solved(office: StoryOffice) -> None:
    """B21, A27: a third notice carries the name and article of the second."""
    second_paper(office)
    office.until(days(7, 13))
    assert [(one.level, one.grounds["name"]) for one in notices_of(office)] == [
        (1, "督办通知书"), (2, "再次督办通知书"), (3, "再次督办通知书")
    ]  # fmt: skip


def test_a_case_is_not_pursued_with_words_and_nobody_else_sees_it(office: StoryOffice) -> None:
    """A14, P14: the unit learns of no case that was only opened."""
    first_paper(office)
    office.says("zhouming", "问责 8 条款:16-2 原因:主观 认定:拖延")
    assert "在办的问责" in office.says("zhaojie", "问责")
    for userid in ("chenchen", "zhangwei", "liuyang"):
        assert "问责" not in office.says(userid, "#8")
    office.says("zhouming", "问责不予 8 查明系6月停电所致")
    assert [case.state for case in cases(office)] == [CaseState.NOT_PURSUED]
    assert not any("16-2" in text or "查明" in text for text in office.hears("chenchen"))


def test_three_grades_of_time_four_of_quality_twenty_five_circumstances() -> None:
    """B27, B28, B35."""
    policy = read(preset("taierzhuang"))
    assert policy.accountability is not None
    assert [one.code for one in policy.accountability.circumstances] == [f"16-{n}" for n in range(1, 26)]
    assert [len(TimeGrade), len(QualityGrade)] == [3, 4]
    assert {one.track for one in policy.accountability.measures} == {"组织处理", "党纪政务处分", "移送司法机关"}
