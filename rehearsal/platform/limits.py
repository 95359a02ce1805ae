"""Counting over windows of time: some excess is answered with an error, some is silently dropped."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta


class Window:
    """At most `most` in any `seconds`; what is over is not counted."""

    def __init__(self, clock: Callable[[], datetime], most: int, seconds: int) -> None:
        self._clock = clock
        self.most = most
        self.span = timedelta(seconds=seconds)
        self._seen: dict[Hashable, deque[datetime]] = defaultdict(deque)

    def count(self, key: Hashable) -> int:
        """How many fell into the window that ends now."""
        seen = self._seen[key]
        now = self._clock()
        while seen and seen[0] <= now - self.span:
            seen.popleft()
        return len(seen)

    def has_room(self, key: Hashable, more: int = 1) -> bool:
        """Whether so many more are allowed now."""
        return self.count(key) + more <= self.most

    def add(self, key: Hashable, times: int = 1) -> None:
        """Counts them."""
        self._seen[key].extend([self._clock()] * times)


class Barrier:
    """Like a window, but going over shuts the gate for the length of the window (45009)."""

    def __init__(self, clock: Callable[[], datetime], most: int, seconds: int) -> None:
        self._clock = clock
        self._window = Window(clock, most, seconds)
        self._shut_until: dict[Hashable, datetime] = {}

    def admits(self, key: Hashable, more: int = 1) -> bool:
        """Counts and lets through, or shuts the gate."""
        now = self._clock()
        if self._shut_until.get(key, now) > now:
            return False
        if not self._window.has_room(key, more):
            self._shut_until[key] = now + self._window.span
            return False
        self._window.add(key, more)
        return True
