"""The office, opened once and copied for each story: `office` on both databases, `small_office` on SQLite alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.stories.office import StoryOffice, add_matter, open_office
from tests.support.postgres import Postgres


def _first_day(url: str) -> None:
    office = open_office(url)
    add_matter(office, 3, "奥瑞金二期两片罐项目", due_on=date(2026, 9, 30), percent=60, aliases=("奥瑞金二期",))
    add_matter(office, 4, "标准化厂房一期", due_on=date(2026, 7, 31), percent=30, aliases=("厂房一期",))
    add_matter(office, 5, "标准化厂房二期", due_on=date(2026, 8, 31), percent=10, aliases=("厂房二期",))
    office.house.close()


@pytest.fixture(scope="session")
def _office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "template.db"
    _first_day(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _office_on_postgres(postgres_server: Postgres) -> Iterator[URL]:
    with postgres_server.empty() as url:
        _first_day(url.render_as_string(hide_password=False))
        yield url


@pytest.fixture
def _file_url(_office_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "duban.db"
    shutil.copyfile(_office_file, path)
    return f"sqlite:///{path}"


@pytest.fixture
def _server_url(postgres_server: Postgres, _office_on_postgres: URL) -> Iterator[str]:
    with postgres_server.copy_of(_office_on_postgres) as url:
        yield url.render_as_string(hide_password=False)


_BOTH = [
    pytest.param("_file_url", id="sqlite"),
    pytest.param("_server_url", id="postgresql", marks=pytest.mark.needs("postgresql")),
]


@pytest.fixture(params=_BOTH)
def office(request: pytest.FixtureRequest) -> Iterator[StoryOffice]:
    opened = open_office(request.getfixturevalue(request.param))
    yield opened
    opened.house.close()


@pytest.fixture(params=_BOTH)
def card_office(request: pytest.FixtureRequest) -> Iterator[StoryOffice]:
    """The office whose people get cards."""
    opened = open_office(request.getfixturevalue(request.param), form="cards")
    yield opened
    opened.house.close()


@pytest.fixture
def small_office(_file_url: str) -> Iterator[StoryOffice]:
    opened = open_office(_file_url)
    yield opened
    opened.house.close()
