"""The sign of life: given while all is well, kept back when it is not, and nothing leaves without an address (T16)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.app import House
from bot.config import Settings
from bot.running import alarm_clock, life_sign
from models import NumberSeries
from tests.stories.office import StoryOffice

SECRET_PATH = "/ping/4711-secret"


class Outside:
    """Somebody who listens for signs of life."""

    def __init__(self) -> None:
        heard: list[str] = []

        class Ear(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self.heard = heard
        self._server = HTTPServer(("127.0.0.1", 0), Ear)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{SECRET_PATH}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def outside() -> Iterator[Outside]:
    listening = Outside()
    yield listening
    listening.close()


def _house(office: StoryOffice) -> House:
    office.house.tick(leaps=True)
    return office.house


def test_while_all_is_well_it_is_heard(small_office: StoryOffice, outside: Outside) -> None:
    sign = life_sign(_house(small_office), outside.address)
    assert sign()
    assert outside.heard == [SECRET_PATH]


def test_a_clock_that_stands_gives_none(small_office: StoryOffice, outside: Outside) -> None:
    sign = life_sign(_house(small_office), outside.address)
    small_office.clock.now += timedelta(minutes=2)
    assert not sign()
    small_office.house.tick(leaps=True)
    assert sign()
    assert len(outside.heard) == 1


def test_a_database_that_cannot_be_written_gives_none(small_office: StoryOffice, outside: Outside) -> None:
    house = _house(small_office)
    house.database.refuses_writes = True
    assert not life_sign(house, outside.address)()
    house.database.try_to_write()
    assert life_sign(house, outside.address)()


def test_an_audit_that_did_not_agree_gives_none_until_it_does(small_office: StoryOffice, outside: Outside) -> None:
    with small_office.house.database.write() as session:
        session.add(NumberSeries(series="督", year=2026, last=5))
    sign = life_sign(_house(small_office), outside.address)
    assert not sign()
    with small_office.house.database.write() as session:
        session.get_one(NumberSeries, ("督", 2026)).last = 0
    small_office.until(small_office.clock.now + timedelta(days=1))
    assert sign()


def test_who_cannot_be_reached_is_a_line_in_the_log_without_the_address(
    small_office: StoryOffice, outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    sign = life_sign(_house(small_office), outside.address)
    outside.close()
    with caplog.at_level(logging.WARNING):
        assert not sign()
    assert "not heard" in caplog.text
    assert SECRET_PATH not in caplog.text


def test_without_an_address_there_is_no_such_alarm(small_office: StoryOffice) -> None:
    assert Settings().watch.ping_url.get_secret_value() == ""
    runner = alarm_clock(small_office.house, small_office.house.settings.schedule)
    assert "life sign" not in {alarm.name for alarm in runner._alarms}
