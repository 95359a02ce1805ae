"""The access token: one refresher at a time, refreshed early, never asked for in a rush (platform.md §8.1)."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Protocol

from bot.wecom.answers import Answer
from bot.wecom.errors import CredentialRefused, TokenTrouble, WireTrouble
from bot.wecom.http import Wire, address
from supervision.clock import Clock

PUBLIC_BASE = "https://qyapi.weixin.qq.com/cgi-bin/"

_EARLY = timedelta(minutes=5)
_PAUSE = timedelta(seconds=10)
# After a refusal of the credential: repeated wrong secrets bar our address for an hour, so we stay well below.
_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=1))
_WRONG_CREDENTIAL = frozenset({40001, 40013, 40091, 41002, 41004, 60020})
_TOO_OFTEN = frozenset({45009})


@dataclass(frozen=True, slots=True)
class TokenState:
    """What is known of one credential; the same for all processes that share a store.

    `refusals` counts refusals of the credential in a row, `not_before` is when gettoken may be called again, `code` and
    `words` are the last refusal (they tell the operator which address to allow).
    """

    value: str = field(default="", repr=False)
    expires_at: datetime | None = None
    refresh_at: datetime | None = None
    not_before: datetime | None = None
    refusals: int = 0
    code: int | None = None
    words: str = ""


class Standing(StrEnum):
    """What is known of a token."""

    GOOD = "good"
    REFUSED = "refused"  # the credential, or our address
    NOT_GIVEN = "not_given"
    NOT_WANTED = "not_wanted"  # nobody asked since the last one ended


class TokenStore(Protocol):
    """Where the state of one credential is kept."""

    def get(self) -> TokenState:
        """An empty state if there is none."""
        ...

    def put(self, state: TokenState) -> None: ...

    def lock(self) -> AbstractContextManager[None]:
        """Held by whoever asks the platform for a token."""
        ...


class MemoryTokenStore:
    """For one process."""

    def __init__(self) -> None:
        self._state = TokenState()
        self._lock = Lock()

    def get(self) -> TokenState:
        return self._state

    def put(self, state: TokenState) -> None:
        self._state = state

    @contextmanager
    def lock(self) -> Iterator[None]:
        with self._lock:
            yield


class TokenProvider:
    """Hands out the token of one app. Shared by threads."""

    def __init__(
        self,
        corp_id: str,
        secret: str,
        wire: Wire,
        clock: Clock,
        store: TokenStore | None = None,
        base_url: str = PUBLIC_BASE,
    ) -> None:
        """A private deployment has its own `base_url`. `clock` gives aware datetimes."""
        self._corp_id, self._secret = corp_id, secret
        self._wire, self._clock = wire, clock
        self._store = store or MemoryTokenStore()
        self._url = address(base_url, "gettoken")

    def token(self) -> str:
        """A token believed good. Raises TokenTrouble if there is none and none can be had."""
        state = self._store.get()
        if _is_good(state.refresh_at, self._clock()):
            return state.value
        with self._store.lock():
            state, now = self._store.get(), self._clock()
            if _is_good(state.refresh_at, now):  # somebody else was faster
                return state.value
            try:
                return self._ask(state, now)
            except TokenTrouble:
                if _is_good(state.expires_at, now):  # refreshing early did not work; the old one still does
                    return state.value
                raise

    def standing(self) -> Standing:
        """As it is known already: the platform is not asked."""
        state = self._store.get()
        if _is_good(state.expires_at, self._clock()):
            return Standing.GOOD
        if state.code is None:
            return Standing.NOT_WANTED
        return Standing.REFUSED if state.code in _WRONG_CREDENTIAL else Standing.NOT_GIVEN

    def refreshed(self, stale: str) -> str:
        """A token other than the `stale` one, which the platform has just refused. Raises TokenTrouble."""
        with self._store.lock():
            state, now = self._store.get(), self._clock()
            if state.value != stale and _is_good(state.refresh_at, now):
                return state.value
            if state.value == stale:
                state = replace(state, value="", expires_at=None, refresh_at=None)
                self._store.put(state)
            return self._ask(state, now)

    def _ask(self, state: TokenState, now: datetime) -> str:
        """One call of gettoken, unless it is too soon for one; the lock is held."""
        if (wait := _wait(state, now)) > 0:
            raise _trouble(state, wait)
        # Put down first: whatever comes of this call, even a crash, the next is not at once.
        self._store.put(replace(state, not_before=now + _PAUSE))
        try:
            answer = self._wire.call("GET", self._url, {"corpid": self._corp_id, "corpsecret": self._secret})
        except WireTrouble as broken:
            raise TokenTrouble(f"no access token: {broken}", _PAUSE.total_seconds()) from None
        after = _after(answer, state, now)
        self._store.put(after)
        if after.code is not None:
            raise _trouble(after, _wait(after, now))
        return after.value


def _is_good(until: datetime | None, now: datetime) -> bool:
    return until is not None and now < until


def _wait(state: TokenState, now: datetime) -> float:
    """Seconds until gettoken may be called. A wait longer than any we set is a clock that was put back: none."""
    if state.not_before is None or state.not_before > now + _BACK_OFF[-1]:
        return 0.0
    return max(0.0, (state.not_before - now).total_seconds())


def _after(answer: Answer, before: TokenState, now: datetime) -> TokenState:
    """What is known after the platform has answered."""
    value, life = answer.data.get("access_token"), answer.data.get("expires_in")
    if answer.code in (0, None) and isinstance(value, str) and value and isinstance(life, int) and life > 0:
        whole = timedelta(seconds=min(life, 7 * 24 * 3600))
        return TokenState(value, now + whole, now + max(whole - _EARLY, whole / 2), now + _PAUSE)
    code, words = answer.code or -1, answer.words
    if code in _WRONG_CREDENTIAL:
        pause = _BACK_OFF[min(before.refusals, len(_BACK_OFF) - 1)]
        return replace(before, not_before=now + pause, refusals=before.refusals + 1, code=code, words=words)
    return replace(before, not_before=now + (_BACK_OFF[0] if code in _TOO_OFTEN else _PAUSE), code=code, words=words)


def _trouble(state: TokenState, retry_after: float) -> TokenTrouble:
    if state.code in _WRONG_CREDENTIAL:
        return CredentialRefused(f"corp id, secret or address refused: {state.words}", retry_after, state.code)
    return TokenTrouble(f"no new access token yet {state.words}".rstrip(), retry_after, state.code)
