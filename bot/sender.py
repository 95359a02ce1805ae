"""What delivery knows as a Sender, over WeCom: the app's own chat, its groups, and group robots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.card_parts import can_be_offered, offered, settled
from bot.config import Form
from bot.wecom import bodies
from bot.wecom.client import GROUP_SEND, SEND, UPDATE_CARD, WeComClient
from bot.wecom.outcomes import Kind, Scope
from bot.wecom.outcomes import Outcome as Answered
from bot.wecom.plain import visible
from bot.wecom.robots import Robots
from handlers.parts import in_parts
from supervision.offers import Offer
from supervision.sending import Address, Delivered, Outcome, Part

FOR_THE_NUMBER = 48  # bytes kept free for （1/2）
# Identical bytes within this are shown to a member once, so a repetition after an unknown outcome is harmless.
DUPLICATE_CHECK = 1800

_OUTCOMES = {
    Kind.SENT: Outcome.SENT,
    Kind.PARTIAL: Outcome.PARTIAL,
    Kind.NOT_SENT: Outcome.NOT_SENT,
    Kind.FAILED: Outcome.FAILED,
    Kind.UNKNOWN: Outcome.UNKNOWN,
}


class UnknownChannel(ValueError):
    """An address of a channel that WeCom does not have."""


class WeComSender:
    """Groups never get cards."""

    def __init__(self, client: WeComClient, agent_id: int, robots: Robots, *, form: Form = "text") -> None:
        self._client, self._agent_id, self._robots = client, str(agent_id), robots
        self._markdown, self._has_cards = form == "markdown", form == "cards"

    def compose(
        self, address: Address, words: str, mentions: tuple[str, ...] = (), offer: Offer | None = None
    ) -> list[Part]:
        """Numbered parts, cut between lines, else between characters; the first part rings those mentioned."""
        if address.channel == "card" and offer is not None:
            return [self._settled(address, words, offer)]
        if self._has_cards and address.channel == "app" and offer is not None and can_be_offered(offer):
            return offered(words, lambda said: self._parts(address, said, ()), offer, self._on_card(address))
        return self._parts(address, words, mentions)

    def _parts(self, address: Address, words: str, mentions: tuple[str, ...]) -> list[Part]:
        limit = self._limit(address) - FOR_THE_NUMBER - len(_rung(mentions).encode())
        pieces = in_parts(visible(words), limit) if words.strip() else []
        return [
            Part(piece, self._body(address, piece, () if number else mentions)) for number, piece in enumerate(pieces)
        ]

    def send(self, address: Address, body: bytes) -> Delivered:
        match address.channel:
            case "robot":
                return self._by_robot(address.target, body)
            case "appchat":
                return _delivered(self._client.post_frozen(GROUP_SEND, body))
            case "card":
                return _delivered(self._client.post_frozen(UPDATE_CARD, body))
            case _:
                return _delivered(self._client.post_frozen(SEND, body))

    def _by_robot(self, name: str, body: bytes) -> Delivered:
        answered = self._robots.post_frozen(name, body)
        if answered is None:
            alarm = f"no key in wecom.robots for the robot {name!r}"
            return Delivered(Outcome.FAILED, alarm=alarm, is_target_gone=True)
        return _delivered(answered)

    def _on_card(self, address: Address) -> Callable[[Mapping[str, Any]], bytes]:
        return lambda card: bodies.app_card(
            self._agent_id, [address.target], card, duplicate_check=DUPLICATE_CHECK
        )  # fmt: skip

    def _settled(self, address: Address, words: str, offer: Offer) -> Part:
        code = offer.settlement.code if offer.settlement else ""
        body = bodies.card_replaced(self._agent_id, [address.target], code, settled(words, offer))
        return Part(words, body)

    def _limit(self, address: Address) -> int:
        return bodies.ROBOT_MARKDOWN_LIMIT if self._markdown and address.channel == "robot" else bodies.TEXT_LIMIT

    def _body(self, address: Address, words: str, mentions: Sequence[str]) -> bytes:
        match address.channel, self._markdown:
            case "app", False:
                return bodies.app_text(self._agent_id, [address.target], words, duplicate_check=DUPLICATE_CHECK)
            case "app", True:
                return bodies.app_markdown(self._agent_id, [address.target], words, duplicate_check=DUPLICATE_CHECK)
            case "robot", False:
                return bodies.robot_text(words, mentions)
            case "robot", True:
                return bodies.robot_markdown(words + _rung(mentions))
            case "appchat", False:
                return bodies.group_text(address.target, words, mentions)
            case "appchat", True:
                return bodies.group_markdown(address.target, words + _rung(mentions))
        raise UnknownChannel(address.channel)


def _rung(mentions: Sequence[str]) -> str:
    """How markdown rings people."""
    return "".join(f"\n<@{userid}>" for userid in mentions)


def _delivered(answered: Answered) -> Delivered:
    # Somebody who is gone is the office's business, and it is told who; the wire itself is well.
    alarms = answered.alarm and not answered.is_target_gone
    return Delivered(
        _OUTCOMES[answered.kind],
        platform_code=answered.code,
        platform_message=answered.message_id,
        unreached=answered.invalid,
        retry_after=answered.retry_after,
        freezes_all=answered.freeze_scope is Scope.APP,
        alarm=f"{answered.code or ''} {answered.words}".strip() if alarms else "",
        is_target_gone=answered.is_target_gone,
    )
