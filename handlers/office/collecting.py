"""收讫, 未收, 收账: how the day of a node ended (A02)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from handlers.message import Answer
from handlers.office.ref import meant
from handlers.turn import Turn
from models import Matter, Milestone
from models.inbox import Disposition
from models.notice import FoundCause
from supervision import collecting
from supervision.clock import day_of
from supervision.collecting import Collected

MOST_SHOWN = 10
CAUSES: Mapping[str, FoundCause] = {
    "主观": FoundCause.SUBJECTIVE, "客观": FoundCause.OBJECTIVE, "待查": FoundCause.OPEN,
}  # fmt: skip
_EDGES = " \n:,、;。“”"
_CAUSE = re.compile(
    r"(?:原因\s*:\s*)?(?:(?P<cause>主观|客观|待查)(?:原因)?(?=[\s:,、;。]|$))?[\s:,、;。]*(?P<words>.*)", re.DOTALL
)


def collect(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「收讫 3 路基开工」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    node, words = _node(turn, matter, match["words"] or "")
    if node is None:
        return _which(turn, matter)
    done = collecting.collect(turn.session, matter, node.name, turn.telling, turn.rules, words)
    return _answer("collected", matter, done, done_on=done.done_on)


def find_uncollected(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「未收 3 路基开工 客观:等料」: what it is put down to may be left out, what happened may not."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    node, rest = _node(turn, matter, match["words"] or "")
    if node is None:
        return _which(turn, matter)
    said = _CAUSE.fullmatch(rest)
    cause, words = (CAUSES.get(said["cause"] or ""), said["words"]) if said else (None, rest)
    collecting.find_uncollected(turn.session, matter, node.name, turn.telling, turn.rules, cause, words.strip(_EDGES))
    return _answer("uncollected", matter, node, cause=cause.value if cause else "", words=words.strip(_EDGES))


def list_collections(turn: Turn, _match: re.Match[str]) -> Answer:
    """「收账」: the nodes of this month, and those still to be collected."""
    found = collecting.listed(turn.session, turn.viewer, day_of(turn.now), MOST_SHOWN + 1)
    items = [_item(one) for one in found[:MOST_SHOWN]]
    return Answer(
        "collections", {"items": items, "has_more": len(found) > MOST_SHOWN, "is_own": turn.viewer.is_of_unit}
    )


def _node(turn: Turn, matter: Matter, words: str) -> tuple[Milestone | None, str]:
    """The node whose name the words begin with; unnamed, the only one whose day has passed."""
    known, said = collecting.of_matter(turn.session, matter), words.strip(_EDGES)
    for one in sorted(known, key=lambda node: -len(node.name)):
        if said.startswith(one.name):
            return one, said.removeprefix(one.name).strip(_EDGES)
    due = _due(known, turn)
    return (due[0], said) if len(due) == 1 else (None, said)


def _due(known: Sequence[Milestone], turn: Turn) -> list[Milestone]:
    today = day_of(turn.message.told_at)
    return [one for one in known if one.done_on is None and one.due_on <= today]


def _which(turn: Turn, matter: Matter) -> Answer:
    nodes = [one.name for one in collecting.of_matter(turn.session, matter)][:MOST_SHOWN]
    return Answer("which_node", {"number": matter.number, "title": matter.title, "nodes": nodes})


def _item(one: Collected) -> dict[str, object]:
    is_done, row = one.node.done_on is not None, one.row
    return {
        "number": one.matter.number,
        "title": one.matter.title,
        "unit": one.unit,
        "node": one.node.name,
        "due_on": one.node.due_on,
        "done_on": one.node.done_on,
        "state": "collected" if is_done else "uncollected" if row else "waits",
        "cause": (row.cause or "") if row and not is_done else "",
        "words": row.words if row and not is_done else "",
    }


def _answer(event: str, matter: Matter, node: Milestone, **facts: object) -> Answer:
    about = {"number": matter.number, "title": matter.title, "node": node.name, "due_on": node.due_on}
    return Answer(event, about | facts, Disposition.DONE)
