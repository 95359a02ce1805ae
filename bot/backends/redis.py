"""Shared by processes through Redis. Flushed or down, it makes things slower, never wrong."""

from __future__ import annotations

import time

from limits.storage import RedisStorage
from redis import ConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from bot.backends import RedisAddressWrong
from bot.backends.outage import Outage
from bot.config import Settings
from bot.wecom.token import TokenStore
from bot.wecom.token_redis import RedisTokenStore
from supervision.bell import Bell

_KEY = "duban:bell"
_CONNECT = 0.5  # seconds; people wait while the bell is rung and questions are counted
_ANSWER = 1.5  # seconds; longer than the bell is waited for at a time


def token_store(settings: Settings, name: str) -> TokenStore:
    return RedisTokenStore(_redis(settings.redis.url), name)


def bell(settings: Settings) -> Bell:
    return RedisBell(_redis(settings.redis.url))


def counts(url: str) -> RedisStorage:
    return RedisStorage(url, connection_pool=_pool(url), key_prefix="duban:questions", wrap_exceptions=True)


class RedisBell:
    """A ring is an element of a list that one waiting delivery takes; more than one ring is one."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._outage = Outage("the bell")

    def ring(self) -> None:
        if self._outage.lasts():
            return
        try:
            with self._redis.pipeline() as both:
                both.lpush(_KEY, b"1")
                both.ltrim(_KEY, 0, 0)
                both.execute()
        except RedisError as error:
            self._outage.begins(error)
        else:
            self._outage.ends()

    def wait(self, timeout: float) -> bool:
        """Up to `timeout` seconds, at most one at a time: a longer silence would be taken for an outage."""
        if self._outage.lasts():
            time.sleep(timeout)
            return False
        try:
            was_rung = self._redis.blpop([_KEY], timeout=min(timeout, _ANSWER / 2)) is not None
        except RedisError as error:
            self._outage.begins(error)
            return False
        self._outage.ends()
        return was_rung


def _redis(url: str) -> Redis:
    return Redis(connection_pool=_pool(url))


def _pool(url: str) -> ConnectionPool:
    """One try each: what fails is made up for at once, and redis-py's own patience would be people's."""
    try:
        return ConnectionPool.from_url(
            url, socket_connect_timeout=_CONNECT, socket_timeout=_ANSWER, retry=Retry(NoBackoff(), 0)
        )
    except ValueError as error:
        raise RedisAddressWrong from error
