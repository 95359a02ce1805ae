"""消息推送: a group's webhook (document 91770). The key opens it, and it takes twenty messages a minute."""

import base64
import binascii
import hashlib
from typing import Any

from .calls import Answer, Call, accepted
from .cards import check_card
from .codes import Code, Refused
from .content import Said, news, part, size, strings, word
from .corp import Corp, Group, Robot
from .ledger import Channel
from .mentions import Mentions, inline, resolve
from .showing import show_in_group
from .world import World

KINDS = ("text", "markdown", "markdown_v2", "image", "news", "file", "voice", "template_card")


def find_robot(world: World, key: str) -> tuple[Corp, Robot, Group]:
    """Whose key that is; Refused when the robot is gone, disabled or outside the group."""
    found = world.robot(key)
    if found is None:
        raise Refused(Code.UNKNOWN_ROBOT, "invalid webhook url")
    if not found[1].enabled:
        raise Refused(Code.ROBOT_DISABLED, "robot disabled")
    if not found[1].in_group:
        raise Refused(Code.ROBOT_NOT_IN_GROUP, "robot not in group")
    return found


def send(world: World, call: Call) -> Answer:
    """POST webhook/send."""
    corp, robot, group = find_robot(world, call.query.get("key", ""))
    if not world.gates.robots.admits(robot.key):
        raise Refused(Code.TOO_OFTEN, "api freq out of limit")
    message = call.json(refuses_escapes=world.rules.refuses_unicode_escapes)
    said = _said(world, robot, message)
    show_in_group(
        world,
        corp,
        group,
        Channel.ROBOT,
        said.kind,
        said.text,
        sender=robot.name,
        content=said.content,
        called=_mentions(corp, group, said),
    )
    return accepted()


def _said(world: World, robot: Robot, message: dict[str, Any]) -> Said:
    kind = word(message, "msgtype")
    if kind not in KINDS:
        raise Refused(Code.BAD_MESSAGE_KIND, f"invalid message type {kind}")
    if kind in {"text", "markdown", "markdown_v2"}:
        limit = world.rules.robot_text if kind == "text" else world.rules.robot_markdown
        return _words(message, kind, limit)
    if kind == "news":
        return news(message)
    if kind == "image":
        return _image(message, world.rules.robot_image)
    if kind == "template_card":
        card = part(message, kind)
        title = check_card(card, kinds=("text_notice", "news_notice"))
        return Said(kind, card, title)
    media_id = word(part(message, kind), "media_id")
    name = world.media.for_robot(media_id, robot.key)
    return Said(kind, {"media_id": media_id}, f"[{kind}] {name}")


def _words(message: dict[str, Any], kind: str, limit: int) -> Said:
    """Unlike an app, a robot refuses what is too long."""
    content = part(message, kind)
    text = word(content, "content")
    if not text.strip():
        raise Refused(Code.EMPTY_TEXT, "empty content")
    if size(text) > limit:
        raise Refused(Code.BAD_PARAMETER, f"{kind}.content exceed max length {limit}. invalid Request Parameter")
    return Said(kind, content, text)


def _image(message: dict[str, Any], limit: int) -> Said:
    content = part(message, "image")
    try:
        raw = base64.b64decode(word(content, "base64"), validate=True)
    except binascii.Error as error:
        raise Refused(Code.BAD_PARAMETER, "image.base64 invalid") from error
    if len(raw) > limit:
        raise Refused(Code.BAD_IMAGE_SIZE, "invalid image size")
    if not raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise Refused(Code.BAD_FILE_TYPE, "invalid file type")
    if hashlib.md5(raw, usedforsecurity=False).hexdigest() != word(content, "md5").lower():
        raise Refused(Code.BAD_PARAMETER, "image.md5 does not match")
    return Said("image", {"md5": word(content, "md5"), "bytes": len(raw)}, "[image]")


def _mentions(corp: Corp, group: Group, said: Said) -> Mentions:
    """text and markdown can call people; markdown_v2 and the rest cannot."""
    if said.kind not in {"text", "markdown"}:
        return Mentions()
    ids = inline(said.text)
    mobiles: list[str] = []
    if said.kind == "text":
        ids += strings(said.content, "mentioned_list")
        mobiles = strings(said.content, "mentioned_mobile_list")

    def by_mobile(mobile: str) -> str | None:
        holder = corp.directory.find_by_mobile(mobile)
        return holder.userid if holder else None

    return resolve(group, ids, mobiles, by_mobile)
