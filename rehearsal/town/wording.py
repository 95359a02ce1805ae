"""How the page writes moments, messages and entries; everything else on it is in its template."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rehearsal.platform import Channel, Shown
from supervision.clock import local

from .chronicle import Entry
from .received import Received

WEEKDAYS = "一二三四五六日"


def day_words(moment: datetime) -> str:
    """6月15日 周一."""
    day = local(moment)
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def hour_words(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"


def moment_words(moment: datetime) -> str:
    return f"{day_words(moment)} {hour_words(moment)}"


def message_words(shown: Shown) -> dict[str, Any]:
    """`to` is whose phone it stands on; empty for the group."""
    return {
        "to": "" if shown.in_group else shown.to.lower(),
        "mine": shown.channel is Channel.MEMBER,
        "sender": shown.sender,
        "day": day_words(shown.at),
        "hour": hour_words(shown.at),
        "text": shown.text,
        "card": card_words(shown) if shown.task_id else None,
    }


def card_words(shown: Shown) -> dict[str, Any]:
    """A card as it stands now: its buttons, or the caption in their place once it was decided."""
    caption = shown.content.get("replace_text", "")
    buttons = shown.content.get("button_list", [])
    return {
        "task": shown.task_id,
        "title": shown.content["main_title"]["title"],
        "body": shown.content.get("sub_title_text", ""),
        "caption": caption,
        "buttons": [] if caption else [{"text": one["text"], "key": one["key"]} for one in buttons],
    }


def received_words(one: Received) -> dict[str, Any]:
    return {
        "userid": one.userid,
        "name": one.name,
        "unit": one.unit,
        "messages": one.messages,
        "papers": len(one.papers),
        "words": one.words,
    }


def entry_words(entry: Entry) -> dict[str, Any]:
    return {
        "day": day_words(entry.at),
        "hour": hour_words(entry.at),
        "kind": entry.kind.value,
        "words": entry.words,
        "why": entry.why,
        "group": entry.group,
        "hearers": [{"userid": hearer.userid, "name": hearer.name} for hearer in entry.hearers],
    }
