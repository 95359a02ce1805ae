"""The access token under a crowd, under refusals, with and without Redis."""

import itertools
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from fakeredis import FakeServer, FakeStrictRedis

from bot.wecom.errors import CredentialRefused, TokenTrouble
from bot.wecom.http import Wire
from bot.wecom.token import MemoryTokenStore, TokenProvider, TokenState
from bot.wecom.token_redis import RedisTokenStore
from tests.bot.wecom.switchboard import SECRET, OfficeClock, Switchboard, refusal


def test_a_token_is_asked_for_once_and_renewed_five_minutes_early(
    tokens: TokenProvider, board: Switchboard, clock: OfficeClock
) -> None:
    first = tokens.token()
    clock.passes(seconds=7200 - 301)
    assert tokens.token() == first
    assert board.tokens_asked == 1
    clock.passes(seconds=2)
    assert tokens.token() != first
    assert board.tokens_asked == 2


class GuardedStore(MemoryTokenStore):
    """Counts who comes to its lock; `crowd` is passed once sixteen have."""

    def __init__(self) -> None:
        super().__init__()
        self.comers = itertools.count(1)
        self.crowd = threading.Event()
        self.came = 0

    @contextmanager
    def lock(self) -> Iterator[None]:
        self.came = next(self.comers)
        if self.came == 16:
            self.crowd.set()
        with super().lock():
            yield


def test_sixteen_threads_in_the_morning_ask_once(wire: Wire, board: Switchboard, clock: OfficeClock) -> None:
    store = GuardedStore()
    provider = TokenProvider("ww1", SECRET, wire, clock, store)
    board.before_token = lambda: None if store.crowd.wait(20) else pytest.fail("nobody else wanted the token")
    with ThreadPoolExecutor(16) as office:
        got = set(office.map(lambda _: provider.token(), range(16)))
    assert len(got) == 1
    assert board.tokens_asked == 1


def test_sixteen_threads_with_a_voided_token_ask_once_more(
    tokens: TokenProvider, board: Switchboard, clock: OfficeClock
) -> None:
    voided = tokens.token()
    clock.passes(minutes=1)
    with ThreadPoolExecutor(16) as office:
        got = set(office.map(lambda _: tokens.refreshed(voided), range(16)))
    assert len(got) == 1
    assert got != {voided}
    assert board.tokens_asked == 2


def test_at_most_one_question_in_ten_seconds(tokens: TokenProvider, board: Switchboard, clock: OfficeClock) -> None:
    token = tokens.token()
    for _ in range(9):
        clock.passes(seconds=1)
        with pytest.raises(TokenTrouble) as caught:
            tokens.refreshed(token)
        assert 0 < caught.value.retry_after <= 10
    assert board.tokens_asked == 1
    clock.passes(seconds=1)
    assert tokens.refreshed(token) != token


def test_a_platform_that_is_not_reached_is_not_asked_in_a_rush(
    tokens: TokenProvider, board: Switchboard, clock: OfficeClock
) -> None:
    """However many messages wait for a token: whoever asks all the time is barred for an hour (F25)."""
    board.token_answers = [requests.ConnectionError() for _ in range(10)]
    for _ in range(10):
        with pytest.raises(TokenTrouble):
            tokens.token()
        clock.passes(seconds=1)
    assert board.tokens_asked == 1
    board.token_answers = []
    assert tokens.token()


def test_a_wrong_secret_is_not_tried_into_a_ban(tokens: TokenProvider, board: Switchboard, clock: OfficeClock) -> None:
    board.token_answers = [refusal(40001) for _ in range(1000)]
    for _ in range(24 * 60 * 6):
        clock.passes(seconds=10)
        with pytest.raises(CredentialRefused) as caught:
            tokens.token()
        assert SECRET not in str(caught.value)
    assert board.tokens_asked <= 4 + 24


def test_once_the_secret_is_right_again_work_goes_on(
    tokens: TokenProvider, board: Switchboard, clock: OfficeClock
) -> None:
    board.token_answers = [refusal(60020)]
    with pytest.raises(CredentialRefused, match=r"10\.0\.0\.7") as caught:
        tokens.token()
    assert caught.value.code == 60020
    clock.passes(seconds=caught.value.retry_after)
    assert tokens.token()


@pytest.mark.parametrize(
    "answer",
    [
        refusal(-1),
        refusal(45009),
        {"errcode": 0},
        {"errcode": 0, "access_token": "t", "expires_in": 0},
        {"errcode": 0, "access_token": 7, "expires_in": 7200},
        requests.ReadTimeout(SECRET),
        requests.ConnectionError(ConnectionRefusedError(SECRET)),
    ],
)
def test_while_no_token_comes_the_old_one_serves_to_its_end(
    answer: dict[str, Any] | Exception, tokens: TokenProvider, board: Switchboard, clock: OfficeClock
) -> None:
    old = tokens.token()
    board.token_answers = [answer] * 100
    clock.passes(seconds=7000)
    assert tokens.token() == old
    clock.passes(seconds=300)
    with pytest.raises(TokenTrouble) as caught:
        tokens.token()
    shown = "".join(traceback.format_exception(caught.value))
    assert SECRET not in shown
    assert caught.value.retry_after > 0


