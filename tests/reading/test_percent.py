"""Of all the figures in a report, which is the matter's own?"""

from __future__ import annotations

import pytest

from handlers.reading.result import DoubtKind
from tests.reading.office import figures, only


@pytest.mark.parametrize(
    ("told", "percent"),
    [
        ("新院区进度66%", 66),
        ("新院区进度６６％", 66),
        ("新院区已完成六成五", 65),
        ("新院区总的百分之六十六点五", 67),
        ("新院区完成三分之二", 67),
        ("新院区完成一半了", 50),
        ("新院区过半了", None),
        ("新院区进度超过60%", None),
        ("新院区大概66%左右", 66),
        ("新院区幕墙完成80%", None),
        ("新院区幕墙完成80%，总进度66%", 66),
        ("新院区完成投资占总投资的70%，工程形象进度66%", 66),
        ("新院区累计完成投资3亿元，占总投资的64%", 64),
        ("新院区较上月提高4个百分点", 64),
        ("新院区比计划慢了4个百分点", None),
        ("新院区从62%提高到66%", 66),
        ("新院区68%，哦不对是66%", 66),
        ("市里要求新院区6月底达到80%，目前66%", 66),
        ("新院区力争年底达到90%，目前66%", 66),
        ("新院区满意度96%", None),
    ],
)
def test_the_whole_matters_figure(told: str, percent: int | None) -> None:
    assert only(told).percent == percent


def test_a_share_reached_is_the_progress_of_a_list_but_a_part_of_a_building() -> None:
    assert only("防返贫整改整改率95%", "wangfang").percent == 95
    assert only("新院区整改率95%").percent is None


def test_dictated_without_a_comma() -> None:
    said = "新院区六十六 卫生院改造四十九 中医院还在拆迁"
    assert figures(said) == {"DB-2026-01": 66, "DB-2026-03": 49, "DB-2026-02": None}


def test_to_each_its_own() -> None:
    assert figures("三中扩建、城东小学进度分别为79%、46%", "liqian") == {"DB-2026-05": 79, "DB-2026-06": 46}


def test_two_totals_are_asked_about() -> None:
    (doubt,) = only("新院区总进度66%，目前总进度70%").doubts
    assert (doubt.kind, doubt.candidates) == (DoubtKind.WHICH_PERCENT, ("66", "70"))


def test_less_than_before_is_recorded_and_asked_about() -> None:
    update = only("新院区总进度55%")
    assert update.percent == 55
    assert [doubt.kind for doubt in update.doubts] == [DoubtKind.LOWER_THAN_BEFORE]


def test_accepted_yet_not_full_is_asked_about() -> None:
    update = only("新院区项目已竣工验收，整体完成95%")
    assert [doubt.kind for doubt in update.doubts] == [DoubtKind.COMPLETED_BELOW_FULL]


@pytest.mark.parametrize("typed", ["新院区进度110%", "日报 新院区主体完成,进度到110%", "新院区完成110%"])
def test_more_than_the_whole_is_asked_back_with_its_figure(typed: str) -> None:
    update = only(typed)
    (doubt,) = update.doubts
    assert (update.matter, update.percent) == ("DB-2026-01", None)
    assert (doubt.kind, doubt.candidates) == (DoubtKind.OVER_FULL, ("110",))


def test_a_share_of_a_plan_beside_the_figure_of_the_whole_is_none() -> None:
    update = only("新院区全年投资计划完成103%,项目整体进度61%")
    assert (update.percent, update.doubts) == (61, ())
