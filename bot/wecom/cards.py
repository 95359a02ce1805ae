"""Cards with buttons, in the platform's own words (platform.md §6.2). Pure: what is too long for a card makes none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TITLE, BODY, BUTTON = 36, 160, 10  # characters; what is longer, clients cut
MOST_BUTTONS = 6
KEY_BYTES = 1024

Button = tuple[str, str]  # what stands on it, and the key that comes back


def fits_buttons(buttons: Sequence[Button]) -> bool:
    """More or longer than this the platform refuses, and the words must do alone."""
    return 1 <= len(buttons) <= MOST_BUTTONS and all(0 < len(key.encode()) <= KEY_BYTES for _, key in buttons)


def fits_body(words: str) -> bool:
    """Whether a card shows all of it."""
    return len(words) <= BODY


def button_card(title: str, body: str, buttons: Sequence[Button], task_id: str) -> dict[str, Any]:
    """To be pressed."""
    card: dict[str, Any] = {
        "card_type": "button_interaction",
        "main_title": {"title": _cut(title, TITLE)},
        "button_list": [
            {"text": _cut(text, BUTTON), "style": 2 if place else 1, "key": key}
            for place, (text, key) in enumerate(buttons)
        ],
        "task_id": task_id,
    }
    if body:
        card["sub_title_text"] = _cut(body, BODY)
    return card


def pressed_card(title: str, body: str, buttons: Sequence[Button], task_id: str, caption: str) -> Mapping[str, Any]:
    """The same card with one grey caption in the place of its buttons."""
    return {**button_card(title, body, buttons, task_id), "replace_text": _cut(caption, BUTTON)}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
