"""更正督办单: what was written wrong is set right beside what stood there; the number stays, points never change."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models import Act, Charge, Notice
from models.notice import NoticeState
from models.session import Database
from supervision import corrections, withdrawals
from supervision.corrections import Corrected
from tests.stories.climbing import sign_white
from tests.stories.ladder import WU, ZHAO, ZHENG, Office
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import days, heard, notices_of, points_of

WRONG = "更正督办单 督〔2026〕1号 时限:6月24日 原因:录入有误"


def test_the_limit_is_corrected_for_all_who_heard_it(office: StoryOffice) -> None:
    add_matter(office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    office.until(days(6, 16))
    sign_white(office)
    office.live()
    answer = office.says("zhouming", WRONG)
    office.live()

    assert "2026年6月24日(原为2026年6月18日)" in answer
    assert heard(office, "chenchen", "督〔2026〕1号", "更正", "2026年6月24日(原为2026年6月18日)", "录入有误")
    (white,) = notices_of(office)
    assert (white.serial, white.finish_by, white.level) == (1, date(2026, 6, 24), 1)
    with office.house.database.read() as session:
        act = session.scalars(select(Act).where(Act.act == "notice_corrected")).one()
    assert act.facts["changes"] == [{"what": "finish_by", "old": "2026-06-18", "new": "2026-06-24"}]

    office.until(days(6, 24))
    assert len(notices_of(office)) == 1  # the ladder counts from the corrected day
    office.until(days(6, 25))
    assert notices_of(office)[-1].level == 2


def test_the_leader_corrects_what_a_leader_signs(proposed: StoryOffice) -> None:
    proposed.says("liuyang", "签发 8")
    proposed.live()
    assert "由另一个人" in proposed.says("zhouming", "更正督办单 督2026-2 认定:理由部分成立 原因:笔误")
    for userid in ("zhaojie", "chenchen", "admin"):
        assert "不在您的权限内" in proposed.says(userid, "更正督办单 督2026-2 认定:理由部分成立 原因:笔误")
    answer = proposed.says("liuyang", "更正督办单 督2026-2 认定:理由部分成立 标准:完成竣工验收 原因:笔误")
    assert "理由部分成立" in answer and "原为“完成主体验收”" in answer
    assert str(points_of(proposed)) == "-0.3"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("更正督办单 督〔2026〕1号 时限:6月24日", "还缺原因"),
        ("更正督办单 督〔2026〕1号 原因:录入有误", "还缺改什么"),
        ("更正督办单 督〔2026〕1号 时限:6月18日 原因:录入有误", "没有改动"),
        ("更正督办单 督〔2026〕1号 时限:6月1日 原因:录入有误", "太早"),
        ("更正督办单 督〔2026〕9号 时限:6月24日 原因:录入有误", "没有找到"),
    ],
)
def test_what_is_no_correction_changes_nothing(drafted: StoryOffice, words: str, answer: str) -> None:
    sign_white(drafted)
    assert answer in drafted.says("zhouming", words)
    assert notices_of(drafted)[0].finish_by == date(2026, 6, 18)


def test_a_limit_the_next_step_rests_on_is_not_moved(hearing: StoryOffice) -> None:
    assert "先撤销" in hearing.says("zhouming", WRONG)
    assert "原为“完成主体验收”" in hearing.says("zhouming", "更正督办单 督2026-1 标准:完成竣工验收 原因:笔误")


def test_a_withdrawn_paper_is_not_corrected_and_its_number_stands_in_the_list(drafted: StoryOffice) -> None:
    sign_white(drafted)
    drafted.says("zhouming", "撤销 8 登记的时限有误")
    assert "没有等您处理" in drafted.says("zhouming", WRONG)

    numbers = drafted.says("zhouming", "文号 2026")
    assert "督字用到1号" in numbers and "已撤销:督〔2026〕1号" in numbers and "登记的时限有误" in numbers
    assert notices_of(drafted)[0].state is NoticeState.WITHDRAWN
    assert "还没有发过" in drafted.says("liuyang", "文号 2025")
    assert "不在您的权限内" in drafted.says("chenchen", "文号 2026")


def test_group_and_leader_hear_of_the_new_limit_alone(database: Database) -> None:
    """As when it was issued: no points, no names, no verdict; the wrong words stay in the record (N4)."""
    office = Office(database)
    office.open()
    matter = office.matter()
    with database.write() as session:
        session.add(Charge(person_id=ZHENG, unit_id=1))  # a second leader, who hears of what the first signs
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    yellow = office.sign(matter)
    office.post()
    with office.told_by(WU, matter) as (session, _, telling):
        notice = session.get_one(Notice, yellow.id)
        said = Corrected(finish_by=date(2026, 7, 10), verdict="理由部分成立")
        corrections.correct(session, notice, telling, office.rules(session), said, "录入有误")
    office.post()

    heard_there = office.said("notice_corrected_announced", chat_id=1)
    assert heard_there == office.said("notice_corrected_announced", person_id=ZHENG) != []
    assert "2026年7月10日(原为2026年7月7日)" in heard_there[0]
    assert not any(word in heard_there[0] for word in ("理由", "0.3", "吴", "录入"))
    assert "理由部分成立" in office.said("notice_corrected", ZHAO)[0]


def test_a_withdrawal_is_heard_by_the_leader_who_heard_of_the_paper(database: Database) -> None:
    office = Office(database)
    office.open()
    matter = office.matter()
    with database.write() as session:
        session.add(Charge(person_id=ZHENG, unit_id=1))
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    office.sign(matter)
    office.post()
    with office.told_by(WU, matter) as (session, row, telling):
        withdrawals.withdraw(session, row, telling, office.rules(session), "时限有误")
    office.post()
    assert len(office.said("notice_withdrawn_announced", person_id=ZHENG)) == 1
    assert len(office.said("notice_withdrawn_announced", chat_id=1)) == 1
