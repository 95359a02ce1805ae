"""Nothing that can be typed breaks the reader, and twice the text is about twice the work."""

from __future__ import annotations

import sys
import time
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.office import tell

FRAGMENTS = [
    "新院区",
    "中医院迁建",
    "卫生院改造",
    "66%",
    "六成五",
    "百分之",
    "、",
    "，",
    "。",
    "\n",
    "\t",
    "|",
    "：",
    "1、",
    "（一）",
    "①",
    "预计",
    "6月31日",
    "月底",
    "明天",
    "下步",
    "存在问题",
    "停工",
    "已完工",
    "无变化",
    "申请延期",
    "申请销号",
    "更正",
    "撤回",
    "不是",
    "分别",
    "#3",
    "第三项",
    "该项目",
    "请经信局协调",
    "“",
    "”",
    "(",
    ")",
    "【",
    "】",
    "周报",
    "9月",
    "13月",
    "0日",
    "三分之零",
    "进度低于",
    "过半的",
    "最慢的三个",
    "第三季度",
    "红黄灯",
    "到#7",
    "0分之一以下",
    "等经信局的",
]
REPEATED = [
    "1",
    "65%",
    "百分之六十五",
    "新院区",
    "，。",
    "那个这个",
    "1、2、3、",
    "“",
    "(",
    "改造工程",
    "6月20日前",
    " ",
    "\n",
    "\t|",
    "完成",
    "因由于",
    "市卫健委",
    "需请望",
    "市长",
    "存在问题:",
    "总体",
    "总整个",
    "a",
    "新院区、中医院迁建进度65%;",
    "\n新院区",
    "占",
    "从",
    "进度低于50%的",
    "#3到#7",
    "最慢的三个",
    "第三季度到期",
    "不是红灯",
    "等经信局",
    "市人民医院新院区建设项目",
]


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    tell(text)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_any_mixture_of_our_own_words_is_read(text: str) -> None:
    tell(text)


def work(text: str) -> int:
    """How many Python calls it takes to read a text."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        tell(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("unit", REPEATED)
def test_work_grows_with_the_text(unit: str) -> None:
    short, long = (unit * (size // len(unit)) for size in (1000, 4000))
    tell(short)
    assert work(long) <= 8 * work(short) + 2000


@pytest.mark.parametrize("unit", ["是", "到", "达到 ", "总体", "那个的", "新院区是", "是,", ",是\n"])
def test_all_that_is_read_of_a_message_is_read_in_no_time(unit: str) -> None:
    """What a pattern walks through is in no count of calls."""
    text = (unit * 4096).encode()[:4096].decode(errors="ignore")
    tell(text[:10])
    began = time.thread_time()
    tell(text)
    assert time.thread_time() - began < 0.25
