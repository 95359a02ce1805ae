"""Who asks for a rule in passing is told the rule, as the policy in force has it."""

from __future__ import annotations

import pytest

from tests.stories.office import StoryOffice


@pytest.mark.parametrize(("words", "told"), [
    ("今天几点前要报", "日报:工作日18:00前"),
    ("周报几点截止呀", "周报:周"),
    ("红灯是怎么算的", "红灯:过了时限"),
    ("黄灯什么意思", "黄灯:7天内到期"),
    ("谁能看到我报的", "督查室和分管领导看得到"),
])  # fmt: skip
def test_a_rule_is_told(small_office: StoryOffice, words: str, told: str) -> None:
    assert told in small_office.says("zhangwei", words)


@pytest.mark.parametrize("words", ["红灯", "奥瑞金几点封顶的", "谁没交日报", "日报 奥瑞金二期 65%", "今天红灯的有几个"])
def test_what_is_asked_of_matters_is_no_rule(small_office: StoryOffice, words: str) -> None:
    answer = small_office.says("zhangwei", words)
    assert "工作日18:00前" not in answer and "红灯:过了时限" not in answer
