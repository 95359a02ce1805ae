"""What people truly see: after cuts, after silent drops, after recalls and card updates. Tests assert on this."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


class Channel(StrEnum):
    """How a message got onto a screen."""

    MEMBER = "member"  # a person typed it
    PASSIVE = "passive"  # the answer inside the callback
    APP = "app"  # message/send
    APPCHAT = "appchat"  # a group the app owns
    ROBOT = "robot"  # a group's webhook


class Reason(StrEnum):
    """Why something accepted was not shown, or not to everyone."""

    MEMBER_MINUTE = "member_minute"
    MEMBER_HOUR = "member_hour"
    MEMBER_DAY = "member_day"
    DUPLICATE = "duplicate"
    BAD_REPLY = "bad_reply"
    CALLBACK_LOST = "callback_lost"


@dataclass(frozen=True)
class Shown:
    """One message on one screen: a person's chat with an app, or a group.

    `to` is a userid or a chat id; `audience` are the userids whose phones have it. `mentions` really ring,
    `broken_mentions` are shown as plain text.
    """

    at: datetime
    corp_id: str
    channel: Channel
    sender: str
    to: str
    kind: str
    text: str
    content: Mapping[str, Any] = field(default_factory=dict)
    in_group: bool = False
    audience: frozenset[str] = frozenset()
    message_id: str = ""
    agent_id: int | None = None
    mentions: tuple[str, ...] = ()
    broken_mentions: tuple[str, ...] = ()
    mentions_everyone: bool = False
    was_cut: bool = False
    recalled: bool = False
    revisions: int = 0

    @property
    def task_id(self) -> str:
        """The card's task_id, empty for anything else."""
        return str(self.content.get("task_id", "")) if self.kind == "template_card" else ""


@dataclass(frozen=True)
class Dropped:
    """Something that was accepted and never seen."""

    at: datetime
    corp_id: str
    to: str
    reason: Reason
    kind: str
    text: str


class Ledger:
    """All screens of all corporations, in the order things appeared."""

    def __init__(self) -> None:
        self.entries: list[Shown] = []
        self.dropped: list[Dropped] = []

    def show(self, shown: Shown) -> None:
        """Puts a message on its screen."""
        self.entries.append(shown)

    def drop(self, dropped: Dropped) -> None:
        """Notes what nobody will see."""
        self.dropped.append(dropped)

    def screen(self, userid: str) -> list[Shown]:
        """A person's chats with the apps: what they wrote and what they got. Recalled messages are gone."""
        name = userid.lower()
        return [one for one in self.entries if not one.in_group and not one.recalled and one.to.lower() == name]

    def group_screen(self, chat: str) -> list[Shown]:
        """What stands in a group. Recalled messages are gone."""
        return [one for one in self.entries if one.in_group and not one.recalled and one.to == chat]

    def seen_by(self, userid: str) -> list[Shown]:
        """Everything on one phone: own chats and the groups, without what was withheld from this person."""
        name = userid.lower()
        return [one for one in self.entries if not one.recalled and name in one.audience]

    def recall(self, message_id: str) -> int:
        """Takes a message off every screen; how many screens it was on."""
        places = [n for n, one in enumerate(self.entries) if one.message_id == message_id and not one.recalled]
        for place in places:
            self.entries[place] = replace(self.entries[place], recalled=True)
        return len(places)

    def update_card(self, corp_id: str, agent_id: int, task_id: str, userid: str, card: Mapping[str, Any]) -> bool:
        """Replaces a card on one person's screen; False when the person has none."""
        found = [n for n, one in enumerate(self.entries) if _is_card(one, corp_id, agent_id, task_id, userid)]
        for place in found:
            one = self.entries[place]
            self.entries[place] = replace(one, content={**card, "task_id": task_id}, revisions=one.revisions + 1)
        return bool(found)

    def card(self, corp_id: str, agent_id: int, task_id: str, userid: str) -> Shown | None:
        """The card as that person sees it now."""
        return next((one for one in self.entries if _is_card(one, corp_id, agent_id, task_id, userid)), None)


def _is_card(one: Shown, corp_id: str, agent_id: int, task_id: str, userid: str) -> bool:
    return (
        one.task_id == task_id != ""
        and one.corp_id == corp_id
        and one.agent_id == agent_id
        and one.to.lower() == userid.lower()
        and not one.recalled
    )
