"""What must hold for every message, whoever writes it."""

from __future__ import annotations

import random
from functools import cache

import opencc
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.normalise import normalise
from handlers.reading.registry import KnownMatter, Registry
from handlers.reading.result import Reading
from tests.reading.corpus import DEV, Record, known_of, messages_of, read_message, registry_of
from tests.reading.office import MATTERS, tell

STEADY = settings(deadline=None, derandomize=True)
SET = Registry(known_of(registry_of(DEV)))
MESSAGES = messages_of(DEV)
REPORTS = [message for message in MESSAGES if message["gold"]["intent"] == "report" and len(message["text"]) < 300]
OURS = [matter for matter in MATTERS if matter.unit == "市卫健委"]
FULL_WIDTH = str.maketrans("0123456789%", "０１２３４５６７８９％")


@cache
def converter() -> opencc.OpenCC:
    """Its dictionaries are read from files, which takes longer than everything else here."""
    return opencc.OpenCC("s2t")


reports = st.sampled_from(REPORTS)
items = st.lists(
    st.tuples(st.sampled_from(OURS), st.integers(61, 99)), min_size=1, max_size=3, unique_by=lambda item: item[0].code
)


def facts(reading: Reading) -> set[tuple[object, ...]]:
    return {
        (u.matter, u.status, u.percent, u.expected_on, u.problem, u.has_next_steps, tuple(d.kind for d in u.doubts))
        for u in reading.updates
    }


def reread(message: Record, text: str) -> Reading:
    return read_message({**message, "text": text}, SET)


@STEADY
@given(reports, st.sampled_from(["各位领导好，", "领导好！", "@督办助手 ", "😄", "您好，"]))
def test_a_greeting_changes_nothing(message: Record, greeting: str) -> None:
    assert facts(reread(message, greeting + message["text"])) == facts(read_message(message, SET))


@STEADY
@given(reports, st.sampled_from(["💪", "谢谢！", "🙏🙏", "\n"]))
def test_thanks_change_nothing(message: Record, thanks: str) -> None:
    assert facts(reread(message, message["text"] + thanks)) == facts(read_message(message, SET))


@STEADY
@given(reports)
def test_full_width_figures_change_nothing(message: Record) -> None:
    assert facts(reread(message, message["text"].translate(FULL_WIDTH))) == facts(read_message(message, SET))


@STEADY
@given(reports)
def test_traditional_characters_change_nothing(message: Record) -> None:
    traditional = converter().convert(message["text"])
    if normalise(traditional) == normalise(message["text"]):
        assert facts(reread(message, traditional)) == facts(read_message(message, SET))


@STEADY
@given(items, st.randoms(use_true_random=False))
def test_the_order_of_items_changes_nothing(told: list[tuple[KnownMatter, int]], chance: random.Random) -> None:
    lines = [f"{matter.title}：主体施工，总进度{percent}%" for matter, percent in told]
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert facts(tell("\n".join(lines))) == facts(tell("\n".join(shuffled)))


@STEADY
@given(items)
def test_every_item_is_read_as_told(told: list[tuple[KnownMatter, int]]) -> None:
    text = "周报\n" + "\n".join(
        f"{number}、{matter.title}：主体施工，总进度{percent}%"
        for number, (matter, percent) in enumerate(told, start=1)
    )
    read_back = [(update.matter, update.percent) for update in tell(text).updates]
    assert read_back == [(matter.code, percent) for matter, percent in told]


@STEADY
@given(st.sampled_from(MESSAGES))
def test_no_update_without_its_words(message: Record) -> None:
    text = normalise(message["text"])
    for update in read_message(message, SET).updates:
        assert update.mention in text
        assert update.words
        if update.percent not in (None, 100) and not update.is_relative:
            assert any(char.isdigit() or char in "一二三四五六七八九十半两" for char in update.words)
