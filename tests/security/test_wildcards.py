"""SQL in what is typed, and wildcards that would leaf through the whole ledger: they are letters like others (T33)."""

from __future__ import annotations

import pytest

from tests.security.rows import beyond_the_inbox
from tests.stories.office import StoryOffice, add_matter

WILD = (
    "%",
    "_",
    "%%",
    "__",
    "%_%",
    "_____",
    "*",
    "?",
    "[a-z]",
    "\\%",
    "奥%金",
    "奥_金",
    "%二期%",
    ".*",
    "^",
    "$",
)
HOSTILE = (
    "' OR '1'='1",
    "'; DROP TABLE matter; --",
    '" OR ""="',
    "3 OR 1=1",
    "#3' --",
    "奥瑞金' UNION SELECT userid FROM person --",
    "'||(SELECT password)||'",
    "\\'; --",
    "%27%20OR%201=1",
    ":name",
    "%(name)s",
    "{number}",
    "{{ 7*7 }}",
    "${7*7}",
    "$1",
    "?1",
    "0x27",
    "\x00'",
)
WAYS = ("{}", "{}到哪了", "查一下{}")


@pytest.fixture
def ledger(small_office: StoryOffice) -> StoryOffice:
    """Matters whose names hold the wild characters themselves."""
    add_matter(small_office, 21, "环保%专项行动")
    add_matter(small_office, 22, "A_B地块开发")
    return small_office


def _told_nothing(answer: str) -> bool:
    return not any(title in answer for title in ("奥瑞金二期两片罐", "标准化厂房", "环保", "地块"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("wild", WILD)
def test_a_wildcard_finds_nothing_that_the_question_alone_does_not_find(
    ledger: StoryOffice, wild: str, way: str
) -> None:  # fmt: skip
    before = beyond_the_inbox(ledger)
    answer = ledger.says("chenchen", way.format(wild))
    assert _told_nothing(answer), "of another unit"
    answer = ledger.says("liuyang", way.format(wild))
    assert _told_nothing(answer) or answer in (ledger.says("liuyang", way.format("")), ledger.says("liuyang", "查一下"))
    assert beyond_the_inbox(ledger) == before


def test_a_percent_and_a_line_below_are_found_as_what_they_are(ledger: StoryOffice) -> None:
    found = ledger.says("liuyang", "环保%专项行动到哪了")
    assert "环保%专项" in found and "奥瑞金" not in found
    assert "环保%专项" not in ledger.says("liuyang", "环%动到哪了")
    found = ledger.says("liuyang", "A_B地块开发到哪了")
    assert "A_B" in found and "奥瑞金" not in found


@pytest.mark.parametrize("hostile", HOSTILE)
def test_sql_and_templates_are_words(ledger: StoryOffice, hostile: str) -> None:
    before = beyond_the_inbox(ledger)
    for userid in ("liuyang", "chenchen", "zhouming"):
        for way in WAYS:
            answer = ledger.says(userid, way.format(hostile))
            assert answer and "49" not in answer and "Traceback" not in answer
            if userid == "chenchen":
                assert _told_nothing(answer), "of another unit"
        ledger.clock.now = ledger.clock.now.replace(minute=ledger.clock.now.minute + 2)
    after = beyond_the_inbox(ledger)
    assert {name for name in after if after[name] != before[name]} <= {"outgoing", "question"}
    assert ledger.matter(3).percent == 60


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_recorded_is_recorded_as_it_was_written(ledger: StoryOffice, hostile: str) -> None:
    ledger.says("zhangwei", f"奥瑞金二期 进度66%,{hostile}")
    assert ledger.matter(3).percent == 66
    assert len(beyond_the_inbox(ledger)["matter"]) == 5


def test_no_answer_lists_more_than_fifty(small_office: StoryOffice) -> None:
    for number in range(100, 260):
        add_matter(small_office, number, f"滨江路改造{number}段")
    for words in ("滨江路", "招商局", "全部事项", "绿灯", "滨江路改造到哪了"):
        assert small_office.says("liuyang", words).count("滨江路改造") <= 50


@pytest.mark.parametrize(
    "wild", ["奥瑞%二期", "奥瑞_二期", "%瑞金%", "奥瑞金__", "______二期", "%二期两%", "奥瑞\\金二期"]
)
@pytest.mark.parametrize("order", ["暂停 {} 停工令", "认定 {} 质量不达标:渗漏", "代录催办 {} 电话 已催"])
def test_no_order_reaches_a_matter_by_a_wildcard(ledger: StoryOffice, order: str, wild: str) -> None:
    before = beyond_the_inbox(ledger)
    ledger.says("zhouming", order.format(wild))
    after = beyond_the_inbox(ledger)
    assert (after["suspension"], after["finding"], after["act"]) == ([], [], before["act"])


def test_the_same_order_reaches_it_by_its_name(ledger: StoryOffice) -> None:
    ledger.says("zhouming", "暂停 奥瑞金二期两片 停工令")
    assert ledger.matter(3).suspended_since is not None
