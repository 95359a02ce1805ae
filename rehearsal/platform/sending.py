"""message/send: an app speaks to members (document 90236). errcode 0 means accepted, no more."""

import json
from typing import Any

from .calls import Answer, Call, accepted
from .card_codes import CardCodes
from .cards import INTERACTIVE, check_card
from .codes import Code, Refused
from .content import Said, markdown, news, number, part, text, textcard, word
from .corp import App
from .ledger import Channel, Dropped, Reason
from .members import Member
from .recipients import find_recipients
from .showing import show_to_member
from .world import World

_MEDIA = ("image", "voice", "video", "file")


def send(world: World, call: Call) -> Answer:
    """POST message/send."""
    app = call.sender
    message = call.json(refuses_escapes=world.rules.refuses_unicode_escapes)
    check_agent(app, message)
    said = said_by_app(world, app, message)
    found = find_recipients(world.corp_of(app), app, message, world.rules)
    twin = _twin(world, app, message)
    if twin is not None:
        for member in found.members:
            _drop(world, app, member, Reason.DUPLICATE, said)
        return accepted(msgid=twin, **found.answer())
    if not world.gates.app_day.admits((app.corp_id, app.agent_id), len(found.members)):
        raise Refused(Code.TOO_OFTEN, "api freq out of limit")
    message_id = f"{world.letters(20)}{world.next_serial()}"
    _remember(world, app, message, message_id)
    for member in found.members:
        _deliver(world, app, member, said, message_id)
    world.sent[message_id] = (app, world.clock())
    if _task(said):
        world.corp_of(app).app_task_ids.add((app.agent_id, _task(said)))
    more = {"response_code": world.card_codes.give(app, _task(said))} if CardCodes.needed_for(said) else {}
    return accepted(msgid=message_id, **found.answer(), **more)


def check_agent(app: App, message: dict[str, Any]) -> None:
    """agentid must be this app's, as a number."""
    agent_id = message.get("agentid")
    if agent_id is None:
        raise Refused(Code.MISSING_AGENT, "agentid missing")
    if not isinstance(agent_id, int):
        raise Refused(Code.APP_MISMATCH, "invalid agentid")
    if agent_id != app.agent_id:
        raise Refused(Code.APP_OF_ANOTHER_TOKEN, "agentid not match access_token")


def said_by_app(world: World, app: App, message: dict[str, Any], *, in_group: bool = False) -> Said:
    """Judges the content; Refused when it cannot be sent."""
    rules = world.rules
    kind = word(message, "msgtype")
    if kind == "text":
        return text(message, rules.text)
    if kind == "markdown":
        return markdown(message, rules.markdown, cut_long=rules.cut_long_markdown)
    if kind == "textcard":
        return textcard(message)
    if kind == "news":
        return news(message, safe=number(message, "safe"))
    if kind in _MEDIA:
        medium = world.media.for_app(word(part(message, kind), "media_id"), app.corp_id)
        if medium.kind != kind:
            raise Refused(Code.BAD_FILE_TYPE, f"media_id is not of type {kind}")
        return Said(kind, part(message, kind), f"[{kind}] {medium.name}")
    if kind == "template_card" and app.knows_cards and not in_group:
        return _card(world, app, message)
    raise Refused(Code.BAD_MESSAGE_KIND, f"invalid message type {kind}")


def _card(world: World, app: App, message: dict[str, Any]) -> Said:
    card = part(message, "template_card")
    title = check_card(card)
    if card["card_type"] in INTERACTIVE and not app.has_callback:
        raise Refused(Code.CARD_WITHOUT_CALLBACK, "interactive card needs a receive url")
    used = world.corp_of(app).app_task_ids
    if (app.agent_id, card.get("task_id")) in used and _twin(world, app, message) is None:
        raise Refused(Code.BAD_TASK, "task_id already used")
    return Said("template_card", card, title)


def _task(said: Said) -> str:
    return str(said.content.get("task_id", ""))


def _deliver(world: World, app: App, member: Member, said: Said, message_id: str) -> None:
    key = (app.corp_id, app.agent_id, member.userid.lower())
    for window, reason in (
        (world.gates.member_minute, Reason.MEMBER_MINUTE),
        (world.gates.member_hour, Reason.MEMBER_HOUR),
    ):
        if not window.has_room(key):
            _drop(world, app, member, reason, said)
            return
    world.gates.member_minute.add(key)
    world.gates.member_hour.add(key)
    show_to_member(
        world,
        app,
        member,
        Channel.APP,
        said.kind,
        said.text,
        content=said.content,
        message_id=message_id,
        was_cut=said.was_cut,
    )


def _drop(world: World, app: App, member: Member, reason: Reason, said: Said) -> None:
    world.ledger.drop(Dropped(world.clock(), app.corp_id, member.userid, reason, said.kind, said.text))


def _fingerprint(app: App, message: dict[str, Any]) -> tuple[str, int, str]:
    return app.corp_id, app.agent_id, json.dumps(message, sort_keys=True, ensure_ascii=False)


def _interval(world: World, message: dict[str, Any]) -> int:
    wanted = number(message, "duplicate_check_interval", world.rules.duplicate_interval)
    return min(wanted, world.rules.duplicate_interval_longest)


def _twin(world: World, app: App, message: dict[str, Any]) -> str | None:
    """The msgid of the same message sent within the interval, when the sender asks for that check."""
    if not message.get("enable_duplicate_check"):
        return None
    before = world.fingerprints.get(_fingerprint(app, message))
    if before is None or (world.clock() - before[1]).total_seconds() >= _interval(world, message):
        return None
    return before[0]


def _remember(world: World, app: App, message: dict[str, Any], message_id: str) -> None:
    if message.get("enable_duplicate_check"):
        world.fingerprints[_fingerprint(app, message)] = (message_id, world.clock())
