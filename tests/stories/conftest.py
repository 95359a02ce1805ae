"""The office on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.stories.office import StoryOffice, add_matter, open_office


@pytest.fixture
def office(empty_url: str) -> Iterator[StoryOffice]:
    opened = open_office(empty_url)
    add_matter(opened, 3, "奥瑞金二期两片罐项目", due_on=date(2026, 9, 30), percent=60, aliases=("奥瑞金二期",))
    add_matter(opened, 4, "标准化厂房一期", due_on=date(2026, 7, 31), percent=30, aliases=("厂房一期",))
    add_matter(opened, 5, "标准化厂房二期", due_on=date(2026, 8, 31), percent=10, aliases=("厂房二期",))
    yield opened
    opened.house.close()
