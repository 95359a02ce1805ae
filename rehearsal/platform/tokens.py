"""access_token: one a secret, two hours long, void when the platform feels like it (document 91039)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from .codes import Code, Refused
from .corp import App
from .limits import Window
from .rules import Rules


@dataclass
class Token:
    """A token and the app it speaks for."""

    value: str
    app: App
    expires_at: datetime
    revoked: bool = False


class Tokens:
    """Every token ever given out; old ones keep working until they expire."""

    def __init__(self, clock: Callable[[], datetime], random: Random, rules: Rules) -> None:
        self._clock = clock
        self._random = random
        self._rules = rules
        self._tokens: dict[str, Token] = {}
        self._wrong = Window(clock, rules.wrong_secrets, rules.address_ban)
        self._banned_until: dict[str, datetime] = {}
        self.given = 0

    def fetch(self, app: App) -> Token:
        """A token for this app: the one in force, or a new one, as the rules say."""
        now = self._clock()
        if self._rules.same_token_on_repeat:
            for token in self._tokens.values():
                if token.app is app and not token.revoked and token.expires_at > now:
                    return token
        value = "".join(self._random.choices("abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789-_", k=214))
        token = Token(value, app, now + timedelta(seconds=self._rules.token_life))
        self._tokens[value] = token
        self.given += 1
        return token

    def seconds_left(self, token: Token) -> int:
        """What expires_in says."""
        return int((token.expires_at - self._clock()).total_seconds())

    def holder(self, value: str) -> App:
        """The app behind a token; Refused when it is missing, unknown, revoked or expired."""
        if not value:
            raise Refused(Code.MISSING_TOKEN, "access_token missing")
        token = self._tokens.get(value)
        if token is None or token.revoked:
            raise Refused(Code.BAD_TOKEN, "invalid access_token")
        if token.expires_at <= self._clock():
            raise Refused(Code.EXPIRED_TOKEN, "access_token expired")
        return token.app

    def revoke(self, value: str) -> None:
        """Voids one token before its time."""
        if value in self._tokens:
            self._tokens[value].revoked = True

    def revoke_all(self) -> None:
        """Voids every token that is out."""
        for token in self._tokens.values():
            token.revoked = True

    def check_address(self, address: str) -> None:
        """Refused while the address is barred for trying wrong secrets."""
        if self._banned_until.get(address, self._clock()) > self._clock():
            raise Refused(Code.TOO_OFTEN, "api freq out of limit, ip barred for wrong secrets")

    def wrong_secret(self, address: str) -> None:
        """Counts a wrong secret; too many bar the address."""
        self._wrong.add(address)
        if not self._wrong.has_room(address):
            self._banned_until[address] = self._clock() + timedelta(seconds=self._rules.address_ban)
