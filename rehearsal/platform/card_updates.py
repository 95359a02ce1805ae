"""Cards that change after they were sent: by the answer to a click, or by message/update_template_card (94888)."""

from collections.abc import Mapping
from typing import Any

from .calls import Answer, Call, accepted
from .camel import to_card
from .cards import check_card
from .codes import Code, Refused
from .content import numbers, part, strings, word
from .corp import App, Corp
from .envelope import BadEnvelope
from .members import Member
from .passive import PassiveReply
from .rules import Rules
from .sending import check_agent
from .world import World


def update(world: World, call: Call) -> Answer:
    """POST message/update_template_card."""
    app = call.sender
    message = call.json(refuses_escapes=world.rules.refuses_unicode_escapes)
    check_agent(app, message)
    members, invalid = _recipients(world.corp_of(app), app, message, world.rules)
    change = _change(message)
    task_id = world.card_codes.use(word(message, "response_code"), app)
    for member in members:
        _apply(world, app, member, task_id, change)
    return accepted(invaliduser=invalid) if invalid else accepted()


def recall(world: World, call: Call) -> Answer:
    """POST message/recall: within 24 hours, by the app that sent it."""
    message_id = word(call.json(), "msgid")
    app, at = world.sent.get(message_id, (None, world.clock()))
    if app is not call.sender:
        raise Refused(Code.BAD_PARAMETER, "invalid msgid")
    if (world.clock() - at).total_seconds() > world.rules.recall_within:
        raise Refused(Code.BAD_PARAMETER, "msgid too old to be recalled")
    world.ledger.recall(message_id)
    return accepted()


def apply_reply(world: World, app: App, member: Member, task_id: str, reply: PassiveReply) -> None:
    """A passive update changes the clicker's card only; BadEnvelope when the new card is not one."""
    if reply.kind == "update_button":
        name = reply.content.get("ReplaceName")
        if not name:
            raise BadEnvelope("missing ReplaceName")
        _apply(world, app, member, task_id, {"replace_text": name})
        return
    card = to_card(dict(reply.content))
    try:
        check_card({**card, "task_id": task_id})
    except Refused as refusal:
        raise BadEnvelope(f"TemplateCard: {refusal}") from refusal
    _apply(world, app, member, task_id, card)


def _change(message: dict[str, Any]) -> dict[str, Any]:
    if "button" in message:
        name = word(part(message, "button"), "replace_name")
        if not name:
            raise Refused(Code.BAD_PARAMETER, "missing replace_name")
        return {"replace_text": name}
    card = part(message, "template_card")
    check_card({"task_id": "same", **card})
    return card


def _apply(world: World, app: App, member: Member, task_id: str, change: Mapping[str, Any]) -> None:
    """A caption freezes the buttons of the card there is; anything else replaces the card."""
    before = world.ledger.card(app.corp_id, app.agent_id, task_id, member.userid)
    if before is None:
        return
    card = {**before.content, **change} if set(change) == {"replace_text"} else change
    world.ledger.update_card(app.corp_id, app.agent_id, task_id, member.userid, card)


def _recipients(corp: Corp, app: App, message: dict[str, Any], rules: Rules) -> tuple[list[Member], list[str]]:
    everyone = [one for one in corp.directory.members.values() if app.sees(one)]
    if message.get("atall") == 1:
        return everyone, []
    users, parties, tags = strings(message, "userids"), numbers(message, "partyids"), numbers(message, "tagids")
    if not users and not parties and not tags:
        raise Refused(Code.NO_RECIPIENT, "userids, partyids, tagids are all empty")
    if len(users) > rules.recipients:
        raise Refused(Code.USER_LIST_TOO_LONG, f"userids exceed {rules.recipients}")
    found = [one for one in map(corp.directory.find, users) if one is not None and app.sees(one)]
    known = {one.userid.lower() for one in found}
    invalid = [one for one in users if one.lower() not in known]
    inside = {number for party in parties for number in corp.directory.below(party)}
    tagged = {userid for tag in tags for userid in corp.directory.tags.get(tag, set())}
    more = [one for one in everyone if inside.intersection(one.departments) or one.userid.lower() in tagged]
    return [*found, *more], invalid
