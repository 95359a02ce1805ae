"""appchat: groups an app makes and speaks in, and never hears from (documents 90245, 90248)."""

import re

from .calls import Answer, Call, accepted
from .codes import Code, Refused
from .content import Said, strings, word
from .corp import App, Corp, Group
from .ledger import Channel, Dropped, Reason
from .mentions import Mentions, inline, resolve
from .sending import said_by_app
from .showing import show_in_group
from .world import World

_CHAT_ID = re.compile(r"[0-9A-Za-z]{1,32}")


def create(world: World, call: Call) -> Answer:
    """POST appchat/create."""
    app, corp = call.sender, world.corp_of(call.sender)
    _check_root(app)
    if not world.gates.chat_creates.admits(corp.corp_id):
        raise Refused(Code.TOO_OFTEN, "api freq out of limit")
    wanted = call.json()
    chat_id = word(wanted, "chatid") or f"wr{world.letters(30)}"
    if not _CHAT_ID.fullmatch(chat_id):
        raise Refused(Code.BAD_CHAT_ID, "invalid chatid")
    if chat_id in corp.groups:
        raise Refused(Code.CHAT_EXISTS, "chatid already exists")
    members = _members(corp, app, strings(wanted, "userlist"))
    _check_count(world, members)
    owner = word(wanted, "owner") or members[0]
    if owner.lower() not in [one.lower() for one in members]:
        raise Refused(Code.BAD_CHAT_MEMBER, "owner not in userlist")
    name = word(wanted, "name")[:50]
    corp.groups[chat_id] = Group(chat_id, name, members, owner, app.agent_id, appeared=False)
    return accepted(chatid=chat_id)


def update(world: World, call: Call) -> Answer:
    """POST appchat/update."""
    app, corp = call.sender, world.corp_of(call.sender)
    if not world.gates.chat_updates.admits(corp.corp_id):
        raise Refused(Code.TOO_OFTEN, "api freq out of limit")
    wanted = call.json()
    group = _group(corp, app, word(wanted, "chatid"))
    leaving = {one.lower() for one in strings(wanted, "del_user_list")}
    joining = _members(corp, app, strings(wanted, "add_user_list"))
    staying = [one for one in group.members if one.lower() not in leaving]
    members = list(dict.fromkeys([*staying, *joining]))
    _check_count(world, members)
    group.members = members
    group.name = word(wanted, "name")[:50] or group.name
    group.owner = word(wanted, "owner") or group.owner
    return accepted()


def get(world: World, call: Call) -> Answer:
    """GET appchat/get."""
    group = _group(world.corp_of(call.sender), call.sender, call.query.get("chatid", ""))
    info = {"chatid": group.chat_id, "name": group.name, "owner": group.owner, "userlist": group.members}
    return accepted(chat_info=info)


def send(world: World, call: Call) -> Answer:
    """POST appchat/send: no msgid comes back, so nothing can be recalled."""
    app, corp = call.sender, world.corp_of(call.sender)
    message = call.json(refuses_escapes=world.rules.refuses_unicode_escapes)
    group = _group(corp, app, word(message, "chatid"))
    said = said_by_app(world, app, message, in_group=True)
    gates = world.gates
    many = len(group.members)
    if not (gates.chat_minute.admits(corp.corp_id, many) and gates.chat_hour.admits(corp.corp_id, many)):
        raise Refused(Code.TOO_OFTEN, "api freq out of limit")
    withheld = [one for one in group.members if _withhold(world, app, one, said)]
    show_in_group(
        world,
        corp,
        group,
        Channel.APPCHAT,
        said.kind,
        said.text,
        sender=app.name,
        content=said.content,
        called=_called(group, said),
        withheld=withheld,
        agent_id=app.agent_id,
        was_cut=said.was_cut,
    )
    return accepted()


def _called(group: Group, said: Said) -> Mentions:
    if said.kind not in {"text", "markdown"}:
        return Mentions()
    listed = strings(said.content, "mentioned_list") if said.kind == "text" else []
    return resolve(group, [*inline(said.text), *listed])


def _withhold(world: World, app: App, userid: str, said: Said) -> bool:
    """Counts one person's share; over the limit it is silently left out."""
    key = (app.corp_id, app.agent_id, userid.lower())
    windows = ((world.gates.chat_member_minute, Reason.MEMBER_MINUTE), (world.gates.chat_member_day, Reason.MEMBER_DAY))
    for window, reason in windows:
        if not window.has_room(key):
            world.ledger.drop(Dropped(world.clock(), app.corp_id, userid, reason, said.kind, said.text))
            return True
    for window, _ in windows:
        window.add(key)
    return False


def _check_root(app: App) -> None:
    if app.reach is not None:
        raise Refused(Code.API_FORBIDDEN, "api forbidden: the visible range is not the root department")


def _check_count(world: World, members: list[str]) -> None:
    if len(members) < world.rules.chat_smallest:
        raise Refused(Code.TOO_FEW_CHAT_MEMBERS, "too few members")
    if len(members) > world.rules.chat_largest:
        raise Refused(Code.BAD_USER_LIST, "too many members")


def _members(corp: Corp, app: App, wanted: list[str]) -> list[str]:
    found = [corp.directory.find(userid) for userid in wanted]
    known = [one.userid for one in found if one is not None and app.sees(one) and one.can_receive]
    if len(known) != len(wanted):
        raise Refused(Code.BAD_CHAT_MEMBER, "invalid member in userlist")
    return list(dict.fromkeys(known))


def _group(corp: Corp, app: App, chat_id: str) -> Group:
    group = corp.groups.get(chat_id)
    if group is None:
        raise Refused(Code.UNKNOWN_CHAT, "invalid chatid")
    if group.owner_app != app.agent_id:
        raise Refused(Code.CHAT_OF_ANOTHER_APP, "chat not created by this agent")
    if group.dissolved:
        raise Refused(Code.CHAT_DISSOLVED, "chat dissolved")
    return group
