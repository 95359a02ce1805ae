"""Shared by processes through Redis. Flushed or down, it makes things slower, never wrong."""

from __future__ import annotations

import logging
import time

from redis import Redis
from redis.exceptions import RedisError

from bot.config import Settings
from bot.wecom.token import TokenStore
from bot.wecom.token_redis import RedisTokenStore
from supervision.bell import Bell

_KEY = "duban:bell"

log = logging.getLogger(__name__)


def token_store(settings: Settings, name: str) -> TokenStore:
    return RedisTokenStore(_connect(settings), name)


def bell(settings: Settings) -> Bell:
    return RedisBell(_connect(settings))


class RedisBell:
    """A ring is an element of a list that one waiting delivery takes; more than one ring is one."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def ring(self) -> None:
        try:
            self._redis.lpush(_KEY, b"1")
            self._redis.ltrim(_KEY, 0, 0)
        except RedisError as error:
            log.warning("the bell could not be rung: %s", type(error).__name__)

    def wait(self, timeout: float) -> bool:
        try:
            return self._redis.blpop([_KEY], timeout=timeout) is not None
        except RedisError as error:
            log.warning("the bell cannot be heard: %s", type(error).__name__)
            time.sleep(timeout)
            return False


def _connect(settings: Settings) -> Redis:
    return Redis.from_url(settings.redis.url, socket_connect_timeout=2, socket_timeout=5)
