"""An order in free words is not carried out: the answer is the form that would be, filled in as far as it was said."""

from __future__ import annotations

import pytest

from models import Act, Matter
from tests.stories.office import StoryOffice


def _acts(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return session.query(Act).count() + session.query(Matter).count()


@pytest.mark.parametrize(("words", "form"), [
    ("不同意 3 理由是还能干完", "退回 3 理由"),
    ("3号延期不同意", "退回 3 理由"),
    ("延期批准 3", "同意 3"),
    ("3号办结我同意", "同意 3"),
    ("3号先停一停", "暂停 3 原因"),
    ("把3号从招商局改给城管局", "改派 3 城管局 新时限"),
    ("3号不用办了任务取消", "撤销交办 3 原因"),
    ("城北管网不用办了任务取消", "撤销交办 编号 原因"),
    ("请把城北管网改造交给城管局办,8月底前完成", "交办 事项,城管局,完成日期,依据"),
    ("把督2026-1撤了", "撤销 编号 原因"),
    ("3号发单吧", "提请 3"),
    ("3号的黄单先别发了", "采纳 3 理由"),
    ("张伟不在招商局干了", "离任 账号"),
    ("新来的同志李雷,招商局联络员", "登记 账号 姓名 单位"),
])  # fmt: skip
def test_the_office_is_shown_the_form(small_office: StoryOffice, words: str, form: str) -> None:
    before = _acts(small_office)
    answer = small_office.says("zhouming", words)
    assert "没有执行,也没有记录" in answer and form in answer
    assert _acts(small_office) == before


@pytest.mark.parametrize(("words", "form"), [
    ("3号的单子签了吧", "签发 3"), ("我同意3号发单", "签发 3"), ("不同意发3号", "不签 3 理由"),
])  # fmt: skip
def test_a_leader_is_shown_what_a_leader_may(small_office: StoryOffice, words: str, form: str) -> None:
    assert form in small_office.says("liuyang", words)


@pytest.mark.parametrize("words", ["3号先停一停", "把3号改给城管局", "3号的单子签了吧"])
def test_a_unit_is_shown_no_order_of_the_offices(small_office: StoryOffice, words: str) -> None:
    assert "命令请按这样写" not in small_office.says("zhangwei", words)


@pytest.mark.parametrize("words", ["明天9点开会,请各单位负责人参加", "今天天气不错", "辛苦了各位"])
def test_what_is_no_order_is_shown_no_form(small_office: StoryOffice, words: str) -> None:
    assert "命令请按这样写" not in small_office.says("zhouming", words)
