"""How many questions a person may ask in a minute, counted in memory or in Redis."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.backends import backend_at
from bot.backends.outage import Outage

QUESTIONS_A_MINUTE = 20


class QuestionThrottle:
    """Fulfils handlers.throttle.Throttle.

    Redis may be flushed or down at any time: then this process counts by itself, and somebody asks a few questions
    more. Raises RedisAddressWrong.
    """

    def __init__(self, redis_url: str = "") -> None:
        self._shared = MovingWindowRateLimiter(backend_at(redis_url).counts(redis_url))
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._limit = RateLimitItemPerMinute(QUESTIONS_A_MINUTE)
        self._outage = Outage("the throttle")

    def allows(self, person_id: int) -> bool:
        if not self._outage.lasts():
            try:
                allowed = self._shared.hit(self._limit, "question", str(person_id))
            except StorageError as error:
                self._outage.begins(error.storage_error)
            else:
                self._outage.ends()
                return allowed
        return self._own.hit(self._limit, "question", str(person_id))
