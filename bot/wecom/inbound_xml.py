"""Decrypted XML → Inbound (platform.md §3). Unknown elements are ignored, never a reason to fail."""

from bot.wecom.errors import BadPayload
from bot.wecom.inbound import EVENT, Inbound, RawNode
from bot.wecom.xml_tree import read_xml

LONGEST_USERID = 64

CHANGE_FIELDS = {
    "ChangeType": "change_type",
    "UserID": "userid",
    "NewUserID": "new_userid",
    "Name": "name",
    "Department": "department",
    "MainDepartment": "main_department",
    "IsLeaderInDept": "is_leader_in_dept",
    "DirectLeader": "direct_leader",
    "Position": "position",
    "Mobile": "mobile",
    "Gender": "gender",
    "Email": "email",
    "BizMail": "biz_mail",
    "Status": "status",
    "Alias": "alias",
    "Telephone": "telephone",
    "Address": "address",
    "Id": "department_id",
    "ParentId": "parent_id",
    "Order": "order",
    "TagId": "tag_id",
    "AddUserItems": "add_users",
    "DelUserItems": "del_users",
    "AddPartyItems": "add_departments",
    "DelPartyItems": "del_departments",
}


def read_inbound(payload: bytes) -> Inbound:
    """Raises BadPayload if it is not XML or says neither who, when nor what."""
    raw = read_xml(payload)
    kind, event = _needed(raw, "MsgType"), _text(raw, "Event")
    return Inbound(
        to_user=_needed(raw, "ToUserName"),
        from_user=_sender(raw),
        agent_id=_text(raw, "AgentID").strip(),
        kind=kind,
        created_at=_created_at(raw),
        msg_id=_msg_id(raw),
        content=_text(raw, "Content"),
        media_id=_text(raw, "MediaId"),
        label=_text(raw, "Label"),
        event=event,
        event_key=_text(raw, "EventKey"),
        task_id=_text(raw, "TaskId"),
        card_type=_text(raw, "CardType"),
        response_code=_text(raw, "ResponseCode"),
        selected=_selected(raw),
        extra=_changes(raw) if kind == EVENT and event == "change_contact" else {},
        raw=raw,
    )


def _text(raw: dict[str, RawNode], tag: str) -> str:
    found = raw.get(tag, "")
    return found if isinstance(found, str) else ""


def _needed(raw: dict[str, RawNode], tag: str) -> str:
    found = _text(raw, tag).strip()
    if not found:
        raise BadPayload(f"no {tag}")
    return found


def _sender(raw: dict[str, RawNode]) -> str:
    told = _needed(raw, "FromUserName")
    if len(told.lower()) > LONGEST_USERID:
        raise BadPayload("FromUserName is longer than a userid")
    return told


def _created_at(raw: dict[str, RawNode]) -> int:
    told = _needed(raw, "CreateTime")
    # Ten digits reach the year 2286; more would only break whoever makes a date of them.
    if not (told.isascii() and told.isdigit() and len(told) <= 10):
        raise BadPayload("CreateTime is not a time")
    return int(told)


def _msg_id(raw: dict[str, RawNode]) -> str | None:
    told = _text(raw, "MsgId").strip()
    if len(told) > 64:
        raise BadPayload("MsgId is too long to be one")
    return told or None


def _selected(raw: dict[str, RawNode]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """SelectedItems/SelectedItem[QuestionKey, OptionIds/OptionId[]] of a card event."""
    return tuple(
        (_text(item, "QuestionKey"), tuple(_texts(_child(item, "OptionIds").get("OptionId"))))
        for item in _many(_child(raw, "SelectedItems").get("SelectedItem"))
        if isinstance(item, dict)
    )


def _child(raw: dict[str, RawNode], tag: str) -> dict[str, RawNode]:
    found = raw.get(tag)
    return found if isinstance(found, dict) else {}


def _many(node: RawNode | None) -> list[RawNode]:
    if node is None:
        return []
    return node if isinstance(node, list) else [node]


def _texts(node: RawNode | None) -> list[str]:
    return [each for each in _many(node) if isinstance(each, str)]


def _changes(raw: dict[str, RawNode]) -> dict[str, str]:
    return {name: told for tag, name in CHANGE_FIELDS.items() if isinstance(told := raw.get(tag), str)}
