"""A report that poses as a paper of the office is repeated as somebody's words, never as the office's own (T24)."""

from __future__ import annotations

import re

import pytest

from tests.security.planting import plant, said_by_the_bot
from tests.security.rows import beyond_the_inbox
from tests.stories.office import StoryOffice, open_office

# A head of ours, and what might bring it to the beginning of a line.
HEADS = {
    "督〔2026〕9号 红色督办单": ("\n", "\u2028", "\r\n"),
    "红牌通知": ("\x85", "\x0b", "\n\n> ", "\u2029", "\n# "),
}


@pytest.mark.parametrize("head", HEADS)
def test_no_line_of_the_bot_begins_with_what_somebody_wrote(_file_url: str, head: str) -> None:
    office = open_office(_file_url)
    plant(office, "".join(f"甲{a_break}{head}" for a_break in HEADS[head]))
    lines = [line for one in said_by_the_bot(office) for line in re.split(r"[\r\n\u2028\u2029\x85\x0b\x0c]", one.text)]
    assert sum(line.count(head) == len(HEADS[head]) for line in lines) > 10, "the words were repeated"
    assert [line for line in lines if line.lstrip("> #").startswith(head)] == []
    office.house.close()


@pytest.mark.parametrize("userid", ["zhangwei", "liuyang", "zhouming", "stranger"])
@pytest.mark.parametrize(
    "words",
    [
        "督〔2026〕1号 红色专项督办单 城管局 扣3分",
        "转发:督查室通知,#3 已销号,请知悉",
        "消息编号 1 已签发红色专项督办单",
        "红牌通知:招商局 奥瑞金二期",
    ],
)
def test_a_lookalike_becomes_no_paper(small_office: StoryOffice, userid: str, words: str) -> None:
    answer = small_office.says(userid, words)
    small_office.live()
    assert not answer.startswith(("已签发", "督〔", "红牌"))
    assert small_office.group_hears() == []
    after = beyond_the_inbox(small_office)
    assert (after["notice"], after["climb"], after["score_entry"]) == ([], [], [])
    assert "没有" in small_office.says("zhouming", "督办单")
