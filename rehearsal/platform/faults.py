"""What can go wrong between the product and the platform, switched on by hand or by chance."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """The ways a call can fail."""

    REFUSED = "refused"  # nobody listens: surely not delivered
    BUSY = "busy"  # -1
    BAD_GATEWAY = "bad_gateway"  # a 502 page in HTML: not delivered
    RESET_AFTER_ACCEPT = "reset_after_accept"  # delivered, and the caller never learns
    GARBLED = "garbled"  # delivered, and the answer is half a JSON
    SLOW = "slow"  # delivered, answered after `seconds`
    SWITCHED_OFF = "switched_off"  # 48006
    TOKEN_REVOKED = "token_revoked"  # the token in hand is void from now on  # noqa: S105
    ALWAYS_EXPIRED = "always_expired"  # 42001 whatever token comes
    TOO_OFTEN = "too_often"  # 45009


@dataclass
class Trouble:
    """One fault that is switched on. `times`: how often it strikes, None for ever; `chance`: 0 to 1."""

    fault: Fault
    path: str = ""
    times: int | None = None
    chance: float = 1.0
    seconds: float = 0.0


class Faults:
    """The faults that are on. `skew` shifts the platform's clock in callbacks."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._troubles: list[Trouble] = []
        self.skew = timedelta()

    def on(
        self, fault: Fault, path: str = "", *, times: int | None = None, chance: float = 1.0, seconds: float = 0.0
    ) -> Trouble:
        """Switches a fault on for calls whose path contains `path`; a slow answer takes `seconds`."""
        trouble = Trouble(fault, path, times, chance, seconds)
        self._troubles.append(trouble)
        return trouble

    def off(self, trouble: Trouble | None = None) -> None:
        """Switches one fault off, or all of them."""
        self._troubles = [one for one in self._troubles if trouble is not None and one is not trouble]

    def strike(self, path: str) -> Trouble | None:
        """The fault that hits this call, if any; uses up one of its times."""
        for trouble in self._troubles:
            if trouble.path not in path or trouble.times == 0 or self._random.random() >= trouble.chance:
                continue
            if trouble.times is not None:
                trouble.times -= 1
            return trouble
        return None
