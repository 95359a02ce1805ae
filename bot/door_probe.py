"""Does the door answer, as the platform would find it? Asked over the wire, with a signature that fits."""

from __future__ import annotations

import secrets

from bot.wecom.codec import Codec
from bot.wecom.errors import TurnedAway, WireTrouble
from bot.wecom.http import Wire
from models.availability import Condition
from supervision.availability.recording import WELL, Sight
from supervision.clock import Clock


class DoorProbe:
    """Knocks as the platform does when the address is set up: only the real door can read the echo."""

    def __init__(self, codec: Codec, address: str, wire: Wire, clock: Clock) -> None:
        self._codec, self._address, self._wire, self._clock = codec, address, wire, clock

    def __call__(self) -> Sight:
        echo, nonce = secrets.token_hex(8), secrets.token_hex(8)
        stamp = str(int(self._clock().timestamp()))
        sealed = self._codec.encrypt(echo.encode())
        asked = {
            "msg_signature": self._codec.signature(stamp, nonce, sealed),
            "timestamp": stamp,
            "nonce": nonce,
            "echostr": sealed,
        }
        try:
            answer = self._wire.fetch("GET", self._address, asked).body
        except TurnedAway:
            return Sight(Condition.AILING, "turned_away")
        except WireTrouble:
            return Sight(Condition.AILING, "no_answer")
        return WELL if answer == echo.encode() else Sight(Condition.AILING, "another_answers")
