"""An offer as messages of the platform: on one card where its words fit, else the words first and a card after them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.wecom.cards import Button, button_card, fits_body, fits_buttons, pressed_card
from bot.wecom.plain import visible
from handlers.presses import SAYS
from supervision.offers import Offer
from supervision.sending import Part

Frozen = Callable[[Mapping[str, Any]], bytes]


def can_be_offered(offer: Offer) -> bool:
    """Whether the platform has room for all of its buttons; else the words alone have to do."""
    return fits_buttons(_buttons(offer))


def offered(words: str, text_parts: Callable[[str], list[Part]], offer: Offer, frozen: Frozen) -> list[Part]:
    """Nothing that is to be read is cut for a card's sake."""
    buttons = _buttons(offer)
    if fits_body(visible(words)):
        return [Part(words, frozen(button_card(offer.heading, words, buttons, offer.ref)))]
    labels = " ".join(f"[{label}]" for label, _ in buttons)
    card = Part(f"{offer.heading}\n{labels}", frozen(button_card(offer.heading, "", buttons, offer.ref)))
    return [*text_parts(words), card]


def settled(words: str, offer: Offer) -> Mapping[str, Any]:
    """The card as it stands once it was decided."""
    caption = offer.settlement.label if offer.settlement else ""
    return pressed_card(offer.heading, words, _buttons(offer), offer.ref, caption)


def _buttons(offer: Offer) -> list[Button]:
    return [(one.label, f"{SAYS}{one.says}") for one in offer.choices]
