"""Words that a person has just said to mean a matter become a name of it, in his unit's mouth only, until adopted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.reading.normalise import normalise
from handlers.reading.numbered import ANAPHOR
from handlers.reading.phonetics import sound
from handlers.reading.vocabulary import GENERIC_PAIRS
from handlers.turn import Turn
from models import Matter, Question
from supervision import aliases

TAUGHT_BY = frozenset({"ask_which_matter", "ask_near_name", "ask_unknown_matter"})
SHORTEST, LONGEST = 2, 16  # characters
_EDGES = " \n,.;:!?。、“”\"'《》【】[]()"
_SPACES = re.compile(r"\s+")
_GENERIC = re.compile("|".join(GENERIC_PAIRS) + "|市级|县级|区级|省级|[我你他这那该此本]|事项?|的")
_NUMBERED = re.compile(r"[#第\dA-Z-]*[\d一二三四五六七八九十百]+[个项号条件%.]*")
_HAN_OR_LETTERS = re.compile(r"[一-鿿]{2}|[A-Z]{2}")


def learn(turn: Turn, question: Question, matter: Matter) -> str:
    """The name that was learned from the answer to a question; "" when there was nothing to learn."""
    if question.event not in TAUGHT_BY or question.facts.get("is_correction"):
        return ""
    name = name_in(question.facts["update"]["mention"])
    if not name or not _is_told_apart(turn, name, matter):
        return ""
    return name if aliases.learn(turn.session, turn.telling, matter, name) else ""


def name_in(mention: str) -> str:
    """What of the words could be a name; "" for 该项目, for numbers, for what could be said of any matter."""
    name = _SPACES.sub("", normalise(mention)).strip(_EDGES)
    if not SHORTEST <= len(name) <= LONGEST or not _HAN_OR_LETTERS.search(name):
        return ""
    if ANAPHOR.search(name) or _NUMBERED.fullmatch(name) or len(_core(name)) < SHORTEST:
        return ""
    return name


def could_mean(name: str, called: Iterable[str]) -> bool:
    """Whether somebody could say this for what is called so: all that is special about it is heard there, in order."""
    wanted = sound(_core(name))
    return any(_is_within(wanted, sound(normalise(each))) for each in called)


def _is_told_apart(turn: Turn, name: str, matter: Matter) -> bool:
    """It is one of the unit's matters, and nothing else could be meant. The tables are asked, not a reader's index."""
    called = aliases.names_of_unit(turn.session, turn.viewer)
    own = called.pop(matter.id, None)
    if own is None or name in map(normalise, own):
        return False
    if any(hit.end - hit.start == len(name) for hit in turn.registry.directory.found_in(name)):
        return False  # a unit's or a person's name
    return not any(could_mean(name, names) for names in called.values())


def _core(name: str) -> str:
    return _GENERIC.sub("", name)


def _is_within(wanted: str, heard: str) -> bool:
    rest = iter(heard)
    return all(each in rest for each in wanted)
