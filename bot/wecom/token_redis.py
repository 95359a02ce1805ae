"""A token shared by processes. Losing Redis costs one gettoken a process, never a message."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from bot.wecom.token import MemoryTokenStore, TokenState

if TYPE_CHECKING:
    from redis import Redis
    from redis.lock import Lock as RedisLock

_log = logging.getLogger(__name__)

_KEEP = 7 * 24 * 3600  # seconds; longer than any token lives
_HOLD = 20.0  # seconds; longer than the longest call of gettoken
_TIMES = ("expires_at", "refresh_at", "not_before")


class RedisTokenStore:
    """`name` tells one credential from another (the app's agent id); the secret is in neither name nor value.

    When Redis does not answer, this process keeps its own copy and goes on.
    """

    def __init__(self, redis: Redis, name: str) -> None:
        self._redis = redis
        self._key = f"duban:token:{name}"
        self._own = MemoryTokenStore()
        self._lock = Lock()

    def get(self) -> TokenState:
        try:
            kept = self._redis.get(self._key)
        except Exception as error:  # redis-py is handed in, its exceptions cannot be named without importing it
            _tell("read", error)
            return self._own.get()
        return _from_json(kept) if isinstance(kept, str | bytes) else TokenState()

    def put(self, state: TokenState) -> None:
        self._own.put(state)
        try:
            self._redis.set(self._key, _to_json(state), ex=_KEEP)
        except Exception as error:  # as above
            _tell("write", error)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Threads first, processes second: one process never has two threads waiting in Redis."""
        with self._lock:
            shared = self._redis.lock(f"{self._key}:lock", timeout=_HOLD, blocking_timeout=_HOLD)
            is_held = False
            try:
                is_held = shared.acquire()
            except Exception as error:  # as above; without Redis the thread lock must do
                _tell("lock", error)
            try:
                yield
            finally:
                if is_held:
                    _release(shared)


def _release(shared: RedisLock) -> None:
    try:
        shared.release()
    except Exception as error:  # it may have expired under us
        _tell("unlock", error)


def _tell(doing: str, error: Exception) -> None:
    _log.warning("token store: cannot %s (%s)", doing, type(error).__name__)


def _to_json(state: TokenState) -> str:
    kept: dict[str, object] = {
        "value": state.value,
        "refusals": state.refusals,
        "code": state.code,
        "words": state.words,
    }
    for name in _TIMES:
        moment: datetime | None = getattr(state, name)
        kept[name] = moment.isoformat() if moment else None
    return json.dumps(kept)


def _from_json(kept: str | bytes) -> TokenState:
    """What cannot be read counts as lost."""
    try:
        read = json.loads(kept)
        times = {name: datetime.fromisoformat(read[name]) if read[name] else None for name in _TIMES}
        return TokenState(
            value=read["value"], refusals=read["refusals"], code=read["code"], words=read["words"], **times
        )
    except (ValueError, KeyError, TypeError):
        return TokenState()
