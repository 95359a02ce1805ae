"""template_card: what a card must have (document 90236). Which 42xxx code names which field is partly presumed."""

import re
from typing import Any

from .codes import Code, Refused

INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")
KINDS = ("text_notice", "news_notice", *INTERACTIVE)
_TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
Card = dict[str, Any]


def check_card(card: Card, *, kinds: tuple[str, ...] = KINDS) -> str:
    """Refused with the code of the field that is wrong; else the card's title as one reads it."""
    kind = card.get("card_type")
    if kind not in KINDS:
        raise Refused(Code.BAD_CARD_KIND, "invalid card_type")
    if kind not in kinds:
        raise Refused(Code.BAD_CARD_KIND, f"card_type {kind} not supported here")
    check = {
        "text_notice": _text_notice,
        "news_notice": _news_notice,
        "button_interaction": _buttons,
        "vote_interaction": _vote,
        "multiple_interaction": _selects,
    }[kind]
    check(card)
    _lists(card)
    _menu(card)
    if kind in INTERACTIVE or card.get("action_menu") or card.get("task_id"):
        check_task_id(card)
    return _title(card) or str(card.get("sub_title_text", ""))


def check_task_id(card: Card) -> str:
    """Required, of letters, digits, _-@, at most 128 bytes."""
    task_id = card.get("task_id")
    if not isinstance(task_id, str) or not _TASK_ID.fullmatch(task_id):
        raise Refused(Code.BAD_TASK, "invalid task_id")
    return task_id


def _text_notice(card: Card) -> None:
    _action(card)
    if not _title(card) and not card.get("sub_title_text"):
        raise Refused(Code.CARD_WITHOUT_TITLE, "missing main_title.title or sub_title_text")


def _news_notice(card: Card) -> None:
    _need_title(card)
    _action(card)
    picture, beside = _object(card, "card_image"), _object(card, "image_text_area")
    if not picture.get("url") and not beside.get("image_url"):
        raise Refused(Code.BAD_CARD_IMAGE, "missing card_image or image_text_area")
    ratio = picture.get("aspect_ratio", 1.3)
    if not isinstance(ratio, (int, float)) or not 1.3 <= ratio <= 2.25:
        raise Refused(Code.BAD_CARD_IMAGE, "aspect_ratio must be 1.3 to 2.25")
    _at_most(card, "vertical_content_list", 4, Code.BAD_CARD_ROWS)


def _buttons(card: Card) -> None:
    _need_title(card)
    buttons = _list(card, "button_list", 1, 6, Code.BAD_CARD_BUTTONS)
    for button in buttons:
        _need(button, "text", Code.CARD_WITHOUT_BUTTON_TEXT)
        if button.get("type", 0) == 1:
            _need(button, "url", Code.CARD_WITHOUT_URL)
        else:
            _need(button, "key", Code.CARD_WITHOUT_BUTTON_KEY, 1024)
    selection = _object(card, "button_selection")
    if selection:
        _need(selection, "question_key", Code.CARD_WITHOUT_QUESTION_KEY, 1024)
        _options(selection, 10)


def _vote(card: Card) -> None:
    _need_title(card)
    box = _object(card, "checkbox")
    _need(box, "question_key", Code.CARD_WITHOUT_QUESTION_KEY, 1024)
    _options(box, 20)
    _submit(card)


def _selects(card: Card) -> None:
    _need_title(card)
    for one in _list(card, "select_list", 1, 3, Code.BAD_CARD_SELECTS):
        _need(one, "question_key", Code.CARD_WITHOUT_QUESTION_KEY, 1024)
        _options(one, 10)
    _submit(card)


def _submit(card: Card) -> None:
    button = _object(card, "submit_button")
    _need(button, "text", Code.CARD_WITHOUT_SUBMIT_TEXT)
    _need(button, "key", Code.CARD_WITHOUT_SUBMIT_KEY, 1024)


def _options(owner: Card, most: int) -> None:
    ids = []
    for option in _list(owner, "option_list", 1, most, Code.BAD_CARD_OPTIONS):
        _need(option, "id", Code.BAD_CARD_OPTIONS, 128)
        _need(option, "text", Code.BAD_CARD_OPTIONS)
        ids.append(option["id"])
    if len(set(ids)) != len(ids):
        raise Refused(Code.BAD_CARD_OPTIONS, "option ids must differ")


def _lists(card: Card) -> None:
    _at_most(card, "horizontal_content_list", 6, Code.BAD_CARD_ROWS)
    for row in card.get("horizontal_content_list") or []:
        _need(row, "keyname", Code.BAD_CARD_ROWS)
    _at_most(card, "jump_list", 3, Code.BAD_CARD_JUMPS)
    for jump in card.get("jump_list") or []:
        _need(jump, "title", Code.BAD_CARD_JUMPS)
        if jump.get("type") == 1:
            _need(jump, "url", Code.CARD_WITHOUT_URL)


def _menu(card: Card) -> None:
    if not card.get("action_menu"):
        return
    actions = _list(_object(card, "action_menu"), "action_list", 1, 3, Code.CARD_MENU_CONFLICT)
    for action in actions:
        _need(action, "text", Code.CARD_MENU_CONFLICT)
        _need(action, "key", Code.CARD_MENU_CONFLICT, 1024)
    keys = [action["key"] for action in actions]
    if len(set(keys)) != len(keys):
        raise Refused(Code.CARD_MENU_CONFLICT, "action_menu keys must differ")


def _action(card: Card) -> None:
    action = _object(card, "card_action")
    if action.get("type") not in (1, 2):
        raise Refused(Code.BAD_CARD_ACTION, "missing or invalid card_action")
    if action["type"] == 1:
        _need(action, "url", Code.CARD_WITHOUT_URL)
    else:
        _need(action, "appid", Code.BAD_CARD_ACTION)


def _need_title(card: Card) -> None:
    if not _title(card):
        raise Refused(Code.CARD_WITHOUT_TITLE, "missing main_title.title")


def _title(card: Card) -> str:
    return str(_object(card, "main_title").get("title", ""))


def _object(card: Card, name: str) -> Card:
    value = card.get(name, {})
    if not isinstance(value, dict):
        raise Refused(Code.BAD_PARAMETER, f"{name} must be an object")
    return value


def _list(owner: Card, name: str, least: int, most: int, code: Code) -> list[Card]:
    value = owner.get(name)
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise Refused(code, f"{name} must have {least} to {most} items")
    if not all(isinstance(one, dict) for one in value):
        raise Refused(code, f"{name} must hold objects")
    return value


def _at_most(owner: Card, name: str, most: int, code: Code) -> None:
    if owner.get(name):
        _list(owner, name, 1, most, code)


def _need(owner: Card, name: str, code: Code, most: int | None = None) -> None:
    value = owner.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(code, f"missing {name}")
    if most is not None and len(value.encode()) > most:
        raise Refused(code, f"{name} exceed {most} bytes")
