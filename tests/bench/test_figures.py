"""Figures mean what their names say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.figures import Table, ms, percentile, ratio
from bench.paper import NoBlock, replace_block, write


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_a_value_that_enough_of_the_others_do_not_exceed(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6
    assert sum(value < found for value in values) < share * len(values) + 1e-6


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_the_ratio_is_that_of_the_medians() -> None:
    assert ratio([2.0, 4.0, 900.0], [8.0, 1.0, 16.0]) == "0.50"


@pytest.mark.parametrize(("seconds", "shown"), [(0.00123, "1.23"), (0.0456, "45.6"), (0.7891, "789")])
def test_milliseconds_have_three_figures(seconds: float, shown: str) -> None:
    assert ms(seconds) == shown


TABLE = Table("回调", ("", "每秒"), [("完整回调", "12")], ["一个核"])


def test_chinese_letters_take_two_columns_of_a_terminal() -> None:
    assert TABLE.as_text().splitlines()[1:3] == ["          每秒", "完整回调  12"]


def test_a_rerun_replaces_its_own_block_and_nothing_else(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    before = (
        "# 性能\n<!-- bench:tick -->\nold\n<!-- /bench:tick -->\n<!-- bench:callback -->\nx\n<!-- /bench:callback -->\n"
    )
    document.write_text(before, encoding="utf-8")
    write(document, "callback", "`python -m bench callback`", [TABLE])
    after = document.read_text(encoding="utf-8")
    assert after.startswith("# 性能\n<!-- bench:tick -->\nold\n<!-- /bench:tick -->\n<!-- bench:callback -->\n`python")
    assert "| 完整回调 | 12 |" in after
    write(document, "callback", "`python -m bench callback`", [TABLE])
    assert document.read_text(encoding="utf-8") == after


def test_a_document_without_the_block_is_not_written_to() -> None:
    with pytest.raises(NoBlock):
        replace_block("# 性能\n", "tick", "new")
