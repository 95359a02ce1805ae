"""A clerk runs a draft over the weeks the office has lived, before anybody activates it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from supervision.clock import SHANGHAI
from supervision.policies.active import preset
from tests.bot.command_line import a_sentence, run
from tests.stories.climbing import PROPOSED
from tests.stories.office import StoryOffice

HARSHER = preset("xianyang").replace('points = "-0.3"', 'points = "-0.5"')


@pytest.fixture
def config(on_the_day: Callable[[datetime], StoryOffice], tmp_path: Path) -> Path:
    """White was signed, yellow proposed and signed; the weeks until the 10th of July were lived."""
    office = on_the_day(PROPOSED)
    office.says("liuyang", "签发 8")
    office.until(datetime(2026, 7, 10, 9, tzinfo=SHANGHAI))
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "day.db"}"\n', encoding="utf-8")
    (tmp_path / "harsher.toml").write_text(HARSHER, encoding="utf-8")
    return path


def replayed(config: Path, *arguments: str) -> str:
    result = run(config, "policy", "replay", *arguments, "--months", "1", "--until", "2026-07-09")
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_draft_is_run_over_what_happened_before_it_is_activated(config: Path) -> None:
    rows = _rows(config.parent / "day.db")
    same = replayed(config, "--policy", "xianyang")
    assert "没有一件事项走得不一样" in same
    assert all("不变" in line for line in same.splitlines() if line.startswith("  ")) and "提醒:" in same
    harsher = replayed(config, "--policy", str(config.parent / "harsher.toml"))
    assert "扣分:0.3/0.3 → 0.5/0.5(差+0.2/+0.2)" in harsher
    assert "#8 老旧小区改造(城管局)" in harsher and "扣0.5分" in harsher
    assert harsher == replayed(config, "--policy", str(config.parent / "harsher.toml"))
    assert _rows(config.parent / "day.db") == rows


def test_two_drafts_are_compared_over_the_same_weeks(config: Path) -> None:
    said = replayed(config, "--compare", "xianyang", str(config.parent / "harsher.toml"))
    assert "与xianyang相比" in said and "扣分:0.3/0.3 → 0.5/0.5" in said
    assert "二选一" in a_sentence(run(config, "policy", "replay"))


def _rows(path: Path) -> list[str]:
    """Everything in the database."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