def test_a_clock_put_back_a_day_does_not_stop_the_office(
    tokens: TokenProvider, board: Switchboard, clock: OfficeClock
) -> None:
    board.token_answers = [refusal(40001)]
    with pytest.raises(CredentialRefused):
        tokens.token()
    clock.passes(days=-1)
    assert tokens.token()


def test_a_private_deployment_has_its_own_address(wire: Wire, board: Switchboard, clock: OfficeClock) -> None:
    TokenProvider("ww1", SECRET, wire, clock, base_url="https://unit.example:8443/cgi-bin").token()
    assert (board.asked[0].url or "").startswith("https://unit.example:8443/cgi-bin/gettoken?corpid=ww1&corpsecret=")


def test_the_token_does_not_show_when_its_state_is_printed(wire: Wire, clock: OfficeClock) -> None:
    store = MemoryTokenStore()
    token = TokenProvider("ww1", SECRET, wire, clock, store).token()
    assert token == store.get().value
    assert token not in repr(store.get())


@pytest.fixture
def redis() -> Iterator[FakeStrictRedis]:
    connection = FakeStrictRedis(server=FakeServer())
    yield connection
    connection.close()


def test_two_processes_share_one_token(
    wire: Wire, board: Switchboard, clock: OfficeClock, redis: FakeStrictRedis
) -> None:
    here, there = (TokenProvider("ww1", SECRET, wire, clock, RedisTokenStore(redis, "1000002")) for _ in range(2))
    token = here.token()
    assert there.token() == token
    clock.passes(minutes=1)
    new = there.refreshed(token)
    assert here.refreshed(token) == new
    assert board.tokens_asked == 2
    assert not any(SECRET.encode() in key for key in redis.keys("*"))


def test_sixteen_threads_of_four_processes_ask_once(
    wire: Wire, board: Switchboard, clock: OfficeClock, redis: FakeStrictRedis
) -> None:
    providers = [TokenProvider("ww1", SECRET, wire, clock, RedisTokenStore(redis, "1")) for _ in range(4)]
    with ThreadPoolExecutor(16) as office:
        got = set(office.map(lambda n: providers[n % 4].token(), range(16)))
    assert len(got) == 1
    assert board.tokens_asked == 1


def test_a_flushed_redis_costs_a_question_not_a_message(
    wire: Wire, board: Switchboard, clock: OfficeClock, redis: FakeStrictRedis
) -> None:
    provider = TokenProvider("ww1", SECRET, wire, clock, RedisTokenStore(redis, "1"))
    provider.token()
    redis.flushall()
    assert provider.token()
    assert board.tokens_asked == 2


def test_without_redis_a_process_goes_on_alone(
    wire: Wire, board: Switchboard, clock: OfficeClock, caplog: pytest.LogCaptureFixture
) -> None:
    server = FakeServer()
    server.connected = False
    with FakeStrictRedis(server=server) as gone:
        provider = TokenProvider("ww1", SECRET, wire, clock, RedisTokenStore(gone, "1"))
        assert provider.token() == provider.token()
    assert board.tokens_asked == 1
    assert "token store: cannot read (ConnectionError)" in caplog.text


@pytest.mark.parametrize("kept", [b"", b"nonsense", b"{}", b'{"value": 1}', b"\xff", b"[]"])
def test_what_cannot_be_read_in_redis_counts_as_lost(kept: bytes, redis: FakeStrictRedis) -> None:
    redis.set("duban:token:1", kept)
    assert RedisTokenStore(redis, "1").get() == TokenState()


class SlowToLetGo:
    """A Redis whose lock runs out while it is held."""

    def get(self, _key: str) -> None: ...

    def set(self, _key: str, _value: str, ex: int) -> None: ...

    def lock(self, _key: str, **_terms: float) -> "SlowToLetGo":
        return self

    def acquire(self) -> bool:
        return True

    def release(self) -> None:
        raise RuntimeError("LockNotOwned")


def test_a_lock_that_ran_out_harms_nobody(wire: Wire, clock: OfficeClock) -> None:
    store = RedisTokenStore(SlowToLetGo(), "1")  # type: ignore[arg-type]
    assert TokenProvider("ww1", SECRET, wire, clock, store).token()


def test_a_good_token_needs_no_lock(wire: Wire, clock: OfficeClock) -> None:
    store = GuardedStore()
    provider = TokenProvider("ww1", SECRET, wire, clock, store)
    assert provider.token() == provider.token()
    assert store.came == 1
