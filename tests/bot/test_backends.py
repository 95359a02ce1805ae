"""The bell and the count of questions keep one promise in memory and in Redis, and a missing Redis breaks neither."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from bot.backends import Backend, RedisAddressWrong, backend_of
from bot.backends.outage import LEAVE_ALONE, Outage
from bot.config import RedisSettings, Settings
from bot.throttling import QUESTIONS_A_MINUTE, QuestionThrottle
from supervision.bell import Bell
from tests.support.redis_server import RedisServer

QUICK = 0.1  # seconds to wait for a bell that nobody rings
HANG_LIMIT = 60.0

BOTH = ["", pytest.param("redis", marks=pytest.mark.needs("redis"))]


@pytest.fixture(params=BOTH, ids=["memory", "redis"])
def redis_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue("redis_server").url if request.param else ""


@pytest.fixture
def silent_url() -> Iterator[str]:
    """A Redis that takes the call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


def settings(url: str) -> Settings:
    return Settings(redis=RedisSettings(url=url))


def bell(url: str) -> Bell:
    backend: Backend = backend_of(settings(url))
    return backend.bell(settings(url))


def allowed(throttle: QuestionThrottle, person: int, asked: int) -> int:
    return sum(throttle.allows(person) for _ in range(asked))


def test_a_ring_is_heard_once(redis_url: str) -> None:
    one = bell(redis_url)
    one.ring()
    one.ring()
    assert one.wait(HANG_LIMIT)
    assert not one.wait(QUICK)
    one.ring()
    assert one.wait(HANG_LIMIT)


def test_so_many_questions_a_minute_and_each_person_alone(redis_url: str) -> None:
    throttle = QuestionThrottle(redis_url)
    assert allowed(throttle, 1, QUESTIONS_A_MINUTE + 5) == QUESTIONS_A_MINUTE
    assert allowed(throttle, 2, 1) == 1


@pytest.mark.needs("redis")
def test_processes_ring_and_count_together(redis_server: RedisServer) -> None:
    bell(redis_server.url).ring()
    assert bell(redis_server.url).wait(HANG_LIMIT)
    here, there = QuestionThrottle(redis_server.url), QuestionThrottle(redis_server.url)
    assert allowed(here, 1, 12) + allowed(there, 1, 12) == QUESTIONS_A_MINUTE


@pytest.mark.needs("redis")
def test_without_redis_each_counts_by_itself(redis_server: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    throttle = QuestionThrottle(redis_server.url)
    redis_server.stop()
    assert allowed(throttle, 1, QUESTIONS_A_MINUTE + 5) == QUESTIONS_A_MINUTE
    assert [record.getMessage() for record in caplog.records] == ["the throttle does without Redis: ConnectionError"]


@pytest.mark.needs("redis")
def test_without_redis_a_bell_is_only_silent(redis_server: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    one = bell(redis_server.url)
    redis_server.stop()
    for _ in range(3):
        one.ring()
        assert not one.wait(QUICK)
    assert len(caplog.records) == 1


def test_a_redis_that_does_not_answer_is_waited_for_once(silent_url: str) -> None:
    """People wait while their question is counted and the bell is rung: twenty must not cost twenty timeouts."""
    throttle, one = QuestionThrottle(silent_url), bell(silent_url)
    begun = time.monotonic()
    assert allowed(throttle, 1, 20) == 20
    for _ in range(20):
        one.ring()
    assert time.monotonic() - begun < HANG_LIMIT / 2


@pytest.mark.parametrize("url", ["127.0.0.1:6379", "http://127.0.0.1", "redis://127.0.0.1:port/0"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(RedisAddressWrong):
        bell(url)
    with pytest.raises(RedisAddressWrong):
        QuestionThrottle(url)


def test_after_a_failure_it_is_left_alone_for_a_while(caplog: pytest.LogCaptureFixture) -> None:
    seconds = 0.0
    outage = Outage("the bell", lambda: seconds)
    assert not outage.lasts()
    outage.begins(ConnectionError())
    assert outage.lasts()
    seconds = LEAVE_ALONE
    assert not outage.lasts(), "it is tried again"
    outage.begins(ConnectionError())
    assert outage.lasts()
    outage.ends()
    assert not outage.lasts()
    assert len(caplog.records) == 2, "its beginning and its end"
