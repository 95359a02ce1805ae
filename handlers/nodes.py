"""节点 told as done in chat: the milestone is written down, the whole matter only moves by what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from handlers.message import Answer
from handlers.reading.nodes import NodeSaid, nodes_said
from handlers.reading.normalise import normalise
from handlers.reading.registry import KnownMatter
from handlers.reading.result import Intent, Reading, Update
from handlers.report import REPORTERS, on_report
from handlers.turn import Turn
from handlers.understanding import understand_words
from models import Matter
from models.inbox import Disposition
from supervision import nodes

_TELLS = (Intent.REPORT, Intent.CORRECTION, Intent.OTHER)


def on_nodes(turn: Turn, reading: Reading) -> Answer | None:
    """None: the message speaks of no milestone that its sender may tell of."""
    if turn.person.role not in REPORTERS:
        return None
    said = said_in(turn, reading)
    if not said:
        return None
    answer = on_report(turn, without(turn, reading, said))
    if answer.disposition is not Disposition.RECORDED:
        return answer
    told = write_down(turn, said)
    return Answer("nodes_recorded", answer.facts | {"nodes": told}, Disposition.RECORDED)


def write_down(turn: Turn, said: Sequence[NodeSaid]) -> list[dict[str, Any]]:
    """What the reply says of each."""
    matters = turn.on_record.matters(one.matter for one in said)
    told = []
    for one in said:
        matter = matters[one.matter]
        nodes.tell(turn.session, matter, one.name, turn.telling, turn.rules, is_done=one.is_done)
        told.append({"number": matter.number, "title": matter.title, "name": one.name, "is_done": one.is_done})
    return told


def said_in(turn: Turn, reading: Reading) -> list[NodeSaid]:
    """Of the matters named; where none is named, of the sender's own, if the milestone is one matter's alone."""
    if reading.intent not in _TELLS:
        return []
    known = [one for one in _tells_of(turn) if one.milestones]
    if not known:
        return []
    named = {update.matter for update in reading.updates if update.matter}
    found = list(nodes_said(turn.message.text, [one for one in known if not named or one.code in named]))
    return [one for one in found if not _is_doubtful(one, found)]


def _is_doubtful(one: NodeSaid, found: Sequence[NodeSaid]) -> bool:
    """The same words could mean another matter's milestone."""
    return any(other.clause == one.clause and other.matter != one.matter for other in found)


def _tells_of(turn: Turn) -> Iterable[KnownMatter]:
    """Somebody of a unit tells of what his unit leads."""
    if not turn.viewer.is_of_unit:
        return turn.registry.matters.values()
    person = turn.registry.people.get(turn.person.userid)
    return turn.registry.led_by(person.unit) if person else ()


def without(turn: Turn, reading: Reading, said: Sequence[NodeSaid]) -> Reading:
    """What the rest of the words tells; of each matter whose milestone was told of there is at least that word."""
    text = normalise(turn.message.text)
    for one in said:
        text = text.replace(f"{one.clause},", f"{one.rest} ", 1).replace(one.clause, one.rest, 1)
    about: Sequence[Matter] = list(turn.on_record.matters({one.matter for one in said}).values())
    rest = understand_words(turn, text, about)
    updates = list(rest.updates) if rest.intent in (Intent.REPORT, Intent.CORRECTION) else []
    told = {update.matter for update in updates}
    for one in said:
        if one.matter not in told:
            told.add(one.matter)
            updates.append(Update(matter=one.matter, mention=one.name, words=turn.message.text))
    return replace(reading, intent=Intent.REPORT, updates=tuple(updates), doubts=())
