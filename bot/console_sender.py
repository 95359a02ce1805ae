"""Says everything on the screen instead of the wire: for talking to the bot in a terminal."""

from __future__ import annotations

from collections.abc import Callable

from supervision.offers import Offer
from supervision.sending import Address, Delivered, Outcome, Part


class ConsoleSender:
    """One message is one block of lines, headed by whom it is for."""

    def __init__(self, say: Callable[[str], None] = print) -> None:
        self._say = say

    def compose(
        self, address: Address, words: str, mentions: tuple[str, ...] = (), offer: Offer | None = None
    ) -> list[Part]:
        """A screen knows no limit and no buttons, so there is one part, whose words say what can be typed."""
        rung = "".join(f" @{userid}" for userid in mentions)
        whole = f"{words}{rung}"
        return [Part(whole, whole.encode(errors="replace"))]

    def send(self, address: Address, body: bytes) -> Delivered:
        self._say(f"→ {address.target}\n{body.decode()}\n")
        return Delivered(Outcome.SENT, 0)
