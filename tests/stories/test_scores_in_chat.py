"""评定, 亮点, 记分, 否决, 冲销, 定档, said in chat: proposed by the office, signed by a leader, seen by the unit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models import CoUnit, Matter, Unit
from supervision.texts import render
from tests.stories.bookkeeping import BOOKED, WEIGHTED
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import govern, heard

OFFICE, LEADER, UNIT, HELPER, OTHERS, ADMIN = "zhouming", "liuyang", "zhangwei", "wangqiang", "chenchen", "admin"
A_MINUTE = timedelta(minutes=1)
REVIEWED = {"state": "asked", "asked_on": "2026-10-15", "decide_by": "2026-11-14", "decided_on": ""}
GRADE = "评定 6 质量:好 依据:现场查看,设备已投产"


@pytest.fixture
def booked(office: StoryOffice) -> StoryOffice:
    """#6 of 招商局, which 经信局 assists, was done and struck off before its day; #7 is late."""
    govern(office, BOOKED)
    add_matter(office, 6, "冷链物流园", due_on=date(2026, 9, 30), percent=60, co_units=("经信局",))
    add_matter(office, 7, "滨江路改造", due_on=date(2026, 6, 1), percent=20)
    office.says(UNIT, "申请销号 6 设备已投产,验收单已归档")
    office.says(OFFICE, "同意 6")
    return office


def signed(office: StoryOffice, words: str, number: int) -> None:
    """Proposed by the office and signed by the leader, as the number of that day."""
    assert f"考核{number})" in office.says(OFFICE, words)
    assert office.says(LEADER, f"签发 考核{number}").startswith(f"已签发考核{number}")
    office.live()


def test_a_grade_is_proposed_signed_and_explained(booked: StoryOffice) -> None:
    proposed = booked.says(OFFICE, GRADE)
    booked.live()
    assert "时限提前(应于9月30日完成,6月15日办结),质量好" in proposed
    assert "签发前不作数" in proposed
    assert heard(booked, LEADER, "请签发考核记录1", "冷链物流园", "签发 考核1")
    assert "目前没有加分、扣分记录" in booked.says(UNIT, "考核 招商局")

    booked.says(LEADER, "签发 考核1")
    booked.live()
    assert heard(booked, UNIT, "招商局", "计分:2", "签发:刘洋")
    assert heard(booked, HELPER, "经信局", "计分:1")
    assert booked.says(HELPER, "考核依据").splitlines() == [
        "经信局 6月15日 +1分:评定",
        "依据:咸阳市三色专项督办办法 第六条(一)",
        "事项:冷链物流园",
        "时限提前:应于9月30日完成,6月15日办结;质量好",
        "说明:现场查看,设备已投产",
        "提请:周明,签发:刘洋",
        "有异议请向督查室提出。",
    ]
    assert booked.says(UNIT, "考核 招商局").splitlines()[:3] == [
        "招商局2026年考核:",
        "重点工作:基础100分,评定+2,合计101分(限0至101分)",
        "6月15日 +2分 评定 第1笔 冷链物流园",
    ]


def test_who_proposed_does_not_sign_and_a_unit_does_neither(booked: StoryOffice) -> None:
    booked.says(OFFICE, GRADE)

    for person in (OFFICE, UNIT, ADMIN):
        assert booked.says(person, "签发 考核1") == "这个操作不在您的权限内,没有执行。"
    assert "不在您的权限内" in booked.says(UNIT, GRADE)
    assert "+2分" not in booked.says(LEADER, "考核 招商局")


def test_scores_are_seen_by_the_office_the_leaders_and_the_unit_itself(booked: StoryOffice) -> None:
    signed(booked, GRADE, 1)

    for person in (OFFICE, LEADER, UNIT):
        assert "评定+2" in booked.says(person, "考核 招商局")
    for person in (OTHERS, HELPER, ADMIN):
        assert "+2" not in booked.says(person, "考核 招商局")


def test_a_grade_needs_words_a_quality_and_a_day(booked: StoryOffice) -> None:
    assert "还缺说明" in booked.says(OFFICE, "评定 6 质量:好")
    assert "请写明质量等级" in booked.says(OFFICE, "评定 6 质量:优秀 依据:已投产")
    assert "时限等级算不出来" in booked.says(OFFICE, "评定 3 质量:好 依据:看过")
    assert "时限延时(应于6月1日完成,尚未办结),质量差" in booked.says(OFFICE, "评定 7 质量:差 依据:没有动工")
    assert "请签发" not in "".join(booked.hears(LEADER))


def test_an_extension_asked_for_after_the_day_leaves_it_late(booked: StoryOffice) -> None:
    booked.says(UNIT, "申请延期 7 到7月1日 因暴雨停工")
    assert "2026年7月1日" in booked.says(OFFICE, "同意 7")
    booked.clock.now += A_MINUTE
    booked.says(UNIT, "申请销号 7 已完工,验收单已归档")
    booked.says(OFFICE, "同意 7")
    assert "时限延时(应于6月1日完成,6月15日办结)" in booked.says(OFFICE, "评定 7 质量:好 依据:现场查看")


