"""What the platform told us, in our own shape; immutable, so that it can be kept, compared and replayed."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import TypeAlias

RawNode: TypeAlias = str | dict[str, "RawNode"] | list["RawNode"]

EVENT = "event"
# Events about the whole corp carry no AgentID, whichever callback address they come by (platform.md §3.3).
_CORP_EVENTS = frozenset({"change_contact", "batch_job_result"})


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message or event as decrypted. Absent fields are "" (texts) or None (`msg_id`).

    `created_at` is the platform's CreateTime in epoch seconds. `selected` holds (question key, (option ids…)).
    `extra` holds the changed fields of a change_contact event under the names of CHANGE_FIELDS.
    """

    to_user: str
    from_user: str
    agent_id: str
    kind: str
    created_at: int
    msg_id: str | None
    content: str = ""
    media_id: str = ""
    label: str = ""
    event: str = ""
    event_key: str = ""
    task_id: str = ""
    card_type: str = ""
    response_code: str = ""
    selected: tuple[tuple[str, tuple[str, ...]], ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    raw: dict[str, RawNode] = field(default_factory=dict, repr=False)


def message_key(inbound: Inbound) -> str:
    """The same for every delivery of one message or event, and for nothing else of the same corp and app.

    Events have no MsgId, and sender plus CreateTime would lose the second of two clicks in one second, so what was
    clicked is part of the key (reliability.md T15). Elements that a redelivery may change stay out.
    """
    if inbound.msg_id is not None:
        return f"msg-{inbound.msg_id}"
    told = [
        inbound.from_user.lower(),
        inbound.created_at,
        inbound.kind,
        inbound.event,
        inbound.event_key,
        inbound.task_id,
        inbound.content,
        inbound.media_id,
        inbound.selected,
        sorted(inbound.extra.items()),
    ]
    return f"evt-{hashlib.sha256(json.dumps(told).encode()).hexdigest()}"


def belongs_to(inbound: Inbound, corp_id: str, agent_id: str) -> bool:
    """Was this meant for that corp and app? Only the inner, authenticated fields are asked (reliability.md T7)."""
    if inbound.to_user != corp_id:
        return False
    if inbound.agent_id:
        return inbound.agent_id == agent_id
    return inbound.kind == EVENT and inbound.event in _CORP_EVENTS
