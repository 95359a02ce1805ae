"""Where words of an end stand beside a matter and none says it of the whole, it is asked before it is written down."""

from __future__ import annotations

import pytest

from handlers.reading.result import DoubtKind, Status, Update
from tests.reading.office import only

BOTH = (Status.COMPLETED.value, Status.IN_PROGRESS.value)


def doubts(update: Update) -> list[tuple[DoubtKind, tuple[str, ...]]]:
    return [(doubt.kind, doubt.candidates) for doubt in update.doubts]


@pytest.mark.parametrize("told", ["新院区门诊楼移交使用科室了", "新院区电梯和幕墙全部装完"])
def test_words_of_an_end_are_asked_about(told: str) -> None:
    update = only(told)

    assert update.status is Status.IN_PROGRESS
    assert doubts(update) == [(DoubtKind.WHICH_STATE, BOTH)]


@pytest.mark.parametrize(
    "told",
    ["新院区幕墙正在安装", "新院区下周移交", "新院区方案通过评审", "新院区68%,外墙全部贴完"],
)
def test_what_is_plain_is_not(told: str) -> None:
    assert only(told).doubts == ()


def test_a_figure_behind_words_of_a_part_is_asked_about() -> None:
    """The figure of the part, or of the whole once the part is done? It is offered, and any other may be told."""
    update = only("新院区幕墙龙骨安装了62%")

    assert update.percent is None or doubts(update) == [(DoubtKind.WHICH_PERCENT, ("62",))]


@pytest.mark.parametrize("told", ["新院区停工，什么时候恢复看天气", "新院区全线停工，等恢复通知"])
def test_a_stop_whose_end_is_not_known_is_a_stop(told: str) -> None:
    assert only(told).status is Status.BLOCKED
