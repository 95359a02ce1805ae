"""The answer inside the callback (被动回复, document 90241): is it whole, is it allowed, what is seen?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .content import cut
from .envelope import BadEnvelope, Codec

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MESSAGE = "message"
CARD_EVENTS = frozenset({"template_card_event", "template_card_menu_event"})
ANSWERABLE = CARD_EVENTS | {
    MESSAGE, "subscribe", "enter_agent", "LOCATION", "click", "view", "view_miniprogram", "scancode_waitmsg",
}  # fmt: skip
_ORDINARY = frozenset({"text", "image", "voice", "video", "news"})
_UPDATES = frozenset({"update_button", "update_template_card"})


@dataclass(frozen=True)
class PassiveReply:
    """What the member sees. `text` is already cut at the limit."""

    kind: str
    text: str
    content: Mapping[str, Any] = field(default_factory=dict)
    was_cut: bool = False


def read_reply(codec: Codec, body: bytes, *, trigger: str, userid: str, corp_id: str, limit: int) -> PassiveReply:
    """Opens and judges a reply; BadEnvelope says what is wrong with it."""
    tree = _parse(codec.open_reply(body))
    kind = _word(tree, "MsgType")
    _check_allowed(kind, trigger)
    if _word(tree, "ToUserName").lower() != userid.lower():
        raise BadEnvelope("ToUserName is not the member")
    if _word(tree, "FromUserName") != corp_id:
        raise BadEnvelope("FromUserName is not the corporation")
    if not _word(tree, "CreateTime").isdigit():
        raise BadEnvelope("CreateTime is not a number")
    return _shown(kind, tree, limit)


def _check_allowed(kind: str, trigger: str) -> None:
    if trigger not in ANSWERABLE:
        raise BadEnvelope(f"no reply is allowed to {trigger}")
    if kind not in _ORDINARY and not (kind in _UPDATES and trigger in CARD_EVENTS):
        raise BadEnvelope(f"MsgType {kind} is not allowed as a reply to {trigger}")


def _shown(kind: str, tree: dict[str, Any], limit: int) -> PassiveReply:
    if kind == "text":
        whole = tree.get("Content")
        if not isinstance(whole, str) or not whole:
            raise BadEnvelope("empty Content")
        text = cut(whole, limit)
        return PassiveReply(kind, text, {"content": text}, was_cut=text != whole)
    if kind == "news":
        return _news(tree)
    part = {"update_button": "Button", "update_template_card": "TemplateCard"}.get(kind, kind.capitalize())
    content = tree.get(part)
    if not isinstance(content, dict):
        raise BadEnvelope(f"missing {part}")
    if kind in {"image", "voice", "video"} and not content.get("MediaId"):
        raise BadEnvelope("missing MediaId")
    return PassiveReply(kind, f"[{kind}]", content)


def _news(tree: dict[str, Any]) -> PassiveReply:
    inside = tree.get("Articles")
    items = inside.get("item", []) if isinstance(inside, dict) else []
    articles = items if isinstance(items, list) else [items]
    if not 1 <= len(articles) <= 8 or str(tree.get("ArticleCount")) != str(len(articles)):
        raise BadEnvelope("ArticleCount must be 1 to 8 and true")
    return PassiveReply("news", "\n".join(str(one.get("Title", "")) for one in articles), {"articles": articles})


def _word(tree: dict[str, Any], name: str) -> str:
    value = tree.get(name)
    return value.strip() if isinstance(value, str) else ""


def _parse(xml: str) -> dict[str, Any]:
    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadEnvelope("the reply inside is not XML") from error
    tree = to_tree(root)
    if root.tag != "xml" or not isinstance(tree, dict):
        raise BadEnvelope("the reply inside has no root xml")
    return tree


def to_tree(element: "Element") -> Any:  # noqa: ANN401  # a tree of dict, list and str
    """Elements as dictionaries; what occurs twice becomes a list."""
    if len(element) == 0:
        return element.text or ""
    tree: dict[str, Any] = {}
    for child in element:
        value = to_tree(child)
        if child.tag not in tree:
            tree[child.tag] = value
        elif isinstance(tree[child.tag], list):
            tree[child.tag].append(value)
        else:
            tree[child.tag] = [tree[child.tag], value]
    return tree
