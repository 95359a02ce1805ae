"""A member presses something on a card: what may be pressed, and what the event says (documents 90236, 90240)."""

from collections.abc import Mapping, Sequence
from typing import Any

from .cards import INTERACTIVE
from .corp import App
from .inner import Fields
from .world import World

Chosen = Mapping[str, Sequence[str]]


def press(world: World, app: App, userid: str, task_id: str, key: str, chosen: Chosen) -> Fields:
    """The fields of a template_card_event. ValueError when there is no such card or nothing like that to press."""
    card = _card(world, app, userid, task_id)
    if card.get("replace_text"):
        raise ValueError("the buttons are greyed out")
    if card["card_type"] not in INTERACTIVE or key not in _keys(card):
        raise ValueError(f"nothing on the card has the key {key}")
    return _fields(world, app, task_id, key, card, chosen)


def press_menu(world: World, app: App, userid: str, task_id: str, key: str) -> Fields:
    """The fields of a template_card_menu_event."""
    card = _card(world, app, userid, task_id)
    if key not in [action["key"] for action in card.get("action_menu", {}).get("action_list", [])]:
        raise ValueError(f"the menu has no {key}")
    return _fields(world, app, task_id, key, card, {})


def _card(world: World, app: App, userid: str, task_id: str) -> Mapping[str, Any]:
    shown = world.ledger.card(app.corp_id, app.agent_id, task_id, userid)
    if shown is None:
        raise ValueError(f"{userid} has no card {task_id}")
    return shown.content


def _keys(card: Mapping[str, Any]) -> list[str]:
    buttons = [one.get("key", "") for one in card.get("button_list", []) if one.get("type", 0) == 0]
    return [*buttons, card.get("submit_button", {}).get("key", "")]


def _fields(world: World, app: App, task_id: str, key: str, card: Mapping[str, Any], chosen: Chosen) -> Fields:
    selected: Fields = {"SelectedItems": {"SelectedItem": [_item(*one) for one in chosen.items()]}} if chosen else {}
    return {
        "EventKey": key,
        "TaskId": task_id,
        "CardType": card["card_type"],
        "ResponseCode": world.card_codes.give(app, task_id),
        **selected,
    }


def _item(question: str, options: Sequence[str]) -> Fields:
    return {"QuestionKey": question, "OptionIds": {"OptionId": list(options)}}
