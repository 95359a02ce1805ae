"""Words that a person has just said to mean a matter become a name of it, in his unit's mouth only, until adopted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.reading.matter_names import ANAPHOR
from handlers.reading.normalise import normalise
from handlers.reading.phonetics import sound
from handlers.reading.registry import Registry
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
    return any(_is_within(wanted, sound(each)) for each in called)


def _is_told_apart(turn: Turn, name: str, matter: Matter) -> bool:
    """No other matter of the unit could be meant, and nothing else is called so."""
    registry = turn.registry
    number = registry.number_of(matter.code)
    if number is None or name in registry.names(number):
        return False
    whole = [hit for hit in registry.exact(name) if hit.end - hit.start == len(name)]
    if any(hit.matter != number for hit in whole):
        return False
    return not any(could_mean(name, registry.names(one)) for one in _ours(turn, registry) if one != number)


def _ours(turn: Turn, registry: Registry) -> Iterable[int]:
    """What the unit leads or assists; for those who do neither, all they see."""
    speaker = registry.people.get(turn.person.userid)
    scope = registry.scope(speaker.unit if speaker else None)
    return (scope.led | scope.assisted) or range(len(registry.codes))


def _core(name: str) -> str:
    return _GENERIC.sub("", name)


def _is_within(wanted: str, heard: str) -> bool:
    rest = iter(heard)
    return all(each in rest for each in wanted)
