"""What the words of a 交办 bring: its name, its unit, its day, its basis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from handlers.office.fields import day_in, labelled
from handlers.turn import Turn
from supervision.clock import day_of

NOISE = " \n,;。"
_BETWEEN = re.compile(r"[、/和及]|会同")
_LABELS = ("依据", "事项", "单位", "时限")
_BEFORE_A_DAY = ("于", "在", "截至", "截止", "时限")
_AFTER_A_DAY = ("日前完成", "之前完成", "前完成", "以前", "之前", "前", "完成", "内完成", "内")


@dataclass(frozen=True, slots=True)
class Given:
    """The parts known now, and the words that are none of them."""

    parts: dict[str, Any]
    rest: str
    is_labelled: bool  # some of it was said by name: 依据:…


def given(turn: Turn, text: str, before: dict[str, Any]) -> Given:
    """What these words add to what is known already."""
    parts = dict(before)
    fields = labelled(text, bare_basis=True)
    rest = fields.pop("", "")
    _take_day(turn, fields.get("时限", ""), parts)
    rest = _take_day(turn, rest, parts)
    _take_unit(turn, fields.get("单位", ""), parts)
    rest = _take_unit(turn, rest, parts)
    if fields.get("依据"):
        parts["basis"] = fields["依据"]
    if fields.get("事项"):
        parts["title"] = fields["事项"]
    return Given(parts, rest.strip(NOISE), any(fields.get(label) for label in _LABELS))


def _take_day(turn: Turn, text: str, parts: dict[str, Any]) -> str:
    found = day_in(text, day_of(turn.now), turn.rules.calendar) if text and not parts.get("due_on") else None
    if found is None:
        return text
    day, words = found
    parts["due_on"] = day.isoformat()
    head, _, tail = text.partition(words)
    for ending in _AFTER_A_DAY:
        if tail.startswith(ending):
            tail = tail.removeprefix(ending)
            break
    for beginning in _BEFORE_A_DAY:
        head = head.rstrip().removesuffix(beginning)
    return f"{head.rstrip(NOISE)} {tail.lstrip(NOISE)}"


def _take_unit(turn: Turn, text: str, parts: dict[str, Any]) -> str:
    """Units named as a word of their own: the first leads, the others assist. A name inside the title is part of it."""
    if parts.get("unit") or not text:
        return text
    names = {name: unit.name for unit in turn.registry.units.values() for name in (unit.name, *unit.aliases)}
    words = text.replace(",", " ").replace("。", " ").split()
    for word in words:
        found = [names.get(_bare(each)) for each in _BETWEEN.split(word) if each]
        if found and all(found):
            parts["unit"], *assisting = dict.fromkeys(found)
            parts["assisting"] = assisting
            return " ".join(one for one in words if one != word)
    return text


def _bare(word: str) -> str:
    return word.removeprefix("由").removesuffix("负责").removesuffix("配合").removesuffix("牵头")
