"""How many questions a person may ask in a minute, counted in memory or in Redis."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

QUESTIONS_A_MINUTE = 20


class QuestionThrottle:
    """Fulfils handlers.throttle.Throttle. Redis may be flushed at any time: then somebody asks one more question."""

    def __init__(self, redis_url: str = "") -> None:
        self._limiter = MovingWindowRateLimiter(storage_from_string(redis_url or "memory://"))
        self._limit = RateLimitItemPerMinute(QUESTIONS_A_MINUTE)

    def allows(self, person_id: int) -> bool:
        return self._limiter.hit(self._limit, "question", str(person_id))
