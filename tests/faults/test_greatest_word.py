"""The greatest word stands, whatever came in first and however much was told between (I6, F11)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models import Matter
from models.matter import MatterStatus
from rehearsal.platform import Retry
from tests.faults.lived import keep
from tests.stories.office import StoryOffice, open_office

FACTORY = 5  # 厂房二期
MANY = 205


@pytest.fixture
def lived_in(_office_file: Path, tmp_path: Path) -> Iterator[StoryOffice]:
    path = tmp_path / "office.db"
    shutil.copyfile(_office_file, path)
    office = open_office(f"sqlite:///{path}")
    _a_minute_later(office)
    yield office
    assert keep(office, path).found() == []
    office.house.close()


def _a_minute_later(office: StoryOffice) -> None:
    office.until(office.clock.now + timedelta(seconds=60))


def _says(office: StoryOffice, userid: str, text: str) -> None:
    assert office.says(userid, text)
    _a_minute_later(office)


def _says_but_is_not_heard_yet(office: StoryOffice, userid: str, text: str) -> None:
    def is_down(*_: Any) -> None:  # noqa: ANN401
        raise ConnectionError

    app = office.line.app
    post, app.post = app.post, is_down  # type: ignore[assignment]
    office.line.says(userid, text, retry=Retry.LATER)
    app.post = post
    _a_minute_later(office)


def _is_heard_at_last(office: StoryOffice) -> Matter:
    office.platform.redeliver()
    _a_minute_later(office)
    return office.matter(FACTORY)


def test_a_report_that_comes_late_does_not_undo_the_closeout_asked_for(lived_in: StoryOffice) -> None:
    _says_but_is_not_heard_yet(lived_in, "limin", "厂房二期 20%")
    _says(lived_in, "zhangwei", "申请销号 5 验收单已归档")
    asked_at = lived_in.matter(FACTORY).told_at
    matter = _is_heard_at_last(lived_in)
    assert (matter.status, matter.percent, matter.told_at) == (MatterStatus.COMPLETED, 20, asked_at)


def test_a_report_taken_back_does_not_undo_the_closeout_asked_for(lived_in: StoryOffice) -> None:
    _says(lived_in, "zhangwei", "厂房二期 20%")
    _says(lived_in, "limin", "申请销号 5 验收单已归档")
    asked_at = lived_in.matter(FACTORY).told_at
    _says(lived_in, "zhangwei", "撤回")
    matter = lived_in.matter(FACTORY)
    assert (matter.status, matter.percent, matter.told_at) == (MatterStatus.COMPLETED, 10, asked_at)


def test_what_is_told_after_the_closeout_was_asked_for_stands(lived_in: StoryOffice) -> None:
    _says_but_is_not_heard_yet(lived_in, "limin", "厂房二期 20%")
    _says(lived_in, "zhangwei", "申请销号 5 验收单已归档")
    _says(lived_in, "zhangwei", "厂房二期 停工了")
    assert _is_heard_at_last(lived_in).status is MatterStatus.BLOCKED


def test_done_and_taken_back_is_not_done(lived_in: StoryOffice) -> None:
    """The claim that came with the report goes with it."""
    before = lived_in.matter(FACTORY).status
    _says(lived_in, "zhangwei", "厂房二期 已完成")
    assert lived_in.matter(FACTORY).status is MatterStatus.COMPLETED
    _says(lived_in, "zhangwei", "撤回")
    assert lived_in.matter(FACTORY).status is before


def test_a_return_stands_against_whatever_was_told_before_it(lived_in: StoryOffice) -> None:
    """退回 says that the matter goes on: neither a stop nor a completion told before it comes back with a late word."""
    _says_but_is_not_heard_yet(lived_in, "limin", "厂房二期 停工了")
    _says(lived_in, "zhangwei", "申请销号 5 验收单已归档")
    _says(lived_in, "zhouming", "退回 5 补办:缺验收单")
    assert _is_heard_at_last(lived_in).status is MatterStatus.IN_PROGRESS


def test_a_confirmed_matter_keeps_the_moment_it_was_told_as_done(lived_in: StoryOffice) -> None:
    _says_but_is_not_heard_yet(lived_in, "limin", "厂房二期 20%")
    _says(lived_in, "zhangwei", "申请销号 5 验收单已归档")
    asked_at = lived_in.matter(FACTORY).told_at
    _says(lived_in, "zhouming", "同意 5 销号")
    matter = _is_heard_at_last(lived_in)
    assert (matter.status, matter.percent, matter.told_at) == (MatterStatus.CLOSED, 100, asked_at)


@pytest.mark.parametrize("late", ["厂房二期 停工了", "厂房二期 10%"])
def test_a_figure_stands_however_much_was_told_since(lived_in: StoryOffice, late: str) -> None:
    """Two hundred words without a figure, a stop that came late among the first: the figure is the one told last."""
    _says_but_is_not_heard_yet(lived_in, "zhangwei", late)
    _says(lived_in, "zhangwei", "厂房二期 20%")
    for number in range(MANY):
        _says(lived_in, "zhangwei" if number % 2 else "limin", f"厂房二期 正在施工第{number}层")
    matter = _is_heard_at_last(lived_in)
    assert (matter.status, matter.percent) == (MatterStatus.IN_PROGRESS, 20)


def test_what_is_taken_back_among_many_leaves_the_figure_that_was_told(lived_in: StoryOffice) -> None:
    _says(lived_in, "limin", "厂房二期 20%")
    for number in range(MANY):
        _says(lived_in, "zhangwei", f"厂房二期 正在施工第{number}层")
    _says(lived_in, "zhangwei", "撤回")
    assert lived_in.matter(FACTORY).percent == 20


def test_a_correction_that_comes_late_is_of_what_its_sender_had_seen(lived_in: StoryOffice) -> None:
    _says(lived_in, "zhangwei", "厂房二期 20%")
    _says_but_is_not_heard_yet(lived_in, "zhangwei", "改成25%")
    _says(lived_in, "zhangwei", "奥瑞金二期 66%")
    assert (_is_heard_at_last(lived_in).percent, lived_in.matter(3).percent) == (25, 66)
