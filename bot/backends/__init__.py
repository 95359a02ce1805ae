"""What may be shared by processes: the access token and the bell. In memory by default, in Redis when configured."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from bot.config import Settings
from bot.wecom.token import TokenStore
from supervision.bell import Bell

# Opened by name, so that redis-py is only imported where it is configured.
_BACKENDS = {"memory": "bot.backends.memory", "redis": "bot.backends.redis"}


class Backend(Protocol):
    def token_store(self, settings: Settings, name: str) -> TokenStore: ...

    def bell(self, settings: Settings) -> Bell: ...


def backend_of(settings: Settings) -> Backend:
    """The backend that the settings ask for."""
    name = "redis" if settings.redis.url else "memory"
    return cast(Backend, importlib.import_module(_BACKENDS[name]))
