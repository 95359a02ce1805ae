"""What may be shared by processes: the access token, the bell, the count of questions. In memory, or in Redis."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from limits.storage import MemoryStorage, RedisStorage

from bot.config import Settings
from bot.wecom.token import TokenStore
from supervision.bell import Bell

# Opened by name, so that redis-py is only imported where it is configured.
_BACKENDS = {"memory": "bot.backends.memory", "redis": "bot.backends.redis"}


class RedisAddressWrong(Exception):
    """redis.url cannot be read as an address."""


class Backend(Protocol):
    def token_store(self, settings: Settings, name: str) -> TokenStore: ...

    def bell(self, settings: Settings) -> Bell: ...

    def counts(self, url: str) -> MemoryStorage | RedisStorage:
        """Where events are counted; raises RedisAddressWrong."""
        ...


def backend_of(settings: Settings) -> Backend:
    """The backend that the settings ask for."""
    return backend_at(settings.redis.url)


def backend_at(redis_url: str) -> Backend:
    """Redis at that address, or memory for none."""
    return cast(Backend, importlib.import_module(_BACKENDS["redis" if redis_url else "memory"]))
