"""What the office says in passing is no unit's report, and a refusal behind 同意 is no agreement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.reading.registry import FEW
from models import Matter
from models.matter import MatterStatus
from supervision.registry import touch_registry
from tests.stories.office import StoryOffice, add_matter

REQUEST = "申请延期 奥瑞金二期 到11月15日 因暴雨停工"


@pytest.mark.parametrize("words", ["奥瑞金那个退回去,还缺验收单", "奥瑞金二期质量不行,有渗漏", "奥瑞金二期停工了"])
def test_without_a_figure_the_office_reports_nothing_of_a_units(small_office: StoryOffice, words: str) -> None:
    answer = small_office.says("zhouming", words)
    assert "没有执行,也没有记录" in answer and "代录 招商局 奥瑞金" in answer
    assert small_office.matter(3).status is MatterStatus.IN_PROGRESS
    assert "没有执行" not in small_office.says("zhouming", "奥瑞金二期 70%")


@pytest.mark.parametrize("words", ["同意 3 不行", "同意 3 不批,理由不充分", "同意 3 延期不合适"])
def test_a_refusal_behind_an_agreement_grants_nothing(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhangwei", REQUEST)
    assert "是同意还是退回" in small_office.says("zhouming", words)
    assert small_office.matter(3).due_on == date(2026, 9, 30)
    assert "已同意" in small_office.says("zhouming", "同意 3")


def test_what_the_unit_takes_back_by_a_later_report_is_not_confirmed(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "申请销号 奥瑞金二期 验收单已交")
    small_office.clock.now += timedelta(minutes=5)
    small_office.says("zhangwei", "日报 奥瑞金二期 65%,还在推进")
    assert "又报了没有完成" in small_office.says("zhouming", "同意 3")
    assert small_office.matter(3).status is not MatterStatus.CLOSED
    small_office.clock.now += timedelta(minutes=5)
    small_office.says("zhangwei", "#3 已完成")
    assert "没有确认" not in small_office.says("zhouming", "同意 3")
    assert small_office.matter(3).status is MatterStatus.CLOSED


def test_so_it_is_in_a_ledger_too_large_to_hold(small_office: StoryOffice) -> None:
    """There only what shares a rare part of its names is brought, and counted by who may name it."""
    add_matter(small_office, 9, "青石渡口改造", "招商局", due_on=date(2026, 9, 30), percent=30)
    with small_office.house.database.write() as session:
        unit_id = small_office.matter(5).unit_id
        session.add_all(
            Matter(code=f"XJ-{n}", number=n, title=f"水渠{n}", unit_id=unit_id, opened_at=small_office.clock())
            for n in range(100, 101 + FEW)
        )
        touch_registry(session)
    small_office.says("zhouming", "改派 9 给城管局 因职能调整")
    assert "「青石渡口」不在贵单位的督办事项里" in small_office.says("zhangwei", "青石渡口 55%")
    assert small_office.matter(9).percent == 30


def test_a_matter_handed_on_is_not_taken_for_another_of_the_units(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "改派 4 给城管局 因职能调整")
    before = small_office.matter(5).percent
    answer = small_office.says("zhangwei", "厂房一期 55%")
    assert "没有记录" in answer and "厂房一期" in answer
    assert small_office.matter(5).percent == before
    assert "二期" not in small_office.says("zhangwei", "厂房一期到哪了")
    assert "厂房一期" in small_office.says("zhangwei", "日报 奥瑞金二期 64%,厂房一期 57%")
    assert small_office.matter(4).percent not in (55, 57)