def test_what_a_leader_declines_does_not_count_and_may_be_proposed_anew(booked: StoryOffice) -> None:
    booked.says(OFFICE, GRADE)
    assert "正等领导签发(考核1)" in booked.says(OFFICE, GRADE)
    assert "还缺说明" in booked.says(LEADER, "不签 考核1")
    booked.says(LEADER, "不签 考核1 先看现场")
    booked.live()

    assert heard(booked, OFFICE, "没有签发考核1", "先看现场")
    assert "考核2)" in booked.says(OFFICE, GRADE)
    assert "考核2 评定 招商局" in booked.says(LEADER, "待办")
    assert "【考核待签】考核2" in booked.says(OFFICE, "待办")


def test_one_grade_for_a_matter_until_it_is_countered(booked: StoryOffice) -> None:
    signed(booked, GRADE, 1)
    assert "已经记过(第1笔)" in booked.says(OFFICE, GRADE)

    signed(booked, "冲销 1 评定依据有误", 2)

    assert "合计100分" in booked.says(UNIT, "考核 招商局")
    assert "合计100分" in booked.says(HELPER, "考核 经信局")
    why = booked.says(UNIT, "为什么扣2")
    assert "-2分(撤销)" in why and "+2分(已撤销)" in why and "撤销原因:评定依据有误" in why
    assert "没有可以冲销的第1笔" in booked.says(OFFICE, "冲销 1 再来一次")
    signed(booked, GRADE, 3)


def test_the_unit_that_did_it_is_graded_though_the_matter_has_moved(booked: StoryOffice) -> None:
    with booked.house.database.write() as session:
        matter = session.query(Matter).filter(Matter.number == 6).one()
        matter.unit_id = session.query(Unit).filter(Unit.name == "城管局").one().id

    signed(booked, GRADE, 1)

    assert "评定+2" in booked.says(UNIT, "考核 招商局")
    assert heard(booked, UNIT, "考核记录1已签发", "冷链物流园")
    assert "评定" not in booked.says(OTHERS, "考核 城管局")


def test_bonuses_count_up_to_their_most(booked: StoryOffice) -> None:
    signed(booked, "亮点 6 全省现场会在此召开", 1)
    signed(booked, "亮点 6 月度亮点 全国经验交流", 2)

    assert "亮点加分+0.8,合计100.8分;月度亮点已到上限" in booked.says(UNIT, "考核 招商局")


def test_a_bonus_is_shared_with_those_who_assist_when_it_is_signed(booked: StoryOffice) -> None:
    assert "计分:0.5,配合单位各0.25" in booked.says(OFFICE, "亮点 6 全省现场会在此召开")
    with booked.house.database.write() as session:
        streets = session.query(Unit).filter(Unit.name == "城管局").one().id
        session.add(CoUnit(matter_id=booked.matter(6).id, unit_id=streets))
    booked.says(LEADER, "签发 考核1")
    booked.live()

    assert "+0.5分 月度亮点" in booked.says(UNIT, "考核")
    for person, unit in ((HELPER, "经信局"), (OTHERS, "城管局")):
        assert "+0.25分 月度亮点" in booked.says(person, "考核")
        assert heard(booked, person, unit, "计分:0.25", "全省现场会在此召开")

    signed(booked, "冲销 1 现场会改在外地召开", 2)
    assert "合计100分" in booked.says(UNIT, "考核") and "合计100分" in booked.says(HELPER, "考核")


def test_a_veto_needs_every_condition_and_touches_no_points(booked: StoryOffice) -> None:
    refused = booked.says(OFFICE, "否决 招商局 1:年度投资只完成七成")
    assert "1. 任务未完成" in refused and "2. 影响全局考核" in refused
    signed(booked, "否决 招商局 1:年度投资只完成七成 2:全县考核因此降一档", 1)

    said = booked.says(UNIT, "考核 招商局")
    assert "合计100分" in said and "资格:取消评先评优资格(" in said

    signed(booked, "恢复资格 1 投资数核实后已补足", 2)
    assert "取消评先评优资格" not in booked.says(UNIT, "考核 招商局")


def test_a_missing_part_is_said_and_never_counts_as_nothing(small_office: StoryOffice) -> None:
    office = small_office
    govern(office, WEIGHTED)
    signed(office, "记分 招商局 个人自评 92", 1)
    signed(office, "记分 招商局 2026 科室评价 88.5分", 2)
    assert "分项+54.15,缺领导测评,暂不合计" in office.says(UNIT, "考核 招商局")
    assert "54.15" not in office.says(OFFICE, "考核")
    assert "缺领导测评" in office.says(OFFICE, "定档 2026 招商局")
    assert "分项有:个人自评、科室评价、领导测评" in office.says(OFFICE, "记分 招商局 群众评价 90")
    assert "0至100分" in office.says(OFFICE, "记分 招商局 领导测评 101")
    assert "已经记过(第1笔)" in office.says(OFFICE, "记分 招商局 个人自评 95")

    signed(office, "记分 招商局 领导测评 90", 3)

    assert "分项+90.15,合计90.15分" in office.says(UNIT, "考核 招商局")


