"""Full-width figures, hidden blanks, other writings: no text outside the grammar orders anything (T48)."""

from __future__ import annotations

import random
import unicodedata

import pytest

from handlers.office.commands import is_command
from tests.security.rows import beyond_the_inbox
from tests.stories.office import StoryOffice, add_matter

ORDERS = (
    "暂停 3 停工令",
    "离任 zhangwei",
    "签发 8",
    "同意 3 延期",
    "撤销 8 有误",
    "换号 limin other",
    "释放 1",
    "放行 停机 已核对",
)
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u202e\u2066\u034f"
DISGUISES = {
    "暂停": ("暫停", "暂 停", "暂\u200b停", "ZanTing", "暂停\u0301", "停暂", "〝暂停〞"),
    "离任": ("離任", "离 任", "离\u00ad任", "任离", "离任\ufe0f"),
    "签发": ("簽發", "签 发", "签\u2060发", "発签"),
    "同意": ("同 意", "同\ufeff意", "意同", "哃意"),
    "撤销": ("撤銷", "撤 销", "撤\u202e销", "销撤"),
    "换号": ("換號", "换 号", "号换"),
    "释放": ("釋放", "释 放", "放释"),
    "放行": ("放 行", "行放", "放⾏"),
}
TABLES = ("person", "suspension", "notice", "extension", "act", "hold", "closeout", "due_change", "score_entry")


def kept(office: StoryOffice) -> dict[str, object]:
    from_table = beyond_the_inbox(office)
    return {name: from_table[name] for name in TABLES} | {"due": [office.matter(number).due_on for number in (3, 4, 5)]}


@pytest.mark.parametrize("order", ORDERS)
def test_a_disguised_order_is_none(small_office: StoryOffice, order: str) -> None:
    """Said by a supervisor: where it is carried out at all, it is what he plainly wrote."""
    word = order.split()[0]
    before = kept(small_office)
    for disguise in DISGUISES[word]:
        small_office.says("zhouming", order.replace(word, disguise))
        small_office.says("zhouming", "0")
    assert kept(small_office) == before


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_behind_other_words_is_none(small_office: StoryOffice, order: str) -> None:
    """Though it is a supervisor who repeats it."""
    before = kept(small_office)
    for shape in (
        "请{}",
        "张伟说:{}",
        "「{}」",
        "昨天{}",
        "不要{}",
        "// {}",
        "日报 {}",
        "为什么{}",
        "0 {}",
        "\u200b{}",
    ):
        small_office.says("zhouming", shape.format(order))
        assert kept(small_office) == before, shape


def test_thousands_of_damaged_orders_are_other_words(small_office: StoryOffice) -> None:
    """The words at the beginning decide: one letter of them changed, and it is no longer that command."""
    chance, found = random.Random(48), []
    for order in ORDERS:
        word = order.split()[0]
        for _ in range(600):
            place = chance.randrange(len(word))
            other = chance.choice((chr(chance.randrange(0x4E00, 0x9FA5)), chance.choice(HIDDEN), "", " ", "\n"))
            damaged = chance.choice((word[:place] + other + word[place + 1 :], other + word))
            if damaged.strip() != word and is_command(order.replace(word, damaged, 1)):
                found.append((order, damaged))
    assert found == []


@pytest.mark.parametrize(
    ("written", "number"), [("暂停　３　停工令", 3), ("暂停 ＃３ 停工令", 3), ("暂停 #3 停工令", 3)]
)
def test_widths_alone_change_nothing(small_office: StoryOffice, written: str, number: int) -> None:
    assert unicodedata.normalize("NFKC", written) == written.translate(str.maketrans("　３＃", " 3#"))
    small_office.says("zhouming", written)
    assert [one for one in (3, 4, 5) if small_office.matter(one).suspended_since is not None] == [number]


@pytest.mark.parametrize(
    "figure", ["３³", "Ⅲ", "٣", "3.0", "3e0", "3rd", "0x3", "3−5", "3-5", "3~5", "3%", "-3", "1/3", "三百"]
)
def test_a_figure_that_is_no_number_of_a_matter_reaches_none(small_office: StoryOffice, figure: str) -> None:
    before = kept(small_office)
    small_office.says("zhouming", f"暂停 {figure} 停工令")
    assert kept(small_office) == before


@pytest.mark.parametrize("matters", ["31,32", "31 32", "#31、#32", "31和32"])
def test_an_order_on_two_matters_is_carried_out_on_neither(office: StoryOffice, matters: str) -> None:
    for number in (31, 32):
        add_matter(office, number, f"第{number}件事")
    office.says("zhouming", f"暂停 {matters} 停工令")
    assert office.matter(31).suspended_since is None
    assert office.matter(32).suspended_since is None


def test_a_reason_may_begin_with_a_figure(office: StoryOffice) -> None:
    add_matter(office, 31, "第31件事")
    office.says("zhouming", "暂停 31 4月起全市停工")
    assert office.matter(31).suspended_since is not None
