"""No room, or no leave to write, while the house works: nothing lost, nothing twice, and it is told (F17, F18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.faults.disk.places import PostgresEvening, SqliteEvening
from tests.faults.disk.trying import PAIRS, SERVER_PAIRS, try_all
from tests.stories.office import StoryOffice
from tests.support.postgres import Postgres


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> SqliteEvening:
    return SqliteEvening(tmp_path_factory.mktemp("disk") / "evening.db")


@pytest.fixture(scope="module")
def evening_on_a_server(postgres_server: Postgres) -> Iterator[PostgresEvening]:
    with postgres_server.empty() as url:
        yield PostgresEvening(postgres_server, url)


@pytest.mark.parametrize("pair", PAIRS, ids=", ".join)
def test_nothing_is_lost_nothing_is_there_twice(evening: SqliteEvening, pair: tuple[str, str]) -> None:
    row = try_all(evening, (0, 2), pair)
    assert row.found == []
    assert row.struck


@pytest.mark.parametrize("pair", SERVER_PAIRS[::2], ids=", ".join)  # all of them: python -m tests.faults.disk
def test_nothing_is_lost_on_a_server_either(evening_on_a_server: PostgresEvening, pair: tuple[str, str]) -> None:
    row = try_all(evening_on_a_server, (0,), pair)
    assert row.found == []
    assert row.struck


def test_an_answer_for_what_is_not_stored_is_found_out(evening: SqliteEvening) -> None:
    def says_yes_to_all(office: StoryOffice) -> None:
        """As a proxy would that answers in the house's stead."""
        app = office.line.app
        assert app.post is not None
        honest = app.post

        def post(method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]:
            honest(method, query, body, timeout)
            return 200, b""

        app.post = post

    row = try_all(evening, (0,), ("disk full", "a report is stored"), says_yes_to_all)
    assert "I1" in {one.invariant for one in row.found}
