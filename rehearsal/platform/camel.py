"""A card in a passive reply is written in CamelCase XML; everywhere else it is snake_case JSON. One reads the other."""

import re
from typing import Any

_LISTS = {
    "ActionList", "HorizontalContentList", "VerticalContentList", "JumpList", "ButtonList", "SelectList", "OptionList",
}  # fmt: skip
_NAMES = {"KeyName": "keyname", "UserId": "userid", "AppId": "appid", "PagePath": "pagepath", "CheckBox": "checkbox"}
_NUMBERS = {"Type", "Style", "Mode", "DescColor"}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def to_card(tree: dict[str, Any]) -> dict[str, Any]:
    """The card as message/send would have taken it."""
    return {_name(key): _value(key, value) for key, value in tree.items()}


def _name(key: str) -> str:
    return _NAMES.get(key) or _HUMP.sub("_", key).lower()


def _value(key: str, value: object) -> Any:  # noqa: ANN401  # a tree of dict, list, str and int
    if key in _LISTS:
        items = value if isinstance(value, list) else [value]
        return [to_card(one) for one in items if isinstance(one, dict)]
    if isinstance(value, dict):
        return to_card(value)
    if isinstance(value, str) and key in _NUMBERS and value.isdigit():
        return int(value)
    if isinstance(value, str) and key == "AspectRatio":
        return float(value)
    return value