def test_a_closed_book_takes_nothing_and_shows_what_was_put_right(booked: StoryOffice) -> None:
    signed(booked, "亮点 6 全省现场会在此召开", 1)
    signed(booked, "定档 2026 招商局", 2)
    assert "2026年6月15日定档100.5分(刘洋签发)" in booked.says(UNIT, "考核 招商局")
    assert "已经定档" in booked.says(OFFICE, "亮点 6 又一个")
    assert "已经定档" in booked.says(OFFICE, "冲销 1 写错了")
    assert "已经定档" in booked.says(OFFICE, "定档 2026 招商局")

    signed(booked, "冲销 1 经复核,现场会不在此召开", 3)

    said = booked.says(UNIT, "考核 招商局")
    assert "定档100.5分(刘洋签发),定档后更正为100分" in said
    assert "-0.5分(撤销)(定档后更正)" in said


def test_a_sealed_grade_is_for_those_named_on_it(booked: StoryOffice) -> None:
    booked.says(OFFICE, GRADE)
    with booked.house.database.write() as session:
        session.query(Matter).filter(Matter.number == 6).one().is_sealed = True
    booked.live()

    assert "没有等您处理" in booked.says(LEADER, "签发 考核1")
    assert "冷链物流园" not in booked.says(LEADER, "待办")
    assert not heard(booked, LEADER, "冷链物流园")


def test_without_a_book_nothing_is_graded(small_office: StoryOffice) -> None:
    add_matter(small_office, 7, "滨江路改造", due_on=date(2026, 6, 1), percent=20)

    assert "没有这样的考核规定" in small_office.says(OFFICE, "评定 7 质量:差 依据:没有动工")
    assert "没有这样的考核规定" in small_office.says(OFFICE, "定档 2026 招商局")


@pytest.mark.parametrize("said", ["亮点 3个项目开工,进度正常", "评定等次还没有出来", "定档工作下周开始"])
def test_words_that_only_begin_like_a_command_are_none(small_office: StoryOffice, said: str) -> None:
    assert "不在您的权限内" not in small_office.says(UNIT, said)


def test_the_fullest_answer_fits_one_message() -> None:
    sheet = {
        "name": "名" * 40, "base": "100", "sums": [{"kind": kind, "points": "+100.125"} for kind in
        ("deduct", "grade", "part", "bonus")], "total": "100.125", "most": "1000", "is_bounded": True, "missing": [],
        "capped": ["亮" * 40] * 2, "closed": "100.125", "closed_on": "2026-12-31", "closed_by": "签" * 20,
        "corrected": "99.875",
    }  # fmt: skip
    notice = {"paper": "督〔2026〕1234号"}
    item = {
        "id": 123456, "unit": "单" * 40, "points": "-0.125", "kind": "deduct", "name": "", "title": "题" * 90,
        "on": "2026-06-15", "is_revoked": True, "is_after_close": True, "notice": notice,
        "review": REVIEWED,
    }  # fmt: skip
    mark = {"id": 12, "effect": "效" * 90, "clause": "条" * 90, "is_proposed": True}

    said = render(
        "query_score", year=2026, unit="单" * 40, is_own=True, total="0", entries=1, sheets=[sheet] * 2,
        marks=[mark] * 2, items=[item] * 4, has_papers=True,
    )  # fmt: skip

    assert len(said.encode()) <= 2048


def test_the_fullest_chain_fits_one_message() -> None:
    as_of = {
        "workdays_late": 125, "last_report": {"told_at": "2026-10-12T10:41:00+08:00"},
        "unclear": [{"told_at": "2026-10-13T10:41:00+08:00", "words": "说" * 90}] * 3,
    }  # fmt: skip
    paper = {
        "paper": "督〔2026〕1234号", "name": "名" * 40, "due_on": "2026-10-15", "original_due_on": "2026-09-30",
        "workdays_late": 123, "reminders": 20, "delivered": 20,
        "reasons": [{"words": "理" * 90, "person": "名" * 9, "told_at": "2026-10-10T09:00:00+08:00"}] * 3,
        "last_report": {"told_at": "2026-10-10T09:00:00+08:00"},
        "verdict": "认" * 90, "as_of": as_of,
    }  # fmt: skip
    entry = {
        "unit": "单" * 40, "on": "2026-10-15", "points": "-0.125", "kind": "revoke", "is_revoked": False,
        "is_after_close": True, "clause": "条" * 90, "title": "题" * 90, "proposer": "提" * 20, "signer": "签" * 20,
        "because": "因" * 90, "name": "名" * 40, "review": REVIEWED,
    }  # fmt: skip
    graded = {"quality": "较好", "time": "提前", "due_on": "2026-10-15", "done_on": "2026-10-10"}
    of_notice = entry | {"notice": paper, "words": "", "detail": {}}
    of_proposal = entry | {"notice": None, "words": "说" * 90, "detail": graded}

    for item in (of_notice, of_proposal):
        said = render("query_grounds", items=[item] * 2, has_more=True, is_own=True, year=2026, points="0.125")

        assert len(said.encode()) <= 2048
