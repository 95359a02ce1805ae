"""Towns: one for each story that changes much, one that the looks at the page share; and one behind a real socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from waitress.server import create_server

from bot.commands.demo import founded
from rehearsal.town import Town, town_page
from tests.rehearsal.town.copying import copy_of


@pytest.fixture(scope="session")
def _founded() -> Iterator[Town]:
    with founded(seed=1) as town:
        yield town


@pytest.fixture(scope="session")
def _founded_with_cards() -> Iterator[Town]:
    with founded(seed=1, form="cards") as town:
        yield town


@pytest.fixture(scope="session")
def shared_town(_founded: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Whoever uses it may only add to what happened."""
    with copy_of(_founded, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture
def town(_founded: Town, tmp_path: Path) -> Iterator[Town]:
    with copy_of(_founded, tmp_path) as town:
        yield town


@pytest.fixture
def card_town(_founded_with_cards: Town, tmp_path: Path) -> Iterator[Town]:
    """Where people get cards with buttons."""
    with copy_of(_founded_with_cards, tmp_path) as town:
        yield town


@pytest.fixture
def card_address(card_town: Town) -> Iterator[str]:
    with _served(card_town) as address:
        yield address


@pytest.fixture
def page(shared_town: Town) -> FlaskClient:
    client = town_page(shared_town).test_client()
    client.environ_base["HTTP_HOST"] = "127.0.0.1:8000"
    return client


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    """Where a browser finds the town."""
    with _served(town) as address:
        yield address


@pytest.fixture
def shared_address(shared_town: Town) -> Iterator[str]:
    with _served(shared_town) as address:
        yield address


@contextmanager
def _served(town: Town) -> Iterator[str]:
    server = create_server(town_page(town), host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/"
    finally:
        server.close()
        thread.join(timeout=20)
