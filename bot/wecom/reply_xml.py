"""Passive replies: what goes, encrypted, into the answer to a callback (platform.md §3.4)."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from bot.wecom.plain import visible

CardNode: TypeAlias = str | int | Mapping[str, "CardNode"] | Sequence["CardNode"]


def text_reply(to_user: str, corp_id: str, created_at: int, content: str) -> str:
    """The platform cuts `content` at 2048 bytes of UTF-8 without a word; the caller must not come near."""
    return _reply(to_user, corp_id, created_at, "text", f"<Content>{_cdata(content)}</Content>")


def button_reply(to_user: str, corp_id: str, created_at: int, replace_name: str) -> str:
    """Rename the clicked card's buttons, for the clicker alone."""
    body = f"<Button><ReplaceName>{_cdata(replace_name)}</ReplaceName></Button>"
    return _reply(to_user, corp_id, created_at, "update_button", body)


def card_reply(to_user: str, corp_id: str, created_at: int, card: Mapping[str, CardNode]) -> str:
    """Replace the clicked card. `card` uses the platform's CamelCase names; a list repeats its element."""
    body = f"<TemplateCard>{_children(card)}</TemplateCard>"
    return _reply(to_user, corp_id, created_at, "update_template_card", body)


def _reply(to_user: str, corp_id: str, created_at: int, kind: str, body: str) -> str:
    return (
        f"<xml><ToUserName>{_cdata(to_user)}</ToUserName><FromUserName>{_cdata(corp_id)}</FromUserName>"
        f"<CreateTime>{created_at}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{body}</xml>"
    )


def _children(card: Mapping[str, CardNode]) -> str:
    return "".join(_element(tag, node) for tag, node in card.items())


def _element(tag: str, node: CardNode) -> str:
    if not (tag.isascii() and tag.isalpha()):
        raise ValueError("a card's element names are ASCII letters")
    if isinstance(node, str):
        return f"<{tag}>{_cdata(node)}</{tag}>"
    if isinstance(node, int):
        return f"<{tag}>{node}</{tag}>"
    if isinstance(node, Mapping):
        return f"<{tag}>{_children(node)}</{tag}>"
    return "".join(_element(tag, each) for each in node)


def _cdata(text: str) -> str:
    return f"<![CDATA[{visible(text).replace(']]>', ']]]]><![CDATA[>')}]]>"
